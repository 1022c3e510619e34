"""The home page: every initiative with its licence, the loop with its counts, what is open now, what was decided."""

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
from folkmoot.site.initiatives.models import Initiative
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
    """What the home page shows. `rows` are those that fit the search, out of `total`; `digest` is the hash of what is shown."""

    rows: tuple[Row, ...]
    total: int
    organisations: tuple[Any, ...]
    counts: tuple[str, ...]
    open_now: tuple[Any, ...]
    decisions: tuple[governance.DecisionMade, ...]
    said: dict[str, str]
    digest: str


def register(*, words: str = "", organisation: str = "", state: str = "") -> Register:
    """The register; narrowed, where given, to texts that hold all the `words`, to an organisation (by slug), to a licence's state."""
    every = queries.everything()
    rows = [
        Row(i.slug, i.title, i.summary, tuple(queries.organisations_of(i)), shown(answer, i))
        for i, answer in zip(every, governance.licences_of(every), strict=True)
    ]
    found = [row for row in rows if _fits(row, words, organisation, state)]
    open_now, decisions = engagement.open_now(), governance.latest_decisions()
    organisations = {o.slug: o for row in rows for o in row.organisations}
    return Register(
        rows=tuple(found),
        total=len(rows),
        organisations=tuple(sorted(organisations.values(), key=lambda o: o.name)),
        counts=_counts(every, rows, len(open_now)),
        open_now=tuple(open_now),
        decisions=tuple(decisions),
        said=_findings(every, decisions),
        digest=_digest(found, open_now, decisions),
    )


def _fits(row: Row, words: str, organisation: str, state: str) -> bool:
    if organisation and organisation not in {o.slug for o in row.organisations}:
        return False
    if state and row.licence.state != state:
        return False
    names = [o.name for o in row.organisations]
    text = " ".join([*_every_rendition(row.title), *_every_rendition(row.summary), *names]).casefold()
    return all(word in text for word in words.casefold().split())


def _every_rendition(texts: Texts) -> list[str]:
    return [words for styles in texts.values() for words in styles.values()]


def _counts(every: list[Initiative], rows: list[Row], open_now: int) -> tuple[str, ...]:
    drafts = sum(row.licence.state == LicenceState.DRAFT for row in rows)
    results = sum(len(evidence.published_slugs(i.pk)) for i in every)
    running = sum(i.joined_at is not None and row.licence.state == LicenceState.IN_FORCE for i, row in zip(every, rows, strict=True))
    notices = sum(queries.current_notice(i) is not None for i in every)
    return (
        f"{drafts} not decided yet",
        f"{open_now} open now",
        f"{results} {'result' if results == 1 else 'results'}",
        f"{governance.decided_in(timezone.localdate().year)} this year",
        f"{running} running",
        f"{notices} {'notice' if notices == 1 else 'notices'} to read",
        f"{governance.answers_given()} answered",
    )


def _findings(every: list[Initiative], decisions: list[governance.DecisionMade]) -> dict[str, str]:
    answered = {d.initiative_slug for d in decisions if d.answers}
    return {f.key: f.words for i in every if i.slug in answered for f in evidence.findings_of(i.pk)}


def _digest(rows: list[Row], open_now: list[Any], decisions: list[governance.DecisionMade]) -> str:
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
