"""Poststratification cells: read three ways, refused in words, and checked against a sample."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.survey.areas.poststratification import PoststratificationCells, check_cells
from folkmoot.survey.factors import Factor

AREA = Factor("area", ("Harlow", "Maldon", "Rochford"), np.array([0, 0, 1, 2, -1]))
AGE = Factor("age", ("under 50", "50 and over"), np.array([0, 1, 1, 1, 0]))
COUNTS = np.array([[100.0, 80.0], [30.0, 45.0], [0.0, 60.0]])


def frame() -> pl.DataFrame:
    rows = [(area, age, COUNTS[i, j], "census") for i, area in enumerate(AREA.levels) for j, age in enumerate(AGE.levels)]
    return pl.DataFrame(rows, schema=["area", "age", "count", "source"], orient="row")


def test_a_frame_a_mapping_and_an_array_give_the_same_cells() -> None:
    mapping = {(area, age): COUNTS[i, j] for i, area in enumerate(AREA.levels) for j, age in enumerate(AGE.levels)}
    read = [
        PoststratificationCells.from_array(COUNTS, [AREA, AGE]),
        PoststratificationCells.from_mapping(mapping, [AREA, AGE]),
        PoststratificationCells.from_frame(frame(), [AREA, AGE]),
    ]
    for cells in read:
        assert cells.n_cells == 6
        assert cells.total == 315
        np.testing.assert_array_equal(cells.totals("area"), [180, 75, 60])
        np.testing.assert_array_equal(cells.totals("age"), [130, 185])
        np.testing.assert_array_equal(np.bincount(cells.key, cells.counts), COUNTS.ravel())


@given(st.lists(st.integers(0, 10_000), min_size=12, max_size=12).filter(any), st.randoms(use_true_random=False))
def test_totals_do_not_depend_on_the_order_of_the_rows(counts: list[int], shuffle: object) -> None:
    factors = [Factor(name, tuple(f"{name}{k}" for k in range(size)), np.zeros(1, int)) for name, size in (("a", 2), ("b", 3), ("c", 2))]
    cells = PoststratificationCells.from_array(np.reshape(counts, (2, 3, 2)), factors)
    rows = [(*(f.levels[f.codes[k]] for f in cells.factors), float(cells.counts[k])) for k in range(12)]
    shuffle.shuffle(rows)  # type: ignore[attr-defined]
    again = PoststratificationCells.from_frame(pl.DataFrame(rows, schema=["a", "b", "c", "count"], orient="row"), factors)
    for name in "abc":
        np.testing.assert_array_equal(again.totals(name), cells.totals(name))


def test_a_level_the_sample_does_not_know_is_refused_by_row() -> None:
    wrong = frame().with_columns(pl.when(pl.col("area") == "Maldon").then(pl.lit("Malden")).otherwise("area").alias("area"))
    with pytest.raises(ValueError, match="area: row 3 is “Malden”, which is not one of the levels: Harlow, Maldon, Rochford"):
        PoststratificationCells.from_frame(wrong, [AREA, AGE])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda f: f.with_columns(count=pl.Series([1, 2, -3, 4, 5, 6])), r"Cell 3 \(Maldon, under 50\) has the count -3"),
        (lambda f: f.with_columns(count=pl.Series([1, None, 3, 4, 5, 6])), "Cell 2 .* has the count nan"),
        (lambda f: f.with_columns(count=pl.Series([0.0] * 6)), "hold nobody"),
        (lambda f: f.with_columns(count=pl.lit("many")), "not numbers"),
        (lambda f: f.drop("age"), "no column age"),
        (lambda f: pl.concat([f, f[1:2]]), r"Cell 7 \(Harlow, 50 and over\) is also cell 2"),
        (lambda f: f.with_columns(age=pl.when(pl.col("count") == 45).then(None).otherwise("age")), "age: cell 4 has no level"),
    ],
)
def test_a_frame_that_is_no_table_of_counts_is_refused(change: object, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        PoststratificationCells.from_frame(change(frame()), [AREA, AGE])  # type: ignore[operator]


def test_arrays_and_mappings_of_another_shape_are_refused() -> None:
    with pytest.raises(ValueError, match="are 2 by 3, and the levels of area, age are 3 by 2"):
        PoststratificationCells.from_array(COUNTS.T, [AREA, AGE])
    with pytest.raises(ValueError, match="Cell 1 must name 2 levels: area, age"):
        PoststratificationCells.from_mapping({("Harlow",): 1.0}, [AREA, AGE])
    with pytest.raises(ValueError, match="no factors"):
        PoststratificationCells((), np.array([1.0]))
    with pytest.raises(ValueError, match=r"no factor sex\. They have: area, age"):
        PoststratificationCells.from_array(COUNTS, [AREA, AGE]).factor("sex")


def test_a_sample_that_fits_has_nothing_said_of_it() -> None:
    check = check_cells(PoststratificationCells.from_array(COUNTS, [AREA, AGE]), [AGE, AREA])
    assert check.fits
    assert check.sentences == ()


def test_what_is_missing_on_either_side_is_named() -> None:
    counts = {("Harlow", "under 50"): 100.0, ("Harlow", "50 and over"): 0.0, ("Maldon", "under 50"): 30.0, ("Rochford", "under 50"): 0.0}
    sample = [Factor("area", AREA.levels, np.array([0, 0, 2, 2, -1])), AGE]
    check = check_cells(PoststratificationCells.from_mapping(counts, sample), sample)
    assert not check.fits
    assert set(check.absent) == {("Maldon", "50 and over"), ("Rochford", "50 and over")}
    assert check.sample_without_population == ((("Harlow", "50 and over"), 1), (("Rochford", "50 and over"), 2))
    assert check.levels_without_population == (("area", "Rochford", 2), ("age", "50 and over", 3))
    assert check.levels_without_sample == (("area", "Maldon"),)
    assert "area: 2 people of the sample answered “Rochford”, and the population has nobody there." in check.sentences
    assert "1 person of the sample in “Harlow, 50 and over”, where the population has nobody." in check.sentences
    assert "area: nobody of the sample is in “Maldon”." in check.sentences
    assert any("leave these combinations out" in said and "Maldon, 50 and over" in said for said in check.sentences)


def test_many_missing_combinations_are_named_up_to_five_and_counted() -> None:
    wide = Factor("ward", tuple(f"ward {k}" for k in range(20)), np.arange(20))
    cells = PoststratificationCells.from_mapping({("ward 0",): 5.0}, [wide])
    said = check_cells(cells, [wide]).sentences
    assert any("ward 5; and 14 more" in words for words in said)
    assert "The same holds for 14 more combinations." in said


def test_a_sample_with_other_factors_or_levels_is_refused() -> None:
    cells = PoststratificationCells.from_array(COUNTS, [AREA, AGE])
    with pytest.raises(ValueError, match="sample's factors once each: area, age"):
        check_cells(cells, [AREA])
    with pytest.raises(ValueError, match="age: the levels of the cells"):
        check_cells(cells, [AREA, Factor("age", ("young", "old"), AGE.codes)])
    huge = [Factor(name, tuple(map(str, range(3000))), np.array([0])) for name in "ab"]
    with pytest.raises(ValueError, match="9,000,000 combinations"):
        check_cells(PoststratificationCells.from_mapping({("0", "0"): 1.0}, huge), huge)
