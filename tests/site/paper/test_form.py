"""The printed form: tagged, in a language, with every question once, and its routing in words."""

import datetime as dt
import re
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError

from folkmoot.site.engagement.question_types import QUESTION_TYPES
from folkmoot.site.engagement.questionnaire import content_hash, parse
from folkmoot.site.paper import domain, numbers
from folkmoot.site.paper.form_content import KINDS, Print, content, routing_words
from folkmoot.site.paper.pdf import pdf
from folkmoot.site.renditions import Reader, plain, render
from tests.site import deliberation, make, surveys
from tests.site.engagement import test_scenario_cards as cards
from tests.site.paper.pdf_text import text_of
from tests.site.paper.world import questions

ADDRESS = "https://example.org/e/warm"


class Version(SimpleNamespace):
    def __str__(self) -> str:
        return "survey, version 1"


def engagement(asked=None):
    asked = asked or questions()
    return SimpleNamespace(
        version=Version(questionnaire=parse(asked), hash=content_hash(asked)),
        title=plain("Warm homes #survey", easy="Easy survey", welsh="Arolwg cartrefi"),
        question=plain("What may *records* be used for?"),
        config={"who_sees": plain("Two people at the council.")},
        closes=dt.date(2031, 1, 2),
    )


def made(printed: Print, asked=None) -> bytes:
    return pdf(content(engagement(asked), printed, address=ADDRESS, return_to="1 High Street\nHarrowmere"))


def squeezed(words: str) -> str:
    return "".join(words.split())


READERS = [Reader(), Reader("cy"), Reader(style="easy")]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("large", [False, True])
def test_every_question_stands_on_the_form_once_and_every_option_with_it(reader, large):
    text = text_of(made(Print(reader, large)))
    questionnaire = engagement().version.questionnaire
    for number, question in enumerate(questionnaire.asked, start=1):
        assert text.count(squeezed(f"{number}.{render(question.text, reader).words}")) == 1, question.key
        for option in (*question.options, *question.rows):
            assert squeezed(render(option.text, reader).words) in text
    assert "Area" not in re.findall(r"\d\.(Area)", text)
    for words in (
        ADDRESS,
        "1HighStreet",
        "Twopeopleatthecouncil.",
        engagement().version.hash[:12],
        "Warmhomes#survey" if reader == Reader() else "",
    ):
        assert words in text


@pytest.mark.parametrize(("reader", "tag"), [(Reader(), b"en-GB"), (Reader("cy"), b"cy"), (Reader(style="easy"), b"en-GB")])
def test_the_file_is_tagged_and_has_its_title_and_language(reader, tag):
    file = made(Print(reader))
    assert file.startswith(b"%PDF-1.7")
    assert re.search(rb"/MarkInfo\s*<<[^>]*/Marked true", file)
    assert re.search(rb"/Lang\s*\(" + tag, file)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in file
    assert re.search(rb"/DisplayDocTitle true", file)


def test_routing_is_in_words():
    questionnaire = engagement().version.questionnaire
    numbered = {q.key: n for n, q in enumerate(questionnaire.asked, start=1)}
    kind = next(q for q in questionnaire.asked if q.key == "health_kind")
    assert (
        routing_words(kind, Reader(), numbered, questionnaire)
        == "Answer this only if you ticked “Yes” at question 4. If not, go to question 6."
    )
    assert "“Cymraeg Yes” yng nghwestiwn 4" in routing_words(kind, Reader("cy"), numbered, questionnaire)
    assert "“Easy Yes”" in routing_words(kind, Reader(style="easy"), numbered, questionnaire)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"question": "health", "not": "Yes"}, "you answered question 1 and did not tick “Yes”"),
        ({"question": "people", "at_least": 3}, "your number at question 2 is 3 or more"),
        ({"question": "people", "at_most": 3}, "your number at question 2 is 3 or less"),
        ({"question": "people", "answered": True}, "you answered question 2"),
        ({"question": "people", "answered": False}, "you left question 2 empty"),
        ({"any": [{"question": "health", "answer": "Yes"}, {"question": "people", "at_least": 3}]}, "“Yes” at question 1 or your number"),
        ({"all": [{"question": "health", "answer": "Yes"}, {"question": "people", "at_least": 3}]}, "“Yes” at question 1 and your number"),
    ],
)
def test_every_rule_of_routing_has_words(rule, words):
    sections = surveys.questions()
    health, people = sections[1]["questions"][1], sections[2]["questions"][0]
    last = {"key": "last", "type": "short_text", "text": plain("Why?"), "only_if": rule}
    asked = [{"key": "s", "title": plain("S"), "questions": [health, people, last]}]
    questionnaire = parse(asked)
    told = routing_words(questionnaire.asked[2], Reader(), {"health": 1, "people": 2, "last": 3}, questionnaire)
    assert words in told
    assert told.endswith("If not, you are done.")
    assert squeezed(told) in text_of(made(Print(Reader()), asked))


def test_every_copy_has_its_number_and_its_pages():
    written = [numbers.written(number) for number in (1, 2, 3)]
    text = text_of(made(Print(Reader(), numbers=written)))
    pages = len(re.findall(r"page1of(\d)", text))
    assert pages == 3
    of = int(re.search(r"page1of(\d)", text)[1])
    assert [text.count(f"Form{number}.") for number in written] == [of] * 3
    assert text.count("page1of") == text.count(f"page{of}of{of}") == 3


def test_easy_read_and_large_print_are_large():
    assert Print(Reader()).size >= 12
    assert Print(Reader(style="easy")).size - 2 >= 14  # its smallest words
    assert Print(Reader(), large=True).size >= 16
    assert Print(Reader(style="easy"), large=True).size > Print(Reader(style="easy")).size


def test_every_type_of_question_has_a_paper_form():
    assert set(KINDS) == set(QUESTION_TYPES) - {"scenario"}  # drawn for each person as they are shown


def test_pictures_stand_in_easy_read_alone():
    def signs(reader):
        return [
            o["sign"]
            for s in content(engagement(), Print(reader), address=ADDRESS, return_to="")["sections"]
            for q in s["questions"]
            for o in q["options"]
        ]

    assert any(signs(Reader(style="easy")))
    assert not any(signs(Reader()))


@pytest.mark.django_db(databases=["default", "vault"])
def test_scenario_cards_and_steps_are_not_offered_on_paper_and_it_says_why():
    where = make.organisation()
    officer = make.member(where)
    version = surveys.version(officer, where, "cards", cards.questionnaire())
    drawn = surveys.opened(officer, where, "cards", config=cards.config(), version=version)
    stepped = deliberation.opened(officer, where)
    for engagement, words in ((drawn, "Scenario cards are drawn for each person"), (stepped, "put at several steps")):
        with pytest.raises(ValidationError, match=words):
            domain.offer_paper(by=officer, engagement=engagement, return_to="Town hall", public=True)
        with pytest.raises(ValidationError, match=words):
            domain.number_copies(by=officer, engagement=engagement, count=1)
