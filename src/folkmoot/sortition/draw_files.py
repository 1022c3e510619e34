"""The four files of a public draw, as they are written. How they come about is in `commitment` and `public_draw`.

| file | who sees it | when |
|---|---|---|
| draw file | everybody | before anything is drawn: the promise |
| opening file | private; whole to an auditor, one person's part to that person | from the same moment |
| numbering file | everybody | when the public numbers are known: which panel has which number |
| result file | everybody | after the draw |

Every file is a sealed document (`folkmoot.sortition.canonical`). Chances are text with nine decimals and add up to the panel's size.
"""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from folkmoot.sortition.canonical import canonical
from folkmoot.sortition.documents import as_document, document_hash
from folkmoot.sortition.lottery import Goal
from folkmoot.sortition.public_numbers import PublicNumbers

type Publication = Literal["open", "closed"]
type Manner = Literal["digits", "dice", "seed"]


@dataclass(frozen=True)
class PublishedQuota:
    """From min to max members of each panel have this level of this feature."""

    feature: str
    level: str
    min: int
    max: int


@dataclass(frozen=True)
class PublishedFeature:
    """A feature and its levels."""

    feature: str
    levels: tuple[str, ...]


@dataclass(frozen=True)
class PublishedPerson:
    """One person of the pool, under a ticket code.

    chance: of being drawn, before rounding. panels: how many of the panels the person is on. commitment: see `OpenedPerson`.
    type: which of the draw file's types, the first being 0, and household: a number shared by people of one household, None for a person
    who shares with nobody; both None in a closed publication.
    """

    code: str
    chance: str
    panels: int
    commitment: str
    type: int | None
    household: int | None


@dataclass(frozen=True)
class DrawFile:
    """What is published before the draw. people: by code, rising. panels: each by code, rising, and all of them rising; not yet numbered.

    types: the levels of each person type in the order of `features`; None in a closed publication. secret_commitment: SHA-256 of the
    secret part of the seed; None when public numbers alone make the seed. drawn_by: how the number of a panel will be drawn.
    """

    format: Literal["folkmoot draw 1"]
    folkmoot: str
    title: str
    time: str
    goal: Goal
    method: str
    rounding: str
    publication: Publication
    size: int
    quotas: tuple[PublishedQuota, ...]
    features: tuple[PublishedFeature, ...]
    types: tuple[tuple[str, ...], ...] | None
    people: tuple[PublishedPerson, ...]
    panels: tuple[tuple[str, ...], ...]
    public_numbers: PublicNumbers
    secret_commitment: str | None
    drawn_by: Manner

    @cached_property
    def hash(self) -> str:
        """The hash the file is sealed with: the one to print in the newspaper."""
        return document_hash(self)


@dataclass(frozen=True)
class OpenedPerson:
    """What only the organiser, an auditor and the person may know. row: in the organiser's own list, the first being 1.

    features: the person's levels in the order of the draw file's features. salt: 64 random hexadecimal digits, without which nobody
    could guess what the commitment hides.
    """

    code: str
    row: int
    features: tuple[str, ...]
    household: int | None
    salt: str

    @property
    def commitment(self) -> str:
        """SHA-256 of the canonical JSON of these five fields: published in the draw file, and fitting nothing but these five fields."""
        return hashlib.sha256(canonical(as_document(self))).hexdigest()


@dataclass(frozen=True)
class OpeningFile:
    """Opens commitments: of everybody, or of one person. draw: the hash of the draw file."""

    format: Literal["folkmoot opening 1"]
    draw: str
    people: tuple[OpenedPerson, ...]


@dataclass(frozen=True)
class NumberingFile:
    """Which panel has which number. order: number 0 is panel order[0] of the draw file (the first being 0), and so on.

    public_numbers: as decimal text, in the order stated. secret: in hexadecimal, or None.
    """

    format: Literal["folkmoot numbering 1"]
    draw: str
    time: str
    public_numbers: tuple[str, ...]
    secret: str | None
    order: tuple[int, ...]

    @cached_property
    def hash(self) -> str:
        """The hash the file is sealed with."""
        return document_hash(self)


@dataclass(frozen=True)
class ResultFile:
    """The draw. numbering: the whole numbering file, with numbering_hash, its hash. typed: the digits or dice, in order, all of them;
    empty when the seed drew. number: of the panel drawn. panel: its members' ticket codes."""

    format: Literal["folkmoot result 1"]
    time: str
    numbering: NumberingFile
    numbering_hash: str
    drawn_by: Manner
    typed: tuple[int, ...]
    number: int
    panel: tuple[str, ...]


def numbers_of(draw: DrawFile, numbering: NumberingFile) -> Mapping[str, tuple[int, ...]]:
    """For each ticket code the numbers of the panels the person is on, rising: their tickets."""
    found: dict[str, list[int]] = {person.code: [] for person in draw.people}
    for number, place in enumerate(numbering.order):
        for code in draw.panels[place]:
            found[code].append(number)
    return {code: tuple(numbers) for code, numbers in found.items()}


def points(difference: float) -> str:
    """A difference of chances in words, in percentage points, rounded up: it is never more than this."""
    return f"{math.ceil(difference * 10_000 - 1e-6) / 100:.2f} percentage points"
