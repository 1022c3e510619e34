"""People whose chances of being drawn differed count for as many as their chance says, from the draw to the published number."""

import json

import pytest
from django.core.exceptions import ValidationError

from folkmoot.site.engagement import domain as engagements
from folkmoot.site.engagement import receipts
from folkmoot.site.engagement.how_given import HowGiven
from folkmoot.site.engagement.invitations import codes_of
from folkmoot.site.engagement.models import Response
from folkmoot.site.evidence.domain import publish_findings
from folkmoot.site.renditions import Reader
from folkmoot.site.sampling import domain
from folkmoot.site.sampling.domain import Design
from tests.site import surveys
from tests.site.sampling.world import AGES, council, read_in, rows_of, text

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def invited_config():
    return surveys.config() | {"entry": "invited"}


def drawn(officer, frame, number=60, **design):
    return domain.draw_sample(by=officer, frame=frame, name="Asked", design=Design(number, stratified_by=("area",), **design))


def test_a_small_group_drawn_more_often_counts_for_less_and_is_known_without_asking():
    where, officer = council()
    frame = read_in(officer, where, text(1_000))
    made = drawn(officer, frame, 200, allocation="equal")
    assert made.sample.design_weights
    held = surveys.opened(officer, where, "asked", sample=made.sample, config=invited_config())
    domain.invite_drawn(by=officer, drawn=made, to=held)
    row_of = dict(made.members.values_list("participant_id", "row"))
    yes = {}
    for one in codes_of(held):
        row = row_of[one.participant_id]
        yes[row] = row % 5 == 0 or row % 4 == 0  # everyone in the South, and a fourth of the North
        given = {"A": [surveys.AGREE[0 if yes[row] else 4]], "B": [surveys.AGREE[4 * (row % 2)]], "age": [AGES[row % 3]], "area": ["North"]}
        how = HowGiven(code=one.code, seconds=60)
        engagements.receive_response(engagement=held, receipt=receipts.new(), given=given, reader=Reader(), how=how)
    assert sorted(yes) == rows_of(made)
    assert {one.attributes["area"] for one in Response.objects.all()} == {"North", "South"}  # as the list has it, whatever was sent
    assert {float(one.attributes["design weight"]) for one in Response.objects.all()} == {800 / 100, 200 / 100}
    closed = engagements.close_engagement(by=officer, engagement=held)
    published = publish_findings(by=officer, engagement=closed)
    finding = next(row for row in json.loads(published.document)["findings"] if row["statement"] == "A" and row["factor"] is None)
    weights = {row: 2.0 if row % 5 == 0 else 8.0 for row in yes}
    expected = sum(weights[row] for row in yes if yes[row]) / sum(weights.values())
    assert finding["estimate"] == pytest.approx(expected, abs=1e-9)
    assert finding["n"] == 200


def test_a_draw_with_even_chances_has_no_design_weights():
    where, officer = council()
    made = drawn(officer, read_in(officer, where))
    assert not made.sample.design_weights
    held = surveys.draft(officer, where, "open", sample=made.sample)
    assert "design_weights" not in held.config


def test_nobody_without_a_chance_of_their_own_answers_such_a_sample():
    where, officer = council()
    made = drawn(officer, read_in(officer, where), allocation="equal")
    for entry in ("open", "both"):
        with pytest.raises(ValidationError, match="Let only people with a code answer"):
            surveys.draft(officer, where, f"{entry}-asked", sample=made.sample, config=surveys.config() | {"entry": entry})
    held = surveys.opened(officer, where, "asked", sample=made.sample, config=invited_config())
    with pytest.raises(ValidationError, match="from the page of the sample"):
        engagements.invite_people(by=officer, engagement=held, cards=3)
    with pytest.raises(ValidationError, match="from the page of the sample"):
        engagements.invite_people(by=officer, engagement=held, participants=[made.members.first().participant_id])
    with pytest.raises(ValidationError, match="each answer needs a code"):
        engagements.import_responses(by=officer, engagement=held, rows=[{"response": "1", "A": surveys.AGREE[0]}])


def test_chances_of_two_draws_are_multiplied():
    where, officer = council()
    frame = read_in(officer, where)
    first = drawn(officer, frame, allocation="equal")
    some = domain.draw_sample(by=officer, frame=frame, name="Some", design=Design(20), among=first)
    assert some.sample.design_weights
    assert {round(member.chance, 12) for member in some.members.all()} <= {round(30 / 240 / 3, 12), round(30 / 60 / 3, 12)}
