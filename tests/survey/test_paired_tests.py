"""Tests of a square table beside R, the published examples, and every way of swapping people's two answers."""

import json
from itertools import permutations, product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.survey.factors import Factor
from folkmoot.survey.shift.between_steps import cochran_q
from folkmoot.survey.shift.paired_table import PairedTable, paired_table
from folkmoot.survey.shift.paired_tests import bhapkar, bowker, mcnemar, stuart_maxwell
from folkmoot.survey.shift.people_test import COUNTS_ONLY, PeopleTest

R: dict[str, Any] = json.loads((Path(__file__).parent / "r" / "paired_tests.json").read_text("utf-8"))
TIGHT = 1e-10


def square(counts: Any) -> PairedTable:
    return PairedTable(tuple("abcdefg"[: len(counts)]), np.array(counts))


def equal(found: PeopleTest, r: dict[str, float]) -> None:
    np.testing.assert_allclose([found.statistic, found.df, found.p], [r["statistic"], r["df"], r["p"]], rtol=TIGHT)


def yes_no(before: list[int], after: list[int]) -> PairedTable:
    return paired_table(*(Factor(name, ("no", "yes"), codes) for name, codes in (("before", before), ("after", after))))


@pytest.mark.parametrize("case", [R["agresti"], *R["twos"]], ids=lambda case: str(case["counts"]))
def test_mcnemar_is_rs_without_and_with_the_correction_and_exact(case: dict[str, Any]) -> None:
    table = square(case["counts"])
    equal(mcnemar(table, distribution="chi2"), case["chi2"])
    equal(mcnemar(table, distribution="corrected"), case["corrected"])
    assert mcnemar(table).p == pytest.approx(case["exact"], rel=TIGHT)


def test_agrestis_approval_example_is_as_published() -> None:
    found = mcnemar(square([[794, 150], [86, 570]]), distribution="chi2")
    assert (round(found.statistic, 4), found.n, found.moved, found.stayed) == (17.3559, 1600, 236, 1364)


def test_stuarts_vision_example_is_as_published() -> None:
    table = square(R["vision"]["counts"])
    assert table.n == 7477
    homogeneity, symmetry = stuart_maxwell(table), bowker(table)
    assert (round(homogeneity.statistic, 4), round(homogeneity.p, 5)) == (11.9566, 0.00753)
    assert (round(symmetry.statistic, 4), round(symmetry.p, 5)) == (19.1066, 0.00399)


@pytest.mark.parametrize("case", [R["vision"], *R["squares"]], ids=lambda case: f"{len(case['counts'])} levels")
def test_stuart_maxwell_bhapkar_and_bowker_are_rs(case: dict[str, Any]) -> None:
    table = square(case["counts"])
    for test, name in ((stuart_maxwell, "stuart_maxwell"), (bhapkar, "bhapkar"), (bowker, "bowker")):
        equal(test(table), case[name])  # type: ignore[operator]


@pytest.mark.shared
def test_the_reference_answers_give_rs_statistics(shared_data: Path) -> None:
    rows = np.loadtxt(shared_data / "surveys" / "r-reference" / "paired.csv", delimiter=",", skiprows=1)
    table = paired_table(*(Factor(name, tuple("12345"), rows[:, at].astype(int) - 1) for at, name in enumerate(("pre", "post"))))
    equal(mcnemar(table.one_of(("4", "5"), name="agree"), distribution="chi2"), R["paired"]["mcnemar"]["chi2"])
    equal(stuart_maxwell(table), R["paired"]["stuart_maxwell"])
    equal(bhapkar(table), R["paired"]["bhapkar"])
    assert [round(R["paired"][name]["statistic"], 3) for name in ("stuart_maxwell", "bhapkar")] == [63.708, 75.778]
    assert round(R["paired"]["mcnemar"]["chi2"]["statistic"], 2) == 27.84


@pytest.mark.parametrize("case", R["cochran"], ids=lambda case: f"{len(case['answers'][0])} steps")
def test_cochrans_q_is_rs_friedman_test_of_no_and_yes(case: dict[str, Any]) -> None:
    steps = [Factor(f"step {at}", ("no", "yes"), column) for at, column in enumerate(np.array(case["answers"]).T)]
    found = cochran_q(steps, distribution="chi2")
    equal(found, case)
    assert found.by_step.tolist() == np.sum(case["answers"], axis=0).tolist()


def every_swap(before: list[int], after: list[int], levels: int) -> Any:
    """The table of each way of swapping the two answers of those who moved."""
    movers = [i for i in range(len(before)) if before[i] != after[i]]
    for swaps in product((False, True), repeat=len(movers)):
        counts = np.zeros((levels, levels), int)
        for i, (b, a) in enumerate(zip(before, after, strict=True)):
            swap = i in movers and swaps[movers.index(i)]
            counts[(a, b) if swap else (b, a)] += 1
        yield counts


def plain_bowker(counts: Any) -> float:
    pairs = [(i, j) for i in range(len(counts)) for j in range(i) if counts[i, j] + counts[j, i]]
    return float(sum((counts[i, j] - counts[j, i]) ** 2 / (counts[i, j] + counts[j, i]) for i, j in pairs))


def plain_stuart(counts: Any) -> float:
    change = counts.sum(0) - counts.sum(1)
    products = np.diag(counts.sum(0) + counts.sum(1)) - counts - counts.T
    return float(change @ np.linalg.pinv(products.astype(float)) @ change)


answers = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=9)


@settings(max_examples=60)
@given(answers)
def test_exact_p_values_are_the_share_of_all_swaps_as_far_from_balance(pairs: list[tuple[int, int]]) -> None:
    before, after = ([pair[at] for pair in pairs] for at in (0, 1))
    table = paired_table(*(Factor(name, tuple("abc"), codes) for name, codes in (("before", before), ("after", after))))
    swapped = list(every_swap(before, after, 3))
    for test, plain in ((bowker, plain_bowker), (stuart_maxwell, plain_stuart)):
        found = test(table, distribution="exact")  # type: ignore[operator]
        if not table.moved:
            assert np.isnan(found.p)
            continue
        observed = plain(table.counts)
        assert found.statistic == pytest.approx(observed, rel=1e-9, abs=1e-12)
        assert found.p == pytest.approx(np.mean([plain(counts) >= observed - 1e-9 for counts in swapped]), rel=TIGHT)
    binary = table.one_of(("b", "c"), name="later")
    if binary.moved:
        uneven = abs(binary.up - binary.down)
        flips = [abs(sum(signs)) >= uneven for signs in product((-1, 1), repeat=binary.moved)]
        assert mcnemar(binary).p == pytest.approx(np.mean(flips), rel=TIGHT)


@settings(max_examples=40)
@given(st.lists(st.tuples(*[st.integers(0, 1)] * 3), min_size=1, max_size=5))
def test_cochrans_exact_p_is_the_share_of_all_orders_of_each_persons_answers(rows: list[tuple[int, int, int]]) -> None:
    found = cochran_q([Factor(f"step {at}", ("no", "yes"), [row[at] for row in rows]) for at in range(3)], distribution="exact")

    def spread(arranged: Any) -> int:
        totals = np.sum(arranged, axis=0)
        return int(3 * (totals**2).sum() - totals.sum() ** 2)

    if not found.moved:
        assert np.isnan(found.p)
        return
    orders = [spread(arranged) >= spread(rows) for arranged in product(*(list(permutations(row)) for row in rows))]
    assert found.p == pytest.approx(np.mean(orders), rel=TIGHT)


@settings(max_examples=40)
@given(st.integers(0, 10_000))
def test_neither_swapping_the_steps_nor_the_order_of_people_or_levels_changes_a_test(seed: int) -> None:
    rng = np.random.default_rng(seed)
    counts, order = rng.integers(0, 9, (4, 4)), rng.permutation(4)
    for test in (stuart_maxwell, bhapkar, bowker):
        found = test(square(counts))
        for other in (counts.T, counts[np.ix_(order, order)]):
            again = test(square(other))
            np.testing.assert_allclose([again.statistic, again.df, again.p], [found.statistic, found.df, found.p], rtol=1e-9)
    codes = rng.integers(-1, 4, (2, 30))
    shuffled = codes[:, rng.permutation(30)]
    tables = [paired_table(*(Factor(name, tuple("abcd"), row) for name, row in zip("ba", rows, strict=True))) for rows in (codes, shuffled)]
    np.testing.assert_array_equal(tables[0].counts, tables[1].counts)


def test_levels_without_moves_take_their_degrees_of_freedom_away() -> None:
    wide = square([[5, 9, 0, 0], [2, 5, 0, 0], [0, 0, 7, 0], [0, 0, 0, 0]])
    narrow = square([[5, 9], [2, 5]])
    assert (stuart_maxwell(wide).df, bowker(wide).df) == (1, 1)
    for test in (stuart_maxwell, bowker):
        assert test(wide).p == pytest.approx(test(narrow).p, rel=1e-12)


def test_nobody_moving_is_nothing_to_test_and_all_moving_alike_has_no_bhapkar() -> None:
    still, alike = square([[5, 0], [0, 4]]), square([[0, 7], [0, 0]])
    for test in (mcnemar, stuart_maxwell, bhapkar, bowker):
        found = test(still)  # type: ignore[operator]
        assert np.isnan([found.statistic, found.p]).all()
        assert found.sentences[1] == "There is nothing to test."
    assert np.isnan([bhapkar(alike).statistic, bhapkar(alike).p]).all()
    assert "all who moved made the same move" in bhapkar(alike).sentences[1]
    assert mcnemar(alike).p == pytest.approx(2**-6, rel=1e-12)
    assert np.isnan(cochran_q([Factor("s", ("no", "yes"), [1, 0])] * 3).p)
    assert np.isnan(stuart_maxwell(square([[0, 0], [0, 0]])).p)


def test_an_exact_result_speaks_of_people_who_moved_or_did_not_and_of_no_population() -> None:
    found = mcnemar(yes_no([0] * 30 + [1] * 10, [0] * 20 + [1] * 10 + [1] * 8 + [0] * 2))
    assert found.sentences == (
        "Of 40 people who answered both times, 12 moved and 28 did not move: 10 to “yes” and 2 to “no”.",
        "If chance alone decided which way people moved, a result at least so far from balance would come up about 39 times in 1,000 "
        "(McNemar's test, exact).",
        COUNTS_ONLY,
    )
    assert "not an estimate" in COUNTS_ONLY
    assert not {"estimate", "se", "low", "high", "n_weighted", "df_denominator"} & set(vars(found))


def test_what_does_not_fit_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="compares two answers and the table has 3"):
        mcnemar(square(np.ones((3, 3), int)))
    with pytest.raises(ValueError, match="too many ways"):
        bowker(square(np.full((5, 5), 40)), distribution="exact")
    with pytest.raises(ValueError, match=r"row 1, column 2 is 1.5"):
        square(np.array([[1, 1.5], [2, 3]]))
    with pytest.raises(ValueError, match="row 2, column 1 is -1"):
        square([[1, 1], [-1, 3]])
    with pytest.raises(ValueError, match="no level “z”"):
        square([[1, 1], [1, 3]]).one_of(("z",), name="z")
    with pytest.raises(ValueError, match="compares two answers and s has 3"):
        cochran_q([Factor("s", tuple("abc"), [0, 1, 2])] * 2)
    many = [Factor(f"s{at}", ("no", "yes"), np.random.default_rng(at).integers(0, 2, 400)) for at in range(7)]
    with pytest.raises(ValueError, match="too many orders of 400 people's answers at 7 steps"):
        cochran_q(many, distribution="exact")
    assert not cochran_q(many).exact
