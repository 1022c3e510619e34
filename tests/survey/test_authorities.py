"""Published results of several authorities: R's Welch tests, and what must not be compared."""

import json
from dataclasses import replace
from math import inf, isnan
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import chdtrc, ndtr

from folkmoot.survey.comparisons.authorities import PublishedShare, compare_authorities, compare_question

R: dict[str, Any] = json.loads((Path(__file__).parent / "r" / "authorities.json").read_text("utf-8"))
RECODE = "agree or strongly agree"
ESSEX, KENT, SUFFOLK = (PublishedShare(name, "safe", RECODE, "probability", **R["results"][name]) for name in ("Essex", "Kent", "Suffolk"))


def test_pairs_are_those_of_t_test() -> None:
    found = compare_question([ESSEX, KENT, SUFFOLK])
    assert [(d.first.authority, d.second.authority) for d in found.differences] == [
        ("Essex", "Kent"),
        ("Essex", "Suffolk"),
        ("Kent", "Suffolk"),
    ]
    for ours, r in zip(found.differences, R["pairs"], strict=True):
        for name in ("statistic", "df", "p", "low", "high"):
            assert getattr(ours, name) == pytest.approx(r[name], rel=1e-10), name


def test_all_at_once_is_welchs_oneway_test() -> None:
    found = compare_question([ESSEX, KENT, SUFFOLK])
    for name in ("statistic", "df", "df_denominator", "p"):
        assert getattr(found, name) == pytest.approx(R["together"][name], rel=1e-10), name


def test_two_authorities_have_one_test_said_two_ways() -> None:
    found = compare_question([ESSEX, KENT])
    pair = found.differences[0]
    assert found.statistic == pytest.approx(pair.statistic**2, rel=1e-12)
    assert found.df_denominator == pytest.approx(pair.df, rel=1e-12)
    assert found.p == pytest.approx(pair.p, rel=1e-10)


def test_normal_intervals_give_the_wald_test() -> None:
    three = [replace(one, df=inf) for one in (ESSEX, KENT, SUFFOLK)]
    found = compare_question(three)
    C = np.array([[1, -1, 0], [1, 0, -1.0]])
    share, V = np.array([one.estimate for one in three]), np.diag([one.se**2 for one in three])
    wald = C @ share @ np.linalg.inv(C @ V @ C.T) @ C @ share
    assert found.statistic * found.df == pytest.approx(wald, rel=1e-10)
    assert found.df_denominator == inf
    assert found.p == pytest.approx(float(chdtrc(2, wald)), rel=1e-10)
    z = found.differences[0]
    assert z.p == pytest.approx(float(2 * ndtr(-abs(z.statistic))), rel=1e-12)
    assert z.high - z.low == pytest.approx(2 * 1.959963984540054 * z.se, rel=1e-12)


@given(
    st.lists(st.tuples(st.floats(0, 1), st.floats(0.001, 0.2), st.integers(2, 2000)), min_size=2, max_size=6),
    st.randoms(use_true_random=False),
)
def test_the_test_of_all_does_not_depend_on_their_order(given_results: list[tuple[float, float, int]], shuffle: Any) -> None:
    results = [PublishedShare(str(k), "q", RECODE, "panel", p, se, n, n - 1.0) for k, (p, se, n) in enumerate(given_results)]
    found = compare_question(results)
    shuffle.shuffle(results)
    again = compare_question(results)
    assert again.statistic == pytest.approx(found.statistic, rel=1e-9, abs=1e-12)
    assert {frozenset((d.first.authority, d.second.authority)): abs(d.estimate) for d in again.differences} == {
        frozenset((d.first.authority, d.second.authority)): abs(d.estimate) for d in found.differences
    }


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"question": "clean"}, "Essex and Kent are not compared: they asked different questions (safe and clean)."),
        ({"recode": "agree"}, "Essex and Kent are not compared on safe: one counts “agree or strongly agree” and the other “agree”."),
        (
            {"kind": "panel"},
            "Essex and Kent are not compared on safe: Essex asked people picked at random, Kent asked a panel. "
            "A difference could come from who was asked.",
        ),
    ],
)
def test_results_that_do_not_match_are_refused_in_words_and_have_no_number(change: dict[str, Any], words: str) -> None:
    found = compare_question([ESSEX, replace(KENT, **change)])
    difference = found.differences[0]
    assert found.refused
    assert difference.sentence == words
    assert all(isnan(getattr(difference, name)) for name in ("estimate", "se", "low", "high", "df", "statistic", "p"))
    assert isnan(found.statistic)
    assert isnan(found.p)


def test_one_result_that_does_not_match_leaves_the_other_pairs() -> None:
    found = compare_question([ESSEX, KENT, replace(SUFFOLK, kind="volunteer")])
    assert [bool(d.refusal) for d in found.differences] == [False, True, True]
    assert not found.refused
    assert isnan(found.p)
    assert found.differences[0].p == pytest.approx(R["pairs"][0]["p"], rel=1e-10)
    assert "Results of people who chose to take part are not a benchmark" in found.sentences[3]


def test_panels_are_compared_with_a_caution_and_random_samples_without() -> None:
    panels = compare_question([replace(ESSEX, kind="panel"), replace(KENT, kind="panel")])
    assert not panels.refused
    assert panels.cautions[0] == "Results of a panel are not a benchmark: they must not be set against surveys of people picked at random."
    assert compare_question([ESSEX, KENT]).cautions == ()


def test_small_bases_and_results_without_spread_are_said() -> None:
    alike = PublishedShare("Thurrock", "safe", RECODE, "probability", 1.0, 0.0, 12)
    found = compare_question([SUFFOLK, alike])
    assert found.cautions == (
        "Suffolk: Fewer than 100 people answered: read the estimate with caution.",
        "Thurrock: Fewer than 30 people answered: too few to publish an estimate.",
        "Thurrock: everybody answered the same, so its spread is not known, and tests with it cannot be relied on.",
    )
    assert isnan(found.p)
    both = compare_question([alike, replace(alike, authority="Southend")]).differences[0]
    assert (both.estimate, both.se, isnan(both.p)) == (0, 0, True)
    assert both.sentence.endswith("a difference of 0.0 percentage points. It could not be tested.")


def test_each_shared_question_is_compared_and_the_others_named() -> None:
    results = [ESSEX, replace(ESSEX, question="clean"), KENT, replace(SUFFOLK, question="heard")]
    found = compare_authorities(results)
    assert [comparison.question for comparison in found.comparisons] == ["safe"]
    assert found.not_shared == (("clean", "Essex"), ("heard", "Suffolk"))
    assert found.sentences[0].startswith("Essex 61% (100 answered) and Kent 55% (200 answered): a difference of 6.0 percentage points")
    assert "That could well be chance" in found.sentences[0]
    assert found.sentences[-1] == "Only Suffolk asked heard: there is nothing to compare it with."


def test_bad_results_are_refused_naming_the_authority() -> None:
    for change, words in (
        ({"estimate": 62.0}, "Kent, safe: the share 62 is not between 0 and 1"),
        ({"estimate": float("nan")}, "Kent, safe: the share nan"),
        ({"se": -0.1}, "Kent, safe: the standard error -0.1"),
        ({"n": 0}, "Kent, safe: n is 0"),
        ({"df": 0.0}, "Kent, safe: df is 0"),
        ({"kind": "quota"}, "probability, panel"),
    ):
        with pytest.raises(ValueError, match=words):
            replace(KENT, **change)
    with pytest.raises(ValueError, match="Essex gives safe twice"):
        compare_authorities([ESSEX, ESSEX, KENT])
    with pytest.raises(ValueError, match="two authorities or more"):
        compare_authorities([ESSEX])
    with pytest.raises(ValueError, match="one result of each authority"):
        compare_question([ESSEX, ESSEX])
