"""How a plan says that the sample was drawn, and how the uncertainty of the tables is worked out; every mistake reported at its key."""

from typing import Final, cast, get_args

from folkmoot.survey import DfMethod, Interval, LonelyPsu
from folkmoot.survey.estimates import Missing
from folkmoot.weigh.limits import LIMITS
from folkmoot.weigh.plan import SampleDesign, VarianceMethod, Weights
from folkmoot.weigh.plan_keys import Table

REPLICATES: Final = 500
FEWEST_REPLICATES: Final = 100
SEED: Final = 1
LARGEST_SEED: Final = 2**53  # whole numbers that JSON and TOML readers all keep
LINEARISED: Final = 'Use variance = "linearised"'


def read_design(table: Table, weights: Weights) -> SampleDesign:
    """The design of a plan whose weights are read already. Mistakes go to the table's problems."""
    design = SampleDesign(
        strata=table.maybe_text("strata"),
        psu=table.maybe_text("psu"),
        fpc=table.maybe_text("fpc"),
        lonely_psu=cast("LonelyPsu", table.choice("lonely_psu", get_args(LonelyPsu)) or "fail"),
        variance=cast("VarianceMethod", table.choice("variance", get_args(VarianceMethod)) or "linearised"),
        replicates=table.whole("replicates", REPLICATES, FEWEST_REPLICATES, LIMITS.replicates),
        seed=table.whole("seed", SEED, 0, LARGEST_SEED),
        missing=cast("Missing", table.choice("missing", get_args(Missing)) or "domain"),
        interval=cast("Interval", table.choice("interval", get_args(Interval)) or "logit"),
        df=cast("DfMethod", table.choice("df", get_args(DfMethod)) or "domain"),
    )
    for key in ("replicates", "seed"):
        if key in table.values and design.variance != "bootstrap":
            table.problem(key, 'is for variance = "bootstrap": the others have as many replicates as the design gives them, and draw none.')
    if design.replicated:
        _check_replicated(table, design, weights)
    return design


def _check_replicated(table: Table, design: SampleDesign, weights: Weights) -> None:
    """What replicates of the sample cannot go with."""
    if design.variance == "balanced half-samples" and design.strata is None:
        table.problem("strata", "is missing. Balanced half-samples are for strata of two units each.")
    if design.fpc is not None and design.variance != "jackknife":
        words = f'does not go with variance = "{design.variance}", which is for sampling with replacement.'
        table.problem("fpc", f'{words} {LINEARISED} or "jackknife".')
    if "lonely_psu" in table.values:
        table.problem(
            "lonely_psu", f"is for linearised variances: replicates need two units in every stratum. {LINEARISED}, or leave it out."
        )
    if weights.targets and (weights.method != "raking" or weights.bounds is not None or weights.caps is not None):
        key = next(key for key in ("bounds", "caps", "method") if key == "method" or getattr(weights, key) is not None)
        given = f'weights.method = "{weights.method}"' if key == "method" else f"weights.{key}"
        words = f"every replicate is raked again to the targets, without {'another method' if key == 'method' else key}."
        table.problem("variance", f'"{design.variance}" does not go with {given}: {words} {LINEARISED}, or leave {given} out.')
    if design.missing == "complete":
        table.problem(
            "missing",
            f'"complete" does not go with variance = "{design.variance}": replicates are drawn of everybody who was sampled. '
            f'{LINEARISED} or "weights only".',
        )
