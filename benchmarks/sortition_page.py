"""The page of figures, docs/reference/benchmarks-sortition.md."""

import platform
from collections.abc import Sequence
from importlib.metadata import version

from benchmarks.ratios import Ratio


def page(ratios: Sequence[Ratio], allowed: Sequence[Ratio]) -> str:
    """The page in Markdown. ratios: to the peer. allowed: to what the made pool may take."""
    rows = "\n".join(
        f"| {r.job} | {r.ours:.3g} {r.unit} | {r.theirs:.3g} {r.unit} | {r.peer} | {r.ratio:.3g}x | {r.bar:g}x | {_verdict(r)} |"
        for r in ratios
    )
    limits = "\n".join(f"| {r.job} | {r.ours:.3g} {r.unit} | {r.theirs:g} {r.unit} | {_verdict(r)} |" for r in allowed)
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scipy", "highspy"))
    return f"""# Benchmarks of the lottery

This page is written by `python -m benchmarks.sortition`. Do not edit it: run that again.

## Beside sortition-algorithms

Folkmoot finds the exact leximin lottery and its certificate. The peer, sortition-algorithms of the Sortition Foundation, does less work:
its maximin on HiGHS, the default of its users, makes only the smallest chance as great as can be, and stops when its bound is within
0.001. (Its leximin needs a commercial solver.) The pools are those of `../shared/data`: two examples of the literature, one fixture and
synthetic ones of the sizes of real assemblies.

Of each lottery that is timed here, every panel is checked against the quotas, the certificate is checked by sums and products, the
chances are compared with the known leximin to 1 part in 100,000, and the smallest chance with the peer's. Folkmoot's time is the least
of three runs, the peer's that of one run in an interpreter of its own, both with one BLAS thread. "At least" stands where the peer was
stopped at the limit of the run: the ratio then counts the CPU time it had taken.

| Pool | Folkmoot | Peer | | Ratio | Bar | |
|---|---|---|---|---|---|---|
{rows}

## A large pool

People of a made population who come forward unequally, with quotas on eight features: nearly everybody is a type of their own.

| Job | Folkmoot | Allowed | |
|---|---|---|---|
{limits}

Measured with Python {platform.python_version()}, {packages}, on {platform.machine()} {platform.system()}.
"""


def _verdict(ratio: Ratio) -> str:
    return "met" if ratio.met else "missed"
