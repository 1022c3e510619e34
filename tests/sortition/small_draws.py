"""Small pools, lotteries made by hand, and public draws of them, for the tests of the public draw."""

import json
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np

from folkmoot.sortition.canonical import sealed
from folkmoot.sortition.commitment import Announcement, Commitment, commit
from folkmoot.sortition.lottery import Lottery
from folkmoot.sortition.pool import Pool
from folkmoot.sortition.public_draw import draw_panel, number_panels
from folkmoot.sortition.public_numbers import PublicNumbers
from folkmoot.sortition.quotas import Quota, Quotas
from folkmoot.sortition.tickets import Tickets, make_tickets

LOTTO = PublicNumbers("the six main balls of the lottery on 6 March 2027, in the order drawn", 6, 1, 59)
BALLS = (7, 59, 1, 33, 20, 14)
KEY = bytes(range(32))
SECRET = bytes(range(100, 132))
FEATURES = {"gender": ("female", "male"), "age": ("16 to 39", "40 or over")}


def meets(pool: Pool, quotas: Quotas, panel) -> bool:
    """Whether the panel meets every quota and holds no two people of one household, counted the slow way."""
    people = list(panel)
    for quota in quotas:
        level = pool.features[quota.feature].index(quota.level)
        count = sum(1 for person in people if pool.codes[quota.feature][person] == level)
        if not quota.min <= count <= quota.max:
            return False
    if pool.households is None:
        return True
    homes = [int(pool.households[person]) for person in people if pool.households[person] >= 0]
    return len(set(homes)) == len(homes)


def lottery_over(pool: Pool, panels, weights) -> Lottery:
    """The lottery that gives these panels these chances (made to add up to 1)."""
    panels, weights = np.array(panels, np.int64), np.array(weights, float) / np.sum(weights)
    probabilities = np.bincount(panels.ravel(), weights=np.repeat(weights, panels.shape[1]), minlength=pool.n)
    return Lottery(panels=panels, weights=weights, probabilities=probabilities, goal="leximin", method="by hand")


def symmetric_lottery(pool: Pool, quotas: Quotas, size: int) -> Lottery:
    """Every panel that meets the quotas, each as likely: people with the same features then have the same chance."""
    panels = [panel for panel in combinations(range(pool.n), size) if meets(pool, quotas, panel)]
    return lottery_over(pool, panels, np.ones(len(panels)))


@dataclass(frozen=True, eq=False)
class SmallDraw:
    """Everything that went into a draw, and what came out."""

    pool: Pool
    quotas: Quotas
    lottery: Lottery
    tickets: Tickets
    announcement: Announcement
    secret: bytes | None
    commitment: Commitment

    def numbering(self) -> bytes:
        return number_panels(self.commitment.draw, BALLS, secret=self.secret, time="6 March 2027, 20:05")

    def result(self, typed=()) -> bytes:
        return draw_panel(self.commitment.draw, self.numbering(), typed, time="6 March 2027, 21:00")


def ten_people() -> tuple[Pool, Quotas]:
    """Ten people, two of whom share a household, and quotas for panels of four."""
    rows = [
        {"gender": gender, "age": age}
        for gender, age in zip("ffffffmmmm", "yyyooooyyo", strict=True)
        for gender, age in [(FEATURES["gender"]["fm".index(gender)], FEATURES["age"]["yo".index(age)])]
    ]
    households = [None, "x", None, None, None, "x", None, None, None, None]
    quotas = Quotas([Quota("gender", "female", 2, 3), Quota("gender", "male", 1, 2), Quota("age", "16 to 39", 2, 2)])
    return Pool.from_rows(rows, features=FEATURES, households=households), quotas


@cache
def small_draw(*, count=100, drawn_by="digits", publication="open", secret=None, size=4, numbers=LOTTO) -> SmallDraw:
    """A draw of a panel of four of ten people."""
    pool, quotas = ten_people()
    lottery = symmetric_lottery(pool, quotas, size)
    tickets = make_tickets(lottery, pool, quotas, count=count)
    announcement = Announcement("A jury on the use of health records", "1 March 2027, 09:00", numbers, drawn_by, publication)
    commitment = commit(pool, quotas, lottery, tickets, announcement, secret=secret, key=KEY)
    return SmallDraw(pool, quotas, lottery, tickets, announcement, secret, commitment)


def changed(data, change):
    """The file with a change made to its document, sealed with a new hash, as a forger would."""
    document = json.loads(data)
    change(document)
    return sealed({key: value for key, value in document.items() if key != "hash"})
