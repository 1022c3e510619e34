"""The registers as CSV and JSON: their exact columns, no formulas, and a data package that describes them as they are."""

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from folkmoot.record.exports import data_uses, dea
from folkmoot.record.exports.csv_rows import csv_rows
from folkmoot.record.exports.data_package import data_package, resource
from tests.record.complete import complete_notice, text
from tests.record.data_package import DATA_PACKAGE
from tests.record.whole import SITE, whole_record

BARE = whole_record(publications=[], decisions=[], agreements=[], parties=[], datasets=[], committees=[], risk_checks=[])
DEA_18 = [
    "id",
    "name",
    "purpose",
    "information-sharing-benefits",
    "legal-power-disclosure",
    "disclosed-information",
    "controllers",
    "controller-names",
    "information-sharing-method",
    "processors",
    "processor-names",
    "retention-period",
    "start-date",
    "end-date",
    "review-date",
    "contact",
    "areas",
    "area-names",
]


def read(lines: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(lines), newline="")))


def test_the_digital_economy_act_register_has_its_18_columns_in_their_order() -> None:
    assert list(dea.COLUMNS) == DEA_18
    assert list(dea.dea_row(whole_record())) == DEA_18


def test_a_record_is_one_row_that_says_what_the_record_says() -> None:
    notice = complete_notice(power=text("Act, section 1."), starts="2027-04-01", ends="2028-03-31")
    (row,) = read(csv_rows(list(dea.COLUMNS), [dea.dea_row(whole_record(notice=notice))]))
    assert row["id"] == f"{SITE}/i/warm-homes"
    assert row["controller-names"] == "County Council;Police"
    assert row["controllers"] == f"{SITE}/org/council;{SITE}/org/police"
    assert row["processor-names"] == "Linker"
    assert row["purpose"] == "Offering repairs;Counting winter stays"
    assert (row["start-date"], row["end-date"], row["review-date"]) == ("2027-04-01", "2028-03-31", "2027-09-01")
    assert (row["legal-power-disclosure"], row["areas"], row["area-names"]) == ("Act, section 1.", "E10000012", "The county")


def test_an_example_that_is_made_up_says_so_in_its_name() -> None:
    example = whole_record(identity=whole_record()["identity"] | {"example": "The people here are made up."})
    assert dea.dea_row(example)["name"] == data_uses.data_use(example)["project_title"] == "Warm homes (example, made up)"


def test_a_record_without_a_notice_has_a_row_with_empty_cells() -> None:
    row = dea.dea_row(BARE)
    assert (row["name"], row["purpose"], row["start-date"], row["controllers"]) == ("Warm homes", "Finding cold homes.", "", "")


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20), min_size=2, max_size=2))
def test_no_cell_starts_a_formula_and_any_other_words_come_back_as_they_were(cells: list[str]) -> None:
    (row,) = read(csv_rows(["a", "b"], [dict(zip("ab", cells, strict=True))]))
    for cell, got in zip(cells, row.values(), strict=True):
        assert got in {cell, f"'{cell}"}
        assert got.lstrip(" \n")[:1] not in {"=", "+", "-", "@", "\t", "\r"}


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\r=1", "\n=1", "＝1"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(cell: str) -> None:
    (row,) = read(csv_rows(["a"], [{"a": cell}]))
    assert row["a"] == f"'{cell}"


def test_a_row_that_does_not_fit_its_columns_is_refused() -> None:
    with pytest.raises(KeyError):
        list(csv_rows(["a"], [{"a": "", "b": ""}]))


def test_the_data_use_register_says_what_the_record_says() -> None:
    use = data_uses.data_use(whole_record())
    assert list(use) == list(data_uses.COLUMNS)
    assert all(isinstance(use[name], list) for name in data_uses.LISTS)
    assert use["latest_approval_date"] == "2027-03-01"
    assert use["other_approval_committees"] == ["Ethics Committee"]
    assert use["data_sensitivity_level"] == "Personally Identifiable"
    assert "Police, for “Counting winter stays”: Consent, Article 6(1)(a)" in use["legal_basis_for_data_article6"]
    assert use["status"] == "ACTIVE"


def test_the_state_of_a_data_use_follows_the_record() -> None:
    ended = whole_record(identity=whole_record()["identity"] | {"closed_on": "2027-05-01"})
    refused = whole_record(decisions=[whole_record()["decisions"][0] | {"outcome": "no"}])
    assert (data_uses.data_use(BARE)["status"], data_uses.data_use(ended)["status"]) == ("DRAFT", "ARCHIVED")
    assert data_uses.data_use(refused)["rejection_reason"] == "It helps."


def test_data_uses_are_the_same_as_csv_and_as_json() -> None:
    wholes = [whole_record(), BARE]
    rows = read(csv_rows(list(data_uses.COLUMNS), map(data_uses.data_use_row, wholes)))
    entries = json.loads("".join(data_uses.data_uses_json(wholes)))["data"]
    assert len(rows) == len(entries) == 2
    for row, entry in zip(rows, entries, strict=True):
        assert row == {name: ";".join(value) if isinstance(value, list) else value for name, value in entry.items()}
    assert json.loads("".join(data_uses.data_uses_json([]))) == {"data": []}


def test_a_data_package_keeps_to_the_standard_and_describes_the_file_column_by_column() -> None:
    found = data_package(
        "register", "Register", [resource("dea", "dea.csv", "DEA", dea.COLUMNS, days=dea.DAYS, key="id")], licence="https://example.org/l"
    )
    Draft202012Validator(DATA_PACKAGE).validate(found)
    fields = found["resources"][0]["schema"]["fields"]
    assert [field["name"] for field in fields] == DEA_18
    assert {field["name"] for field in fields if field["type"] == "date"} == dea.DAYS
    assert json.loads(json.dumps(found)) == found
