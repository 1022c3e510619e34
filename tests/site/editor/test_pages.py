"""Writing a questionnaire from the browser: every page and every form, without a script."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from folkmoot.site.editor import domain, instrument_file
from folkmoot.site.editor.content import question_of, remove_question
from folkmoot.site.editor.models import InstrumentDraft
from folkmoot.site.engagement.models import InstrumentVersion, Response
from folkmoot.site.engagement.question_types import QUESTION_TYPES
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import plain
from tests.site import make, surveys
from tests.site.areas import world as areas
from tests.site.editor import writing
from tests.site.engagement.test_scenario_cards import asked as cards_asked
from tests.site.initiatives.reading import html, words

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def do(browser: Client, draft: InstrumentDraft, act: str, seen: int | None = None) -> str:
    """The page after one button of the draft's page."""
    if seen is None:
        seen = InstrumentDraft.objects.get(pk=draft.pk).revision
    return browser.post(f"/staff/drafts/{draft.pk}/do", {"act": act, "seen": seen}, follow=True).content.decode()


def saved(browser: Client, address: str, **typed: object) -> str:
    """What stands on the page after its form was sent with `typed` in it."""
    given = {**writing.sent(html(browser, address)), "go": "save", **typed}
    return browser.post(address, given, follow=True).content.decode()


def test_a_questionnaire_is_written_previewed_and_made_a_version_in_the_browser() -> None:
    where = make.organisation()
    officer = make.member(where)
    browser = make.signed_in(officer)
    assert browser.post("/staff/drafts/new", {"organisation": where.slug, "slug": "homes", "title": "Homes"}).status_code == 302
    draft = InstrumentDraft.objects.get()
    at = f"/staff/drafts/{draft.pk}"
    saved(browser, f"{at}/new-section", title="About homes", intro="Think of where you live.")
    page = browser.post(f"{at}/do", {"act": "new question about_homes", "type-about_homes": "scale", "seen": 1}, follow=True)
    assert "Scale: a new question" in page.content.decode()
    options = {f"options-{n}-text": word for n, word in enumerate(("Warm", "In between", "Cold"))}
    new = f"{at}/new-question?section=about_homes&type=scale"
    assert "Saved." in saved(browser, new, text="How warm is your home?", text__cy="Pa mor gynnes?", **options)
    form = html(browser, f"{at}/questions/how_warm_is_your")
    assert "How easy it is to read" in form
    preview = words(html(browser, f"{at}/preview"))
    assert "This is a preview. People would see the page below." in preview
    assert "How warm is your home?" in preview
    assert "Pa mor gynnes?" in html(browser, f"{at}/preview?lang=cy")
    assert browser.post(f"{at}/publish", {"seen": 2, "sure": "on"}, follow=True).status_code == 200
    version = InstrumentVersion.objects.get()
    assert version.questionnaire.questions[0].values == ("Warm", "In between", "Cold")
    assert "homes, version 1" in words(html(browser, "/staff/drafts"))


def test_a_preview_walks_as_the_real_thing_does_and_keeps_nothing() -> None:
    _, _, draft, browser = writing.world()
    at = f"/staff/drafts/{draft.pk}/preview"
    page = html(browser, at)
    for _ in range(2):
        page = browser.post(at, {**surveys.hidden_fields(page), "go": "next", "answer-age": AGE}).content.decode()
    page = browser.post(at, {**surveys.hidden_fields(page), "go": "next"}).content.decode()
    assert "Check your answers" in page
    assert AGE in page
    page = browser.post(at, {**surveys.hidden_fields(page), "go": "send"}).content.decode()
    assert "This is a preview, so nothing was sent or kept." in page
    assert not Response.objects.exists()
    easy = html(browser, f"{at}?read=easy")
    assert "Easy Find homes that make people ill" in easy
    assert "How old are you?" in html(browser, f"{at}?question=age")
    assert Client().get(at).status_code == 302


AGE = surveys.AGES[1]


def test_a_preview_of_a_questionnaire_with_steps_leads_to_each() -> None:
    first, then = surveys.questions()[0], surveys.questions()[2]
    _, _, draft, browser = writing.world([{**first, "steps": ["before", "after 1"]}, {**then, "steps": ["after 1"]}])
    page = html(browser, f"/staff/drafts/{draft.pk}/preview")
    assert "Part 1 of 1" in page
    assert f"/staff/drafts/{draft.pk}/preview?step=after%201" in page
    assert "Part 1 of 2" in html(browser, f"/staff/drafts/{draft.pk}/preview?step=after%201")


def test_what_is_not_right_yet_is_left_out_of_the_preview_and_named() -> None:
    asked = surveys.questions()
    asked[1]["questions"][2]["only_if"]["question"] = "nobody"
    asked.append({"key": "empty", "title": plain("Empty"), "questions": []})
    _, _, draft, browser = writing.world(asked)
    page = words(html(browser, f"/staff/drafts/{draft.pk}/preview?question=age"))
    assert "“only_if” must name an earlier question that is asked" in page or "Section 4 needs a list of questions" in page
    assert "How old are you?" in page
    assert "Which of these is it?" not in page
    page = words(html(browser, f"/staff/drafts/{draft.pk}"))
    assert "This has to be put right first:" in page
    answer = browser.post(f"/staff/drafts/{draft.pk}/publish", {"seen": 0, "sure": "on"})
    assert answer.status_code == 400
    assert not InstrumentVersion.objects.exists()


def test_each_step_is_named_undone_and_done_again() -> None:
    _, _, draft, browser = writing.world()
    page = do(browser, draft, "remove question health_kind")
    assert "Undo: Removed question 5" in page
    assert "Which of these is it?" not in page
    page = do(browser, draft, "undo")
    assert "Undone: Removed question 5." in page
    assert "Which of these is it?" in page
    page = do(browser, draft, "redo")
    assert "Done again: Removed question 5." in page
    assert "Which of these is it?" not in page
    history = words(html(browser, f"/staff/drafts/{draft.pk}/history"))
    assert "Removed question 5 . The draft stands here." in history or "Removed question 5. The draft stands here." in history


def test_moving_copying_and_removing_from_the_page() -> None:
    _, _, draft, browser = writing.world()
    do(browser, draft, "up question B")
    do(browser, draft, "copy question A")
    do(browser, draft, "down section ideas")
    do(browser, draft, "remove section rest")
    draft.refresh_from_db()
    assert [section["key"] for section in draft.questions] == ["you", "ideas"]
    assert [question["key"] for question in draft.questions[1]["questions"]] == ["B", "A", "A_2"]


def test_of_two_officers_at_once_the_second_is_told_and_loses_nothing() -> None:
    where, _, draft, browser = writing.world()
    other = make.signed_in(make.member(where, name="Kim Clerk"))
    address = f"/staff/drafts/{draft.pk}/questions/age"
    mine = {**writing.sent(html(other, address)), "text": "What age are you?", "go": "save"}
    do(browser, draft, "remove question comment")
    answer = other.post(address, mine)
    page = words(answer.content.decode())
    assert answer.status_code == 400
    assert "A colleague changed this draft after you opened it. It now stands at “Removed question 8”." in page
    assert "What you typed is below, and nothing of it is lost." in page
    assert "What age are you?" in answer.content.decode()
    again = {**writing.sent(answer.content.decode()), "go": "save"}
    assert other.post(address, again).status_code == 302
    draft.refresh_from_db()
    assert question_of(draft.questions, "age")["text"]["en"]["standard"] == "What age are you?"
    assert question_of(draft.questions, "comment") is None
    page = do(other, draft, "remove question age", seen=0)
    assert "A colleague changed this draft" in page
    draft.refresh_from_db()
    assert question_of(draft.questions, "age")


def test_a_question_that_a_colleague_removed_meanwhile_is_put_back_by_saving_twice() -> None:
    _, officer, draft, browser = writing.world()
    address = f"/staff/drafts/{draft.pk}/questions/comment"
    typed = {**writing.sent(html(browser, address)), "text": "Anything more?", "go": "save"}
    domain.change_draft(by=officer, draft=draft, seen=0, change=remove_question("comment"))
    answer = browser.post(address, typed)
    assert "This one was removed. Saving puts it back, at the end." in answer.content.decode()
    assert browser.post(address, {**writing.sent(answer.content.decode()), "go": "save"}).status_code == 302
    draft.refresh_from_db()
    assert question_of(draft.questions, "comment")["text"]["en"]["standard"] == "Anything more?"


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_a_question_of_each_type_has_boxes_for_all_that_the_type_needs(kind: str) -> None:
    _, _, draft, browser = writing.world()
    page = html(browser, f"/staff/drafts/{draft.pk}/new-question?section=you&type={kind}")
    takes = QUESTION_TYPES[kind].takes
    for name in takes - {"value", "text", "levels", "sign", "alone", "missing"}:
        assert f'name="{name}"' in page or f'name="{name}-0-text"' in page, name
    for mark in ("sign", "alone", "missing"):
        assert (f'name="options-0-{mark}"' in page) is (mark in takes)


def test_opening_and_saving_a_question_changes_nothing_in_any_type() -> None:
    sections = [
        *surveys.questions(),
        *surveys.questions_in_parts()[:1],
        {"key": "cards", "title": plain("Cases"), "questions": [cards_asked()]},
        areas.section(),
    ]
    _, _, draft, browser = writing.world(sections)
    for section in sections:
        assert "Nothing was changed." in saved(browser, f"/staff/drafts/{draft.pk}/sections/{section['key']}")
        for question in section["questions"]:
            assert "Nothing was changed." in saved(browser, f"/staff/drafts/{draft.pk}/questions/{question['key']}"), question["key"]


@pytest.mark.parametrize(
    ("kind", "typed", "words_said"),
    [
        ("scale", {"text": "Warm?", "options-0-text": "Yes", "options-1-text": "No"}, "A scale needs three options or more."),
        ("scale", {"text__cy": "Cynnes?"}, "Write it in standard English first."),
        ("number", {"text": "How many?", "least": "x"}, "write a whole number in digits."),
        ("number", {"text": "How many?", "least": "5", "most": "2"}, "“least” must be below “most”."),
        ("single_choice", {"text": "Which?", "options-0-text__cy": "Ie"}, "Write the words in standard English first."),
        (
            "single_choice",
            {"text": "W?", "options-0-text": "A", "options-1-text": "A"},
            "Two options have the same value. Give each its own.",
        ),
        ("short_text", {"text": "Why?", "key": "1a"}, "Begin with a letter."),
        ("short_text", {"text": "Why?", "key": "age"}, "Another question of this draft has the key “age”. Choose another."),
        ("short_text", {"text": "Why?", "rules-0-question": "health", "rules-0-text": "Perhaps"}, "“Perhaps” is no answer to “Health”."),
        ("short_text", {"text": "Why?", "rules-0-question": "people", "rules-0-test": "at_least"}, "Write a whole number in digits."),
        ("short_text", {"text": "Why?", "rules-0-question": "age", "rules-0-test": "at_least"}, "“Age” does not ask for a number."),
        ("short_text", {"text": "Why?", "rules-0-text": "Yes"}, "Choose the question that this rule is about."),
        ("grid", {"text": "W?", "options-0-text": "A;", "options-1-text": "B", "rows-0-text": "C"}, "has a “;” or a “=” in it"),
        ("scenario", {"text": "W?", "varied-0-text": "Who", "varied-0-levels": "a|b|c|d|e"}, "is no level."),
        ("postcode", {"text": "Where?", "options-0-text": "1", "options-1-text": "2"}, "It needs “look_up”"),
        ("scenario", {"text": "W?", "left_out": "nothing"}, "“nothing” is no combination."),
    ],
)
def test_a_form_that_is_wrong_says_so_at_its_box_and_loses_nothing(kind: str, typed: dict[str, str], words_said: str) -> None:
    _, _, draft, browser = writing.world()
    address = f"/staff/drafts/{draft.pk}/new-question?section=rest&type={kind}"
    answer = browser.post(address, {**writing.sent(html(browser, address)), "go": "save", **typed})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert words_said in words(page)
    assert "There is a problem" in page
    back = surveys.hidden_fields(page)
    assert {name: back[name] for name in typed} == {name: [value] for name, value in typed.items()}
    draft.refresh_from_db()
    assert draft.revision == 0


def test_rows_are_added_moved_and_taken_away_without_saving() -> None:
    _, _, draft, browser = writing.world()
    address = f"/staff/drafts/{draft.pk}/questions/health"
    typed = {**writing.sent(html(browser, address)), "text": "Typed and not saved"}
    page = browser.post(address, {**typed, "go": "options-down-0"}).content.decode()
    back = surveys.hidden_fields(page)
    assert (back["options-0-value"], back["options-1-value"], back["text"]) == (["No"], ["Yes"], ["Typed and not saved"])
    assert back["options-2-missing"] == ["on"]
    page = browser.post(address, {**writing.sent(page), "go": "options-remove-0"}).content.decode()
    assert surveys.hidden_fields(page)["options-0-value"] == ["Yes"]
    count = len(re.findall(r'name="options-\d+-value"', page))
    page = browser.post(address, {**writing.sent(page), "go": "options-more"}).content.decode()
    assert len(re.findall(r'name="options-\d+-value"', page)) == count + 3
    draft.refresh_from_db()
    assert draft.revision == 0


def test_who_is_asked_reads_as_words() -> None:
    _, _, draft, browser = writing.world()
    page = words(html(browser, f"/staff/drafts/{draft.pk}"))
    assert "Only for people for whom “Health” is “Yes”." in page
    typed = {"rules-0-question": "age", "rules-0-test": "not", "rules-0-text": "16 to 34", "together": "any"}
    typed |= {"rules-1-question": "people", "rules-1-test": "at_least", "rules-1-text": "3"}
    address = f"/staff/drafts/{draft.pk}/questions/comment"
    form = browser.post(address, {**writing.sent(html(browser, address)), "go": "rules-more"}).content.decode()
    browser.post(address, {**writing.sent(form), **typed, "go": "save"})
    page = words(html(browser, f"/staff/drafts/{draft.pk}"))
    assert "“Age” is answered, and is not “16 to 34” or “How many people live with you?” is 3 or more." in page


def test_a_question_becomes_another_type_with_what_both_have() -> None:
    _, _, draft, browser = writing.world()
    assert "Saved." in saved(browser, f"/staff/drafts/{draft.pk}/questions/health?type=multiple_choice")
    draft.refresh_from_db()
    question = question_of(draft.questions, "health")
    assert question["type"] == "multiple_choice"
    assert "attribute" not in question
    assert [option["value"] for option in question["options"]] == ["Yes", "No", "Prefer not to say"]


def test_a_key_that_changes_changes_in_the_rules_that_name_it() -> None:
    _, _, draft, browser = writing.world()
    saved(browser, f"/staff/drafts/{draft.pk}/questions/health", key="illness")
    draft.refresh_from_db()
    assert question_of(draft.questions, "health_kind")["only_if"] == {"question": "illness", "answer": "Yes"}


def test_a_version_is_kept_as_a_file_and_becomes_the_same_version_elsewhere() -> None:
    _, officer, draft, browser = writing.world()
    version = domain.publish_draft(by=officer, draft=draft, seen=0)
    there = make.organisation()
    other = make.signed_in(make.member(there))
    for kind in ("toml", "json"):
        answer = browser.get(f"/staff/instruments/survey/1/file.{kind}")
        assert answer["Content-Disposition"] == f'attachment; filename="survey.{kind}"'
        assert instrument_file.read(answer.content.decode()).hash == version.hash
        file = SimpleUploadedFile(f"survey.{kind}", answer.content)
        given = {"organisation": there.slug, "file": file, "slug": f"theirs-{kind}"}
        page = other.post("/staff/drafts/file", given, follow=True)
        assert "The file is a draft now." in page.content.decode()
        made = InstrumentDraft.objects.filter(organisation=there).latest("pk")
        assert other.post(f"/staff/drafts/{made.pk}/publish", {"seen": 0, "sure": "on"}).status_code == 302
        assert InstrumentVersion.objects.get(instrument__slug=f"theirs-{kind}").hash == version.hash
    assert browser.get("/staff/instruments/survey/1/file.csv").status_code == 404


@pytest.mark.parametrize(
    ("spoil", "words_said"),
    [
        (lambda f: f.update(folkmoot_instrument=2), "This file is of format 2. This installation reads format 1."),
        (lambda f: f.pop("folkmoot_instrument"), "This is no instrument file"),
        (lambda f: f.update(colour="red"), "There is nothing called “colour” in an instrument file."),
        (lambda f: f.update(name="no spaces"), "“name” must be the name of the instrument"),
        (lambda f: f["title"].pop("en"), "“title”: Write the text in standard English first."),
        (lambda f: f["sections"][1]["questions"][2]["options"][0].pop("text"), "Section 2, question 3, option 1, “text”"),
        (lambda f: f["sections"][0]["questions"][1].pop("type"), "Section 1, question 2 needs a “type”: one of single_choice, scale"),
        (lambda f: f["sections"][0]["questions"][1]["options"][2].update(sign=[]), "Section 1, question 2, option 3: there is no sign"),
        (lambda f: f["sections"][0]["questions"][1].update(least="x"), "Section 1, question 2: “least” must be a whole number."),
        (lambda f: f["sections"][0]["questions"][0].update(bank="No/Good"), "Section 1, question 1: “bank” names a question of the bank"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_section_question_and_field(spoil: object, words_said: str) -> None:
    where = make.organisation()
    data = json.loads(instrument_file.InstrumentFile("survey", plain("A survey"), surveys.questions()).text("json"))
    spoil(data)
    given = {"organisation": where.slug, "file": SimpleUploadedFile("q.json", json.dumps(data).encode())}
    answer = make.signed_in(make.member(where)).post("/staff/drafts/file", given)
    assert answer.status_code == 400
    assert words_said in words(answer.content.decode())
    assert not InstrumentDraft.objects.exists()


@pytest.mark.parametrize(
    "content", [b"{", b"[" * 100_000, b'{"a": 1}', b"[]", b"a = 2020-01-01", b"\xff\xfe", b'{"title": "\\ud800"}', b"", b"a = nan"]
)
def test_a_file_that_is_none_is_refused_in_words(content: bytes) -> None:
    where = make.organisation()
    given = {"organisation": where.slug, "file": SimpleUploadedFile("q.json", content)}
    answer = make.signed_in(make.member(where)).post("/staff/drafts/file", given)
    assert answer.status_code == 400
    assert "There is a problem" in answer.content.decode()


def test_nobody_else_sees_or_changes_a_draft() -> None:
    where, officer, draft, _ = writing.world()
    domain.publish_draft(by=officer, draft=draft, seen=0)
    others = [make.member(make.organisation()), make.former_member(where), make.member(where, Role.ADMINISTRATOR)]
    for other in others:
        browser = make.signed_in(other)
        for path in ("", "/about", "/history", "/reading", "/preview", "/publish", "/discard", "/file.json", "/questions/age"):
            assert browser.get(f"/staff/drafts/{draft.pk}{path}").status_code == 403, path
        for path in ("/do", "/publish", "/discard", "/about", "/questions/age", "/sections/you"):
            given = {"seen": 0, "act": "remove question age", "sure": "on"}
            assert browser.post(f"/staff/drafts/{draft.pk}{path}", given).status_code == 403, path
        for path in ("", "/file.json", "/easy-read", "/bank/A"):
            assert browser.get(f"/staff/instruments/survey/1{path}").status_code == 403, path
    assert "A survey" not in words(html(make.signed_in(others[0]), "/staff/drafts"))
    make.no_writes_by(*others)
    draft.refresh_from_db()
    assert draft.revision == 0


def test_a_name_that_another_organisation_has_is_refused_and_said_at_its_box() -> None:
    _, officer, draft, _ = writing.world()
    domain.publish_draft(by=officer, draft=draft, seen=0)
    there = make.organisation()
    browser = make.signed_in(make.member(there))
    answer = browser.post("/staff/drafts/new", {"organisation": there.slug, "slug": "survey", "title": "Ours"})
    assert answer.status_code == 400
    assert "Another organisation has an instrument called “survey”." in answer.content.decode()


def test_a_draft_is_thrown_away_only_when_that_is_ticked_and_its_versions_stay() -> None:
    _, officer, draft, browser = writing.world()
    domain.publish_draft(by=officer, draft=draft, seen=0)
    assert browser.post(f"/staff/drafts/{draft.pk}/discard", {"seen": 0}).status_code == 400
    assert browser.post(f"/staff/drafts/{draft.pk}/discard", {"seen": 0, "sure": "on"}).status_code == 302
    assert not InstrumentDraft.objects.exists()
    assert InstrumentVersion.objects.count() == 1


@pytest.mark.parametrize(
    "act", ["up question a\nb", "new question a\nb", "fly question age", "remove", "", "up\r\nquestion age", "copy section nobody"]
)
def test_a_button_that_is_none_of_the_page_does_nothing_and_breaks_nothing(act: str) -> None:
    _, _, draft, browser = writing.world()
    answer = browser.post(f"/staff/drafts/{draft.pk}/do", {"act": act, "seen": 0, "type-a\nb": "x\ny"})
    assert answer.status_code == 302
    assert browser.post("/staff/bank/put", {"back": "?a=\r\nb"}).status_code == 302
    draft.refresh_from_db()
    assert draft.revision == 0


def test_a_preview_shows_its_own_draft_as_it_is_now_and_no_other() -> None:
    _, _, draft, browser = writing.world()
    _, _, other, theirs = writing.world([{"key": "ideas", "title": plain("Others"), "questions": [surveys.scale("A", "Words of theirs")]}])
    assert "Find homes that make people ill" in html(browser, f"/staff/drafts/{draft.pk}/preview")
    page = html(theirs, f"/staff/drafts/{other.pk}/preview")
    assert "Words of theirs" in page
    assert "Find homes" not in page
    saved(browser, f"/staff/drafts/{draft.pk}/questions/A", text="Find homes, in other words")
    assert "Find homes, in other words" in html(browser, f"/staff/drafts/{draft.pk}/preview")
