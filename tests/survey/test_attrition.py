"""A panel wave's weights stand for those who left, meet the margins again, and say who is lost."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.survey.design import Design
from folkmoot.survey.diagnostics import n_effective
from folkmoot.survey.factors import Factor
from folkmoot.survey.margins import Margin
from folkmoot.survey.raking import rake
from folkmoot.survey.weights.attrition import Attrition, adjust_for_attrition
from folkmoot.survey.weights.propensity import response_propensity
from survey.plain_oracles import rake_row_by_row


def panel(seed: int, n: int = 200) -> tuple[Design, np.ndarray, list[Factor], list[Margin]]:
    rng = np.random.default_rng(seed)
    age, sex = rng.integers(0, 3, n), rng.integers(0, 2, n)
    age[:6], sex[:6] = [0, 0, 1, 1, 2, 2], [0, 1, 0, 1, 0, 1]
    stayed = (rng.random(n) < 0.4 + 0.2 * age).astype(int)
    stayed[:6] = 1
    characteristics = [Factor("age", ("18-34", "35-64", "65+"), age), Factor("sex", ("f", "m"), sex)]
    margins = [
        Margin("age", characteristics[0].levels, age, np.array([300.0, 400, 300])),
        Margin("sex", characteristics[1].levels, sex, np.array([510.0, 490])),
    ]
    return Design(rng.uniform(1, 5, n)), stayed, characteristics, margins


@settings(max_examples=25)
@given(st.integers(0, 10_000))
def test_the_weights_are_base_over_chance_raked_to_the_margins(seed: int) -> None:
    design, stayed, characteristics, margins = panel(seed)
    ours = adjust_for_attrition(design, stayed, characteristics, margins)
    here = stayed == 1
    chances = response_propensity(design.weights, stayed, characteristics).chances
    kept = [Margin(m.name, m.levels, m.codes[here], m.targets) for m in margins]
    np.testing.assert_allclose(ours.weights[here], rake_row_by_row((design.weights / chances)[here], kept), rtol=1e-9)
    assert not ours.weights[~here].any()
    for margin in margins:
        np.testing.assert_allclose(np.bincount(margin.codes, ours.weights), margin.targets, rtol=1e-9)
    assert ours.raking.design.n == stayed.sum()
    assert ours.n_effective == pytest.approx(n_effective(ours.weights[here]))
    assert ours.n_effective_before == pytest.approx(n_effective(design.weights))


@settings(max_examples=25)
@given(st.integers(0, 10_000))
def test_attrition_by_group_is_counted_by_hand(seed: int) -> None:
    design, stayed, characteristics, margins = panel(seed)
    ours = adjust_for_attrition(design, stayed, characteristics, margins)
    for group in ours.groups:
        factor = next(f for f in characteristics if f.name == group.characteristic)
        rows = [i for i in range(design.n) if factor.codes[i] == factor.levels.index(group.level)]
        assert (group.n, group.stayed) == (len(rows), sum(int(stayed[i]) for i in rows))
        weight = sum(design.weights[i] for i in rows)
        assert group.share_stayed == pytest.approx(sum(design.weights[i] * stayed[i] for i in rows) / weight)
    assert ours.smallest.stayed == min(group.stayed for group in ours.groups)


def test_raked_weights_may_be_the_base_and_when_all_stayed_they_come_back() -> None:
    design, _, characteristics, margins = panel(1)
    first = rake(design, margins)
    ours = adjust_for_attrition(first.design, np.ones(design.n, int), characteristics, margins)
    np.testing.assert_allclose(ours.weights, first.weights, rtol=1e-9)
    assert ours.largest_adjustment == 1


def lost(group: int) -> tuple[Design, np.ndarray, list[Factor], list[Margin], Factor]:
    design, stayed, characteristics, margins = panel(2)
    area = np.arange(design.n) % 4
    return design, np.where(area == group, 0, stayed), characteristics, margins, Factor("area", ("north", "south", "east", "west"), area)


def test_a_group_that_lost_everyone_is_never_silent() -> None:
    design, stayed, characteristics, margins, area = lost(3)
    stayed[:3] = 1
    ours = adjust_for_attrition(design, stayed, [*characteristics, area], margins)
    gone = [group for group in ours.groups if group.lost_everyone]
    assert [(group.level, group.n, group.stayed, group.share_stayed) for group in gone] == [("west", 50, 0, 0.0)]
    assert "All 50 people of area west left: nobody in this wave speaks for them." in ours.sentences
    assert ours.smallest.level == "west"


def test_a_margin_level_that_lost_everyone_is_refused_by_name() -> None:
    design, stayed, characteristics, margins, area = lost(3)
    of_area = Margin("area", area.levels, area.codes.astype(np.int64), np.full(4, 250.0))
    with pytest.raises(ValueError, match=r"area, west: all 50 people left, and 250 in the population .* Merge the level"):
        adjust_for_attrition(design, stayed, characteristics, [*margins, of_area])


def test_groups_with_few_left_are_named_and_empty_levels_have_a_row() -> None:
    design, stayed, characteristics, margins = panel(3, n=80)
    codes = np.where(np.arange(80) < 9, 0, np.where(np.arange(80) < 70, 1, -1))
    work = Factor("work", ("night", "day", "other"), codes)
    ours = adjust_for_attrition(design, stayed, [*characteristics, work], margins)
    rows = {group.level: group for group in ours.groups if group.characteristic == "work"}
    assert (rows["other"].n, rows["other"].stayed) == (0, 0)
    assert np.isnan(rows["other"].share_stayed)
    assert (rows["other"].lost_everyone, rows["not known"].n) == (False, 10)
    assert any("work night" in sentence for sentence in ours.sentences if sentence.startswith("Fewer than 30"))


def test_what_does_not_fit_is_refused() -> None:
    design, stayed, characteristics, margins = panel(4)
    for wrong in (stayed[:-1], np.where(stayed, 2, 0)):
        with pytest.raises(ValueError, match="stayed must hold 200 values of 0 or 1"):
            adjust_for_attrition(design, wrong, characteristics, margins)
    with pytest.raises(ValueError, match="age: 3 rows, and the design has 200"):
        adjust_for_attrition(design, stayed, characteristics, [Margin("age", ("a",), np.zeros(3, int), np.array([1.0]))])
    assert isinstance(adjust_for_attrition(design, stayed.astype(bool), characteristics, margins), Attrition)
