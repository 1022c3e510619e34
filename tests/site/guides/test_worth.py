"""Which findings are worth exploring: by the rules that are said, on made-up numbers."""

import pytest

from folkmoot.site.guides.worth import worth_exploring


def row(estimate, low, high, factor=None, level=None):
    return {"estimate": estimate, "low": low, "high": high, "factor": factor, "level": level}


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([row(0.8, 0.75, 0.85)], []),
        ([row(0.4, 0.35, 0.45)], ["People are divided."]),
        ([row(0.39, 0.35, 0.43)], []),
        ([row(0.8, 0.68, 0.89)], ["It is not known well: its range is wide."]),
        (
            [
                row(0.8, 0.75, 0.85),
                row(0.9, 0.86, 0.94, "age", "Young"),
                row(0.7, 0.6, 0.8, "age", "Old"),
                row(0.85, 0.7, 0.9, "age", "Mid"),
            ],
            ["Groups differ by age: Young 90%, Old 70%."],
        ),
        ([row(0.8, 0.75, 0.85), row(0.9, 0.8, 0.94, "age", "Young"), row(0.7, 0.6, 0.8, "age", "Old")], []),  # their ranges touch
        ([row(None, None, None), row(None, None, None, "age", "Young")], []),
    ],
    ids=["clear", "divided", "nearly divided", "wide", "groups differ", "ranges touch", "hidden"],
)
def test_a_finding_is_worth_exploring_for_these_reasons(rows, told):
    assert worth_exploring({"findings": rows}) == told
