"""Topics: planted ones are recovered, the order of statements changes nothing, and a real conversation gets labels a person can read."""

import numpy as np
import polars as pl
import pytest

from folkmoot.conversation.topics import spherical_k_means, topics

SUBJECTS = {
    "transport": ["bus", "train", "timetable", "fare", "route", "station", "cycle", "traffic"],
    "nature": ["trees", "river", "wildlife", "meadow", "birds", "woodland", "hedges", "pollinators"],
    "housing": ["houses", "rents", "tenants", "landlords", "planning", "estate", "developers", "mortgage"],
}


def planted(seed: int, each: int = 25) -> tuple[list[str], list[str]]:
    random = np.random.Generator(np.random.PCG64(seed))
    texts, subject = [], []
    for name, words in SUBJECTS.items():
        for _ in range(each):
            texts.append("We need " + " and ".join(random.choice(words, 4, replace=False)) + " in Essex")
            subject.append(name)
    return texts, subject


def test_planted_topics_are_recovered_and_named_by_their_own_words() -> None:
    texts, subject = planted(1)
    result = topics(texts, list(range(len(texts))), k=3, stop_words=["Essex"])
    assert len(result.topics) == 3
    assert len(result.unplaced) == 0
    for topic in result.topics:
        names = {subject[at] for at in topic.statements.tolist()}
        assert len(names) == 1
        assert {word.term for word in topic.words if " " not in word.term} <= set(SUBJECTS[names.pop()])
        assert topic.medoid in topic.statements.tolist()
        assert "essex" not in topic.label
    assert result.separation > 0.5
    assert result.sentences[0] == f"25 statements: {result.topics[0].label}."


def test_the_order_of_the_statements_changes_nothing() -> None:
    texts, _ = planted(2)
    ids = np.arange(len(texts)) * 3 + 5
    given = topics(texts, ids)
    order = np.random.Generator(np.random.PCG64(4)).permutation(len(texts))
    again = topics([texts[at] for at in order], ids[order])
    assert [topic.statements.tolist() for topic in again.topics] == [topic.statements.tolist() for topic in given.topics]
    assert [topic.words for topic in again.topics] == [topic.words for topic in given.topics]
    assert again.separation == given.separation


def test_every_statement_is_in_one_topic_or_in_none() -> None:
    texts = [*planted(3)[0], "Zzyzx quux", "?"]
    result = topics(texts, [f"s{at:03}" for at in range(len(texts))])
    sorted_into = [one for topic in result.topics for one in topic.statements.tolist()]
    assert sorted(sorted_into + result.unplaced.tolist()) == [f"s{at:03}" for at in range(len(texts))]
    assert result.unplaced.tolist() == ["s075", "s076"]
    assert "2 statements share no word with another and are in no topic." in result.sentences


def test_k_means_on_directions_reaches_the_best_of_all_divisions() -> None:
    random = np.random.Generator(np.random.PCG64(5))
    points = random.normal(size=(9, 3))
    points /= np.linalg.norm(points, axis=1)[:, None]
    best = max(
        np.linalg.norm(points[mask].sum(0)) + np.linalg.norm(points[~mask].sum(0))
        for mask in (np.array([number >> bit & 1 for bit in range(9)], bool) for number in range(1, 256))
    )
    labels = spherical_k_means(points, 2, seed=0)
    assert sum(np.linalg.norm(points[labels == one].sum(0)) for one in (0, 1)) == pytest.approx(best)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "expected"), [("bg2050-volunteers", {"parking", "downtown", "museum"}), ("vtaiwan.uberx", {"保險", "司機"})]
)
def test_a_real_conversation_gets_topics_with_words_of_its_own(shared_data, name, expected) -> None:
    comments = pl.read_csv(shared_data / "conversations" / name / "comments.csv", infer_schema_length=None)
    result = topics(comments["comment-body"].to_list(), comments["comment-id"].to_list(), stop_words=["Bowling", "Green", "BG"])
    words = {word.term for topic in result.topics for word in topic.words}
    assert 2 <= len(result.topics) <= 15
    assert expected <= words
    assert max(len(topic.statements) for topic in result.topics) < len(comments) / 3


def test_mistakes_are_named() -> None:
    with pytest.raises(ValueError, match="2 texts and 1 ids"):
        topics(["one", "two"], [1])
    with pytest.raises(ValueError, match="Statement 7 is listed twice"):
        topics(["one", "two"], [7, 7])
    with pytest.raises(ValueError, match="9 topics cannot be made of 2 statements"):
        topics(["red buses", "red trains"], [1, 2], k=9)


def test_few_or_no_statements_have_few_or_no_topics() -> None:
    assert topics([], []).topics == ()
    assert topics(["Buses"], [1]).topics == ()
    assert [topic.statements.tolist() for topic in topics(["red buses", "red trains"], [1, 2], k=1).topics] == [[1, 2]]
