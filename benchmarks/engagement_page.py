"""docs/reference/benchmarks-engagement.md from what was measured."""

from collections.abc import Sequence

from benchmarks.engagement_crowd import CLIENTS, Crowded
from benchmarks.ratios import Ratio, table

HEAD = """# Benchmarks: asking

What it costs to show a page of 18 questions with five answers each and to keep what someone sends, beside a bare Django view of the same
questions: no renditions, no furniture round the page, no check but that each answer is in the list, and the same rows written (the
Response, its audit event and the two counts of arrivals). CPU time of the process that serves, the least of five means of 60;
PostgreSQL's own processes are not in it.

`python -m benchmarks.engagement` measured this and wrote this page.

"""
CROWD = f"""
## A crowd, and a server that is killed

People answer {CLIENTS} at a time from 250 addresses, each sending again what was not acknowledged, while every process of the server is
killed (SIGKILL) and started again. Afterwards every acknowledged response is in the database, once and whole, and nothing else is; the
audit log has one event for each and its chain is whole. Times are of the clock, on the machine that also plays the crowd: read them as
orders of magnitude.

| Database | Responses | Kills | Half waited | 99 in 100 waited | The slowest | Cut off by a kill, and sent again |
|---|---|---|---|---|---|---|
"""


def page(ratios: Sequence[Ratio], crowds: Sequence[Crowded]) -> str:
    """The whole page."""
    rows = [
        f"| {one.database} | {one.people:,} | {one.kills} | {1_000 * one.median:.0f} ms | {1_000 * one.p99:.0f} ms | {one.slowest:.2f} s "
        f"| {one.cut_off} |"
        for one in crowds
    ]
    return HEAD + table(ratios) + "\n" + CROWD + "\n".join(rows) + "\n"
