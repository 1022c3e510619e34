"""Who moved, in a small group of people: counts of those who took part, and exact tests among them. Never an estimate for others."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isnan

import numpy as np

from folkmoot.files.problems import listed
from folkmoot.survey import Factor
from folkmoot.survey.people import people
from folkmoot.survey.shift import (
    PeopleTest,
    RankBiserial,
    cochran_q,
    friedman,
    mcnemar,
    one_of,
    page_trend,
    paired_table,
    rank_biserial,
    stuart_maxwell,
    who_moved,
    wilcoxon_signed_rank,
)
from folkmoot.survey.shift.people_test import COUNTS_ONLY, times
from folkmoot.weigh.analyses.given import Given
from folkmoot.weigh.analyses.moves_counted import counted_moves, counted_steps
from folkmoot.weigh.analyses.moves_shown import MovesShown, moves_shown, nothing_shown, shown_sums
from folkmoot.weigh.analyses.names import Names
from folkmoot.weigh.analyses.same_people import few_missed, read_steps, same_people, statements_of, step_words, told_elsewhere
from folkmoot.weigh.analyses.section import Column, Row, Section
from folkmoot.weigh.answers import Codes
from folkmoot.weigh.hiding import Mask
from folkmoot.weigh.plan_keys import Table

KEYS = ("kind", "title", "steps", "yes", "ordered", "foretold", "session", "seed")
MOST_ANSWERS = 10
"""Of the table of who moved: a wider one is not read, and is mostly hidden."""
_UNLIKELY = 0.05


@dataclass(frozen=True, slots=True)
class Moved:
    """yes: the levels taken together as yes, or none. foretold: the steps from the one expected lowest, numbered from 1, or none."""

    title: str
    steps: tuple[str, ...]
    yes: tuple[str, ...]
    ordered: bool
    foretold: tuple[int, ...]
    session: str
    seed: int


def read(table: Table, names: Names) -> Moved:
    """From the plan. Mistakes go to the table's problems."""
    steps = read_steps(table, names)
    levels = names.levels[steps[0]] if steps else ()
    yes, ordered = table.texts("yes"), table.flag("ordered")
    for word in yes:
        if steps:
            names.level(table, "yes", steps[0], word)
    if levels and set(yes) >= set(levels):
        table.problem("yes", "names every answer. Name those that count as yes, and leave others out.")
    if yes and ordered:
        table.problem("ordered", "and yes do not go together: yes or no has one order only.")
    answers = 2 if yes else len(levels)
    if len(steps) > 2 and answers > 2 and not ordered:
        table.problem("steps", "are more than two: say ordered = true when the answers go from lowest to highest, or name those of yes.")
    if answers > MOST_ANSWERS:
        table.problem("steps", f"have {answers} answers. The most is {MOST_ANSWERS}: group them in [derive], or name those of yes.")
    return Moved(
        title=table.text("title", default="Who moved"),
        steps=steps,
        yes=yes,
        ordered=ordered,
        foretold=_foretold(table, steps, ordered=ordered),
        session=names.factor(table, "session", required=False),
        seed=table.whole("seed", 1, 0, 2**31 - 1),
    )


def _foretold(table: Table, steps: tuple[str, ...], *, ordered: bool) -> tuple[int, ...]:
    named = table.texts("foretold")
    if not named:
        return ()
    if len(steps) < 3 or not ordered:
        table.problem("foretold", "is for three steps or more of answers with ordered = true.")
    if sorted(named) != sorted(steps):
        table.problem("foretold", f"must name each of the steps once, the one expected lowest first: {listed(steps)}.")
        return ()
    return tuple(steps.index(name) + 1 for name in named)


def run(wanted: Moved, given: Given) -> Section:
    """Unweighted counts and exact tests of those who answered every step."""
    steps: Sequence[Factor] = same_people(given, wanted.steps)
    groups = list(range(len(steps[0].levels)))
    # the tables of a statement are of all who answered it: with few more than here, the difference would tell what those said
    differs = any(
        statements_of(given, [name]) and few_missed(given, name, step.codes) for name, step in zip(wanted.steps, steps, strict=True)
    )
    if wanted.yes:
        groups = [int(level in wanted.yes) for level in steps[0].levels]
        steps = [one_of(step, wanted.yes, name=" or ".join(wanted.yes)) for step in steps]
    n = int((steps[0].codes >= 0).sum())
    if not n:
        raise ValueError("nobody answered every step, so nobody can have moved.")
    if given.small(n) or given.hidden.everybody or given.hides("all"):
        few = "Too few people answered every step for anything to be shown."
        said = "Nothing can be shown without telling what another analysis hides." if given.hides("all") else few
        columns = (Column("Step"), Column("All", "count"))
        return Section(wanted.title, (said,), columns, (Row(("Every step", None), "[c]"),), (), ("unweighted counts",))
    told = [told_elsewhere(given, name, groups) for name in wanted.steps]
    return (_two if len(steps) == 2 else _more)(wanted, given, steps, told, differs)


def _two(wanted: Moved, given: Given, steps: Sequence[Factor], told: list[list[Mask]], differs: bool) -> Section:  # noqa: FBT001
    """The table of who moved, and McNemar's, Wilcoxon's or Stuart and Maxwell's test."""
    first, then = steps
    table = paired_table(first, then)
    moves = who_moved(first, then, ordered=wanted.ordered or len(table.levels) == 2)
    shown = moves_shown(table, given.least, [(at, mask) for at, masks in enumerate(told) for mask in masks])
    shown = nothing_shown(len(table.levels)) if differs else _also_hidden(shown, given)
    effect: RankBiserial | None = None
    test: PeopleTest
    if len(table.levels) == 2:
        test, exact = mcnemar(table), shown.ways
    elif wanted.ordered:
        test, exact = wilcoxon_signed_rank(first, then), shown.ways
    else:
        test, exact = stuart_maxwell(table), shown.everything
    if moves.ordered:
        effect = rank_biserial(first, then, seed=wanted.seed, session=_sessions(wanted, given, first))
    words = step_words(given, wanted.steps)
    columns = (
        Column(f"{words[0]}, then {words[1]}"),
        *(Column(f"Then: {level}", "count") for level in table.levels),
        Column("All", "count"),
    )
    rows = [
        _row(level, table.counts[at], shown.cells[at], int(table.before[at]), shown.before[at]) for at, level in enumerate(table.levels)
    ]
    rows.append(_row("All", table.after, shown.after, table.n, whole=True))
    said = f"Of {people(table.n)} who answered both times, {_who_moved(moves.moved, table.n, shown)}"
    if shown.ways and moves.ordered and moves.moved:
        said += f": {moves.toward:,} toward “{table.levels[-1]}” and {moves.away:,} away from it"
    sentences = [f"{said}."]
    if shown.moved and shown.before.all() and shown.after.all() and moves.moved:
        sentences.append(f"Where moves both ways cancel out, the counts after could have come from {moves.net_moved:,} moving.")
    sentences += [_tested(test, exact=exact), *([_effect(effect)] if effect and exact else []), COUNTS_ONLY]
    method = [*moves.method.split("; "), *test.method.split("; "), *(effect.method.split("; ") if effect and exact else [])]
    counted = tuple(counted_moves(wanted.steps, _answers(wanted, given), shown))
    return Section(wanted.title, tuple(sentences), columns, tuple(rows), _notes(exact=exact), tuple(dict.fromkeys(method)), counted)


def _answers(wanted: Moved, given: Given) -> list[frozenset[int]]:
    """The codes of each of the analysis's own answers."""
    levels = given.plan.levels(wanted.steps[0])
    if not wanted.yes:
        return [frozenset([code]) for code in range(len(levels))]
    return [frozenset(code for code, level in enumerate(levels) if (level in wanted.yes) == side) for side in (False, True)]


def _also_hidden(shown: MovesShown, given: Given) -> MovesShown:
    """Without what another analysis would give away, or be given away by."""
    size = range(len(shown.before))
    return replace(
        shown,
        cells=shown.cells & ~np.array([[given.hides("cell", one, other) for other in size] for one in size]),
        before=shown.before & ~np.array([given.hides("before", level) for level in size]),
        after=shown.after & ~np.array([given.hides("after", level) for level in size]),
        moved=shown.moved and not given.hides("moved"),
        ways=shown.ways and not (given.hides("moved") or given.hides("ways")),
    )


def _more(wanted: Moved, given: Given, steps: Sequence[Factor], told: list[list[Mask]], differs: bool) -> Section:  # noqa: FBT001
    """The counts at each step, and Friedman's, Cochran's or Page's test."""
    levels = steps[0].levels
    answered = steps[0].codes >= 0
    codes = np.column_stack([step.codes[answered] for step in steps])
    counts = np.array([np.bincount(code, minlength=len(levels)) for code in codes.T])
    n = len(codes)
    each = np.eye(len(levels), dtype=np.bool_)
    rank = np.zeros(len(levels), np.int64)
    known = [np.array(masks, np.bool_).reshape(-1, len(levels)) for masks in told]
    shown = [shown_sums(count, each, rank, given.least, masks) for count, masks in zip(counts, known, strict=True)]
    also = np.array([[given.hides("answer", step, level) for level in range(len(levels))] for step in range(len(steps))])
    shown = [mask & ~hide & (not differs) for mask, hide in zip(shown, also, strict=True)]
    whole = all(mask.all() for mask in shown)
    of_yes = len(levels) == 2
    test: PeopleTest = cochran_q(steps) if of_yes else page_trend(steps, foretold=wanted.foretold) if wanted.foretold else friedman(steps)
    apart = not (given.small(test.moved) or given.small(n - test.moved) or differs or given.hides("moved"))
    exact = apart and whole
    columns = (Column("Step"), *(Column(level, "count") for level in levels), Column("All", "count"))
    rows = [
        _row(word, count, mask, n, whole=True) for word, count, mask in zip(step_words(given, wanted.steps), counts, shown, strict=True)
    ]
    moved = f"{test.moved:,} moved and {n - test.moved:,} did not move" if apart else "how many moved is not shown"
    sentences = [f"Of {people(n)} who answered all {len(steps)} times, {moved}."]
    if wanted.foretold:
        sentences.append(
            f"The order foretold, lowest first: {', '.join(step_words(given, [wanted.steps[at - 1] for at in wanted.foretold]))}."
        )
    sentences += [_tested(test, exact=exact), COUNTS_ONLY]
    counted = tuple(counted_steps(wanted.steps, _answers(wanted, given), shown, apart=apart))
    return Section(wanted.title, tuple(sentences), columns, tuple(rows), _notes(exact=exact), tuple(test.method.split("; ")), counted)


def _row(name: str, counts: Codes, shown: Mask, total: int, whole: bool | np.bool_) -> Row:  # noqa: FBT001
    cells = [int(count) if show else None for count, show in zip(counts, shown, strict=True)]
    last = total if whole else None
    return Row((name, *cells, last), "[c]" if None in (*cells, last) else "")


def _who_moved(moved: int, n: int, shown: MovesShown) -> str:
    return f"{moved:,} moved and {n - moved:,} did not move" if shown.moved else "how many moved is not shown"


def _tested(test: PeopleTest, *, exact: bool) -> str:
    """The test in words. Where counts are hidden, an exact p would tell them: then only which side of 5 in 100 it is."""
    if isnan(test.p):
        return f"{test.test}: there is nothing to test."
    start = f"If chance alone decided which way people moved, a result {test.beyond} would come up"
    if not exact:
        return f"{start} {'less than 5 times in 100' if test.p < _UNLIKELY else '5 times in 100 or more'} ({test.test})."
    how = "exact" if test.exact else "approximate"
    p = "below 0.001" if test.p < 0.001 else f"= {test.p:.3f}"
    statistic = "" if isnan(test.statistic) else f", statistic {test.statistic:,.3f}".rstrip("0").rstrip(".")
    return f"{start} {times(test.p)} ({test.test}, {how}{statistic}, p {p})."


def _effect(effect: RankBiserial) -> str:
    if isnan(effect.estimate):
        return "Nobody moved up or down."
    within = "" if isnan(effect.low) else f" (interval {effect.low:.2f} to {effect.high:.2f})"
    return (
        f"How far moves up outweigh moves down, from -1, all down, to 1, all up: {effect.estimate:.2f}{within} (rank-biserial correlation)."
    )


def _notes(*, exact: bool) -> tuple[str, ...]:
    counted = "Each person counts once: nothing is weighted. People who missed a step are not counted."
    return (counted,) if exact else (counted, "A test is given roughly where its exact number would tell how few people moved.")


def _sessions(wanted: Moved, given: Given, step: Factor) -> Codes | None:
    if not wanted.session:
        return None
    codes = given.answers.codes[wanted.session].astype(np.int64)
    if ((codes < 0) & (step.codes >= 0)).any():
        raise ValueError(f'session: somebody who answered every step has no "{wanted.session}". Everybody needs one.')
    return codes
