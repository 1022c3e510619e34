"""The opinion map as a picture: a mark to each place, told apart by shape, and a file that stands alone."""

from xml.etree import ElementTree as ET

import pytest

from folkmoot.charts.opinion_map import HEIGHT, LARGEST, SHAPES, SMALLEST, Place, key, opinion_map, standalone

PLACES = [Place(0, 0, 0, 100), Place(1, 1, 1, 25), Place(0.5, 0.5, 2, 5)]
SVG = "{http://www.w3.org/2000/svg}"


def drawn(**changes: object) -> ET.Element:
    return ET.fromstring(opinion_map("map", "Where people stand", PLACES, ["A", "B", "C <d>"], **changes))  # type: ignore[arg-type] # noqa: S314


def test_each_place_is_one_mark_of_its_groups_shape_and_its_area_grows_with_people() -> None:
    tree = drawn()
    (circle,) = tree.findall("circle")
    (square,) = [mark.find("rect") for mark in tree.findall("svg") if mark.find("rect") is not None]
    assert square is not None
    assert (circle.get("class"), square.get("class")) == ("s1", "s2")
    assert float(circle.get("r", "")) == LARGEST
    assert float(square.get("width", "")) == pytest.approx(2 * 0.9 * (SMALLEST + (LARGEST - SMALLEST) / 2), abs=0.06)
    assert [text.text for text in tree.findall("text")] == ["A", "B", "C <d>"]


def test_low_on_the_left_is_drawn_low_on_the_left() -> None:
    circle = drawn().find("circle")
    assert circle is not None
    assert (circle.get("cx"), float(circle.get("cy", ""))) == ("6.00%", pytest.approx(0.94 * HEIGHT, abs=0.06))


def test_the_picture_is_told_in_words() -> None:
    description = drawn().find("desc")
    assert description is not None
    assert description.text == "A: 100 people drawn; B: 25 people drawn; C <d>: 5 people drawn."


def test_every_group_has_its_own_mark_in_the_key() -> None:
    names = [f"Group {at}" for at in range(len(SHAPES))]
    items = ET.fromstring(key(names)).findall("li")  # noqa: S314
    assert [(item.find("svg") is not None, (item.find("svg").tail or "").strip()) for item in items] == [(True, name) for name in names]  # type: ignore[union-attr]
    assert len(set(SHAPES)) == len(SHAPES)


def test_as_a_file_it_needs_nothing_else() -> None:
    tree = ET.fromstring(standalone(opinion_map("map", "Where people stand", PLACES, ["A", "B", "C"])))  # noqa: S314
    assert tree.tag == f"{SVG}svg"
    assert (tree.get("width"), tree.get("height"), tree.get("role")) == ("720", str(HEIGHT), "img")
    assert tree.get("aria-labelledby") == "map-t map-d"
    assert [child.tag for child in tree][:3] == [f"{SVG}style", f"{SVG}title", f"{SVG}desc"]
    assert "var(" not in standalone(opinion_map("map", "T", PLACES, ["A", "B", "C"]))


@pytest.mark.parametrize("given", [(1.1, 0, 0, 1), (0, -0.1, 0, 1), (0, 0, 6, 1), (0, 0, 0, 0), (float("nan"), 0, 0, 1)])
def test_a_place_off_the_map_is_refused(given: tuple[float, float, int, int]) -> None:
    with pytest.raises(ValueError, match="A place must lie between 0 and 1"):
        Place(*given)


def test_nobody_is_a_picture_too() -> None:
    assert "Nobody is drawn." in opinion_map("map", "T", [], [])
