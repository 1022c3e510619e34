"""How a plan says that answers are made fair: base weights, who is missing, and targets; every mistake reported at its key."""

from typing import Any, Final, cast, get_args

from folkmoot.weigh.plan import Adjustment, ResponseMethod, Target, WeightMethod, Weights
from folkmoot.weigh.plan_keys import Table, is_number

CLASSES: Final = (2, 50)
"""How few and how many classes by the chance of responding there may be."""


def read_weights(table: Table) -> Weights:
    """The weights of a plan. Mistakes go to the table's problems."""
    method = cast("WeightMethod", table.choice("method", get_args(WeightMethod)) or "raking")
    bounds, caps = _around_one(table, "bounds", "[0.3, 4.0]"), _around_one(table, "caps", "[0.2, 5.0]")
    if method == "logit" and "bounds" not in table.values:
        table.problem("bounds", "is missing. Logit weights always have bounds, as in [0.3, 4.0].")
    if caps and (bounds or method != "raking"):
        table.problem("caps", "goes with raking alone, without bounds: caps limit the weights themselves, bounds how far each may move.")
    targets = [
        _target(name, Table(value, "weights.targets.NAME", f"weights.targets.{name}", table.problems))
        for name, value in table.table("targets").items()
    ]
    for key in ("method", "bounds", "caps"):
        if key in table.values and not targets:
            table.problem(key, "has nothing to work on: there are no targets.")
    total = table.number("population_total")
    return Weights(table.maybe_text("base"), method, bounds, caps, total, tuple(targets), _adjustment(table))


def _adjustment(weights: Table) -> Adjustment | None:
    """From the one of the two tables that is there."""
    read = {"nonresponse": _nonresponse, "attrition": _attrition}
    there = {
        kind: read[kind](Table(weights.table(kind), f"weights.{kind}", f"weights.{kind}", weights.problems))
        for kind in read
        if kind in weights.values
    }
    if len(there) > 1:
        weights.problem("attrition", "and nonresponse do not go together: the file holds everybody asked, or all of the wave before.")
    return next(iter(there.values()), None)


def _nonresponse(table: Table) -> Adjustment:
    method = cast("ResponseMethod", table.choice("method", get_args(ResponseMethod)) or "classes")
    classes = table.whole("classes", 0, *CLASSES) or None
    if method == "classes" and "classes" in table.values:
        table.problem("classes", 'is for method = "propensity": classes of people with nearly the same chance of responding.')
    return Adjustment(
        kind="nonresponse",
        column=table.text("responded", required=True),
        yes=table.texts("yes", required=True),
        no=table.texts("no", required=True),
        not_eligible=table.texts("not_eligible"),
        unknown=table.texts("unknown"),
        by=_by(table),
        method=method,
        classes=classes,
    )


def _attrition(table: Table) -> Adjustment:
    column, yes, no = table.text("stayed", required=True), table.texts("yes", required=True), table.texts("no", required=True)
    return Adjustment("attrition", column, yes, no, (), (), _by(table), "propensity", None)


def _by(table: Table) -> tuple[str, ...]:
    by = table.texts("by", required=True)
    if "by" in table.values and not by:
        table.problem("by", "is empty. Name what is known of everybody, of those who gave no answers too.")
    return by


def _around_one(table: Table, key: str, example: str) -> tuple[float, float] | None:
    given = table.values.get(key)
    if given is None:
        return None
    least, most = _pair(given)
    if least is None or most is None or not 0 <= least < 1 < most:
        table.problem(key, f"must be two numbers around 1, as in {example}, not {given!r}.")
        return None
    return least, most


def _pair(bounds: object) -> tuple[float | None, float | None]:
    if isinstance(bounds, list | tuple) and len(bounds) == 2 and all(is_number(b) for b in bounds):
        return float(bounds[0]), float(bounds[1])
    return None, None


def _target(name: str, table: Table) -> Target:
    units = [unit for unit in ("people", "percent", "share") if unit in table.values]
    if len(units) != 1:
        table.problem("", 'needs exactly one of "people", "percent" or "share": how much of the population is in each level.')
    unit = units[0] if units else "share"
    return Target(
        factor=name,
        source=table.text("source", required=True),
        unit=cast("Any", unit),
        amounts=table.numbers(unit),
        not_in_source=table.texts("not_in_source"),
    )
