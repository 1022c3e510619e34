"""The page of figures, docs/reference/benchmarks.md."""

import platform
from collections.abc import Sequence
from importlib.metadata import version

from benchmarks.ratios import Ratio, table
from benchmarks.survey_growth import Curve


def page(ratios: Sequence[Ratio], from_codes: float, growth: Sequence[Curve]) -> str:
    """The page in Markdown. from_codes: CPU seconds of the whole job at 1,800,000 rows when its text is codes already."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scipy", "polars", "svy", "rimpy"))
    curves = "\n\n".join(curve.section for curve in growth)
    return f"""# Benchmarks

This page is written by `python -m benchmarks.survey`. Do not edit it: run that again.

## Survey statistics

The whole job: encode eight characteristics from text, rake equal base weights to three margins (252 cells, to a relative error of
1e-10), estimate four answers by eight characteristics (32 tables, 148 rows) with standard errors and 95% intervals, test each table
(Rao and Scott, second order), and fit four logistic regressions of 30 coefficients. All start from the same polars frame of
synthetic people. "Raked variance" takes account of the margins in the standard errors.

Before anything is timed, every weight, estimate, standard error, end of an interval, test and coefficient is checked to be the same in
both to 1 part in 1,000,000 (the bootstrap's draws differ, and so do its numbers). Base weights are equal and no answer is missing,
where the conventions of Folkmoot (those of R's survey package) and of svy agree.

A time is the least CPU time of several runs after a first that is not counted, with one BLAS thread for both. Memory is the peak of a
fresh process, imports and data included. A ratio is what the peer took over what Folkmoot took; ratios carry over between machines
better than seconds do. rimpy takes numbers, so its text is encoded by polars first. Its newest wheels need a processor with AVX-512;
this is the last that does not.

{table(ratios)}

At 1,800,000 rows whose text is held as codes already, the whole job takes Folkmoot {from_codes:.3g} s of CPU.

Measured with Python {platform.python_version()}, {packages}, on {platform.machine()} {platform.system()}.

## How the cost grows

![CPU seconds against respondents and against domains, both on logarithmic axes; the numbers are in the tables below](survey-growth.svg)

The dashed lines are linear growth. `python -m benchmarks.survey` draws the figure again.

{curves}
"""
