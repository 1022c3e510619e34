"""Making up for people in the file who gave no answers: the weights of those who responded, or stayed, raised to stand for them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from folkmoot.charts import number
from folkmoot.files.problems import RefusedError
from folkmoot.survey import Factor
from folkmoot.survey.weights import Disposition, NonresponseAdjustment, ResponseRate, adjust_by_class, adjust_by_propensity
from folkmoot.weigh.answers import Answers, Asked, Codes, Floats
from folkmoot.weigh.plan import Adjustment, Plan
from folkmoot.weigh.words import together

AS_GIVEN = "adjusted weights=as given"
"""The variance takes the adjusted weights as they are. It leaves out that the chances of responding were themselves estimated."""
_KINDS = {
    Disposition.RESPONDED: "responded",
    Disposition.DID_NOT_RESPOND: "did not respond",
    Disposition.NOT_ELIGIBLE: "were found not to be eligible",
    Disposition.ELIGIBILITY_UNKNOWN: "are not known to be eligible",
}
_STAYING = {Disposition.RESPONDED: "stayed", Disposition.DID_NOT_RESPOND: "left"}


@dataclass(frozen=True, slots=True)
class MadeUp:
    """What was done. weights: (n,) of the responses. rate: of everybody in the file. largest: what a weight was multiplied by at most.
    n_effective_before, n_effective: of the responses. hash: of everybody in the file, as `Answers.hash` is of the responses.
    """

    adjustment: Adjustment
    by: tuple[str, ...]
    weights: Floats
    rate: ResponseRate
    largest: float
    n_effective_before: float
    n_effective: float
    certain: bool
    method: tuple[str, ...]
    hash: str

    @property
    def sentences(self) -> tuple[str, ...]:
        """Who responded or stayed, what was done about the others, and what it cost."""
        left = self.adjustment.kind == "attrition"
        rate, by = self.rate, together(self.by)
        said = [
            f"{number(rate.responded)} of the {number(rate.asked)} people of the wave before took part again: {rate.highest:.1%}."
            if left
            else f"{rate.sentence} The rate is of everybody asked, without those found not to be eligible (AAPOR’s RR1)."
            if not rate.unknown
            else f"{rate.sentence} The lower counts them as eligible (AAPOR’s RR1), the higher as not (RR5)."
        ]
        who, others = ("stayed", "left") if left else ("responded", "did not")
        said += [
            f"The weight of each person who {who} was raised to stand for people like them in {by} who {others}, at most "
            f"{self.largest:.2f} times.",
            f"That costs sureness: those who {who} are worth {number(self.n_effective)} people of equal weight, and were worth "
            f"{number(self.n_effective_before)} before.",
        ]
        if self.certain:
            said.append(f"In some groups by {by} all people {who}, or none did. Nobody stands for a group in which none did.")
        said.append(
            f"This corrects for differences by {by}, and for no others. The ranges take the raised weights as given: they leave out "
            f"that how likely people were to have {who} had to be estimated."
        )
        return tuple(said)


def starting_weights(answers: Answers, plan: Plan) -> Floats:
    """The weights before anything is done to them: the plan's column, or 1 each."""
    return np.ones(answers.n) if plan.weights.base is None else answers.numbers[plan.weights.base]


def make_up(asked: Asked, adjustment: Adjustment, plan: Plan) -> MadeUp:
    """Weights of those who responded, as the plan says. Raises RefusedError when nobody can stand for some of the others, or when the
    weights would tell how many of a small group responded or did not."""
    everybody, least = asked.everybody, plan.publish.small_cell
    factors = [Factor(plan.label(name), plan.levels(name), everybody.codes[name]) for name in adjustment.by]
    joined = [Factor(plan.label(name), plan.levels(name), everybody.codes[name]) for name in _joined(adjustment, plan)]
    groups = [crossed(factors)] if adjustment.method == "classes" else [*factors, *joined]
    problems = [problem for factor in groups for problem in _small(factor, asked.dispositions, adjustment, least)]
    if problems:
        raise RefusedError(problems)
    weights = starting_weights(everybody, plan)
    try:
        made = (
            adjust_by_class(weights, asked.dispositions, groups[0])
            if adjustment.method == "classes"
            else adjust_by_propensity(weights, asked.dispositions, factors, classes=adjustment.classes)
        )
    except ValueError as error:
        raise RefusedError([f"{adjustment.path}: {error}"]) from error
    if adjustment.classes is not None and (few := _small_classes(made, least)):
        raise RefusedError([f"{adjustment.path}.classes: {few} Give fewer classes."])
    method = made.method if adjustment.kind == "nonresponse" else made.method.replace("nonresponse=", "attrition=")
    return MadeUp(
        adjustment=adjustment,
        by=tuple(factor.name for factor in factors),
        weights=made.weights[asked.responded],
        rate=made.rate,
        largest=made.largest,
        n_effective_before=made.n_effective_before,
        n_effective=made.n_effective,
        certain=bool(made.certain),
        method=(method, AS_GIVEN),
        hash=everybody.hash,
    )


def crossed(factors: Sequence[Factor]) -> Factor:
    """Every combination of the factors' levels as one factor."""
    name, levels, codes = factors[0].name, tuple(factors[0].levels), factors[0].codes.astype(np.int64)
    for factor in factors[1:]:
        codes = codes * len(factor.levels) + factor.codes
        levels = tuple(f"{one}, {other}" for one in levels for other in factor.levels)
        name = f"{name} by {factor.name}"
    return Factor(name, levels, codes)


def _joined(adjustment: Adjustment, plan: Plan) -> list[str]:
    """Factors shown or raked to that join some of those adjusted by: sums of weights by them tell the chances of each combination."""
    names = dict.fromkeys([*plan.publish.factors, *(target.factor for target in plan.weights.targets)])
    joins = [plan.derived[name] for name in names if name in plan.derived and plan.derived[name].how == "join"]
    return [join.name for join in joins if set(join.sources) <= set(adjustment.by)]


def _small(factor: Factor, dispositions: Codes, adjustment: Adjustment, least: int) -> list[str]:
    """A problem for each level in which so few people responded, or did anything else, that the weights would tell how many: a weight
    is raised by all over those who responded, and sums of weights are published."""
    words = _KINDS if adjustment.kind == "nonresponse" else _STAYING
    problems = []
    for disposition, did in words.items():
        counts = np.bincount(factor.codes[dispositions == disposition].astype(np.int64), minlength=len(factor.levels))
        problems += [
            f"{adjustment.path}.by: {factor.name}, {level}: only {count} {did}. Weights that make up for them would show how many: "
            f"group it with another until {least} or more did, or none."
            for level, count in zip(factor.levels, counts.tolist(), strict=True)
            if 0 < count < least
        ]
    return problems


def _small_classes(made: NonresponseAdjustment, least: int) -> str:
    for each in made.classes:
        rate = each.rate
        if any(0 < count < least for count in (rate.responded, rate.did_not_respond, rate.not_eligible, rate.unknown)):
            return f"the class {each.level} has fewer than {least} people who responded, or who did not, and the weights would show it."
    return ""
