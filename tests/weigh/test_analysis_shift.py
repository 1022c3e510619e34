"""Shift in a plan: the survey package's paired changes of the people who answered every step, and nothing that few people moved."""

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from folkmoot.survey import Factor
from folkmoot.survey.shift import shift, shift_over_steps
from folkmoot.weigh import Plan, RefusedError, Weighed, findings, weigh
from folkmoot.weigh.report import report
from folkmoot.weigh.tables import tables

REFERENCE = (Path(__file__).parents[2] / "docs/reference/analyses.md").read_text("utf-8")
EXAMPLE = REFERENCE.split("## shift:")[1].split("```toml")[1].split("```")[0]
WORDS = ("Against", "Unsure", "For")
COLUMNS = "".join(
    f'\n[columns.{name}]\nlabel = "{name.title()}"\ncodes = {{ 1 = "Against", 2 = "Unsure", 3 = "For" }}\n'
    for name in ("before", "between", "after")
)


@pytest.fixture
def moved(people: pl.DataFrame) -> pl.DataFrame:
    """The small survey asked three times; every twentieth missed the last."""
    random = np.random.default_rng(11)
    before = random.integers(1, 4, people.height)
    between = np.where(random.random(people.height) < 0.3, np.minimum(3, before + 1), before)
    after = np.where(random.random(people.height) < 0.3, random.integers(1, 4, people.height), between)
    late = [None if at % 20 == 3 else int(code) for at, code in enumerate(after)]
    return people.with_columns(before=before, between=between, after=pl.Series(late))


def planned(plan_text: str, analysis: str) -> Plan:
    return Plan.from_mapping(tomllib.loads(plan_text + COLUMNS + analysis))


def asked(**keys: Any) -> str:
    return "\n[[analyses]]\nkind = 'shift'\n" + "".join(f"{key} = {value!r}\n" for key, value in keys.items())


def factors(weighed: Weighed, *names: str) -> list[Factor]:
    codes = [weighed.answers.codes[name] for name in names]
    every = np.logical_and.reduce([code >= 0 for code in codes])
    return [Factor(name, WORDS, np.where(every, code, -1)) for name, code in zip(names, codes, strict=True)]


def test_the_example_of_the_reference_gives_the_survey_packages_own_changes(moved: pl.DataFrame, plan_text: str) -> None:
    weighed = weigh(moved, planned(plan_text, EXAMPLE))
    ((_, section),) = weighed.analyses
    before, after = factors(weighed, "before", "after")
    sex = Factor("Sex", weighed.plan.levels("sex"), weighed.answers.codes["sex"])
    found = shift(weighed.fairness.design, before, after, by=sex)
    rows = {row.cells[:2]: row for row in section.rows}
    compared = 0
    for group, name in enumerate(sex.levels):
        for level, word in enumerate(WORDS):
            row = rows[f"Sex, {name}", word]
            if row.mark:
                continue
            place = group, level
            numbers = (found.share_before, found.share_after, found.estimate, found.low, found.high, found.p)
            assert row.cells[4:] == (*(number[place] for number in numbers), found.n[group])
            compared += 1
    assert compared == 4  # four of “Other” said “Against”: that is hidden, with two answers of men so that it cannot be worked out
    document = findings(weighed)
    assert "Lowest likely change" in report(document)
    assert tables(document)


def test_more_steps_are_set_against_the_first_and_the_one_before(moved: pl.DataFrame, plan_text: str) -> None:
    weighed = weigh(moved, planned(plan_text, asked(steps=["before", "between", "after"])))
    ((_, section),) = weighed.analyses
    found = shift_over_steps(weighed.fairness.design, factors(weighed, "before", "between", "after"))
    pairs = {
        ("Before", "Between"): found.from_first[0],
        ("Before", "After"): found.from_first[1],
        ("Between", "After"): found.from_previous[1],
    }
    assert [row.cells[2:4] for row in section.rows] == [pair for pair in pairs for _ in WORDS]
    for row in section.rows:
        one, level = pairs[row.cells[2:4]], WORDS.index(str(row.cells[1]))  # type: ignore[index]
        assert row.cells[6:] == (one.estimate[0, level], one.low[0, level], one.high[0, level], one.p[0, level], 570)
    (test,) = [note for note in section.notes if "Wald's test" in note]
    assert f"F = {found.no_change.statistic[0]:.3f} on {found.no_change.df[0]:g} and " in test


def test_a_change_that_few_people_made_is_not_shown(moved: pl.DataFrame, plan_text: str) -> None:
    first_four = pl.Series([3 if at < 4 else 2 for at in range(moved.height)])
    same = moved.with_columns(before=pl.Series([2 + at % 2 for at in range(moved.height)]))
    few = same.with_columns(after=pl.when(pl.int_range(pl.len()) < 8).then(first_four).otherwise(pl.col("before")))
    weighed = weigh(few, planned(plan_text, asked(steps=["before", "after"])))
    ((_, section),) = weighed.analyses
    by_answer = {row.cells[1]: row for row in section.rows}
    for answer in ("Unsure", "For"):
        assert by_answer[answer].mark == "[c]"
        assert by_answer[answer].cells[6:10] == (None,) * 4
        assert None not in by_answer[answer].cells[4:6]
    assert not any("Wald" in note for note in section.notes)
    assert section.sentences == ("No change can be shown.",)


def test_an_answer_that_few_gave_is_hidden_with_another(moved: pl.DataFrame, plan_text: str) -> None:
    rare = moved.with_columns(before=pl.Series([1 if at < 3 else 2 + at % 2 for at in range(moved.height)]))
    weighed = weigh(rare, planned(plan_text, asked(steps=["before", "after"])))
    by_answer = {row.cells[1]: row for row in weighed.analyses[0][1].rows}
    hidden = [answer for answer, row in by_answer.items() if row.cells[4] is None]
    assert "Against" in hidden
    assert len(hidden) >= 2


def test_small_groups_are_hidden_whole_with_another_and_unreliable_ones_have_no_numbers(moved: pl.DataFrame, plan_text: str) -> None:
    weighed = weigh(moved, planned(plan_text, asked(steps=["before", "after"], by="home")))
    rows = weighed.analyses[0][1].rows
    for home in ("Boat", "Care home"):
        of_home = [row for row in rows if row.cells[0] == f"Kind of home, {home}"]
        assert all(row.mark == "[c]" and row.cells[4:] == (None,) * 7 for row in of_home)
    assert not any(home in " ".join(weighed.analyses[0][1].sentences) for home in ("Boat", "Care home"))
    few = weigh(moved, planned(plan_text, asked(steps=["before", "after"], by="sex"))).analyses[0][1].rows
    other = [row for row in few if row.cells[0] == "Sex, Other"]
    assert [(row.mark, row.cells[4:]) for row in other] == [("[u]", (*(None,) * 6, 23))] * len(WORDS)


def test_numbers_of_people_are_rounded_where_few_missed_a_step(moved: pl.DataFrame, plan_text: str) -> None:
    late = moved.with_columns(after=pl.Series([None if at < 2 else 1 + at % 3 for at in range(moved.height)]))
    section = weigh(late, planned(plan_text, asked(steps=["before", "after"]))).analyses[0][1]
    assert {row.cells[10] for row in section.rows} == {600}
    assert any("rounded to a multiple of 5" in note for note in section.notes)


def test_mistakes_are_named_at_their_key(moved: pl.DataFrame, plan_text: str) -> None:
    def problems(**keys: Any) -> tuple[str, ...]:
        with pytest.raises(RefusedError) as refused:
            weigh(moved.with_columns(after=pl.lit(None, dtype=pl.Int64)), planned(plan_text, asked(**keys)))
        return refused.value.problems

    assert problems(steps=["before"])[0] == "analyses[1].steps: needs 2 or more."
    assert problems(steps=["before", "afer"])[0].startswith('analyses[1].steps: there is no column with levels called "afer".')
    assert "have different answers" in problems(steps=["before", "sex"])[0]
    assert problems(steps=["before", "after"], by="after")[0].startswith('analyses[1].by: "after" is one of the steps.')
    assert problems(steps=["before", "after"], by="sexx")[0].startswith("analyses[1].by: there is no")
    assert problems()[0].startswith("analyses[1].steps: is missing.")
    assert problems(steps=["before", "after"]) == ("analyses[1], shift: nobody answered every step, so there is no change to look at.",)
