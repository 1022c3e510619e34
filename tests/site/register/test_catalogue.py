"""The catalogue of an installation: what it names can be had, and it names what the pages show and nothing else."""

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from folkmoot.site.register.catalogue import OPEN_DATA
from tests.site import make
from tests.site.access_table import ACCESS, FILES, FILES_BY_LANGUAGE

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

PATH = "/register/catalogue.jsonld"
ABOUT_THE_FILES = {"exports:register_package", "exports:shapes_ttl", "register:catalogue", "register:openapi"}
ANSWERS_TO_QUESTIONS = {"register:v1_initiatives", "register:v1_organisations", "register:v1_nothing"}
FEEDS = {"initiatives:feed"}


def read(client: Client, path: str = PATH) -> Any:
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/ld+json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    return json.loads(b"".join(answer.streaming_content))


def datasets(client: Client) -> dict[str, Any]:
    return {one["@id"].removeprefix("http://testserver"): one for one in read(client)["dcat:dataset"]}


def english(texts: list[dict[str, str]]) -> list[str]:
    return [one["@value"] for one in texts if one["@language"] == "en"]


def test_every_file_and_page_that_it_names_is_there_with_the_type_it_says(client: Client) -> None:
    make.licensed(make.initiative(slug="warm"))
    catalogue = read(client)
    files = 0
    for dataset in catalogue["dcat:dataset"]:
        assert client.get(urlsplit(dataset["dcat:landingPage"]["@id"]).path).status_code == 200
        assert client.get(urlsplit(dataset["dct:publisher"]["@id"]).path).status_code == 200
        for file in dataset.get("dcat:distribution", []):
            if "dcat:downloadURL" in file:
                answer = client.get(urlsplit(file["dcat:downloadURL"]["@id"]).path)
                kind = file.get("dcat:mediaType", {}).get("@id", "").rpartition("media-types/")[2]
                assert answer.status_code == 200
                assert answer["Content-Type"].partition(";")[0] == (kind or "application/jsonl")
                files += 1
    assert files == sum(len(one.files) for one in OPEN_DATA) + 2
    (programs,) = catalogue["dcat:service"]
    for name in ("dcat:endpointDescription", "dcat:landingPage"):
        assert client.get(urlsplit(programs[name]["@id"]).path).status_code == 200
    assert programs["dcat:servesDataset"][0]["@id"] in {one["@id"] for one in catalogue["dcat:dataset"]}


def test_it_says_under_which_licence_anyone_may_use_what_there_is(client: Client, settings: Any) -> None:
    make.licensed(make.initiative(slug="warm"))
    settings.DATA_LICENCE = "https://example.org/licence"
    catalogue = read(client)
    files = [file for dataset in catalogue["dcat:dataset"] for file in dataset.get("dcat:distribution", [])]
    assert len(files) > 10
    assert {one["dct:license"]["@id"] for one in (catalogue, *files)} == {"https://example.org/licence"}
    assert "https://example.org/licence" in client.get(reverse("register:api")).content.decode()
    package = json.loads(b"".join(client.get("/register/datapackage.json")))
    assert package["licenses"] == [{"path": "https://example.org/licence"}]


def test_every_file_about_everything_is_in_it() -> None:
    about_everything = {route for route in FILES | FILES_BY_LANGUAGE if _is_at_one_address(route)}
    named = {file for one in OPEN_DATA for file in one.files}
    assert about_everything - ABOUT_THE_FILES - ANSWERS_TO_QUESTIONS - FEEDS == named
    assert named <= set(ACCESS)


def _is_at_one_address(route: str) -> bool:
    try:
        reverse(route)
    except Exception:  # noqa: BLE001 - Django's own, for an address that needs a slug
        return False
    return True


def test_before_a_notice_is_published_no_records_are_named_and_then_those_of_the_published_one_alone(client: Client) -> None:
    about = make.initiative(slug="warm")
    make.dataset(about)
    make.draft(about)
    assert [at for at in datasets(client) if at.startswith("/i/")] == ["/i/warm#record"]
    make.notice(about)
    first = [at for at in datasets(client) if at.startswith("/i/warm/")]
    assert first == ["/i/warm/notice/1#dataset-1", "/i/warm/notice/1#dataset-2"]
    make.dataset(about)
    make.draft(about)
    assert [at for at in datasets(client) if at.startswith("/i/warm/")] == first
    make.notice(about)
    assert [at for at in datasets(client) if at.startswith("/i/warm/")] == [f"/i/warm/notice/2#dataset-{n}" for n in (1, 2, 3)]


def test_a_use_is_named_as_on_its_page_with_who_where_and_what_about(client: Client) -> None:
    about = make.licensed(make.initiative(slug="warm"))
    found = datasets(client)
    record, used = found["/i/warm#record"], found["/i/warm/notice/1#dataset-1"]
    assert english(record["dct:title"]) == ["Warm and well at home"]
    assert record["dct:publisher"] == {
        "@id": f"http://testserver/org/{about.lead.slug}",
        "@type": "foaf:Organization",
        "foaf:name": about.lead.name,
    }
    assert record["dct:spatial"]["rdfs:label"] == "The county"
    assert record["dcat:theme"]["@id"].endswith("/data-theme/HEAL")
    assert used["dct:accessRights"]["@id"].endswith("/access-right/NON_PUBLIC")
    assert "dcat:distribution" not in used


def test_it_is_not_sent_again_until_something_changes_and_is_only_read(client: Client, settings: Any) -> None:
    about = make.initiative(slug="warm")
    first = client.get(PATH)
    assert client.get(PATH, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
    make.notice(about)
    assert client.get(PATH, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200
    assert client.post(PATH).status_code == 405
    settings.PLACE = "The county"
    assert english(read(client)["dct:title"]) == ["Folkmoot, The county: uses of data"]
