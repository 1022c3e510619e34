"""The page, the label, the search, the interface for programs and the files say the same of each initiative, and none of them more."""

import csv
import io
import json
import re
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from benchmarks.register_rows import fill
from folkmoot.site.commerce import domain as commerce
from folkmoot.site.engagement import domain as engagements
from folkmoot.site.engagement import receipts
from folkmoot.site.initiatives import domain as initiatives
from folkmoot.site.initiatives.register import STATES
from folkmoot.site.people.roles import Role
from folkmoot.site.register import domain, queries
from folkmoot.site.register.queries import Asked
from folkmoot.site.renditions import Reader, plain
from tests.site import make, surveys
from tests.site.commerce.test_register import begun, content
from tests.site.concerns import asking
from tests.site.evidence.publishing import published
from tests.site.initiatives.reading import html, words
from tests.site.register.test_pages import uses

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

CSV, JSONL, CATALOGUE = "/register/initiatives.csv", "/register/initiatives.jsonl", "/register/catalogue.jsonld"
SECRET = "Quincunx"
PEOPLE = "Perpetua Wimple"


def got(client: Client, path: str) -> str:
    """Anything that is sent, as text."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.getvalue().decode()


def svg_words(client: Client, slug: str) -> str:
    return " ".join(unescape(re.sub("<[^>]+>", " ", got(client, f"/i/{slug}/label.svg"))).split())


def every_way(slug: str) -> list[str]:
    return [
        *("/", f"/?q={SECRET}", f"/i/{slug}/label", f"/i/{slug}/label/embed", f"/i/{slug}/label.svg", CSV, JSONL, CATALOGUE),
        *("/api/v1/initiatives", f"/api/v1/initiatives?q={SECRET}", f"/api/v1/initiatives/{slug}", "/api/v1/organisations"),
    ]


def test_every_way_to_read_an_initiative_says_the_same_of_it(client: Client) -> None:
    fill(24)
    domain.rebuild()
    table = {row["slug"]: row for row in csv.DictReader(io.StringIO(got(client, CSV), newline=""))}
    lines = {one["slug"]: one for one in map(json.loads, got(client, JSONL).splitlines())}
    listed = {one["slug"]: one for one in json.loads(got(client, "/api/v1/initiatives?size=100"))["initiatives"]}
    named = {one["@id"]: one for one in json.loads(got(client, CATALOGUE))["dcat:dataset"]}
    assert set(table) == set(lines) == set(listed) == {at.split("/i/")[1].split("#")[0] for at in named if at.endswith("#record")}
    seen = set()
    for slug, line in lines.items():
        assert without_moment(listed[slug]) == without_moment(line)
        state, row = line["licence"]["state"], table[slug]
        word = "Refused" if line["last_decision"] and line["last_decision"]["outcome"] == "no" and state == "ended" else STATES[state]
        page, label = words(html(client, f"/i/{slug}")), svg_words(client, slug)
        assert f"Licence {word}" in page, slug
        assert f"Licence {word}" in label, slug
        assert slug in {i.slug for i in queries.find(Asked(state=state), size=100).initiatives}
        assert (row["licence_state"], row["notice_hash"]) == (state, line["notice"]["hash"] if line["notice"] else "")
        for check in line["licence"]["checks"]:
            assert " ".join(check["words"].split()) in page, (slug, check)
        for organisation in line["organisations"]:
            assert organisation["name"] in page
        if line["notice"]:
            assert f"http://testserver/i/{slug}/notice/{line['notice']['version']}#dataset-1" in named
        seen.add(state)
    assert len(seen) > 3


def without_moment(one: dict[str, Any]) -> dict[str, Any]:
    return one | {"licence": {name: value for name, value in one["licence"].items() if name != "worked_out_at"}}


def test_what_is_drafted_asked_or_complained_of_and_who_did_it_is_in_none_of_them(client: Client) -> None:
    secret = plain(f"{SECRET}.")
    about = make.licensed(make.initiative(slug="warm"))
    clerk = make.member(about.lead, Role.RESEARCH_OFFICER, name=PEOPLE)
    make.draft(about, clerk, what=secret, label_purpose=secret, label_people=secret)
    make.draft(about, clerk, "case")
    initiatives.describe_dataset(
        by=clerk, initiative=about, holder=about.lead, title=secret, fields_used=secret, people_covered=secret, sensitivity="ordinary"
    )  # it stands in no published notice
    make.report_draft(about, clerk, summary=secret)
    asking.received(about, f"{SECRET}?")
    asking.received(about, f"{SECRET}!", kind="complaint")
    deal = begun(about.lead, initiative=about)
    commerce.write_entry(by=clerk, relationship=deal, content=content(value_why=SECRET))
    for path in every_way("warm"):
        text = got(client, path).replace(f"q={SECRET}", "").replace(f'value="{SECRET}"', "")
        assert SECRET not in text, path
        assert PEOPLE not in text, path
    assert json.loads(got(client, f"/api/v1/initiatives?q={SECRET}"))["total"] == 0
    assert uses(html(client, f"/?q={SECRET}")) == []


def test_an_answer_that_someone_gives_changes_nothing_that_programs_read_before_results_are_published(
    client: Client, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "HOME", type(settings.HOME)(tmp_path))
    _, officer, held = surveys.world()
    slug = held.initiative.slug
    before, label = queries.version(), svg_words(client, slug)
    engagements.receive_response(
        engagement=held, receipt=receipts.new(), given={"A": ["Agree a lot"], "age": ["65 and over"], "health": ["No"]}, reader=Reader()
    )
    assert queries.version() == before
    assert svg_words(client, slug) == label
    assert "Not counted yet" in label
    engagements.import_responses(by=officer, engagement=held, rows=surveys.rows())
    assert svg_words(client, slug) == label


def test_the_label_says_of_people_what_the_page_says_and_no_number_besides(
    client: Client, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "HOME", type(settings.HOME)(tmp_path))
    *_, held, _ = published()
    slug = held.initiative.slug
    page, drawing = words(html(client, f"/i/{slug}/label")), svg_words(client, slug)
    said = page.partition("What people said ")[2].partition(" Licence ")[0]
    assert re.search(r"\d", said)
    assert said in " ".join(drawing.split())
    whole = drawing.partition("What people said ")[2].partition(" Licence ")[0]
    assert set(re.findall(r"\d+", whole)) <= set(re.findall(r"\d+", said))
