"""The document of a map: all that is published of a conversation, with nothing in it that few people's votes would show."""

import hashlib
import math
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from folkmoot.conversation.group_consensus import GroupConsensus
from folkmoot.conversation.map_sentences import group_name
from folkmoot.conversation.share_intervals import Share, StatementShares
from folkmoot.conversation.vote_matrix import VoteMatrix
from folkmoot.weigh.conversation.hidden_votes import hidden_votes
from folkmoot.weigh.conversation.mapping import Mapped
from folkmoot.weigh.conversation.places import places

type Document = dict[str, Any]

SCHEMA_VERSION: Final = "1"
METHOD_VERSION: Final = "1"
DIGITS: Final = 10
LEAST: Final = 5
HIDDEN: Final = "[c]"


def map_document(mapped: Mapped, *, title: str, least: int = LEAST, seeds: Sequence[str] = ()) -> Document:
    """The document, as JSON has it. least: how few of a group may have seen a statement before what they did is hidden."""
    opinions, export = mapped.opinions, mapped.export
    shown = mapped.stability.shown
    return {
        "schema_version": SCHEMA_VERSION,
        "method_version": METHOD_VERSION,
        "folkmoot_version": version("folkmoot"),
        "title": title,
        "dataset_hash": votes_hash(export.votes),
        "participants": export.votes.n,
        "voters": int((export.votes.votes_of_participants > 0).sum()),
        "statements": export.votes.m,
        "votes": export.votes.cast,
        "votes_changed": None if export.events is None else export.votes.replaced,
        "statements_left_in": opinions.votes.m,
        "statements_moderated_out": export.votes.m - opinions.votes.m,
        "method": opinions.method,
        "seed": opinions.seed,
        "weighted": opinions.weights is not None,
        "min_votes": opinions.min_votes,
        "least_group": opinions.smallest,
        "least_shown": least,
        "explained": [_tidy(share) for share in opinions.explained.tolist()],
        "placed": int(opinions.placed.sum()),
        "groups_shown": shown,
        "stability": _stability(mapped),
        "groups": [_group(mapped, at) for at in range(opinions.k)] if shown else [],
        "places": [
            {"across": _tidy(p.across), "up": _tidy(p.up), "group": p.group if shown else 0, "people": p.people}
            for p in places(mapped, least)
        ],
        "per_statement": _per_statement(mapped, least, shown=shown),
        "consensus_order": _order(mapped, mapped.consensus),
        "consensus_order_of_all": _order(mapped, mapped.consensus_of_all),
        "flags": _flags(mapped, least),
        "similar_statements": [
            {
                "first": pair.first,
                "second": pair.second,
                "kind": pair.kind,
                "similarity": _tidy(pair.similarity),
                "voters": pair.voters,
                "correlation": _tidy(pair.correlation),
                "sentence": pair.sentence,
            }
            for pair in mapped.similar.pairs
        ],
        "topics": []
        if mapped.topics is None
        else [
            {"label": topic.label, "medoid": topic.medoid, "statements": topic.statements.tolist(), "closeness": _tidy(topic.closeness)}
            for topic in mapped.topics.topics
        ],
        "sentences": list(_sentences(mapped)),
        "notices": list(export.notices),
        "methods": _methods(mapped),
    }


def votes_hash(votes: VoteMatrix) -> str:
    """SHA-256 of the final votes in their one order: the same votes give the same hash, whatever the order in which they were read."""
    held = hashlib.sha256()
    for column in (votes.participants, votes.statements):
        held.update("\n".join(str(ident) for ident in column.tolist()).encode() + b"\n\n")
    for array in (votes.starts.astype("<i8"), votes.columns.astype("<i4"), votes.votes):
        held.update(np.ascontiguousarray(array).tobytes())
    return held.hexdigest()


def _stability(mapped: Mapped) -> Document:
    found = mapped.stability
    return {
        "median": _tidy(found.median),
        "low": _tidy(found.low),
        "high": _tidy(found.high),
        "same_number_of_groups": _tidy(found.same_number) if mapped.opinions.k > 1 else None,
        "resamples": found.resamples,
        "sentences": list(found.sentences),
    }


def _group(mapped: Mapped, at: int) -> Document:
    opinions = mapped.opinions
    people = int(opinions.sizes[at])
    return {
        "name": group_name(at),
        "people": people,
        "share_of_placed": _tidy(people / int(opinions.placed.sum())),
        "stability": _tidy(float(mapped.stability.of_groups[at])),
        "representative": [
            {"statement": opinions.statements[each.statement].item(), "side": each.side, "share": _tidy(each.share), "n": each.people}
            for each in opinions.representative[at]
        ],
    }


def _per_statement(mapped: Mapped, least: int, *, shown: bool) -> list[Document]:
    opinions, overall = mapped.opinions, mapped.opinions.overall
    hidden = hidden_votes(mapped.shares.n, least)
    few = hidden_votes(mapped.overall.n, least)[0]
    ranks = _ranks(mapped.consensus, opinions.votes.m), _ranks(mapped.consensus_of_all, opinions.votes.m)
    rows = []
    for at, statement in enumerate(mapped.statements):
        counts = None if few[at] else tuple(_count(held[0, at]) for held in (overall.agree, overall.disagree, overall.passed))
        rows.append(
            {
                "id": statement.id,
                "text": statement.text,
                "seed": statement.seed,
                "meta": statement.meta,
                "seen": None if few[at] else int(mapped.overall.n[0, at]),
                "agree": None if counts is None else counts[0],
                "disagree": None if counts is None else counts[1],
                "passed": None if counts is None else counts[2],
                **_shares(mapped.overall, 0, at, hidden=bool(few[at])),
                "by_group": [
                    {
                        "group": group_name(group),
                        "seen": None if hidden[group, at] else int(mapped.shares.n[group, at]),
                        **_shares(mapped.shares, group, at, hidden=bool(hidden[group, at])),
                    }
                    for group in range(opinions.k)
                ]
                if shown
                else [],
                "consensus": _consensus(mapped, at),
                "rank": None if ranks[0] is None else int(ranks[0][at]),
                "rank_of_all": None if ranks[1] is None else int(ranks[1][at]),
                "divisiveness": _tidy(float(mapped.divisiveness.between[at])) if shown and not hidden[:, at].any() else None,
                "split": None if few[at] else _tidy(float(mapped.divisiveness.split[at])),
                "uncertain": None if few[at] else _tidy(float(mapped.divisiveness.uncertain[at])),
                "priority": _tidy(float(opinions.priorities[at])),
            }
        )
    return rows


def _shares(shares: StatementShares, group: int, at: int, *, hidden: bool) -> Document:
    def three(share: Share) -> Document:
        return {name: _tidy(float(getattr(share, name)[group, at])) for name in ("estimate", "low", "high")}

    empty = {"estimate": None, "low": None, "high": None}
    cells = {f"share_{name}": empty if hidden else three(getattr(shares, name)) for name in ("agree", "disagree", "passed")}
    n = int(shares.n[group, at])
    return {
        **cells,
        "n_effective": None if hidden else _tidy(float(shares.n_effective[group, at])),
        "mark": HIDDEN if hidden else None if n else "[x]",
    }


def _consensus(mapped: Mapped, at: int) -> Document | None:
    found = mapped.consensus_of_all
    if found is None:
        return None
    informed = mapped.opinions.group_informed
    return {
        "size_weighted": _tidy(float(found.agree[at])),
        "low": _tidy(float(found.agree_low[at])),
        "high": _tidy(float(found.agree_high[at])),
        "without_blocs": None if mapped.consensus is None else _tidy(float(mapped.consensus.agree[at])),
        "against": _tidy(float(found.disagree[at])),
        "group_informed": _tidy(float(informed.agree[at])),
        "group_informed_against": _tidy(float(informed.disagree[at])),
    }


def _order(mapped: Mapped, found: GroupConsensus | None) -> list[int]:
    return [] if found is None else [mapped.statements[at].id for at in found.order.tolist()]


def _ranks(found: GroupConsensus | None, m: int) -> NDArray[np.int64] | None:
    if found is None:
        return None
    ranks = np.empty(m, np.int64)
    ranks[found.order] = np.arange(1, m + 1)
    return ranks


def _flags(mapped: Mapped, least: int) -> list[Document]:
    """What the checks found, without who: how many people, and which statements. Fewer people than may be shown have no number."""
    integrity = mapped.integrity
    flags: list[Document] = [
        {
            "check": "coordinated bloc",
            "people": _few(bloc.size, least),
            "statements": bloc.statements.tolist(),
            "sides": bloc.sides.tolist(),
        }
        for bloc in integrity.coordinated_blocs.blocs
    ]
    flags += [{"check": "identical ballots", "people": _few(len(each.participants), least)} for each in integrity.identical_ballots.groups]
    straight = len(integrity.straight_liners.participants)
    flags += [{"check": "straight-liners", "people": _few(straight, least)}] if straight else []
    fast = 0 if integrity.fast_voters is None else len(integrity.fast_voters.participants)
    flags += [{"check": "fast voters", "people": _few(fast, least)}] if fast else []
    bursts = () if integrity.bursts is None else integrity.bursts.bursts
    return [*flags, *({"check": "burst", "people": _few(len(burst.participants), least)} for burst in bursts)]


def _few(people: int, least: int) -> int | None:
    return people if people >= least else None


def _sentences(mapped: Mapped) -> Sequence[str]:
    return (*mapped.opinions.sentences, *mapped.stability.sentences)


def _methods(mapped: Mapped) -> Mapping[str, str]:
    methods = {
        "shares": mapped.overall.method,
        "stability": mapped.stability.method,
        "divisiveness": mapped.divisiveness.method,
        "integrity": mapped.integrity.method,
        "similar statements": mapped.similar.method,
    }
    if mapped.consensus_of_all is not None:
        methods["consensus"] = mapped.consensus_of_all.method
    if mapped.topics is not None:
        methods["topics"] = mapped.topics.method
    return methods


def _count(value: float) -> int | float:
    """A count of people, or a sum of weights to its digits."""
    return int(value) if float(value).is_integer() else float(f"{value:.{DIGITS}g}")


def _tidy(value: float | None) -> float | None:
    """A number to its significant digits; None for what is no number."""
    return None if value is None or not math.isfinite(value) else float(f"{value:.{DIGITS}g}")
