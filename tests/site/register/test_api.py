"""The interface for programs: every answer has the shape that its OpenAPI document says, and anyone may read it from anywhere."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.register_rows import fill
from folkmoot.site.initiatives.register_search import NAMES
from folkmoot.site.register import domain, queries, unchanged
from folkmoot.site.register.api import openapi
from folkmoot.site.register.api_questions import InitiativesAsked
from tests.site import make
from tests.site.initiatives.reading import html, words
from tests.site.register.test_pages import uses

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

ROOT = Path(__file__).resolve().parents[3]
V1 = "/api/v1"


def checked(answer: Any, template: str) -> Any:
    """The JSON of an answer to an address of the document, checked against the shape that is given for its status."""
    document = openapi()
    given = document["paths"][V1 + template]["get"]["responses"][str(answer.status_code)]
    shape = given["content"]["application/json"]["schema"]
    assert answer["Content-Type"].startswith("application/json")
    told = answer.json()
    jsonschema.Draft202012Validator(shape | {"components": document["components"]}).validate(told)
    return told


def test_the_document_is_served_and_is_what_openapi_3_1_asks_for(client: Client) -> None:
    answer = client.get(f"{V1}/openapi.json")
    document = answer.json()
    assert document == openapi()
    assert document["openapi"].startswith("3.1")
    assert set(document) >= {"openapi", "info", "paths", "components"}
    assert set(document["info"]) >= {"title", "version"}
    assert set(document["paths"]) == {f"{V1}/initiatives", f"{V1}/initiatives/{{slug}}", f"{V1}/organisations"}
    names = set()
    for path, methods in document["paths"].items():
        assert set(methods) == {"get"}
        asked = methods["get"]
        names.add(asked["operationId"])
        assert asked["summary"]
        assert "200" in {str(status) for status in asked["responses"]}
        assert all(given["description"] for given in asked["responses"].values())
        inside = {part[1:-1] for part in path.split("/") if part.startswith("{")}
        assert {p["name"] for p in asked.get("parameters", []) if p["in"] == "path"} == inside
        assert all(p["in"] in {"path", "query"} and p["schema"] for p in asked.get("parameters", []))
    assert len(names) == len(document["paths"])
    for shape in document["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(shape)


def test_every_answer_has_its_documented_shape_in_every_state(client: Client) -> None:
    fill(60)
    domain.rebuild()
    page = checked(client.get(f"{V1}/initiatives?size=100"), "/initiatives")
    assert (page["total"], page["pages"], page["next"], len(page["initiatives"])) == (60, 1, None, 60)
    assert len({one["licence"]["state"] for one in page["initiatives"]}) >= 5
    for one in page["initiatives"][::6]:
        whole = checked(client.get(f"{V1}/initiatives/{one['slug']}"), "/initiatives/{slug}")
        for moment in (one["licence"], whole["licence"]):
            del moment["worked_out_at"]
        assert {name: whole[name] for name in one} == one
        for address in ("address", "record", "label"):
            assert client.get(urlsplit(whole[address]).path).status_code == 200
        assert (whole["document"] is None) is (whole["notice"] is None)
    found = checked(client.get(f"{V1}/organisations"), "/organisations")
    assert found["total"] == len(found["organisations"]) > 50


def test_the_pages_follow_each_other_to_the_last(client: Client) -> None:
    fill(45)
    domain.rebuild()
    slugs, address = [], f"{V1}/initiatives?size=10&q="
    while address:
        page = checked(client.get(address), "/initiatives")
        slugs += [one["slug"] for one in page["initiatives"]]
        address = page["next"] and page["next"].removeprefix("http://testserver")
    assert sorted(slugs) == sorted(f"made-{n}" for n in range(45))


def test_its_choices_are_those_of_the_home_page_and_find_the_same(client: Client) -> None:
    assert set(InitiativesAsked.model_fields) == {*NAMES.values(), "page", "size"}
    fill(40)
    domain.rebuild()
    for query in (
        "",
        "?q=warm",
        "?area=castle",
        "?topic=health",
        "?organisation=body-3",
        "?kind=sensors",
        "?stage=join",
        "?state=draft&q=sch",
        "?q=zz",
        "?q=warm%00",
        "?organisation=body-3%00",
    ):
        page = checked(client.get(f"{V1}/initiatives{query}"), "/initiatives")
        assert [one["title"]["en"]["standard"] for one in page["initiatives"]] == uses(html(client, f"/{query}")), query


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?state=maybe", "“state” must be "),
        ("?topic=gossip", "“topic” must be "),
        ("?size=101", "“size” will not do: input should be less than or equal to 100."),
        ("?size=0", "“size” will not do: "),
        ("?page=none", "“page” will not do: "),
        ("?q=" + "x" * 201, "“q” will not do: "),
        ("?colour=red", "There is no choice called “colour”. Choose among: q, area, topic, organisation, kind, stage, state, page, size."),
    ],
)
def test_a_choice_that_will_not_do_is_refused_in_words(client: Client, query: str, said: str) -> None:
    answer = client.get(f"{V1}/initiatives{query}")
    assert answer.status_code == 400
    problem = checked(answer, "/initiatives")["problem"]
    assert problem.startswith(said)
    assert problem.endswith(".")
    assert "ETag" not in answer


def test_what_is_not_there_is_told_in_json(client: Client) -> None:
    nothing = client.get(f"{V1}/initiatives/nothing")
    assert nothing.status_code == 404
    assert "lists them all" in checked(nothing, "/initiatives/{slug}")["problem"]
    assert client.get(f"{V1}/initiatives/nothing", HTTP_IF_NONE_MATCH="*").status_code == 404
    elsewhere = client.get(f"{V1}/no/such/thing")
    assert (elsewhere.status_code, list(elsewhere.json())) == (404, ["problem"])


def test_it_is_to_be_read_and_by_pages_of_any_site(client: Client) -> None:
    make.initiative(slug="warm")
    for path in ("/openapi.json", "/initiatives", "/initiatives/warm", "/organisations", "/initiatives?state=maybe", "/nothing"):
        answer = client.get(V1 + path, HTTP_ORIGIN="https://example.net")
        assert answer["Access-Control-Allow-Origin"] == "*", path
        assert "Set-Cookie" not in answer
        assert not answer.cookies
        asked = client.options(V1 + path)
        assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
        for method in (client.post, client.put, client.patch, client.delete):
            refused = method(V1 + path)
            assert (refused.status_code, refused["Allow"], list(refused.json())) == (405, "GET, HEAD, OPTIONS", ["problem"])
    strict = Client(enforce_csrf_checks=True)
    for path in ("/initiatives", "/openapi.json", "/nothing"):
        refused = strict.post(V1 + path)
        assert (refused.status_code, list(refused.json())) == (405, ["problem"])
    head = client.head(f"{V1}/initiatives")
    assert (head.status_code, head.content) == (200, b"")
    assert int(head["Content-Length"]) > 500


def test_an_answer_that_has_not_changed_is_not_sent_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    about = make.licensed(make.initiative(slug="warm"))
    monkeypatch.setattr(unchanged, "NOT_OVER", -timedelta(hours=1))
    first = client.get(f"{V1}/initiatives/warm")
    etag, changed = first["ETag"], first["Last-Modified"]
    assert etag.startswith('W/"')
    for headers in ({"HTTP_IF_NONE_MATCH": etag}, {"HTTP_IF_NONE_MATCH": f'"other", {etag}'}, {"HTTP_IF_MODIFIED_SINCE": changed}):
        same = client.get(f"{V1}/initiatives/warm", **headers)
        assert (same.status_code, same.content, same["Access-Control-Allow-Origin"]) == (304, b"", "*")
    with CaptureQueriesContext(connection) as taken:
        client.get(f"{V1}/initiatives/warm", HTTP_IF_NONE_MATCH=etag)
    assert len(taken) <= 6
    assert client.get(f"{V1}/initiatives", HTTP_IF_NONE_MATCH=etag).status_code == 200  # another address
    assert client.get(f"{V1}/initiatives/warm?x=1", HTTP_IF_NONE_MATCH=etag).status_code == 200
    make.member(make.organisation())
    assert client.get(f"{V1}/initiatives/warm", HTTP_IF_NONE_MATCH=etag).status_code == 304
    make.notice(about, what={"en": {"standard": "Otherwise."}})
    after = client.get(f"{V1}/initiatives/warm", HTTP_IF_NONE_MATCH=etag)
    assert after.status_code == 200
    assert after["ETag"] != etag
    assert after.json()["licence"]["state"] == "needs_review"


def test_what_changed_in_this_very_second_has_no_date_to_ask_by(client: Client) -> None:
    make.initiative(slug="warm")
    assert "Last-Modified" not in client.get(f"{V1}/initiatives")
    assert "ETag" in client.get(f"{V1}/initiatives")


def test_a_day_that_comes_changes_the_etag(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    about = make.licensed()
    first = client.get(f"{V1}/initiatives")["ETag"]
    ends = about.decisions.get().valid_until + timedelta(days=2)
    later = queries.timezone.now() + (ends - queries.timezone.localdate())
    monkeypatch.setattr(queries.timezone, "now", lambda: later)
    after = client.get(f"{V1}/initiatives", HTTP_IF_NONE_MATCH=first)
    assert after.status_code == 200
    assert after.json()["initiatives"][0]["licence"]["state"] == "ended"


def test_the_page_explains_every_address_choice_and_name(client: Client) -> None:
    page = html(client, "/api")
    document = openapi()
    for path, methods in document["paths"].items():
        assert f"<code>GET http://testserver{path}</code>" in page
        for given in methods["get"].get("parameters", []):
            assert f"<code>{given['name']}</code>" in page
    said = words(page)
    for name, shape in document["components"]["schemas"].items():
        if name != "InitiativesAsked":
            assert all(field in said for field in shape.get("properties", {}))
    assert "insight, operational, sensors" in said


def test_the_reference_page_names_every_address_choice_status_and_field() -> None:
    page = (ROOT / "docs" / "reference" / "api.md").read_text("utf-8")
    document = openapi()
    for path, methods in document["paths"].items():
        assert f"`{path}`" in page
        for given in methods["get"].get("parameters", []):
            assert f"`{given['name']}`" in page, given["name"]
        for status in methods["get"]["responses"]:
            assert str(status) in page
    for name, shape in document["components"]["schemas"].items():
        if name != "InitiativesAsked":
            assert {field for field in shape.get("properties", {}) if f"`{field}`" not in page} == set(), name
