"""A chart says the same in its picture, its description and its table, and nothing from outside can break it."""

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.charts import (
    HIDDEN,
    Column,
    Figure,
    Range,
    Share,
    Table,
    answered_and_population,
    dot_and_range,
    figure_of_ranges,
    figure_of_shares,
)

HOSTILE = "</text><script>alert('x')</script>&\"\x00\x1b\ud800"
IDEAS = [
    Range("A. Find homes that make us ill", 68, 65, 71),
    Range("B. Repair where it helps most", 72.5, 69.4, 75.2),
    Range("C. Let a university study it", 0.2, 0.05, 1.7, "[u]"),
    Range("D. Boats", None, None, None),
]
GROUPS = [Share("Aged 16 to 34", 18, 28), Share("Aged 35 to 64", None, 47), Share("On a boat", None, None), Share("Rent", 42, None)]


def read(svg):
    """The picture as XML; every chart must parse."""
    return ET.fromstring(svg)  # noqa: S314 - our own


def description(svg) -> str:
    return read(svg).find("desc").text


def numbers(words: str) -> list[str]:
    """Every number in words, in order, “<0.5” and “less than 0.5” alike."""
    return re.findall(r"\d+(?:\.\d+)?", words)


def label_free(rows, words: str) -> str:
    """The words without the labels, which may hold numbers of their own."""
    for row in rows:
        words = words.replace(row.label, "")
    return words


def test_every_number_spoken_is_the_tables() -> None:
    figure = figure_of_ranges("ideas", "How many agreed", "Weighted", IDEAS, heading="Idea", estimate="Agreed")
    spoken = numbers(label_free(IDEAS, description(figure.svg)).replace("in 100", ""))
    shown = [number for row in figure.table.rows for cell in row[1:] for number in numbers(cell)]
    assert spoken == shown == ["68", "65", "71", "73", "69", "75", "0.5", "0.5", "2"]


def test_every_share_spoken_is_the_tables() -> None:
    figure = figure_of_shares("who", "Who answered", "Out of 100", GROUPS)
    spoken = numbers(label_free(GROUPS, description(figure.svg)).replace("in 100", ""))
    assert spoken == [number for row in figure.table.rows for cell in row[1:] for number in numbers(cell)] == ["18", "28", "47", "42"]


def test_the_table_has_the_full_words_and_the_hidden_letters() -> None:
    people = (Column("People", numeric=True), ["611", "287", "62", "[c]"])
    figure = figure_of_ranges("ideas", "How many agreed", "Weighted", IDEAS, heading="Idea", estimate="Agreed", more=[people])
    assert figure.table.columns[-1] == Column("People", numeric=True)
    assert figure.table.rows[2:] == (
        ("C. Let a university study it", "<0.5% [u]", "<0.5 to 2%", "62"),
        ("D. Boats", "[c]", "[c]", "[c]"),
    )


def test_marks_stand_where_the_numbers_say() -> None:
    tree = read(dot_and_range("ideas", "How many agreed", IDEAS))
    assert [mark.get("cx") for mark in tree.iter("circle")] == ["68%", "72.5%", "0.2%"]
    whiskers = [line for line in tree.iter("line") if line.get("class") == "fm-whisker" and line.get("y1") == line.get("y2")]
    assert [(line.get("x1"), line.get("x2")) for line in whiskers] == [("65%", "71%"), ("69.4%", "75.2%"), ("0.05%", "1.7%")]
    assert tree.get("viewBox") is None


def test_a_hidden_row_says_so_and_draws_nothing() -> None:
    svg = dot_and_range("one", "One", [Range("Boat or caravan", None, None, None)])
    assert "[c] hidden: too few people" in svg
    assert description(svg) == "Boat or caravan: hidden: too few people."
    assert list(read(svg).iter("circle")) == []


def test_all_hidden_gives_away_no_number_but_the_axis() -> None:
    svg = answered_and_population("all", "All", [Share("One", None, None), Share("Two", None, None)])
    assert numbers(description(svg)) == []
    assert [text.text for text in read(svg).iter("text") if "%" in text.text] == ["0%", "25%", "50%", "75%", "100%"]


@pytest.mark.parametrize("make", [dot_and_range, answered_and_population])
def test_no_rows_make_an_empty_picture_that_says_so(make) -> None:
    assert description(make("none", "None", [])) == "Nothing to show."


@pytest.mark.parametrize(("largest", "ticks"), [(3, 5), (20, 5), (20.1, 5), (41, 4), (79, 5), (100, 5)])
def test_the_axis_ends_where_the_largest_share_fits(largest, ticks) -> None:
    tree = read(answered_and_population("axis", "Axis", [Share("One", largest, 1)]))
    axis = [int(text.text.removesuffix("%")) for text in tree.iter("text") if text.get("class") == "fm-axis"]
    assert (len(axis), axis[-1] >= largest, axis[-1] in {20, 40, 60, 80, 100}) == (ticks, True, True)
    assert tree.find("circle").get("cx") == f"{100 * largest / axis[-1]:.2f}".rstrip("0").rstrip(".") + "%"


def test_a_long_label_is_cut_in_the_picture_alone() -> None:
    words = "Rent from a landlord in one of the older houses"
    figure = figure_of_ranges("long", "Long", "Long", [Range(words, 50, 40, 60, "[u]")], heading="Home", estimate="Agreed")
    label = next(text.text for text in read(figure.svg).iter("text") if text.get("class") is None)
    assert label == "Rent from a landlord in one o… [u]"
    assert len(label.removesuffix(" [u]")) == 30
    assert words in description(figure.svg)
    assert figure.table.rows[0][0] == words


def test_a_hostile_label_stays_text() -> None:
    for svg in (
        dot_and_range("bad", HOSTILE, [Range(HOSTILE, 50, 40, 60)]),
        figure_of_shares("bad", HOSTILE, "", [Share(HOSTILE, 50, 40)], answered=HOSTILE).svg,
    ):
        tree = read(svg)
        assert {element.tag for element in tree.iter()} <= {"svg", "title", "desc", "line", "text", "circle", "rect"}
        assert "<script>alert('x')</script>" in tree.find("title").text
    key = figure_of_shares("bad", "", "", [], answered=HOSTILE).key
    assert "<script" not in key


def test_the_same_rows_give_the_same_picture_with_ids_of_its_own() -> None:
    assert dot_and_range("a", "T", IDEAS) == dot_and_range("a", "T", IDEAS)
    tree = read(dot_and_range("a", "T", IDEAS))
    assert [element.get("id") for element in tree.iter() if element.get("id")] == ["a-t", "a-d"]
    assert tree.get("aria-labelledby") == "a-t a-d"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ((68, 65, None), "“A” shows some of its numbers"),
        ((None, 65, 71), "“A” shows some of its numbers"),
        ((101, 65, 71), "The estimate of “A” is 101"),
        ((68, float("nan"), 71), "The low of “A” is nan"),
        ((68, 71, 65), "The range of “A” runs from 71 down to 65"),
    ],
)
def test_a_range_that_cannot_be_is_refused_by_name(values, message) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        Range("A", *values)


def test_other_mistakes_are_refused_in_words() -> None:
    with pytest.raises(ValueError, match=re.escape("hidden with “[q]”")):
        Range("A", None, None, None, "[q]")
    with pytest.raises(ValueError, match="cannot name a chart"):
        dot_and_range('x" onload="y', "T", [])
    with pytest.raises(ValueError, match=r"Row 2 of the table “T” has 1 cells\. It needs 2"):
        Table("T", (Column("a"), Column("b")), (("1", "2"), ("3",)))
    with pytest.raises(ValueError, match="cannot name a chart"):
        Figure("", "T", "C", dot_and_range("a", "T", []), Table("T", (), ()))


percents = st.floats(0, 100)
labels = st.text(max_size=60)


@st.composite
def ranges(draw) -> Range:
    if draw(st.booleans()):
        return Range(draw(labels), None, None, None, draw(st.sampled_from([*HIDDEN, ""])))
    low, estimate, high = sorted(draw(st.tuples(percents, percents, percents)))
    return Range(draw(labels), estimate, low, high, draw(st.sampled_from(["", "[u]"])))


@given(st.lists(ranges(), max_size=6), labels)
def test_any_values_and_labels_parse_and_agree_with_the_table(rows, title) -> None:
    figure = figure_of_ranges("any", title, "", rows, heading="Row", estimate="Agreed")
    tree = read(figure.svg)
    assert len(list(tree.iter("circle"))) == sum(row.estimate is not None for row in rows)
    spoken = "; ".join(row.spoken for row in rows)
    assert tree.find("desc").text == (f"{' '.join(spoken.split())}." if rows else "Nothing to show.")
    for row, cells in zip(rows, figure.table.rows, strict=True):
        after_label = row.spoken.rsplit(": ", 1)[-1] if row.estimate is not None else ""
        assert numbers(after_label.replace("in 100", "")) == numbers(f"{cells[1]} {cells[2]}")


@given(st.lists(st.builds(Share, labels, st.none() | percents, st.none() | percents), max_size=6))
def test_any_shares_stay_inside_the_picture(rows) -> None:
    tree = read(answered_and_population("any", "Any", rows))
    marks = [mark.get("cx") for mark in tree.iter("circle")] + [inner.get("x") for inner in tree.iter("svg") if inner.get("x")]
    assert len(marks) == sum((row.answered is not None) + (row.population is not None) for row in rows)
    assert all(0 <= float(mark.removesuffix("%")) <= 100 for mark in marks)
