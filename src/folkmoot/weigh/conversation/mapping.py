"""All that is worked out of a conversation: the map, how stable its groups are, consensus, what divides, who may be gaming it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from folkmoot.conversation.divisiveness import Divisiveness, divisiveness
from folkmoot.conversation.group_consensus import GroupConsensus, group_consensus
from folkmoot.conversation.integrity import Integrity, check_integrity
from folkmoot.conversation.opinion_map import Method, OpinionMap, map_opinions
from folkmoot.conversation.polis_export import PolisExport, Statement
from folkmoot.conversation.share_intervals import StatementShares, statement_shares
from folkmoot.conversation.similar_statements import SimilarStatements, similar_statements
from folkmoot.conversation.stability import RESAMPLES, GroupStability, group_stability
from folkmoot.conversation.topics import Topics, topics

type Floats = NDArray[np.float64]
type Say = Callable[[str], None]

LEAST_FOR_TOPICS = 12


@dataclass(frozen=True, eq=False)
class Mapped:
    """All that was worked out, nothing hidden yet. Publish it only by way of `map_document`.

    opinions: of the votes on statements that moderators left in. statements: those, in the map's order. shares: by opinion group;
    overall: of everybody. consensus: among the groups of those in no coordinated bloc; consensus_of_all: among the groups of everybody.
    """

    export: PolisExport
    opinions: OpinionMap
    statements: tuple[Statement, ...]
    stability: GroupStability
    shares: StatementShares
    overall: StatementShares
    consensus: GroupConsensus | None
    consensus_of_all: GroupConsensus | None
    divisiveness: Divisiveness
    integrity: Integrity
    similar: SimilarStatements
    topics: Topics | None


def map_conversation(
    export: PolisExport,
    *,
    method: Method = "stable",
    strict: bool = False,
    weights: Floats | None = None,
    groups: int | None = None,
    max_groups: int = 5,
    resamples: int = RESAMPLES,
    seed: int = 0,
    stop_words: Sequence[str] = (),
    say: Say = lambda _: None,
) -> Mapped:
    """Map a conversation and all that is published of it.

    strict: only statements that moderators looked at and let in; else all but those they took out. weights: (n,) of the participants of
    `export.votes`. The other options are those of `map_opinions` and `group_stability`. say: told of each step.
    Raises ValueError when votes cannot be mapped as asked.
    """
    out = [statement.id for statement in export.statements if statement.moderated < (1 if strict else 0)]
    if len(out) == len(export.statements):
        raise ValueError("Moderators left no statement in, so there is nothing to map." + (" Try it without --strict." if strict else ""))
    say("Finding the opinion groups")
    opinions = map_opinions(
        export.votes,
        method=method,
        moderated_out=out,
        meta=[ident for ident in export.meta if ident not in out],
        weights=weights,
        groups=groups,
        max_groups=max_groups,
        seed=seed,
    )
    votes, everybody = opinions.votes, np.zeros(opinions.votes.n, np.int64)
    stability = group_stability(
        opinions,
        resamples=resamples,
        seed=seed,
        groups=groups,
        max_groups=max_groups,
        progress=lambda done, of: say(f"Seeking the groups again: {done:,} of {of:,}") if done * 10 % of < 10 else None,
    )
    say("Looking for votes cast together")
    events = export.events
    integrity = check_integrity(votes, participant=None if events is None else events.participant, at=None if events is None else events.at)
    left_in = tuple(statement for statement in export.statements if statement.id not in set(out))
    say("Comparing the words of statements")
    spoken = [statement.text for statement in left_in if statement.text], [statement.id for statement in left_in if statement.text]
    return Mapped(
        export=export,
        opinions=opinions,
        statements=left_in,
        stability=stability,
        shares=statement_shares(votes, opinions.group, opinions.k, opinions.weights),
        overall=statement_shares(votes, everybody, 1, opinions.weights),
        consensus=_without_blocs(opinions, integrity, groups, max_groups),
        consensus_of_all=_consensus(opinions),
        divisiveness=divisiveness(opinions.by_group, opinions.overall),
        integrity=integrity,
        similar=similar_statements(*spoken, votes),
        topics=topics(*spoken, stop_words=stop_words, seed=seed) if len(spoken[0]) >= LEAST_FOR_TOPICS else None,
    )


def _consensus(opinions: OpinionMap) -> GroupConsensus | None:
    """None where nobody was placed."""
    return group_consensus(opinions.by_group, opinions.sizes) if opinions.k else None


def _without_blocs(opinions: OpinionMap, integrity: Integrity, groups: int | None, max_groups: int) -> GroupConsensus | None:
    """The consensus of those in no coordinated bloc, whose groups are found without it."""
    flagged = integrity.flagged(["coordinated blocs"])
    if not len(flagged):
        return _consensus(opinions)
    kept = ~opinions.votes.mask_of_participants(flagged)
    try:
        without = map_opinions(
            opinions.votes.without(participants=flagged),
            method=opinions.method,
            meta=opinions.statements[opinions.meta],
            weights=None if opinions.weights is None else opinions.weights[kept],
            groups=groups,
            max_groups=max_groups,
            min_votes=opinions.min_votes,
            seed=opinions.seed,
        )
    except ValueError:  # the number of groups asked for cannot be made of those who are left
        return _consensus(opinions)
    return _consensus(without)
