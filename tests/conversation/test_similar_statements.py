"""Similar statements: all pairs against a dense product, what votes say of them, and ten thousand statements in little memory."""

import math
import tracemalloc

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversation.planted_blocs import real_table, statement_ids
from folkmoot.conversation import VoteMatrix
from folkmoot.conversation.similar_statements import similar_pairs, similar_statements
from folkmoot.conversation.statement_words import plain
from folkmoot.conversation.vote_correlation import vote_correlations


def plain_similarity(texts: list[str]) -> np.ndarray:
    """Cosine similarities by dictionaries of runs of characters."""
    bags = []
    for text in texts:
        padded = f" {plain(text)} "
        runs = [padded[at : at + length] for length in (3, 4, 5) for at in range(len(padded) - length + 1)]
        bags.append({run: runs.count(run) for run in set(runs)})
    spread = {run: sum(run in bag for bag in bags) for bag in bags for run in bag}
    vectors = []
    for bag in bags:
        vector = {run: (1 + math.log(count)) * (1 + math.log((1 + len(texts)) / (1 + spread[run]))) for run, count in bag.items()}
        length = math.sqrt(sum(value**2 for value in vector.values()))
        vectors.append({run: value / length for run, value in vector.items()} if length else {})
    return np.array([[sum(value * other.get(run, 0) for run, value in vector.items()) for other in vectors] for vector in vectors])


WORDS = st.lists(st.sampled_from(["buses", "bus", "trees", "free", "not", "should", "be", "公車", "應該", "免費"]), min_size=1, max_size=5)


@given(st.lists(WORDS.map(" ".join), min_size=2, max_size=60), st.sampled_from([0.2, 0.4, 0.7]))
@settings(max_examples=60)
def test_the_pairs_are_all_those_of_a_dense_product(texts, threshold) -> None:
    similarity = plain_similarity(texts)
    first, second, found = similar_pairs(texts, threshold)
    expected = {(i, j) for i in range(len(texts)) for j in range(i + 1, len(texts)) if round(similarity[i, j], 9) >= threshold}
    assert set(zip(first.tolist(), second.tolist(), strict=True)) == expected
    np.testing.assert_allclose(found, similarity[first, second], atol=1e-9)


def test_vote_correlations_are_those_of_numpy_among_common_voters() -> None:
    random = np.random.Generator(np.random.PCG64(1))
    table = random.choice([1.0, -1.0, 0.0, np.nan], (60, 8), p=[0.4, 0.2, 0.1, 0.3])
    table[:, 7] = 1.0
    first, second = np.triu_indices(8, 1)
    found = vote_correlations(VoteMatrix.from_dense(table), first, second)
    for at, (i, j) in enumerate(zip(first, second, strict=True)):
        both = ~np.isnan(table[:, i]) & ~np.isnan(table[:, j])
        assert found.voters[at] == both.sum()
        if j == 7:
            assert np.isnan(found.r[at])
            continue
        r = np.corrcoef(table[both, i], table[both, j])[0, 1]
        assert found.r[at] == pytest.approx(r)
        reach = 1.959963984540054 / math.sqrt(both.sum() - 3)
        assert (found.low[at], found.high[at]) == (
            pytest.approx(math.tanh(math.atanh(r) - reach)),
            pytest.approx(math.tanh(math.atanh(r) + reach)),
        )


def test_texts_of_nothing_but_common_words_are_compared_too() -> None:
    random = np.random.Generator(np.random.PCG64(7))
    words = ["".join(random.choice(list("abcdefghijklmnopqrstuvwxyz"), 7)) for _ in range(900)]
    texts = ["free buses " + " ".join(words[3 * at : 3 * at + 3]) for at in range(300)]
    texts += ["free buses", "buses free", "free free buses"]
    similarity = plain_similarity(texts)
    first, second, _ = similar_pairs(texts, 0.25)
    expected = {(i, j) for i in range(303) for j in range(i + 1, 303) if round(similarity[i, j], 9) >= 0.25}
    assert {(300, 301), (300, 302)} <= expected
    assert set(zip(first.tolist(), second.tolist(), strict=True)) == expected


TEXTS = ["Buses should be free for all", "Buses should be free for everyone", "Buses should not be free for all", "Plant more trees"]


def votes_of(people: int = 60) -> VoteMatrix:
    random = np.random.Generator(np.random.PCG64(2))
    free = np.where(random.random(people) < 0.5, 1.0, -1.0)
    return VoteMatrix.from_dense(np.column_stack([free, free, -free, random.choice([1.0, -1.0], people)]), statements=[10, 11, 12, 13])


def test_votes_tell_a_duplicate_from_an_opposite() -> None:
    result = similar_statements(TEXTS, [10, 11, 12, 13], votes_of())
    kinds = {(pair.first, pair.second): pair.kind for pair in result.pairs}
    assert kinds == {(10, 11): "duplicate", (10, 12): "opposite", (11, 12): "opposite"}
    assert [pair.first for pair in result.of("duplicate")] == [10]
    opposite = result.of("opposite")[0]
    assert opposite.correlation == pytest.approx(-1)
    assert opposite.sentence == (
        f"Statements {opposite.first} and {opposite.second} are in like words, but the votes of the 60 people "
        "who voted on both correlate at -1.00: they take opposite sides."
    )


def test_few_common_voters_or_no_votes_leave_a_pair_at_like_words() -> None:
    for votes in (None, votes_of(24)):
        result = similar_statements(TEXTS, [10, 11, 12, 13], votes)
        assert {pair.kind for pair in result.pairs} == {"like words"}
        assert {pair.correlation for pair in result.pairs} == {None}


def test_the_order_of_the_statements_changes_nothing() -> None:
    order = [2, 0, 3, 1]
    ids = [10, 11, 12, 13]
    assert similar_statements(TEXTS, ids, votes_of()).pairs == (
        similar_statements([TEXTS[at] for at in order], [ids[at] for at in order], votes_of()).pairs
    )


@pytest.mark.shared
def test_a_real_conversation_has_duplicates_and_opposites(shared_data) -> None:
    """Votes tell that marijuana should be legal, and should not, are opposites: r = -0.71 among 805 people."""
    name = "american-assembly.bowling-green"
    comments = pl.read_csv(shared_data / "conversations" / name / "comments.csv", infer_schema_length=None)
    votes = VoteMatrix.from_dense(real_table(shared_data, name)[0], statements=statement_ids(shared_data, name))
    text = dict(zip(comments["comment-id"].to_list(), comments["comment-body"].to_list(), strict=True))
    result = similar_statements(list(text.values()), list(text), votes)
    assert len(result.of("duplicate")) >= 15
    opposite = next(pair for pair in result.of("opposite") if "Recreational marijuana" in text[pair.first] + text[pair.second])
    assert {text[opposite.first], text[opposite.second]} == {
        "Recreational marijuana should be legal.",
        "Marijuana should not be legalized.",
    }
    assert (opposite.voters, round(opposite.correlation or 0, 2)) == (805, -0.71)
    correlations = [pair.correlation for pair in result.pairs if pair.correlation is not None]
    assert np.median(correlations) > 0.4  # of random pairs, 0.14


@pytest.mark.shared
def test_statements_without_spaces_are_compared(shared_data) -> None:
    comments = pl.read_csv(shared_data / "conversations" / "vtaiwan.uberx" / "comments.csv", infer_schema_length=None)
    texts = comments["comment-body"].to_list()
    similarity = plain_similarity(texts)
    first, second, _ = similar_pairs(texts, 0.3)
    expected = {(i, j) for i in range(len(texts)) for j in range(i + 1, len(texts)) if round(similarity[i, j], 9) >= 0.3}
    assert set(zip(first.tolist(), second.tolist(), strict=True)) == expected
    assert len(expected) == 11


def test_ten_thousand_statements_take_little_memory() -> None:
    random = np.random.Generator(np.random.PCG64(3))
    letters = np.array(list("eeeetttaaooiinnsshhrrddlucmwfgypbvk"))
    words = np.array(["".join(random.choice(letters, random.integers(2, 10))) for _ in range(5000)])
    chance = 1 / np.arange(10, 5010)
    texts = [" ".join(words[random.choice(5000, 10, p=chance / chance.sum())]) for _ in range(9_990)]
    texts += [f"{text} indeed" for text in texts[:10]]
    tracemalloc.start()
    first, second, _ = similar_pairs(texts, 0.6)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert {(at, 9_990 + at) for at in range(10)} <= set(zip(first.tolist(), second.tolist(), strict=True))
    assert peak < 600e6  # a square of them would be 800 MB


def test_mistakes_are_named() -> None:
    with pytest.raises(ValueError, match="2 texts and 1 ids"):
        similar_statements(["one", "two"], [1])
    with pytest.raises(ValueError, match="Row 2: statement 7 has no text"):
        similar_statements(["one", " "], [1, 7])
    with pytest.raises(ValueError, match="Statement 7 is listed twice"):
        similar_statements(["one", "two"], [7, 7])
    with pytest.raises(ValueError, match="above 0"):
        similar_statements(["one"], [7], threshold=0)


def test_one_statement_or_none_has_no_pair() -> None:
    assert similar_statements([], []).pairs == ()
    assert similar_statements(["Buses"], [1]).pairs == ()
