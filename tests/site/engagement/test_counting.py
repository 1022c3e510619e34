"""How answers are counted follows from the questions, can be chosen by anyone, and loses nothing that was written as text."""

import html
import re
from typing import Any

import pytest

from folkmoot.site.audit.models import Event
from folkmoot.site.engagement import domain
from folkmoot.site.engagement.counting import Choices, choices_in, countable, guessed, scales_of, tables_of
from folkmoot.site.engagement.models import Engagement
from folkmoot.site.engagement.questionnaire import parse
from folkmoot.site.errors import NotNow
from tests.site import deliberation, make, surveys
from tests.site.engagement.test_scenario_cards import questionnaire as cards_asked

AGREED = {
    "said": "agreed",
    "yes": ["Agree a lot", "Agree a little"],
    "no": ["Disagree a little", "Disagree a lot"],
    "neither": ["In between"],
    "leave_out": ["Don't know"],
    "neither_counts_as": "no",
}
EVERYTHING = (surveys.questions, surveys.questions_in_parts, deliberation.questions, cards_asked)
NAMES = ["every type", "in parts", "three steps", "cards"]


def draft() -> tuple[Any, Any, Engagement]:
    where = make.organisation()
    officer = make.member(where)
    made = surveys.draft(officer, where)
    made.refresh_from_db()
    return where, officer, made


def test_a_scale_is_counted_by_the_drawings_beside_its_answers_and_a_list_answer_by_answer():
    made = tables_of(parse(surveys.questions()))
    assert made["recodes"]["A"] == AGREED
    assert [(one["id"], one["column"], one["recode"]) for one in made["statements"]] == [
        ("A", "A", "A"),
        ("B", "B", "A"),
        ("C", "health_kind: Body", "chosen"),
        ("D", "health_kind: Mind", "chosen"),
        ("E", "health_kind: None of these", "chosen"),
    ]
    assert made["publish"] == {"factors": ["age", "health", "area"]}
    assert made["analyses"] == [{"kind": "numbers", "title": "How many people live with you?", "column": "people"}]


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        (("Yes", "No"), ["yes", "no"]),
        (("Very well", "Fairly well", "Not well", "Not at all"), ["yes", "yes", "no", "no"]),
        (("A lot", "Some", "None", "Don’t know"), ["yes", "neither", "no", "leave_out"]),
    ],
    ids=["two", "four", "three and no view"],
)
def test_without_drawings_the_first_half_counts_as_yes(words, kinds):
    options = [{"value": word, "text": surveys.plain(word)} for word in words]
    asked = [{"key": "q", "type": "single_choice" if len(words) == 2 else "scale", "text": surveys.plain("Q?"), "options": options}]
    [scale] = scales_of(parse([{"key": "s", "title": surveys.plain("S"), "questions": asked}]))
    assert [scale.guessed[word] for word in words] == kinds


def test_of_steps_the_last_is_the_statement_and_how_views_moved_stands_beside_it():
    made = tables_of(parse(deliberation.questions()))
    assert [one["column"] for one in made["statements"]] == ["A (after 2)"]
    assert made["analyses"] == [{"kind": "shift", "steps": ["A (before)", "A (after 1)", "A (after 2)"]}]


@pytest.mark.parametrize("questions", EVERYTHING, ids=NAMES)
def test_what_is_made_is_read_back_as_what_was_chosen(questions):
    asked = parse(questions())
    assert choices_in(tables_of(asked), asked) == guessed(asked)
    fewer = Choices(guessed(asked).kinds, frozenset([countable(asked)[0].key]), ())
    assert choices_in(tables_of(asked, fewer), asked) == fewer


@pytest.mark.django_db(databases=["default", "vault"])
@pytest.mark.parametrize("questions", EVERYTHING, ids=NAMES)
def test_the_plan_that_is_made_is_a_plan_for_every_type_of_question(questions):
    where = make.organisation()
    officer = make.member(where)
    version = surveys.version(officer, where, "asked", questions())
    config = {"minutes": 5, "who_sees": surveys.plain("Two people.")} | tables_of(version.questionnaire)
    plain = surveys.sample(officer, where, "Anyone", targets={})
    assert surveys.draft(officer, where, version=version, sample=plain, config=config).config["statements"] is not None


@pytest.mark.django_db(databases=["default", "vault"])
def test_questions_without_a_list_of_answers_are_refused_in_words():
    where = make.organisation()
    officer = make.member(where)
    asked = [{"key": "n", "type": "number", "text": surveys.plain("How many?"), "least": 1, "most": 9}]
    version = surveys.version(officer, where, "n", [{"key": "s", "title": surveys.plain("S"), "questions": asked}])
    held = {"initiative": surveys.initiative(officer, where).pk, "version": version.pk, "sample": surveys.sample(officer, where).pk}
    answer = make.signed_in(officer).post("/staff/engagements/configure", held)
    assert answer.status_code == 400
    assert "None of these questions has a list of answers" in answer.content.decode()


@pytest.mark.django_db(databases=["default", "vault"])
def test_choices_are_made_in_the_browser_and_kept():
    _, officer, held = draft()
    browser, page = make.signed_in(officer), "/staff/engagements/warm/counting"
    assert page in browser.get("/staff/engagements/warm").content.decode()
    shown = browser.get(page).content.decode()
    assert "says more than can be chosen here" in shown  # the small survey's plan was written as text
    sent = {name: value[-1] for name, value in selects(shown).items()}
    assert sent == dict(zip(sent, ["yes", "yes", "neither", "no", "no", "leave_out"], strict=True))
    sent["counts-0-2"] = "leave_out"
    answer = browser.post(page, {**sent, "published": ["A"], "factors": ["age"], "go": "choose"})
    assert answer.status_code == 302
    held.refresh_from_db()
    [one] = held.config["statements"]
    assert (one["column"], held.config["publish"]) == ("A", {"factors": ["age"]})
    assert held.config["recodes"]["A"]["leave_out"] == ["In between", "Don't know"]
    assert held.config["who_sees"] == surveys.config()["who_sees"]  # all else is as it was
    again = browser.get(page).content.decode()
    assert "says more than can be chosen here" not in again
    assert {name: value[-1] for name, value in selects(again).items()} == sent
    assert Event.objects.filter(verb="engagement.counting_changed").count() == 1


@pytest.mark.django_db(databases=["default", "vault"])
def test_the_text_is_the_plan_as_it_is_and_takes_what_cannot_be_chosen():
    _, officer, held = draft()
    browser, page = make.signed_in(officer), "/staff/engagements/warm/counting"
    text = html.unescape(re.search(r'<textarea[^>]*name="plan"[^>]*>\n?(.*?)</textarea>', browser.get(page).content.decode(), re.S)[1])
    before = {name: held.config[name] for name in ("statements", "recodes", "publish", "derive", "analyses", "bounds")}
    assert browser.post(page, {"plan": text.replace("\n", "\r\n"), "go": "text"}).status_code == 302
    held.refresh_from_db()
    assert {name: held.config[name] for name in before} == before
    assert browser.post(page, {"plan": text + "\nbounds = [0.3, 4.0]\n", "go": "text"}).status_code == 400  # inside another table
    assert browser.post(page, {"plan": "bounds = [0.3, 4.0]\n" + text, "go": "text"}).status_code == 302
    held.refresh_from_db()
    assert held.config["bounds"] == [0.3, 4.0]
    assert "bounds = [0.3, 4.0]" in browser.get(page).content.decode()


@pytest.mark.django_db(databases=["default", "vault"])
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"published": []}, "Tick one question at least."),
        ({"published": ["nothing"]}, "Choose from the questions shown."),
        ({"published": ["A"], "counts-0-0": "no", "counts-0-1": "no"}, "must count as yes, and one as no."),
        ({"published": ["A"], "factors": ["shoe size"]}, "Choose from the questions shown."),
    ],
    ids=["nothing", "another question", "no yes", "another group"],
)
def test_choices_that_make_no_number_are_refused_and_nothing_changes(typed, told):
    _, officer, held = draft()
    browser, page = make.signed_in(officer), "/staff/engagements/warm/counting"
    sent = {name: value[-1] for name, value in selects(browser.get(page).content.decode()).items()}
    answer = browser.post(page, {**sent, "go": "choose", **typed})
    assert answer.status_code == 400
    assert told in html.unescape(answer.content.decode())
    before = held.config
    held.refresh_from_db()
    assert held.config == before


@pytest.mark.django_db(databases=["default", "vault"])
def test_once_it_is_open_how_answers_are_counted_stays():
    _, officer, held = surveys.world()
    browser = make.signed_in(officer)
    assert browser.get(f"/staff/engagements/{held.slug}/counting").status_code == 409
    with pytest.raises(NotNow, match="stays as it was said to them"):
        domain.change_counting(by=officer, engagement=held, tables=tables_of(held.version.questionnaire))


def selects(page: str) -> dict[str, list[str]]:
    """The lists of a form that say what an answer counts as, with what is chosen."""
    return {name: value for name, value in surveys.hidden_fields(page).items() if name.startswith("counts-")}
