"""Two ways of counting the same answers show nothing by their difference."""

import tomllib

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.weigh import Plan, findings, weigh

LEAST = 5
PLAN = """
[survey]
title = "T"
organisation = "O"
dates = "D"
sample = "volunteer"
population = "P"
[columns.area]
values = ["a", "b", "c"]
[columns.said]
values = ["strong", "slight", "no", "unsure"]
[recodes.any]
yes = ["strong", "slight"]
no = ["no"]
leave_out = ["unsure"]
[recodes.strongly]
yes = ["strong"]
no = ["slight", "no"]
leave_out = ["unsure"]
[[statements]]
id = "any"
text = "Agrees at all"
column = "said"
recode = "any"
[[statements]]
id = "strongly"
text = "Agrees strongly"
column = "said"
recode = "strongly"
[publish]
factors = ["area"]
small_cell = 5
"""


def published(counts: list[tuple[int, int, int, int]]) -> dict[str, dict[str | None, tuple[int, int] | None]]:
    """By statement and area (None: everybody): the yes and the people that the published rows give, or None where they are hidden."""
    rows = [
        {"area": area, "said": said}
        for area, own in zip("abc", counts, strict=True)
        for said, n in zip(("strong", "slight", "no", "unsure"), own, strict=True)
        for _ in range(n)
    ]
    document = findings(weigh(pl.DataFrame(rows, schema={"area": pl.String, "said": pl.String}), Plan.from_mapping(tomllib.loads(PLAN))))
    shown: dict[str, dict[str | None, tuple[int, int] | None]] = {"any": {}, "strongly": {}}
    for row in document["findings"]:
        # an estimate of a small base is withheld, but its base is not hidden: only what is suppressed counts as unknown
        known = row["suppressed"] is None and row["unweighted"] is not None
        shown[row["statement"]][row["level"]] = (round(row["unweighted"] * row["n"]), row["n"]) if known else None
    return shown


def test_one_person_who_agrees_slightly_cannot_be_seen() -> None:
    shown = published([(40, 1, 40, 3), (30, 20, 30, 0), (30, 25, 40, 0)])
    assert shown["any"]["a"] is None
    assert shown["strongly"]["a"] is None
    hidden = [area for area in "abc" if shown["any"][area] is None]
    assert len(hidden) >= 2  # or the total less the others would tell


def test_areas_where_many_differ_stay_shown() -> None:
    shown = published([(40, 10, 40, 3), (30, 20, 30, 0), (30, 25, 40, 0)])
    assert all(row is not None for statement in shown.values() for row in statement.values())


CELL = st.integers(0, 12) | st.integers(30, 60)


@settings(max_examples=60)
@given(st.lists(st.tuples(CELL, CELL, CELL, CELL), min_size=3, max_size=3).filter(lambda cells: sum(map(sum, cells)) > 0))
def test_no_small_number_of_people_follows_from_two_rows_that_are_shown(counts: list[tuple[int, int, int, int]]) -> None:
    shown = published(counts)
    slight = {area: own[1] for area, own in zip("abc", counts, strict=True)}
    for area in "abc":
        if 0 < slight[area] < LEAST:
            assert shown["any"][area] is None or shown["strongly"][area] is None
    if shown["any"][None] and shown["strongly"][None]:
        both = [area for area in "abc" if shown["any"][area] and shown["strongly"][area]]
        rest = shown["any"][None][0] - shown["strongly"][None][0] - sum(slight[area] for area in both)
        hidden = [area for area in "abc" if area not in both]
        assert not 0 < rest < LEAST, (hidden, rest)
        if len(hidden) == 1:
            assert rest == 0 or rest >= LEAST
