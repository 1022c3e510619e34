"""The whole map: what has a part in it, what has none, and what changes nothing."""

import hashlib
import os
import subprocess
import sys
from dataclasses import fields, is_dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversation.plain_conversation import made_table
from folkmoot.conversation import OpinionMap, VoteMatrix, group_votes, map_opinions

TABLE = made_table(120, 20, 6, seen=0.7)
VOTES = VoteMatrix.from_dense(TABLE)
METHODS = ("stable", "polis")

IN_ANOTHER_PROCESS = """
import sys
sys.path[:0] = {paths!r}
from conversation.test_opinion_map import TABLE, digest
from folkmoot.conversation import VoteMatrix, map_opinions
print(*(digest(map_opinions(VoteMatrix.from_dense(TABLE), method=method)) for method in ("stable", "polis")))
"""


def digest(found: object) -> str:
    """A hash of every number of a result, to the last bit."""
    made = hashlib.sha256()

    def add(value: object) -> None:
        if isinstance(value, np.ndarray):
            made.update(f"{value.dtype}{value.shape}".encode() + np.ascontiguousarray(value).tobytes())
        elif is_dataclass(value):
            for field in fields(value):
                made.update(field.name.encode())
                add(getattr(value, field.name))
        elif isinstance(value, tuple):
            for each in value:
                add(each)
        else:
            made.update(repr(value).encode())

    add(found)
    return made.hexdigest()


def events_of(votes: VoteMatrix) -> list[np.ndarray]:
    return [votes.participants[votes.rows], votes.statements[votes.columns], votes.votes]


@pytest.mark.parametrize("method", METHODS)
def test_the_same_votes_in_any_order_give_the_same_bits(method) -> None:
    expected = digest(map_opinions(VOTES, method=method))
    for seed in range(3):
        order = np.random.default_rng(seed).permutation(VOTES.cast)
        assert digest(map_opinions(VoteMatrix.from_events(*(column[order] for column in events_of(VOTES))), method=method)) == expected
    changed = TABLE.copy()
    changed[0, 0] = -1 if changed[0, 0] == 1 else 1
    assert digest(map_opinions(VoteMatrix.from_dense(changed), method=method)) != expected


def test_the_number_of_threads_changes_no_bit() -> None:
    expected = " ".join(digest(map_opinions(VOTES, method=method)) for method in METHODS)
    code = IN_ANOTHER_PROCESS.format(paths=[path for path in sys.path if path])
    for threads, seed in (("1", "1"), ("2", "2")):
        environment = os.environ | {"OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads, "PYTHONHASHSEED": seed}
        ran = subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True)
        assert ran.stdout.strip() == expected


@pytest.mark.parametrize("method", METHODS)
def test_other_ids_in_the_same_order_change_nothing_but_the_ids(method) -> None:
    people, statements, cast = events_of(VOTES)
    named = VoteMatrix.from_events([f"p{person:04}" for person in people], statements.astype(np.int64) * 7 - 10**15, cast)
    one, other = map_opinions(VOTES, method=method), map_opinions(named, method=method)
    assert np.array_equal(one.projections, other.projections)
    assert np.array_equal(one.group, other.group)
    assert one.representative == other.representative


@given(st.integers(0, 1000))
@settings(max_examples=15)
def test_statements_and_people_in_another_order_give_the_same_map(seed) -> None:
    rng = np.random.default_rng(seed)
    people, statements = rng.permutation(120), rng.permutation(20)
    one, other = map_opinions(VOTES), map_opinions(VoteMatrix.from_dense(TABLE[people][:, statements]))
    turned = np.where((one.components[:, statements] * other.components).sum(axis=1) < 0, -1, 1)
    np.testing.assert_allclose(other.components, one.components[:, statements] * turned[:, None], atol=1e-12)
    np.testing.assert_allclose(other.projections, one.projections[people] * turned, atol=1e-11)
    assert len(set(zip(one.group[people].tolist(), other.group.tolist(), strict=True))) == one.k == other.k
    np.testing.assert_allclose(other.group_informed.agree, one.group_informed.agree[statements], atol=1e-12)


def test_who_is_banned_and_what_is_moderated_out_has_no_part_in_any_number() -> None:
    banned, out = [3, 50, 119], [0, 7]
    left = VoteMatrix.from_dense(
        np.delete(np.delete(TABLE, banned, 0), out, 1), np.delete(np.arange(120), banned), np.delete(np.arange(20), out)
    )
    weights = np.random.default_rng(1).gamma(2, 1, 120)
    for given_weights, kept_weights in ((None, None), (weights, np.delete(weights, banned))):
        found = map_opinions(VOTES, banned=banned, moderated_out=out, weights=given_weights)
        assert digest(found) == digest(map_opinions(left, weights=kept_weights))
    only_banned = map_opinions(VOTES, banned=banned, method="polis")
    people_left = VoteMatrix.from_dense(np.delete(TABLE, banned, 0), np.delete(np.arange(120), banned))
    assert digest(only_banned) == digest(map_opinions(people_left, method="polis"))
    assert set(out).isdisjoint(map_opinions(VOTES, moderated_out=out, method="polis").statements.tolist())


def test_statements_about_the_participants_shape_nothing_but_are_counted() -> None:
    found, without = map_opinions(VOTES, meta=[4]), map_opinions(VOTES, moderated_out=[4])
    assert not found.components[:, 4].any()
    assert found.extremity[4] == 0
    assert found.priorities[4] == 49
    np.testing.assert_allclose(found.projections, without.projections, atol=1e-12)
    assert np.array_equal(found.group, without.group)
    assert found.overall.people[0, 4] == (~np.isnan(TABLE[:, 4])).sum()
    assert map_opinions(VOTES, meta=[4], moderated_out=[4]).meta.sum() == 0


def test_equal_weights_change_no_number() -> None:
    plain = map_opinions(VOTES)
    for weights in (np.ones(120), np.full(120, 4.0)):
        weighed = map_opinions(VOTES, weights=weights)
        for name in ("mean", "components", "explained", "projections", "group", "centres", "priorities", "base", "consensus"):
            assert digest(getattr(weighed, name)) == digest(getattr(plain, name))
        for one, other in ((weighed.by_group, plain.by_group), (weighed.overall, plain.overall)):
            for name in ("agree", "disagree", "seen", "people", "n_effective"):
                assert np.array_equal(getattr(one, name), getattr(other, name))
        assert weighed.representative == plain.representative


def test_a_weight_of_two_is_two_people_in_shares_and_means() -> None:
    times = np.random.default_rng(2).integers(1, 4, 120)
    twice = map_opinions(VoteMatrix.from_dense(np.repeat(TABLE, times, axis=0)), groups=2)
    weighed = map_opinions(VOTES, weights=times, groups=2)
    np.testing.assert_allclose(weighed.mean, twice.mean, atol=1e-13)
    np.testing.assert_allclose(weighed.explained, twice.explained, atol=1e-13)
    np.testing.assert_allclose(np.abs(weighed.components), np.abs(twice.components), atol=1e-12)
    np.testing.assert_allclose(weighed.overall.agree * times.mean(), twice.overall.agree, atol=1e-9)
    assert np.array_equal(weighed.overall.people, map_opinions(VOTES).overall.people)


@pytest.mark.parametrize("method", METHODS)
def test_people_who_are_in_no_group_are_counted_in_the_whole(method) -> None:
    table = TABLE.copy()
    table[:30, 5:] = np.nan
    found = map_opinions(VoteMatrix.from_dense(table), method=method)
    assert (found.group[:30] == -1).all()
    assert found.sizes.sum() == found.placed.sum() < 91
    assert np.array_equal(found.overall.people[0], (~np.isnan(table)).sum(axis=0))
    assert np.array_equal(found.by_group.people, group_votes(found.votes, found.group, found.k).people)
    assert found.by_group.people.sum() < found.overall.people.sum()
    assert "in no group, but counted in all totals" in " ".join(found.sentences)


EDGES = {
    "one participant": np.array([[1.0, -1, 0, 1, 1, 1, -1, 1]]),
    "one statement": np.sign(np.linspace(-1, 1, 31))[:, None],
    "all pass": np.zeros((30, 9)),
    "all the same": np.ones((30, 9)),
    "nobody voted": np.full((20, 5), np.nan),
    "somebody without votes": np.vstack([made_table(30, 9), np.full((1, 9), np.nan)]),
    "no participant": np.zeros((0, 4)),
    "no statement": np.zeros((5, 0)),
}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("edge", EDGES)
def test_edges_give_a_map_of_finite_numbers(edge, method) -> None:
    found: OpinionMap = map_opinions(VoteMatrix.from_dense(EDGES[edge]), method=method)
    for field in fields(found):
        value = getattr(found, field.name)
        assert not isinstance(value, np.ndarray) or np.isfinite(value).all(), field.name
    assert found.group.max(initial=-1) < max(found.k, 1)
    assert found.sizes.sum() == found.placed.sum()
    if edge in {"all pass", "all the same"}:
        assert (found.k, found.explained.tolist()) == (1, [0, 0])
    if edge == "somebody without votes":
        assert found.group[-1] == -1
        assert not found.projections[-1].any()


def test_the_sentences_name_the_groups_and_claim_no_more() -> None:
    said = map_opinions(VOTES).sentences
    assert said[0].startswith("120 people cast ")
    assert "2 opinion groups by how they voted: A with " in said[1]
    assert said[-1] == "These are the people who took part. The groups show how they voted here, not who they are."
    assert "Nobody voted on enough statements" in " ".join(map_opinions(VoteMatrix.from_dense(EDGES["nobody voted"])).sentences)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"method": "other"}, 'The method is "other"'),
        ({"groups": 0}, "groups is 0"),
        ({"groups": 9}, "do not fall into 9 groups"),
        ({"max_groups": 1}, "max_groups is 1"),
        ({"min_votes": True}, "min_votes is True"),
        ({"smallest": 0}, "smallest is 0"),
        ({"seed": -1}, "seed is -1"),
        ({"banned": [999]}, "participant id 999 is not among"),
        ({"moderated_out": [99]}, "statement id 99 is not among"),
        ({"meta": ["1"]}, "numbers in one place and text in another"),
        ({"weights": np.ones(3)}, "120 participants and 3 weights"),
        ({"weights": np.where(np.arange(120) == 4, np.nan, 1)}, "Row 5: the weight is nan"),
        ({"weights": np.where(np.arange(120) == 4, -1, 1)}, r"Row 5: the weight is -1\.0"),
        ({"weights": np.zeros(120)}, "All the weights are 0"),
    ],
)
def test_options_that_do_not_fit_are_refused(options, message) -> None:
    with pytest.raises(ValueError, match=message):
        map_opinions(VOTES, **options)
