"""The files at their addresses: for anyone, with their types, sent once, and saying the same."""

import csv
import io
import json
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import Client
from jsonschema import Draft202012Validator
from pyshacl import validate
from rdflib import Graph

from folkmoot.record.exports import data_uses, dea
from folkmoot.record.exports.pia import read_pia
from folkmoot.record.read_whole import read_whole
from folkmoot.site.renditions import plain
from tests.record.data_package import DATA_PACKAGE
from tests.site import make
from tests.site.initiatives.reading import html, words

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

OF_ONE = {
    "record.json": "application/json",
    "record.jsonld": "application/ld+json",
    "schema.jsonld": "application/ld+json",
    "pia.json": "application/json",
    "decisions.json": "application/json",
}
ATRS = {
    "atrs.csv": "text/csv; charset=utf-8; header=present",
    "atrs.md": "text/markdown; charset=utf-8",
    "datapackage.json": "application/json",
}
OF_ALL = {
    "/shapes.ttl": "text/turtle; charset=utf-8",
    "/register/dea.csv": "text/csv; charset=utf-8; header=present",
    "/register/data-uses.csv": "text/csv; charset=utf-8; header=present",
    "/register/data-uses.json": "application/json",
    "/register/datapackage.json": "application/json",
}


def body(answer: HttpResponseBase) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def files(about: Any, *, scored: bool = False) -> dict[str, str]:
    """Every address with its type."""
    return {f"/i/{about.slug}/{name}": kind for name, kind in (OF_ONE | (ATRS if scored else {})).items()} | OF_ALL


@pytest.fixture
def about() -> Any:
    return make.licensed(make.initiative(partners=[make.organisation()]))


@pytest.fixture
def scored() -> Any:
    made = make.initiative()
    make.case(made, predicts="groups")
    make.notice(made)
    return made


def test_anyone_may_read_every_file_and_pages_of_other_sites_may_too(client: Client, scored: Any) -> None:
    for path, kind in files(scored, scored=True).items():
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert answer["Content-Type"] == kind, path
        assert answer["Access-Control-Allow-Origin"] == "*", path
        assert answer["Content-Disposition"].startswith("inline; filename="), path
        assert body(answer), path


def test_files_are_only_read(client: Client, about: Any) -> None:
    for path in files(about):
        assert client.post(path).status_code == 405, path
        assert client.head(path).status_code == 200, path


def test_a_file_is_not_sent_again_until_something_is_done(client: Client, about: Any) -> None:
    tags = {path: client.get(path)["ETag"] for path in files(about)}
    assert len(set(tags.values())) == len(tags)
    for path, tag in tags.items():
        assert tag.startswith('W/"'), path
        assert client.get(path, headers={"if-none-match": tag}).status_code == 304, path
    make.notice(about, what=plain("Another word."))
    for path, tag in tags.items():
        assert client.get(path, headers={"if-none-match": tag}).status_code == 200, path


def test_another_name_of_the_server_has_another_tag(client: Client, about: Any) -> None:
    path = f"/i/{about.slug}/record.json"
    assert client.get(path)["ETag"] != client.get(path, headers={"host": "localhost"})["ETag"]


def test_what_there_is_not_is_not_found(client: Client) -> None:
    for name in OF_ONE | ATRS:
        assert client.get(f"/i/nothing-here/{name}").status_code == 404, name


def test_the_record_can_be_read_and_bears_its_own_address(client: Client, about: Any) -> None:
    whole = read_whole(client.get(f"/i/{about.slug}/record.json").content)
    assert whole["identity"]["address"] == f"http://testserver/i/{about.slug}"


def test_the_linked_data_conforms_to_the_shapes_and_lacks_nothing(client: Client, about: Any) -> None:
    data = Graph().parse(data=client.get(f"/i/{about.slug}/record.jsonld").content, format="json-ld")
    shapes = Graph().parse(data=client.get("/shapes.ttl").content, format="turtle")
    conforms, _, report = validate(data, shacl_graph=shapes)
    assert conforms, report


def test_without_a_computer_that_scores_there_is_no_algorithmic_record_and_words_say_why(client: Client, about: Any) -> None:
    for name in ATRS:
        answer = client.get(f"/i/{about.slug}/{name}")
        assert answer.status_code == 404
        assert "no computer scores, predicts, suggests or decides anything here" in answer.content.decode()
    assert "atrs" not in html(client, f"/i/{about.slug}")


def test_with_one_there_is_and_the_page_leads_to_it(client: Client, scored: Any) -> None:
    rows = list(csv.DictReader(io.StringIO(body(client.get(f"/i/{scored.slug}/atrs.csv")).decode(), newline="")))
    assert rows[0] == {"field": "1.1", "name": "Name", "answer": "Warm and well at home"}
    page = html(client, f"/i/{scored.slug}")
    assert all(f"/i/{scored.slug}/{name}" in page for name in ATRS)
    Draft202012Validator(DATA_PACKAGE).validate(client.get(f"/i/{scored.slug}/datapackage.json").json())


def test_the_page_of_an_initiative_leads_to_every_file_of_it_and_of_the_register(client: Client, about: Any) -> None:
    page = html(client, f"/i/{about.slug}")
    assert {path for path in files(about) if f'href="{path}"' not in page} == set()
    assert "Take this record with you" in words(page)


def test_the_registers_have_a_row_for_each_initiative_and_are_sent_piece_by_piece(client: Client, about: Any) -> None:
    make.initiative(title="Another one")
    for name, columns in (("dea", dea.COLUMNS), ("data-uses", data_uses.COLUMNS)):
        answer = client.get(f"/register/{name}.csv")
        assert answer.streaming
        rows = list(csv.reader(io.StringIO(body(answer).decode(), newline="")))
        assert rows[0] == list(columns)
        assert len(rows) == 3
    assert client.get("/register/data-uses.json").streaming
    entries = json.loads(body(client.get("/register/data-uses.json")))["data"]
    assert [entry["project_title"] for entry in entries] == ["Another one", "Warm and well at home"]
    assert [entry["status"] for entry in entries] == ["DRAFT", "ACTIVE"]


def test_an_empty_register_is_a_header_and_an_empty_list(client: Client) -> None:
    assert body(client.get("/register/dea.csv")).decode().strip() == ",".join(dea.COLUMNS)
    assert json.loads(body(client.get("/register/data-uses.json"))) == {"data": []}


def test_a_title_that_a_spreadsheet_would_run_is_words(client: Client) -> None:
    make.initiative(title="=HYPERLINK(1)")
    (row,) = csv.DictReader(io.StringIO(body(client.get("/register/dea.csv")).decode(), newline=""))
    assert row["name"] == "'=HYPERLINK(1)"


def test_the_register_says_what_its_columns_mean(client: Client) -> None:
    package = client.get("/register/datapackage.json").json()
    Draft202012Validator(DATA_PACKAGE).validate(package)
    for resource in package["resources"]:
        header = body(client.get(f"/register/{resource['path']}")).decode().partition("\r\n")[0]
        assert header == ",".join(field["name"] for field in resource["schema"]["fields"])


def test_the_assessment_can_be_read_and_is_filled_in(client: Client, about: Any) -> None:
    assessment = read_pia(client.get(f"/i/{about.slug}/pia.json").content)
    assert assessment.pia["name"] == "Warm and well at home"
    assert "Answer to what." in assessment.texts()["111"]
