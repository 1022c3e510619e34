"""`folkmoot map`: what an open conversation's votes say."""

import csv
import json
from pathlib import Path
from typing import Final, Literal

import typer

from folkmoot.cli.progress import Progress
from folkmoot.conversation.polis_export import read_polis_export
from folkmoot.files.new_folder import refuse_folder, write_folder
from folkmoot.files.problems import RefusedError
from folkmoot.weigh.conversation import map_conversation, map_document, map_report, map_svg
from folkmoot.weigh.conversation.participant_weights import given_weights, raked_weights

FILES: Final = ("map.json", "map.svg", "report.html")
MADE_BY: Final = "map"


def run_map(
    folder: Path,
    out: Path,
    *,
    method: Literal["stable", "polis"],
    strict: bool,
    groups: int | None,
    weights: Path | None,
    people: Path | None,
    population: Path | None,
    resamples: int,
    seed: int,
    title: str,
    force: bool,
    quiet: bool,
) -> None:
    """Map the conversation in the folder and write what was found; raises RefusedError before anything is written."""
    say = Progress(quiet=quiet)
    refuse_folder(out, files=FILES, made_by=MADE_BY, force=force)
    if (people is None) != (population is None):
        raise RefusedError(["--people and --population go together: who took part, and what the population is like."])
    if weights is not None and people is not None:
        raise RefusedError(["--weights and --people are two ways to weigh. Give one of them."])
    say(f"Reading {folder.name}")
    export = read_polis_export(folder)
    notices = list(export.notices)
    weighed = None
    if weights is not None:
        weighed = given_weights(weights, export.votes)
    elif people is not None and population is not None:
        weighed, told = raked_weights(people, population, export.votes)
        notices += told
    for notice in notices:
        say(f"To know: {notice}", last=True)
    try:
        mapped = map_conversation(
            export, method=method, strict=strict, weights=weighed, groups=groups, resamples=resamples, seed=seed, say=say
        )
    except ValueError as error:
        raise RefusedError([f"{folder.name}: {error}"]) from error
    document = map_document(mapped, title=title or _title(folder) or folder.name)
    document["notices"] = notices
    contents = {
        "map.json": (json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode(),
        "map.svg": map_svg(document).encode(),
        "report.html": map_report(document).encode(),
    }
    for path in write_folder(out, contents, made_by=MADE_BY, force=force):
        typer.echo(path)
    for sentence in mapped.stability.sentences[-1:]:
        say(sentence, last=True)


def _title(folder: Path) -> str:
    """The topic in the export's summary.csv, "" where there is none."""
    path = folder / "summary.csv"
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return next((row[1].strip() for row in csv.reader(file) if len(row) > 1 and row[0] == "topic"), "")
    except (OSError, UnicodeDecodeError, csv.Error):
        return ""
