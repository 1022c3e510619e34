"""A contradiction between margins, and how it is said in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from folkmoot.survey.people import people


@dataclass(frozen=True)
class Term:
    """A level that a contradiction names. times: how often it counts; fractions only where no small whole numbers will do."""

    margin: str
    level: str
    target: float
    times: float = 1


@dataclass(frozen=True)
class Limits:
    """How far weights may go. of: lower and upper are times the base weight, or weights themselves."""

    lower: float
    upper: float
    of: Literal["base weight", "weight"]

    @property
    def words(self) -> str:
        """Such as "weights of 0.5 to 3 times the base weight"."""
        unit = " times the base weight" if self.of == "base weight" else ""
        if self.upper == float("inf"):
            return f"weights of at least {self.lower:,.10g}{unit}"
        return f"weights of {self.lower:,.10g} to {self.upper:,.10g}{unit}"


@dataclass(frozen=True)
class Contradiction:
    """Why no weights meet the margins: a sum of targets that the people in the sample cannot give.

    more, less: the levels whose targets are added and taken away. needed: that sum. possible: the most that weights can make of it,
    whatever they are within the limits. forced: needed is just possible, but only if `left_out` people of the sample weigh nothing.
    limits: None when weights may be anything above zero. sentence: all of it in words, for people.
    """

    more: tuple[Term, ...]
    less: tuple[Term, ...]
    needed: float
    possible: float
    forced: bool
    left_out: int
    limits: Limits | None
    sentence: str


def contradiction(
    more: tuple[Term, ...], less: tuple[Term, ...], possible: float, *, forced: bool, left_out: int, limits: Limits | None
) -> Contradiction:
    """The contradiction with its sentence."""
    needed = _sum(more) - _sum(less)
    if limits is not None:
        sentence = _within_limits(more, less, needed, possible, limits)
    elif not less:
        sentence = f"In the sample nobody is in {_named(more)}, and the target is {_sum(more):,.10g}."
    elif not more:
        sentence = f"The target of {_named(less)} is 0, and {people(left_out)} of the sample {_are(left_out)} in it."
    else:
        sentence = _by_counting(more, less, forced=forced, left_out=left_out)
    return Contradiction(more, less, needed, possible, forced, left_out, limits, sentence)


def _by_counting(more: Sequence[Term], less: Sequence[Term], *, forced: bool, left_out: int) -> str:
    once = all(term.times == 1 for term in (*more, *less))
    one_margin = len({term.margin for term in less}) == 1
    if not once or len({term.margin for term in more}) > 1:
        start = f"In the sample nobody is counted more often in {_listed(more)} than in {_listed(less)}."
        others = f"{people(left_out)} of the sample, who {_are(left_out)} counted more often in the second list"
    elif one_margin:
        start = f"In the sample everyone in {_named(more)} is in {_named(less)}."
        others = f"the {people(left_out)} of the sample who {_are(left_out)} in {_named(less)} and not in {_named(more)}"
    else:
        start = f"In the sample everyone in {_named(more)} is in at least one of {_listed(less)}."
        others = f"{people(left_out)} of the sample who {_are(left_out)} in more of those than of {_named(more)}"
    single = len(less) == 1 and once
    there = f"The target of {_named(less)} is" if single else f"The targets of {_listed(less)} sum to"
    asked = f"{_named(more)} needs" if len(more) == 1 and once else f"the targets of {_listed(more)} sum to"
    if forced:
        return f"{start} {there} {_sum(less):,.10g}, and {asked} all of that: nothing is left for {others}."
    return f"{start} {there} {_sum(less):,.10g}, and {asked} {_sum(more):,.10g}."


def _within_limits(more: Sequence[Term], less: Sequence[Term], needed: float, possible: float, limits: Limits) -> str:
    within = f"With {limits.words}"
    if more and less:
        added = f"The targets of {_listed(more)} sum to {_sum(more):,.10g}, and those of {_listed(less)} to {_sum(less):,.10g}"
        if needed >= 0:
            return f"{added}: {needed:,.10g} more. {within} the difference cannot be more than {possible:,.10g}."
        return f"{added}: {-needed:,.10g} fewer. {within} the difference cannot be less than {-possible:,.10g}."
    terms, target, limit = (more, needed, f"more than {possible:,.10g}") if more else (less, -needed, f"less than {-possible:,.10g}")
    if len(terms) == 1:
        return f"The target of {_named(terms)} is {target:,.10g}. {within} the sum of its people's weights cannot be {limit}."
    twice = ", counting people in more than one of them in each" if len({term.margin for term in terms}) > 1 else ""
    return f"The targets of {_listed(terms)} sum to {target:,.10g}. {within} the weights of their people cannot sum to {limit}{twice}."


def _sum(terms: Sequence[Term]) -> float:
    return sum(term.times * term.target for term in terms)


def _named(terms: Sequence[Term]) -> str:
    """One margin and its levels: "district Harlow or Basildon"."""
    return f"{terms[0].margin} {_joined([term.level for term in terms], 'or')}"


def _listed(terms: Sequence[Term]) -> str:
    """Margin by margin: "age 18-24, and district Harlow and Basildon"."""
    groups: dict[tuple[str, float], list[str]] = {}
    for term in terms:
        groups.setdefault((term.margin, term.times), []).append(term.level)
    said = [
        f"{margin} {_joined(levels, 'and')}" + ("" if times == 1 else f" (counted {times:g} times)")
        for (margin, times), levels in groups.items()
    ]
    return "; ".join(said[:-1]) + "; and " + said[-1] if len(said) > 1 else said[0]


def _joined(words: Sequence[str], last: str) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def _are(n: int) -> str:
    return "is" if n == 1 else "are"
