"""From panels of types to panels of people, so that all people of a type have exactly the same chance.

The panels lie on the line from 0 to 1, each as long as its weight. The people of a type take turns along the line. While one of them has
more of it than another, there are panels with the first and without the second: as many of these as are needed are handed over, and the
last is split. Each time one of the two becomes even, so a type splits fewer panels than it has people.
"""

from dataclasses import dataclass

import numpy as np

from folkmoot.sortition.linear_program import Floats, Ints
from folkmoot.sortition.person_types import PersonTypes

_EVEN = 1e-14  # shares of the line this close are the same


def people_of_types(types: PersonTypes, panels: Ints, weights: Floats, random: np.random.Generator) -> tuple[Ints, Floats]:
    """(P, size) people of each panel, each row rising, and their (P,) weights, sum 1.

    panels: (Q, seats) types, each row rising. weights: (Q,) sum 1. random: in which order the people of a type take turns.
    """
    if not panels.shape[1]:
        return types.fixed[None, :], np.ones(1)
    ends = np.cumsum(weights)
    ends[-1] = 1.0
    starts = np.append(0.0, ends[:-1])
    order = np.argsort(panels, axis=None, kind="stable")
    kinds, first = np.unique(panels.ravel()[order], return_index=True)
    shared = []
    for kind, cells in zip(kinds.tolist(), np.split(order, first[1:]), strict=True):
        if len(types.members[kind]) > 1:
            rows, columns, places = np.unique(cells // panels.shape[1], return_index=True, return_counts=True)
            people = random.permutation(types.members[kind])
            turns = take_turns(len(people), starts[rows], ends[rows], places)
            shared.append((people, rows, cells[columns] % panels.shape[1], places, turns))
    line = np.unique(np.concatenate([starts, *(turns.starts for *_, turns in shared)]))
    panel_of = np.searchsorted(starts, line, side="right") - 1
    anyone = np.array([members[0] for members in types.members], np.int64)
    seated = anyone[panels[panel_of]]
    for people, rows, columns, places, turns in shared:
        pieces = np.searchsorted(rows, panel_of)
        has = np.flatnonzero(rows[np.minimum(pieces, len(rows) - 1)] == panel_of)
        count, column = places[pieces[has]], columns[pieces[has]]
        _, who = np.nonzero(turns.here[np.searchsorted(turns.starts, line[has], side="right") - 1])
        within = np.arange(len(who)) - np.repeat(np.cumsum(count) - count, count)
        seated[np.repeat(has, count), np.repeat(column, count) + within] = people[who]
    fixed = np.broadcast_to(types.fixed, (len(line), len(types.fixed)))
    lengths = np.diff(np.append(line, 1.0))
    kept = lengths > _EVEN
    return np.sort(np.hstack([seated, fixed])[kept], axis=1), lengths[kept] / lengths[kept].sum()


@dataclass(frozen=True, eq=False)
class Turns:
    """starts: (K,) where pieces of the line begin, rising. here: (K, people) who has a place on each."""

    starts: Floats
    here: np.ndarray[tuple[int, int], np.dtype[np.bool_]]


def take_turns(people: int, starts: Floats, ends: Floats, places: Ints) -> Turns:
    """Gives all people the same length of the line; on a piece are as many as it has places.

    starts, ends: (K,) pieces that do not overlap. places: (K,) at most `people`.
    """
    room = len(starts) + people
    start, length, here = np.zeros(room), np.zeros(room), np.zeros((room, people), bool)
    start[: len(starts)], length[: len(starts)] = starts, ends - starts
    turn = np.arange(places.sum()) % people
    here[np.repeat(np.arange(len(starts)), places), turn] = True
    has = length @ here
    even, used = float(has.mean()), len(starts)
    while has.max() - even > _EVEN and even - has.min() > _EVEN:
        more, less = int(has.argmax()), int(has.argmin())
        part = min(has[more] - even, even - has[less])
        pieces = np.flatnonzero(here[:used, more] & ~here[:used, less])
        pieces = pieces[np.argsort(-length[pieces], kind="stable")]
        reached = np.cumsum(length[pieces])
        whole = int(np.searchsorted(reached, part + _EVEN, side="right"))
        rest = part - (reached[whole - 1] if whole else 0.0)
        for piece in pieces[:whole]:
            here[piece, more], here[piece, less] = False, True
        if rest > _EVEN:
            split = pieces[whole]
            start[used], length[used], here[used] = start[split] + rest, length[split] - rest, here[split]
            length[split] = rest
            here[split, more], here[split, less] = False, True
            used += 1
        has[more] -= part
        has[less] += part
    order = np.argsort(start[:used], kind="stable")
    return Turns(start[:used][order], here[:used][order])
