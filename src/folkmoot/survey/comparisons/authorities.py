"""Results that two or more authorities published on the same question, compared from the published numbers alone.

Pairs by Welch's t (1947), all at once by Welch's F (Biometrika 38, 1951), with each result's own standard error and degrees of freedom.
The authorities' samples are taken to be independent. The Local Government Association's benchmarking of residents' satisfaction takes
representative surveys alone and leaves panels out: so results of a panel or of volunteers are never set against results of people picked
at random."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import inf, isfinite, isnan, nan, sqrt

import numpy as np
from scipy.special import chdtrc, fdtrc

from folkmoot.survey.bases import BaseQuality, base_quality
from folkmoot.survey.chance import could_be_chance
from folkmoot.survey.intervals import quantile, two_sided
from folkmoot.survey.options import chosen
from folkmoot.survey.sentences import SampleKind

_KINDS: dict[SampleKind, str] = {"probability": "people picked at random", "panel": "a panel", "volunteer": "people who chose to take part"}


@dataclass(frozen=True)
class PublishedShare:
    """One authority's published share for one question.

    question: its id, the same wherever the same words were asked. recode: which answers count as yes, such as "agree or strongly agree".
    se: the standard error as published, design and weighting included. n: people who answered. df: its degrees of freedom, infinite
    where it was published with a normal interval."""

    authority: str
    question: str
    recode: str
    kind: SampleKind
    estimate: float
    se: float
    n: int
    df: float = inf

    def __post_init__(self) -> None:
        name = f"{self.authority}, {self.question}"
        if not 0 <= self.estimate <= 1:
            raise ValueError(f"{name}: the share {self.estimate:g} is not between 0 and 1. Give 0.62 for 62 per cent.")
        if not (isfinite(self.se) and self.se >= 0):
            raise ValueError(f"{name}: the standard error {self.se:g} is not a number of zero or more.")
        if self.n < 1:
            raise ValueError(f"{name}: n is {self.n}. Give how many people answered, at least 1.")
        if not self.df > 0:
            raise ValueError(f"{name}: df is {self.df:g}. Give a number above zero.")
        chosen(f"{name}: the sample kind", self.kind, SampleKind)


@dataclass(frozen=True)
class Difference:
    """The first authority's share less the second's. Where they may not be compared, `refusal` says why and every number is NaN; where
    neither has any spread, its interval, statistic and p are NaN."""

    first: PublishedShare
    second: PublishedShare
    estimate: float
    se: float
    low: float
    high: float
    df: float
    statistic: float
    p: float
    refusal: str

    @property
    def sentence(self) -> str:
        """The two shares and their difference, or why there is none."""
        if self.refusal:
            return self.refusal
        each = " and ".join(f"{one.authority} {one.estimate:.0%} ({one.n:,} answered)" for one in (self.first, self.second))
        interval = "" if isnan(self.low) else f" ({100 * self.low:+.1f} to {100 * self.high:+.1f})"
        return f"{each}: a difference of {abs(100 * self.estimate):.1f} percentage points{interval}. {could_be_chance(self.p)}"


@dataclass(frozen=True)
class Comparison:
    """One question. differences: every pair of authorities, in the order given. statistic, df, df_denominator, p: Welch's test that all
    shares are the same (an F; a chi-squared over its df where all df are infinite, and df_denominator is infinite); NaN when a pair was
    refused, or a share has no standard error."""

    question: str
    results: tuple[PublishedShare, ...]
    differences: tuple[Difference, ...]
    statistic: float
    df: int
    df_denominator: float
    p: float
    cautions: tuple[str, ...]
    method: str

    @property
    def refused(self) -> bool:
        """Whether no pair could be compared."""
        return all(difference.refusal for difference in self.differences)

    @property
    def sentences(self) -> tuple[str, ...]:
        """Each pair, then the cautions."""
        return (*(difference.sentence for difference in self.differences), *self.cautions)


@dataclass(frozen=True)
class Shared:
    """comparisons: one for each question that two authorities or more asked. not_shared: (question, authority) of those only one asked."""

    comparisons: tuple[Comparison, ...]
    not_shared: tuple[tuple[str, str], ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """All comparisons, and which questions have nothing to compare with."""
        said = [sentence for comparison in self.comparisons for sentence in comparison.sentences]
        said += [f"Only {authority} asked {question}: there is nothing to compare it with." for question, authority in self.not_shared]
        return tuple(said)


def compare_authorities(results: Sequence[PublishedShare], *, confidence: float = 0.95) -> Shared:
    """Every question that two or more of the authorities asked, in the order they first come.

    Raises ValueError when an authority gives a question twice, or there are no results from two authorities."""
    if len({one.authority for one in results}) < 2:
        raise ValueError("Give results of two authorities or more.")
    questions: dict[str, list[PublishedShare]] = {}
    for one in results:
        same = questions.setdefault(one.question, [])
        if any(other.authority == one.authority for other in same):
            raise ValueError(f"{one.authority} gives {one.question} twice. Give each question once.")
        same.append(one)
    shared = tuple(compare_question(group, confidence=confidence) for group in questions.values() if len(group) > 1)
    alone = tuple((question, group[0].authority) for question, group in questions.items() if len(group) == 1)
    return Shared(shared, alone)


def compare_question(results: Sequence[PublishedShare], *, confidence: float = 0.95) -> Comparison:
    """Two or more authorities' results meant to be compared. Pairs whose question ids, recodes or sample kinds differ are refused in
    words. Raises ValueError for fewer than two results, or an authority twice."""
    results = tuple(results)
    authorities = [one.authority for one in results]
    if len(results) < 2 or len(set(authorities)) != len(authorities):
        raise ValueError("Give one result of each authority, and two authorities or more.")
    differences = tuple(_difference(first, second, confidence) for first, second in combinations(results, 2))
    refused = any(difference.refusal for difference in differences)
    statistic, denominator, p = (nan, nan, nan) if refused else _welch(results)
    return Comparison(
        question=results[0].question,
        results=results,
        differences=differences,
        statistic=statistic,
        df=len(results) - 1,
        df_denominator=denominator,
        p=p,
        cautions=_cautions(results),
        method=f"published shares; pairs=welch t; together=welch f; interval={confidence:g}; samples=independent; p values unadjusted",
    )


def _refusal(first: PublishedShare, second: PublishedShare) -> str:
    pair = f"{first.authority} and {second.authority}"
    if first.question != second.question:
        return f"{pair} are not compared: they asked different questions ({first.question} and {second.question})."
    if first.recode != second.recode:
        return f"{pair} are not compared on {first.question}: one counts “{first.recode}” and the other “{second.recode}”."
    if first.kind != second.kind:
        kinds = f"{first.authority} asked {_KINDS[first.kind]}, {second.authority} asked {_KINDS[second.kind]}"
        return f"{pair} are not compared on {first.question}: {kinds}. A difference could come from who was asked."
    return ""


def _difference(first: PublishedShare, second: PublishedShare, confidence: float) -> Difference:
    refusal = _refusal(first, second)
    if refusal:
        return Difference(first, second, nan, nan, nan, nan, nan, nan, nan, refusal)
    estimate, variance = first.estimate - second.estimate, first.se**2 + second.se**2
    se = sqrt(variance)
    if not variance:
        return Difference(first, second, estimate, 0.0, nan, nan, nan, nan, nan, "")
    over = first.se**4 / first.df + second.se**4 / second.df
    df = variance**2 / over if over else inf
    half = float(quantile(np.array([df]), confidence)[0]) * se
    t = estimate / se
    p = float(two_sided(np.array(t), df))
    return Difference(first, second, estimate, se, estimate - half, estimate + half, df, t, p, "")


def _welch(results: Sequence[PublishedShare]) -> tuple[float, float, float]:
    """The statistic, its denominator degrees of freedom and p."""
    if any(one.se == 0 for one in results):
        return nan, nan, nan
    k = len(results)
    weight = np.array([one.se**-2 for one in results])
    share = np.array([one.estimate for one in results])
    part = weight / weight.sum()
    spread = float((weight * (share - part @ share) ** 2).sum()) / (k - 1)
    small = float(((1 - part) ** 2 / np.array([one.df for one in results])).sum())
    if not small:
        return spread, inf, float(chdtrc(k - 1, spread * (k - 1)))
    statistic = spread / (1 + 2 * (k - 2) / (k**2 - 1) * small)
    denominator = (k**2 - 1) / (3 * small)
    return statistic, denominator, float(fdtrc(k - 1, denominator, statistic))


def _cautions(results: Sequence[PublishedShare]) -> tuple[str, ...]:
    said = []
    kinds = {one.kind for one in results}
    if kinds != {"probability"}:
        which = " or ".join(_KINDS[kind] for kind in _KINDS if kind in kinds - {"probability"})
        said.append(f"Results of {which} are not a benchmark: they must not be set against surveys of people picked at random.")
    for one in results:
        if base_quality(one.n) is not BaseQuality.SUFFICIENT:
            said.append(f"{one.authority}: {base_quality(one.n).meaning}")
        if one.se == 0:
            said.append(f"{one.authority}: everybody answered the same, so its spread is not known, and tests with it cannot be relied on.")
    return tuple(said)
