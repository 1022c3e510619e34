"""The same conversation in Folkmoot and in red-dwarf, each handed the votes in the form it takes."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.conversation_votes import Votes
from folkmoot.conversation import OpinionMap, VoteMatrix, group_informed_consensus, group_votes, map_opinions

type Rows = list[dict[str, int]]


@dataclass(frozen=True, eq=False)
class Compared:
    """How far apart the two engines' numbers are, where they follow one definition: the explained directions' loadings (red-dwarf's
    come from a randomised solver), and group-informed consensus from red-dwarf's groups."""

    loadings: float
    group_informed: float


def folkmoot_map(votes: Votes) -> OpinionMap:
    """The map, from columns of votes."""
    return map_opinions(VoteMatrix.from_events(votes.participant, votes.statement, votes.vote), moderated_out=votes.moderated_out)


def rows_of(votes: Votes) -> Rows:
    """The votes as the list of dictionaries that red-dwarf takes."""
    columns = (votes.participant.tolist(), votes.statement.tolist(), votes.vote.tolist())
    return [{"participant_id": person, "statement_id": statement, "vote": vote} for person, statement, vote in zip(*columns, strict=True)]


def red_dwarf_map(given: tuple[Rows, Votes]) -> Any:
    """red-dwarf's whole pipeline, as its documentation runs it."""
    from reddwarf.implementations.polis import run_pipeline  # not above: a process that measures Folkmoot's memory must not load it

    rows, votes = given
    return run_pipeline(votes=rows, mod_out_statement_ids=list(votes.moderated_out), random_state=0)


def compare(ours: OpinionMap, theirs: Any) -> Compared:
    """How far the two results are apart."""
    statements = theirs.statements_df.loc[ours.statements.tolist()]
    loadings = np.abs(_aligned(statements[["pc1", "pc2"]].to_numpy().T, ours.components) - ours.components).max()
    labels = theirs.participants_df["cluster_id"].astype("float64").fillna(-1).loc[ours.participants.tolist()].to_numpy()
    group = labels.astype(np.int64)
    found = group_informed_consensus(group_votes(ours.votes, group, int(group.max()) + 1)).agree
    expected = statements["group-aware-consensus-agree"].to_numpy(np.float64)
    return Compared(float(loadings), float(np.abs(found - expected).max()))


def _aligned(theirs: NDArray[np.float64], ours: NDArray[np.float64]) -> NDArray[np.float64]:
    return theirs * np.sign((theirs * ours).sum(axis=1))[:, None]
