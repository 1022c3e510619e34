"""Factorial vignettes and conjoint experiments: what each attribute of a profile does to the answer.

An average marginal component effect (AMCE; Hainmueller, Hopkins and Yamamoto 2014) is how much showing one level and not another
changes the mean answer, the other attributes as they were shown. A marginal mean (Leeper, Hobolt and Tilley 2020) is the mean answer
to the profiles that show a level. One row is one profile; the design's sampling unit is the person who was shown it.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from folkmoot.survey.answering_base import read_answers
from folkmoot.survey.covariance import linearised_covariance
from folkmoot.survey.design import Design, Floats
from folkmoot.survey.factors import Factor
from folkmoot.survey.variance import Variance, variance_tag
from folkmoot.survey.vignettes.effects import Found, effect_sought, effects_found, means_found
from folkmoot.survey.vignettes.model import Pair, VignetteModel
from folkmoot.survey.vignettes.restrictions import Restricted, check_restricted, never_shown, refuse_restricted
from folkmoot.survey.vignettes.results import Uncertainty, VignetteResult, VignetteRow, flagged, settled, share_intervals, uncertainties
from folkmoot.survey.vignettes.words import Measure, effect_sentence, mean_sentence

DfRule = Literal["residual", "normal"]
_USE_COMMON = "Ask for restricted=“common” to compare within the combinations shown with both, or leave the combinations' levels out."
_USE_SHOWN = "Ask for restricted=“shown” to have each mean over the profiles as they were shown, or look at effects."


def amce(
    design: Design,
    outcome: ArrayLike,
    attributes: Sequence[Factor],
    *,
    references: Mapping[str, str] | None = None,
    restricted: Restricted = "refuse",
    measure: str | None = None,
    variance: Variance = "raked",
    df: DfRule = "residual",
    confidence: float = 0.95,
) -> VignetteResult:
    """The average marginal component effect of each level against its attribute's reference, by weighted least squares on all
    attributes at once, with the linearised covariance of the design (as R's `svyglm`, which `cregg::amce` calls).

    outcome: (n,) 0 and 1, or a rating; NaN for no answer. attributes: of the profiles, every one that was varied. A profile without an
    outcome or an attribute leaves the base. references: the level to compare with, by attribute; otherwise the first that is shown.
    restricted: when no profile shows some combination of levels, "refuse" says which, and "common" takes the effect to be its plain
    mean over the levels of the other attribute that both levels are shown with; such a row is flagged.
    measure: what the outcome is called in sentences, such as "the share who accepted". df: "residual" is t on units less strata less
    coefficients (as R's `svyglm`); "normal" is as `cregg`.

    Raises ValueError when the arrays do not fit, an attribute has one level only, or combinations are missing and refused."""
    answers, measured = outcome_of(design, outcome, attributes, measure)
    check_restricted(restricted)
    rows = complete(design, answers, attributes)
    found = amce_found(design, answers, attributes, rows, references, restricted, df)
    rule = f"amce; least squares; restricted={restricted}; df={df}"
    return result(design, attributes, found, measured, variance, confidence, rule)


def marginal_means(
    design: Design,
    outcome: ArrayLike,
    attributes: Sequence[Factor],
    *,
    restricted: Literal["refuse", "shown"] = "refuse",
    measure: str | None = None,
    variance: Variance = "raked",
    confidence: float = 0.95,
) -> VignetteResult:
    """The mean outcome of the profiles that show each level (as R's `svymean` by level, and `cregg::mm`).

    restricted: when no profile shows some combination of levels, "refuse" says which; "shown" gives the means of the profiles as they
    were shown, and flags every row of an attribute the combination is of. A profile without an outcome leaves the base, and one
    without the attribute that attribute's rows. Intervals are t on units less strata that hold the level, of shares symmetric on the
    logit scale. The rest as `amce`."""
    answers, measured = outcome_of(design, outcome, attributes, measure)
    if restricted not in ("refuse", "shown"):
        raise ValueError(f"restricted is {restricted!r}. Use one of: refuse, shown.")
    found = means_by_level(design, answers, attributes, ~np.isnan(answers) & (design.weights > 0), restricted)
    rule = f"marginal means; restricted={restricted}; df=domain"
    return result(design, attributes, found, measured, variance, confidence, rule)


def outcome_of(design: Design, outcome: ArrayLike, attributes: Sequence[Factor], measure: str | None) -> tuple[Floats, Measure]:
    """The outcome as numbers and what it is called. Raises ValueError when it or the attributes do not fit the design."""
    answers = read_answers(design, outcome)
    if not attributes:
        raise ValueError("attributes is empty. Give the attributes of the profiles.")
    names = [factor.name for factor in attributes]
    for factor in attributes:
        if names.count(factor.name) > 1:
            raise ValueError(f"{factor.name} is given twice. Give each attribute once.")
        if factor.n != design.n:
            raise ValueError(f"{factor.name} has {factor.n} rows and the design {design.n}. Give a level for each profile.")
    counted = ~np.isnan(answers) & (design.weights > 0)
    if not counted.any():
        raise ValueError("No profile has an answer. There is nothing to estimate.")
    return answers, Measure.of(answers[counted], measure)


def complete(design: Design, answers: Floats, attributes: Sequence[Factor]) -> NDArray[np.bool_]:
    """(n,) the profiles that have an outcome, every attribute and a weight."""
    there = np.logical_and.reduce([factor.codes >= 0 for factor in attributes])
    return np.asarray(~np.isnan(answers) & (design.weights > 0) & there, np.bool_)


def model_of(
    design: Design,
    answers: Floats,
    attributes: Sequence[Factor],
    rows: NDArray[np.bool_],
    restricted: str,
    also: Sequence[Pair] = (),
) -> VignetteModel:
    """The regression, crossing the pairs that miss combinations, and those of `also`. Raises ValueError as `amce`."""
    if not rows.any():
        raise ValueError("No profile has an answer and every attribute. There is nothing to estimate.")
    missing = {pair: found for pair, found in never_shown(attributes, rows).items() if pair not in also}
    if restricted == "refuse":
        refuse_restricted(missing, _USE_COMMON)
    for factor in attributes:
        if np.unique(factor.codes[rows]).size < 2:
            raise ValueError(f"{factor.name}: the profiles show one of its levels only, so it has no effect to estimate. Leave it out.")
    return VignetteModel(design, tuple(attributes), tuple(sorted({*missing, *also})), answers, rows)


def references_of(model: VignetteModel, references: Mapping[str, str] | None) -> list[int]:
    """The reference level of each attribute. Raises ValueError for one that is not shown, or an attribute that is not there."""
    wanted = dict(references or {})
    found = []
    for place, factor in enumerate(model.attributes):
        shown = model.share(place) > 0
        level = wanted.pop(factor.name, None)
        if level is None:
            found.append(int(np.argmax(shown)))
        elif level not in factor.levels or not shown[factor.levels.index(level)]:
            raise ValueError(f"{factor.name}: no profile shows the reference “{level}”. Choose a level that is shown.")
        else:
            found.append(factor.levels.index(level))
    if wanted:
        raise ValueError(f"references names “{next(iter(wanted))}”, which is not one of the attributes.")
    return found


def amce_found(
    design: Design,
    answers: Floats,
    attributes: Sequence[Factor],
    rows: NDArray[np.bool_],
    references: Mapping[str, str] | None,
    restricted: Restricted,
    df: DfRule,
) -> Found:
    """The effects of all levels but the references among the rows."""
    model = model_of(design, answers, attributes, rows, restricted)
    sought = [
        effect_sought(model, place, level, reference, {})
        for place, reference in enumerate(references_of(model, references))
        for level in range(len(attributes[place].levels))
        if level != reference
    ]
    return effects_found(model, sought, normal=df == "normal")


def means_by_level(design: Design, answers: Floats, attributes: Sequence[Factor], rows: NDArray[np.bool_], restricted: str) -> Found:
    """The marginal means among the rows."""
    missing = never_shown(attributes, rows & np.logical_and.reduce([factor.codes >= 0 for factor in attributes]))
    if restricted == "refuse":
        refuse_restricted(missing, _USE_SHOWN)
    mixed: dict[int, list[str]] = {}
    for pair in missing:
        for one, other in (pair, pair[::-1]):
            mixed.setdefault(one, []).append(attributes[other].name)
    return means_found(design, answers, attributes, rows, mixed)


def result(
    design: Design, attributes: Sequence[Factor], found: Found, measure: Measure, variance: Variance, confidence: float, rule: str
) -> VignetteResult:
    """The rows with their uncertainty and sentences."""
    estimate, covariance = settled(found.estimate, linearised_covariance(design, found.scores, variance=variance), found.scale)
    of_effects = found.sought[0].reference is not None
    known = uncertainties(estimate, covariance, found.df, confidence, test=of_effects)
    interval = "wald"
    if measure.share and not of_effects:
        known, interval = share_intervals(known, found.bases, confidence), "logit"
    rows = tuple(_row(attributes, found, at, known[at], measure, confidence) for at in range(len(known)))
    raked = variance_tag(design, variance)
    people = "units=psu" if design.psu is not None else "units=rows"
    method = f"{rule}; variance=taylor,{raked}; {people}; interval={interval},{confidence:g}; missing=domain"
    return VignetteResult(rows, covariance, found.base.n_rows, found.base.n, confidence, method)


def _row(attributes: Sequence[Factor], found: Found, at: int, known: Uncertainty, measure: Measure, confidence: float) -> VignetteRow:
    sought, base = found.sought[at], found.bases[at]
    factor = attributes[sought.attribute]
    level, reference = factor.levels[sought.level], None if sought.reference is None else factor.levels[sought.reference]
    where = f"{sought.where}, " if sought.where else ""
    if np.isnan(known.estimate):
        sentence = f"{where[:1].upper()}{where[1:]}{factor.name}, “{level}”: there is no number."
    elif reference is None:
        sentence = mean_sentence(factor.name, level, measure, known.numbers(base, confidence), where)
    else:
        shown = f"showing “{level}” rather than “{reference}” ({factor.name})"
        sentence = effect_sentence(shown, measure, known.numbers(base, confidence), float(found.reference_mean[at]), where)
    sentence, flag = flagged(sentence, [found.flags[at]], None if np.isnan(known.estimate) else found.smallest[at])
    return VignetteRow(
        attribute=factor.name,
        level=level,
        reference=reference,
        where=sought.where,
        **vars(known),
        n_profiles=base.n_rows,
        n=base.n,
        n_weighted=base.n_weighted,
        n_effective=base.n_effective,
        reference_mean=float(found.reference_mean[at]),
        flag=flag,
        sentence=sentence,
    )
