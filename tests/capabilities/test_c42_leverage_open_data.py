"""C42: "Leverage open data as a mechanism and opportunity for enhancing transparency and accountability" (seed 000).

Works when: all that is public can be had as open files and through an interface for programs, by anyone, as it stands now.
"""

import csv
import io
import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from capabilities.walking import does, office, read
from folkmoot.record import content_hash
from folkmoot.record.read_whole import read_whole
from folkmoot.site.people.roles import Role
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def taken(address: str) -> bytes:
    """A file, as a program on another site takes it that has neither signed in nor a key."""
    answer = Client().get(urlsplit(address).path, headers={"origin": "https://elsewhere.example"})
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (200, "*"), address
    return answer.getvalue()


def asked(path: str) -> Any:
    return json.loads(Client().get(f"/api/v1/{path}").content)


def rows() -> dict[str, dict[str, str]]:
    """initiatives.csv by slug."""
    found = csv.DictReader(io.StringIO(taken("/register/initiatives.csv").decode(), newline=""))
    return {row["slug"]: row for row in found}


def lines() -> dict[str, Any]:
    """initiatives.jsonl by slug."""
    return {one["slug"]: one for one in map(json.loads, taken("/register/initiatives.jsonl").decode().splitlines())}


def test_a_program_that_knows_the_home_page_alone_finds_every_file_and_what_each_column_means() -> None:
    make.licensed(make.initiative(slug="warm"))
    page = Client().get("/").content.decode()
    for path in ("/register/catalogue.jsonld", "/register/initiatives.csv", "/register/initiatives.jsonl", "/api"):
        assert f'href="{path}"' in page
    catalogue = json.loads(taken("/register/catalogue.jsonld"))
    offered = [file for dataset in catalogue["dcat:dataset"] for file in dataset.get("dcat:distribution", []) if "dcat:downloadURL" in file]
    assert len(offered) > 8
    for file in offered:
        assert Client().get(urlsplit(file["dcat:downloadURL"]["@id"]).path).status_code == 200
    package = json.loads(taken("/register/datapackage.json"))
    columns = {one["path"]: [field["name"] for field in one["schema"]["fields"]] for one in package["resources"]}
    assert list(rows()["warm"]) == columns["initiatives.csv"]
    assert all(field["description"] for one in package["resources"] for field in one["schema"]["fields"])
    document = json.loads(taken(catalogue["dcat:service"][0]["dcat:endpointDescription"]["@id"]))
    assert "/api/v1/initiatives" in document["paths"]


def test_what_staff_do_is_in_every_file_at_once_and_the_same_in_each() -> None:
    about = make.licensed(make.initiative(slug="warm"))
    lead = office(about.lead, Role.GOVERNANCE_LEAD)
    for state in ("in_force", "suspended"):
        (found,) = asked(f"initiatives?q=warm&state={state}")["initiatives"]
        assert found["licence"]["state"] == rows()["warm"]["licence_state"] == lines()["warm"]["licence"]["state"] == state
        assert asked("initiatives/warm")["licence"]["state"] == state
        if state == "in_force":
            assert "In force" in read("/i/warm")
            does(lead, "/staff/initiatives/warm/stop", organisation=about.lead.slug, reason="The notice was wrong.")
    assert asked("initiatives?state=in_force")["total"] == 0
    assert "The notice was wrong." in json.dumps(lines()["warm"]["licence"]["checks"])
    assert "The notice was wrong." in read("/i/warm")


def test_what_was_taken_can_be_checked_to_be_what_was_published() -> None:
    make.licensed(make.initiative(slug="warm"))
    one = asked("initiatives/warm")
    assert content_hash(one["document"]) == one["notice"]["hash"] == rows()["warm"]["notice_hash"]
    whole = read_whole(taken(one["record"]))
    assert [made["hash"] for made in whole["publications"] if made["kind"] == "notice"] == [one["notice"]["hash"]]
    assert whole["licence"]["state"] == one["licence"]["state"]
