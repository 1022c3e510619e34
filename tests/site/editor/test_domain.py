"""The steps of a draft, who may take them, easy read and Welsh, and the bank: what is stored, and what is refused."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from folkmoot.site.audit.models import Event
from folkmoot.site.editor import bank, content, domain, queries
from folkmoot.site.editor.models import InstrumentDraft
from folkmoot.site.engagement import domain as engagement
from folkmoot.site.engagement import queries as engagements
from folkmoot.site.engagement.models import EasyReadCheck, Engagement, Response
from folkmoot.site.engagement.questionnaire_rules import read
from folkmoot.site.engagement.texts import texts_of
from folkmoot.site.engagement.welsh import why_not_in_welsh
from folkmoot.site.errors import NotNow
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import plain
from tests.site import make, surveys
from tests.site.editor import writing
from tests.site.initiatives.reading import html, words

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

CHANGES = (
    content.remove_question("comment"),
    content.copy_question("age"),
    content.move_question("B", -1),
    content.move_section("rest", -1),
    content.remove_section("ideas"),
    content.copy_section("you"),
)


def current(draft: InstrumentDraft) -> InstrumentDraft:
    return InstrumentDraft.objects.select_related("organisation").get(pk=draft.pk)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=st.permutations(range(len(CHANGES))), undone=st.integers(1, 6))
def test_what_is_undone_and_done_again_is_the_same(chosen: list[int], undone: int) -> None:
    with transaction.atomic():
        _, officer, draft, _ = writing.world()
        seen = [current(draft).content]
        for at in chosen:
            try:
                domain.change_draft(by=officer, draft=draft, seen=current(draft).revision, change=CHANGES[at])
            except ValidationError:
                continue
            if current(draft).content != seen[-1]:
                seen.append(current(draft).content)
        undone = min(undone, len(seen) - 1)
        for step in range(undone):
            domain.undo(by=officer, draft=draft, seen=current(draft).revision)
            assert current(draft).content == seen[-2 - step]
        for _ in range(undone):
            domain.redo(by=officer, draft=draft, seen=current(draft).revision)
        assert current(draft).content == seen[-1]
        transaction.set_rollback(True)


def test_a_new_step_forgets_what_was_undone_and_each_has_its_event() -> None:
    _, officer, draft, _ = writing.world()
    domain.change_draft(by=officer, draft=draft, seen=0, change=CHANGES[0])
    assert domain.undo(by=officer, draft=draft, seen=1) == "Removed question 8"
    with pytest.raises(NotNow, match="nothing to undo"):
        domain.undo(by=officer, draft=draft, seen=2)
    domain.change_draft(by=officer, draft=draft, seen=2, change=CHANGES[1])
    with pytest.raises(NotNow, match="nothing to do again"):
        domain.redo(by=officer, draft=draft, seen=3)
    verbs = Event.objects.filter(subject=f"instrumentdraft:{draft.pk}").order_by("id").values_list("verb", flat=True)
    kinds = ["begun", "changed", "undone", "changed"]
    assert list(verbs) == [f"instrument_draft.{kind}" for kind in kinds]


def test_the_oldest_steps_are_forgotten_and_a_step_that_changes_nothing_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(domain, "MOST_STEPS", 3)
    _, officer, draft, _ = writing.world()
    for seen in range(6):
        domain.change_draft(by=officer, draft=draft, seen=seen, change=content.copy_question("A"))
    assert [step.words for step in queries.steps_of(current(draft))] == ["Copied question 1"] * 4
    for seen in range(6, 9):
        domain.undo(by=officer, draft=draft, seen=seen)
    with pytest.raises(NotNow):
        domain.undo(by=officer, draft=draft, seen=9)
    same = domain.change_draft(by=officer, draft=draft, seen=9, change=content.move_question("A", -1))
    assert same.revision == 9


def test_strangers_write_nothing() -> None:
    where, officer, draft, _ = writing.world()
    version = domain.publish_draft(by=officer, draft=draft, seen=0)
    for other in (make.user(), make.member(make.organisation()), make.former_member(where), make.member(where, Role.ADMINISTRATOR)):
        for act in (
            lambda by: domain.begin_draft(by=by, organisation=where, slug="x", title=plain("X"), questions=[]),
            lambda by: domain.change_draft(by=by, draft=draft, seen=0, change=CHANGES[0]),
            lambda by: domain.describe_draft(by=by, draft=draft, seen=0, slug="x", title=plain("X")),
            lambda by: domain.undo(by=by, draft=draft, seen=0),
            lambda by: domain.redo(by=by, draft=draft, seen=0),
            lambda by: domain.publish_draft(by=by, draft=draft, seen=0),
            lambda by: domain.discard_draft(by=by, draft=draft, seen=0),
            lambda by: domain.add_to_bank(by=by, version=version, key="A", name="a", theme="uses", why="Because"),
            lambda by: engagement.sign_off_easy_read(by=by, version=version, readers="Us", people=1, on=timezone.localdate(), changed="-"),
        ):
            with pytest.raises(PermissionDenied):
                act(other)
        make.no_writes_by(other)
    with pytest.raises(PermissionDenied):
        engagement.set_welsh_status(by=officer, organisation=where, equal=True)


# Easy read


def not_checked() -> tuple[Any, Any, Engagement]:
    """A survey that is open, written in easy read which nobody has checked."""
    where = make.organisation()
    officer = make.member(where)
    made = engagement.version_instrument(by=officer, organisation=where, slug="q", title=plain("Q"), questions=surveys.questions())
    return where, officer, surveys.opened(officer, where, version=made)


def test_easy_read_is_offered_once_readers_checked_it_and_not_before(client: Client) -> None:
    _, officer, asked = not_checked()
    address = f"/e/{asked.slug}/answer?read=easy"
    page = html(client, address)
    assert "Easy Find homes" not in page
    assert "Find homes that make people ill" in page
    assert "fm-easy" not in page
    assert engagements.engagements_of(asked.initiative_id)[0].easy is False
    assert "There is an easy read version" not in html(client, "/")
    someone = surveys.Browser(asked.slug, "?read=easy")
    surveys.to_the_check_page(someone)
    someone.press("send")
    assert Response.objects.get().style == "standard"  # what they read, and not what they asked for
    given = {"readers": "Harrowmere People First", "people": "6", "on": timezone.localdate().isoformat(), "changed": "Two words."}
    browser = make.signed_in(officer)
    page = browser.post("/staff/instruments/q/1/easy-read", given, follow=True).content.decode()
    assert "The public is offered it from now on." in page
    assert "Harrowmere People First: 6 people" in words(page)
    assert "Easy Find homes that make people ill" in html(client, address)
    assert engagements.engagements_of(asked.initiative_id)[0].easy is True
    assert "There is an easy read version" in html(client, "/")


@pytest.mark.parametrize(
    ("spoiled", "words_said"),
    [
        ({"on": "2999-01-01"}, "They cannot have checked it on a day to come."),
        ({"people": "0"}, "Give 1 or more."),
        ({"readers": ""}, "Say which group checked it."),
        ({"changed": ""}, "Say what they changed."),
    ],
)
def test_a_check_says_who_how_many_when_and_what_they_changed(spoiled: dict[str, str], words_said: str) -> None:
    _, officer, _ = not_checked()
    given = {"readers": "A group", "people": "6", "on": timezone.localdate().isoformat(), "changed": "Nothing.", **spoiled}
    answer = make.signed_in(officer).post("/staff/instruments/q/1/easy-read", given)
    assert answer.status_code == 400
    assert words_said in words(answer.content.decode())
    assert not EasyReadCheck.objects.exists()


def test_what_has_no_easy_read_cannot_be_checked_and_a_check_is_for_good() -> None:
    where = make.organisation()
    officer = make.member(where)
    asked = surveys.questions()
    del asked[0]["questions"][0]["text"]["en"]["easy"]
    made = engagement.version_instrument(by=officer, organisation=where, slug="q", title=plain("Q"), questions=asked)
    given = {"readers": "A group", "people": 6, "on": timezone.localdate(), "changed": "Nothing."}
    with pytest.raises(ValidationError, match="These questions have no easy read: “A”"):
        engagement.sign_off_easy_read(by=officer, version=made, **given)
    checked = engagement.sign_off_easy_read(by=officer, version=surveys.version(officer, where), **given)
    with pytest.raises(IntegrityError), transaction.atomic():
        EasyReadCheck.objects.filter(pk=checked.pk).update(people=60)
    with pytest.raises(IntegrityError), transaction.atomic():
        EasyReadCheck.objects.filter(pk=checked.pk).delete()


# Welsh


def welsh(questions: list[Any]) -> list[Any]:
    """The same, with Welsh for every text."""
    for placed in texts_of(questions):
        placed.texts["cy"] = {"standard": f"Cymraeg {placed.texts['en']['standard']}"}
    return questions


def test_where_welsh_has_equal_status_nothing_opens_that_lacks_it() -> None:
    where = make.organisation()
    officer, clerk = make.member(where), make.member(where, Role.ADMINISTRATOR)
    answer = make.signed_in(clerk).post(f"/staff/organisations/{where.slug}/welsh", {"equal": "yes"})
    assert answer.status_code == 302
    asked = surveys.draft(officer, where)
    surveys.kept_safe(officer, asked)
    browser = make.signed_in(officer)
    refused = browser.post(f"/staff/engagements/{asked.slug}/open")
    assert refused.status_code == 409
    assert "Question “age”: write it in Welsh." in words(refused.content.decode())
    told = words(html(browser, f"/staff/engagements/{asked.slug}"))
    assert f"Welsh has equal status in {where.name}, so this cannot open yet:" in told
    for missing in (
        "What you want to know",
        "Who sees the answers",
        "Section “ideas”, introduction",
        "Question “age”",
        "Question “comment”",
    ):
        assert f"{missing}: write it in Welsh." in told
    assert "Question “A”: write it" not in told
    assert "Question “area”" not in told
    asked.refresh_from_db()
    assert asked.state == "draft"
    both = {"title": plain("Warm", welsh="Cynnes"), "question": plain("What?", welsh="Beth?")}
    config = {**surveys.config(), "who_sees": plain("Two people.", welsh="Dau.")}
    whole = surveys.version(officer, where, "cymraeg", welsh(surveys.questions()))
    assert surveys.opened(officer, where, "cynnes", version=whole, config=config, **both).state == "open"
    engagement.set_welsh_status(by=clerk, organisation=where, equal=False)
    assert engagement.open_engagement(by=officer, engagement=asked).state == "open"


def test_each_single_text_without_welsh_is_found() -> None:
    where = make.organisation()
    officer, clerk = make.member(where), make.member(where, Role.ADMINISTRATOR)
    engagement.set_welsh_status(by=clerk, organisation=where, equal=True)
    both = {"title": plain("Warm", welsh="Cynnes"), "question": plain("What?", welsh="Beth?")}
    config = {**surveys.config(), "statements": [], "publish": {}, "who_sees": plain("Two people.", welsh="Dau.")}
    places = [placed.where for placed in texts_of(surveys.questions())]
    for number, place in enumerate(places):
        asked = welsh(surveys.questions())
        del next(placed for placed in texts_of(asked) if placed.where == place).texts["cy"]
        version = surveys.version(officer, where, f"q{number}", asked)
        made = Engagement(initiative=surveys.initiative(officer, where, f"i{number}"), version=version, config=config, **both)
        assert why_not_in_welsh(made)[1:] == [f"{place}: write it in Welsh."]


# The bank


@pytest.mark.parametrize("name", bank.items())
def test_each_question_of_the_bank_can_be_asked_and_says_where_it_comes_from(name: str) -> None:
    item = bank.items()[name]
    made = read([{"key": "s", "title": plain("S"), "questions": [dict(item.question)]}])
    assert made.questions[0].bank == name
    assert item.source
    assert item.why
    assert item.theme in bank.THEMES
    assert "English" in item.languages


def test_the_statements_of_essex_are_word_for_word_with_their_scale() -> None:
    published = {
        "a": "Support and protect vulnerable people from harm, e.g. provide early support to young people at risk of violence and "
        "vulnerability",
        "b": "Improve health and wellbeing services available to you, e.g. provide services to help residents improve their health",
        "c": "Reduce risk, harm and keep people and places safe, e.g. establish links on emerging threats",
        "d": "Shape local places and understand communities better, e.g. help families with under-fives to be ready to start school",
    }
    scale = ["Strongly agree", "Slightly agree", "Neither agree nor disagree", "Slightly disagree", "Strongly disagree"]
    for letter, statement in published.items():
        item = bank.items()[f"ecda-2020/{letter}"]
        assert item.words == f"I feel that with my consent and knowledge my data could be used to... {statement}"
        assert [option["value"] for option in item.question["options"]] == scale


def test_every_research_question_of_the_four_themes_has_one_that_people_can_answer() -> None:
    asked = {theme: {item.asks for item in bank.items().values() if item.theme == theme} for theme in bank.THEMES}
    counts = {theme: len(asked[theme]) for theme in ("purpose", "acceptability", "implementation", "resourcing")}
    assert counts == {"purpose": 6, "acceptability": 3, "implementation": 6, "resourcing": 3}
    assert all(asks for theme in counts for asks in asked[theme])


def test_questions_are_found_by_theme_and_words_and_put_into_a_draft_once() -> None:
    _, _, draft, browser = writing.world()
    page = html(browser, "/staff/bank?theme=about-you&q=ethnic")
    assert "What is your ethnic group?" in page
    assert "What is your sex?" not in page
    assert "No question has all these words." in html(browser, "/staff/bank?q=zebra")
    told = words(html(browser, "/staff/bank/questions/involve-2019/prediction"))
    assert "Should predictive modelling at individual level be used (even if highly secure)?" in told
    given = {"items": ["gss/sex", "gss/age-band"], "draft": draft.pk}
    page = browser.post("/staff/bank/put", given, follow=True).content.decode()
    assert "Added 2 from the bank. They stand at the end." in page
    held = {q.get("bank"): q["key"] for section in current(draft).questions for q in section["questions"]}
    assert held["gss/age-band"] == "age_2"
    assert "The draft has these questions already." in browser.post("/staff/bank/put", given, follow=True).content.decode()
    assert "Tick the questions to take first." in browser.post("/staff/bank/put", {"draft": draft.pk}, follow=True).content.decode()
    other = make.signed_in(make.member(make.organisation()))
    assert other.post("/staff/bank/put", given).status_code == 403


def test_a_new_draft_begins_with_questions_of_the_bank() -> None:
    where = make.organisation()
    browser = make.signed_in(make.member(where))
    to = browser.post("/staff/bank/put", {"items": ["ecda-2020/a"], "draft": ""})["Location"]
    assert "It begins with 1 of the bank's questions." in words(html(browser, to)).replace("’", "'")
    browser.post(to, {"organisation": where.slug, "slug": "new", "title": "New"})
    assert [q["bank"] for section in InstrumentDraft.objects.get().questions for q in section["questions"]] == ["ecda-2020/a"]


def test_an_organisation_puts_its_own_into_the_bank_for_all_with_its_origin_and_takes_it_out() -> None:
    where, officer, draft, browser = writing.world()
    domain.publish_draft(by=officer, draft=draft, seen=0)
    given = {"name": "cold-homes", "theme": "uses", "why": "It was asked before.", "tested": "With 12 residents"}
    page = browser.post("/staff/instruments/survey/1/bank/health_kind", given, follow=True).content.decode()
    name = f"{where.slug}/cold-homes"
    assert name in page
    item = queries.bank_question(name)
    assert (item.source, item.question["bank"]) == (f"{where.name}, survey, version 1", name)
    assert "only_if" not in item.question
    other = make.signed_in(make.member(make.organisation()))
    assert "Take it out of the bank" not in html(other, f"/staff/bank/questions/{name}")
    assert other.post("/staff/bank/withdraw", {"name": name}).status_code == 403
    again = browser.post("/staff/instruments/survey/1/bank/health_kind", given)
    assert "You have a question of this name in the bank already." in again.content.decode()
    for spoiled, told in (({"name": "No Good"}, "Use small letters and digits"), ({"why": ""}, "Say why it is asked.")):
        answer = browser.post("/staff/instruments/survey/1/bank/A", {**given, **spoiled})
        assert answer.status_code == 400
        assert told in answer.content.decode()
    assert browser.post("/staff/bank/withdraw", {"name": name}).status_code == 302
    assert queries.bank_question(name) is None
    assert browser.post("/staff/bank/withdraw", {"name": name}).status_code == 409
    assert browser.post("/staff/bank/withdraw", {"name": "gss/sex"}).status_code == 409


def test_the_day_of_a_check_is_kept_as_it_was_given() -> None:
    _, officer, asked = not_checked()
    day = timezone.localdate() - dt.timedelta(days=9)
    engagement.sign_off_easy_read(by=officer, version=asked.version, readers="A group", people=3, on=day, changed="Nothing.")
    assert EasyReadCheck.objects.get().on == day
