"""The best groups of one round by an integer programme: exact when it ends in time, and else with a proven bound."""

import numpy as np
from numpy.typing import NDArray

from folkmoot.sortition.generator import Generator
from folkmoot.sortition.group_rules import GroupRules
from folkmoot.sortition.integer_program import IntegerProgram
from folkmoot.sortition.pool import Ints

_NODES = 3_000


def programmed(rules: GroupRules, generator: Generator, *, balance: bool = True) -> tuple[Ints, int] | None:
    """(U,) the group of each unit and a whole-number cost that no groups undercut; None when no groups keep to the rules.

    Variables: how many units of each kind are in each group (units no rule tells apart are one kind, and the generator draws which of
    them go where), and the cost of each level in each group, kept above its convex table. balance: False asks only for groups that keep
    to the rules. Raises ArithmeticError when neither groups nor their absence are found in time.
    """
    from scipy.sparse import csr_matrix, lil_matrix

    groups, levels, quotas = len(rules.sizes), rules.levels, rules.counts.shape[1] - rules.levels
    labels = np.where(rules.apart.any(1), np.arange(1, len(rules.units) + 1), 0)
    vectors = np.column_stack([labels, rules.unit_sizes, rules.counts])
    kinds, kind, times = np.unique(vectors, axis=0, return_inverse=True, return_counts=True)
    kind, sizes, counts = kind.ravel(), kinds[:, 1], kinds[:, 2:]
    places = len(kinds) * groups  # variable kind * groups + group, then level * groups + group
    columns = places + (levels * groups if balance else 0)
    rows: list[tuple[Ints, NDArray[np.float64] | Ints, float, float]] = [
        (each * groups + np.arange(groups), np.ones(groups), float(times[each]), float(times[each])) for each in range(len(kinds))
    ]
    for group in range(groups):
        seats = np.arange(len(kinds)) * groups + group
        rows.append((seats, sizes, rules.sizes[group], rules.sizes[group]))
        for column in range(quotas):
            fine = np.flatnonzero(rules.table[group, levels + column] == 0)
            rows.append((seats, counts[:, levels + column], float(fine.min()), float(fine.max())))
    for one, other in np.argwhere(np.triu(rules.apart)).tolist():
        pair = np.array([kind[one], kind[other]])
        rows += [(pair * groups + group, np.ones(2), -np.inf, 1.0) for group in range(groups)]
    scale = float(rules.people**rules.power)
    for level in range(levels if balance else 0):
        for group in range(groups):
            steps = np.diff(rules.table[group, level])
            for count in np.flatnonzero(np.append(True, np.diff(steps) != 0)).tolist():  # a line through two neighbouring counts
                slope, start = int(steps[count]), int(rules.table[group, level, count])
                seats = np.append(np.arange(len(kinds)) * groups + group, places + level * groups + group)
                values = np.append(-slope * counts[:, level] / scale, 1.0)
                rows.append((seats, values, (start - slope * count) / scale, np.inf))
    matrix = lil_matrix((len(rows), columns))
    for row, (seats, values, _, _) in enumerate(rows):
        matrix[row, seats] = values
    ends = np.append(np.repeat(times, groups).astype(float), np.full(columns - places, np.inf))
    costs = np.append(np.zeros(places), np.ones(columns - places))
    least, most = np.array([row[2] for row in rows], float), np.array([row[3] for row in rows], float)
    whole = np.arange(columns) < places
    solved = IntegerProgram(csr_matrix(matrix), least, most, np.zeros(columns), ends, costs, whole, most_nodes=_NODES).solve()
    if solved is None:
        return None
    group_of = np.full(len(rules.units), -1, np.int64)
    chosen = solved.values[:places].astype(np.int64).reshape(len(kinds), groups)
    for each in range(len(kinds)):
        members = generator.shuffled(np.flatnonzero(kind == each).tolist())
        group_of[members] = np.repeat(np.arange(groups), chosen[each])
    return group_of, max(0, int(np.ceil(solved.bound * scale - 0.01)))
