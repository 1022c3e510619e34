"""The CSV pair of the field's tools: read as it comes, and every fault named with its file and row."""

from pathlib import Path

import numpy as np
import pytest

from folkmoot.files.problems import RefusedError
from folkmoot.sortition.csv_pair import read_categories, read_respondents
from folkmoot.sortition.quotas import Quota

CATEGORIES = "category,feature,min,max\nGender,Female,1,2\nGender,Male,1,2\nAge,16-29,0,3\nAge,30+,0,3\n"
RESPONDENTS = "id,gender,age,street,postcode,must\na1,female,16-29,1 High St.,AB1,\na2,MALE,30+,1  high st,ab1,yes\na3,Male,30+,,,no\n"


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "categories.csv").write_text(CATEGORIES, encoding="utf-8")
    (tmp_path / "respondents.csv").write_text(RESPONDENTS, encoding="utf-8")
    return tmp_path / "categories.csv", tmp_path / "respondents.csv"


def problems(path: Path, text: str | bytes, pair: tuple[Path, Path], **options: object) -> tuple[str, ...]:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(RefusedError) as refused:
        read_respondents(pair[1], read_categories(pair[0]), **options)  # type: ignore[arg-type]
    return refused.value.problems


def test_people_are_the_rows_in_order_and_capitals_do_not_matter(pair: tuple[Path, Path]) -> None:
    quotas = read_categories(pair[0])
    found = read_respondents(pair[1], quotas, ids="ID", households=["street", "Postcode"], fixed="must")
    assert next(iter(quotas)) == Quota("Gender", "Female", 1, 2)
    assert found.pool.features == {"Gender": ("Female", "Male"), "Age": ("16-29", "30+")}
    assert {name: codes.tolist() for name, codes in found.pool.codes.items()} == {"Gender": [0, 1, 1], "Age": [0, 1, 1]}
    assert found.pool.households is not None
    assert found.pool.households.tolist() == [0, 0, -1]
    assert (found.ids, found.rows.tolist(), found.fixed, found.excluded) == (("a1", "a2", "a3"), [2, 3, 4], (1,), ())


@pytest.mark.parametrize(
    "header", ["category,feature,min,max", "category,name,min,max", "feature,value,min,max", "CATEGORY;Feature;Min;MAX"]
)
def test_the_headers_of_all_the_tools_are_known(pair: tuple[Path, Path], header: str) -> None:
    separator = ";" if ";" in header else ","
    rows = CATEGORIES.split("\n", 1)[1].replace(",", separator)
    pair[0].write_bytes(f"\ufeff{header}\r\n{rows}".encode())
    assert next((q.feature, q.level, q.min, q.max) for q in read_categories(pair[0])) == ("Gender", "Female", 1, 2)


def test_flexible_limits_are_read_and_minus_one_is_none(pair: tuple[Path, Path]) -> None:
    pair[0].write_text("category,feature,min,max,min_flex,max_flex\nA,x,2,3,1,5\nA,y,2,3,0,-1\nA,z,2,3,,\n", encoding="utf-8")
    assert [(q.min_flex, q.max_flex) for q in read_categories(pair[0])] == [(1, 5), (0, None), (None, None)]


def test_blank_rows_and_blank_ids_are_left_out_and_said(pair: tuple[Path, Path]) -> None:
    pair[1].write_text("id,gender,age\na1,female,30+\n,,\n,male,30+\na4,male,16-29\n", encoding="utf-8")
    found = read_respondents(pair[1], read_categories(pair[0]), ids="id")
    assert found.rows.tolist() == [2, 5]
    assert found.notices == (
        "respondents.csv: 1 row was left out: every cell the draw uses is blank.",
        "respondents.csv: 1 row was left out: the id is blank.",
    )


def test_windows_text_is_read_and_said_to_be(pair: tuple[Path, Path]) -> None:
    pair[1].write_bytes("gender,age,street\nfemale,30+,Ch\xe2teau\n".encode("cp1252"))
    found = read_respondents(pair[1], read_categories(pair[0]), households=["street"])
    assert "Windows text" in found.notices[0]


def test_one_household_is_told_from_another_by_letters_and_digits_alone(pair: tuple[Path, Path]) -> None:
    rows = ["1, High St", "1 HIGH ST", "11 High St", "1-High-St.", " "]
    pair[1].write_text("gender,age,home\n" + "".join(f'male,30+,"{home}"\n' for home in rows), encoding="utf-8")
    found = read_respondents(pair[1], read_categories(pair[0]), households=["home"])
    assert found.pool.households is not None
    np.testing.assert_array_equal(found.pool.households, [0, 0, 1, 0, -1])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("category,feature,min\nA,x,1\n", 'the first row must name the columns category, feature, min and max. It has "category"'),
        ("category,feature,min,max\nA,,1,2\n", "row 2: the feature is blank."),
        ("category,feature,min,max\nA,x,one,2\n", 'row 2: min is "one". It must be a whole number from 0.'),
        ("category,feature,min,max\nA,x,-1,2\n", 'row 2: min is "-1".'),
        ("category,feature,min,max\nA,x,1.5,2\n", 'row 2: min is "1.5".'),
        ("category,feature,min,max\nA,x,1,\n", "row 2: max is blank."),
        ("category,feature,min,max\n", "there is no row below the header"),
        ("category,feature,min,max\nA,x,1,2\nA,X,1,2\n", 'row 3: the level "A: X" is in row 2 already.'),
        ("category,feature,min,max\nA,x,1,2,3\n", "row 2 has 5 cells, but the header has 4."),
        ("", "the file is empty. It must have a row of column names and a row for each level of a category."),
    ],
)
def test_a_fault_in_the_categories_is_named_with_its_row(pair: tuple[Path, Path], text: str, words: str) -> None:
    found = problems(pair[0], text, pair)
    assert found[0].startswith("categories.csv: ")
    assert words in found[0]


@pytest.mark.parametrize(
    ("text", "options", "words"),
    [
        ("gender\nmale\n", {}, 'there is no column "Age".'),
        ("gender,age\nmale,\n", {}, 'row 2: "Age" is blank.'),
        ("gender,age\nmal,30+\n", {}, 'row 2: "Gender" says "mal", which is not in the categories. Did you mean "Male"?'),
        ("gender,age\n", {}, "nobody is in it."),
        ("gender,Gender,age\nmale,male,30+\n", {}, "is there more than once"),
        ("id,gender,age\na,male,30+\nb,male,30+\nA,male,30+\n", {"ids": "id"}, 'row 4: the id "A" is in row 2 already.'),
        ("gender,age\nmale,30+\n", {"ids": "code"}, 'there is no column "code".'),
        ("gender,age,must\nmale,30+,maybe\n", {"fixed": "must"}, 'row 2: "must" says "maybe". Write yes or no; blank is no.'),
        ("gender,age,m,o\nmale,30+,yes,yes\n", {"fixed": "m", "excluded": "o"}, "row 2: is both fixed and excluded."),
        (b"gender,age\nmale,\x0030+\n", {}, "NUL bytes"),
        ("gender,age\nmale,30+\n".encode("utf-16"), {}, "UTF-16"),
        ('gender,age\nmale,"30+\n', {}, "quotation marks do not pair up"),
    ],
)
def test_a_fault_in_the_respondents_is_named_with_its_row(
    pair: tuple[Path, Path], text: str | bytes, options: dict[str, str], words: str
) -> None:
    found = problems(pair[1], text, pair, **options)
    assert found[0].startswith("respondents.csv: ")
    assert words in found[0]


def test_many_faults_are_named_ten_at_a_time(pair: tuple[Path, Path]) -> None:
    found = problems(pair[1], "gender,age\n" + "other,30+\n" * 25, pair)
    assert len(found) == 11
    assert found[-1] == "respondents.csv: and 15 more like that."


def test_a_file_that_is_not_there_or_is_a_folder_is_refused(pair: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match=r"no\.csv: cannot be read"):
        read_categories(tmp_path / "no.csv")
    with pytest.raises(RefusedError, match="is a folder"):
        read_categories(tmp_path)
