"""How different the others would have to be; and what an interval may be called."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.survey.design import Design
from folkmoot.survey.estimates import proportions
from folkmoot.survey.honesty.as_if import interval_words, share_sentence
from folkmoot.survey.honesty.tipping_point import least_participation, tipping_point, tipping_points
from folkmoot.survey.sentences import SampleKind

shares = st.floats(0.01, 0.99)


@settings(max_examples=100)
@given(shares, st.floats(0.001, 0.999), shares)
def test_at_the_tipping_point_everybodys_share_is_the_threshold(share: float, participation: float, threshold: float) -> None:
    ours = tipping_point(share, n=100, participation=participation, threshold=threshold, low=share, high=share)
    assert participation * share + (1 - participation) * ours.others == pytest.approx(threshold)
    assert ours.lowest == pytest.approx(participation * share)
    assert ours.highest == pytest.approx(participation * share + 1 - participation)
    # the conclusion is certain exactly when nobody's answers are beyond the tipping point
    if share != threshold and abs(ours.others) > 1e-9 and abs(ours.others - 1) > 1e-9:
        assert ours.certain == (ours.others < 0 if ours.above else ours.others > 1)
        assert ours.certain == (participation > least_participation(share, threshold))


@settings(max_examples=50)
@given(shares, st.floats(0.01, 0.99), st.lists(st.floats(-1, 1), min_size=1, max_size=5))
def test_everybodys_share_by_difference_is_between_the_bounds_and_rises(share: float, participation: float, by: list[float]) -> None:
    ours = tipping_point(share, n=100, participation=participation, low=share, high=share)
    found = ours.everybody(sorted(by))
    assert list(found) == sorted(found)
    assert min(found) >= ours.lowest - 1e-12
    assert max(found) <= ours.highest + 1e-12
    assert ours.everybody([0.0])[0] == pytest.approx(share)
    assert (ours.everybody([-1.0])[0], ours.everybody([1.0])[0]) == (pytest.approx(ours.lowest), pytest.approx(ours.highest))


def test_the_sentence_says_how_different_they_would_have_to_be() -> None:
    ours = tipping_point(0.62, n=3021, participation=0.25, low=0.6, high=0.64)
    assert ours.sentence == (
        "62.0% of the 3,021 people who answered, and 25.0% of everybody took part. For the share of everybody to be no longer above 50%, "
        "it would have to be 46.0% or less among those who did not take part: 16.0 percentage points lower than among those who did. "
        "Depending on the others, the share of everybody is between 15.5% and 90.5%."
    )
    below = tipping_point(0.4, n=50, participation=0.5, low=0.3, high=0.5)
    assert "no longer below 50%, it would have to be 60.0% or more among" in below.sentence
    assert (below.others_low, below.others_high) == (0.5, 0.7)


def test_a_conclusion_nobody_could_change_and_none_at_all_are_said() -> None:
    certain = tipping_point(0.8, n=900, participation=0.9, low=0.78, high=0.82)
    assert certain.certain
    assert "Whatever the others think, the share of everybody is above 50%." in certain.sentence
    assert "no conclusion to change" in tipping_point(0.5, n=9, participation=0.002, low=0.4, high=0.6).sentence
    assert "0.20% of everybody" in tipping_point(0.5, n=9, participation=0.002, low=0.4, high=0.6).sentence


def test_estimates_with_nobody_in_a_level_have_no_tipping_point() -> None:
    found = proportions(Design(np.ones(40)), np.tile([1.0, 1, 1, 0], 10), by=np.zeros(40, int), levels=2)
    some, none = tipping_points(found, participation=0.1)
    assert none is None
    assert some is not None
    assert (some.share, some.n, some.low) == (0.75, 40, found.low[0])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"share": 1.2}, "share is 1.2"),
        ({"threshold": -1}, "threshold is -1"),
        ({"low": 0.7}, "does not hold the share"),
        ({"participation": 0}, "participation is 0"),
        ({"participation": 1}, "participation is 1"),
        ({"n": 0}, "n is 0"),
        ({"share": float("nan")}, "share is nan"),
    ],
)
def test_what_is_not_a_share_is_refused(changes: dict[str, float], words: str) -> None:
    arguments = {"share": 0.6, "n": 10, "participation": 0.5, "low": 0.5, "high": 0.7} | changes
    with pytest.raises(ValueError, match=words):
        tipping_point(**arguments)


@pytest.mark.parametrize("kind", ["volunteer", "panel"])
def test_intervals_of_samples_not_picked_at_random_are_called_as_if(kind: SampleKind) -> None:
    words = interval_words(kind, 0.9)
    assert words.heading == "90% interval, as if picked at random"
    assert words.condition.startswith("as if the ")
    said = share_sentence(kind, "agree", 0.62, 0.6, 0.64, 3021)
    assert "as if" in said
    assert "confidence" not in said
    assert "3,021 people answered" in said


def test_only_a_probability_sample_has_a_confidence_interval() -> None:
    assert interval_words("probability").heading == "95% confidence interval"
    assert share_sentence("probability", "agree", 0.62, 0.6, 0.64, 800) == (
        "An estimated 62% agree (95% confidence interval 60% to 64%; 800 people answered)."
    )
    with pytest.raises(ValueError, match="is not between 0 and 1"):
        interval_words("probability", 95)
    with pytest.raises(ValueError, match="sample kind is 'census'"):
        interval_words("census")  # type: ignore[arg-type]
