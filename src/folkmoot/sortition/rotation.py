"""Dealing a type's places on the panels to its people, so that any two of them are on the same number of panels, give or take one."""

import numpy as np

from folkmoot.sortition.generator import Generator
from folkmoot.sortition.lottery import Ints


class Deck:
    """The people of one type, dealt from a shuffled deck; when it is used up it is shuffled again. Nobody is dealt twice to a panel."""

    def __init__(self, people: list[int], generator: Generator) -> None:
        self._people = people
        self._generator = generator
        self._left: list[int] = []

    def deal(self, places: int) -> list[int]:
        """The next people, as many as there are places, all different. Raises ValueError when the type has fewer people."""
        if places > len(self._people):
            raise ValueError(f"A panel has {places} places for a type of {len(self._people)} people.")
        hand, self._left = self._left[:places], self._left[places:]
        if len(hand) < places:
            deck = self._generator.shuffled(self._people)
            new = [person for person in deck if person not in hand][: places - len(hand)]
            self._left = [person for person in deck if person not in new]
            hand = hand + new
        return hand


def people_of_panels(panels: Ints, copies: Ints, members: list[list[int]], always: list[int], generator: Generator) -> Ints:
    """(sum of copies, size) people of every panel, each row rising.

    panels: (P, types) members of each type. copies: (P,) of each. members: the people of each type. always: people on every panel
    besides. The copies are dealt in random order, so that two copies of one panel differ in as many people as can be.
    """
    decks = [Deck(people, generator) for people in members]
    order = generator.shuffled([panel for panel, times in enumerate(copies.tolist()) for _ in range(times)])
    dealt = []
    for panel in order:
        hands = [decks[kind].deal(int(panels[panel, kind])) for kind in np.flatnonzero(panels[panel])]
        dealt.append(sorted([*always, *(person for hand in hands for person in hand)]))
    return np.array(dealt, np.int64)
