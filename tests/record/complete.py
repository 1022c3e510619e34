"""A notice and a business case that lack nothing, for the tests of the record."""

from typing import Any

from folkmoot.record import QUESTIONS, Kind, Question, business_case, notice

PURPOSES = ("Offering repairs", "Counting winter stays")
PARTIES = [
    {"slug": "council", "name": "County Council", "duty": "controller", "role": {}},
    {"slug": "police", "name": "Police", "duty": "joint", "role": {}},
    {"slug": "linker", "name": "Linker", "duty": "linker", "role": {}},
]


def text(words: str = "Words.") -> dict[str, Any]:
    """A text in standard English alone."""
    return {"en": {"standard": words}}


def answer(question: Question) -> Any:
    """An answer that will do."""
    if question.id == "purposes":
        return text("\n".join(PURPOSES))
    if question.kind is Kind.BASES:
        article = question.options[0].id
        return {slug: {purpose: {"article": article, "words": text()} for purpose in PURPOSES} for slug in ("council", "police")}
    return {
        Kind.CHOICE: question.options[-1].id if question.options else "",
        Kind.CHOICES: [option.id for option in question.options[:2]],
        Kind.DATE: "2027-04-01",
        Kind.CODES: ["E10000012"],
    }.get(question.kind, text())


def answers(publication: str) -> dict[str, Any]:
    """Answers to every question of a publication, those included that only some uses need."""
    return {question.id: answer(question) for question in QUESTIONS.values() if question.publication == publication}


def complete_notice(sensitivity: str = "special", kind: str = "sensors", **changed: Any) -> dict[str, Any]:
    """A notice that asks everything a notice can ask; `changed` replaces answers."""
    dataset = {"holder": "council", "holder_name": "County Council", "title": text(), "fields_used": text(), "people_covered": text()}
    return notice(
        title=text(),
        summary=text(),
        kind=kind,
        topic="health",
        area="The county",
        parties=PARTIES,
        datasets=[dataset | {"sensitivity": sensitivity}],
        answers=answers("notice") | changed,
    )


def complete_case(**changed: Any) -> dict[str, Any]:
    """A business case that asks everything; `changed` replaces answers."""
    return business_case(title=text(), summary=text(), answers=answers("case") | changed)


def complete(publication: str) -> dict[str, Any]:
    """Either of the two."""
    return complete_notice() if publication == "notice" else complete_case()
