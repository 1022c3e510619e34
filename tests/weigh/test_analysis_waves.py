"""A statement over waves: the engine's own numbers, nothing of a small wave, and mistakes at their key."""

import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from folkmoot.survey.comparisons import Wave, trend
from folkmoot.weigh import Plan, RefusedError, findings, weigh
from folkmoot.weigh.report import report
from folkmoot.weigh.tables import tables

REFERENCE = (Path(__file__).parents[2] / "docs/reference/analyses.md").read_text("utf-8")
WAVE = '\n[columns.year]\nlabel = "Year"\nvalues = ["2029", "2030", "2031"]\n'
WAVES = 'kind = "waves"\nstatement = "A"\nwave = "year"\n'


def plan_of(plan_text: str, analysis: str = WAVES, more: str = "") -> Plan:
    return Plan.from_mapping(tomllib.loads(f"{plan_text}{WAVE}{more}\n[[analyses]]\n{analysis}"))


@pytest.fixture
def yearly(people: pl.DataFrame) -> pl.DataFrame:
    """The first 300 people of three years; 150 of them were there in all three."""
    n = people.height
    year = np.array(["2029", "2030", "2031"])[np.arange(n) % 3]
    return people.with_columns(year=pl.Series(year), member=pl.Series(np.where(np.arange(n) < 450, np.arange(n) // 3, np.arange(n) + 1000)))


def test_changes_and_the_line_are_those_of_the_trend(yearly: pl.DataFrame, plan_text: str) -> None:
    member = "\n[columns.member]\nnumber = true\n"
    analysis = f'{WAVES}person = "member"\ntimes = [2029, 2030, 2031.5]\n'
    weighed = weigh(yearly, plan_of(plan_text, analysis, member))
    section = weighed.analyses[0][1]
    codes, outcome, design = weighed.answers.codes["year"], weighed.counted["A"].outcome, weighed.fairness.design
    people = weighed.answers.numbers["member"].astype(np.int64)
    waves = [
        Wave(name, when, "volunteer", replace(design.kept(codes == at), calibration=None), outcome[codes == at], people[codes == at])
        for at, (name, when) in enumerate([("2029", 2029.0), ("2030", 2030.0), ("2031", 2031.5)])
    ]
    plain = trend(waves)
    assert plain.n_both[0, 1] > 100
    first, second, third, again, line = section.rows
    one = plain.estimates[0]
    assert first.cells == ("2029", "", one.estimate[0], one.low[0], one.high[0], "", "", "", "", one.n[0])
    for row, change in ((second, plain.from_previous[0]), (third, plain.from_previous[1]), (again, plain.from_first[1])):
        assert row.cells[:2] == (change.later, change.earlier)
        assert row.cells[5:9] == (change.estimate, change.low, change.high, change.p)
    assert line.cells[5:9] == (plain.lines[0].slope, plain.lines[0].low, plain.lines[0].high, plain.lines[0].p)
    assert any("from 2029 to 2030" in words.lower() for words in section.sentences)


def test_waves_without_persons_are_independent_and_the_share_is_that_of_the_tables(yearly: pl.DataFrame, plan_text: str) -> None:
    shown = plan_text.replace('factors = ["age_band", "sex", "home"]', 'factors = ["age_band", "sex", "home", "year"]')
    weighed = weigh(yearly, plan_of(shown))
    result = next(one for one in weighed.results if one.factor == "year" and one.statement.id == "A")
    section = weighed.analyses[0][1]
    shares = [row.cells[2] for row in section.rows if isinstance(row.cells[2], float)]
    assert shares == pytest.approx(list(result.estimates.estimate), rel=1e-12)
    changes = section.rows[1].cells
    width = float(changes[7]) - float(changes[6])  # type: ignore[arg-type]
    ends = [float(row.cells[4]) - float(row.cells[3]) for row in section.rows[:2]]  # type: ignore[arg-type]
    assert width == pytest.approx(np.hypot(*ends), rel=0.05)
    assert "independent" in " ".join(section.notes)


def test_a_small_wave_and_all_that_tells_it_are_hidden(yearly: pl.DataFrame, plan_text: str) -> None:
    few = pl.concat([yearly.filter(pl.col("year") != "2031"), yearly.filter(pl.col("year") == "2031").head(3)])
    weighed = weigh(few, plan_of(plan_text))
    section = weighed.analyses[0][1]
    by_name = {row.cells[:2]: row for row in section.rows}
    assert all(row.mark == "[c]" for row in section.rows if "2031" in row.cells[:2])
    hidden = {row.cells[0] for row in section.rows if row.cells[2] is None}
    assert "2031" in hidden
    assert len(hidden) >= 2, "one hidden wave could be worked out from the total"
    for (later, earlier), row in by_name.items():
        if {later, earlier} & hidden:
            assert row.cells[5:9] in {(None,) * 4, ("",) * 4}
            assert row.cells[9] in {None, "", *(row.cells[9] for row in section.rows if row.cells[0] not in hidden)}
    assert not any("Straight line" in str(row.cells[0]) for row in section.rows)
    assert "straight line through" not in " ".join(section.sentences)
    assert not any(name in sentence for sentence in section.sentences for name in hidden)


def test_a_wave_under_thirty_has_no_share_and_no_change(yearly: pl.DataFrame, plan_text: str) -> None:
    some = pl.concat([yearly.filter(pl.col("year") != "2030"), yearly.filter(pl.col("year") == "2030").head(28)])
    section = weigh(some, plan_of(plan_text)).analyses[0][1]
    row = next(row for row in section.rows if row.cells[0] == "2030")
    assert row.mark in {"[u]", "[c]"}
    assert row.cells[2:9] == (None,) * 7


def test_mistakes_are_named_at_their_key(yearly: pl.DataFrame, plan_text: str) -> None:
    def problems(analysis: str) -> str:
        with pytest.raises(RefusedError) as refused:
            plan_of(plan_text, analysis)
        return "\n".join(refused.value.problems)

    assert "analyses[1].wave: there is no column with levels" in problems(WAVES.replace("year", "years"))
    assert "analyses[1].statement: is missing" in problems('kind = "waves"\nwave = "year"')
    assert "analyses[1].times: has 2 numbers for 3 waves" in problems(WAVES + "times = [1, 2]")
    assert "analyses[1].times: must be numbers that go up" in problems(WAVES + "times = [1, 3, 2]")
    assert "analyses[1].times: must be numbers that go up" in problems(WAVES + 'times = ["a", "b", "c"]')
    (wrong,) = problems(WAVES + 'person = "persn"').splitlines()
    assert wrong.startswith("analyses[1].person: there is no column that names people")
    assert wrong.endswith('called "persn". Did you mean "person"?')
    with pytest.raises(RefusedError, match="one wave only"):
        weigh(yearly.with_columns(year=pl.lit("2030")), plan_of(plan_text))
    twice = yearly.with_columns(member=pl.lit(1))
    with pytest.raises(RefusedError, match="a person who is already in row"):
        weigh(twice, plan_of(plan_text, WAVES + 'person = "member"', "\n[columns.member]\nnumber = true\n"))


def test_the_example_of_the_reference_runs_and_is_drawn(yearly: pl.DataFrame, plan_text: str) -> None:
    example = REFERENCE.split("## waves: ")[1].split("```toml")[1].split("```")[0]
    plan = Plan.from_mapping(tomllib.loads(plan_text + WAVE + "\n[columns.member]\nnumber = true\n" + example))
    document = findings(weigh(yearly, plan))
    assert document["analyses"][0]["kind"] == "waves"
    assert "Straight line" in report(document)
    assert tables(document)
