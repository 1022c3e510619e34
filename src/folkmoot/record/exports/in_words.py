"""What the exports that are made of words take from a record: answers in standard English, and lists with a sign between their entries."""

from collections.abc import Iterable
from typing import Any

from folkmoot.record.documents import CONTROLLERS, english, lines
from folkmoot.record.fields import QUESTIONS, Kind
from folkmoot.record.whole import WholeRecord, answers_of, site_of

PROCESSORS = frozenset({"processor", "linker"})


class InWords:
    """A record's answers, by question, as words: "" where there is none."""

    def __init__(self, whole: WholeRecord) -> None:
        self.whole = whole
        self.answers: dict[str, Any] = answers_of(whole, "notice") | answers_of(whole, "case")

    def __getitem__(self, key: str) -> str:
        """The answer to a question in standard English; of a choice the words of what was chosen, of a list its lines."""
        answer, question = self.answers.get(key), QUESTIONS[key]
        if not answer:
            return ""
        if question.kind in {Kind.CHOICE, Kind.CHOICES}:
            chosen = [answer] if isinstance(answer, str) else answer
            return listed(option.words for choice in chosen if (option := question.option(choice)))
        if question.kind is Kind.CODES:
            return listed(answer)
        if question.kind is Kind.DATE:
            return str(answer)
        return listed(lines(answer)) if question.kind is Kind.LIST else english(answer)

    def joined(self, *keys: str) -> str:
        """Several answers, a paragraph each."""
        return "\n".join(words for key in keys if (words := self[key]))

    def bases(self) -> list[str]:
        """The basis in law of each controller for each purpose, a line each."""
        question, found = QUESTIONS["lawful_basis"], []
        names = {party["slug"]: party["name"] for party in self.whole["parties"]}
        for slug, purposes in (self.answers.get(question.id) or {}).items():
            for purpose, basis in purposes.items():
                option = question.option(basis.get("article", ""))
                said = ". ".join(words for words in (option.words if option else "", english(basis.get("words"))) if words)
                found.append(f"{names.get(slug, slug)}, for “{purpose}”: {said}")
        return found

    def parties(self, duties: frozenset[str]) -> list[Any]:
        """The organisations with one of some duties in law."""
        return [party for party in self.whole["parties"] if party["duty"] in duties]

    def controllers(self) -> list[Any]:
        """The organisations that decide why and how; the lead alone in a record that does not say."""
        return self.parties(CONTROLLERS) or [party for party in self.whole["parties"] if party["slug"] == self.whole["identity"]["lead"]]

    def page(self, slug: str) -> str:
        """The address of an organisation's page."""
        return f"{site_of(self.whole)}/org/{slug}"

    def lead(self) -> str:
        """The name of the organisation that leads."""
        names = {party["slug"]: party["name"] for party in self.whole["parties"]}
        return names.get(self.whole["identity"]["lead"], self.whole["identity"]["lead"])

    def review(self) -> str:
        """The next day by which someone must look again: that of the newest decision that allows it, else of an agreement; or ""."""
        decided = [made["review_by"] for made in self.whole["decisions"] if made["review_by"]]
        agreed = sorted(agreement["review_by"] for agreement in self.whole["agreements"] if agreement["review_by"])
        return (decided[-1] or "") if decided else next(iter(agreed), "") or ""


def title_of(whole: WholeRecord) -> str:
    """What it is called, in standard English; of an example that is made up it says so."""
    title = english(whole["identity"]["title"])
    return f"{title} (example, made up)" if whole["identity"]["example"] else title


def listed(entries: Iterable[str]) -> str:
    """Several entries in one cell, with semicolons between them, as UK registers have it."""
    return ";".join(entry.replace(";", ",") for entry in entries)
