"""Real Polis conversations: published votes, counts, group-informed consensus and components are reproduced."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from conversation.plain_conversation import centred_by_filling, decomposed
from folkmoot.conversation import VoteMatrix, group_informed_consensus, group_votes, map_opinions

pytestmark = pytest.mark.shared

CONVERSATIONS = ("american-assembly.bowling-green", "bg2050-volunteers", "brexit-consensus", "scoop-hivemind.biodiversity", "vtaiwan.uberx")
# The shares of variance come out with the statements that the conversation's moderators left out taken away.
EXPLAINED = {"american-assembly.bowling-green": (0.1140, 0.0430), "vtaiwan.uberx": (0.2122, 0.0600)}


def published(folder: Path) -> tuple[pl.DataFrame, np.ndarray, list[int]]:
    """The participants, their final votes (NaN where none), and the statements."""
    people = pl.read_csv(folder / "participants-votes.csv", infer_schema_length=None).sort("participant")
    statements = [column for column in people.columns if column.isdigit()]
    table = people.select(pl.col(statements).cast(pl.Float64)).fill_null(np.nan).to_numpy()
    return people, table, [int(statement) for statement in statements]


def moderated_out(folder: Path, statements: list[int]) -> list[int]:
    out = pl.read_csv(folder / "comments.csv", infer_schema_length=None).filter(pl.col("moderated") == -1)["comment-id"]
    return sorted(set(out.to_list()) & set(statements))


@pytest.mark.parametrize("name", CONVERSATIONS[1:])
def test_last_votes_by_time_are_the_published_matrix(shared_data, name) -> None:
    folder = shared_data / "conversations" / name
    people, table, statements = published(folder)
    events = pl.read_csv(folder / "votes.csv").sample(fraction=1, shuffle=True, seed=4)
    votes = VoteMatrix.from_events(*(events[column].to_numpy() for column in ("voter-id", "comment-id", "vote", "timestamp")))
    order = np.argsort(statements)
    assert votes.participants.tolist() == people["participant"].to_list()
    assert votes.statements.tolist() == np.array(statements)[order].tolist()
    found = np.full(table.shape, np.nan)
    found[votes.rows, votes.columns] = votes.votes
    np.testing.assert_array_equal(found, table[:, order])


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_agree_is_plus_one_as_the_published_counts_show(shared_data, name) -> None:
    people, table, statements = published(shared_data / "conversations" / name)
    votes = VoteMatrix.from_dense(table, people["participant"].to_numpy(), statements)
    each = group_votes(votes, np.arange(votes.n), votes.n)
    assert each.agree.sum(axis=1).tolist() == people["n-agree"].to_list()
    assert each.disagree.sum(axis=1).tolist() == people["n-disagree"].to_list()
    assert votes.votes_of_participants.tolist() == people["n-votes"].to_list()


def test_published_group_informed_consensus_follows_from_the_published_groups(shared_data) -> None:
    folder = shared_data / "conversations" / "bg2050-volunteers"
    people, table, statements = published(folder)
    votes = VoteMatrix.from_dense(table, people["participant"].to_numpy(), statements)
    group = people["group-id"].fill_null(-1).to_numpy().astype(np.int64)
    found = dict(zip(votes.statements.tolist(), group_informed_consensus(group_votes(votes, group, 2)).agree, strict=True))
    comments = pl.read_csv(folder / "comments.csv", infer_schema_length=None)
    expected = dict(zip(comments["comment-id"].to_list(), comments["group-informed-consensus"].to_list(), strict=True))
    assert len(expected) == 371
    assert found == pytest.approx(expected, abs=1e-12)
    assert found[2] == pytest.approx(0.6839080459770114, abs=1e-15)


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_components_are_those_of_a_full_decomposition(shared_data, name) -> None:
    folder = shared_data / "conversations" / name
    _, table, statements = published(folder)
    out = moderated_out(folder, statements)
    found = map_opinions(VoteMatrix.from_dense(table, statements=statements), moderated_out=out)
    order = [statements.index(statement) for statement in found.statements.tolist()]
    vectors, explained = decomposed(centred_by_filling(table[:, order])[1])
    np.testing.assert_allclose(found.explained, explained[:2], atol=1e-13)
    for ours, theirs in zip(found.components, vectors, strict=False):
        np.testing.assert_allclose(ours, theirs * np.sign((ours * theirs).sum()), atol=1e-12)
    if name in EXPLAINED:
        assert found.explained == pytest.approx(EXPLAINED[name], abs=5e-5)


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_groups_of_real_conversations_are_of_some_size_and_the_same_again(shared_data, name) -> None:
    _, table, statements = published(shared_data / "conversations" / name)
    votes = VoteMatrix.from_dense(table, statements=statements)
    found = map_opinions(votes)
    assert 2 <= found.k <= 5
    assert found.sizes.min() >= found.smallest >= 10
    assert np.array_equal(found.group, map_opinions(votes).group)
    assert all(len(chosen) <= 5 for chosen in found.representative)


def test_the_groups_of_bg2050_without_its_moderated_statements_are_the_published_ones_by_the_maths_of_polis(shared_data) -> None:
    folder = shared_data / "conversations" / "bg2050-volunteers"
    people, table, statements = published(folder)
    found = map_opinions(
        VoteMatrix.from_dense(table, statements=statements), method="polis", moderated_out=moderated_out(folder, statements)
    )
    theirs = people["group-id"].fill_null(-1).to_numpy().astype(np.int64)
    both = found.placed & (theirs >= 0)
    assert both.sum() >= 107
    assert len(set(zip(found.group[both].tolist(), theirs[both].tolist(), strict=True))) == found.k == 2
