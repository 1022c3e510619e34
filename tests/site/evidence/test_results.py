"""Results: made once from frozen answers, the same for good, and with nothing hidden in them."""

import datetime as dt
import hashlib
import io
import json
import re
import tomllib
import zipfile
from html import unescape
from importlib import import_module

import polars as pl
import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client

from folkmoot import weigh
from folkmoot.site.audit.models import Event
from folkmoot.site.engagement import domain as engagements
from folkmoot.site.engagement import queries as engagement_queries
from folkmoot.site.engagement.models import Response
from folkmoot.site.errors import NotNow
from folkmoot.site.evidence import domain
from folkmoot.site.evidence.models import Finding, Results, Snapshot
from folkmoot.site.people.roles import ROLES, Role
from tests.site import make, surveys
from tests.site.evidence.publishing import closed, frame_of, page_bytes, published, toml

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


MAY_PUBLISH = {role for role, facts in ROLES.items() if "evidence.publish" in facts.permissions}


def test_erasing_a_person_changes_no_published_number():
    _, officer, engagement, results = published(people=["ada@example.org", "bob@example.org"])
    before = page_bytes()
    for kept in Response.objects.exclude(participant=None):
        assert engagements.forget_person(engagement=engagement, receipt=kept.receipt)
    assert not Response.objects.exclude(participant=None).exists()
    assert page_bytes() == before
    for file in (settings.HOME.snapshots / "warm").iterdir():
        file.unlink()  # so that the next snapshot is written from the responses as they are now
    assert domain.take_snapshot(by=officer, engagement=engagement) == results.snapshot
    assert domain.publish_findings(by=officer, engagement=engagement) == results
    assert (Snapshot.objects.count(), Results.objects.count()) == (1, 1)


def test_publishing_twice_adds_nothing():
    _, officer, engagement, first = published()
    events = Event.objects.count()
    assert domain.publish_findings(by=officer, engagement=engagement) == first
    assert (Results.objects.count(), Finding.objects.count(), Event.objects.count()) == (1, 2, events)


def test_another_version_of_folkmoot_that_finds_the_same_publishes_nothing_new(monkeypatch):
    _, officer, engagement, first = published()
    monkeypatch.setattr(import_module("folkmoot.weigh.findings"), "version", lambda name: "99.0")
    assert domain.publish_findings(by=officer, engagement=engagement) == first
    assert (Results.objects.count(), Finding.objects.count()) == (1, 2)


def test_numbers_are_worked_out_while_nothing_is_locked(monkeypatch):
    depths, weigh_really = [], weigh.weigh

    def watched(*given, **options):
        depths.append(len(connection.savepoint_ids))
        return weigh_really(*given, **options)

    monkeypatch.setattr(weigh, "weigh", watched)
    depth = len(connection.savepoint_ids)
    published()
    assert depths == [depth]


def test_the_hash_on_the_page_is_the_hash_of_the_file():
    *_, results = published()
    page, document, tables = page_bytes()
    assert hashlib.sha256(document).hexdigest() == results.hash
    shown = re.search(r"Fingerprint of what this page shows: <code>([0-9a-f ]+)</code>", page.decode())[1]
    assert shown.replace(" ", "") == results.hash
    assert weigh.tables(json.loads(document)) == tables


def test_the_site_gives_the_same_numbers_as_the_command_on_the_exported_answers(tmp_path):
    _, _, engagement, results = published(people=["ada@example.org"])
    frame = pl.concat(pl.read_parquet(file) for file in sorted((settings.HOME.snapshots / "warm").iterdir()))
    frame.write_csv(tmp_path / "responses.csv")
    plan = tmp_path / "plan.toml"
    plan.write_text(toml(engagement_queries.analysis_of(engagement).plan), "utf-8")
    assert tomllib.loads(plan.read_text("utf-8")) == engagement_queries.analysis_of(engagement).plan
    read = weigh.Plan.from_toml(plan)
    answers = weigh.check(weigh.read(tmp_path / "responses.csv", read), read)
    from_command = weigh.findings(weigh.weigh_answers(answers, read))
    from_site = json.loads(results.document)
    assert from_site.pop("dataset_hash") == results.snapshot.sha256
    from_command.pop("dataset_hash")
    assert from_site.pop("plan_hash") != from_command.pop("plan_hash")  # TOML has tables last, and the hash minds the order
    assert from_site == json.loads(json.dumps(from_command))
    assert from_site["responses"]["n"] == 241
    assert from_site["weighting"]["made_fair"]


def test_a_hidden_number_is_nowhere_on_the_page_or_in_the_files():
    """One person alone is in the south. What they said is in no output, and neither is the group hidden beside them."""
    *_, results = published()
    document = json.loads(results.document)
    hidden = [row for row in document["findings"] if row["factor"] == "area"]
    assert {row["level"] for row in hidden} == {"North", "South"}  # with two groups, hiding one means hiding both
    for row in hidden:
        assert row["mark"] == "[c]"
        numbers = ("estimate", "low", "high", "se", "unweighted", "n", "n_weighted", "n_effective")
        assert {row[name] for name in numbers} == {None}
    frame = frame_of(results.snapshot)
    north = frame.filter((pl.col("area") == "North") & pl.col("A").is_not_null() & (pl.col("A") != surveys.DONT_KNOW)).height
    page, json_file, tables = page_bytes()
    book = zipfile.ZipFile(io.BytesIO(tables))
    cells = " ".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    whole = r"(?<![0-9A-Fa-f.#-])\d+(?![0-9A-Fa-f.%])"  # no part of a decimal number or of a fingerprint
    for text in (page.decode(), json_file.decode(), cells):
        assert "[c]" in text
        assert str(north) not in set(re.findall(whole, text.replace(",", "")))
        assert str(north + 1) in set(re.findall(whole, text.replace(",", "")))  # the base of everybody together, which is shown


def test_nothing_is_published_while_answers_come_in():
    _, officer, engagement = surveys.world()
    for step in (domain.take_snapshot, domain.publish_findings):
        with pytest.raises(NotNow, match="Close the engagement first"):
            step(by=officer, engagement=engagement)
    assert not Snapshot.objects.exists()


def test_only_those_who_may_publish_do_and_only_in_the_organisation_that_leads():
    where, _, engagement = closed()
    others = [
        make.member(make.organisation(), Role.RESEARCH_OFFICER),
        make.former_member(where),
        *(make.member(where, role) for role in set(Role) - MAY_PUBLISH),
        make.user(),
    ]
    for other in others:
        for attempt in (
            lambda by: domain.take_snapshot(by=by, engagement=engagement),
            lambda by: domain.publish_findings(by=by, engagement=engagement),
            lambda by: domain.record_theme(by=by, initiative=engagement.initiative, key="k", words="w", n=1, method="m", source="s"),
        ):
            with pytest.raises(PermissionDenied):
                attempt(other)
        assert make.signed_in(other).post("/staff/engagements/warm/publish").status_code == 403
    make.no_writes_by(*others)
    assert not Results.objects.exists()
    lead = make.member(where, Role.GOVERNANCE_LEAD)
    assert make.signed_in(lead).post("/staff/engagements/warm/publish").status_code == 302
    assert Results.objects.get().published_by == lead


def test_answers_that_cannot_be_weighed_are_refused_with_the_reason_and_nothing_is_kept():
    rows = [row for row in surveys.rows() if row["age"] != "65 and over"]
    _, officer, engagement = closed(rows=rows)
    with pytest.raises(ValidationError) as refused:
        domain.publish_findings(by=officer, engagement=engagement)
    assert any("65 and over" in message for message in refused.value.messages)
    answer = make.signed_in(officer).post("/staff/engagements/warm/publish")
    assert answer.status_code == 400
    assert "65 and over" in answer.content.decode()
    assert not Results.objects.exists()
    assert not Finding.objects.exists()


def test_an_engagement_nobody_answered_is_refused_in_words():
    _, officer, engagement = closed(rows=[])
    with pytest.raises(ValidationError):
        domain.publish_findings(by=officer, engagement=engagement)


def start_page(query: str = "", slug: str = "warm") -> str:
    page = Client().get(f"/e/{slug}{query}").content.decode()
    return " ".join(re.sub("<[^>]+>", " ", page.partition("<main")[2].partition("</main>")[0]).split())


def test_a_closed_survey_says_what_comes_next_and_once_published_where_the_results_are():
    *_, officer, engagement = closed()
    before = start_page()
    assert "We now weigh the answers" in before
    assert "See the results" not in before
    domain.publish_findings(by=officer, engagement=engagement)
    after = start_page()
    assert "We now weigh the answers" not in after
    assert "The answers were weighed, and the results are published. See the results" in after
    assert 'href="/e/warm/results?lang=cy"' in Client().get("/e/warm?lang=cy").content.decode()
    assert "wedi&#39;u cyhoeddi. Gweld y canlyniadau" in start_page("?lang=cy")
    assert "You can read it now. See what people said" in start_page("?read=easy")


def test_a_survey_that_takes_no_more_answers_does_not_ask_anyone_to_decide(monkeypatch):
    _, _, engagement = surveys.world()
    assert "Before you decide You do not have to take part." in start_page()
    day_after = engagement.closes + dt.timedelta(days=1)
    with monkeypatch.context() as later:  # its last day has gone, and nobody has closed it yet
        later.setattr("folkmoot.site.engagement.views.timezone.localdate", lambda *_: day_after)
        ran_out = start_page()
    engagements.close_engagement(by=make.member(engagement.initiative.lead), engagement=engagement)
    for page in (ran_out, start_page()):
        assert "Before you decide" not in page
        assert "You do not have to take part." not in page
        assert "I have answered, and want my name erased" in page


def test_the_tables_of_groups_are_folded_away_until_they_are_asked_for():
    published()
    browser = Client()
    page = browser.get("/e/warm/results").content.decode()
    folded = re.findall(r"<details[^>]*><summary>([^<]+)</summary>(.*?)</details>", page, re.DOTALL)
    factors = ["Show the numbers by Age", "Show the numbers by Health", "Show the numbers by Area"]
    assert [summary for summary, _ in folded] == ["Age, out of every 100 people", *factors]
    assert all("<table>" in inside for _, inside in folded)
    assert page.count('<a href="#groups">Back to the list of groups</a>') == 3
    way = unescape(re.search(r'<a href="([^"]+)">Open every table', browser.get("/e/warm/results?lang=cy").content.decode())[1])
    assert way == "?lang=cy&show=all"
    opened = browser.get(f"/e/warm/results{way}").content.decode()
    assert "<details" not in opened
    assert opened.count("<table>") == page.count("<table>")
