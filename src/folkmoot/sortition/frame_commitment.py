"""A sample from a frame, drawn in public: the design is published and hashed first, and the seed comes after, from public numbers.

The frame itself, a list of addresses or patients, stays private. What is published before the draw is how it is drawn, how many rows
each stratum has and how many are drawn from it, and a salted commitment to the frame (`Frame.fingerprint`). The seed is made as for a
public draw (`public_numbers`), and the result file lists the rows drawn by their number. Whoever is handed the frame and its salt can check
that the frame is the one committed to and draw the same rows again. Anybody can do so without it when the draw needs only the
number of rows: simple random or systematic, in the list's own order, with one stratum. Row numbers tell something to whoever has the list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from folkmoot import __version__
from folkmoot.sortition.documents import document_hash, read, write
from folkmoot.sortition.frame import Frame
from folkmoot.sortition.frame_draws import FrameMethod, FrameSample, check_design, draw_sample
from folkmoot.sortition.public_numbers import PublicNumbers, commitment_to, published_seed, refuse_secret

LARGEST_BARE_FRAME = 20_000_000


@dataclass(frozen=True)
class PublishedStratum:
    """rows: how many the frame has in it. drawn: how many are drawn from it."""

    name: str
    rows: int
    drawn: int


@dataclass(frozen=True)
class FrameDrawFile:
    """What is published before the draw. frame_commitment: `Frame.fingerprint`. sorted: whether a systematic draw sorts the rows first;
    shuffled: whether it puts them in random order first. allocation: in words, how the numbers drawn from the strata were decided."""

    format: Literal["folkmoot frame draw 1"]
    folkmoot: str
    title: str
    time: str
    method: FrameMethod
    sorted: bool
    shuffled: bool
    rows: int
    strata: tuple[PublishedStratum, ...]
    allocation: str
    frame_commitment: str
    public_numbers: PublicNumbers
    secret_commitment: str | None

    @cached_property
    def hash(self) -> str:
        """The hash the file is sealed with."""
        return document_hash(self)

    @property
    def numbers(self) -> tuple[int, ...]:
        """How many are drawn from each stratum."""
        return tuple(stratum.drawn for stratum in self.strata)

    @property
    def bare_frame(self) -> Frame | None:
        """The frame, when its number of rows is all the draw needs (and is not too large to try); else None."""
        if len(self.strata) == 1 and self.method != "pps systematic" and not self.sorted and self.rows <= LARGEST_BARE_FRAME:
            return Frame(self.rows)
        return None


@dataclass(frozen=True)
class FrameResultFile:
    """What was drawn. draw: the hash of the frame draw file. rows: the rows drawn, rising, the frame's first row being 1."""

    format: Literal["folkmoot frame result 1"]
    draw: str
    time: str
    public_numbers: tuple[str, ...]
    secret: str | None
    rows: tuple[int, ...]


@dataclass(frozen=True)
class FrameAnnouncement:
    """What the organiser says beforehand. allocation: in words ("in proportion to the rows of each district")."""

    title: str
    time: str
    public_numbers: PublicNumbers
    allocation: str = "one stratum"


def commit_frame(
    frame: Frame,
    method: FrameMethod,
    numbers: tuple[int, ...],
    announcement: FrameAnnouncement,
    *,
    salt: bytes,
    secret: bytes | None = None,
    shuffled: bool = False,
) -> bytes:
    """The frame draw file, to be published. salt: 32 secret random bytes for the frame's fingerprint. secret: as in `commitment.commit`.

    Raises ValueError when the design cannot be drawn from the frame, or a text is missing.
    """
    check_design(frame, method, numbers, shuffled=shuffled)
    if not all(text.strip() for text in (announcement.title, announcement.time, announcement.allocation)):
        raise ValueError("Give the draw a title, the time of its publication, and how the numbers of each stratum were decided.")
    announcement.public_numbers.refuse_too_few(1000)
    strata = zip(frame.stratum_names, frame.stratum_rows, numbers, strict=True)
    return write(
        FrameDrawFile(
            format="folkmoot frame draw 1",
            folkmoot=__version__,
            title=announcement.title,
            time=announcement.time,
            method=method,
            sorted=bool(frame.order_by) and method != "simple random",
            shuffled=shuffled,
            rows=frame.rows,
            strata=tuple(PublishedStratum(name, rows, int(drawn)) for name, rows, drawn in strata),
            allocation=announcement.allocation,
            frame_commitment=frame.fingerprint(salt),
            public_numbers=announcement.public_numbers,
            secret_commitment=None if secret is None else commitment_to(secret),
        )
    )


def draw_frame(
    published: bytes, frame: Frame, public_numbers: Sequence[int | str], *, salt: bytes, secret: bytes | None = None, time: str
) -> tuple[bytes, FrameSample]:
    """The frame result file and the sample, with its weights.

    Raises ValueError when the frame is not the one committed to, or the public numbers or the secret are not those announced.
    """
    draw = read(FrameDrawFile, published)
    if frame.fingerprint(salt) != draw.frame_commitment:
        raise ValueError("This frame, with this salt, is not the one that the published file is committed to.")
    if not time.strip():
        raise ValueError("Give the time, as it should stand in the file.")
    numbers = tuple(str(number) for number in draw.public_numbers.typed(public_numbers))
    refuse_secret(secret, draw.secret_commitment)
    shown = None if secret is None else secret.hex()
    seed = published_seed(draw.hash, draw.public_numbers, draw.secret_commitment, numbers, shown)
    sample = draw_sample(frame, draw.method, draw.numbers, seed, shuffled=draw.shuffled)
    result = FrameResultFile("folkmoot frame result 1", draw.hash, time, numbers, shown, tuple((sample.rows + 1).tolist()))
    return write(result), sample
