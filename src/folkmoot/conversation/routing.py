"""Routing: which statement a person is shown next. Statements that tell people apart and new ones come up more often."""

from collections.abc import Sequence
from hashlib import sha256
from typing import cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from folkmoot.conversation.group_votes import GroupVotes
from folkmoot.conversation.ids import Ids, ids_of, refuse_two_forms

type Floats = NDArray[np.float64]

META_PRIORITY = 49.0
_FIFTHS = (1.0, 0.8705505632961241, 0.757858283255199, 0.6597539553864472, 0.5743491774985175)  # 2^(-i / 5)


def statement_priorities(counts: GroupVotes, extremity: Floats, meta: NDArray[np.bool_]) -> Floats:
    """(m,) how readily each statement is shown: (importance x (1 + 8 x 2^(-seen / 5)))^2, where importance is
    (1 - (passes + 1) / (seen + 2)) x (extremity + 1) x (agree + 1) / (seen + 2); 49 for meta statements (Small et al. 2021).

    counts: of one or more groups, which are added up. extremity: (m,) of `Projections`. The newcomer's bonus goes by how many people
    saw a statement, whatever their weights.
    """
    agree, seen, passed = counts.agree.sum(axis=0), counts.seen.sum(axis=0), counts.passed.sum(axis=0)
    importance = (1 - (passed + 1) / (seen + 2)) * (extremity + 1) * ((agree + 1) / (seen + 2))
    priority = importance * (1 + 8 * _halved_every_five(counts.people.sum(axis=0)))
    return np.where(meta, META_PRIORITY, priority * priority)


def next_statements(
    statements: Ids, priorities: Floats, voted: ArrayLike | Sequence[object], *, participant: int | str, seed: int, count: int = 1
) -> list[int] | list[str]:
    """Ids of the statements a participant is shown next: drawn one after another with chances in proportion to the priorities, among
    those they have not voted on. Fewer than `count` where no more are left.

    statements, priorities: (m,). voted: ids of the participant's own votes; ids that are not among the statements are passed over.
    The draw hangs on the seed, the participant and how many votes they have cast: asked again before the next vote, it is the same.
    Raises ValueError for priorities that are negative or missing, or whose number is not that of the statements.
    """
    if len(priorities) != len(statements):
        raise ValueError(f"There are {len(statements)} statements and {len(priorities)} priorities. Give one for each statement.")
    wrong = ~(np.isfinite(priorities) & (priorities >= 0))
    if wrong.any():
        raise ValueError(f"Statement {statements[int(np.argmax(wrong))]} has no priority that is a number of 0 or more.")
    if count < 1:
        raise ValueError(f"Ask for 1 statement or more, not {count}.")
    seen = ids_of(np.asarray(voted), "statement")
    refuse_two_forms(seen, statements, "statement")
    left = np.where(np.isin(statements, seen), 0.0, priorities)
    kind = "text" if isinstance(participant, str) else "number"
    key = sha256(f"{seed}/{kind}/{participant}/{len(seen)}".encode()).digest()
    draw = np.random.Generator(np.random.PCG64(int.from_bytes(key)))
    chosen: list[int] = []
    for _ in range(min(count, int((left > 0).sum()))):
        until = np.cumsum(left)
        place = int(np.searchsorted(until, draw.random() * until[-1], side="right"))
        place = min(place, int(np.flatnonzero(left)[-1]))
        chosen.append(place)
        left[place] = 0.0
    return cast("list[int] | list[str]", statements[chosen].tolist())


def _halved_every_five(seen: NDArray[np.int64]) -> Floats:
    """2^(-seen / 5) from five constants and a shift, since powers differ by processor in their last digit."""
    whole, fifth = np.divmod(seen, 5)
    return np.asarray(np.ldexp(np.array(_FIFTHS)[fifth], -np.minimum(whole, 1100).astype(np.int32)))
