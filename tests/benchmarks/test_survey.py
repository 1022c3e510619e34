"""The benchmark compares like with like, and tells a missed bar. Nothing here is timed."""

import dataclasses

import numpy as np
import pytest

from benchmarks import survey as benchmark
from benchmarks.ratios import Ratio, report
from benchmarks.survey_domains import folkmoot_domains, make_domains
from benchmarks.survey_growth import Curve, figure
from benchmarks.survey_job import (
    encoded,
    folkmoot_bootstrap,
    folkmoot_job,
    folkmoot_raked_tables,
    folkmoot_raking,
    largest_difference,
    make_survey,
)
from benchmarks.survey_page import page
from benchmarks.survey_peers import svy_domains, svy_job, svy_raked_tables


def test_both_engines_give_the_same_weights_tables_tests_and_models() -> None:
    survey = make_survey(1500)
    ours = folkmoot_job(survey)
    assert (len(ours.tables), len(ours.tests), len(ours.models)) == (32, 32, 4)
    assert largest_difference(ours, svy_job(survey)) < 1e-7


def test_both_engines_give_the_same_raked_variance() -> None:
    survey = make_survey(1500)
    ours, theirs = folkmoot_raked_tables(survey), svy_raked_tables(survey)
    assert len(ours.tables) == 32
    assert largest_difference(ours, theirs) < 1e-8


def test_text_and_codes_give_the_same_weights() -> None:
    survey = make_survey(1500)
    np.testing.assert_array_equal(folkmoot_raking(survey).weights, folkmoot_raking(encoded(survey)).weights)


def test_the_bootstrap_makes_all_tables() -> None:
    found = folkmoot_bootstrap(make_survey(400))
    assert len(found) == 32
    assert all(np.isfinite(se).all() for se in found.values())


def test_both_engines_give_the_same_totals_by_domain() -> None:
    frame = make_domains(3000, 40)
    np.testing.assert_allclose(folkmoot_domains(frame), svy_domains(frame), rtol=1e-9)


def test_a_difference_in_one_interval_is_seen() -> None:
    job = folkmoot_job(make_survey(1500))
    tables = {key: cell.copy() for key, cell in job.tables.items()}
    tables["trust", "C"][1, 3] *= 1.001
    assert largest_difference(job, dataclasses.replace(job, tables=tables)) == pytest.approx(1 - 1 / 1.001)
    tables["trust", "C"][1, 3] = np.nan
    assert not largest_difference(job, dataclasses.replace(job, tables=tables)) <= benchmark.SAME


def test_the_figure_shows_every_measurement() -> None:
    drawn = figure([Curve("by rows", (10, 100, 1000), (0.01, 0.1, 1.0))])
    assert drawn.count("<circle") == 3
    assert Curve("by rows", (10, 100, 1000), (0.01, 0.1, 1.0)).power == pytest.approx(1)


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
    made = page([MET, MISSED], 0.25, [Curve("by rows", (10, 100, 1000), (0.01, 0.1, 1.0))])
    assert "| rake+32 tables, n=100,000 | 0.05 s CPU | 1.2 s CPU | svy | 24x | 5x | met |" in made
    assert "| peak memory | 100 MB | 150 MB | svy | 1.5x | 2x | missed |" in made
    assert "| 1,000 | 1 |" in made


def test_results_that_differ_stop_the_benchmark() -> None:
    with pytest.raises(SystemExit, match=r"the results differ by 0\.01"):
        benchmark.same("a job", 0.01)
    with pytest.raises(SystemExit):
        benchmark.same("a job", float("nan"))
