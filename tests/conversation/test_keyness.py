"""Keyness: log-odds with an informative prior against a plain computation, words of several scripts, and stop words."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.conversation.keyness import keyness
from folkmoot.conversation.statement_words import terms


def plainly(texts: list[str], inside: list[bool], prior: float) -> dict[str, tuple[float, float]]:
    """Term: (log-odds ratio, z), by the formulas of Monroe et al. (2008) for each term by itself."""
    here = [term for text, mark in zip(texts, inside, strict=True) if mark for term in terms(text)]
    there = [term for text, mark in zip(texts, inside, strict=True) if not mark for term in terms(text)]
    found = {}
    if len(set(here) | set(there)) == 1:
        return {"alone": (0.0, 0.0)}
    for term in set(here) | set(there):
        i, j = here.count(term), there.count(term)
        a = prior * (i + j) / (len(here) + len(there))
        delta = math.log((i + a) / (len(here) + prior - i - a)) - math.log((j + a) / (len(there) + prior - j - a))
        found[term] = (delta, delta / math.sqrt(1 / (i + a) + 1 / (j + a)))
    return found


STATEMENTS = st.lists(st.sampled_from(["buses", "trees", "parks", "river", "公車免費", "roads"]), min_size=0, max_size=6).map(" ".join)


@given(st.lists(st.tuples(STATEMENTS, st.booleans()), min_size=1, max_size=9), st.sampled_from([1.0, 20.0, 500.0]))
@settings(max_examples=150)
def test_numbers_are_those_of_the_formulas(rows, prior) -> None:
    texts, inside = [text for text, _ in rows], [mark for _, mark in rows]
    found = {term.term: term for term in keyness(texts, inside, prior=prior, most=1000)}
    expected = plainly(texts, inside, prior)
    if len(expected) < 2:
        assert not found
        return
    used = {term for text, mark in rows if mark for term in terms(text)}
    assert {term for term in found if found[term].z > 1e-9} == {term for term in used if expected[term][1] > 1e-9}
    for term, one in found.items():
        assert (one.log_odds, one.z) == (pytest.approx(expected[term][0], abs=1e-9), pytest.approx(expected[term][1], abs=1e-9))


@given(st.permutations(range(8)))
@settings(max_examples=30)
def test_the_order_of_the_statements_changes_nothing(order) -> None:
    texts = ["buses run late", "more buses", "late trains", "trees", "old trees", "parks and trees", "green parks", "river walks"]
    inside = np.arange(8) < 3
    assert keyness([texts[at] for at in order], inside[list(order)]) == keyness(texts, inside)


def test_words_that_set_a_set_apart_come_first_with_their_counts() -> None:
    texts = ["Buses are late", "Buses are dear", "Free buses now", "Trees are old", "Plant trees", "Trees by the river"]
    first = keyness(texts, [True] * 3 + [False] * 3, prior=10)[0]
    assert (first.term, first.uses, first.uses_elsewhere) == ("buses", 3, 0)
    assert first.z > 0
    assert keyness(texts, [True] * 3 + [False] * 3, stop_words=["Buses"])[0].term != "buses"


def test_a_stop_word_breaks_pairs_and_negations_stay() -> None:
    assert terms("The buses, and the trains") == ["buses", "trains"]
    assert terms("should not build") == ["not", "build", "not build"]
    assert terms("children’s play areas 2024") == ["children's", "play", "children's play", "areas", "play areas"]


def test_scripts_without_spaces_give_pairs_of_characters() -> None:
    assert terms("計程車應該免費") == ["計程", "程車", "車應", "應該", "該免", "免費"]
    assert terms("Uber 是好的，車") == ["uber", "是好", "好的", "車"]


def test_full_width_and_upper_case_letters_are_the_same_words() -> None:
    assert terms("ＢＵＳＥＳ Buses") == ["buses", "buses", "buses buses"]


def test_what_most_statements_say_is_left_out() -> None:
    texts = [f"london {word}" for word in ("buses", "buses", "buses", "trees", "trees", "parks", "parks", "river", "river", "roads")]
    found = keyness(texts, [True] * 3 + [False] * 7, most=50, prior=5)
    assert [term.term for term in found] == ["buses", "london buses"]


def test_mistakes_are_named() -> None:
    with pytest.raises(ValueError, match="2 texts and 1 marks"):
        keyness(["one", "two"], [True])
    with pytest.raises(ValueError, match="above 0"):
        keyness(["one two"], [True], prior=0)
    with pytest.raises(ValueError, match="above 0, up to 1"):
        keyness(["one"], [True], most_statements=0)


def test_texts_without_words_have_no_key_terms() -> None:
    assert keyness([], []) == ()
    assert keyness(["12 34", "!"], [True, False]) == ()
