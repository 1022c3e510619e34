"""The document of a map: the numbers of the engine, nothing that few people's votes would show, and the report made of it alone."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from folkmoot.conversation.polis_export import PolisExport, Statement
from folkmoot.conversation.vote_matrix import VoteMatrix
from folkmoot.weigh.conversation import Mapped, map_conversation, map_document, map_report, map_svg
from folkmoot.weigh.conversation.hidden_votes import hidden_votes
from folkmoot.weigh.conversation.places import places

NAN = float("nan")


def two_camps(people: int = 120, statements: int = 14, seed: int = 1) -> PolisExport:
    """Two camps that differ on even statements and agree on odd ones; statement 1 is seen by three people of the first camp alone."""
    draws = np.random.Generator(np.random.PCG64(seed))
    camp = np.arange(people) % 3 == 0
    chance = np.where(np.arange(statements) % 2, 0.9, np.where(camp[:, None], 0.1, 0.9))
    table = np.where(draws.random((people, statements)) < chance, 1.0, -1.0)
    table[draws.random(table.shape) < 0.2] = NAN
    table[:, 1] = NAN
    table[[0, 3, 6], 1] = 1.0
    texts = [Statement(at, f"Statement {at} of <the> camps", 1, meta=False, seed=at < 3) for at in range(statements)]
    return PolisExport(VoteMatrix.from_dense(table), tuple(texts), None, ())


@pytest.fixture(scope="module")
def mapped() -> Mapped:
    return map_conversation(two_camps(), resamples=10)


def test_the_numbers_are_those_of_the_engine(mapped: Mapped) -> None:
    document = map_document(mapped, title="Camps")
    votes = mapped.export.votes
    assert (document["participants"], document["statements"], document["votes"]) == (120, 14, votes.cast)
    assert document["groups_shown"] is True
    assert [group["people"] for group in document["groups"]] == mapped.opinions.sizes.tolist()
    row = document["per_statement"][2]
    column = votes.csr[:, 2]
    assert (row["agree"], row["disagree"]) == ((column.data > 0).sum(), (column.data < 0).sum())
    assert row["share_agree"]["estimate"] == pytest.approx((column.data > 0).mean(), rel=1e-9)
    assert row["by_group"][0]["seen"] == mapped.shares.n[0, 2]
    order = document["consensus_order"]
    assert [document["per_statement"][ident]["rank"] for ident in order] == list(range(1, 15))


def test_a_statement_few_people_saw_shows_no_number(mapped: Mapped) -> None:
    row = map_document(mapped, title="Camps")["per_statement"][1]
    assert [row[key] for key in ("seen", "agree", "disagree", "passed", "split", "uncertain", "divisiveness")] == [None] * 7
    assert row["share_agree"] == {"estimate": None, "low": None, "high": None}
    assert {(each["seen"], each["mark"]) for each in row["by_group"]} <= {(None, "[c]"), (0, "[x]")}


@given(arrays(np.int64, st.tuples(st.integers(1, 4), st.just(5)), elements=st.integers(0, 12)), st.integers(2, 6))
def test_what_is_hidden_of_groups_is_never_few_people_together_unless_all_is(seen: np.ndarray, least: int) -> None:
    hidden = hidden_votes(seen, least)
    assert hidden[(seen > 0) & (seen < least)].all()
    for at in range(5):
        together = seen[hidden[:, at], at].sum()
        others = seen[~hidden[:, at], at]
        assert not hidden[:, at].any() or together >= least or not (others > 0).any()
        assert not hidden[seen[:, at] == 0, at].any()


def test_no_mark_of_the_picture_stands_for_few_people(mapped: Mapped) -> None:
    for least in (2, 5, 20):
        drawn = places(mapped, least)
        assert drawn
        assert min(place.people for place in drawn) >= least
    assert sum(place.people for place in places(mapped, 1)) == mapped.opinions.placed.sum()


def test_the_same_votes_give_the_same_bytes(mapped: Mapped) -> None:
    again = map_conversation(two_camps(), resamples=10)
    assert json.dumps(map_document(again, title="T")) == json.dumps(map_document(mapped, title="T"))


def test_groups_that_are_not_stable_are_not_shown_anywhere() -> None:
    draws = np.random.Generator(np.random.PCG64(3))
    table = np.where(draws.random((150, 12)) < 0.5, 1.0, -1.0)
    texts = [Statement(at, f"Statement {at}", 1, meta=False, seed=False) for at in range(12)]
    document = map_document(map_conversation(PolisExport(VoteMatrix.from_dense(table), tuple(texts), None, ()), resamples=10), title="T")
    assert document["groups_shown"] is False
    assert document["groups"] == []
    assert {place["group"] for place in document["places"]} <= {0}
    assert all(row["by_group"] == [] and row["divisiveness"] is None for row in document["per_statement"])
    assert "What each group holds" not in map_report(document)


def test_the_report_and_the_picture_are_made_of_the_document_alone(mapped: Mapped) -> None:
    document = json.loads(json.dumps(map_document(mapped, title="Camps & <others>")))
    report = map_report(document)
    assert "Camps &amp; &lt;others&gt;" in report
    assert "<script" not in report
    assert "Statement 3 of &lt;the&gt; camps" in report
    for heading in ("Who took part", "What most people, in every group, agree with", "What divides them", "Every statement"):
        assert f">{heading}</h2>" in report
    assert map_svg(document).startswith('<svg xmlns="http://www.w3.org/2000/svg"')


def test_a_conversation_in_which_nobody_can_be_placed_has_a_document_and_a_report_too() -> None:
    votes = VoteMatrix.from_events([1, 2], [5, 5], [1, -1], statements=[5, 6])
    texts = (Statement(5, "One", 1, meta=False, seed=False), Statement(6, "", 0, meta=False, seed=False))
    document = map_document(map_conversation(PolisExport(votes, texts, None, ()), resamples=2), title="T")
    assert (document["participants"], document["votes"]) == (2, 2)
    assert "T</h1>" in map_report(document)
    json.dumps(document, allow_nan=False)


@pytest.mark.shared
def test_explained_shares_of_real_conversations_are_those_published(shared_data: Path) -> None:
    from folkmoot.conversation.polis_export import read_polis_export

    export = read_polis_export(shared_data / "conversations" / "vtaiwan.uberx")
    document = map_document(map_conversation(export, resamples=2), title="T")
    assert [round(share, 4) for share in document["explained"]] == [0.2122, 0.06]
    assert (document["participants"], document["statements"], document["votes"]) == (1921, 197, 49_443)
