"""Non-response: the weights of people who responded raised to stand for people like them who did not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from folkmoot.survey.bases import THRESHOLDS
from folkmoot.survey.diagnostics import kish_deff, n_effective
from folkmoot.survey.factors import Factor
from folkmoot.survey.weights.propensity import response_propensity
from folkmoot.survey.weights.response_rates import Disposition, ResponseRate, read_dispositions

type Floats = NDArray[np.float64]
type Codes = NDArray[np.int64]

_FEW = THRESHOLDS[0][0]


@dataclass(frozen=True)
class ClassAdjustment:
    """A weighting class. rate: its counts by disposition. weighted_rate: respondents' share of the eligible, by weight, the
    unknown left out. for_unknown: what weights were multiplied by to stand for people of unknown eligibility. for_nonresponse: what
    respondents' were multiplied by after that; the mean over them where the factors differ."""

    level: str
    rate: ResponseRate
    weighted_rate: float
    for_unknown: float
    for_nonresponse: float


@dataclass(frozen=True, eq=False)
class NonresponseAdjustment:
    """weights: (n,) of everybody asked; zero for people who did not respond or whose eligibility is unknown. People found not to be
    eligible keep theirs: they stand for others like them on the list, and are outside the population.
    factors: (n,) over the weight before. total_before, total_after: sums of weights. largest: the largest factor of a respondent.
    """

    weights: Floats
    factors: Floats
    rate: ResponseRate
    classes: tuple[ClassAdjustment, ...]
    largest: float
    total_before: float
    total_after: float
    kish_deff: float
    n_effective_before: float
    n_effective: float
    certain: int
    method: str

    @property
    def smallest_class(self) -> ClassAdjustment:
        """The class with fewest respondents, of those that anybody is in."""
        return min((each for each in self.classes if each.rate.asked), key=lambda each: each.rate.responded)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was done and what to beware of, in words."""
        smallest = self.smallest_class
        said = [
            self.rate.sentence,
            f"Each respondent's weight was raised to stand for people like them who did not respond, at most {self.largest:.3g} times.",
            f"The smallest class, {smallest.level}, has {smallest.rate.responded:,} respondents of {smallest.rate.asked:,} asked.",
            f"The respondents tell as much as {self.n_effective:,.0f} people of equal weight would; before the adjustment, "
            f"{self.n_effective_before:,.0f}.",
        ]
        few = [each.level for each in self.classes if each.rate.asked and each.rate.responded < _FEW]
        if few:
            said.append(f"Fewer than {_FEW} people responded in: {', '.join(few)}. Merge classes where you can.")
        if self.certain:
            said.append(
                f"For {self.certain:,} people the model gives no doubt whether they responded, because all like them did, or none: "
                "nobody stands for those none of whom responded."
            )
        return (*said, "This corrects for differences between the classes, and not for differences within them.")


def adjust_by_class(weights: ArrayLike, dispositions: ArrayLike, classes: Factor) -> NonresponseAdjustment:
    """Adjust within weighting classes, in two steps (Valliant, Dever and Kreuter 2018, chapter 13): the weight of people of unknown
    eligibility is shared among those of known, then that of eligible people who did not respond among those who did. The weights of
    each class sum to what they did.

    weights: (n,) of everybody asked. dispositions: (n,) codes of `Disposition`. classes: the class of everybody.

    Raises ValueError naming the row or class when a row has no class, or a class that people are in has nobody to stand for them."""
    w, codes = _read(weights, dispositions)
    if classes.n != w.size:
        raise ValueError(f"{classes.name} has {classes.n} rows and there are {w.size} weights. They must be the same people.")
    place = classes.codes.astype(np.int64)
    if (place < 0).any():
        raise ValueError(f"{classes.name}: row {int(np.argmax(place < 0)) + 1} has no class. Give it one, or a class for not known.")
    held = np.array([np.bincount(place, w * (codes == code), len(classes.levels)) for code in Disposition])
    responded, silent, outside, unknown = held
    known = responded + silent + outside
    for level, k, u, r, s in zip(classes.levels, known, unknown, responded, silent, strict=True):
        if (u > 0 and k == 0) or (s > 0 and r == 0):
            who = "whose eligibility is known" if k == 0 else "who responded"
            raise ValueError(f"{classes.name}, {level}: there is nobody {who} to stand for the others. Merge it with another class.")
    for_unknown = np.divide(known + unknown, known, out=np.ones_like(known), where=known > 0)
    for_silent = np.divide(responded + silent, responded, out=np.ones_like(known), where=responded > 0)
    factors = _factors(codes, for_unknown[place], for_silent[place])
    return _result(w, codes, factors, place, classes.levels, f"nonresponse=classes of {classes.name}", 0)


def adjust_by_propensity(
    weights: ArrayLike,
    dispositions: ArrayLike,
    predictors: Sequence[Factor],
    *,
    numbers: Mapping[str, ArrayLike] | None = None,
    classes: int | None = None,
) -> NonresponseAdjustment:
    """Adjust by the chance of response that a weighted logit gives people alike in the predictors (see `response_propensity`): of
    having known eligibility first, then of responding among the eligible.

    classes: None divides by the chances themselves, after which sums of weights are kept only nearly; a number makes so many classes
    of equal weight by the chance of responding, and adjusts within them (Rosenbaum and Rubin 1984), which large factors suffer less.

    Diagnostics are by classes of the chance of responding (five where `classes` is None). Raises ValueError as `adjust_by_class`."""
    w, codes = _read(weights, dispositions)
    if classes is not None and classes < 2:
        raise ValueError(f"classes is {classes}. Give two or more, or None to use the chances themselves.")
    eligible = (codes == Disposition.RESPONDED) | (codes == Disposition.DID_NOT_RESPOND)
    known = codes != Disposition.ELIGIBILITY_UNKNOWN
    fit = response_propensity(w * eligible, codes == Disposition.RESPONDED, predictors, numbers)
    groups = classes or 5
    place = _by_chance(fit.chances, w, groups)
    levels = tuple(f"{words} of {groups} by chance of responding" for words in _ordinals(groups))
    if classes is not None:
        made = adjust_by_class(w, codes, Factor("chance of responding", levels, place))
        return _result(w, codes, made.factors, place, levels, f"nonresponse={classes} classes of propensity, logit", fit.certain)
    seen = np.ones(w.size) if known.all() else response_propensity(w, known, predictors, numbers).chances
    factors = _factors(codes, 1 / np.where(known, seen, 1), 1 / np.where(codes == Disposition.RESPONDED, fit.chances, 1))
    return _result(w, codes, factors, place, levels, "nonresponse=propensity, logit", fit.certain)


def _factors(codes: Codes, for_unknown: Floats, for_silent: Floats) -> Floats:
    responded, outside = codes == Disposition.RESPONDED, codes == Disposition.NOT_ELIGIBLE
    return np.where(responded, for_unknown * for_silent, np.where(outside, for_unknown, 0.0))


def _result(
    w: Floats, codes: Codes, factors: Floats, place: Codes, levels: Sequence[str], method: str, certain: int
) -> NonresponseAdjustment:
    after, here = w * factors, codes == Disposition.RESPONDED
    adjusted = []
    for code, level in enumerate(levels):
        among = place == code
        yes, known = among & here, among & (codes != Disposition.ELIGIBILITY_UNKNOWN)
        asked = yes | (among & (codes == Disposition.DID_NOT_RESPOND))
        unknown = _ratio(w[among].sum(), w[known].sum())
        adjusted.append(
            ClassAdjustment(
                level,
                ResponseRate.of(codes[among]),
                _ratio(w[yes].sum(), w[asked].sum()),
                unknown,
                _ratio(after[yes].sum(), unknown * w[yes].sum()),
            )
        )
    return NonresponseAdjustment(
        weights=after,
        factors=factors,
        rate=ResponseRate.of(codes),
        classes=tuple(adjusted),
        largest=float(factors[here].max()),
        total_before=float(w.sum()),
        total_after=float(after.sum()),
        kish_deff=kish_deff(after[here]),
        n_effective_before=n_effective(w[here]),
        n_effective=n_effective(after[here]),
        certain=certain,
        method=method,
    )


def _by_chance(chances: Floats, weights: Floats, groups: int) -> Codes:
    """Classes of nearly equal weight, lowest chance first; equal chances are never parted."""
    distinct, code = np.unique(chances.round(12), return_inverse=True)
    held = np.bincount(code, weights, distinct.size)
    middle = (np.cumsum(held) - held / 2) / held.sum()
    return np.minimum((middle * groups).astype(np.int64), groups - 1)[code]


def _ordinals(groups: int) -> list[str]:
    return ["lowest", *(str(number) for number in range(2, groups)), "highest"]


def _read(weights: ArrayLike, dispositions: ArrayLike) -> tuple[Floats, Codes]:
    w = np.asarray(weights, np.float64)
    if w.ndim != 1 or not np.isfinite(w).all() or (w < 0).any():
        raise ValueError("weights must be one row of numbers of zero or more, one for each person asked.")
    codes = read_dispositions(dispositions, w.size)
    if not (w * (codes == Disposition.RESPONDED)).any():
        raise ValueError("Nobody responded, so there is nobody to stand for the others.")
    return w, codes


def _ratio(part: float, whole: float) -> float:
    return float(part / whole) if whole else float("nan")
