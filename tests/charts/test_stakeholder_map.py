"""The map of those who have a stake: each number in its own square, all of them spoken, nothing of it markup."""

import re
from xml.etree import ElementTree as ET

import pytest

from folkmoot.charts import Stake, stakeholder_map


def texts(stakes: list[Stake]) -> list[tuple[str, str, str]]:
    """Every number in a square: where it stands across and down, and what it says."""
    tree = ET.fromstring(stakeholder_map("map", "Who has a stake", stakes))  # noqa: S314 - our own
    return [(node.get("x"), node.get("y"), node.text) for node in tree.iter("text") if node.get("class") is None]


def test_interest_goes_across_and_influence_goes_up() -> None:
    assert texts([Stake("Low", 1, 1), Stake("High", 5, 5), Stake("Families", 1, 5)]) == [
        ("19%", "275", "1"),
        ("91%", "275", "3"),
        ("91%", "35", "2"),
    ]


def test_a_square_holds_nine_numbers_in_three_lines_and_says_how_many_more_there_are() -> None:
    nine = [Stake(f"S{n}", 3, 3) for n in range(9)]
    assert [words for _, _, words in texts(nine)] == ["1, 2, 3", "4, 5, 6", "7, 8, 9"]
    assert [words for _, _, words in texts([*nine, Stake("S9", 3, 3)])] == ["1, 2, 3", "4, 5, 6", "+4"]
    assert {y for _, y, _ in texts(nine)} == {"137", "155", "173"}


def test_everyone_is_spoken_and_a_name_is_never_markup() -> None:
    svg = stakeholder_map("map", "Who has a stake", [Stake("<b>We</b> & you", 2, 4)])
    assert '<desc id="map-d">1 &lt;b&gt;We&lt;/b&gt; &amp; you: influence 2, interest 4.</desc>' in svg
    assert "Nobody is on the map." in stakeholder_map("map", "Who has a stake", [])
    assert not re.search(r"viewBox|style=", svg)


@pytest.mark.parametrize("numbers", [(0, 1), (1, 6)])
def test_a_number_that_is_not_one_to_five_is_refused(numbers: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="“A” has influence"):
        Stake("A", *numbers)
