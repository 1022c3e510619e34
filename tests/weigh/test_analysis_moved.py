"""Who moved, in a plan: counts of the people who took part and exact tests, and no small count that can be worked out."""

import itertools
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.survey import Factor
from folkmoot.survey.shift import (
    PairedTable,
    PeopleTest,
    cochran_q,
    friedman,
    mcnemar,
    one_of,
    page_trend,
    rank_biserial,
    stuart_maxwell,
    wilcoxon_signed_rank,
)
from folkmoot.weigh import Plan, RefusedError, Weighed, findings, weigh
from folkmoot.weigh.analyses.moves_shown import moves_shown
from folkmoot.weigh.analyses.section import Section
from folkmoot.weigh.report import report
from folkmoot.weigh.tables import tables

REFERENCE = (Path(__file__).parents[2] / "docs/reference/analyses.md").read_text("utf-8")
EXAMPLE = REFERENCE.split("## moved:")[1].split("```toml")[1].split("```")[0]
WORDS = ("Against", "Unsure", "For")
STEPS = ("before", "between", "after")
COLUMNS = "".join(f'\n[columns.{name}]\ncodes = {{ 1 = "Against", 2 = "Unsure", 3 = "For" }}\n' for name in STEPS)
LEAST = 5


@pytest.fixture
def jury(people: pl.DataFrame) -> pl.DataFrame:
    """The 600 people asked three times, many of whom move."""
    random = np.random.default_rng(5)
    before = random.integers(1, 4, people.height)
    between = np.where(random.random(people.height) < 0.3, np.minimum(3, before + 1), before)
    after = np.where(random.random(people.height) < 0.3, random.integers(1, 4, people.height), between)
    return people.with_columns(before=before, between=between, after=after)


def planned(plan_text: str, *analyses: str) -> Plan:
    plain = plan_text[: plan_text.index("[weights]")] + plan_text[plan_text.index("[publish]") :]
    return Plan.from_mapping(tomllib.loads(plain + COLUMNS + "".join(analyses)))


def asked(**keys: Any) -> str:
    lines = (f"{key} = {str(value).lower() if isinstance(value, bool) else repr(value)}\n" for key, value in keys.items())
    return "\n[[analyses]]\nkind = 'moved'\n" + "".join(lines)


def section(frame: pl.DataFrame, plan_text: str, **keys: Any) -> Section:
    return weigh(frame, planned(plan_text, asked(**keys))).analyses[0][1]


def factors(weighed: Weighed) -> list[Factor]:
    return [Factor(name, WORDS, weighed.answers.codes[name]) for name in STEPS]


def test_the_example_of_the_reference_counts_people_and_gives_the_exact_test(jury: pl.DataFrame, plan_text: str) -> None:
    weighed = weigh(jury, planned(plan_text, EXAMPLE))
    ((_, made),) = weighed.analyses
    before, _, after = factors(weighed)
    counts = np.zeros((3, 3), int)
    for one, other in jury.select("before", "after").rows():
        counts[one - 1, other - 1] += 1
    assert counts.min() >= LEAST
    assert [row.cells[1:4] for row in made.rows] == [*map(tuple, counts.tolist()), tuple(counts.sum(0).tolist())]
    assert [row.cells[4] for row in made.rows] == [*counts.sum(1).tolist(), 600]
    test, effect = wilcoxon_signed_rank(before, after), rank_biserial(before, after, seed=7)
    said = " ".join(made.sentences)
    assert f"{test.moved:,} moved and {test.stayed:,} did not move: {test.up:,} toward “For” and {test.down:,} away" in said
    assert f"{effect.estimate:.2f} (interval {effect.low:.2f} to {effect.high:.2f})" in said
    assert "not an estimate for anybody else" in said
    assert "%" not in said
    assert "seed=7" in made.method
    document = findings(weighed)
    assert made.sentences[0] in report(document)
    assert tables(document)


def test_each_question_has_its_own_exact_test(jury: pl.DataFrame, plan_text: str) -> None:
    few = jury.head(60)
    weighed = weigh(few, planned(plan_text))
    steps = factors(weighed)
    yes = [one_of(step, ["For"], name="For") for step in steps]
    table = PairedTable(WORDS, np.histogram2d(steps[0].codes, steps[2].codes, bins=[range(4)] * 2)[0].astype(int))
    cases: list[tuple[dict[str, Any], PeopleTest]] = [
        ({"steps": ["before", "after"], "yes": ["For"]}, mcnemar(table.one_of(["For"], name="For"))),
        ({"steps": ["before", "after"]}, stuart_maxwell(table)),
        ({"steps": list(STEPS), "yes": ["For"]}, cochran_q(yes)),
        ({"steps": list(STEPS), "ordered": True}, friedman(steps)),
        ({"steps": list(STEPS), "ordered": True, "foretold": list(STEPS)}, page_trend(steps)),
    ]
    exact = 0
    for keys, test in cases:
        (said,) = [sentence for sentence in section(few, plan_text, **keys).sentences if test.test in sentence]
        if "p =" in said:
            assert f"p = {test.p:.3f}" in said
            exact += 1
        elif "p below" in said:
            assert test.p < 0.001
            exact += 1
        else:
            assert ("less than 5 times in 100" if test.p < 0.05 else "5 times in 100 or more") in said
    assert exact >= 3


def test_a_small_side_hides_the_exact_p_and_the_numbers_who_moved(jury: pl.DataFrame, plan_text: str) -> None:
    before = [1] * 20 + [3] * 20
    after = [3] * 12 + [1] * 8 + [1] * 2 + [3] * 18  # 12 one way and 2 the other
    made = section(
        jury.head(40).with_columns(before=pl.Series(before), after=pl.Series(after)), plan_text, steps=["before", "after"], yes=["For"]
    )
    said = " ".join(made.sentences)
    assert "how many moved is not shown" in said
    assert "less than 5 times in 100" in said
    assert "p =" not in said
    assert "rank-biserial" not in said
    assert all(cell is None for row in made.rows[:2] for cell in row.cells[1:3])


def ranges(counts: np.ndarray[Any, Any], fits: Any, wanted: Any) -> int:
    """How far apart a sum can be over every table of as many people that fits what is shown: by listing them all."""
    n, cells = int(counts.sum()), counts.size
    found = set()
    for bars in itertools.combinations(range(n + cells - 1), cells - 1):
        edges = (-1, *bars, n + cells - 1)
        table = np.array([b - a - 1 for a, b in itertools.pairwise(edges)]).reshape(counts.shape)
        if fits(table):
            found.add(int(wanted(table)))
    return max(found) - min(found)


@given(st.lists(st.integers(0, 9), min_size=4, max_size=4))
@settings(max_examples=25)
def test_no_small_count_can_be_worked_out_from_those_that_are_shown(cells: list[int]) -> None:
    counts = np.array(cells).reshape(2, 2)
    if counts.sum() < LEAST:
        return
    shown = moves_shown(PairedTable(("no", "yes"), counts), LEAST)

    def seen(table: np.ndarray[Any, Any]) -> list[int]:
        parts = [*table[shown.cells], *table.sum(1)[shown.before], *table.sum(0)[shown.after]]
        parts += [table[0, 1] + table[1, 0]] if shown.moved else []
        return [int(part) for part in parts + ([table[0, 1], table[1, 0]] if shown.ways else [])]

    for at in np.ndindex(2, 2):
        if 0 < counts[at] < LEAST:
            assert ranges(counts, lambda table: seen(table) == seen(counts), lambda table, at=at: table[at]) >= LEAST


def test_nothing_hidden_follows_from_another_analysis_of_the_same_steps(jury: pl.DataFrame, plan_text: str) -> None:
    few = jury.head(40)
    steps = ["before", "after"]
    weighed = weigh(
        few, planned(plan_text, asked(steps=steps, ordered=True), asked(steps=steps, yes=["For"]), asked(steps=list(STEPS), ordered=True))
    )
    tables = [[row.cells[1:] for row in made.rows] for _, made in weighed.analyses]
    first, of_yes, _ = tables
    assert first == [row.cells[1:] for row in section(few, plan_text, steps=steps, ordered=True).rows], "the first stays as it was"
    alone = section(few, plan_text, steps=steps, yes=["For"]).rows
    assert sum(cell is None for row in of_yes for cell in row) >= sum(cell is None for row in alone for cell in row.cells)


def test_a_statements_table_of_few_more_people_hides_all_but_their_number(jury: pl.DataFrame, plan_text: str) -> None:
    made = section(jury, plan_text, steps=["A", "B"])  # two people did not answer A, so the table of B is of two more
    assert made.rows[-1].cells[-1] == 598
    assert all(cell is None for row in made.rows for cell in row.cells[1:] if cell != 598)
    assert "how many moved is not shown" in made.sentences[0]


def test_too_few_people_are_not_shown_at_all(jury: pl.DataFrame, plan_text: str) -> None:
    made = section(jury.head(4), plan_text, steps=list(STEPS), ordered=True)
    assert [row.cells[1:] for row in made.rows] == [(None,)]
    assert made.sentences == ("Too few people answered every step for anything to be shown.",)


def test_whole_sessions_are_resampled_when_they_are_named(jury: pl.DataFrame, plan_text: str) -> None:
    made = section(jury, plan_text, steps=["before", "after"], ordered=True, session="home")
    assert "resampled=sessions" in made.method


def test_mistakes_are_named_at_their_key(jury: pl.DataFrame, plan_text: str) -> None:
    def problem(**keys: Any) -> str:
        with pytest.raises(RefusedError) as refused:
            section(jury.with_columns(after=pl.lit(None, dtype=pl.Int64)), plan_text, **keys)
        return refused.value.problems[0]

    two, three = ["before", "after"], list(STEPS)
    assert problem(steps=["before"]) == "analyses[1].steps: needs 2 or more."
    assert problem(steps=three).startswith("analyses[1].steps: are more than two: say ordered = true")
    assert problem(steps=two, yes=["Fore"]).startswith('analyses[1].yes: "before" has no level "Fore".')
    assert problem(steps=two, yes=list(WORDS)).startswith("analyses[1].yes: names every answer.")
    assert problem(steps=two, yes=["For"], ordered=True).startswith("analyses[1].ordered: and yes do not go together")
    assert problem(steps=two, ordered=True, foretold=two).startswith("analyses[1].foretold: is for three steps")
    assert problem(steps=three, ordered=True, foretold=two).startswith("analyses[1].foretold: must name each of the steps once")
    assert problem(steps=two, session="hom").startswith("analyses[1].session: there is no")
    assert problem(steps=two, seed=-1).startswith("analyses[1].seed: must be a whole number")
    assert problem(steps=two) == "analyses[1], moved: nobody answered every step, so nobody can have moved."
