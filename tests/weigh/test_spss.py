"""SPSS files: labels or codes as the plan has them, values marked as missing, dates, long texts, and ids that SPSS cannot hold."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pyreadstat
import pytest

from folkmoot.weigh import Plan, RefusedError, Responses, read

from .conftest import SCALE, estimates

Run = Callable[..., Any]
AGREEMENT = {int(code): words for code, words in SCALE.items()}


@pytest.fixture
def sav(people: pl.DataFrame, tmp_path: Path) -> Callable[..., Path]:
    """The small survey as SPSS, with the file's own labels and missing values."""

    def make(**options: Any) -> Path:
        labels = {"sex": {1: "Woman", 2: "Man", 3: "Other"}, "A": {**AGREEMENT, 9: "Refused"}, "B": AGREEMENT}
        pyreadstat.write_sav(people.drop("not used"), tmp_path / "survey.sav", variable_value_labels=labels, **options)
        return tmp_path / "survey.sav"

    return make


def only(column: str, given: str, *, more: str = "") -> Plan:
    """A plan that uses one column."""
    return Plan.from_mapping(
        tomllib.loads(f"""
            survey = {{ title = "T", organisation = "O", dates = "D", sample = "panel", population = "P" {more} }}
            statements = [{{ id = "s", text = "T", column = "x", recode = "yes" }}]
            columns = {{ x = {{ values = ["Y", "N"] }}, {column} = {{ {given} }} }}
            recodes = {{ yes = {{ yes = ["Y"], no = ["N"] }} }}
        """)
    )


def read_one(tmp_path: Path, plan: Plan, values: Any, **options: Any) -> Responses:
    """A file of two columns, x and y."""
    pyreadstat.write_sav(pl.DataFrame({"x": ["Y"] * len(values), "y": values}), tmp_path / "one.sav", **options)
    return read(tmp_path / "one.sav", plan)


def test_a_plan_may_use_labels_or_codes(folkmoot: Run, sav: Callable[..., Path], plan_text: str, right: list[Any]) -> None:
    codes = 'codes = { 1 = "Woman", 2 = "Man", 3 = "Other" }'
    assert estimates(folkmoot(sav(), plan_text)) == right
    assert estimates(folkmoot(sav(), plan_text.replace(codes, 'values = ["Woman", "Man", "Other"]'), "--force")) == right


def test_values_that_the_file_marks_as_missing_are_no_answer_without_the_plan_saying_so(
    folkmoot: Run, sav: Callable[..., Path], plan_text: str, right: list[Any]
) -> None:
    survey = sav(missing_ranges={"A": [9], "B": [{"lo": 97, "hi": 99}]})
    assert estimates(folkmoot(survey, plan_text.replace("missing = [9]", ""))) == right
    assert estimates(folkmoot(survey, plan_text, "--force")) == right


def test_a_value_that_the_plan_names_is_what_the_plan_says_even_where_the_file_marks_it_missing(
    folkmoot: Run, sav: Callable[..., Path], plan_text: str, right: list[Any]
) -> None:
    survey = sav(missing_ranges={"A": [{"lo": 8, "hi": 9}], "B": [{"lo": 8, "hi": 9}]})
    assert estimates(folkmoot(survey, plan_text)) == right
    notices = read(survey, Plan.from_mapping(tomllib.loads(plan_text))).notices
    assert notices == tuple(
        f'the file marks "8" of "{column}" as missing. The plan lists it as an answer, so it counts as one.' for column in "AB"
    )


def test_ranges_single_values_and_texts_marked_as_missing_are_read_as_no_answer_and_told(tmp_path: Path) -> None:
    plan = only("y", "number = true")
    given = read_one(tmp_path, plan, [1.0, 9.0, 97.5, 99.0, 100.0], missing_ranges={"y": [9, {"lo": 97, "hi": 99}]})
    assert given.frame["y"].to_list() == ["1", None, None, None, "100"]
    assert given.notices == ('the file marks "9", "97.5", "99" of "y" as missing: 3 cells are read as no answer.',)
    texts = read_one(tmp_path, only("y", 'values = ["a", "b"]'), ["a", "REF", "b", ""], missing_ranges={"y": ["REF"]})
    assert texts.frame["y"].to_list() == ["a", None, "b", None]


def test_an_open_range_reaches_to_the_lowest_number(tmp_path: Path) -> None:
    given = read_one(tmp_path, only("y", "number = true"), [-99.0, -1.0, 0.0], missing_ranges={"y": [{"lo": -1e300, "hi": -1}]})
    assert given.frame["y"].to_list() == [None, None, "0"]


def test_a_missing_value_of_a_number_may_be_named_by_its_label(tmp_path: Path) -> None:
    plan = only("y", 'number = true, missing = ["Refused"]')
    given = read_one(tmp_path, plan, [30.0, -9.0], variable_value_labels={"y": {-9: "Refused"}})
    assert given.frame["y"].to_list() == ["30", "Refused"]


def test_dates_times_and_moments_are_words_that_people_read(tmp_path: Path) -> None:
    first = 86_400.0 * 141_428  # days from 14 October 1582 to 1 January 1970
    for kind, values, expected in (
        ("DATE11", [first, first + 86_400 * 22_285], ["1970-01-01", "2031-01-06"]),
        ("ADATE10", [first, None], ["1970-01-01", None]),
        ("DATETIME20", [first + 49_500, None], ["1970-01-01 13:45:00", None]),
        ("TIME8", [49_500.0, 0.0], ["13:45:00", "00:00:00"]),
    ):
        given = read_one(tmp_path, only("y", 'values = ["a"]'), values, variable_format={"y": kind})
        assert given.frame["y"].to_list() == expected, kind


def test_long_texts_are_read_whole(tmp_path: Path) -> None:
    words = ["é" * 400, "short", ""]
    assert read_one(tmp_path, only("y", 'values = ["a"]'), words).frame["y"].to_list() == ["é" * 400, "short", None]


def test_numbers_that_spss_cannot_tell_apart_are_refused(tmp_path: Path) -> None:
    words = 'one.sav: the column "y" holds numbers over 9,007,199,254,740,992, which SPSS cannot tell apart. '
    with pytest.raises(RefusedError) as refusal:
        read_one(tmp_path, only("z", 'values = ["Y", "N"]', more=', id = "y"'), [9_007_199_254_740_993.0 * 2, 1.0])
    assert refusal.value.problems == (words + "Make it a text column in SPSS and save again.",)
    ids = read_one(tmp_path, only("z", 'values = ["Y", "N"]', more=', id = "y"'), [9_007_199_254_740_991.0, 1.0]).frame["y"]
    assert ids.to_list() == ["9007199254740991", "1"]


def test_a_column_without_one_answer_is_read_as_blank(tmp_path: Path) -> None:
    for values in (pl.Series([None, None], dtype=pl.Float64), ["", ""]):
        assert read_one(tmp_path, only("y", 'values = ["a"]'), values).frame["y"].to_list() == [None, None]


@pytest.mark.parametrize("content", [b"not SPSS at all", b"$FL2" + b"\0" * 300, b"PK\x03\x04"])
def test_a_file_that_is_not_spss_is_refused(folkmoot: Run, content: bytes) -> None:
    ran = folkmoot(content, suffix=".sav")
    assert (ran.code, ran.problems) == (2, ["survey.sav: is not a whole SPSS file. Save it again from SPSS, or as CSV."])
