"""How the uncertainty of the tables was worked out, for the document and in words."""

from collections.abc import Mapping
from typing import Any, Final

from folkmoot.charts import number
from folkmoot.weigh.plan import Plan, SampleDesign

USUAL_ERRORS: Final = "From the sample's design, by Taylor linearisation."
ENDS: Final = "The ends of the 95% interval."
NO_RANGE: Final = (
    "[u] also stands for groups in which enough people answered, but which the sample gives no range: they are in too few sampling units."
)
_SCALES: Final = {
    "logit": "on the logit scale",
    "wald": "as far below the estimate as above it (Wald), but never below 0% or above 100%",
}
_DEGREES: Final = {
    "design": "Student's t has the degrees of freedom of the whole sample, in small groups too.",
    "normal": "They are of the normal distribution and not of Student's t, which makes those of small groups narrower.",
}


def uncertainty(plan: Plan, *, replicates: int, left_out: int, told: bool, others: bool) -> dict[str, Any]:
    """What the document says where the plan asks for anything but the usual.

    replicates: how many there are. left_out: the most that any number shown does without; not `told` where it would tell how many people
    are in a hidden group. others: whether there are analyses or letters beside the tables."""
    design = plan.design
    return {
        "variance": design.variance,
        "replicates": replicates if design.replicated else None,
        "seed": design.seed if design.variance == "bootstrap" else None,
        "raked_again": bool(plan.weights.targets) if design.replicated else None,
        "left_out": left_out if design.replicated and (told or not left_out) else None,
        "missing": design.missing,
        "interval": design.interval,
        "df": design.df,
        "standard_errors": _standard_errors(plan, replicates),
        "intervals": intervals(plan, replicates),
        "notes": [*_left_out(left_out, replicates, told=told), *_notes(plan, others=others)],
    }


def intervals(plan: Plan, replicates: int | None = None) -> str:
    """What the intervals are, in a sentence without a verb. replicates: how many, where that is known."""
    return f"95%, {_SCALES[plan.design.interval]}, {_how(plan, replicates)}."


def facts(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The facts of the method that are about ranges."""
    made = document.get("uncertainty")
    said = "95%, on the logit scale, from the sample's design by Taylor linearisation."
    said = said if made is None else " ".join([made["intervals"], *made["notes"]])
    return [("Intervals", said), *([("Groups without a range", NO_RANGE)] if lacks_range(document) else [])]


def lacks_range(document: Mapping[str, Any]) -> bool:
    """Whether a group has no estimate although enough people answered."""
    return any(row["estimate"] is None and row["mark"] == "[u]" and row["base_quality"] != "unreliable" for row in document["findings"])


def _standard_errors(plan: Plan, replicates: int) -> str:
    if plan.design.variance == "linearised":
        return USUAL_ERRORS
    how = _how(plan, replicates)
    return f"{how[0].upper()}{how[1:]}."


def _how(plan: Plan, replicates: int | None) -> str:
    design = plan.design
    if not design.replicated:
        given = ", with the weights taken as given" if design.variance == "weights only" else ""
        return f"from the sample's design by Taylor linearisation{given}"
    many = "" if replicates is None else f"{number(replicates)} "
    said = f"from {many}{_replicates(design)}"
    return f"{said}; each was raked again to the targets" if plan.weights.targets else said


def _replicates(design: SampleDesign) -> str:
    if design.variance == "bootstrap":
        return f"bootstrap replicates of the sample (seed {design.seed})"
    if design.variance == "jackknife":
        return "jackknife replicates of the sample, each without one of its units"
    return "balanced half-samples"


def _left_out(left_out: int, replicates: int, *, told: bool) -> list[str]:
    if not left_out:
        return []
    many = f"Up to {number(left_out)} of the {number(replicates)}" if told else "Some"
    return [f"{many} replicates were left out, because they held nobody of a small group."]


def _notes(plan: Plan, *, others: bool) -> list[str]:
    design, notes = plan.design, []
    if design.variance == "weights only" and plan.weights.targets:
        notes.append("That the weights were made to meet the targets is left out, which mostly makes ranges wider.")
    if design.missing == "complete":
        notes.append("They are of the people with an answer alone, as if these were all who were sampled.")
    if design.interval == "wald":
        notes.append("Where all answers are alike, the range is Korn and Graubard's (1998).")
    if design.df in _DEGREES:
        notes.append(_DEGREES[design.df])
    if others:
        notes.append(
            "The analyses, and letters beside groups, do not follow this: "
            "what they have from the sample's design is by Taylor linearisation."
        )
    return notes
