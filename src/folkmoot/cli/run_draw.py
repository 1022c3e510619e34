"""`folkmoot draw`: the fairest lottery over panels, made public before it is drawn, drawn, and verified."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import typer

from folkmoot.cli.progress import Progress
from folkmoot.files.new_file import new_files, refuse_file
from folkmoot.files.new_folder import refuse_folder, write_folder
from folkmoot.files.problems import RefusedError
from folkmoot.sortition.check_lottery import check_lottery
from folkmoot.sortition.commitment import Announcement, codes_by_row, commit, singled_out
from folkmoot.sortition.csv_pair import Respondents, read_categories, read_respondents
from folkmoot.sortition.draw_files import Manner, Publication
from folkmoot.sortition.draw_report import draw_report
from folkmoot.sortition.legacy import legacy
from folkmoot.sortition.lottery import Goal, Lottery, leximin, maximin, nash
from folkmoot.sortition.lottery_document import lottery_document, ticket_table
from folkmoot.sortition.public_draw import draw_panel, number_panels
from folkmoot.sortition.public_numbers import PublicNumbers, new_secret
from folkmoot.sortition.quotas import InfeasibleQuotas, Quotas
from folkmoot.sortition.relaxed_quotas import relax_quotas
from folkmoot.sortition.tickets import make_tickets
from folkmoot.sortition.verify import verify

PUBLIC: Final = ("draw.json", "report.html")
PRIVATE: Final = ("lottery.json", "opening.private.json", "secret.private.txt", "tickets.private.csv")
MADE_BY: Final = "draw"
FAIREST: Final[Mapping[str, Callable[..., Lottery]]] = {"leximin": leximin, "maximin": maximin, "nash": nash}
LARGEST_FILE: Final = 500  # megabytes of a published file


def make_draw(
    categories: Path,
    respondents: Path,
    out: Path,
    *,
    size: int,
    goal: Goal,
    ids: str | None,
    households: Sequence[str],
    fixed: str | None,
    excluded: str | None,
    panels: int,
    source: str,
    numbers: tuple[int, int, int],
    drawn_by: Manner,
    publication: Publication,
    title: str,
    seed: int,
    force: bool,
    quiet: bool,
) -> None:
    """Make the lottery and everything that is published before the draw; raises RefusedError before anything is written."""
    say = Progress(quiet=quiet)
    refuse_folder(out, files=[*PUBLIC, *PRIVATE], made_by=MADE_BY, force=force)
    say(f"Reading {categories.name} and {respondents.name}")
    quotas = read_categories(categories)
    people = read_respondents(respondents, quotas, ids=ids, households=households, fixed=fixed, excluded=excluded)
    for notice in people.notices:
        say(f"To know: {notice}", last=True)
    mistakes = quotas.mistakes(people.pool, size)
    if mistakes:
        raise RefusedError(mistakes)
    try:
        announced = PublicNumbers(source, *numbers)
    except ValueError as error:
        raise RefusedError([str(error)]) from error
    lottery = _lottery(people, quotas, size, goal, seed, say)
    say("Making the tickets")
    secret = new_secret()
    try:
        tickets = make_tickets(lottery, people.pool, quotas, count=panels, seed=seed)
        announcement = Announcement(title, _now(), announced, drawn_by, publication)
        made = commit(people.pool, quotas, lottery, tickets, announcement, secret=secret)
    except ValueError as error:
        raise RefusedError(str(error).split("\n")) from error
    checks = verify(made.draw, None, made.opening, expected_hash=made.hash)
    hashes = {"categories": _hash(categories), "respondents": _hash(respondents)}
    sceptic = check_lottery(lottery, people.pool, quotas)
    if not sceptic.passed:
        raise ArithmeticError("; ".join(sceptic.problems))  # a fault of ours: such a lottery is never written
    document = lottery_document(people, quotas, lottery, sceptic, hashes=hashes, seed=seed)
    report = draw_report(
        people.pool,
        quotas,
        lottery,
        tickets,
        title=title,
        source=source,
        drawn_by=drawn_by,
        draw_hash=made.hash,
        checks=checks.sentences,
    )
    contents = {
        "report.html": report.encode(),
        "draw.json": made.draw,
        "lottery.json": (json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode(),
        "opening.private.json": made.opening,
        "secret.private.txt": f"{secret.hex()}\n".encode(),
        "tickets.private.csv": ticket_table(people, tickets, codes_by_row(made.opening)),
    }
    for path in write_folder(out, contents, made_by=MADE_BY, private=PRIVATE, force=force):
        typer.echo(path)
    say(f"Publish {' and '.join(PUBLIC)}, and the fingerprint {made.hash}. The other files are yours alone.", last=True)
    alone = singled_out(people.pool, quotas)
    if publication == "open" and alone:
        words = (
            f"To know: {alone:,} of {people.pool.n:,} people are the only one with their features, and could be recognised in draw.json."
        )
        say(f"{words} --closed publishes no features.", last=True)


def number_the_panels(draw: Path, out: Path, *, numbers: Sequence[str], secret: Path | None, force: bool) -> None:
    """Put the panels of a published draw in the order that the public numbers give; raises RefusedError."""
    sources = [draw, *([secret] if secret else [])]
    refuse_file(out, sources=sources, force=force)
    try:
        key = None if secret is None else bytes.fromhex(_bytes(secret).decode().strip())
    except ValueError as error:
        raise RefusedError([f"{secret} does not hold a secret: 64 hexadecimal digits."]) from error
    try:
        made = number_panels(_bytes(draw), numbers, secret=key, time=_now())
    except ValueError as error:
        raise RefusedError(str(error).split("\n")) from error
    _write(out, made)


def draw_the_panel(draw: Path, numbering: Path, out: Path, *, typed: Sequence[int], force: bool) -> None:
    """The result of the draw from what was drawn in public; raises RefusedError."""
    refuse_file(out, sources=[draw, numbering], force=force)
    try:
        made = draw_panel(_bytes(draw), _bytes(numbering), typed, time=_now())
    except ValueError as error:
        raise RefusedError(str(error).split("\n")) from error
    _write(out, made)


def verify_draw(published: Path, result: Path | None, *, opening: Path | None, expected_hash: str | None) -> None:
    """Print every check of a published draw; raises RefusedError with those that fail."""
    found = verify(
        _bytes(published),
        None if result is None else _bytes(result),
        None if opening is None else _bytes(opening),
        expected_hash=expected_hash,
    )
    for sentence in found.sentences:
        typer.echo(sentence)
    if not found.passed:
        raise RefusedError(["the draw cannot be verified: see what failed above."])


def _lottery(people: Respondents, quotas: Quotas, size: int, goal: Goal, seed: int, say: Progress) -> Lottery:
    def progress(words: str, done: int, of: int) -> None:
        say(f"{words}: {done:,} of {of:,}" if of else words)

    constraints = {"seed": seed, "fixed": people.fixed, "excluded": people.excluded}
    try:
        if goal == "legacy":
            return legacy(people.pool, quotas, size, **constraints)  # type: ignore[arg-type]
        return FAIREST[goal](people.pool, quotas, size, **constraints, progress=progress)
    except InfeasibleQuotas as infeasible:
        problems = list(infeasible.reasons)
        try:
            problems = list(relax_quotas(people.pool, quotas, size, fixed=people.fixed, excluded=people.excluded).sentences)
        except ValueError as error:
            problems = str(error).split("\n")
        raise RefusedError([f"no panel meets all the quotas. {problems[0]}", *problems[1:]]) from infeasible
    except ValueError as error:
        raise RefusedError(str(error).split("\n")) from error


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE * 1_000_000:
            raise RefusedError([f"{path.name} is over {LARGEST_FILE} MB. Is it the right file?"])
        return path.read_bytes()
    except OSError as error:
        raise RefusedError([f"{path}: cannot be read: {(error.strerror or 'it cannot be opened').lower()}."]) from error


def _write(path: Path, content: bytes) -> None:
    with new_files([path], private=False) as places:
        places[path].write_bytes(content)
    typer.echo(path)


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
