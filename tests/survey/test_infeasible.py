"""When margins cannot be met the levels named really contradict each other; when they can, none is named."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from folkmoot.survey.design import Design
from folkmoot.survey.margins import Margin
from folkmoot.survey.weights.contradiction_words import Contradiction
from folkmoot.survey.weights.infeasible import find_contradiction
from survey.plain_oracles import indicators

DISTRICTS = ("Harlow", "Basildon", "Maldon", "Tendring")


def essex(young: float) -> tuple[Design, list[Margin]]:
    """Twenty people of 18-24, all in Harlow or Basildon, and sixty others everywhere."""
    district = np.concatenate([np.tile([0, 1], 10), np.tile([0, 1, 2, 3], 15)])
    age = np.repeat([0, 1, 2], [20, 30, 30])
    rest = (100_000 - young) / 2
    return Design(np.ones(80)), [
        Margin("age", ("18-24", "25-64", "65+"), age, np.array([young, rest, rest])),
        Margin("sex", ("f", "m"), np.random.default_rng(4).integers(0, 2, 80), np.array([51_000.0, 49_000.0])),
        Margin("district", DISTRICTS, district, np.array([10_000.0, 20_000, 30_000, 40_000])),
    ]


def test_the_smallest_contradiction_is_said_with_its_numbers() -> None:
    design, margins = essex(40_000)
    found = find_contradiction(design, margins)
    assert found is not None
    assert found.sentence == (
        "In the sample everyone in age 18-24 is in district Harlow or Basildon. The targets of district Harlow and Basildon sum to 30,000, "
        "and age 18-24 needs 40,000."
    )
    assert [(term.margin, term.level, term.target, term.times) for term in (*found.more, *found.less)] == [
        ("age", "18-24", 40_000, 1),
        ("district", "Harlow", 10_000, 1),
        ("district", "Basildon", 20_000, 1),
    ]
    assert (found.needed, found.possible, found.forced) == (10_000, 0, False)


def test_margins_that_leave_nothing_for_some_people_are_said_to() -> None:
    design, margins = essex(30_000)
    found = find_contradiction(design, margins)
    assert found is not None
    assert found.sentence.endswith(
        "and age 18-24 needs all of that: nothing is left for the 30 people of the sample who are in district Harlow or Basildon and not "
        "in age 18-24."
    )
    assert (found.forced, found.left_out, found.needed) == (True, 30, 0)


def test_margins_that_can_be_met_have_no_contradiction() -> None:
    design, margins = essex(20_000)
    assert find_contradiction(design, margins) is None
    assert find_contradiction(design, margins, caps=(0, 9_000)) is None


def test_one_level_that_bounds_or_caps_cannot_reach_is_said_alone() -> None:
    row = np.array([0] * 9 + [1])
    margin = Margin("age", ("old", "young"), row, np.array([5.0, 5.0]))
    above = find_contradiction(Design(np.ones(10)), [margin], bounds=(0.1, 3))
    assert above is not None
    assert above.sentence == (
        "The target of age young is 5. With weights of 0.1 to 3 times the base weight the sum of its people's weights cannot be more than "
        "3."
    )
    below = find_contradiction(Design(np.ones(10)), [margin], caps=(0.75, 100))
    assert below is not None
    assert (
        "The target of age old is 5. With weights of 0.75 to 100 the sum of its people's weights cannot be less than 6.75."
        in below.sentence
    )
    assert find_contradiction(Design(np.ones(10)), [margin], bounds=(0.5, 5)) is None


def test_a_level_with_nobody_and_a_target_of_zero_are_said() -> None:
    row = np.array([0, 0, 1])
    nobody = find_contradiction(Design(np.ones(3)), [Margin("age", ("a", "b", "c"), row, np.array([1.0, 1, 1]))])
    zero = find_contradiction(Design(np.ones(3)), [Margin("age", ("a", "b"), row, np.array([0.0, 3]))])
    weightless = find_contradiction(Design(np.array([1.0, 1, 0])), [Margin("age", ("a", "b"), row, np.array([1.0, 2]))])
    assert nobody is not None
    assert nobody.sentence == "In the sample nobody is in age c, and the target is 1."
    assert zero is not None
    assert zero.sentence == "The target of age a is 0, and 2 people of the sample are in it."
    assert weightless is not None
    assert weightless.sentence == "In the sample nobody is in age b, and the target is 2."


def test_a_contradiction_of_three_margins_that_no_two_have_is_found() -> None:
    # Everyone has exactly two of the first levels of three margins, or none: their targets cannot be 1, 1 and 0 together.
    rows = np.array([[0, 0, 1], [0, 1, 0], [1, 0, 0], [1, 1, 1]])
    names = ("age", "sex", "area")
    targets = ([6.0, 4.0], [3.0, 7.0], [2.0, 8.0])
    margins = [Margin(name, ("first", "rest"), rows[:, i], np.array(targets[i])) for i, name in enumerate(names)]
    found = find_contradiction(Design(np.ones(4)), margins)
    assert found is not None
    proves(Design(np.ones(4)), margins, found, None)
    assert {term.margin for term in (*found.more, *found.less)} == set(names)
    for left_out in range(3):
        assert find_contradiction(Design(np.ones(4)), [m for i, m in enumerate(margins) if i != left_out]) is None


def proves(design: Design, margins: list[Margin], found: Contradiction, box: tuple[np.ndarray, np.ndarray] | None) -> None:
    """Count by hand, person by person, that no weights can give what the named targets ask."""
    by_name = {margin.name: margin for margin in margins}
    possible, left_out = 0.0, 0
    for row in range(design.n):
        count = 0.0
        for sign, terms in ((1, found.more), (-1, found.less)):
            for term in terms:
                margin = by_name[term.margin]
                count += sign * term.times * (margin.levels[margin.codes[row]] == term.level)
        if box is None:
            assert count <= 0 or design.weights[row] == 0
            left_out += count < 0 and design.weights[row] > 0
        else:
            possible += max(count * box[0][row], count * box[1][row])
    asked = sum(t.times * by_name[t.margin].targets[by_name[t.margin].levels.index(t.level)] for t in found.more)
    asked -= sum(t.times * by_name[t.margin].targets[by_name[t.margin].levels.index(t.level)] for t in found.less)
    total = float(margins[0].targets.sum())
    assert found.needed == pytest.approx(asked, abs=1e-9 * total)
    assert found.possible == pytest.approx(possible, abs=1e-9 * total)
    if found.forced:
        assert asked == pytest.approx(possible, abs=1e-6 * total)
        assert found.left_out == left_out > 0
    else:
        assert asked > possible


def can_be_met(margins: list[Margin], low: np.ndarray, high: np.ndarray, weights: np.ndarray) -> bool:
    """A linear programme over the rows themselves: the largest share of room to spare that weights meeting the margins can have."""
    X = indicators(margins)
    wanted = np.concatenate([margin.targets for margin in margins])
    n = weights.size
    # w - spare * weights >= low where only weights above zero will do
    spare = np.zeros(n) if np.isfinite(high).all() else weights
    solved = linprog(
        np.concatenate([np.zeros(n), [-1.0]]),
        A_eq=np.column_stack([X.T, np.zeros(X.shape[1])]),
        b_eq=wanted,
        A_ub=np.column_stack([-np.eye(n), spare]),
        b_ub=-low,
        bounds=[*[(0.0, None if np.isinf(top) else top) for top in high], (0.0, 1e-3)],
    )
    return bool(solved.status == 0 and (np.isfinite(high).all() or solved.x[-1] > 1e-7))


@settings(max_examples=40)
@given(st.integers(0, 100_000), st.sampled_from(["free", "bounds", "caps"]))
def test_every_contradiction_is_one_and_every_none_can_be_met(seed: int, kind: str) -> None:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(4, 16))
    shape = [int(size) for size in rng.integers(2, 5, int(rng.integers(2, 4)))]
    margins = []
    for place, size in enumerate(shape):
        cuts = np.sort(rng.choice(np.arange(1, 40), size - 1, replace=False))
        targets = np.diff([0, *cuts, 40]).astype(np.float64)  # whole numbers, so that targets which just meet are exact
        margins.append(Margin("xyz"[place], tuple("abcd"[:size]), rng.integers(0, size, n), targets))
    weights = rng.integers(1, 5, n).astype(np.float64)
    weights *= 40 / weights.sum()
    design = Design(weights)
    low, high = float(rng.choice([0.25, 0.5, 0.75])), float(rng.choice([1.5, 2.0, 4.0]))
    if kind == "free":
        found, box = find_contradiction(design, margins), (np.zeros(n), np.full(n, np.inf))
    elif kind == "bounds":
        found, box = find_contradiction(design, margins, bounds=(low, high)), (low * weights, high * weights)
    else:
        caps = (low * 40 / n, high * 40 / n)
        found, box = find_contradiction(design, margins, caps=caps), (np.full(n, caps[0]), np.full(n, caps[1]))
    assert (found is None) == can_be_met(margins, *box, weights)
    if found is not None:
        proves(design, margins, found, None if kind == "free" else box)


def test_what_is_not_a_question_is_refused() -> None:
    design, margins = essex(20_000)
    with pytest.raises(ValueError, match="not both"):
        find_contradiction(design, margins, bounds=(0, 1), caps=(0, 1))
    with pytest.raises(ValueError, match="no margin"):
        find_contradiction(design, [])
    with pytest.raises(ValueError, match="age: 80 rows, and the design has 3"):
        find_contradiction(Design(np.ones(3)), margins)
    with pytest.raises(ValueError, match="do not describe the same population"):
        find_contradiction(design, [*margins[:2], Margin("district", DISTRICTS, margins[2].codes, np.ones(4))])
