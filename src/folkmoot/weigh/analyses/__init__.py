"""The analyses a plan may ask for beside its tables: one module for each kind, with the same three things in it.

KEYS: the keys of its table in the plan. read(table, names): what is wanted, mistakes going to the table's problems.
run(wanted, given): a Section. The report, the workbook and the page are drawn from the Section alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from folkmoot.files.problems import RefusedError, did_you_mean, listed
from folkmoot.weigh.analyses import (
    compare,
    feature_weights,
    letters,
    model,
    moved,
    numbers,
    representativeness,
    sensitivity,
    shift,
    small_areas,
    tests,
    vignettes,
    waves,
)
from folkmoot.weigh.analyses.counts_together import hidden_together
from folkmoot.weigh.analyses.given import Given
from folkmoot.weigh.analyses.names import Names
from folkmoot.weigh.analyses.section import Section
from folkmoot.weigh.plan_keys import Table


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of analysis."""

    keys: tuple[str, ...]
    read: Callable[[Table, Names], Any]
    run: Callable[[Any, Given], Section]


KINDS: Final[Mapping[str, Kind]] = {
    "tests": Kind(tests.KEYS, tests.read, tests.run),
    "numbers": Kind(numbers.KEYS, numbers.read, numbers.run),
    "feature weights": Kind(feature_weights.KEYS, feature_weights.read, feature_weights.run),
    "representativeness": Kind(representativeness.KEYS, representativeness.read, representativeness.run),
    "sensitivity": Kind(sensitivity.KEYS, sensitivity.read, sensitivity.run),
    "waves": Kind(waves.KEYS, waves.read, waves.run),
    "small areas": Kind(small_areas.KEYS, small_areas.read, small_areas.run),
    "compare": Kind(compare.KEYS, compare.read, compare.run),
    "model": Kind(model.KEYS, model.read, model.run),
    "letters": Kind(letters.KEYS, letters.read, letters.run),
    "shift": Kind(shift.KEYS, shift.read, shift.run),
    "moved": Kind(moved.KEYS, moved.read, moved.run),
    "vignettes": Kind(vignettes.KEYS, vignettes.read, vignettes.run),
}


@dataclass(frozen=True, slots=True)
class Analysis:
    """One analysis of a plan. wanted: what its kind read."""

    id: str
    kind: str
    wanted: Any


def read_analyses(values: list[Any], names: Names, problems: list[str]) -> tuple[Analysis, ...]:
    """The analyses of a plan, in its order. Mistakes go to `problems`."""
    analyses = []
    for row, value in enumerate(values, start=1):
        path = f"analyses[{row}]"
        kind = str(value.get("kind")) if isinstance(value, Mapping) else ""
        if kind not in KINDS:
            problems.append(f'{path}.kind: must be one of {listed(KINDS)}, not "{kind}".{did_you_mean(kind, list(KINDS))}')
            continue
        table = Table(value, "analyses", path, problems, known=KINDS[kind].keys)
        analyses.append(Analysis(f"analysis-{row}", kind, KINDS[kind].read(table, names)))
    return tuple(analyses)


def run_analyses(given: Given) -> tuple[tuple[Analysis, Section], ...]:
    """Every analysis of the plan, none of which gives away what another hides. Raises RefusedError naming the first that cannot be made,
    and why."""
    made = [_run(row, analysis, given) for row, analysis in enumerate(given.plan.analyses)]
    columns = {name: codes for section in made for name, codes in section.counted_by.items()}
    counted = replace(given, answers=replace(given.answers, codes={**given.answers.codes, **columns}))
    more = hidden_together(counted, [section.counted for section in made])
    for row, (analysis, keys) in enumerate(zip(given.plan.analyses, more, strict=True)):
        if keys:
            made[row] = _run(row, analysis, replace(given, also_hidden=keys))
    return tuple(zip(given.plan.analyses, made, strict=True))


def _run(row: int, analysis: Analysis, given: Given) -> Section:
    try:
        return KINDS[analysis.kind].run(analysis.wanted, given)
    except ValueError as error:
        raise RefusedError([f"analyses[{row + 1}], {analysis.kind}: {error}"]) from error
