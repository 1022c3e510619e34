"""The page of figures of opinion maps, docs/reference/benchmarks-conversation.md."""

import platform
from collections.abc import Sequence
from importlib.metadata import version

from benchmarks.ratios import Ratio, table
from benchmarks.survey_growth import Curve


def page(ratios: Sequence[Ratio], growth: Sequence[Curve]) -> str:
    """The page in Markdown."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scipy", "red-dwarf"))
    curves = "\n\n".join(curve.section for curve in growth)
    return f"""# Benchmarks of opinion maps

This page is written by `python -m benchmarks.conversation`. Do not edit it: run that again.

The whole map, from columns of votes: the last vote of each person, the two components, where people and statements stand, base clusters,
groups of 2 to 5 with their silhouettes, votes by group, representative statements and consensus. red-dwarf starts from its list of
votes and runs its whole pipeline. The conversations are published ones of Polis (openData, CC BY 4.0, The Computational Democracy
Project), with the statements that their moderators took out left out, and a made one.

Before anything is timed, two things are checked to be the same in both: the components' loadings to 1 part in 1,000 (those of
red-dwarf come from a randomised solver), and, from its groups, group-informed consensus to 1 part in 1,000,000,000. The groups differ
between the two: [how opinion groups are found](../explanation/opinion-groups.md) says how ours are made.

A time is the least CPU time of several runs after a first that is not counted, both in turn and each with one thread. Memory is the peak
of a fresh process, imports and data included. A ratio is what the peer took over what Folkmoot took. In small conversations most of
our time goes into calling numpy some thousand times, whatever the number of votes.

{table(ratios)}

Measured with Python {platform.python_version()}, {packages}, on {platform.machine()} {platform.system()}.

## How the cost grows

![CPU seconds against people and against statements, both on logarithmic axes; the numbers are in the tables below](conversation-growth.svg)

The dashed lines are linear growth. In the first, people vote 19 times on average; in the second, 100,000 people do.

{curves}
"""
