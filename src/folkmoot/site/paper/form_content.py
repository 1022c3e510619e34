"""What stands on a paper form: the questions of an instrument version for one reader, each with its paper form, as plain data.

Routing is written in words, since paper cannot skip: “Answer this only if you ticked “Yes” at question 4. If not, go to question 6.”
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from folkmoot.face import date_words
from folkmoot.site.engagement.question_types import QUESTION_TYPES
from folkmoot.site.engagement.questionnaire import ONCE
from folkmoot.site.engagement.signs import DRAWN
from folkmoot.site.paper.wording import WORDING
from folkmoot.site.renditions import Reader, Texts, filled, render

KINDS = {
    "single_choice": "one", "scale": "one", "multiple_choice": "many", "grid": "grid", "ranking": "places", "budget": "points",
    "number": "number", "date": "date", "postcode": "postcode", "short_text": "lines",
}  # fmt: skip
"""The paper form of each question type. Scenario cards have none: they are drawn for each person as they are shown."""


def why_not_on_paper(questionnaire: Any) -> str:
    """Why these questions cannot be asked on paper, in words; "" when they can."""
    if questionnaire.steps != (ONCE,):
        return "These questions are put at several steps, which one form on paper cannot keep apart. Ask them on the site, with help."
    if any(question.type not in KINDS for question in questionnaire.asked):
        return "Scenario cards are drawn for each person as they are shown, so these questions cannot be asked on paper."
    return ""


SIZES = {"standard": 12, "easy": 16, "large": 18, "easy large": 20}  # points; easy read is never under 14
LINES = 8


@dataclass(frozen=True)
class Print:
    """How a form is printed: for which reader, in large print or not, with which numbers (none: one copy without)."""

    reader: Reader
    large: bool = False
    numbers: Sequence[str] = ()

    @property
    def size(self) -> int:
        """The size of its words, in points."""
        easy = self.reader.style == "easy"
        return SIZES["easy large" if easy and self.large else "easy" if easy else "large" if self.large else "standard"]


def content(engagement: Any, printed: Print, *, address: str, return_to: str) -> dict[str, Any]:
    """The whole form as data. `address` is of the online form; `return_to` is where the form goes back to."""
    reader, version = printed.reader, engagement.version
    numbered = {question.key: number for number, question in enumerate(version.questionnaire.asked, start=1)}
    sections = []
    for section in version.questionnaire.sections:
        asked = [_question(question, reader, numbered, version.questionnaire) for question in section.questions if question.asked]
        if asked:
            sections.append({"title": said(section.title, reader), "intro": said(section.intro, reader), "questions": asked})
    facts = [
        [said(WORDING["who_sees"], reader), said(engagement.config["who_sees"], reader)],
        [said(WORDING["closes"], reader), _day(engagement.closes, reader)],
    ]
    if return_to:
        facts.append([said(WORDING["return_to"], reader), {"words": return_to, "language": "en"}])
    return {
        "title": said(engagement.title, reader),
        "lead": said(engagement.question, reader),
        "language": reader.language,
        "size": printed.size,
        "easy": reader.style == "easy",
        "facts": facts,
        "address": address,
        "words": {name: said(WORDING[name], reader) for name in ("how", "no_name", "online", "online_qr", "form", "page", "of", "thanks")},
        "sections": sections,
        "version": f"{version} {version.hash[:12]}",
        "numbers": list(printed.numbers) or [""],
    }


def said(texts: Texts, reader: Reader, **values: Any) -> dict[str, str]:
    """A text for a reader, its places filled, with its language, so that it is spoken rightly."""
    rendered = render(filled(texts, **values), reader)
    return {"words": rendered.words, "language": rendered.language}


def routing_words(question: Any, reader: Reader, numbered: Mapping[str, int], questionnaire: Any) -> str:
    """To whom a question is put, as people read it on paper; "" when to everyone."""
    if question.only_if is None:
        return ""
    asked = {q.key: q for q in questionnaire.asked}
    parts = []
    for rule in question.only_if.rules:
        name = rule.test if rule.test != "answered" or rule.value else "not_answered"
        options = {o.value: render(o.text, reader).words for o in asked[rule.question].options}
        named = {"at": numbered[rule.question], "option": options.get(str(rule.value), ""), "value": rule.value}
        parts.append(said(WORDING[name], reader, **named)["words"])
    between = f" {said(WORDING[question.only_if.together], reader)['words']} "
    words = said(WORDING["only_if"], reader, rules=between.join(parts))["words"]
    after = numbered[question.key] + 1
    last = after > len(numbered)
    return f"{words} {said(WORDING['else_end' if last else 'else'], reader, **({} if last else {'at': after}))['words']}"


def _question(question: Any, reader: Reader, numbered: Mapping[str, int], questionnaire: Any) -> dict[str, Any]:
    kind = KINDS[question.type]
    hints = [said(question.hint, reader)] if question.hint else []
    hints += [said(QUESTION_TYPES[question.type].how, reader)] if QUESTION_TYPES[question.type].how and kind != "date" else []
    hints += _how(question, kind, reader)
    hints += [said(WORDING["needed"], reader)] if question.required else []
    easy = reader.style == "easy"
    return {
        "number": numbered[question.key],
        "text": said(question.text, reader),
        "only_if": routing_words(question, reader, numbered, questionnaire),
        "hints": hints,
        "kind": kind,
        "options": [{**said(o.text, reader), "sign": _drawing(o.sign) if easy and o.sign else ""} for o in question.options],
        "rows": [said(row.text, reader) for row in question.rows],
        "parts": [said(words, reader) for words in QUESTION_TYPES[question.type].part_words.values()],
        "boxes": len(str(question.most)) if kind == "number" else 0,
        "lines": LINES,
    }


def _how(question: Any, kind: str, reader: Reader) -> list[dict[str, str]]:
    """What to do with the boxes of a question."""
    if kind == "many":
        alone = [option.text for option in question.options if option.alone]
        return [said(WORDING["many"], reader), *(said(WORDING["alone"], reader, alone=text) for text in alone)]
    if kind == "places":
        return [said(WORDING["places"], reader, most=question.most or len(question.options))]
    if kind == "number":
        return [said(WORDING["number"], reader, least=f"{question.least:,}", most=f"{question.most:,}")]
    names = {"one": "one", "grid": "each", "lines": "lines"}
    return [said(WORDING[names[kind]], reader)] if kind in names else []


def _day(day: Any, reader: Reader) -> dict[str, str]:
    return {"words": date_words(day, reader.language), "language": reader.language}


def _drawing(sign: str) -> str:
    return str(DRAWN[sign]).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" width="44" height="44" color="black" ', 1)
