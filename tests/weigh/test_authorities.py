"""What one organisation published beside others: who is matched, who is compared, and what is never made of what is hidden."""

from dataclasses import replace
from math import erfc, sqrt

import pytest

from folkmoot.weigh.authorities import Share, matched, rows_of, set_beside

OWN = Share(
    authority="Fen",
    source="fen",
    dates="March 2031",
    sample="volunteer",
    population="Adults of Fen",
    text="Records may be used for this",
    counted="Yes as yes, No as no",
    estimate=0.6,
    se=0.03,
    low=0.54,
    high=0.66,
    n=300,
    mark="",
    dataset_hash="a",
    document_hash="b",
)
WEALD = replace(OWN, authority="Weald", source="weald", estimate=0.5, se=0.04, low=0.42, high=0.58)
MARSH = replace(OWN, authority="Marsh", source="marsh", estimate=0.55, se=0.05, low=0.45, high=0.65)
HIDDEN = replace(OWN, authority="Coast", source="coast", estimate=None, se=None, low=None, high=None, n=None, mark="[c]")


def normal(difference: float, error: float) -> float:
    return erfc(abs(difference) / error / sqrt(2))


def test_words_are_the_same_whatever_their_case_spaces_and_punctuation_and_each_organisation_stands_once():
    shouted = replace(WEALD, text="  RECORDS may be used, for this! ")
    older = replace(WEALD, estimate=0.1)
    other = replace(MARSH, text="Records may not be used for this")
    [(own, others)] = matched([OWN], [shouted, older, other])
    assert (own, others) == (OWN, [shouted])
    assert matched([OWN], [other]) == []


def test_pairs_are_tested_by_their_own_errors_and_adjusted_together_by_holm():
    [one] = set_beside(matched([OWN], [MARSH, WEALD]))
    weald, marsh = normal(0.1, 0.05), normal(0.05, sqrt(0.0034))
    assert [pair.other.authority for pair in one.pairs] == ["Marsh", "Weald"]
    assert [pair.p for pair in one.pairs] == pytest.approx([max(2 * weald, marsh), 2 * weald], abs=1e-12)
    assert [pair.difference.se for pair in one.pairs] == pytest.approx([sqrt(0.0034), 0.05], abs=1e-15)
    assert one.together.startswith("All 3 together (Fen 60%, Marsh 55%, Weald 50%): ")
    assert "That could well be chance (p = 0.09)" in one.pairs[1].sentence or "(p = 0.091)" in one.pairs[1].sentence
    assert len(one.table.rows) == 2


def test_a_share_that_is_hidden_is_compared_with_nothing_and_said_to_be_hidden():
    [one] = set_beside(matched([OWN], [HIDDEN, WEALD]))
    assert one.pairs[0].sentence == "Fen and Coast are not compared: a share is not published."
    assert one.pairs[0].p is None
    assert one.pairs[1].p == pytest.approx(normal(0.1, 0.05), abs=1e-12)  # one test: nothing to adjust for
    assert one.together == ""
    own, coast, _ = rows_of([one])
    assert (coast["share"], coast["n"], coast["difference"], coast["mark"]) == (None, None, None, "[c]")
    assert (own["share"], own["difference"]) == (0.6, None)
    [hidden] = set_beside(matched([HIDDEN], [WEALD]))
    assert hidden.table is None


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (replace(WEALD, sample="probability"), "A difference could come from who was asked."),
        (replace(WEALD, counted="Yes or Maybe as yes, No as no"), "one counts “Yes as yes, No as no” and the other"),
    ],
    ids=["another kind of sample", "another rule"],
)
def test_what_may_not_be_compared_is_refused_in_words(other, why):
    [one] = set_beside(matched([OWN], [other]))
    assert why in one.pairs[0].sentence
    assert one.pairs[0].difference is None
    assert one.figure.table.rows[1][0] == "Weald"  # shown all the same
