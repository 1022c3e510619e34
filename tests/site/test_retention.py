"""What is kept of people comes to an end, and nothing that still needs them loses them."""

import datetime as dt
import re
from pathlib import Path
from unittest.mock import patch

import pytest
from django.utils import timezone

from folkmoot.site.engagement import domain as engagements
from folkmoot.site.engagement import receipts
from folkmoot.site.engagement.models import Response
from folkmoot.site.evidence.domain import publish_findings
from folkmoot.site.home import Home
from folkmoot.site.panel import domain as panels
from folkmoot.site.people import domain as people
from folkmoot.site.people.models import Identity, Participant
from folkmoot.site.renditions import Reader
from folkmoot.site.retention import rules
from folkmoot.site.sampling import domain as sampling
from tests.site import make, surveys
from tests.site.concerns import asking
from tests.site.panel import joining
from tests.site.sampling.world import read_in

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "retention.md"
LONG = people.IDENTITIES_KEPT + dt.timedelta(days=2)


def answered(held, at):
    given = {"A": [surveys.AGREE[4 * (at % 2)]], "B": [surveys.AGREE[at % 3]], "age": [surveys.AGES[at % 3]]}
    sent = {"engagement": held, "receipt": receipts.new(), "given": given, "reader": Reader()}
    return engagements.receive_response(**sent, name="Fern Testperson", contact="fern@example.org").response


def after(days: dt.timedelta) -> dt.datetime:
    return timezone.now() + days


def known():
    return sorted(identity.name for identity in Identity.objects.all())


def test_the_page_prints_the_table():
    rows = re.findall(r"^\| (?!What \|)(?!-)(.+?) \| (.+?) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert rows == [(rule.what, rule.until) for rule in rules()]


def test_names_end_a_year_after_the_engagement_closed_and_no_number_changes():
    where = make.organisation()
    officer = make.member(where)
    held = surveys.opened(officer, where, "warm")
    for at in range(12):
        answered(held, at)
    assert people.count_identities_due(after(10 * LONG)) == 0  # it is still open
    closed = engagements.close_engagement(by=officer, engagement=held)
    published = publish_findings(by=officer, engagement=closed)
    before = list(Response.objects.order_by("pk").values("answers", "attributes", "given_at"))
    assert people.end_identities(after(people.IDENTITIES_KEPT - dt.timedelta(days=1))) == 0
    assert people.count_identities_due(after(LONG)) == 12
    assert people.end_identities(after(LONG)) == 12
    assert people.end_identities(after(LONG)) == 0
    assert not Identity.objects.exists()
    assert not Participant.objects.exists()
    assert list(Response.objects.order_by("pk").values("answers", "attributes", "given_at")) == before
    assert publish_findings(by=officer, engagement=closed).document == published.document


def test_whoever_is_needed_elsewhere_stays(settings, tmp_path):
    settings.HOME = Home.at(tmp_path / "home")
    where = make.organisation()
    officer = make.member(where)
    panel = joining.panel(where)
    joining.joined(panel, name="Stays Member")
    leaving = joining.joined(panel, name="Left Member")
    frame = read_in(officer, where, keep_until=timezone.localdate() + dt.timedelta(days=sampling.LONGEST_KEPT))
    sampling.draw_sample(by=officer, frame=frame, name="Asked", design=sampling.Design(1))
    [drawn] = [name for name in known() if name.startswith("Fern")]
    panels.leave_panel(token=leaving)
    waits = [asking.received(make.initiative(where), kind=kind, contact="wait@example.org") for kind in ("question", "complaint")]
    assert people.end_identities(after(LONG)) == 1
    assert known() == sorted(["", "", "Stays Member", drawn])  # who asked and who complained gave a contact alone, and wait for an answer
    sampling.discard_frame(by=officer, frame=frame)
    assert people.end_identities(after(2 * LONG)) == 1
    assert known() == ["", "", "Stays Member"]
    for one in waits:
        one.refresh_from_db()
        assert one.participant_id is not None


def test_someone_invited_who_never_answered_goes_too_and_at_most_so_many_in_one_pass():
    where = make.organisation()
    officer = make.member(where)
    invited = people.register_participants(by=officer, people=[("A Testperson", "1 Lane"), ("B Testperson", "2 Lane")])
    held = surveys.opened(officer, where, "asked", config=surveys.config() | {"entry": "invited"})
    engagements.invite_people(by=officer, engagement=held, participants=invited)
    engagements.close_engagement(by=officer, engagement=held)
    with patch("folkmoot.site.people.retention.MOST_AT_ONCE", 1):
        assert people.end_identities(after(LONG)) == 1
        assert len(known()) == 1
        assert people.end_identities(after(LONG)) == 1
    assert known() == []
