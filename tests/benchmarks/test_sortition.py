"""The benchmark of lotteries checks what it times. Nothing here is timed."""

import ast
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks import sortition as benchmark
from benchmarks.ratios import Ratio
from benchmarks.sortition_page import page
from benchmarks.sortition_pools import made_pool, read_pool
from folkmoot.sortition import check_lottery, leximin


def test_a_made_pool_is_the_same_each_time_and_its_quotas_can_be_met() -> None:
    made, again, other = (made_pool(300, 20, 5, seed) for seed in (0, 0, 1))
    assert made.quotas == again.quotas
    assert np.array_equal(made.pool.codes["feature 3"], again.pool.codes["feature 3"])
    assert made.quotas != other.quotas
    assert len(made.pool.features) == 5
    lottery, seconds = benchmark.solve(made, 1)
    assert check_lottery(lottery, made.pool, made.quotas).passed
    assert seconds > 0


@pytest.mark.shared
def test_chances_that_are_not_the_reference_stop_the_run(shared_data: Path) -> None:
    given = read_pool(shared_data / "sortition" / "syn_mass_24")
    benchmark.same_as_reference(given, leximin(given.pool, given.quotas, given.size))
    with pytest.raises(SystemExit, match="differ from the reference"):
        benchmark.same_as_reference(given, leximin(given.pool, given.quotas, given.size, excluded=[3]))


@pytest.mark.shared
def test_a_python_without_the_peer_stops_the_run_and_a_slow_peer_is_stopped(shared_data: Path) -> None:
    folder = shared_data / "sortition" / "syn_mass_24"
    with pytest.raises(SystemExit, match="could not run sortition-algorithms"):
        benchmark.run_peer(sys.executable, folder, 24, 60)
    assert benchmark.run_peer(sys.executable, folder, 24, 0.01).stopped


@pytest.mark.shared
def test_without_a_peer_folkmoot_is_measured_alone(shared_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert benchmark.measure(shared_data / "sortition" / "opendlp_28", None, 1) is None
    assert "certificate checked" in capsys.readouterr().out


def test_a_large_pool_is_held_to_its_time_and_memory() -> None:
    seconds, memory = benchmark.measure_large(300, 20, 1000.0)
    assert (seconds.theirs, seconds.met, memory.theirs) == (1000.0, True, benchmark.MEGABYTES)
    assert 20 < memory.ours < 20_000


def test_the_page_has_every_ratio_and_says_which_bar_is_missed() -> None:
    made = page(
        [Ratio("pool one", "peer 1.0", "s CPU", 0.1, 5.0, 20.0), Ratio("pool two", "peer 1.0", "s CPU", 0.5, 5.0, 20.0)],
        [Ratio("large pool", "time allowed", "s CPU", 30.0, 60.0, 1.0)],
    )
    assert "| pool one | 0.1 s CPU | 5 s CPU | peer 1.0 | 50x | 20x | met |" in made
    assert "| pool two | 0.5 s CPU | 5 s CPU | peer 1.0 | 10x | 20x | missed |" in made
    assert "| large pool | 30 s CPU | 60 s CPU | met |" in made


def test_the_peer_runs_without_folkmoot() -> None:
    tree = ast.parse(Path(benchmark.__file__).with_name("sortition_peer.py").read_text("utf-8"))
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    modules |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert "sortition_algorithms.committee_generation.maximin" in modules
    assert not any(str(module).startswith(("folkmoot", "benchmarks")) for module in modules)
