"""The pages beside real engagements: what is open, what was said, and how a decision answers it."""

import re
from typing import Any

import pytest
from django.test import Client

from folkmoot.site.evidence import queries as evidence
from folkmoot.site.governance import domain as governance
from folkmoot.site.initiatives import domain as initiatives
from folkmoot.site.initiatives import queries
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import plain
from tests.site import make, surveys
from tests.site.evidence.publishing import closed, published
from tests.site.initiatives.reading import headings, html, words

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def described(about: Any) -> None:
    """The initiative with a dataset and a notice."""
    initiatives.describe_dataset(
        by=make.member(about.lead),
        initiative=about,
        holder=about.lead,
        title=plain("Home repairs"),
        fields_used=plain("Heating."),
        people_covered=plain("People aged 65 and over."),
        sensitivity="ordinary",
    )
    make.notice(about)


def test_an_open_survey_stands_on_the_home_page_and_counts_as_open(client: Client) -> None:
    _, _, engagement = surveys.world()
    said = words(html(client, "/"))
    assert "Warm homes survey What may records be used for? Survey. There is an easy read version. About 5 minutes." in said
    assert "1 open now" in said
    assert f'href="/e/{engagement.slug}?lang=cy"' in html(client, "/?lang=cy")
    page = html(client, f"/i/{engagement.initiative.slug}")
    assert "The answers are not counted yet. Nobody sees a result before everyone does." in words(page)
    assert "Not counted yet" in words(page)


def test_a_draft_engagement_is_on_no_page(client: Client) -> None:
    where = make.organisation()
    held = surveys.draft(make.member(where), where)
    for path in ("/", f"/i/{held.initiative.slug}"):
        assert "Warm homes survey" not in html(client, path)
    assert "Nobody has been asked yet." in words(html(client, f"/i/{held.initiative.slug}"))


def test_a_closed_survey_without_results_shows_no_number(client: Client) -> None:
    _, _, engagement = closed()
    page = html(client, f"/i/{engagement.initiative.slug}")
    assert "The answers are not counted yet." in words(page)
    assert re.search(r"(?<!\d)240(?!\d)", words(page)) is None
    assert "0 results" in words(html(client, "/"))


def test_published_results_stand_on_the_page_with_their_sample_and_their_table(client: Client) -> None:
    _, _, engagement, _ = published()
    said = evidence.said(engagement.initiative_id)
    page = html(client, f"/i/{engagement.initiative.slug}")
    text = words(page)
    assert text.count(said.headline) == 2  # in the label and under its heading
    assert text.count(said.sample) == 2
    for cells in said.figure.table.rows:
        assert " ".join(cells) in text
    assert f'href="{said.url}"' in page
    assert "1 result" in words(html(client, "/"))
    assert len(headings(page, 1)) == 1


def test_a_decision_answers_findings_and_an_unanswered_one_shows(client: Client) -> None:
    _, _, engagement, _ = published()
    about = queries.by_id(engagement.initiative_id)
    described(about)
    first, second = evidence.findings_of(about.pk)
    make.decision(about, answers={first.key: plain("We cut five years to one.", welsh="Blwyddyn yn lle pump.")})
    page = html(client, f"/i/{about.slug}/decisions/1")
    assert f"{first.words} We cut five years to one." in words(page)
    assert f"{second.words} No answer in this decision." in words(page)
    assert '<span lang="cy">Blwyddyn yn lle pump.</span>' in html(client, f"/i/{about.slug}/decisions/1?lang=cy")
    home = words(html(client, "/"))
    assert f"You said: {first.words} They answered: We cut five years to one." in home
    assert "1 answered" in home


def test_the_form_of_a_decision_asks_for_an_answer_to_each_finding(client: Client) -> None:
    _, _, engagement, _ = published()
    about = queries.by_id(engagement.initiative_id)
    described(about)
    committee = make.committee(about)
    browser = make.signed_in(make.member(committee, Role.COMMITTEE_MEMBER))
    text = words(html(browser, f"/staff/initiatives/{about.slug}/decisions/new"))
    for finding in evidence.findings_of(about.pk):
        assert f"People said: {finding.words} What is the answer?" in text


def test_the_committee_can_stop_what_it_decided_on_and_the_page_says_why(client: Client) -> None:
    about = make.initiative()
    committee = make.organisation(kind="committee")
    make.licensed(about, committee=committee)
    member = make.member(committee, Role.COMMITTEE_MEMBER)
    governance.suspend(by=member, initiative=about, organisation=committee, reason=plain("A promise was not kept on time."))
    text = words(html(client, f"/i/{about.slug}"))
    assert "It has been stopped. Joining records is not allowed until the stop ends." in text
    assert "A promise was not kept on time." in text
    assert "Nobody can use the records now" in words(html(client, "/"))
