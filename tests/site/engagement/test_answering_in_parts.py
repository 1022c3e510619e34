"""Questions that are answered in several boxes or rows, on their way through the pages and into results."""

import pytest

from folkmoot.site.engagement import domain, queries
from folkmoot.site.engagement.models import Response
from tests.site import make, surveys
from tests.site.surveys import Browser

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

GIVEN = {
    "think-0": "Agree a lot",
    "think-1": "Disagree a lot",
    "order-0": "2",
    "order-2": "1",
    "share-0": "60",
    "share-1": "40",
    "seen-day": "5",
    "seen-month": "3",
    "seen-year": "2026",
}
KEPT = {
    "think": {"fair": "Agree a lot", "safe": "Disagree a lot"},
    "order": ["Parks", "Roads"],
    "share": {"Roads": 60, "Buses": 40},
    "seen": "2026-03-05",
}


@pytest.fixture
def survey():
    where = make.organisation()
    officer = make.member(where)
    config = surveys.config()
    config |= {"statements": config["statements"][:1], "publish": {"factors": []}}
    version = surveys.version(officer, where, asked=surveys.questions_in_parts())
    return officer, surveys.opened(officer, where, version=version, sample=surveys.sample(officer, where, targets={}), config=config)


def test_what_is_given_in_parts_goes_from_page_to_page_and_is_kept_whole(survey):
    browser = Browser("warm")
    browser.press("next", **GIVEN)
    page = browser.press("back")
    assert all(f'value="{typed}"' in page for typed in ("60", "40", "2026"))
    browser.press("next")
    page = browser.press("next")
    for told in ("It is fair: Agree a lot; It is safe: Disagree a lot", "1. Parks, 2. Roads", "Roads: 60, Buses: 40", "5 March 2026"):
        assert told in page
    browser.press("send")
    assert Response.objects.get().answers == KEPT


def test_each_part_says_its_name_and_how_to_answer_in_the_readers_language(survey):
    page = Browser("warm").page
    for told in ("It is fair", "Give 1 to what matters most to you", "You have 100 points", "For example, 27 3 2026", ">Day<", ">Year<"):
        assert told in page
    page = Browser("warm", "?lang=cy").page
    for told in ("Mae&#39;n deg", "Rhowch 1 i&#39;r hyn", "Mae gennych 100 o bwyntiau", "Diwrnod", "Blwyddyn"):
        assert told in page


def test_what_is_wrong_in_a_part_is_said_at_the_question_and_nothing_typed_is_lost(survey):
    browser = Browser("warm")
    wrong = {"think-1": None, "order-2": "2", "share-1": "30", "seen-month": "13"}
    page = browser.press("next", **{**GIVEN, **wrong})
    assert browser.response.status_code == 400
    for told in ("“It is safe” has no answer yet", "2 is there twice", "your points make 90. Give 10 more", "there is no such day"):
        assert page.count(told) == 2  # in the summary, which leads there, and at the question
    for key in ("think", "order", "share", "seen"):
        assert f'href="#id_answer-{key}"' in page
        assert f'id="id_answer-{key}"' in page
    assert 'value="13"' in page
    assert 'value="30"' in page
    assert not Response.objects.exists()
    browser.press("next", **{**GIVEN, "order-0": ""})
    browser.press("next")
    browser.press("send")
    assert Response.objects.get().answers == {**KEPT, "order": ["Parks"]}


def test_a_file_gives_each_in_one_cell_and_results_get_a_column_for_each_part(survey):
    officer, asked = survey
    row = {
        "response": "1",
        "think": "safe=Disagree a lot;fair=Agree a lot",
        "order": "Parks;Roads",
        "share": "Roads=60;Buses=40",
        "seen": "2026-03-05",
        "A": "In between",
    }
    domain.import_responses(by=officer, engagement=asked, rows=[row])
    assert Response.objects.get().answers == {**KEPT, "A": "In between"}
    [(_, cells)] = queries.rows_after(asked, 0, 10)
    assert dict(zip(queries.analysis_of(asked).columns[1:], cells, strict=True)) == {
        "think: fair": "Agree a lot",
        "think: safe": "Disagree a lot",
        "order: Roads": "2",
        "order: Buses": None,
        "order: Parks": "1",
        "share: Roads": "60",
        "share: Buses": "40",
        "seen: year": "2026",
        "A": "In between",
    }
