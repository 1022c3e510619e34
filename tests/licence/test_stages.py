"""The stages and which may follow which."""

from itertools import product

from folkmoot.licence import LICENSED, STAGES, Stage, may_move
from folkmoot.licence.stages import reaches


def test_exactly_these_moves_are_allowed() -> None:
    allowed = {(a.value, b.value) for a, b in product(Stage, Stage) if may_move(a, b)}
    assert allowed == {
        ("scope", "join"),
        ("join", "analyse"),
        ("analyse", "publish"),
        ("publish", "analyse"),
        ("scope", "close"),
        ("join", "close"),
        ("analyse", "close"),
        ("publish", "close"),
    }


def test_the_stages_that_touch_records_are_the_ones_with_a_licence() -> None:
    assert [stage.value for stage in LICENSED] == ["join", "analyse", "publish"]
    assert list(STAGES) == list(Stage)


def test_a_condition_before_a_stage_bars_that_stage_and_all_after_it() -> None:
    barred = {before.value: [stage.value for stage in LICENSED if reaches(stage, before)] for before in LICENSED}
    assert barred == {"join": ["join", "analyse", "publish"], "analyse": ["analyse", "publish"], "publish": ["publish"]}
