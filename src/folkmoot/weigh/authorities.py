"""What one organisation published beside what others published, from the published documents alone.

A statement is set beside another organisation's when its words are the same (but for case, spaces and punctuation), as they are when both
took it from the bank of questions. Two shares are compared where answers were counted by the same rule and people came in the same way;
otherwise it is said why not. Pairs by Welch's t, all together by Welch's F (folkmoot.survey.comparisons.authorities, which names its
sources), the p values of all pairs of a page adjusted together by Holm's method. Samples of two organisations are taken to be independent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

import numpy as np

from folkmoot.charts import Column, Figure, Range, Table, figure_of_ranges, number, percent
from folkmoot.survey.chance import could_be_chance
from folkmoot.survey.comparisons import PublishedShare, adjust_p, compare_question
from folkmoot.survey.comparisons.authorities import Difference
from folkmoot.weigh.plan import Sample
from folkmoot.weigh.published_shares import plain, published_shares

CAPTION = "% of those who answered, made fair where its own results are, with the range the true number is likely to be in (95%)"
FAMILY = "the pairs of organisations on this page"
SAMPLES = {"volunteer": "People who chose to take part", "probability": "People picked at random", "panel": "A citizens' panel"}


@dataclass(frozen=True)
class Share:
    """What one organisation published of one statement. Shares from 0 to 1, None where they are hidden; `mark` says why, or how sure.
    `source` is whatever the caller knows the document by."""

    authority: str
    source: Any
    dates: str
    sample: Sample
    population: str
    text: str
    counted: str
    estimate: float | None
    se: float | None
    low: float | None
    high: float | None
    n: int | None
    mark: str
    dataset_hash: str
    document_hash: str


@dataclass(frozen=True)
class Pair:
    """This organisation's share less another's: `difference` where they may be compared, else why not. `p` is adjusted; None where there
    is no test."""

    other: Share
    difference: Difference | None
    p: float | None
    why_not: str

    @property
    def sentence(self) -> str:
        """The difference with its range and what it means, or why there is none."""
        if self.difference is None:
            return self.why_not
        found = self.difference
        points = f"{100 * round(found.estimate, 3):+.1f} percentage points"
        likely = "" if isnan(found.low) else f" (likely between {100 * round(found.low, 3):+.1f} and {100 * round(found.high, 3):+.1f})"
        judged = "" if self.p is None else f" {could_be_chance(self.p)}"
        return f"{found.first.authority} less {found.second.authority}: {points}{likely}.{judged}"


@dataclass(frozen=True)
class Beside:
    """One statement: its words, this organisation's share, each other's with the comparison, and the picture with its table."""

    text: str
    own: Share
    pairs: Sequence[Pair]
    together: str
    cautions: Sequence[str]
    figure: Figure

    @property
    def table(self) -> Table | None:
        """The pairs that were compared, as numbers."""
        made = [(pair, pair.difference) for pair in self.pairs if pair.difference is not None]
        columns = (
            Column("Less"),
            Column("Difference, percentage points", numeric=True),
            Column("Likely range", numeric=True),
            Column("p, adjusted", numeric=True),
        )
        rows = tuple(
            (
                pair.other.authority,
                f"{100 * found.estimate:+.1f}",
                "" if isnan(found.low) else f"{100 * found.low:+.1f} to {100 * found.high:+.1f}",
                "" if pair.p is None else "<0.001" if pair.p < 0.001 else f"{pair.p:.3f}",
            )
            for pair, found in made
        )
        return Table(f"{self.own.authority} less each", columns, rows) if rows else None

    @property
    def asked(self) -> Table:
        """How each organisation asked."""
        columns = (Column("Organisation"), Column("How people came"), Column("When"), Column("Whom they stand for"))
        shares = (self.own, *(pair.other for pair in self.pairs))
        return Table("How each asked", columns, tuple((one.authority, SAMPLES[one.sample], one.dates, one.population) for one in shares))


def shares_in(document: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """What a published document says of each statement among everybody, as a Share takes it. Raises ValueError when it is not one."""
    likely = {row["statement"]: (row["low"], row["high"]) for row in document["findings"] if row["factor"] is None}
    rows = []
    for row in published_shares(document).to_dicts():
        low, high = likely[row["statement"]]
        kept = {key: row[key] for key in ("dates", "sample", "text", "counted", "estimate", "se", "n", "dataset_hash")}
        rows.append({**kept, "population": document["survey"]["population"], "low": low, "high": high, "mark": row["mark"] or ""})
    return tuple(rows)


def matched(own: Sequence[Share], others: Sequence[Share]) -> list[tuple[Share, list[Share]]]:
    """Each of these shares that others put in the same words, with the first of each other organisation, by name."""
    by_words: dict[str, dict[str, Share]] = {}
    for share in others:
        by_words.setdefault(plain(share.text), {}).setdefault(share.authority, share)
    return [(share, [by_name[name] for name in sorted(by_name)]) for share in own if (by_name := by_words.get(plain(share.text)))]


def set_beside(found: Sequence[tuple[Share, Sequence[Share]]]) -> list[Beside]:
    """What `matched` gives, compared: every pair, and all that may be compared together."""
    compared = [[_compared(own, other) for other in others] for own, others in found]
    tests = [np.nan if one is None or one.refusal or isnan(one.p) else one.p for row in compared for one in row]
    adjusted = iter(adjust_p(tests, "holm", family=FAMILY).adjusted.tolist()) if tests else iter(())
    made = []
    for at, ((own, others), row) in enumerate(zip(found, compared, strict=True), start=1):
        pairs = []
        for other, one in zip(others, row, strict=True):
            p, names = next(adjusted), f"{own.authority} and {other.authority}"
            refused = one.refusal if one is not None else f"{names} are not compared: a share is not published."
            pairs.append(Pair(other, None if refused else one, None if isnan(p) else p, refused))
        made.append(_shown(at, own, pairs))
    return made


def rows_of(found: Sequence[Beside]) -> list[dict[str, Any]]:
    """Every number of a page, a row for each organisation and statement, for files. The first row of a statement is this organisation's."""
    rows = []
    for one in found:
        for share, pair in ((one.own, None), *((pair.other, pair) for pair in one.pairs)):
            difference = pair.difference if pair else None
            rows.append(
                {
                    "statement": one.text,
                    "organisation": share.authority,
                    "dates": share.dates,
                    "sample": share.sample,
                    "population": share.population,
                    "counted": share.counted,
                    "share": share.estimate,
                    "standard_error": share.se,
                    "low": share.low,
                    "high": share.high,
                    "n": share.n,
                    "mark": share.mark,
                    "difference": difference.estimate if difference else None,
                    "difference_low": None if difference is None or isnan(difference.low) else difference.low,
                    "difference_high": None if difference is None or isnan(difference.high) else difference.high,
                    "p_adjusted": pair.p if pair else None,
                    "why_not_compared": pair.why_not if pair else "",
                    "answers_sha256": share.dataset_hash,
                    "findings_sha256": share.document_hash,
                }
            )
    return rows


def _compared(own: Share, other: Share) -> Difference | None:
    """Welch's t of a pair; None where a share is not published."""
    results = [_published(one, own.text) for one in (own, other)]
    return None if None in results else compare_question([one for one in results if one is not None]).differences[0]


def _published(share: Share, text: str) -> PublishedShare | None:
    if share.estimate is None or share.se is None or not share.n:
        return None
    return PublishedShare(share.authority, f"“{text}”", share.counted, share.sample, share.estimate, share.se, share.n)


def _shown(at: int, own: Share, pairs: Sequence[Pair]) -> Beside:
    shares = [own, *(pair.other for pair in pairs)]
    ranges = [Range(one.authority, _per_cent(one.estimate), _per_cent(one.low), _per_cent(one.high), one.mark) for one in shares]
    figure = figure_of_ranges(
        f"beside-{at}",
        "What people told each organisation",
        CAPTION,
        ranges,
        heading="Organisation",
        estimate="Share",
        more=[
            (Column("People who answered", numeric=True), [one.mark if one.n is None else number(one.n) for one in shares]),
        ],
        notes=[f"Answers were counted so: {own.counted}."],
    )
    alike = [found for found in (_published(one, own.text) for one in [own, *(p.other for p in pairs if p.difference)]) if found]
    comparison = compare_question(alike) if len(alike) > 1 else None
    together = ""
    if comparison is not None and len(alike) > 2 and not isnan(comparison.p):
        shares_words = ", ".join(f"{one.authority} {percent(100 * one.estimate)}" for one in alike)
        together = f"All {len(alike)} together ({shares_words}): {could_be_chance(comparison.p)}"
    return Beside(own.text, own, pairs, together, comparison.cautions if comparison else (), figure)


def _per_cent(share: float | None) -> float | None:
    return None if share is None else 100 * share
