"""People are asked before and after they are told something: the steps of one person belong together, each is kept once."""

import datetime as dt
import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from folkmoot.site.engagement import domain, receipts
from folkmoot.site.engagement.how_given import HowGiven
from folkmoot.site.engagement.models import Response
from folkmoot.site.engagement.questionnaire_rules import read
from folkmoot.site.errors import NotNow
from folkmoot.site.evidence.domain import publish_findings
from folkmoot.site.renditions import Reader, plain
from tests.site import deliberation, make, surveys

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def give(engagement: Any, step: str, code: str = "", **given: str) -> Response:
    """One step of someone who gave these answers."""
    how = HowGiven(code=code, step=step)
    sent = {key: [value] for key, value in given.items()}
    return domain.receive_response(engagement=engagement, receipt=receipts.new(), given=sent, reader=Reader(), how=how).response


def test_a_person_goes_through_every_step_in_the_browser_and_their_answers_belong_together():
    _, _, engagement = deliberation.world()
    browser = surveys.Browser(engagement.slug)
    assert "How it would work" not in browser.page
    browser.press("next", age="16 to 34")
    browser.press("next", A="In between")
    page = browser.press("send")
    assert "Go on to the next part" in page
    code = surveys.code_on(page)
    browser.press("begin", code=code)
    assert "Nurses and housing officers see one list." in browser.page
    browser.press("next")
    assert "How it would work" not in browser.page
    browser.press("next", A="Agree a lot")
    browser.press("send")
    page = browser.press("begin", code=code)  # the code of any part opens the next
    assert "A list can leak." in page
    assert "It can be wrong." in page
    browser.press("next")
    browser.press("next", A="Disagree a lot")
    browser.press("next", why="It can be wrong")
    page = browser.press("send")
    assert "Go on to the next part" not in page
    kept = list(Response.objects.order_by("pk"))
    assert [one.step for one in kept] == list(deliberation.STEPS)
    assert len({one.series for one in kept}) == 1
    assert [one.answers.get("A") for one in kept] == ["In between", "Agree a lot", "Disagree a lot"]
    assert all(one.attributes == {"age": "16 to 34"} for one in kept)
    assert kept[2].answers["why"] == "It can be wrong"


def test_each_step_is_given_once_and_in_order():
    _, _, engagement = deliberation.world()
    with pytest.raises(NotNow, match="This part is not the one to answer now"):
        give(engagement, "after 1", A="In between")
    first = give(engagement, "before", age="16 to 34", A="In between")
    code = receipts.code(first.receipt)
    with pytest.raises(NotNow, match="This part is not the one to answer now"):
        give(engagement, "before", code, age="35 to 64")
    with pytest.raises(NotNow, match="This part is not the one to answer now"):
        give(engagement, "after 2", code, A="In between")
    give(engagement, "after 1", code, A="In between")
    give(engagement, "after 2", code, A="In between")
    with pytest.raises(NotNow, match="You have answered every part"):
        give(engagement, "after 2", code, A="In between")
    assert Response.objects.count() == 3


def test_a_step_can_have_a_day_of_its_own():
    today = timezone.localdate()
    where = make.organisation()
    officer = make.member(where)
    later = {"after 1": (today + dt.timedelta(days=3)).isoformat()}
    engagement = deliberation.opened(officer, where, step_opens=later)
    first = give(engagement, "before", age="16 to 34", A="In between")
    with pytest.raises(NotNow, match="You can answer the next part from"):
        give(engagement, "after 1", receipts.code(first.receipt), A="In between")
    browser = surveys.Browser(engagement.slug)
    browser.press("next", age="65 and over")
    browser.press("next", A="In between")
    assert "You can answer the next part from" in browser.press("send")


@pytest.mark.parametrize(
    ("opens", "words"),
    [
        ({"before": "2031-01-01"}, "may name the steps after the first"),
        ({"after 3": "2031-01-01"}, "may name the steps after the first"),
        ({"after 1": "soon"}, "must give “after 1” a day"),
        ({"after 2": "2031-01-01", "after 1": "2031-02-01"}, "The step “after 2” cannot open before “after 1”"),
    ],
)
def test_days_of_steps_that_make_no_sense_are_refused(opens, words):
    where = make.organisation()
    officer = make.member(where)
    with pytest.raises(ValidationError, match=words):
        deliberation.opened(officer, where, step_opens=opens)


def hangs_on_another_step(made: Any) -> None:
    made[4]["questions"][0]["only_if"] = {"question": "age", "answer": "16 to 34"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda made: made[3].update(steps=["after 1", "after 2"]) or made[0].update(steps=["after 1"]), "must begin with “before”"),
        (lambda made: [made[at].update(steps=["before"]) for at in (1, 2, 4)] and made[3].update(steps=["after 2"]), "none left out"),
        (lambda made: made[0].update(steps=["before", "after 1"]), "an attribute is asked once"),
        (lambda made: made[3].update(steps=["before"]), "No question is asked at the step “after 1”"),
        (lambda made: made[3].update(steps=["later"]), "“steps” must be a list of"),
        (lambda made: made[3].update(steps=["before", "before"]), "“steps” must be a list of"),
        (lambda made: made[1].update(information="told"), "“information” must be a list of paragraphs"),
        (lambda made: made[1].update(information=[{"cy": {"standard": "Dim"}}]), "paragraph 1"),
        (lambda made: made[1].update(information=[]), "or information to read"),
        (hangs_on_another_step, "must name a question that is put at the same step"),
    ],
)  # fmt: skip
def test_steps_that_make_no_sense_are_refused(change, words):
    made = json.loads(json.dumps(deliberation.questions()))
    change(made)
    with pytest.raises(ValidationError, match=words):
        read(made)


def test_a_question_at_several_steps_has_a_column_for_each():
    asked = read(deliberation.questions())
    assert asked.steps == deliberation.STEPS
    assert [section.key for section in asked.at_step("after 1").sections] == ["told1", "view"]
    assert asked.steps_of("age") == ("before",)


def test_the_results_say_how_the_same_people_moved():
    where, officer, engagement = deliberation.world()
    views = {"before": "In between", "after 1": "Agree a little", "after 2": "Agree a lot"}
    for at in range(60):
        code = ""
        for step in deliberation.STEPS[: 3 if at % 6 else 1]:  # ten people stop after the first step
            given = {"A": views[step] if at % 2 else "Disagree a lot"} | ({"age": surveys.AGES[at % 3]} if step == "before" else {})
            code = receipts.code(give(engagement, step, code, **given).receipt)
    domain.close_engagement(by=officer, engagement=engagement)
    kept = publish_findings(by=make.member(where, name="Sam Clerk"), engagement=engagement)
    document = json.loads(kept.document)
    assert kept.snapshot.rows == 50 * 3 + 10
    assert document["responses"]["n"] == 60
    shift = next(section for section in document["analyses"] if section["kind"] == "shift")
    # Age groups of 20 weigh .9, 1.35 and .75; of the 50 who went through, 10, 20 and 20 are in them, 10 of each the half that moved.
    share = round((10 * 0.9 + 10 * 1.35 + 10 * 0.75) / (10 * 0.9 + 20 * 1.35 + 20 * 0.75), 3)
    row = next(row["cells"] for row in shift["rows"] if row["cells"][1:4] == ["Agree a lot", *names("before", "after 2")])
    assert row[4:7] == [0.0, share, share]
    assert row[-1] == 50


def names(*steps: str) -> list[str]:
    return [f"Find cold homes ({step})" for step in steps]


def test_the_information_of_a_step_is_read_in_welsh_and_easy_read():
    _, _, engagement = deliberation.world()
    code = receipts.code(give(engagement, "before", age="16 to 34", A="In between").receipt)
    assert "Maent yn gweld un rhestr." in surveys.Browser(engagement.slug, "?lang=cy").press("begin", code=code)
    assert "They share one list." in surveys.Browser(engagement.slug, "?read=easy").press("begin", code=code)


def test_a_person_is_erased_from_all_their_steps_at_once():
    _, _, engagement = deliberation.world()
    how = HowGiven(step="before")
    receipt = receipts.new()
    given = {"A": ["In between"]} | {"age": ["16 to 34"]}
    domain.receive_response(engagement=engagement, receipt=receipt, given=given, reader=Reader(), how=how, contact="ada@example.org")
    second = give(engagement, "after 1", receipts.code(receipt), A="In between")
    assert second.participant_id is not None
    assert domain.forget_person(engagement=engagement, receipt=second.receipt)
    assert list(Response.objects.values_list("participant_id", flat=True)) == [None, None]


def test_a_text_of_information_needs_standard_english():
    made = deliberation.questions()
    made[1]["information"] = [plain("")]
    with pytest.raises(ValidationError, match="Section 2, paragraph 1"):
        read(made)
