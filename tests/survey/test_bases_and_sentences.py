"""The one table of thresholds, and what must stand beside each kind of sample."""

from typing import get_args

import pytest

from folkmoot.survey import BaseQuality, SampleKind, base_quality, sample_sentences


@pytest.mark.parametrize(
    ("n", "quality", "shorthand", "withheld"),
    [
        (0, BaseQuality.UNRELIABLE, "[u]", True),
        (29, BaseQuality.UNRELIABLE, "[u]", True),
        (30, BaseQuality.CAUTION, "[u]", False),
        (99, BaseQuality.CAUTION, "[u]", False),
        (100, BaseQuality.SUFFICIENT, "", False),
    ],
)
def test_a_base_is_unreliable_under_30_and_for_caution_under_100(n: int, quality: BaseQuality, shorthand: str, withheld: bool) -> None:
    found = base_quality(n)
    assert (found, found.shorthand, found.withheld) == (quality, shorthand, withheld)
    assert found.meaning.endswith(".")


def test_a_base_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be -1"):
        base_quality(-1)


def test_every_kind_of_sample_says_how_people_came_to_take_part() -> None:
    said = {kind: " ".join(sample_sentences(kind)) for kind in get_args(SampleKind)}
    assert "chose to take part" in said["volunteer"]
    assert "as if" in said["volunteer"]
    assert "picked at random from a list" in said["probability"]
    assert "as if" in said["panel"]
    assert len(set(said.values())) == 3
    with pytest.raises(ValueError, match="volunteer, probability, panel"):
        sample_sentences("quota")  # type: ignore[arg-type]
