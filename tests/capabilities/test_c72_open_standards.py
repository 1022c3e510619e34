"""C72: "open standards, common platforms and interoperability" (seed 003).

Works when: what is exported is valid by the standard it is in, in every run of the tests.
"""

import csv
import io
import json
import re
from collections.abc import Callable

import pytest
from jsonschema import Draft202012Validator
from pyshacl import validate
from rdflib import RDF, Graph, URIRef

from example_site import ExampleSite, Page
from folkmoot.record.exports import data_uses, dea
from folkmoot.record.exports.pia import pia_file, read_pia
from folkmoot.record.read_whole import read_whole
from folkmoot.site.register import open_data
from tests.record.data_package import DATA_PACKAGE
from tests.record.exports.test_atrs_popolo_schema_org import POPOLO
from tests.record.exports.test_registers import DEA_18

AT = "/i/ready-for-school"
SCHEMA = "https://schema.org/"
LISTED = {"slug", "address", "title", "stage", "organisations", "licence", "notice", "last_decision"}


def whole(file: Page) -> None:
    record = read_whole(file.content)  # refuses a file whose fingerprint is not that of what it holds
    assert record["identity"]["address"].endswith(AT)
    with pytest.raises(ValueError, match="was changed after it was written"):
        read_whole(file.content.replace(b"Ready for school", b"Ready for scholl", 1))


def linked(file: Page) -> None:
    assert len(Graph().parse(data=file.content, format="json-ld")) > 300


def shapes(file: Page) -> None:
    assert len(Graph().parse(data=file.content, format="turtle")) > 100


def popolo(file: Page) -> None:
    found = json.loads(file.content)
    Draft202012Validator(POPOLO).validate(found)
    assert found["motions"]


def assessment(file: Page) -> None:
    assert pia_file(read_pia(file.content)) == file.content


def rows(columns: list[str]) -> Callable[[Page], None]:
    def check(file: Page) -> None:
        heading, *found = csv.reader(io.StringIO(file.text, newline=""), strict=True)
        assert heading == columns
        assert found
        assert {len(row) for row in found} == {len(columns)}

    return check


def uses(file: Page) -> None:
    entries = json.loads(file.content)["data"]
    assert entries
    assert all(list(entry) == list(data_uses.COLUMNS) for entry in entries)


def package(file: Page) -> None:
    Draft202012Validator(DATA_PACKAGE).validate(json.loads(file.content))


def lines(file: Page) -> None:
    found = [json.loads(line) for line in file.text.splitlines()]
    assert AT.rpartition("/")[2] in {one["slug"] for one in found}
    assert all(set(one) >= LISTED for one in found)


EXPORTS: dict[str, tuple[str, Callable[[Page], None]]] = {
    f"{AT}/record.json": ("application/json", whole),
    f"{AT}/record.jsonld": ("application/ld+json", linked),
    f"{AT}/decisions.json": ("application/json", popolo),
    f"{AT}/pia.json": ("application/json", assessment),
    "/shapes.ttl": ("text/turtle", shapes),
    "/register/initiatives.csv": ("text/csv", rows(list(open_data.COLUMNS))),
    "/register/initiatives.jsonl": ("application/jsonl", lines),
    "/register/dea.csv": ("text/csv", rows(DEA_18)),
    "/register/data-uses.csv": ("text/csv", rows(list(data_uses.COLUMNS))),
    "/register/data-uses.json": ("application/json", uses),
    "/register/datapackage.json": ("application/json", package),
}


def test_the_initiatives_page_offers_exactly_these_files_and_each_is_valid(example: ExampleSite) -> None:
    page = example.get(AT).text
    offered = page.partition('id="take"')[2].partition("</section>")[0]
    assert set(re.findall(r'href="([^"]+)"', offered)) == set(EXPORTS)
    for path, (kind, check) in EXPORTS.items():
        file = example.get(path)
        assert (file.status, file.type) == (200, kind), path
        check(file)


def test_its_mark_up_for_search_engines_is_linked_from_its_head_and_valid(example: ExampleSite) -> None:
    assert f'<link rel="alternate" type="application/ld+json" href="{AT}/schema.jsonld">' in example.get(AT).text
    found = json.loads(example.get(f"{AT}/schema.jsonld").content)
    assert found.pop("@context") == "https://schema.org"
    graph = Graph().parse(data=json.dumps(found | {"@context": {"@vocab": SCHEMA}}), format="json-ld")  # the vocabulary, asked of nobody
    kinds = {str(kind).removeprefix(SCHEMA) for kind in graph.objects(predicate=RDF.type)}
    assert kinds == {"Dataset", "DataDownload", "GovernmentOrganization", "GovernmentService"}
    named = {str(at).removeprefix(example.address) for at in graph.objects(predicate=URIRef(f"{SCHEMA}contentUrl"))}
    assert named == {f"{AT}/record.json", f"{AT}/record.jsonld"}


def test_the_linked_data_conforms_to_the_published_shapes_and_no_longer_without_its_purpose(example: ExampleSite) -> None:
    allowed = Graph().parse(data=example.get("/shapes.ttl").content, format="turtle")
    data = Graph().parse(data=example.get(f"{AT}/record.jsonld").content, format="json-ld")
    assert validate(data, shacl_graph=allowed)[0]
    purposes = [triple for triple in data if triple[1].endswith("#hasPurpose")]
    assert purposes
    for triple in purposes:
        data.remove(triple)
    assert not validate(data, shacl_graph=allowed)[0]


def test_the_columns_of_the_registers_are_told_as_they_are(example: ExampleSite) -> None:
    told = json.loads(example.get("/register/datapackage.json").content)
    for resource in told["resources"]:
        heading = next(csv.reader(io.StringIO(example.get(f"/register/{resource['path']}").text, newline="")))
        assert [field["name"] for field in resource["schema"]["fields"]] == heading
    assert [resource["path"] for resource in told["resources"]] == ["initiatives.csv", "dea.csv", "data-uses.csv"]
    assert set(dea.DAYS) < set(dea.COLUMNS)
