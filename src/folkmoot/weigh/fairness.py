"""Making the answers fair: from base weights and targets to raked weights, with what that cost."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from folkmoot.files.problems import RefusedError
from folkmoot.survey import Design, Margin, RakingError, kish_deff, n_effective, rake
from folkmoot.survey.weights import CalibrationError, calibrate, find_contradiction, rake_with_cap
from folkmoot.weigh.answers import NONE, Answers, Floats
from folkmoot.weigh.making_up import MadeUp, make_up, starting_weights
from folkmoot.weigh.plan import Plan, Target, Weights


@dataclass(frozen=True, slots=True)
class Adjusted:
    """How the weights were made to meet the targets. limits: bounds or caps, with how many weights are at the lower and the upper.
    largest_error: the largest relative distance of a level from its target."""

    design: Design
    iterations: int
    largest_error: float
    limits: tuple[float, float] | None
    at_lower: int
    at_upper: int


@dataclass(frozen=True, slots=True)
class Fairness:
    """The design with its final weights. `raking` is None when the plan has no targets, `made_up` when it does not say who was asked.

    population: how many people the weights stand for, or None when the plan does not say (the weights then sum to the responses, or to
    the base weights). targets: by factor, the number the raked weights of each level sum to. base: the design with the weights from
    before they were made to meet the targets; margins: the targets as they were made to meet them.
    """

    design: Design
    raking: Adjusted | None
    population: float | None
    targets: dict[str, Floats]
    kish_deff: float
    n_effective: float
    ratios: tuple[float, float]
    made_up: MadeUp | None
    base: Design
    margins: tuple[Margin, ...]


def make_fair(answers: Answers, plan: Plan) -> Fairness:
    """The answers' design, raked to the plan's targets when it has some. Raises RefusedError when the targets cannot be met.

    Where the file holds people who did not respond, the base weights are first raised to make up for them."""
    weights = plan.weights
    made_up = None if answers.asked is None or weights.adjustment is None else make_up(answers.asked, weights.adjustment, plan)
    base = starting_weights(answers, plan) if made_up is None else made_up.weights
    population = weights.population_total or next((sum(t.amounts.values()) for t in weights.targets if t.unit == "people"), None)
    if population is not None:
        base = base * (population / base.sum())  # bounds are ratios to the base weight: both must stand for the same people
    total = float(base.sum())
    try:
        design = drawn = sampled(answers, plan, base)
        raking, targets, margins = None, {}, []
        if weights.targets:
            targets = {target.factor: _numbers(target, answers, plan, base, total) for target in weights.targets}
            margins = [Margin(plan.label(f), plan.levels(f), answers.codes[f], numbers) for f, numbers in targets.items()]
            raking = _adjusted(design, margins, weights)
            design = raking.design
    except RakingError as error:
        proof = None if weights.caps else find_contradiction(design, margins, bounds=weights.bounds)
        raise RefusedError([f"weights: {error}", *([f"weights: {proof.sentence}"] if proof else [])]) from error
    except CalibrationError as error:
        raise RefusedError([f"weights: {error}"]) from error
    except ValueError as error:
        raise RefusedError([f"design: {error}"]) from error
    ratios = design.weights / design.weights.mean()
    return Fairness(
        design=design,
        raking=raking,
        population=population,
        targets=targets,
        kish_deff=kish_deff(design.weights),
        n_effective=n_effective(design.weights),
        ratios=(float(ratios.min()), float(ratios.max())),
        made_up=made_up,
        base=drawn,
        margins=tuple(margins),
    )


def _adjusted(design: Design, margins: Sequence[Margin], weights: Weights) -> Adjusted:
    """The weights that meet the margins, made as the plan says."""
    if weights.caps is not None:
        capped = rake_with_cap(design, margins, lower=weights.caps[0], upper=weights.caps[1])
        return Adjusted(capped.design, capped.iterations, capped.largest_error, weights.caps, capped.at_lower, capped.at_upper)
    made = (
        rake(design, margins, bounds=weights.bounds)
        if weights.method == "raking"
        else calibrate(design, margins, distance=weights.method, bounds=weights.bounds)
    )
    return Adjusted(made.design, made.iterations, made.largest_error, weights.bounds, made.at_lower, made.at_upper)


def sampled(answers: Answers, plan: Plan, base: Floats) -> Design:
    """How the people of these answers were drawn, with these weights. Raises ValueError when the columns do not describe a design."""

    def coded(name: str | None) -> np.ndarray[tuple[int], np.dtype[np.int64]] | None:
        return None if name is None else np.unique(answers.names[name].to_numpy(), return_inverse=True)[1].astype(np.int64)

    fpc = None if plan.design.fpc is None else answers.numbers[plan.design.fpc]
    # one response has no spread and nothing of it is shown: that is no reason to refuse
    lonely = "certainty" if answers.n == 1 else plan.design.lonely_psu
    return Design(base, strata=coded(plan.design.strata), psu=coded(plan.design.psu), fpc=fpc, lonely_psu=lonely)


def _numbers(target: Target, answers: Answers, plan: Plan, base: Floats, total: float) -> Floats:
    """The number of people each level should stand for.

    Levels the source does not count keep the share of the base weights they have; the others divide the rest as the target says.
    """
    levels = plan.levels(target.factor)
    codes = answers.codes[target.factor]
    held = np.bincount(codes[codes != NONE], base[codes != NONE], len(levels))
    outside = np.array([level in target.not_in_source for level in levels])
    amounts = np.array([target.amounts.get(level, 0.0) for level in levels])
    rest = total - float(held[outside].sum())
    return np.where(outside, held, amounts / amounts.sum() * rest)
