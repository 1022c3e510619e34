"""Scenario cards: drawn for each person by us and nobody else, kept with the answers, and weighed with people as units."""

import json
import re
from collections import Counter
from itertools import product

import numpy as np
import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.site.engagement import domain, receipts
from folkmoot.site.engagement.models import Response
from folkmoot.site.engagement.question_types import QUESTION_TYPES, NotAnAnswer
from folkmoot.site.engagement.questionnaire import Question
from folkmoot.site.engagement.questionnaire_rules import read
from folkmoot.site.evidence.domain import publish_findings
from folkmoot.site.renditions import Reader, plain
from tests.site import make, surveys

SCENARIO = QUESTION_TYPES["scenario"]
FEATURES = {"purpose": ("care", "research", "crime"), "user": ("council", "company")}


def feature(value, levels):
    told = [{"value": level, "text": plain(level.title(), easy=f"Easy {level}", welsh=f"Cymraeg {level}")} for level in levels]
    return {"value": value, "text": plain(value.title(), welsh=f"Cymraeg {value}"), "levels": told}


def asked(**changed):
    """A question with three cards, as data."""
    return {
        "key": "use",
        "type": "scenario",
        "text": plain("Would you be happy with this use?", easy="Is this OK?"),
        "label": "Uses of records",
        "options": [surveys.option(value) for value in (*surveys.AGREE, surveys.DONT_KNOW)],
        "varied": [feature(*each) for each in FEATURES.items()],
        "cards": 3,
        "left_out": [{"purpose": "crime", "user": "company"}],
        **changed,
    }


def questionnaire(**changed):
    you = [question for question in surveys.questions()[1]["questions"] if question["key"] == "age"]
    return [
        {"key": "cards", "title": plain("Some cases", easy="Cases"), "questions": [asked(**changed)]},
        {"key": "more", "title": plain("More", easy="More"), "questions": [surveys.scale("A", "Find cold homes"), *you]},
    ]


def question(**changed) -> Question:
    return read(questionnaire(**changed)).questions[0]


def config(**more):
    given = surveys.config()
    return {
        **given,
        "statements": given["statements"][:1],
        "publish": {"factors": ["age"]},
        "cards": [{"question": "use", "recode": "agree", "short": "Uses", "references": {"user": "company"}, **more}],
    }


def test_cases_are_drawn_evenly_none_twice_and_never_one_that_is_left_out():
    one = question()
    seen = Counter()
    for _ in range(3_000):
        cards = SCENARIO.cards(one, SCENARIO.put(one, [])[0])
        cases = [tuple(card.values()) for card in cards]
        assert len(set(cases)) == 3
        seen.update(cases)
    assert set(seen) == set(product(*FEATURES.values())) - {("crime", "company")}
    # each of five cases is on three of five cards: 1,800 of 3,000 people, and seven standard errors round that
    assert all(abs(count - 1_800) < 7 * np.sqrt(3_000 * 0.6 * 0.4) for count in seen.values())


def test_what_is_drawn_stays_while_someone_goes_back_and_forth():
    one = question()
    put = SCENARIO.put(one, [])
    put[1] = "Agree a lot"
    assert SCENARIO.put(one, put) == put


@pytest.mark.parametrize("forged", ["", "use:0.1.2", "use:0.1.2:signature", "x" * 500])
def test_cards_that_are_not_ours_are_never_taken(forged):
    one = question()
    with pytest.raises(NotAnAnswer, match="the cards on this page are not the ones we gave you"):
        SCENARIO.read(one, [forged, "Agree a lot", "", ""])
    other = question(key="other")
    with pytest.raises(NotAnAnswer, match="not the ones we gave you"):
        SCENARIO.read(one, [SCENARIO.put(other, [])[0], "Agree a lot", "", ""])
    assert SCENARIO.put(one, [forged, "", "", ""])[0] != forged


@settings(max_examples=60)
@given(st.lists(st.sampled_from(["", *surveys.AGREE]), min_size=3, max_size=3).filter(any))
def test_an_answer_is_the_same_after_it_was_written_and_read_again(answers):
    one = question()
    answer = SCENARIO.read(one, [SCENARIO.put(one, [])[0], *answers])
    assert [card["answer"] or "" for card in answer] == answers
    assert SCENARIO.read(one, SCENARIO.write(one, answer)) == answer
    cell = "; ".join(f"[purpose={card['purpose']}, user={card['user']}] {card['answer'] or ''}" for card in answer)
    assert SCENARIO.read_cell(one, cell) == answer
    assert (
        len(SCENARIO.cells(one, answer)) == len(SCENARIO.columns(one)) == len(SCENARIO.labels(one)) == len(SCENARIO.descriptions(one)) == 9
    )


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("[purpose=care] Agree a lot", "write each card as in"),
        ("[purpose=crime, user=company] Agree a lot", "write each card as in"),
        ("Agree a lot", "write each card as in"),
        ("[purpose=care, user=council] Agree a lot", "there are 1 cards. Give 3"),
        ("; ".join(["[purpose=care, user=council] Perhaps"] * 3), "“Perhaps” is none"),
    ],
)
def test_a_cell_that_holds_no_cards_is_refused_with_why(cell, words):
    with pytest.raises(NotAnAnswer, match=re.escape(words)):
        SCENARIO.read_cell(question(), cell)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"cards": 0}, "it needs “cards”"),
        ({"cards": 9}, "it needs “cards”"),
        ({"cards": 6}, "there are fewer cases than cards"),
        ({"cards": "3"}, "“cards” must be a whole number"),
        ({"varied": []}, "it needs “varied”"),
        ({"varied": [feature("purpose", ("care",))]}, "needs levels, two to 20"),
        ({"varied": [{"value": "purpose", "text": plain("Purpose")}]}, "needs levels, two to 20"),
        ({"varied": [feature("purpose", ("a", "a"))]}, "two of the same level"),
        ({"varied": [feature("a=b", ("x", "y"))]}, "has one of ; = [ ] or , in it"),
        ({"varied": [feature(f"f{n}", [str(k) for k in range(10)]) for n in range(4)], "left_out": []}, "more than 5,000 cases"),
        ({"left_out": [{"purpose": "war"}]}, "which is no level of a feature"),
        ({"left_out": [{}]}, "an empty combination"),
        ({"left_out": [{"purpose": ["care"]}]}, "must be a list of combinations"),
        ({"options": [surveys.option("Yes")]}, "two options or more"),
    ],
)
def test_cards_that_are_written_wrong_are_refused_with_why(changed, words):
    with pytest.raises(ValidationError, match=re.escape(words)):
        question(**changed)


@pytest.mark.django_db(databases=["default", "vault"])
def test_someone_answers_cards_in_the_browser_in_their_own_language():
    where = make.organisation()
    officer = make.member(where)
    engagement = surveys.opened(officer, where, config=config(), version=surveys.version(officer, where, "cards", questionnaire()))
    browser = surveys.Browser(engagement.slug, "?lang=cy")
    drawn = surveys.hidden_fields(browser.page)["answer-use-drawn"][0]
    cards = SCENARIO.cards(question(), drawn)
    assert all(f"Cymraeg {card['purpose']}" in browser.page for card in cards)
    page = browser.press("next", **{"use-0": "Agree a lot", "use-2": "Disagree a lot"})
    page = browser.press("back")
    assert surveys.hidden_fields(page)["answer-use-drawn"] == [drawn]
    browser.press("next")
    page = browser.press("next", A="In between", age="16 to 34")
    assert "1: Cymraeg Agree a lot; 3: Cymraeg Disagree a lot" in page
    browser.press("send")
    answers = ["Agree a lot", None, "Disagree a lot"]
    assert Response.objects.get().answers["use"] == [{**card, "answer": answer} for card, answer in zip(cards, answers, strict=True)]


@pytest.mark.django_db(databases=["default", "vault"])
def test_cards_that_were_changed_come_back_as_new_ones_and_keep_nothing():
    where = make.organisation()
    officer = make.member(where)
    engagement = surveys.opened(officer, where, config=config(), version=surveys.version(officer, where, "cards", questionnaire()))
    browser = surveys.Browser(engagement.slug)
    page = browser.press("next", **{"use-drawn": "use:0.1.2:forged", "use-0": "Agree a lot"})
    assert browser.response.status_code == 400
    assert "are not the ones we gave you" in page
    assert SCENARIO.cards(question(), surveys.hidden_fields(page)["answer-use-drawn"][0]) is not None


@pytest.mark.django_db(databases=["default", "vault"])
def test_what_each_feature_does_is_worked_out_with_people_as_units():
    where = make.organisation()
    officer = make.member(where)
    engagement = surveys.opened(officer, where, config=config(), version=surveys.version(officer, where, "cards", questionnaire()))
    one, random = question(), np.random.default_rng(5)
    yes: dict[str, list[int]] = {"council": [], "company": []}
    for at in range(120):
        put = SCENARIO.put(one, [])
        answers = []
        for card in SCENARIO.cards(one, put[0]):
            agrees = random.random() < (0.8 if card["user"] == "council" else 0.3)
            yes[card["user"]].append(int(agrees))
            answers.append("Agree a lot" if agrees else "Disagree a lot")
        given = {"use": [put[0], *answers], "A": [surveys.AGREE[at % 5]], "age": [surveys.AGES[at % 3]]}
        domain.receive_response(engagement=engagement, receipt=receipts.new(), given=given, reader=Reader())
    domain.close_engagement(by=officer, engagement=engagement)
    kept = publish_findings(by=make.member(where, name="Sam Clerk"), engagement=engagement)
    effects, means = json.loads(kept.document)["analyses"]
    assert [effects["id"], means["id"]] == ["analysis-1", "analysis-2"]
    assert {row["cells"][3] for row in effects["rows"] if row["cells"][1] == "User"} == {"Company"}
    council = next(row["cells"] for row in means["rows"] if row["cells"][1:3] == ["User", "Council"])
    assert abs(council[3] - np.mean(yes["council"])) < 0.05  # raked to the ages, so near and not the same
    assert council[-1] <= 120  # people, not cards
    page = make.signed_in(officer).get(f"/e/{engagement.slug}/results").content.decode()
    assert "Uses of records: what made a difference" in page


@pytest.mark.django_db(databases=["default", "vault"])
@pytest.mark.parametrize(
    ("cards", "words"),
    [
        ({"question": "A"}, "is no question with scenario cards"),
        ({"recode": "nothing"}, "nothing"),
        ({"colour": "red"}, "nothing called “colour”"),
        ({"references": {"user": "nurse"}}, "nurse"),
        ({"by": 3}, "not of the right kind"),
    ],
)
def test_a_config_that_does_not_fit_the_cards_is_refused(cards, words):
    where = make.organisation()
    officer = make.member(where)
    with pytest.raises(ValidationError, match=words):
        surveys.draft(officer, where, config=config(**cards), version=surveys.version(officer, where, "cards", questionnaire()))
