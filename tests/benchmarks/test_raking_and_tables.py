"""The benchmark compares like with like, and tells a missed bar. Nothing here is timed."""

import dataclasses

import numpy as np
import pytest

from benchmarks import raking_and_tables
from benchmarks.ratios import Ratio, report
from benchmarks.survey_workload import folkmoot_tables, largest_difference, make_survey, svy_tables


@pytest.mark.parametrize("raked", [False, True])
def test_both_engines_give_the_same_weights_and_tables(raked: bool) -> None:
    survey = make_survey(1500)
    ours, theirs = folkmoot_tables(survey, raked=raked), svy_tables(survey, raked=raked)
    assert len(ours.cells) == 32
    assert largest_difference(ours, theirs) < 1e-8


def test_a_difference_in_one_interval_is_seen() -> None:
    tables = folkmoot_tables(make_survey(1500), raked=False)
    cells = {key: cell.copy() for key, cell in tables.cells.items()}
    cells["trust", "C"][1, 3] *= 1.001
    assert largest_difference(tables, dataclasses.replace(tables, cells=cells)) == pytest.approx(1 - 1 / 1.001)
    cells["trust", "C"][1, 3] = np.nan
    assert not largest_difference(tables, dataclasses.replace(tables, cells=cells)) <= raking_and_tables.SAME


def test_the_same_seed_makes_the_same_people() -> None:
    assert make_survey(50).frame.equals(make_survey(50).frame)
    assert not make_survey(50).frame.equals(make_survey(50, seed=1).frame)


MET = Ratio("rake+32 tables, n=100,000", "svy", "s CPU", 0.05, 1.2, 5)
MISSED = Ratio("peak memory", "svy", "MB", 100, 150, 2)


def test_a_ratio_is_printed_with_its_bar() -> None:
    assert MET.line == "rake+32 tables, n=100,000: folkmoot 0.05 s CPU, svy 1.2 s CPU, ratio 24x, bar 5x: met"
    assert MISSED.line == "peak memory: folkmoot 100 MB, svy 150 MB, ratio 1.5x, bar 2x: MISSED"


def test_the_exit_code_tells_whether_every_bar_is_met(capsys: pytest.CaptureFixture[str]) -> None:
    assert report([MET]) == 0
    assert report([MET, MISSED]) == 1
    assert capsys.readouterr().out.splitlines() == [MET.line, MET.line, MISSED.line]


def test_the_page_of_figures_holds_every_ratio() -> None:
    page = raking_and_tables.document([MET, MISSED])
    assert "| rake+32 tables, n=100,000 | 0.05 s CPU | 1.2 s CPU | 24x | 5x | met |" in page
    assert "| peak memory | 100 MB | 150 MB | 1.5x | 2x | missed |" in page


def test_results_that_differ_stop_the_benchmark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raking_and_tables, "SAME", -1.0)
    with pytest.raises(SystemExit, match="the results differ by"):
        raking_and_tables.measure(1500, (5, 5), repeats=1)
