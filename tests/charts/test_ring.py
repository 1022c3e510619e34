"""One drawing makes every ring of seven."""

import math
from xml.etree import ElementTree as ET

import pytest

from folkmoot.charts import CENTRES, ring


@pytest.mark.parametrize("centre", CENTRES)
def test_seven_dots_stand_evenly_round_the_middle_full_where_true(centre) -> None:
    seven = [True, False, True, True, False, False, True]
    tree = ET.fromstring(ring(seven, centre))  # noqa: S314 - our own
    dots = tree.findall("circle")
    assert [dot.get("fill") == "currentColor" for dot in dots] == seven
    turns = [math.degrees(math.atan2(float(dot.get("cx")) - 24, 24 - float(dot.get("cy")))) % 360 for dot in dots]
    assert turns == pytest.approx([360 * at / 7 for at in range(7)], abs=0.5)
    assert len(tree.findall("path")) == 1


def test_the_five_centres_differ() -> None:
    assert len({str(ring([True] * 7, centre)) for centre in CENTRES}) == 5


def test_it_is_silent_unless_given_words() -> None:
    assert 'aria-hidden="true"' in ring([True] * 7)
    spoken = ring([True] * 7, label='The "mark" <b>')
    assert 'role="img" aria-label="The &#34;mark&#34; &lt;b&gt;"' in spoken
    assert "aria-hidden" not in spoken


def test_not_seven_or_an_unknown_centre_is_refused() -> None:
    with pytest.raises(ValueError, match="It was given 6"):
        ring([True] * 6)
    with pytest.raises(ValueError, match="“smile” cannot stand in the ring"):
        ring([True] * 7, "smile")
