"""One question asked in several waves: the covariance of its estimates, which people who were in two waves tie together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from folkmoot.survey.covariance import linearised_covariance, residuals
from folkmoot.survey.design import Codes, Design, Floats
from folkmoot.survey.options import chosen
from folkmoot.survey.sentences import SampleKind


@dataclass(frozen=True, eq=False)
class Wave:
    """name: such as "2024". when: its time in years, or in any unit that is the same for all waves. kind: of sample.

    design: of its rows. outcome: (n,) 1 for yes, 0 for no, NaN for no answer. people: (n,) a whole number for each person, the same in
    every wave they were in; None when nobody can be in two waves. Where a design has strata or psu, a person in two waves must have the
    same codes in both."""

    name: str
    when: float
    kind: SampleKind
    design: Design
    outcome: Floats
    people: Codes | None = None

    def __post_init__(self) -> None:
        outcome = np.array(self.outcome, np.float64)
        if outcome.shape != (self.design.n,):
            raise ValueError(f"{self.name}: {outcome.size} answers and {self.design.n} rows in its design. Give one for each row.")
        wrong = ~((outcome == 0) | (outcome == 1) | np.isnan(outcome))
        if wrong.any():
            row = int(np.argmax(wrong))
            raise ValueError(f"{self.name}: row {row + 1} is {outcome[row]:g}. Give 1 for yes, 0 for no and NaN for no answer.")
        if not np.isfinite(self.when):
            raise ValueError(f"{self.name}: it has no time. Give the year, or another number that orders the waves.")
        chosen(f"{self.name}: the sample kind", self.kind, SampleKind)
        object.__setattr__(self, "outcome", outcome)
        if self.people is not None:
            people = np.asarray(self.people)
            if people.shape != (self.design.n,) or people.dtype.kind not in "iu":
                raise ValueError(f"{self.name}: people must be a whole number for each of its {self.design.n} rows.")
            if np.unique(people).size != people.size:
                _, first, place = np.unique(people, return_index=True, return_inverse=True)
                row = int(np.argmax(first[place] != np.arange(people.size)))
                raise ValueError(f"{self.name}: row {row + 1} is a person who is already in row {int(first[place][row]) + 1}. Keep one.")
            object.__setattr__(self, "people", people)

    @property
    def answered(self) -> NDArray[np.bool_]:
        """(n,) whether the row counts."""
        return ~np.isnan(self.outcome) & (self.design.weights > 0)

    def scores(self) -> Floats:
        """(n,) the linearised variable of the share of yes, less what the wave's margins explain; zeros where nobody answered."""
        w = np.where(self.answered, self.design.weights, 0.0)
        total = w.sum()
        if not total:
            return np.zeros(self.design.n)
        y = np.where(self.answered, self.outcome, 0.0)
        u = np.where(self.answered, (y - (w @ y) / total) / total, 0.0)
        return residuals(self.design, u[:, None])[:, 0]


def people_in_both(waves: Sequence[Wave]) -> Codes:
    """(waves, waves) how many people answered in both; the diagonal is how many answered."""
    count = len(waves)
    made = np.zeros((count, count), np.int64)
    for i, first in enumerate(waves):
        made[i, i] = int(first.answered.sum())
        for j, second in enumerate(waves[:i]):
            if first.people is not None and second.people is not None:
                shared = np.intersect1d(first.people[first.answered], second.people[second.answered])
                made[i, j] = made[j, i] = shared.size
    return made


def wave_covariance(waves: Sequence[Wave]) -> tuple[Floats, Codes]:
    """(waves, waves) the covariance of the waves' shares, and (waves,) which waves stand together (the same number).

    Waves that share people, by way of others too, are stacked, and a person is one sampling unit over all of them (a psu where the
    designs have them, its code meaning the same in every wave); their finite populations are left out, which errs towards more variance.
    A wave that shares nobody keeps its own design and has no covariance with others.

    Raises ValueError naming the wave and row of a person whose stratum or psu differs between waves, or when some stacked waves have
    strata or psu and others do not."""
    shared = people_in_both(waves)
    group = _connected(shared > 0)
    V = np.zeros((len(waves), len(waves)))
    for number in np.unique(group):
        members = np.flatnonzero(group == number)
        if members.size == 1:
            wave = waves[int(members[0])]
            V[members, members] = linearised_covariance(wave.design, wave.scores()[:, None])[0, 0]
        else:
            V[np.ix_(members, members)] = _stacked([waves[int(m)] for m in members])
    empty = np.diag(shared) == 0
    V[empty, :] = V[:, empty] = np.nan
    return V, group


def _connected(linked: NDArray[np.bool_]) -> Codes:
    group = np.arange(len(linked))
    for _ in group:
        for i, j in zip(*np.nonzero(linked), strict=True):
            group[[i, j]] = min(group[i], group[j])
    return group


def _stacked(waves: Sequence[Wave]) -> Floats:
    rules = {wave.design.lonely_psu for wave in waves}
    if len(rules) > 1:
        raise ValueError("Waves that share people must have the same lonely_psu rule.")
    people = np.concatenate([np.asarray(wave.people) for wave in waves])
    strata, psu = _same_code(waves, people, "strata"), _same_code(waves, people, "psu")
    person = np.unique(people, return_inverse=True)[1].astype(np.int64)
    weights = np.concatenate([wave.design.weights for wave in waves])
    design = Design(weights, strata=strata, psu=person if psu is None else psu, lonely_psu=rules.pop())
    scores = np.zeros((weights.size, len(waves)))
    start = 0
    for place, wave in enumerate(waves):
        scores[start : start + wave.design.n, place] = wave.scores()
        start += wave.design.n
    return linearised_covariance(design, scores)


def _same_code(waves: Sequence[Wave], people: Codes, name: str) -> Codes | None:
    """The stacked strata or psu, None where no wave has them."""
    given: list[Codes | None] = [getattr(wave.design, name) for wave in waves]
    if all(codes is None for codes in given):
        return None
    if any(codes is None for codes in given):
        raise ValueError(f"Some waves that share people have {name} and others do not. Give all of them {name}, or none.")
    stacked = np.concatenate([np.asarray(codes) for codes in given])
    _, first, place = np.unique(people, return_index=True, return_inverse=True)
    differs = stacked != stacked[first][place]
    if differs.any():
        row = int(np.argmax(differs))
        starts = np.cumsum([0, *(wave.design.n for wave in waves)])
        wave = int(np.searchsorted(starts, row, side="right")) - 1
        raise ValueError(f"{waves[wave].name}: row {row - int(starts[wave]) + 1} has another code in {name} than the same person before.")
    return stacked
