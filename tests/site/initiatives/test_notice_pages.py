"""The notice in full, its older versions, and the data use label."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from folkmoot.record import QUESTIONS, content_hash
from folkmoot.site.governance import queries as governance
from folkmoot.site.initiatives import domain
from folkmoot.site.initiatives.models import Publication
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import plain
from tests.site import make
from tests.site.initiatives.reading import headings, html, words

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def everything_said(node: Any, rendition: tuple[str, str]) -> list[str]:
    """Each text of a document in one rendition."""
    if isinstance(node, list):
        return [text for part in node for text in everything_said(part, rendition)]
    if not isinstance(node, dict):
        return []
    language, style = rendition
    if isinstance(node.get(language), dict) and style in node[language]:
        return [node[language][style]]
    return [text for part in node.values() for text in everything_said(part, rendition)]


def test_the_page_of_a_notice_shows_every_text_that_its_hash_covers(client: Client) -> None:
    partner = make.organisation("Mereside Hospitals", kind="health")
    about = make.initiative(partners=[partner])
    asked = [question.id for question in QUESTIONS.values() if question.kind == "text" and question.publication == "notice"]
    made = make.notice(about, **{key: plain(f"{key} plain.", f"{key} easy.", f"{key} Cymraeg.") for key in asked})
    for rendition, query in ((("en", "standard"), ""), (("en", "easy"), "?read=easy"), (("cy", "standard"), "?lang=cy")):
        texts = everything_said(made.content, rendition)
        assert len(texts) > 20
        shown = words(html(client, f"/i/{about.slug}/notice{query}"))
        assert [text for text in texts if text not in shown] == []
        if not query:
            reader = make.signed_in(make.member(about.lead, Role.GOVERNANCE_LEAD))
            make.draft(about, kept=plain("Two years."))
            assert [
                t for t in everything_said(about.drafts.get().content, rendition) if t not in words(html(reader, _publish(about)))
            ] == []
    assert "Mereside Hospitals" in shown
    assert "How sensitive: Ordinary" in shown


def _publish(about: Any) -> str:
    return reverse("initiatives:publish_notice", args=[about.slug])


def test_an_older_version_stays_readable_and_the_list_says_what_changed(client: Client) -> None:
    about = make.licensed()
    make.notice(about, kept=plain("Two years."))
    older, current = (html(client, f"/i/{about.slug}/notice{end}") for end in ("/1", ""))
    assert "This is an older version" in words(older)
    assert "Answer to kept." in words(older)
    assert "Two years." not in words(older)
    assert "This is an older version" not in words(current)
    said = "What changed: How names come off and records are joined: How long are the joined records kept, and then?"
    assert said in words(current)
    assert "version 1 of the notice" in words(html(client, f"/i/{about.slug}/decisions/1"))


def test_the_label_carries_a_qr_code_of_its_own_address(client: Client) -> None:
    about = make.licensed()
    page = html(client, f"/i/{about.slug}/label")
    assert f'aria-label="QR code of http://testserver/i/{about.slug}"' in page
    assert f"See it all, ask, or say no: testserver/ i/ {about.slug} Print it" in words(page)
    assert headings(page, 1) == ["Warm and well at home"]


@pytest.mark.parametrize(("about", "until"), [(make.initiative, False), (make.licensed, True)])
def test_the_label_says_until_when_only_where_there_is_a_day(client: Client, about: Any, until: bool) -> None:
    page = html(client, f"/i/{about().slug}/label")
    assert ("<dt>Until</dt>" in page) is until
    assert "<dt>Licence</dt>" in page


def test_the_label_of_a_refused_use_has_no_last_day_and_of_a_closed_one_the_day_it_closed(client: Client) -> None:
    refused = make.initiative()
    make.notice(refused)
    make.decision(refused, "no")
    assert "<dt>Until</dt>" not in html(client, f"/i/{refused.slug}/label")
    ended = make.all_on_record(make.licensed())
    domain.change_stage(by=make.member(ended.lead), initiative=ended, stage="close")
    assert f'<dt>Until</dt><dd><time datetime="{timezone.localdate().isoformat()}">' in html(client, f"/i/{ended.slug}/label")


def test_a_version_shows_the_words_that_went_and_came(client: Client) -> None:
    about = make.licensed()
    make.notice(about, kept=plain("Answer for two years."))
    page = html(client, f"/i/{about.slug}/notice/2")
    assert "<p>Answer <del>to kept.</del> <ins>for two years.</ins> </p>" in page
    assert "What this version changed" not in html(client, f"/i/{about.slug}/notice/1")


def test_the_business_case_has_a_page_of_its_own_and_one_for_each_version(client: Client) -> None:
    about = make.initiative()
    assert "The business case is being written." in words(html(client, f"/i/{about.slug}/business-case"))
    made = make.case(about)
    make.case(about, cost=plain("Nothing at all."))
    shown = words(html(client, f"/i/{about.slug}/business-case/1"))
    assert [text for text in everything_said(made.content, ("en", "standard")) if text not in shown] == []
    assert "This is an older version" in shown
    assert "Nothing at all." in words(html(client, f"/i/{about.slug}/business-case"))
    assert client.get(f"/i/{about.slug}/business-case/3").status_code == 404


def test_a_notice_of_the_form_notices_had_before_can_be_read_and_has_no_licence(client: Client) -> None:
    about = make.initiative()
    content = {
        "title": about.title,
        "summary": about.summary,
        "parties": [{"slug": about.lead.slug, "name": about.lead.name, "role": plain("Leads.")}],
        "datasets": [],
        "fields": {"what": plain("We join two sets."), "who_sees": plain("Three people."), "identifies": "no", "contact": plain("Phone.")},
    }
    people = {"drafted_by": make.user(), "published_by": make.user(), "published_at": timezone.now()}
    Publication.objects.create(initiative=about, kind="notice", version=1, content=content, hash=content_hash(content), **people)
    page = words(html(client, f"/i/{about.slug}/notice"))
    assert "Who will see the joined records? Three people." in page
    assert "We join two sets." in words(html(client, f"/i/{about.slug}"))
    assert governance.licence_of(about).in_force is False
    make.notice(about)
    assert "It was written anew, in the form that notices have now." in words(html(client, f"/i/{about.slug}/notice"))
