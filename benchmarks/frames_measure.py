"""The jobs of benchmarks.frames, each for a process of its own, on the home that the environment names."""

import datetime as dt
import json
import os
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

AGES = ("16 to 34", "35 to 64", "65 and over")
COLUMNS = 20
HOME = Path(os.environ["FOLKMOOT_HOME"])
FILE, SNAPSHOT, FROZEN = HOME / "made.csv", HOME / "made-snapshot", HOME / "made-snapshot.json"


def make(rows: int) -> dict[str, float]:
    """Write the list that the other jobs read."""
    with FILE.open("w", encoding="utf-8") as file:
        file.write("id,first,last,street,town,postcode,home,rooms,age,area,note\n")
        for n in range(rows):
            file.write(
                f"UPRN{n:08d},First{n % 977},Last{n % 7919},{n // 2 % 300} Street {n // 600},Town {n % 41},XX{n % 99} {n % 9}AA,"
                f"H{n // 2},{1 + n % 8},{AGES[n % 3]},Area {n % 37},not kept {n}\n"
            )
    return {"mb": FILE.stat().st_size / 1e6}


def hold(_: int) -> dict[str, float]:
    """The peer: the whole file in memory, and the columns of the strata told apart."""
    import polars as pl

    frame = pl.read_csv(FILE, infer_schema=False)
    frame.group_by("age", "area").len()
    return {"mb": _peak(), "cpu": time.process_time()}


def read_in(rows: int) -> dict[str, float]:
    """Read the list in, as the page does."""
    officer, where = _staff()
    from folkmoot.site.sampling import domain

    begun = time.process_time()
    columns = domain.Columns(
        "id", name=("first", "last"), address=("street", "town", "postcode"), household="home", size="rooms", attributes=("age", "area")
    )
    with FILE.open("rb") as file:
        *_, frame = domain.import_frame(
            by=officer,
            organisation=where,
            name="Made",
            population="Made up",
            source="Made up",
            keep_until=dt.datetime.now(dt.UTC).date() + dt.timedelta(days=30),
            columns=columns,
            file=file,
            file_name="made.csv",
            size=FILE.stat().st_size,
        )
    assert not isinstance(frame, int)
    assert frame.rows == rows
    return {"mb": _peak(), "cpu": time.process_time() - begun}


def draw(rows: int) -> dict[str, float]:
    """Draw 5,000, and once more from the seed."""
    officer, _ = _staff()
    from folkmoot.site.sampling import domain
    from folkmoot.site.sampling.models import Frame

    begun = time.process_time()
    design = domain.Design(min(5_000, rows // 10), stratified_by=("age", "area"), one_per_household=True)
    made = domain.draw_sample(by=officer, frame=Frame.objects.get(), name="Made", design=design, targets=("age",))
    cpu = time.process_time() - begun
    assert domain.drawn_again(made)
    return {"mb": _peak(), "cpu": cpu, "again": time.process_time() - begun - cpu}


def write(rows: int) -> dict[str, float]:
    """Write a snapshot in four goes, as answers would come in, and freeze it."""
    from folkmoot.site.evidence import snapshots

    columns = ["response", *(f"q{n}" for n in range(COLUMNS))]
    written: list[snapshots.Chunk] = []
    for part in range(1, 5):
        there = rows * part // 4
        written += snapshots.grow(SNAPSHOT, columns, _responses(there), written[-1].last if written else 0)
    frozen = snapshots.freeze(SNAPSHOT, columns, _responses(rows), written)
    chunks = [[chunk.name, chunk.sha256, chunk.first, chunk.last, chunk.rows] for chunk in frozen.chunks]
    FROZEN.write_text(json.dumps([columns, chunks, frozen.sha256]), "utf-8")
    assert frozen.rows == rows
    return {"mb": _peak(), "cpu": time.process_time()}


def reopen(rows: int) -> dict[str, float]:
    """Open the snapshot again: every file is checked against the hash it was written with."""
    from folkmoot.site.evidence import snapshots

    columns, chunks, sha256 = json.loads(FROZEN.read_text("utf-8"))
    begun = time.perf_counter()
    frame = snapshots.read(SNAPSHOT, columns, [snapshots.Chunk(*chunk) for chunk in chunks], sha256)
    took = time.perf_counter() - begun
    assert len(frame) == rows
    return {"ms": 1_000 * took, "mb": _peak()}


JOBS: dict[str, Callable[[int], dict[str, float]]] = {
    "make": make,
    "hold": hold,
    "read in": read_in,
    "draw": draw,
    "write": write,
    "open": reopen,
}


def _responses(there: int) -> Callable[[int, int], Iterator[tuple[int, Sequence[str | None]]]]:
    def rows_after(last: int, most: int) -> Iterator[tuple[int, Sequence[str | None]]]:
        for pk in range(last + 1, min(there, last + most) + 1):
            yield pk, [None if (pk + n) % 11 == 0 else f"level {(pk * (n + 3)) % 5}" for n in range(COLUMNS)]

    return rows_after


def _staff() -> tuple[Any, Any]:
    import django

    django.setup()
    from folkmoot.site.people import domain
    from folkmoot.site.people.models import Organisation, User

    where = Organisation.objects.filter(name="Made Council").first()
    if where is None:
        where = domain.add_organisation(by="folkmoot", name="Made Council", kind="council")
        officer = User.objects.create_user("made@example.org", "Made Officer")
        domain.start_membership(by="folkmoot", user=officer, organisation=where, role="research_officer")
    return User.objects.get(email="made@example.org"), where


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
