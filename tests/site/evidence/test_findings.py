"""Findings and pages: what evidence tells others, by key, and what a page says before and after."""

import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from folkmoot.site.engagement import domain as engagements
from folkmoot.site.engagement.words import dates_in_words
from folkmoot.site.evidence import domain, queries
from folkmoot.site.evidence.models import Finding
from folkmoot.site.people.roles import Role
from tests.site import make, surveys
from tests.site.evidence.publishing import FILES, closed, page_bytes, published

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_before_it_is_published_the_page_says_what_comes_next():
    _, officer, engagement = surveys.world()
    page = Client().get("/e/warm/results").content.decode()
    assert "People are still answering" in page
    engagements.close_engagement(by=officer, engagement=engagement)
    page = Client().get("/e/warm/results").content.decode()
    assert "The results are not published yet." in page
    assert "We now weigh the answers" in page
    for file in FILES[1:]:
        assert Client().get(f"/e/warm/results{file}").status_code == 404


def test_the_page_says_how_people_came_before_any_number_and_where_this_is_in_the_loop():
    published()
    page = page_bytes()[0].decode()
    assert page.index("This was a volunteer sample") < page.index("What people said</h2>")
    assert "step 3 of 7" in page
    assert (
        "A link on the council&#39;s pages." in page or "A link on the council’s pages." in page or "A link on the council's pages." in page
    )


def test_what_people_said_is_told_by_key_with_its_range_and_sample():
    _, _, engagement, results = published()
    said = queries.said(engagement.initiative_id)
    assert [key for key, _ in said.findings] == ["said-a", "said-b"]
    assert said.url == "/e/warm/results"
    document = json.loads(results.document)
    sentences = [row["sentence"] for row in document["findings"] if row["factor"] is None]
    assert [words for _, words in said.findings] == sentences
    assert re.fullmatch(
        r"From \d+ to \d+ in 100 agreed, depending on the statement\. The true numbers are likely between \d+ and \d+\.", said.headline
    )
    assert said.sample == "240 people, a volunteer sample; made fair by Age."
    assert len(said.figure.table.rows) == 2
    found = queries.findings_of(engagement.initiative_id)
    assert [(f.key, f.kind, f.dataset_hash) for f in found] == [(k, "estimate", results.snapshot.sha256) for k in ("said-a", "said-b")]
    assert queries.published_slugs(engagement.initiative_id) == {"warm"}
    for finding in Finding.objects.all():
        assert finding.method_version == document["method_version"]
        assert finding.n == next(row["n"] for row in document["findings"] if row["sentence"] == finding.words)


def test_nothing_is_said_of_an_initiative_without_results():
    _, _, engagement = closed()
    assert queries.said(engagement.initiative_id) is None
    assert queries.findings_of(engagement.initiative_id) == []


def test_two_engagements_of_one_initiative_have_findings_with_keys_of_their_own():
    where, officer, engagement, _ = published()
    again = surveys.opened(officer, where, "again", initiative=engagement.initiative)
    engagements.import_responses(by=officer, engagement=again, rows=surveys.rows(200))
    again = engagements.close_engagement(by=officer, engagement=again)
    domain.publish_findings(by=officer, engagement=again)
    keys = [finding.key for finding in queries.findings_of(engagement.initiative_id)]
    assert keys == ["said-a", "said-b", "again-said-a", "again-said-b"]
    assert queries.said(engagement.initiative_id).url == "/e/again/results"


def test_a_theme_is_recorded_once_and_shown_with_its_n_method_and_source():
    _, officer, engagement, _ = published()
    given = {"key": "key-finding-1", "words": "People fear <b>exposure</b>", "n": 40, "method": "Focus groups", "source": "A report, 2021"}
    theme = domain.record_theme(by=officer, initiative=engagement.initiative, **given)
    assert domain.record_theme(by=officer, initiative=engagement.initiative, **given) == theme
    with pytest.raises(ValidationError, match="already"):
        domain.record_theme(by=officer, initiative=engagement.initiative, **{**given, "words": "Other words"})
    for spoiled in ({"key": "Key 1"}, {"key": "said-a"}, {"n": 0}, {"words": " "}, {"source": ""}, {"method": "m" * 2001}):
        with pytest.raises(ValidationError):
            domain.record_theme(by=officer, initiative=engagement.initiative, **{**given, "key": "key-2", **spoiled})
    page = Client().get(f"/i/{engagement.initiative.slug}/findings").content.decode()
    for words in ("People fear &lt;b&gt;exposure", "40 people took part: Focus groups", "A report, 2021", "said-a"):
        assert words in page
    assert Finding.objects.filter(kind="theme").count() == 1
    assert Client().get("/i/nothing/findings").status_code == 404


def test_the_staffs_list_names_what_can_be_published():
    where, _, engagement, *_ = published()
    page = make.signed_in(make.member(where, Role.GOVERNANCE_LEAD)).get("/staff/results").content.decode()
    assert "Version 1 of its results is published." in page
    assert f">{dates_in_words(engagement.opens, engagement.closes)}<" in page
    other = make.member(make.organisation(), Role.GOVERNANCE_LEAD)
    assert "No engagement has closed yet." in make.signed_in(other).get("/staff/results").content.decode()
