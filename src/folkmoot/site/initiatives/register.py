"""The home page: every initiative with its licence, the loop with its counts, what is open now, what was decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from folkmoot.licence import LicenceState
from folkmoot.record import content_hash
from folkmoot.site.engagement import queries as engagement
from folkmoot.site.evidence import queries as evidence
from folkmoot.site.governance import queries as governance
from folkmoot.site.initiatives import queries
from folkmoot.site.initiatives.licence_words import STYLES, LicenceShown, shown
from folkmoot.site.register import queries as index
from folkmoot.site.register.queries import Asked
from folkmoot.site.renditions import Texts

STATES = {state.value: word for state, (_, word) in STYLES.items()}
"""The states the register can be narrowed to, with their words."""

LOOP_WORDS = (
    "A public body says what it wants to do, and why.",
    "People are asked before anything is joined.",
    "Every answer counts fairly. We show how sure we are.",
    "A named body says yes, no, or yes with conditions.",
    "Names come off first. Only then are records put together.",
    "What was found is shown to everyone.",
    "We say what you said, and what we did about it.",
)


@dataclass(frozen=True)
class Row:
    """An initiative in the register."""

    slug: str
    title: Texts
    summary: Texts
    organisations: tuple[Any, ...]
    licence: LicenceShown


@dataclass(frozen=True)
class Register:
    """What the home page shows. `rows` are one page of those `found`, out of `total` in all; `digest` is the hash of what is shown."""

    rows: tuple[Row, ...]
    found: index.Found
    total: int
    organisations: Mapping[str, str]
    counts: tuple[str, ...]
    open_now: tuple[Any, ...]
    decisions: tuple[governance.DecisionMade, ...]
    said: dict[str, str]
    digest: str


def register(asked: Asked, number: int = 1) -> Register:
    """One page of the register, of what fits `asked`. The index finds; what is shown of a licence is worked out here and now."""
    found = index.find(asked, number=number)
    inside = queries.rows_of(found.initiatives)
    answers = governance.licences_of(found.initiatives, rows=inside)
    rows = tuple(
        Row(i.slug, i.title, i.summary, tuple(queries.organisations_of(i, rows=inside[i.pk])), shown(answer, i))
        for i, answer in zip(found.initiatives, answers, strict=True)
    )
    counts, open_now, decisions = index.counts(), engagement.open_now(), governance.latest_decisions()
    return Register(
        rows=rows,
        found=found,
        total=counts.total,
        organisations=index.organisation_names() if counts.total > 1 else {},
        counts=_counted(counts, len(open_now)),
        open_now=tuple(open_now),
        decisions=tuple(decisions),
        said=_findings(decisions),
        digest=_digest(rows, open_now, decisions),
    )


def _counted(counts: index.Counts, open_now: int) -> tuple[str, ...]:
    results = evidence.how_many_published()
    return (
        f"{counts.by_state.get(LicenceState.DRAFT.value, 0):,} not decided yet",
        f"{open_now:,} open now",
        f"{results:,} {'result' if results == 1 else 'results'}",
        f"{governance.decided_in(timezone.localdate().year):,} this year",
        f"{counts.running:,} running",
        f"{counts.notices:,} {'notice' if counts.notices == 1 else 'notices'} to read",
        f"{counts.answers:,} answered",
    )


def _findings(decisions: Sequence[governance.DecisionMade]) -> dict[str, str]:
    answered = {d.initiative_slug for d in decisions if d.answers}
    about = queries.by_slugs(answered) if answered else []
    return {f.key: f.words for f in evidence.findings_among([found.pk for found in about])}


def _digest(rows: Sequence[Row], open_now: Sequence[Any], decisions: Sequence[governance.DecisionMade]) -> str:
    return content_hash(
        {
            "initiatives": [[r.slug, r.title, r.summary, [o.name for o in r.organisations], r.licence.state, r.licence.side] for r in rows],
            "open": [[e.slug, e.title, e.closes.isoformat()] for e in open_now],
            "decisions": [[d.initiative_slug, d.number, d.outcome, d.decided_on.isoformat()] for d in decisions],
        }
    )


def loop_links(keep: str) -> tuple[str, ...]:
    """Where the seven steps of the home page lead; `keep` is the query that keeps the reader's choice."""
    home = reverse("initiatives:home") + keep
    return tuple(f"{home}#{part}" for part in ("uses", "say", "uses", "decisions", "uses", "uses", "decisions"))
