"""Before the draw: everything that decides it is fixed, hashed and published, under ticket codes.

The draw file names nobody. It lists each person by a random ticket code, with their chance and the number of panels they are on, and all
the panels. Features without a quota are left out. What it says of the others is a choice, and a trade:

* **open** (the default). Each code has its person type, and each type its features. Anybody can re-check every quota of every panel with
  no other file. The price: somebody who knows that a neighbour entered, and knows enough of the neighbour's features to tell them apart,
  finds the neighbour's code, and with it their other features, their chance, and whether they were drawn. So put nothing into the features
  that people did not agree to have shown in this way, and tell them before they enter. `singled_out` counts the people this touches.
* **closed**. Each code has a salted commitment only. The quotas can be re-checked by an auditor who is handed the opening file, and by
  nobody else. It still tells a little: where a quota allows one member of a level, two people of that level never share a panel.

In both, each person is bound to their code by a salted commitment: SHA-256 of their code, their row in the organiser's list, their
features, their household and a random salt. Each person can be sent their own part of the opening file (`opening_for`) with their letter
before the draw, and check that the published file counts them as who they are. The organiser cannot swap two people afterwards without a
commitment failing. The opening file, which joins codes to rows, is private: whoever holds it and the list knows who everybody is.
"""

import secrets
from collections import Counter
from dataclasses import dataclass

import numpy as np

from folkmoot import __version__
from folkmoot.sortition.documents import read, write
from folkmoot.sortition.draw_files import (
    DrawFile,
    Manner,
    OpenedPerson,
    OpeningFile,
    Publication,
    PublishedFeature,
    PublishedPerson,
    PublishedQuota,
)
from folkmoot.sortition.generator import Generator
from folkmoot.sortition.lottery import Floats, Lottery
from folkmoot.sortition.pool import Pool
from folkmoot.sortition.public_numbers import PublicNumbers, commitment_to
from folkmoot.sortition.quotas import Quotas
from folkmoot.sortition.ticket_codes import new_codes
from folkmoot.sortition.tickets import Tickets
from folkmoot.sortition.verify import verify

BILLION = 10**9


@dataclass(frozen=True)
class Announcement:
    """What the organiser says about the draw beforehand.

    title and time: any text (the time of publication, by the caller's clock). public_numbers: which will make the seed.
    drawn_by: how a panel's number will be drawn: "digits" (balls or ten-sided dice, one for each digit), "dice" (six-sided) or "seed"
    (worked out from the seed). publication: see the top of this file.
    """

    title: str
    time: str
    public_numbers: PublicNumbers
    drawn_by: Manner = "digits"
    publication: Publication = "open"


@dataclass(frozen=True)
class Commitment:
    """draw: the bytes to publish. hash: what to print where it cannot be changed. opening: the bytes to keep private."""

    draw: bytes
    hash: str
    opening: bytes


def commit(
    pool: Pool,
    quotas: Quotas,
    lottery: Lottery,
    tickets: Tickets,
    announcement: Announcement,
    *,
    secret: bytes | None = None,
    key: bytes | None = None,
) -> Commitment:
    """The draw file and the opening file.

    secret: the secret part of the seed (`public_numbers.new_secret()`), of which the file holds the SHA-256; needed again for the
    numbering. key: 32 secret random bytes from which the ticket codes and salts are made (HMAC-SHA256, `generator`); left out, they come
    from the operating system and are forgotten.
    Raises ValueError when the parts do not belong together, a title or time is empty, the public numbers have fewer than 1,000 possible
    outcomes a panel, or the draw would not pass `verify`.
    """
    _refuse_strangers(pool, quotas, lottery, tickets)
    if not announcement.title.strip() or not announcement.time.strip():
        raise ValueError("Give the draw a title and the time of its publication.")
    announcement.public_numbers.refuse_too_few(len(tickets.panels))
    features = _with_quotas(pool, quotas)
    opened = _opened(pool, features, key or secrets.token_bytes(32))
    codes = np.array([person.code for person in opened])
    is_open = announcement.publication == "open"
    types = sorted({person.features for person in opened}) if is_open else None
    place = {features: number for number, features in enumerate(types or [])}
    people = [
        PublishedPerson(
            code=person.code,
            chance=chance,
            panels=int(panels),
            commitment=person.commitment,
            type=place[person.features] if is_open else None,
            household=person.household if is_open else None,
        )
        for person, chance, panels in zip(opened, exact_chances(lottery.probabilities), tickets.counts, strict=True)
    ]
    draw = DrawFile(
        format="folkmoot draw 1",
        folkmoot=__version__,
        title=announcement.title,
        time=announcement.time,
        goal=lottery.goal,
        method=lottery.method,
        rounding=tickets.method,
        publication=announcement.publication,
        size=tickets.panels.shape[1],
        quotas=tuple(PublishedQuota(quota.feature, quota.level, int(quota.min), int(quota.max)) for quota in quotas),
        features=tuple(PublishedFeature(name, pool.features[name]) for name in features),
        types=None if types is None else tuple(types),
        people=tuple(sorted(people, key=lambda person: person.code)),
        panels=tuple(sorted(tuple(sorted(codes[panel].tolist())) for panel in tickets.panels)),
        public_numbers=announcement.public_numbers,
        secret_commitment=None if secret is None else commitment_to(secret),
        drawn_by=announcement.drawn_by,
    )
    opening = OpeningFile("folkmoot opening 1", draw.hash, tuple(sorted(opened, key=lambda person: person.code)))
    commitment = Commitment(write(draw), draw.hash, write(opening))
    mistakes = verify(commitment.draw, None, commitment.opening).failures
    if mistakes:
        raise ValueError("\n".join(["This draw would not pass its own verification, so nothing was made:", *mistakes]))
    return commitment


def opening_for(opening: bytes, code: str) -> bytes:
    """One person's part of the opening file, to send to that person. Raises ValueError when the code is not in it."""
    whole = read(OpeningFile, opening)
    mine = tuple(person for person in whole.people if person.code == code)
    if not mine:
        raise ValueError(f"There is nobody with the ticket code {code} in this opening file.")
    return write(OpeningFile(whole.format, whole.draw, mine))


def codes_by_row(opening: bytes) -> tuple[str, ...]:
    """The ticket code of each row of the organiser's list, in its order. Private, as the opening file is."""
    return tuple(person.code for person in sorted(read(OpeningFile, opening).people, key=lambda person: person.row))


def singled_out(pool: Pool, quotas: Quotas) -> int:
    """How many people have levels of the features with quotas that nobody else in the pool has: an open publication shows them alone."""
    return sum(1 for people in Counter(_levels(pool, _with_quotas(pool, quotas))).values() if people == 1)


def exact_chances(probabilities: Floats) -> tuple[str, ...]:
    """Each chance as text with nine decimals. They add up to the panel's size exactly (largest remainders; ties by row).

    Raises ValueError when they do not add up to a whole number within a billionth a person.
    """
    scaled = probabilities * BILLION
    size = round(float(np.sum(probabilities)))
    if abs(float(np.sum(probabilities)) - size) > 1e-9 * len(probabilities) or (scaled < -1).any() or (scaled > BILLION + 1).any():
        raise ValueError("The chances do not add up to the size of the panel. Make the lottery again.")
    units = np.clip(np.floor(scaled), 0, BILLION).astype(np.int64)
    while missing := size * BILLION - int(units.sum()):
        step = 1 if missing > 0 else -1
        free = np.flatnonzero(units < BILLION) if step > 0 else np.flatnonzero(units > 0)
        order = free[np.argsort(step * (units[free] - scaled[free]), kind="stable")]
        units[order[: abs(missing)]] += step
    return tuple(f"{unit // BILLION}.{unit % BILLION:09d}" for unit in units.tolist())


def _with_quotas(pool: Pool, quotas: Quotas) -> list[str]:
    """The features that have a quota: no other is published, or committed to."""
    return [name for name in pool.features if any(quota.feature == name for quota in quotas)]


def _levels(pool: Pool, features: list[str]) -> list[tuple[str, ...]]:
    return [tuple(pool.features[name][pool.codes[name][person]] for name in features) for person in range(pool.n)]


def _opened(pool: Pool, features: list[str], key: bytes) -> list[OpenedPerson]:
    """Everybody in the pool's order, with codes and salts from the key."""
    codes = new_codes(pool.n, Generator(key, "ticket codes"))
    salts = Generator(key, "salts")
    shared = pool.shared_households()
    first_code: dict[int, str] = {}
    for code, household in zip(codes, shared.tolist(), strict=True):
        first_code[household] = min(code, first_code.get(household, code))
    first_code.pop(-1, None)
    numbers = {household: number for number, household in enumerate(sorted(first_code, key=first_code.__getitem__), 1)}
    return [
        OpenedPerson(code, row, levels, numbers.get(household), salts.take(32).hex())
        for row, (code, levels, household) in enumerate(zip(codes, _levels(pool, features), shared.tolist(), strict=True), 1)
    ]


def _refuse_strangers(pool: Pool, quotas: Quotas, lottery: Lottery, tickets: Tickets) -> None:
    size = tickets.panels.shape[1]
    quotas.check(pool, size)
    if len(lottery.probabilities) != pool.n or len(tickets.counts) != pool.n or lottery.panels.shape[1] != size:
        raise ValueError("The pool, the lottery and the tickets are not of the same people. Make the lottery and the tickets again.")
