"""The public pages of promises, and the staff's, as a browser uses them."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.site.commitments import domain
from folkmoot.site.commitments.models import Commitment, CommitmentReport, CommitmentSignature
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import plain
from tests.site import make
from tests.site.commitments.test_domain import promise, theme
from tests.site.initiatives.reading import html, words

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def errors(answer: Any) -> list[str]:
    assert answer.status_code == 400
    return re.findall(r'<li><a href="#[^"]+">([^<]+)</a></li>', answer.content.decode())


def test_empty_pages_say_what_will_stand_there(client: Client) -> None:
    about = make.initiative()
    assert "Nothing has been promised yet." in words(html(client, "/commitments"))
    assert "No result is published yet." in words(html(client, f"/i/{about.slug}/you-said"))
    assert client.get("/commitments/1").status_code == 404
    assert client.get(f"/i/{about.slug}/said/nothing").status_code == 404
    assert client.get("/i/nothing/you-said").status_code == 404


def test_a_finding_shows_the_decision_its_conditions_and_the_promises_it_led_to(client: Client) -> None:
    about = make.initiative()
    key = theme(about)
    path = f"/i/{about.slug}/said/{key}"
    before = words(html(client, path))
    assert "No decision has answered it yet." in before
    assert "Nothing was promised because of it yet." in before
    make.notice(about)
    make.decision(about, answers={key: plain("We tell people.")})
    promise(about, origin="finding", finding=key, asked=None)
    after = words(html(client, path))
    for sentence in (
        "From 40 answers.",
        "We tell people.",
        "That decision set no conditions.",
        "Put up posters.",
        "No records have been joined.",
    ):
        assert sentence in after
    assert f'<a href="{path}">People want to be told.</a>' in html(client, f"/i/{about.slug}/decisions/1")  # the way back
    assert f'href="/i/{about.slug}/decisions/1"' in html(client, path)
    you_said = words(html(client, f"/i/{about.slug}/you-said"))
    assert "You said: People want to be told." in you_said
    assert "answered: We tell people." in you_said
    assert f"{about.lead.name}: yes. Put up posters. Promised, by" in you_said


def test_what_was_asked_for_without_a_finding_stands_beside_its_answer(client: Client) -> None:
    about = make.initiative()
    made = promise(about, origin="recommendation", asked=plain("Tell people in shops.", welsh="Dywedwch wrth bobl."))
    page = html(client, f"/i/{about.slug}/you-said")
    assert "You asked: Tell people in shops. A recommendation. " in words(page)
    assert f"{about.lead.name}: yes. Put up posters. Promised, by" in words(page)
    assert f'href="/commitments/{made.pk}"' in page
    assert "You asked:" not in words(html(client, f"/i/{make.initiative().slug}/you-said"))


def test_the_tracker_can_be_narrowed_and_says_when_nothing_fits(client: Client) -> None:
    about, other = make.initiative(), make.initiative()
    promise(about)
    promise(other, words=plain("Ring people."))
    page = words(html(client, f"/commitments?organisation={about.lead.slug}"))
    assert "Put up posters." in page
    assert "Ring people." not in page
    assert "No promise fits." in words(html(client, "/commitments?state=late"))


def test_a_promise_is_read_in_easy_read_and_welsh(client: Client) -> None:
    about = make.initiative()
    made = promise(about, words=plain("Put up posters.", easy="We put up signs.", welsh="Codi posteri."))
    assert "We put up signs." in words(html(client, f"/commitments/{made.pk}?read=easy"))
    assert '<span lang="cy">Codi posteri.</span>' in html(client, f"/commitments/{made.pk}?lang=cy")


def test_staff_promise_report_and_sign_through_the_forms(client: Client) -> None:
    about = make.initiative()
    key = theme(about)
    officer, signer = make.signed_in(make.member(about.lead)), make.signed_in(make.member(about.lead, Role.GOVERNANCE_LEAD))
    address = f"/staff/commitments/new?initiative={about.slug}"
    assert f'href="{address}"' in html(officer, "/staff/commitments")
    due = (timezone.localdate() + dt.timedelta(days=9)).isoformat()
    typed = {"owner": about.lead.slug, "origin": "finding", "answer": "yes", "words": "Put up posters.", "due": due}
    assert errors(officer.post(address, typed)) == ["Choose the finding that it answers."]
    assert errors(officer.post(address, typed | {"origin": "idea"})) == ["Write what was asked for, in standard English."]
    assert errors(officer.post(address, typed | {"finding": key, "due": ""})) == ["Give the day by which it will be done."]
    answer = officer.post(address, typed | {"finding": key})
    made = Commitment.objects.get()
    assert answer["Location"] == f"/commitments/{made.pk}"
    today = timezone.localdate().isoformat()
    report = f"/staff/commitments/{made.pk}/report"
    assert officer.post(report, {"state": "done", "on": today, "reason": "They are up.", "evidence": "example.org/p"}).status_code == 302
    assert CommitmentReport.objects.get().evidence == "https://example.org/p"
    sign = f"/staff/commitments/{made.pk}/sign"
    assert signer.post(sign, {"organisation": about.lead.slug, "office": "The Chief", "signed_on": today}).status_code == 302
    assert CommitmentSignature.objects.get().office == "The Chief"
    page = words(html(client, f"/commitments/{made.pk}"))
    assert "They are up. See it" in page
    assert f"{about.lead.name}: The Chief," in page


def test_strangers_are_refused_and_nothing_is_written() -> None:
    about = make.initiative()
    made = promise(about)
    stranger = make.signed_in(make.member(make.organisation()))
    assert stranger.get(f"/staff/commitments/new?initiative={about.slug}").status_code == 403
    assert stranger.get(f"/staff/commitments/{made.pk}/report").status_code == 403
    assert stranger.get(f"/staff/commitments/{made.pk}/sign").status_code == 403
    assert make.signed_in(make.user()).get("/staff/commitments").status_code == 403
    assert stranger.get("/staff/commitments/new?initiative=nothing").status_code == 404


def test_staff_names_are_on_no_public_page(client: Client) -> None:
    about = make.initiative()
    made = promise(about)
    domain.report_commitment(by=make.member(about.lead, name="Zebedee Quill"), commitment=made, state="done", reason=plain("Done."))
    for path in ("/commitments", f"/commitments/{made.pk}", f"/i/{about.slug}/you-said"):
        page = html(client, path)
        assert "Zebedee Quill" not in page
        assert "Robin Clerk" not in page
