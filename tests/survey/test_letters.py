"""Column letters beside R's svyttest of every pair with p.adjust, beside prop.test, and their rules."""

import json
from dataclasses import fields
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.survey import BaseQuality, Design
from folkmoot.survey.comparisons.columns import column_labels
from folkmoot.survey.comparisons.letters import ColumnLetters, column_letters
from folkmoot.survey.comparisons.multiplicity import Adjustment
from folkmoot.survey.factors import Factor
from survey.random_designs import Drawn, drawn_designs

R: dict[str, Any] = json.loads((Path(__file__).parent / "r" / "letters.json").read_text("utf-8"))
TIGHT = 1e-10
PAIRS = list(combinations(range(5), 2))


def column(name: str) -> Any:
    return np.array([np.nan if value is None else value for value in R["data"][name]], np.float64)


ANSWER, COLUMN = (
    Factor(name, levels, np.nan_to_num(column(name), nan=-1).astype(int))
    for name, levels in (("answer", ("no", "perhaps", "yes")), ("column", ("north", "south", "east", "west", "abroad")))
)
DESIGN = Design(column("w"), strata=column("stratum").astype(int), psu=column("psu").astype(int))


def of_pairs(values: Any, row: int) -> Any:
    """In the order of R's combn, the second column less the first."""
    return np.array([values[row, second, first] for first, second in PAIRS])


@pytest.mark.parametrize(("adjustment", "name"), [("none", "p"), ("holm", "holm"), ("bh", "bh")])
def test_every_pair_is_rs_svyttest_with_p_adjust(adjustment: Adjustment, name: str) -> None:
    found = column_letters(DESIGN, ANSWER, COLUMN, adjustment=adjustment)
    for row, r in enumerate(R["answers"]):
        np.testing.assert_allclose(of_pairs(found.statistic, row), r["statistic"], rtol=1e-9)  # a difference loses a figure
        np.testing.assert_array_equal(of_pairs(found.df, row), r["df"])
        np.testing.assert_allclose(of_pairs(found.p, row), r["p"], rtol=1e-9)
        np.testing.assert_allclose(of_pairs(found.p_adjusted, row), r[name], rtol=1e-9)
        assert found.letters[row] == letters_pair_by_pair(r, name)
        assert found.families[row].n_tests == 10
    assert any(letter for row in found.letters for letter in row)


def letters_pair_by_pair(r: dict[str, Any], name: str) -> tuple[str, ...]:
    """From R's statistics and p values alone."""
    made = [""] * 5
    for (first, second), t, p in zip(PAIRS, r["statistic"], r[name], strict=True):
        if p < 0.05:
            higher, lower = (second, first) if t > 0 else (first, second)
            made[higher] += "ABCDE"[lower]
    return tuple("".join(sorted(letters)) for letters in made)


def test_a_family_of_the_whole_table_counts_every_answers_pairs() -> None:
    for adjustment in ("holm", "bh"):
        found = column_letters(DESIGN, ANSWER, COLUMN, adjustment=adjustment, family="table")  # type: ignore[arg-type]
        ours = np.concatenate([of_pairs(found.p_adjusted, row) for row in range(3)])
        np.testing.assert_allclose(ours, R[f"table_{adjustment}"], rtol=1e-9)
        assert [family.n_tests for family in found.families] == [30]


def test_the_effective_base_test_of_equal_weights_is_rs_prop_test() -> None:
    found = column_letters(Design(np.ones(DESIGN.n)), ANSWER, COLUMN, spread="effective base", test="z")
    for row, r in enumerate(R["answers"]):
        np.testing.assert_allclose(of_pairs(found.statistic, row) ** 2, r["chi2"], rtol=TIGHT)
        np.testing.assert_allclose(of_pairs(found.p, row), r["plain_p"], rtol=TIGHT)
    t = column_letters(DESIGN, ANSWER, COLUMN, spread="effective base")
    e = t.estimates[0].n_effective
    np.testing.assert_allclose(of_pairs(t.df, 0), [e[first] + e[second] - 2 for first, second in PAIRS], rtol=TIGHT)
    assert "spread=effective base, pooled; df=e1+e2-2" in t.method


def test_z_is_t_without_a_limit_on_the_degrees_of_freedom() -> None:
    t, z = column_letters(DESIGN, ANSWER, COLUMN), column_letters(DESIGN, ANSWER, COLUMN, test="z")
    np.testing.assert_array_equal(of_pairs(z.statistic, 1), of_pairs(t.statistic, 1))
    assert (of_pairs(z.p, 1) < of_pairs(t.p, 1)).all()


def test_labels_go_on_after_z() -> None:
    labels = column_labels(704)
    assert labels[:3] == ("A", "B", "C")
    assert labels[25:29] == ("Z", "AA", "AB", "AC")
    assert labels[51:53] == ("AZ", "BA")
    assert labels[701:] == ("ZZ", "AAA", "AAB")
    assert len(set(labels)) == 704


def shares_of(sizes: list[int], yes: list[int]) -> ColumnLetters:
    outcome = Factor("agree", ("no", "yes"), np.concatenate([np.repeat([1, 0], [y, n - y]) for n, y in zip(sizes, yes, strict=True)]))
    columns = Factor("area", COLUMN.levels[: len(sizes)], np.repeat(np.arange(len(sizes)), sizes))
    return column_letters(Design(np.ones(sum(sizes))), outcome, columns, second_confidence=0.9)


def test_cells_show_capitals_small_letters_and_the_marks_of_small_bases() -> None:
    found = shares_of([200, 200, 99, 30, 29], [120, 103, 40, 0, 0])
    assert found.quality == (
        BaseQuality.SUFFICIENT,
        BaseQuality.SUFFICIENT,
        BaseQuality.CAUTION,
        BaseQuality.CAUTION,
        BaseQuality.UNRELIABLE,
    )
    assert found.cells == (("60% bCD", "52% cD", "40% D [u]", "0% [u]", "[u]"),)
    assert np.isnan(found.p[0, 4]).all()
    assert np.isnan(found.p[0, :, 4]).all()
    assert found.families[0].n_tests == 6
    assert found.families[0].n_not_tested == 4


def test_sentences_name_both_columns_their_bases_and_what_was_not_tested() -> None:
    found = shares_of([200, 200, 20], [120, 90, 3])
    assert found.sentences == (
        "“yes”: column A, north (60.0% of 200 people) is higher than B, south (45.0% of 200) at the 95% level.",
        "Column C, east: Fewer than 30 people answered: too few to publish an estimate. It was not tested.",
        "1 test was made among the pairs of columns of area for “yes”. The p values are not adjusted for that: the more tests, the more "
        "differences chance alone finds. 2 more could not be made and are not counted.",
    )
    assert shares_of([200, 200], [100, 100]).sentences[0] == "agree by area: no difference between columns was found."
    assert "at the 95% level, and than B, south" in shares_of([200, 200, 200], [120, 103, 60]).sentences[0]


def test_two_columns_whose_people_all_answered_alike_are_said_to_be_untested() -> None:
    found = shares_of([100, 100, 100], [100, 0, 50])
    assert found.letters == (("C", "", "B"),)
    assert found.families[0].n_not_tested == 1
    assert found.sentences[2] == (
        "“yes”: columns A, north (100.0% of 100 people) and B, south (0.0% of 100) could not be tested: their answers have no spread."
    )


def test_more_columns_than_letters_are_kept_apart_by_commas() -> None:
    sizes = np.full(28, 100)
    outcome = Factor("agree", ("no", "yes"), np.concatenate([np.repeat([1, 0], [y, 100 - y]) for y in [10] * 27 + [90]]))
    found = column_letters(Design(np.ones(2800)), outcome, Factor("area", column_labels(28), np.repeat(np.arange(28), sizes)))
    assert found.letters[0][27] == ",".join(column_labels(27))


@settings(max_examples=30)
@given(drawn_designs(n=150), st.sampled_from(["none", "holm", "bh"]), st.sampled_from(["design", "effective base"]), st.floats(0.01, 100))
def test_the_order_of_rows_columns_and_names_and_the_unit_of_weights_change_nothing(
    drawn: Drawn, adjustment: Adjustment, spread: Any, scale: float
) -> None:
    design, rng = drawn.design, drawn.rng
    codes = rng.integers(-1, 3, design.n)
    yes = np.where(rng.random(design.n) < 0.1, -1, rng.random(design.n) < 0.2 + 0.3 * (codes == 1))
    options: dict[str, Any] = {"adjustment": adjustment, "spread": spread, "variance": "weights", "second_confidence": 0.8}
    found = column_letters(design, Factor("yes", ("no", "yes"), yes.astype(int)), Factor("by", tuple("xyz"), codes), **options)
    np.testing.assert_array_equal(found.difference, -found.difference.swapaxes(1, 2))
    np.testing.assert_array_equal(found.p, found.p.swapaxes(1, 2))
    order, turned = rng.permutation(design.n), np.array([2, 0, 1, -1])  # x becomes the last column
    moved = design.kept(order)  # type: ignore[arg-type]
    other = Design(moved.weights * scale, moved.strata, moved.psu, moved.fpc, lonely_psu=design.lonely_psu)
    again = column_letters(
        other, Factor("yes", ("no", "yes"), yes[order].astype(int)), Factor("by", tuple("yzx"), turned[codes][order]), **options
    )
    place = turned[:3]
    for name in ("difference", "se", "df", "p", "p_adjusted"):
        np.testing.assert_allclose(getattr(again, name)[0][np.ix_(place, place)], getattr(found, name)[0], rtol=1e-6, atol=1e-10)


def test_boxes_that_nobody_ticked_twice_are_columns_like_any_other() -> None:
    boxes = {level: COLUMN.codes == code for code, level in enumerate(COLUMN.levels)}
    found, plain = column_letters(DESIGN, ANSWER, boxes), column_letters(DESIGN, ANSWER, COLUMN)
    assert found.letters == plain.letters
    for name in (field.name for field in fields(ColumnLetters) if field.name in {"p", "se", "difference", "df"}):
        np.testing.assert_array_equal(getattr(found, name), getattr(plain, name))


def test_columns_that_share_people_are_refused_in_words() -> None:
    boxes = {"radio": np.array([1, 0, 1, 0]), "paper": np.array([0, 1, 1, 1]), "web": np.array([0, 0, 0, 1])}
    outcome = Factor("agree", ("no", "yes"), np.array([0, 1, 0, 1]))
    with pytest.raises(ValueError, match=r"row 3 is in both “radio” and “paper” \(rows in more than one column: 2\)"):
        column_letters(Design(np.ones(4)), outcome, boxes)
    with pytest.raises(ValueError, match="columns, radio: row 2 is 3"):
        column_letters(Design(np.ones(4)), outcome, {"radio": np.array([1, 3, 0, 0])})
    with pytest.raises(ValueError, match="the columns have 3 and 4 rows"):
        column_letters(Design(np.ones(4)), outcome, {"radio": np.ones(3), "web": np.zeros(4)})


def test_one_answer_may_be_asked_for_and_others_are_refused_in_words() -> None:
    single, whole = column_letters(DESIGN, ANSWER, COLUMN, answer="yes"), column_letters(DESIGN, ANSWER, COLUMN)
    assert single.answers == ("yes",)
    assert single.letters[0] == whole.letters[2]
    with pytest.raises(ValueError, match="answer has no answer “never”"):
        column_letters(DESIGN, ANSWER, COLUMN, answer="never")
    with pytest.raises(ValueError, match="answer has one answer"):
        column_letters(DESIGN, Factor("answer", ("yes",), np.zeros(DESIGN.n, int)), COLUMN)
    with pytest.raises(ValueError, match="spread is 'pooled'"):
        column_letters(DESIGN, ANSWER, COLUMN, spread="pooled")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"second_confidence is 0\.99"):
        column_letters(DESIGN, ANSWER, COLUMN, second_confidence=0.99)
    with pytest.raises(ValueError, match="answer has 2 rows and the design 840"):
        column_letters(DESIGN, Factor("answer", ("no", "yes"), np.array([0, 1])), COLUMN)
