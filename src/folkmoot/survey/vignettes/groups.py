"""Whether a vignette's effects, or marginal means, differ between groups of people."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from folkmoot.survey.answering_base import AnsweringBase
from folkmoot.survey.chance import could_be_chance
from folkmoot.survey.covariance import linearised_covariance
from folkmoot.survey.design import Design, Floats
from folkmoot.survey.factors import Factor
from folkmoot.survey.models.term_tests import TermTest, wald_test
from folkmoot.survey.variance import Variance
from folkmoot.survey.vignettes.amce import DfRule, amce_found, complete, means_by_level, outcome_of, result
from folkmoot.survey.vignettes.effects import Found, Sought
from folkmoot.survey.vignettes.restrictions import Restricted, check_restricted
from folkmoot.survey.vignettes.results import Uncertainty, VignetteResult, VignetteRow, flagged, settled, uncertainties
from folkmoot.survey.vignettes.words import Measure, difference_sentence


@dataclass(frozen=True, eq=False)
class GroupedVignettes:
    """groups: of the people, those that answered. results: the rows of each. differences: of each later group less the first, with
    the covariance that people in both, or units shared, give them. tests: Wald's that an attribute's rows are the same in all
    groups, one test for each attribute."""

    by: str
    groups: tuple[str, ...]
    results: tuple[VignetteResult, ...]
    differences: VignetteResult
    tests: tuple[TermTest, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """What each difference says, and each test."""
        what = "means" if self.differences.rows[0].reference is None else "effects"
        tested = [
            f"In these answers the {what} of {test.term} differ between the groups of {self.by}. {could_be_chance(test.p)}"
            for test in self.tests
        ]
        return (*self.differences.sentences, *tested)


def amce_by_group(
    design: Design,
    outcome: ArrayLike,
    attributes: Sequence[Factor],
    by: Factor,
    *,
    references: Mapping[str, str] | None = None,
    restricted: Restricted = "refuse",
    measure: str | None = None,
    variance: Variance = "raked",
    df: DfRule = "residual",
    confidence: float = 0.95,
) -> GroupedVignettes:
    """The effects in each group of `by`, a characteristic of the people, and their differences: the regression of `amce` with every
    attribute crossed with the group. A group's own rows are t on its own residual degrees of freedom, differences and tests on those
    of the whole (as R's `svyglm` and `regTermTest`). A reference that is not given is the first level shown to everybody together.

    Raises ValueError as `amce`, naming the group, and when fewer than two groups answered."""
    check_restricted(restricted)
    answers, measured = outcome_of(design, outcome, attributes, measure)
    rows = complete(design, answers, attributes)
    first = {factor.name: factor.levels[int(factor.codes[rows].min(initial=0))] for factor in attributes} | dict(references or {})

    def find(among: NDArray[np.bool_]) -> Found:
        return amce_found(design, answers, attributes, among, first, restricted, df)

    rule = f"amce; least squares; restricted={restricted}; df={df}"
    return _grouped(design, attributes, by, rows, find, measured, variance, confidence, rule, normal=df == "normal")


def marginal_means_by_group(
    design: Design,
    outcome: ArrayLike,
    attributes: Sequence[Factor],
    by: Factor,
    *,
    restricted: Literal["refuse", "shown"] = "refuse",
    measure: str | None = None,
    variance: Variance = "raked",
    confidence: float = 0.95,
) -> GroupedVignettes:
    """The marginal means in each group of `by`, and their differences, on units less strata of those who answered.

    Raises ValueError as `marginal_means`, naming the group, and when fewer than two groups answered."""
    answers, measured = outcome_of(design, outcome, attributes, measure)
    if restricted not in ("refuse", "shown"):
        raise ValueError(f"restricted is {restricted!r}. Use one of: refuse, shown.")

    def find(among: NDArray[np.bool_]) -> Found:
        return means_by_level(design, answers, attributes, among, restricted)

    rows = ~np.isnan(answers) & (design.weights > 0)
    rule = f"marginal means; restricted={restricted}; df=domain"
    return _grouped(design, attributes, by, rows, find, measured, variance, confidence, rule, normal=False)


def _grouped(
    design: Design,
    attributes: Sequence[Factor],
    by: Factor,
    rows: NDArray[np.bool_],
    find: Callable[[NDArray[np.bool_]], Found],
    measure: Measure,
    variance: Variance,
    confidence: float,
    rule: str,
    *,
    normal: bool,
) -> GroupedVignettes:
    if by.n != design.n:
        raise ValueError(f"{by.name} has {by.n} rows and the design {design.n}. Give a level for each profile.")
    held = [code for code in range(len(by.levels)) if (rows & (by.codes == code)).any()]
    if len(held) < 2:
        raise ValueError(f"{by.name}: fewer than two of its groups answered, so there is nothing to compare.")
    found, results = [], []
    for code in held:
        try:
            of_group = find(rows & (by.codes == code))
        except ValueError as error:
            raise ValueError(f"{by.name}, {by.levels[code]}: {error}") from None
        where = f"among “{by.levels[code]}” ({by.name})"
        of_group = replace(of_group, sought=tuple(replace(sought, where=where) for sought in of_group.sought))
        found.append(of_group)
        results.append(result(design, attributes, of_group, measure, variance, confidence, rule))
    base = AnsweringBase.of(design, rows & (by.codes >= 0))
    of_effects = found[0].sought[0].reference is not None
    df = np.inf if normal else base.df + 1 - sum(of_group.rank for of_group in found) if of_effects else base.df
    estimate = np.concatenate([one.estimate - found[0].estimate for one in found[1:]])
    scores = np.column_stack([one.scores - found[0].scores for one in found[1:]])
    scale = max(of_group.scale for of_group in found)
    estimate, covariance = settled(estimate, linearised_covariance(design, scores, variance=variance), scale)
    single = np.concatenate([np.minimum(of_group.df, found[0].df) <= 0 for of_group in found[1:]])  # too few people in either to measure
    covariance = np.where(single[:, None] | single, np.nan, covariance)
    known = uncertainties(estimate, covariance, np.full(estimate.size, df), confidence, test=True)
    differences = []
    k = len(found[0].sought)
    for later in range(1, len(held)):
        for at in range(k):
            shown = _shown(attributes, by, rows, found[0].sought[at], (held[0], held[later]))
            pair = (results[0].rows[at], results[later].rows[at])
            smallest = min(found[0].smallest[at], found[later].smallest[at])
            flags = dict.fromkeys((found[0].flags[at], found[later].flags[at]))
            one = known[(later - 1) * k + at]
            differences.append(_difference(one, pair, AnsweringBase.of(design, shown), smallest, flags, measure, confidence))
    names = tuple(by.levels[code] for code in held)
    method = f"differences of {results[0].method}; by={by.name}, first group {names[0]}"
    between = VignetteResult(tuple(differences), covariance, base.n_rows, base.n, confidence, method)
    return GroupedVignettes(by.name, names, tuple(results), between, _tests(attributes, found[0], between, df, base.n))


def _difference(
    known: Uncertainty,
    rows: tuple[VignetteRow, VignetteRow],
    base: AnsweringBase,
    smallest: int,
    flags: Iterable[str],
    measure: Measure,
    confidence: float,
) -> VignetteRow:
    """The second row less the first. base: of both; smallest: people on the side that has fewest."""
    first, later = rows
    sentence = f"{first.attribute}, “{first.level}”: the groups cannot be compared."
    if not np.isnan(known.estimate):
        what = f"{measure.name} where {first.attribute} was “{first.level}”"
        if first.reference is not None:
            what = f"the effect of showing “{first.level}” rather than “{first.reference}” ({first.attribute}) on {measure.name}"
        sentence = difference_sentence(what, measure, known.numbers(base, confidence), later.where, first.where)
    sentence, flag = flagged(sentence, flags, None if np.isnan(known.estimate) else smallest)
    return VignetteRow(
        attribute=first.attribute,
        level=first.level,
        reference=first.reference,
        where=f"{later.where}, less {first.where}",
        **vars(known),
        n_profiles=base.n_rows,
        n=base.n,
        n_weighted=base.n_weighted,
        n_effective=base.n_effective,
        reference_mean=float("nan"),
        flag=flag,
        sentence=sentence,
    )


def _shown(attributes: Sequence[Factor], by: Factor, rows: NDArray[np.bool_], sought: Sought, groups: tuple[int, int]) -> NDArray[np.bool_]:
    levels = [level for level in (sought.level, sought.reference) if level is not None]
    return np.asarray(rows & np.isin(by.codes, groups) & np.isin(attributes[sought.attribute].codes, levels), np.bool_)


def _tests(attributes: Sequence[Factor], found: Found, differences: VignetteResult, df: float, n: int) -> tuple[TermTest, ...]:
    place: Floats = np.tile([s.attribute for s in found.sought], len(differences.rows) // len(found.sought))
    tests = []
    for attribute, factor in enumerate(attributes):
        at = np.flatnonzero((place == attribute) & ~np.isnan(np.diag(differences.covariance)))
        square = np.ix_(at, at)
        tests.append(wald_test(factor.name, differences.estimate[at], differences.covariance[square], df, n, method="taylor; groups"))
    return tuple(tests)
