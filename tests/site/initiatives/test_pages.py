"""The public pages: what they show, in which order, and what they never show."""

import datetime as dt
import re
from html import unescape
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from folkmoot.face import date_words
from folkmoot.site.governance import domain as governance
from folkmoot.site.governance.domain import NewCondition
from folkmoot.site.initiatives import publishing
from folkmoot.site.initiatives.timeline import PUBLIC
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import plain
from tests.site import make
from tests.site.initiatives.reading import headings, html, words

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

HOSTILE = '<script>alert(1)</script> « Les données » "x" & {{ 7*7 }}'


def every_public_page(about: Any) -> list[str]:
    pages = ["/", f"/i/{about.slug}", f"/i/{about.slug}/label", f"/i/{about.slug}/notice"]
    pages += [reverse("initiatives:notice_version", args=[about.slug, v.version]) for v in about.publications.all()]
    return pages + [reverse("governance:decision", args=[about.slug, d.number]) for d in about.decisions.all()]


def test_an_empty_site_says_what_comes_next(client: Client) -> None:
    page = html(client, "/")
    assert headings(page, 1) == ["What is being done with data about us?"]
    assert headings(page, 2) == ["Every use of data now", "How it works, step by step", "Have your say now", "What was decided"]
    for sentence in (
        "No use of data has been proposed yet. When a public body wants to use records, it stands here first, before anything is done.",
        "Nothing is open just now. When people are asked about a use of data, you can answer here.",
        "Nothing has been decided yet. When a committee says yes, no, or yes with conditions, its reasons stand here.",
    ):
        assert sentence in words(page)


def test_an_initiative_answers_what_people_ask_in_the_order_they_ask_it(client: Client) -> None:
    for about in (make.initiative(), make.licensed()):
        page = html(client, f"/i/{about.slug}")
        assert headings(page, 1) == ["Warm and well at home"]
        assert headings(page, 2) == [
            "Warm and well at home",  # the label
            "What",
            "Why",
            "Whose data",
            "Who sees it",
            "What people said",
            "What was decided",
            "Licence",
            "What happened",
            "How it is getting on",
            "Ask a question, or say no",
            "Take this record with you",
        ]


def test_an_initiative_without_a_notice_says_so_in_every_part(client: Client) -> None:
    said = words(html(client, f"/i/{make.initiative().slug}"))
    for sentence in (
        "The notice is being written.",
        "The business case is being written.",
        "Nobody. No one has been given access.",
        "No records are joined.",
        "Nobody has been asked yet.",
        "Nobody has decided yet.",
        "Nobody has decided on joining records, so the records are locked.",
    ):
        assert sentence in said


def test_the_page_shows_the_notice_the_decision_and_the_seven_checks(client: Client) -> None:
    about = make.initiative(title="Ready for school")
    conditions = [
        NewCondition(text=plain("Wipe them after one year."), owner=about.lead, due=None, before_stage="publish"),
    ]
    make.licensed(about, outcome="yes-with-conditions", conditions=conditions)
    page = html(client, f"/i/{about.slug}")
    said = words(page)
    for asked in ("what", "problem", "gains", "people", "left_out", "companies", "contact", "objecting", "complaining", "label_purpose"):
        assert f"Answer to {asked}." in said
    assert "Nobody. No one has been given access. No records are joined. This list comes from the access that was given." in said
    assert "Yes, with 1 condition." in said
    assert f"Wipe them after one year. {about.lead.name} Before publishing what was found Not done yet" in said
    assert re.findall(r"<li[^>]*><svg.*?</svg><span><strong>(.*?)</strong>", page, re.DOTALL) == [
        "There is a decision.",
        "The notice is the same one.",
        "The risk check is signed.",
        "The agreements are signed and in date.",
        "No promise is late.",
        "Nobody has stopped it.",
        "The review date has not passed.",
    ]
    digest = about.publications.get(kind="notice").hash
    assert " ".join(digest[at : at + 8] for at in range(0, 64, 8)) in said


def test_what_happened_tells_public_things_alone_in_order(client: Client) -> None:
    about = make.licensed()
    lead = make.member(about.lead, Role.GOVERNANCE_LEAD)
    stop = governance.suspend(by=lead, initiative=about, organisation=about.lead, reason=plain("A mistake."))
    governance.resume(by=lead, suspension=stop, reason=plain("Put right."))
    make.draft(about, kept=plain("For ever."))
    page = html(client, f"/i/{about.slug}")
    events = re.findall(r"<li><time[^>]*>[^<]*</time>(.*?)</li>", page.partition('class="fm-time"')[2].partition("</ol>")[0], re.DOTALL)
    assert [re.sub(" <a.*", "", event) for event in events] == [
        "It was proposed.",
        "Version 1 of the business case was published.",
        "Version 1 of the notice was published.",
        "A committee was named to decide on it.",
        "A decision was made.",
        "The risk check was signed.",
        "It was stopped.",
        "The stop ended.",
    ]
    assert "publication.drafted" not in PUBLIC
    assert "response.received" not in PUBLIC


SECRET = "Quetzalcoatl"


def test_a_draft_is_on_no_public_page_in_any_rendition(client: Client) -> None:
    about = make.licensed()
    make.draft(about, **{key: plain(SECRET, easy=SECRET, welsh=SECRET) for key in ("what", "label_purpose", "people", "contact")})
    for path in every_public_page(about):
        for query in ("", "?lang=cy", "?read=easy", "?lang=cy&read=easy", f"?q={SECRET.lower()}"):
            page = html(client, path + query)
            assert SECRET not in page.replace(f'value="{SECRET}"', "")
    assert client.get(f"/i/{about.slug}/notice/2").status_code == 404


def test_a_draft_is_for_the_staff_of_its_own_organisation_alone(client: Client) -> None:
    about = make.initiative()
    draft = make.draft(about, what=plain(SECRET))
    paths = [reverse("initiatives:draft_part", args=[about.slug, "what"]), reverse("initiatives:publish_notice", args=[about.slug])]
    strangers = [
        make.user(),
        make.member(make.organisation(), Role.RESEARCH_OFFICER),
        make.member(make.organisation(), Role.GOVERNANCE_LEAD),
    ]
    for person in (*strangers, make.former_member(about.lead), make.former_member(about.lead, Role.GOVERNANCE_LEAD)):
        for path in (*paths, reverse("initiatives:staff_initiative", args=[about.slug])):
            answer = make.signed_in(person).get(path)
            assert answer.status_code == 403
            assert SECRET not in answer.content.decode()
    for role, path in zip((Role.RESEARCH_OFFICER, Role.GOVERNANCE_LEAD), paths, strict=True):
        assert SECRET in html(make.signed_in(make.member(draft.initiative.lead, role)), path)


def test_every_public_page_has_one_h1_no_inline_style_or_script_and_unique_ids(client: Client) -> None:
    partner = make.organisation()
    about = make.licensed(make.initiative(partners=[partner]))
    make.initiative(title="Another one")
    for path in every_public_page(about):
        page = html(client, path)
        assert len(re.findall("<h1", page)) == 1, path
        assert "style=" not in page, path
        assert "<style" not in page, path
        assert "<script" not in page, path
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert len(ids) == len(set(ids)), path
        for target in re.findall(r'aria-(?:labelledby|describedby)="([^"]+)"', page):
            assert set(target.split()) <= set(ids), path
        levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
        assert all(after - before <= 1 for before, after in pairwise(levels)), path


def test_every_link_on_every_public_page_opens(client: Client) -> None:
    about = make.licensed()
    make.notice(about, kept=plain("Two years."))
    links = {link for path in every_public_page(about) for link in re.findall(r'href="(/[^"]*)"', html(client, path))}
    links = {unescape(link).partition("#")[0] for link in links if not link.startswith("/static/")}
    assert len(links) > 8
    for link in links:
        assert client.get(link).status_code in ({302} if link.startswith("/staff/") else {200}), link


def test_words_are_words_and_never_markup(client: Client) -> None:
    about = make.initiative(title=HOSTILE)
    make.licensed(about, reasons=plain(HOSTILE))
    make.notice(
        about, **{f: plain(HOSTILE, easy=HOSTILE, welsh=HOSTILE) for f in ("what", "people", "left_out", "contact", "label_purpose")}
    )
    for path in every_public_page(about):
        for query in ("", "?lang=cy&read=easy"):
            page = html(client, path + query)
            assert "<script>alert" not in page
            assert "« Les données »" in page
            assert "{{ 7*7 }}" in page
    assert html(client, "/?q=%3Cscript%3Ealert(1)%3C/script%3E&lang=%22%3E%3Cb%3E").count("<script>alert") == 0


def test_a_reader_gets_easy_read_and_welsh_marked_as_welsh_and_keeps_them_from_page_to_page(client: Client) -> None:
    about = make.initiative()
    make.notice(about, what=plain("We join two sets of records.", easy="We put records together.", welsh="Rydym yn uno cofnodion."))
    english, easy, welsh = (html(client, f"/i/{about.slug}{query}") for query in ("", "?read=easy", "?lang=cy"))
    assert "<p>We join two sets of records.</p>" in english
    assert "<p>We put records together.</p>" in easy
    assert '<p lang="cy">Rydym yn uno cofnodion.</p>' in welsh
    assert '<h1><span lang="cy">Warm and well at home (Cymraeg)</span></h1>' in welsh
    assert "<p>Answer to decides.</p>" in welsh  # not translated: it stays English, and is not marked as Welsh
    assert f'href="/i/{about.slug}/notice?lang=cy"' in welsh
    assert f'href="/i/{about.slug}?lang=cy&amp;read=easy"' in welsh  # easy read as well, in Welsh
    assert f'href="/i/{about.slug}" lang="en"' in welsh


def test_the_register_is_narrowed_by_words_organisation_and_state(client: Client) -> None:
    hospital = make.organisation("Mereside Hospitals", kind="health")
    warm = make.licensed(make.initiative(title="Warm homes", slug="warm"))
    make.initiative(title="Bus routes", slug="bus", partners=[hospital])

    def found(query: str) -> list[str]:
        return headings(html(client, f"/{query}"), 3)[: -len(headings(html(client, "/?q=zzzz"), 3)) or None]

    assert found("") == ["Bus routes", "Warm homes"]
    assert found("?q=WARM") == ["Warm homes"]
    assert found("?q=bus+routes") == ["Bus routes"]
    assert found("?q=cymraeg") == ["Bus routes", "Warm homes"]
    assert found("?q=mereside") == ["Bus routes"]
    assert found(f"?organisation={hospital.slug}") == ["Bus routes"]
    assert found("?state=in_force") == ["Warm homes"]
    assert found(f"?state=draft&organisation={warm.lead.slug}") == []
    nothing = words(html(client, "/?q=zzzz"))
    assert "Nothing fits what you looked for." in nothing
    assert "Show all 2" in nothing


def test_the_home_page_counts_what_there_is_and_its_fingerprint_follows_what_it_shows(client: Client) -> None:
    def digest() -> str:
        return re.findall(r"<code>([0-9a-f ]+)</code>", html(client, "/"))[0]

    empty = digest()
    about = make.licensed()
    make.initiative(title="Another one")
    page = html(client, "/")
    counts = re.findall(r'<p class="fm-small">([^<]*)</p></div></li>', page.partition("fm-loop__steps")[2].partition("</ol>")[0])
    assert counts == ["1 not decided yet", "0 open now", "0 results", "1 this year", "0 running", "1 notice to read", "0 answered"]
    before = digest()
    assert before != empty
    assert before == digest()
    governance.suspend(
        by=make.member(about.lead, Role.GOVERNANCE_LEAD), initiative=about, organisation=about.lead, reason=plain("A mistake.")
    )
    assert digest() != before


@pytest.mark.parametrize("end", ["", "/label", "/notice", "/notice/1", "/decisions/1"])
def test_what_is_not_there_is_a_page_that_says_so(client: Client, end: str) -> None:
    answer = client.get(f"/i/nothing-here{end}")
    assert answer.status_code == 404
    assert "There is no page here" in answer.content.decode()


def test_versions_and_decisions_that_are_not_there_are_not_found(client: Client) -> None:
    about = make.licensed()
    for end in ("notice/0", "notice/2", "decisions/0", "decisions/2", "notice/99999999999999999999"):
        assert client.get(f"/i/{about.slug}/{end}").status_code == 404


def test_the_names_of_staff_are_on_no_public_page(client: Client) -> None:
    about = make.initiative()
    publishing.draft_publication(by=make.member(about.lead, name="Zebedee Quill"), initiative=about, answers=make.answers())
    make.licensed(about)
    for path in every_public_page(about):
        page = html(client, path)
        assert "Zebedee Quill" not in page
        assert "Robin Clerk" not in page
        assert "@example.org" not in page


def test_where_there_are_partners_the_page_says_what_each_has_signed_and_what_has_ended_does_not_count(client: Client) -> None:
    alone, partner, stranger = make.initiative(), make.organisation(), make.organisation()
    assert "Who has signed" not in words(html(client, f"/i/{alone.slug}"))
    about = make.initiative(partners=[partner, stranger])
    today, lead = timezone.localdate(), make.member(about.lead, Role.GOVERNANCE_LEAD)
    old = {"signed_on": today - dt.timedelta(days=9), "ends_on": today - dt.timedelta(days=1)}
    governance.sign_agreement(by=lead, initiative=about, kind="joint", parties=[about.lead, stranger], **old)
    governance.sign_agreement(by=lead, initiative=about, kind="use", parties=[about.lead, partner], ends_on=today)
    said = words(html(client, f"/i/{about.slug}"))
    held = f"Agreement on the use of records, on {date_words(today)}. It ends on {date_words(today)}."
    assert f"{about.lead.name} {held} {partner.name} {held} {stranger.name} Not signed yet" in said
