"""What a notice or a business case still lacks, in plain words: the gate before it is published."""

from collections.abc import Callable
from typing import Any

from folkmoot.record.documents import LONGEST_SUMMARY, SENSITIVE, Document, controllers, english, purposes
from folkmoot.record.fields import PARTS, QUESTIONS, Kind, Question, When

NO_DATASET = "Describe at least one dataset: who holds it, what is in it, and whose records it has."
NO_TITLE = "Give it a title."
NO_SUMMARY = "Write its summary."
DATES_REVERSED = "Its last day is before its first."


def missing(content: Document) -> list[str]:
    """What must still be written before a notice or a business case may be published, as plain sentences in the order of its parts;
    [] when nothing."""
    gaps = [words for words, found in ((NO_TITLE, english(content["title"])), (NO_SUMMARY, english(content["summary"]))) if not found]
    gaps += _too_long(content)
    if content["publication"] == "notice" and not content["datasets"]:
        gaps.append(NO_DATASET)
    asked = [question for question in QUESTIONS.values() if question.publication == content["publication"]]
    for question in asked:
        if needs(content, question):
            gaps += _gaps(question, content)
    return gaps + _reversed(content)


def needs(content: Document, question: Question) -> bool:
    """Whether this very document must answer a question."""
    return question.needed and (question.when is None or _HOLDS[question.when](content))


def gap_words(question: Question, party: str = "", purpose: str = "") -> str:
    """The sentence that names an answer that is missing; for the basis in law, of which organisation and purpose."""
    where = f"In “{PARTS[question.part].heading}”"
    if question.kind is Kind.BASES:
        return f"{where}, answer for {party} and the purpose “{purpose}”: {question.ask}"
    if question.kind is Kind.CHOICE:
        return f"{where}, choose an answer: {question.ask}"
    if question.kind is Kind.CHOICES:
        return f"{where}, choose at least one answer: {question.ask}"
    return f"{where}, answer: {question.ask}"


def _gaps(question: Question, content: Document) -> list[str]:
    answer = content["answers"].get(question.id)
    if question.kind is Kind.BASES:
        return [
            gap_words(question, party["name"], purpose)
            for party in controllers(content)
            for purpose in purposes(content)
            if not _has_basis(question, (answer or {}).get(party["slug"], {}).get(purpose))
        ]
    return [] if _is_given(question, answer) else [gap_words(question)]


def _is_given(question: Question, answer: Any) -> bool:
    if question.kind is Kind.CHOICE:
        return question.option(answer or "") is not None
    if question.kind is Kind.CHOICES:
        return any(question.option(choice) for choice in answer or [])
    if question.kind in {Kind.DATE, Kind.CODES}:
        return bool(answer)
    return bool(english(answer))


def _has_basis(question: Question, basis: Any) -> bool:
    return bool(basis) and question.option(basis.get("article", "")) is not None and bool(english(basis.get("words")))


def _too_long(content: Document) -> list[str]:
    count = len(english(content["summary"]).split())
    return [f"The summary has {count} words. Make it {LONGEST_SUMMARY} words at most."] if count > LONGEST_SUMMARY else []


def _reversed(content: Document) -> list[str]:
    starts, ends = (content["answers"].get(key, "") for key in ("starts", "ends"))
    return [DATES_REVERSED] if starts and ends and ends < starts else []


_HOLDS: dict[When, Callable[[Document], bool]] = {
    When.SENSITIVE: lambda content: any(dataset["sensitivity"] in SENSITIVE for dataset in content["datasets"]),
    When.SENSORS: lambda content: bool(content["kind"] == "sensors"),
    When.UNTOLD: lambda content: bool(content["answers"].get("tells_each") == "no"),
    When.PREDICTS: lambda content: content["answers"].get("predicts") in {"groups", "people"},
}
