"""Importing the statistics is cheap: slow libraries wait until they are needed, and Django never comes."""

import subprocess
import sys


def test_importing_the_statistics_loads_no_slow_library() -> None:
    slow = ("django", "polars", "pandas", "scipy.sparse", "scipy.special", "scipy.optimize", "scipy.stats", "statsmodels")
    code = f"import sys, folkmoot.survey; print([name for name in {slow!r} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert found.stdout.strip() == "[]"


def test_every_package_of_the_statistics_can_be_imported_first() -> None:
    packages = ("areas", "choices", "comparisons", "deliberation", "honesty", "models", "replication", "shift", "vignettes", "weights")
    for name in packages:
        subprocess.run([sys.executable, "-c", f"import folkmoot.survey.{name}"], check=True)
