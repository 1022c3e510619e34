"""The glossary as it stands: the starting list, and over it what this installation wrote."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from folkmoot import weigh
from folkmoot.record.glossary import EDITION, STARTING_LIST, State, Term, Topic
from folkmoot.site.wordings.models import TermVersion


@dataclass(frozen=True)
class TermShown:
    """A version of a term as pages show it: `written` None for the starting list's, which nobody here has changed."""

    term: Term
    number: int
    written: TermVersion | None
    understood: weigh.Understood | None

    @property
    def since(self) -> date:
        """The day it was written."""
        return timezone.localdate(self.written.recorded_at) if self.written and self.written.organisation else date.fromisoformat(EDITION)

    @property
    def by(self) -> Any:
        """The organisation that wrote it; None for the starting list."""
        return self.written.organisation if self.written else None


def terms() -> list[TermShown]:
    """Every term as it stands now, in the order of the starting list and then of the alphabet."""
    newest: dict[str, TermVersion] = {version.slug: version for version in _rows()}
    started = [_shown(newest.pop(term.slug)) if term.slug in newest else TermShown(term, 1, None, None) for term in STARTING_LIST]
    return [*started, *(_shown(newest[slug]) for slug in sorted(newest))]


def versions(slug: str) -> list[TermShown]:
    """Every version of a term, the newest first; [] when there is no such term."""
    rows = [_shown(version) for version in _rows().filter(slug=slug)]
    starting = starting_term(slug)
    if not rows and starting is not None:
        return [TermShown(starting, 1, None, None)]
    return rows[::-1]


def newest(slug: str) -> TermVersion | None:
    """The version of a term that this installation wrote last, or None."""
    return _rows().filter(slug=slug).last()


def starting_term(slug: str) -> Term | None:
    """A term of the starting list, or None."""
    return next((term for term in STARTING_LIST if term.slug == slug), None)


def term_list(shown: Sequence[TermShown] | None = None) -> tuple[Term, ...]:
    """The terms as they stand now, as drafts and wordings are searched for them."""
    return tuple(one.term for one in (terms() if shown is None else shown))


def _rows() -> Any:
    return TermVersion.objects.select_related("organisation", "initiative").order_by("slug", "number")


def _shown(row: TermVersion) -> TermShown:
    term = Term(
        slug=row.slug,
        state=State(row.state),
        topic=Topic(row.topic),
        term=row.term,
        phrases={language: tuple(phrases) for language, phrases in row.phrases.items()},
        instead=row.instead,
        why=row.why,
        source=row.source,
    )
    understood = weigh.understood(row.understood, row.asked) if row.asked else None
    return TermShown(term, row.number, row, understood)
