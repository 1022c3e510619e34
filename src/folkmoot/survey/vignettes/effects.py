"""The effects and means an analysis of vignettes asks for, each as an estimate with its linearised variable."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from folkmoot.survey.answering_base import AnsweringBase
from folkmoot.survey.design import Design, Floats
from folkmoot.survey.factors import Factor
from folkmoot.survey.vignettes.model import VignetteModel

_NOBODY = "No profile with an answer shows “{}” ({})."
_CONFOUNDED = "The profiles shown cannot tell this from the effects of other attributes."


@dataclass(frozen=True, eq=False)
class Sought:
    """One row of a result before its uncertainty is known. where: what else was shown, in words; shown_with: the same as codes, by
    the attribute's place. vector: its contrast of the model's coefficients, None when there is none and `flag` says why. start: the
    contrast of the mean at the reference from the mean of all, None when it is not said."""

    attribute: int
    level: int
    reference: int | None
    shown_with: Mapping[int, int] = field(default_factory=dict)
    where: str = ""
    vector: Floats | None = None
    start: Floats | None = None
    flag: str = ""


@dataclass(frozen=True, eq=False)
class Found:
    """What was sought, found among the rows: (k,) estimate, reference_mean and df; (n, k) scores. bases, smallest: of each, the base
    and the people on the side that has fewer. rank: coefficients of the model. base: everybody in the analysis. scale: the largest
    size of the outcome."""

    sought: tuple[Sought, ...]
    estimate: Floats
    scores: Floats
    reference_mean: Floats
    df: Floats
    bases: tuple[AnsweringBase, ...]
    smallest: tuple[int, ...]
    flags: tuple[str, ...]
    base: AnsweringBase
    rank: int
    scale: float


def effect_sought(
    model: VignetteModel, attribute: int, level: int, reference: int, shown_with: Mapping[int, int], where: str = ""
) -> Sought:
    """The effect of showing a level and not the reference. Where its attribute is crossed with another, the effect is that at the
    level of `shown_with`; without one there, the plain mean over the levels of the other that both are shown with."""
    factor = model.attributes[attribute]
    plain = Sought(attribute, level, reference, shown_with, where)
    if not model.share(attribute)[level]:
        flag = _NOBODY.format(factor.levels[level], factor.name)
        return replace(plain, flag=flag)
    vector, flag = model.level(attribute, level) - model.level(attribute, reference), ""
    for pair in model.crossed:
        if attribute not in pair:
            continue
        other = pair[1] if pair[0] == attribute else pair[0]
        shown = model.combinations(pair) if pair[0] == attribute else model.combinations(pair).T
        both = (shown[level] > 0) & (shown[reference] > 0)
        partner = model.attributes[other]
        if other in shown_with:
            at = np.array([shown_with[other]])
            lacking = [code for code in (level, reference) if not shown[code, at[0]]]
            if lacking:
                flag = f"No profile shows “{factor.levels[lacking[0]]}” ({factor.name}) with “{partner.levels[at[0]]}” ({partner.name})."
                return replace(plain, flag=flag)
        else:
            at = np.flatnonzero(both)
            if not at.size:
                names = f"“{factor.levels[level]}” and “{factor.levels[reference]}” ({factor.name})"
                flag = f"No level of {partner.name} is shown with both {names}, so their difference cannot be told from it."
                return replace(plain, flag=flag)
            if at.size < (shown.sum(0) > 0).sum():
                words = ", ".join(f"“{partner.levels[code]}”" for code in at)
                flag = f"{flag} It holds where {partner.name} is one of: {words}.".strip()
        for code in at:
            vector = (
                vector + (model.both(attribute, level, other, int(code)) - model.both(attribute, reference, other, int(code))) / at.size
            )
    return replace(plain, vector=vector, start=_start(model, attribute, reference, shown_with), flag=flag)


def effects_found(model: VignetteModel, sought: Sequence[Sought], *, normal: bool) -> Found:
    """The effects sought of the model. normal: intervals of the normal, where there are degrees of freedom at all."""
    k = len(sought)
    columns = model.level(0, 0).size
    vectors = [
        np.zeros(columns) if vector is None else vector for each in ("vector", "start") for vector in (getattr(s, each) for s in sought)
    ]
    every = model.estimate(np.array(vectors).reshape(2 * k, columns))
    absent = np.array([s.vector is None for s in sought], np.bool_)
    unknown = absent | ~every.known[:k]
    no_start = np.array([s.start is None for s in sought], np.bool_) | ~every.known[k:] | unknown
    flags = tuple(
        _CONFOUNDED if lost and not gone else s.flag for s, gone, lost in zip(sought, absent.tolist(), unknown.tolist(), strict=True)
    )
    bases = [_base(model, s, (s.level, s.reference)) for s in sought]
    fewer = [min(_base(model, s, (s.level,)).n, _base(model, s, (s.reference,)).n) for s in sought]
    return Found(
        tuple(sought),
        np.where(unknown, np.nan, every.estimate[:k]),
        np.where(unknown, 0.0, every.scores[:, :k]),
        np.where(no_start, np.nan, model.mean + every.estimate[k:]),
        np.full(k, np.inf if normal and model.df > 0 else model.df),
        tuple(bases),
        tuple(fewer),
        flags,
        model.base,
        model.rank,
        float(np.abs(model.outcome[model.rows]).max()),
    )


def means_found(
    design: Design, outcome: Floats, attributes: Sequence[Factor], rows: NDArray[np.bool_], mixed: Mapping[int, Sequence[str]]
) -> Found:
    """The mean outcome of the profiles that show each level. rows: (n,) with an outcome and a weight. mixed: by an attribute's place,
    the attributes it misses combinations with."""
    sought, estimates, scores, bases = [], [], [], []
    for place, factor in enumerate(attributes):
        for level, name in enumerate(factor.levels):
            at = rows & (factor.codes == level)
            weights = np.where(at, design.weights, 0.0)
            total = float(weights.sum())
            flag = (
                f"Some combinations with {' and '.join(mixed[place])} are never shown, so part of this is theirs." if place in mixed else ""
            )
            flag = flag if total else _NOBODY.format(name, factor.name)
            sought.append(Sought(place, level, None, flag=flag))
            bases.append(AnsweringBase.of(design, at))
            mean = float(weights[at] @ outcome[at]) / total if total else np.nan
            if total and np.ptp(outcome[at]) == 0:
                mean = float(outcome[at][0])  # exactly, so that a share of all is 1
            estimates.append(mean)
            scores.append(np.where(at, outcome - mean, 0.0) / total if total else np.zeros(design.n))
    n = tuple(base.n for base in bases)
    df = np.array([base.df for base in bases])
    flags = tuple(s.flag for s in sought)
    base = AnsweringBase.of(design, rows)
    blank, scale = np.full(len(sought), np.nan), float(np.abs(outcome[rows]).max(initial=0.0))
    return Found(tuple(sought), np.array(estimates), np.column_stack(scores), blank, df, tuple(bases), n, flags, base, 1, scale)


def _base(model: VignetteModel, sought: Sought, levels: tuple[int | None, ...]) -> AnsweringBase:
    rows = model.rows & np.isin(model.attributes[sought.attribute].codes, [level for level in levels if level is not None])
    for other, code in sought.shown_with.items():
        rows = rows & (model.attributes[other].codes == code)
    return AnsweringBase.of(model.design, rows)


def _start(model: VignetteModel, attribute: int, reference: int, shown_with: Mapping[int, int]) -> Floats | None:
    """The contrast of the mean where the reference (and `shown_with`) is shown from the mean of all, the other attributes as they were
    shown. None where these are crossed with an attribute that is not fixed."""
    fixed = {attribute: reference, **shown_with}
    among = [pair for pair in model.crossed if set(pair) & set(fixed)]
    if any(not set(pair) <= set(fixed) for pair in among):
        return None
    vector = np.zeros(model.level(0, 0).size)
    for place, code in fixed.items():
        vector += model.level(place, code)
        for level, share in enumerate(model.share(place)):
            vector -= share * model.level(place, level)
    weights = model.design.weights[model.rows]
    for a, b in among:
        vector += model.both(a, fixed[a], b, fixed[b])
        shape = model.combinations((a, b)).shape
        code = model.attributes[a].codes[model.rows].astype(np.int64) * shape[1] + model.attributes[b].codes[model.rows]
        shares = np.bincount(code, weights, shape[0] * shape[1]).reshape(shape) / weights.sum()
        for level, other in np.argwhere(shares > 0):
            vector -= shares[level, other] * model.both(a, int(level), b, int(other))
    return vector
