"""Whether the effect of one attribute of a vignette depends on another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from folkmoot.survey.chance import could_be_chance
from folkmoot.survey.covariance import linearised_covariance
from folkmoot.survey.design import Design, Floats
from folkmoot.survey.factors import Factor
from folkmoot.survey.models.collinearity import null_space
from folkmoot.survey.models.term_tests import TermTest, wald_test
from folkmoot.survey.variance import Variance
from folkmoot.survey.vignettes.amce import DfRule, complete, model_of, outcome_of, references_of, result
from folkmoot.survey.vignettes.effects import effect_sought, effects_found
from folkmoot.survey.vignettes.model import VignetteModel
from folkmoot.survey.vignettes.restrictions import Restricted, check_restricted
from folkmoot.survey.vignettes.results import VignetteResult, settled


@dataclass(frozen=True, eq=False)
class VignetteInteraction:
    """effects: of each level of one attribute, at each level of the other in turn. test: Wald's, that the effects are the same at all."""

    of: str
    within: str
    effects: VignetteResult
    test: TermTest

    @property
    def sentences(self) -> tuple[str, ...]:
        """What each effect says, and the test."""
        last = f"In these answers the effects of {self.of} differ between the levels of {self.within}. {could_be_chance(self.test.p)}"
        return (*self.effects.sentences, last)


def amce_within(
    design: Design,
    outcome: ArrayLike,
    attributes: Sequence[Factor],
    *,
    of: str,
    within: str,
    references: Mapping[str, str] | None = None,
    restricted: Restricted = "refuse",
    measure: str | None = None,
    variance: Variance = "raked",
    df: DfRule = "residual",
    confidence: float = 0.95,
) -> VignetteInteraction:
    """The effects of the attribute named `of` at each level of the attribute named `within`, from a regression with both and their
    interaction beside the other attributes, and the test that they do not differ (as R's `regTermTest`).

    A combination of the two that no profile shows has rows without a number, which say so; the test is of what the others leave to
    test, and says so in its method. `restricted` is for the other pairs. Everything else, and what is raised, as `amce`."""
    answers, measured = outcome_of(design, outcome, attributes, measure)
    check_restricted(restricted)
    names = [factor.name for factor in attributes]
    for argument, name in (("of", of), ("within", within)):
        if name not in names:
            raise ValueError(f"{argument} is “{name}”, which is not one of the attributes: {', '.join(names)}.")
    if of == within:
        raise ValueError(f"of and within are both “{of}”. Give two attributes.")
    one, other = names.index(of), names.index(within)
    pair = (min(one, other), max(one, other))
    model = model_of(design, answers, attributes, complete(design, answers, attributes), restricted, [pair])
    reference = references_of(model, references)[one]
    sought = [
        effect_sought(model, one, level, reference, {other: at}, f"with “{name}” ({within})")
        for at, name in enumerate(attributes[other].levels)
        for level in range(len(attributes[one].levels))
        if level != reference
    ]
    found = effects_found(model, sought, normal=df == "normal")
    rule = f"amce of {of} within {within}; least squares; restricted={restricted}; df={df}"
    effects = result(design, attributes, found, measured, variance, confidence, rule)
    return VignetteInteraction(of, within, effects, _no_interaction(model, pair, f"{of} by {within}", variance, found.scale))


def _no_interaction(model: VignetteModel, pair: tuple[int, int], term: str, variance: Variance, scale: float) -> TermTest:
    """Wald's test that the means of the combinations shown are sums of one number for each level of either."""
    shown = np.argwhere(model.combinations(pair) > 0)
    margins = np.concatenate([(shown[:, side] == np.arange(shown[:, side].max() + 1)[:, None]) for side in (0, 1)]).astype(np.float64)
    free: Floats = null_space(margins)  # over the combinations, sums of zero along either attribute
    one, other = pair
    cells = np.array([model.both(one, int(a), other, int(b)) for a, b in shown])
    tested = model.estimate(free.T @ cells)
    levels = [np.unique(shown[:, side]).size for side in (0, 1)]
    method = "taylor; every combination shown"
    if len(shown) < levels[0] * levels[1]:
        method = f"taylor; {levels[0] * levels[1] - len(shown)} of {levels[0] * levels[1]} combinations are never shown"
    estimate, covariance = settled(tested.estimate, linearised_covariance(model.design, tested.scores, variance=variance), scale)
    return wald_test(term, estimate, covariance, model.df, model.base.n, method=method)
