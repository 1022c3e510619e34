"""What `folkmoot draw` takes, and says of itself. `run_draw` does it."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from folkmoot.cli.app import app, load
from folkmoot.files.problems import RefusedError


class DrawGoal(StrEnum):
    """What `folkmoot draw` makes as fair as it can."""

    LEXIMIN = "leximin"
    MAXIMIN = "maximin"
    NASH = "nash"
    LEGACY = "legacy"


class DrawnBy(StrEnum):
    """How the number of a panel is drawn."""

    DIGITS = "digits"
    DICE = "dice"
    SEED = "seed"


@app.command(
    name="draw",
    epilog="Example: folkmoot draw categories.csv respondents.csv --size 24 --out draw    (then publish draw.json and report.html; "
    "later: folkmoot draw --number, --pick and --verify. All of it step by step: docs/how-to/draw-a-jury.md)",
)
def draw_jury(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILES", help="CATEGORIES.csv and RESPONDENTS.csv; with --number, --pick or --verify the files of a draw."),
    ],
    out: Annotated[Path | None, typer.Option(metavar="PATH", help="A new folder; with --number or --pick a new file.")] = None,
    *,
    size: Annotated[int | None, typer.Option(min=1, help="How many people are drawn.")] = None,
    goal: Annotated[
        DrawGoal, typer.Option(help="What is fair: leximin (all chances as equal as can be), maximin, nash, or legacy to compare.")
    ] = DrawGoal.LEXIMIN,
    ids: Annotated[str | None, typer.Option("--id", metavar="COLUMN", help="The column that names each person once.")] = None,
    household: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN", help="A column of the address, as often as needed: one of a household at most.")
    ] = None,
    fixed: Annotated[str | None, typer.Option(metavar="COLUMN", help="The column that says yes for who must be drawn.")] = None,
    excluded: Annotated[str | None, typer.Option(metavar="COLUMN", help="The column that says yes for who may not be drawn.")] = None,
    panels: Annotated[int, typer.Option(help="How many equally likely panels: 10, 100, 1000 or 10000.")] = 1000,
    public_numbers: Annotated[
        str, typer.Option(metavar="WORDS", help="The public numbers that will make the seed: what, where, when, in which order.")
    ] = "six throws of a ten-sided die, in public, in the order thrown, before the panel is drawn",
    numbers: Annotated[
        tuple[int, int, int], typer.Option(metavar="COUNT LOW HIGH", help="How many public numbers, and from which to which.")
    ] = (6, 0, 9),
    drawn_by: Annotated[
        DrawnBy, typer.Option(help="How the panel is drawn: digits (balls or ten-sided dice), dice (six-sided), or the seed.")
    ] = DrawnBy.DIGITS,
    closed: Annotated[bool, typer.Option("--closed", help="Publish no features: then only an auditor can check the quotas.")] = False,
    title: Annotated[str, typer.Option(help="What the draw is for.")] = "A jury drawn by lot",
    seed: Annotated[int, typer.Option(min=0, help="The seed of the solver: the same seed, the same lottery.")] = 0,
    number: Annotated[bool, typer.Option("--number", help="Number the panels of draw.json by the public --announced numbers.")] = False,
    pick: Annotated[bool, typer.Option("--pick", help="The result, from draw.json, the numbering and what was --typed.")] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="Check draw.json, and the numbering or result beside it, with no database.")
    ] = False,
    announced: Annotated[str, typer.Option(metavar="1,2,3", help="With --number: the public numbers, in order.")] = "",
    secret: Annotated[Path | None, typer.Option(metavar="FILE", help="With --number: secret.private.txt.")] = None,
    typed: Annotated[str, typer.Option(metavar="4,0,7", help="With --pick: the digits or the throws, in order.")] = "",
    opening: Annotated[Path | None, typer.Option(metavar="FILE", help="With --verify: the opening file, or your own part of it.")] = None,
    expected_hash: Annotated[
        str | None, typer.Option("--hash", metavar="FINGERPRINT", help="With --verify: the fingerprint that was published.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an older draw in DIR, or an older file.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing of progress.")] = False,
) -> None:
    """Draw a jury by lot: the fairest lottery that meets the quotas, in a way that anybody can check.

    Reads the pair of CSV files that the field's tools use, finds the fairest lottery with the proof that it is, turns it into equally
    likely numbered panels, and fixes everything in one public file before anything is drawn. Nothing is drawn by the first command.
    """
    run = load("run_draw")
    if sum((number, pick, verify)) > 1:
        raise RefusedError(["--number, --pick and --verify are three steps. Give one of them."])
    if verify:
        published, result = _paths(files, "--verify", "draw.json", "numbering or result file", least=1)
        run.verify_draw(published, result, opening=opening, expected_hash=expected_hash)
    elif number:
        published, _ = _paths(files, "--number", "draw.json", least=1)
        run.number_the_panels(published, _needed(out, "--out", "numbering.json"), numbers=_listed(announced), secret=secret, force=force)
    elif pick:
        published, numbering = _paths(files, "--pick", "draw.json", "the numbering file", least=2)
        run.draw_the_panel(published, numbering, _needed(out, "--out", "result.json"), typed=_digits(typed), force=force)
    else:
        categories, respondents = _paths(files, "a draw", "CATEGORIES.csv", "RESPONDENTS.csv", least=2)
        run.make_draw(
            categories,
            respondents,
            _needed(out, "--out", "draw"),
            size=_needed(size, "--size", "24"),
            goal=goal.value,
            ids=ids,
            households=household or [],
            fixed=fixed,
            excluded=excluded,
            panels=panels,
            source=public_numbers,
            numbers=numbers,
            drawn_by=drawn_by.value,
            publication="closed" if closed else "open",
            title=title,
            seed=seed,
            force=force,
            quiet=quiet,
        )


def _paths(files: Sequence[Path], step: str, *what: str, least: int) -> list[Any]:
    if not least <= len(files) <= len(what):
        raise RefusedError([f"{step} takes {' and '.join(what)}: {len(files)} {'file was' if len(files) == 1 else 'files were'} given."])
    return [*files, *[None] * (2 - len(files))]


def _needed[T](value: T | None, option: str, example: str) -> T:
    if value is None:
        raise RefusedError([f"{option} is missing. Give it, as in {option} {example}."])
    return value


def _listed(numbers: str) -> list[str]:
    return [each for each in numbers.replace(",", " ").split() if each]


def _digits(typed: str) -> list[int]:
    words = _listed(typed)
    wrong = [word for word in words if not (word.isascii() and word.isdigit())]
    if wrong:
        raise RefusedError([f'--typed holds "{wrong[0]}". Type whole numbers with commas between, such as 4,0,7.'])
    return [int(word) for word in words]
