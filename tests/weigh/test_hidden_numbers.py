"""What is hidden stays hidden: in the document, the report and the tables, and from someone who adds and takes away."""

import io
import itertools
import re
import tomllib
from typing import Any

import openpyxl
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.weigh import Plan, findings, report, tables, weigh

LEAST = 5
ALWAYS_NUMBERS = {"estimate", "low", "high", "se", "unweighted", "n", "n_weighted", "n_effective"}

CROSSED = """
[survey]
title = "T"
organisation = "O"
dates = "D"
sample = "volunteer"
population = "P"
[columns.a]
values = ["a0", "a1"]
[columns.b]
values = ["b0", "b1"]
[columns.said]
values = ["Y", "N", "?"]
[derive.both]
join = ["a", "b"]
[recodes.yes]
yes = ["Y"]
no = ["N"]
leave_out = ["?"]
[recodes.no]
yes = ["N"]
no = ["Y"]
leave_out = ["?"]
[[statements]]
id = "y"
text = "Yes"
column = "said"
recode = "yes"
[[statements]]
id = "n"
text = "No"
column = "said"
recode = "no"
[publish]
factors = ["a", "b", "both"]
small_cell = 5
"""


def survey_of(cells: list[tuple[int, int]]) -> pl.DataFrame:
    """A survey with so many yes and no in each of the four cells."""
    rows = []
    for (a, b), (yes, no) in zip(itertools.product("01", "01"), cells, strict=True):
        rows += [{"a": f"a{a}", "b": f"b{b}", "said": "Y"}] * yes + [{"a": f"a{a}", "b": f"b{b}", "said": "N"}] * no
    return pl.DataFrame(rows)


@settings(max_examples=60)
@given(cells=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=4, max_size=4).filter(lambda c: sum(map(sum, c)) > 0))
def test_no_hidden_answer_can_be_worked_out_from_what_is_shown(cells: list[tuple[int, int]]) -> None:
    document = findings(weigh(survey_of(cells), Plan.from_mapping(tomllib.loads(CROSSED))))
    names = [f"a{a}, b{b}" for a, b in itertools.product("01", "01")]
    members = {
        (row["factor"], row["level"]): [row["factor"] is None or row["level"] in (name, *name.split(", ")) for name in names]
        for row in document["findings"]
    }
    # the attacker knows how many people are in each cell, and how many said yes wherever it is not hidden
    truth = [yes for yes, _ in cells]
    sizes = [yes + no for yes, no in cells]
    shown = {key for row in document["findings"] if (key := (row["factor"], row["level"])) and row["suppressed"] is None}
    hidden = {key for row in document["findings"] if (key := (row["factor"], row["level"])) and row["suppressed"] is not None}
    assert shown.isdisjoint(hidden), "the two statements of one column hide the same groups"

    def total(key: tuple[str | None, str | None], yes: tuple[int, ...] | list[int]) -> int:
        return sum(count for count, inside in zip(yes, members[key], strict=True) if inside)

    possible = [
        guess
        for guess in itertools.product(*(range(size + 1) for size in sizes))
        if all(total(key, guess) == total(key, truth) for key in shown)
    ]
    if sum(truth) in {0, sum(sizes)} and (None, None) in shown:
        return  # all said the same, which is published: it tells what each of them said
    for key in hidden:
        size, yes = total(key, sizes), total(key, truth)
        if 0 < yes < LEAST or 0 < size - yes < LEAST:
            values = [total(key, guess) for guess in possible]
            assert max(values) - min(values) >= min(size, LEAST)
    for key in shown:
        size, yes = total(key, sizes), total(key, truth)
        assert {yes, size - yes}.isdisjoint(range(1, LEAST))


def test_small_counts_on_either_side_are_hidden() -> None:
    document = findings(weigh(survey_of([(40, 2), (3, 40), (30, 30), (0, 40)]), Plan.from_mapping(tomllib.loads(CROSSED))))
    shown = {row["level"] for row in document["findings"] if row["factor"] == "both" and row["suppressed"] is None}
    assert shown.isdisjoint({"a0, b0", "a0, b1"})


def test_a_hidden_finding_has_no_number_at_all(people: pl.DataFrame, plan_text: str) -> None:
    document = findings(weigh(people, Plan.from_mapping(tomllib.loads(plan_text))))
    hidden = [row for row in document["findings"] if row["suppressed"]]
    assert {row["level"] for row in hidden} >= {"Boat"}
    for row in hidden:
        assert {key for key, value in row.items() if isinstance(value, int | float)} == set()
        assert {row[key] for key in ALWAYS_NUMBERS} == {None}
        assert not re.search(r"\d", row["sentence"].replace(row["level"], ""))
        assert row["mark"] == "[c]"
        assert row["base_quality"] is None


def test_a_base_under_30_has_no_estimate(people: pl.DataFrame, plan_text: str) -> None:
    document = findings(weigh(people, Plan.from_mapping(tomllib.loads(plan_text))))
    few = [row for row in document["findings"] if row["n"] is not None and row["n"] < 30]
    assert {(row["level"], row["mark"], row["base_quality"]) for row in few} == {("Other", "[u]", "unreliable")}
    assert {row[key] for row in few for key in ("estimate", "low", "high", "se", "unweighted")} == {None}


def test_the_report_and_the_tables_show_marks_where_numbers_are_hidden(people: pl.DataFrame, plan_text: str) -> None:
    by_home = plan_text.replace(
        'not_in_source = ["Other"]',
        'not_in_source = ["Other"]\n\n[weights.targets.home]\nsource = "S"\n'
        'percent = { "Own" = 60, "Rent" = 33, "Care home" = 6, "Boat" = 1 }',
    ).replace("bounds = [0.2, 5.0]", "")
    document = findings(weigh(people, Plan.from_mapping(tomllib.loads(by_home))))
    hidden = {row["level"] for row in document["findings"] if row["suppressed"]}
    in_margin = {level["level"] for level in document["weighting"]["margins"][2]["levels"] if level["suppressed"]}
    assert {"Boat"} < in_margin <= hidden
    page = report(document)
    rows = re.findall(r'<tr><th scope="row">([^<]+)</th>(.*?)</tr>', page)
    cells = [(name, re.findall(r"<td[^>]*>(.*?)</td>", rest)) for name, rest in rows if name in hidden]
    assert len(cells) >= 2 * len(hidden)
    for name, shown in cells:
        assert set(shown) == {"[c]"} or (len(shown) == 2 and (shown[0] == "[c]" or name not in in_margin))
    book = openpyxl.load_workbook(io.BytesIO(tables(document)))
    found: list[tuple[Any, ...]] = [row for sheet in book for row in sheet.iter_rows(values_only=True) if hidden & set(row)]
    assert len(found) >= 2 * len(hidden)
    for row in found:
        numbers = [cell for cell in row if isinstance(cell, int | float)]
        # in the table of a margin the population's share is the source's own number
        assert numbers == [] or (len(row) >= 5 and hidden & {row[0]} and (len(numbers) == 1 or row[0] not in in_margin))


def test_the_picture_says_hidden_in_words(people: pl.DataFrame, plan_text: str) -> None:
    page = report(findings(weigh(people, Plan.from_mapping(tomllib.loads(plan_text)))))
    assert "[c] hidden: too few people" in page
    assert re.search(r"Boat: hidden: too few people", page)
    assert "<strong>[c]</strong> hidden on purpose: so few people that someone could be picked out." in page
    assert "<strong>[u]</strong> unreliable: fewer than 100 people answered. Take care." in page


def test_the_weighted_total_does_not_give_two_hidden_groups_away() -> None:
    """One margin gives each of its groups one weight that anyone can work out: the weighted share of all is a second equation."""
    said = {"A": (3, 37), "B": (10, 30), "C": (50, 40), "D": (30, 60)}
    rows = [(age, answer) for age, (yes, no) in said.items() for answer in ["Yes"] * yes + ["No"] * no]
    plan = Plan.from_mapping(
        {
            "survey": {"title": "T", "organisation": "O", "dates": "2031", "sample": "volunteer", "population": "People"},
            "columns": {"age": {"values": list(said)}, "q": {"values": ["Yes", "No"]}},
            "recodes": {"yes": {"said": "said yes", "yes": ["Yes"], "no": ["No"]}},
            "statements": [{"id": "Q", "text": "Q?", "short": "Q", "column": "q", "recode": "yes"}],
            "weights": {"targets": {"age": {"source": "S", "people": {"A": 200, "B": 300, "C": 250, "D": 250}}}},
            "publish": {"factors": ["age"]},
        }
    )
    document = findings(weigh(pl.DataFrame(rows, schema=["age", "q"], orient="row"), plan))
    shown = {row["level"] for row in document["findings"] if row["factor"] == "age" and row["estimate"] is not None}
    total = next(row for row in document["findings"] if row["factor"] is None)["estimate"]
    assert total is None or len(shown) <= 1


def test_the_size_of_a_small_group_does_not_follow_from_a_coarser_factor() -> None:
    sizes = {"A": 3, "B": 4, "C": 90, "D": 90}
    rows = [(age, answer) for age, size in sizes.items() for answer in (["Yes", "No"] * size)[:size]]
    target = {"source": "S", "people": {"A": 20, "B": 30, "C": 250, "D": 250}}
    plan = Plan.from_mapping(
        {
            "survey": {"title": "T", "organisation": "O", "dates": "2031", "sample": "volunteer", "population": "People"},
            "columns": {"age": {"values": list(sizes)}, "q": {"values": ["Yes", "No"]}},
            "derive": {"coarse": {"label": "Coarse", "from": "age", "groups": {"X": ["A", "C"], "Y": ["B", "D"]}}},
            "recodes": {"yes": {"said": "said yes", "yes": ["Yes"], "no": ["No"]}},
            "statements": [{"id": "Q", "text": "Q?", "short": "Q", "column": "q", "recode": "yes"}],
            "weights": {"targets": {"age": target, "coarse": {"source": "S", "people": {"X": 270, "Y": 280}}}},
            "publish": {"factors": ["age", "coarse"]},
        }
    )
    document = findings(weigh(pl.DataFrame(rows, schema=["age", "q"], orient="row"), plan))
    shown = {level["level"] for margin in document["weighting"]["margins"] for level in margin["levels"] if level["n"] is not None}
    assert not {"A", "B"} & shown
    assert not {"C", "X"} <= shown
    assert not {"D", "Y"} <= shown
