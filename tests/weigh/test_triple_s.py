"""Triple-S is read as the standard says (XML 2.0, data file section), refused with its line when it is wrong, and written as it is read."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.weigh import RefusedError
from folkmoot.weigh.triple_s import Description, Variable, placed
from folkmoot.weigh.triple_s_answers import read_answers
from folkmoot.weigh.triple_s_description import read_description
from folkmoot.weigh.triple_s_writer import answers_text, description_bytes

from .visit import ALL, RECORDS, VISIT, XML

Run = Callable[..., Any]

GOLDEN = {
    "Q1": ["1", "2", None],
    "Q2_1": ["1", "0", None],
    "Q2_2": ["1", "0", None],
    "Q2_9": ["1", "0", None],
    "Q3": ["a caf\u00e9", None, "Nothing seen"],
    "Q4_1": ["0", "0", "0"],
    "Q4_2": ["1", "0", "1"],
    "Q4_9": ["1", "0", "0"],
    "Q5": ["12", "999", None],
    "Q6": ["1", None, None],
    "Q7": ["HM", "X", None],
    "Q8": ["2031-01-06", "2031-01-07", None],
    "Q9": ["13:45:00", "00:00:00", None],
    "Q99": ["1.50", ".75", "1"],
}


def test_a_description_written_by_hand_is_read_whole() -> None:
    assert read_description(XML.encode()) == VISIT


def test_fixed_records_written_by_hand_are_read_as_the_standard_says() -> None:
    assert read_answers(RECORDS, VISIT, ALL).to_dict(as_series=False) == GOLDEN


def test_csv_records_written_by_hand_are_read_as_the_standard_says() -> None:
    survey = replace(VISIT, csv=True, skip=1, variables=placed(VISIT.variables, csv=True))
    rows = (
        "Q1,Q2,Q3,Q4,Q5,Q6,Q7,Q8,Q9,Q99\r\n"
        '1,"110000001","a café","92",12,1,HM,20310106,134500,1.50\r\n'
        '2,"000000000",,"00",999,,X,20310107,000000,.75\r\n'
        "0,,Nothing seen,20,,,,,,1\r\n"
    )
    assert read_answers(rows, survey, ALL).to_dict(as_series=False) == GOLDEN


@pytest.mark.parametrize(
    ("variable", "record", "expected"),
    [
        (Variable("1", "Q", "Q", "single", 1, 2, {"7": "a", "9": "b"}), "07", ["7"]),
        (Variable("1", "Q", "Q", "single", 1, 2, {"7": "a", "9": "b"}), " 7", ["7"]),
        (Variable("1", "Q", "Q", "single", 1, 4, {"7": "a", "99": "b"}), "0007", ["7"]),
        (Variable("1", "Q", "Q", "single", 1, 2, {"7": "a", "9": "b"}), "00", [None]),
        (Variable("1", "Q", "Q", "single", 1, 2, {"0": "none", "9": "b"}), "00", ["0"]),
        (Variable("1", "Q", "Q", "multiple", 1, 10, {"2": "a", "8": "b", "9": "c"}), "010000010 ", ["1", "1", "0"]),
        (Variable("1", "Q", "Q", "multiple", 1, 2, {"1": "a", "9": "b"}, subfields=2, width=1), "01", ["1", "0"]),
        (Variable("1", "Q", "Q", "multiple", 1, 2, {"1": "a", "9": "b"}, subfields=2, width=1), "10", ["1", "0"]),
        (Variable("1", "Q", "Q", "multiple", 1, 4, {"1": "a", "9": "b"}, subfields=2, width=2), " 1 0", ["1", "0"]),
        (Variable("1", "Q", "Q", "multiple", 1, 4, {"1": "a", "9": "b"}, subfields=2, width=2), "0100", ["1", "0"]),
        (Variable("1", "Q", "Q", "multiple", 1, 4, {"2": "a", "9": "b"}, subfields=2, width=1), "02  ", ["1", "0"]),
        (Variable("1", "Q", "Q", "multiple", 1, 3, codes_from="1", codes_to="3"), "101", ["1", "0", "1"]),
        (Variable("1", "Q", "Q", "quantity", 1, 6, codes_from="-99.99", codes_to="99.99"), "-04.50", ["-4.50"]),
    ],
)
def test_each_form_that_the_standard_allows_is_read(variable: Variable, record: str, expected: list[str | None]) -> None:
    frame = read_answers(f"{record}\n.\n"[: len(record) + 1], Description("2.0", "T", (variable,)), variable.columns)
    assert list(frame.row(0)) == expected


LETTERS = st.text(alphabet='abé –,;"7', max_size=8).map(str.strip).map(lambda words: words or None)


def maybe(*values: str) -> st.SearchStrategy[str | None]:
    return st.sampled_from([*values, None])


@st.composite
def visits(draw: st.DrawFn) -> pl.DataFrame:
    """Answers to VISIT."""
    rows = []
    for _ in range(draw(st.integers(1, 6))):
        seen = draw(st.one_of(st.just([None] * 3), st.lists(st.sampled_from("01"), min_size=3, max_size=3)))
        best = draw(st.sampled_from([[None] * 3, ["0"] * 3, ["1", "0", "1"], ["0", "1", "0"]]))
        one = [draw(maybe("1", "2")), *seen, draw(LETTERS), *best, draw(maybe("0", "12", "3.5", "999")), draw(maybe("0", "1"))]
        rows.append([*one, draw(maybe("HM", "X")), draw(maybe("2031-01-06")), draw(maybe("13:45:00", "00:00:00")), draw(maybe("1.25"))])
    return pl.DataFrame(rows, schema=dict.fromkeys(ALL, pl.String), orient="row")


@given(answers=visits(), csv=st.booleans(), skip=st.integers(0, 2), encoding=st.sampled_from(["utf-8", "windows-1252"]))
def test_what_is_written_is_read_again_the_same(answers: pl.DataFrame, csv: bool, skip: int, encoding: str) -> None:
    survey = replace(VISIT, csv=csv, skip=skip, encoding=encoding, href="visit.dat", variables=placed(VISIT.variables, csv=csv))
    described = read_description(description_bytes(survey))
    assert described == survey
    written = answers_text(survey, answers).encode(encoding).decode(encoding)
    again = read_answers(written, described, ALL)
    # a row without a single answer at the end of a fixed file is a blank line, which is no record
    assert again.equals(answers.head(again.height))
    assert all(cell is None for row in answers.slice(again.height).rows() for cell in row)


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252", "iso-8859-1"])
def test_the_encoding_that_is_declared_is_the_one_that_is_read(encoding: str) -> None:
    xml = XML.replace("utf-8", encoding).replace("Moot hall", "Café").encode(encoding)
    assert read_description(xml).variables[1].values["1"] == "Café"
    assert read_description(xml).encoding == encoding


def test_letters_that_an_encoding_has_not_are_numbered_in_the_description_and_refused_in_answers() -> None:
    survey = replace(VISIT, encoding="iso-8859-1", title="Tŷ")
    assert read_description(description_bytes(survey)).title == "Tŷ"
    with pytest.raises(RefusedError, match=r'iso-8859-1 has no letter "ŷ"\. Write the survey as UTF-8'):
        answers_text(survey, pl.DataFrame({**dict.fromkeys(ALL), "Q3": "ŷ"}, schema=dict.fromkeys(ALL, pl.String)))


@pytest.mark.parametrize(
    ("csv", "record", "words"),
    [
        (False, "1120000001", 'record 1: "Q2" holds "120000001". Each mark must be 0 or 1.'),
        (False, "1110000001a caf\u00e9      72", 'record 1: "Q4" holds the code "7", which the description does not have.'),
        (True, "1,1,,,,,,,,", 'record 1: "Q2" has 1 marks of 9. If a spreadsheet took off the leading zeros, export the file again.'),
        (True, "1,,", "record 1 has 3 fields, but the description needs 10."),
        (True, '1,"', "line 1 cannot be read: its quotation marks do not pair up, or a field is far too long."),
    ],
)
def test_answers_that_are_not_as_described_are_named_by_record(csv: bool, record: str, words: str) -> None:
    survey = replace(VISIT, csv=csv, variables=placed(VISIT.variables, csv=csv))
    with pytest.raises(RefusedError) as refusal:
        read_answers(record, survey, ALL)
    assert refusal.value.problems == (words,)
