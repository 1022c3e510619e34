"""What the analyses of a plan must hide because of each other: numbers of people that follow from several of them by subtraction.

Each analysis is safe beside the tables. Together they may not be: one shows a total and another all of its groups but one. So the numbers
of people that the tables and the analyses give about the same answers are taken as one system of equations. Where a small number follows
from it to within the smallest group, the later analysis hides a row that this rests on, until none does. The rows are found by the
multipliers of the linear programme, which name the equations that hold a bound up (Fischetti and Salazar 2001 do so for one table).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
from scipy.sparse import csr_array

from folkmoot.weigh.analyses.counted import Cell, Counted, Key, counted_tables
from folkmoot.weigh.analyses.counts_system import Sum, System, inside_of
from folkmoot.weigh.analyses.given import Given
from folkmoot.weigh.hiding import Mask, clusters

MOST_SOLVED = 300
"""Linear programmes for one analysis; one that would need more gives no numbers of people."""
_SEED, _DRAWN, _NEARLY = 1, 6, 1e-6


@dataclass(frozen=True, slots=True)
class _About:
    """What is told of the same answers, of the people `inside`. by_analysis: by the place of each analysis, in the plan's order."""

    inside: Mask
    tables: tuple[Counted, ...]
    by_analysis: Mapping[int, tuple[Counted, ...]]


@dataclass(frozen=True, slots=True)
class _Line:
    """A number of people as a sum of the system's unknowns. sums: by table, the first of them the one that is used. late: whether it is
    of the analysis that is looked at."""

    counted: Counted
    sums: Mapping[int, Sum]
    late: bool

    @property
    def sum(self) -> Sum:
        return next(iter(self.sums.values()))


def hidden_together(given: Given, analyses: Sequence[Sequence[Counted]]) -> tuple[frozenset[Key], ...]:
    """By analysis, the keys of what it must hide besides what it hides by itself. Those that come first in the plan hide least.

    Where there are too many unknowns to solve for, only the first analysis of the same answers gives numbers of people; and none does
    that would take too long to protect."""
    more: list[set[Key]] = [set() for _ in analyses]
    for about in chain(_same_answers(given, analyses), _same_people(given, analyses)):
        counted = [*about.tables, *(one for own in about.by_analysis.values() for one in own)]
        system = System.of(given, counted, about.inside)
        earlier = _lines(system, about.tables) if system else []
        for place, (at, own) in enumerate(about.by_analysis.items()):
            if system is None:
                more[at] |= {one.key for one in own} if place else set()
                continue
            own = tuple(replace(one, shown=one.shown and one.key not in more[at]) for one in own)
            lines = [replace(line, late=True) for line in _lines(system, own)]
            more[at] |= _protected(system, earlier, lines, given.least)
            earlier += [replace(line, late=False, counted=_hidden_by(line.counted, more[at])) for line in lines]
    return tuple(map(frozenset, more))


def _hidden_by(counted: Counted, keys: set[Key]) -> Counted:
    return replace(counted, shown=counted.shown and counted.key not in keys)


def _lines(system: System, counted: Sequence[Counted]) -> list[_Line]:
    made = ((one, system.sums(one.cells)) for one in counted)
    return [_Line(one, sums, late=False) for one, sums in made if sums]


def _same_answers(given: Given, analyses: Sequence[Sequence[Counted]]) -> Iterator[_About]:
    """The analyses and tables of answers that hang together, because they are made of the same columns."""
    columns = list(dict.fromkeys(name for own in analyses for one in own for name in one.of))
    sets = [set(cluster) for cluster in clusters(given.plan, columns)]
    for together in {one.of: set(one.of) for own in analyses for one in own if one.of}.values():
        touched = [each for each in sets if each & together]
        sets = [each for each in sets if not each & together] + [set().union(*touched)]
    tables = tuple(counted_tables(given))
    for about in sets:
        own = {at: tuple(one for one in each if about & set(one.of)) for at, each in enumerate(analyses)}
        own = {at: each for at, each in own.items() if each}
        near = tuple(one for one in tables if not one.of or _share(given, about, one.of))
        yield _About(np.ones(given.answers.n, np.bool_), _of_groups(given, near, own.values()), own)


def _same_people(given: Given, analyses: Sequence[Sequence[Counted]]) -> Iterator[_About]:
    """The sizes of groups in analyses of other answers that the very same people gave."""
    found: dict[bytes, tuple[Mask, dict[int, tuple[Counted, ...]], set[frozenset[str]]]] = {}
    for at, own in enumerate(analyses):
        for one in own:
            if not one.part:
                inside = inside_of(given, one.asked)
                _, held, answers = found.setdefault(inside.tobytes(), (inside, {}, set()))
                held[at] = (*held.get(at, ()), replace(one, asked={}, of=()))
                answers.add(frozenset(one.of))
    tables = tuple(one for one in counted_tables(given) if not one.part)
    for inside, held, answers in found.values():
        if len(held) > 1 and len(answers) > 1:
            near = tuple(replace(one, asked={}, of=()) for one in tables if (inside_of(given, one.asked) == inside).all())
            yield _About(inside, _of_groups(given, near, held.values()), held)


def _of_groups(given: Given, tables: Sequence[Counted], analyses: Iterable[Sequence[Counted]]) -> tuple[Counted, ...]:
    """The tables that are of everybody, or by a factor made of the same column as a group of one of the analyses."""
    groups = {name for own in analyses for one in own for name in one.group}
    return tuple(one for one in tables if not one.group or _share(given, groups, one.group))


def _share(given: Given, some: set[str], others: Sequence[str] | Cell) -> bool:
    """Whether any column of one is made of the same column of the file as any of the other."""
    return any(one == other or len(clusters(given.plan, [one, other])) == 1 for one in some for other in others)


def _protected(system: System, earlier: Sequence[_Line], own: Sequence[_Line], least: int) -> set[Key]:
    """The keys of an analysis to hide beside what is shown already."""
    known = {(line.sum.tobytes(), line.counted.rounded): line for line in earlier if line.counted.shown}
    fresh = [line for line in own if line.counted.shown and (line.sum.tobytes(), False) not in known]
    hidden: set[Key] = set()
    if not fresh:
        return hidden
    lines = [*known.values(), *fresh]
    rules = csr_array(np.array([line.sum for line in lines], float))
    slack = np.array([least / 2 if line.counted.rounded else 0.0 for line in lines])
    late = np.array([line.late for line in lines])
    kept = np.ones(len(lines), np.bool_)
    draw = np.random.Generator(np.random.PCG64(_SEED))
    # people that fit all that is shown: a sum that differs among them by enough needs no programme, and hiding more keeps them right
    fits = np.vstack([system.range_of(draw.normal(size=system.people.size), rules, slack).ends for _ in range(_DRAWN)])
    solved = 0
    for target in _small(system, [*earlier, *own], lines, least):
        while not fits.size or np.ptp(fits @ target) < least - _NEARLY:
            solved += 1
            if solved > MOST_SOLVED:
                return {line.counted.key for line in own}
            found = system.range_of(target.astype(float), rules[np.flatnonzero(kept)], slack[kept])
            fits = np.vstack([fits, found.ends])
            at = np.flatnonzero(kept)[found.rests]
            at = at[late[at]]
            if found.width >= least or not at.size:
                break
            if system.range_of(target.astype(float), rules[np.flatnonzero(~late)], slack[~late]).width < least:
                break  # not by any doing of this analysis
            one = min(at, key=lambda each: (not lines[each].counted.part, system.count(lines[each].sum)))
            key = lines[one].counted.key
            hidden.add(key)
            kept &= np.array([not (line.late and line.counted.key == key) for line in lines])
    return hidden


def _small(system: System, every: Sequence[_Line], shown: Sequence[_Line], least: int) -> list[Sum]:
    """Small numbers of people that must not follow: those that are hidden, and the differences of those that are shown."""
    found: dict[bytes, tuple[int, Sum]] = {}

    def look(target: Sum) -> None:
        n = system.count(target)
        if 0 < n < least:
            found.setdefault(target.tobytes(), (n, target))

    for line in every:
        if not line.counted.shown:
            look(line.sum)
    for table in range(len(system.tables)):
        here = [line for line in shown if table in line.sums]
        families = _families([line for line in every if table in line.sums])
        masks = np.array([line.sums[table] for line in here], float)
        if not here:
            continue
        within = (masks @ (1 - masks).T) == 0  # [b, a]: every cell of b is in a
        for a, b in np.argwhere(within.T):
            if a != b and (here[a].late or here[b].late):
                look(_less(system, table, here[a], [here[b]]))
        for family in families:
            rest = [line for line in family if not line.counted.shown]
            if rest and len(rest) < len(family):
                look(np.logical_or.reduce([line.sums[table] for line in rest]))
            places = [at for at, line in enumerate(here) if any(line is one for one in family)]
            for a, line in enumerate(here):
                parts = [here[b] for b in places if b != a and within[b, a]]
                if len(parts) > 1 and (line.late or parts[0].late):
                    look(_less(system, table, line, parts))
    return [target for _, target in sorted(found.values(), key=lambda each: each[0])]


def _less(system: System, table: int, whole: _Line, parts: Sequence[_Line]) -> Sum:
    """Those of the whole who are in none of the parts. How many gave no answer is no secret, because the bases show it: beside a base
    only those are counted who were asked the same."""
    rest: Sum = whole.sums[table] & ~np.logical_or.reduce([part.sums[table] for part in parts])
    if whole.counted.part:
        return rest
    if any(part.counted.part and part.counted.asked != whole.counted.asked for part in parts):
        return np.zeros_like(rest)
    for one in (whole, *parts):
        rest = rest & system.sums([one.counted.asked])[table]
    return rest


def _families(lines: Sequence[_Line]) -> list[list[_Line]]:
    """The rows that add up: the groups of a factor with one answer, and the answers of one group."""
    found: dict[object, list[_Line]] = {}
    for line in lines:
        one = line.counted
        asked, part = _words(one.asked), tuple(map(_words, one.part))
        found.setdefault((line.late, asked, tuple(one.group), part), []).append(line)
        if one.part:
            found.setdefault((line.late, asked, _words(one.group), tuple(tuple(cell) for cell in one.part)), []).append(line)
    return [family for family in found.values() if len(family) > 1]


def _words(cell: Cell) -> tuple[tuple[str, tuple[int, ...]], ...]:
    return tuple((name, tuple(sorted(codes))) for name, codes in cell.items())
