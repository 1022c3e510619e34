"""What `folkmoot map` takes, and says of itself. `run_map` does it."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from folkmoot.cli.app import app, load


class MapMethod(StrEnum):
    """The ways in which `folkmoot map` finds opinion groups."""

    STABLE = "stable"
    POLIS = "polis"


@app.command(
    name="map",
    epilog="Example: folkmoot map export --out map    (a Polis export: comments.csv with votes.csv or participants-votes.csv; "
    "what the files hold is in docs/reference/map.md)",
)
def map_votes(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The export of a conversation: comments.csv and its votes.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="A new folder for report.html, map.svg and map.json.")],
    *,
    method: Annotated[
        MapMethod, typer.Option(help="stable: groups from the votes alone. polis: the published maths of Polis, to compare.")
    ] = MapMethod.STABLE,
    strict: Annotated[bool, typer.Option("--strict", help="Only statements that moderators let in.")] = False,
    groups: Annotated[int | None, typer.Option(min=2, max=6, help="How many groups; left out, the number that fits best.")] = None,
    weights: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="A weight for each participant: columns participant and weight.")
    ] = None,
    people: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Who took part, to weigh them: participant and a column to each factor.")
    ] = None,
    population: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="What the population is like: columns factor, level and people.")
    ] = None,
    resamples: Annotated[int, typer.Option(min=2, max=10_000, help="How often groups are sought again, to see how stable they are.")] = 50,
    seed: Annotated[int, typer.Option(min=0, help="The seed of what is drawn: the same seed, the same files.")] = 0,
    title: Annotated[str, typer.Option(help="The report's heading; left out, the topic in summary.csv.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Replace an older map in DIR.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing of progress.")] = False,
) -> None:
    """Map an open conversation: opinion groups and how stable they are, what all agree on, what divides them.

    Every share has its range and how many people it rests on. Groups that would not be found again among other people of the same kind
    are not shown as groups. Votes that look made together are flagged; none is left out of any count.
    """
    load("run_map").run_map(
        folder,
        out,
        method=method.value,
        strict=strict,
        groups=groups,
        weights=weights,
        people=people,
        population=population,
        resamples=resamples,
        seed=seed,
        title=title,
        force=force,
        quiet=quiet,
    )
