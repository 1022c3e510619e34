"""What may be read of drafts and of the bank."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from folkmoot.site.editor import bank
from folkmoot.site.editor.models import BankQuestion, InstrumentDraft
from folkmoot.site.people.rules import organisations_where


@dataclass(frozen=True)
class StepShown:
    """One step of a draft: what was done, by whom and when. `now` says whether the draft stands there, `undone` that it was taken back."""

    words: str
    by: str
    at: datetime
    now: bool
    undone: bool


def drafts_of(user: Any) -> list[InstrumentDraft]:
    """The drafts of the organisations in which someone may run engagements, the latest changed first."""
    where = organisations_where(user, "engagement.run")
    return list(InstrumentDraft.objects.select_related("organisation", "version__instrument").filter(organisation__in=where))


def draft_with(pk: int) -> InstrumentDraft | None:
    """One draft; None when there is none."""
    return InstrumentDraft.objects.select_related("organisation", "version__instrument").filter(pk=pk).first()


def steps_of(draft: InstrumentDraft) -> list[StepShown]:
    """Its steps, the latest first."""
    found = draft.steps.select_related("by").order_by("-number")
    return [StepShown(step.words, step.by.name, step.at, step.number == draft.at, step.number > draft.at) for step in found]


def may_undo(draft: InstrumentDraft) -> tuple[str, str]:
    """What undoing would take back and what doing again would do, in words; "" for each there is none of."""
    words = dict(draft.steps.filter(number__in=[draft.at - 1, draft.at, draft.at + 1]).values_list("number", "words"))
    return words[draft.at] if draft.at - 1 in words else "", words.get(draft.at + 1, "")


def bank_questions(theme: str = "", sought: str = "") -> list[bank.BankItem]:
    """The questions of the bank, those that came with Folkmoot first; only those of a theme, and that have every word sought."""
    wanted = sought.casefold().split()
    return [item for item in _everything() if (not theme or item.theme == theme) and all(word in item.searched for word in wanted)]


def bank_question(name: str) -> bank.BankItem | None:
    """The question of the bank with a name; None when there is none."""
    return next((item for item in _everything() if item.name == name), None)


def bank_questions_named(names: Sequence[str]) -> list[bank.BankItem]:
    """Those of the bank that are named, in the bank's order. A name that is none is left out."""
    return [item for item in _everything() if item.name in names]


def _everything() -> Iterator[bank.BankItem]:
    yield from bank.items().values()
    for row in BankQuestion.objects.select_related("organisation", "version__instrument").filter(withdrawn_at=None):
        yield bank.BankItem(
            name=row.name,
            theme=row.theme,
            question={**row.question, "bank": row.name},
            source=f"{row.organisation.name}, {row.version}",
            why=row.why,
            tested=row.tested,
            organisation=row.organisation,
        )
