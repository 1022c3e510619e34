"""The public pages, as a browser without a script uses them, and the staff's."""

import datetime as dt
import html as escaping
import json
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from folkmoot.linkage import mark_rows, read_objection_list
from folkmoot.record.preferences import Choice
from folkmoot.site.people.roles import Role
from folkmoot.site.preferences import domain, queries
from folkmoot.site.preferences.models import PreferenceEvent, PreferenceIdentity
from folkmoot.site.preferences.pseudonyms import pseudonym_of
from folkmoot.site.references import PREFERENCE, written
from tests.site import make
from tests.site.initiatives.reading import html, words
from tests.site.preferences.test_objections import KEY, ROWS, objection

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

TYPED = make.KWAME | {"health": "object", "harm": "", "protect": "happy", "places": "", "acting": "self"}


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status
    return words(answer.content.decode())


def errors(answer: Any) -> dict[str, str]:
    assert answer.status_code == 400
    found = re.findall(r'<li><a href="#id_([^"]+)">([^<]+)</a></li>', answer.content.decode())
    return {field: escaping.unescape(said) for field, said in found}


def travelling(answer: Any) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.content.decode())
    return {name: escaping.unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def test_the_first_page_says_that_it_is_no_consent_and_what_an_objection_does_before_it_asks_anything(client: Client) -> None:
    page = words(html(client, "/preferences"))
    for sentence in ("This is not consent.", "Article 21 of the UK GDPR", "It does not undo what was joined or published before."):
        assert page.index(sentence) < page.index("What you choose")
    assert "I say no to this" in words(html(client, "/preferences?read=easy"))
    assert 'lang="cy">Rwy&#x27;n gwrthwynebu' in html(client, "/preferences?lang=cy")


def test_someone_chooses_checks_saves_and_gets_a_reference_that_stands_in_no_address(client: Client) -> None:
    checked = client.post("/preferences", TYPED | {"go": "check"})
    page = text(checked)
    for shown in ("Kwame Łukasz", "SS0 7AB", "943 476 5919", "I object: do not use my records for this", "Nothing is kept yet."):
        assert shown in page
    assert PreferenceEvent.objects.count() == PreferenceIdentity.objects.count() == 0
    fields = travelling(checked)
    saved = client.post("/preferences", fields | {"go": "save"})
    assert (saved.status_code, saved["Location"]) == (302, "/preferences/received")
    page = text(client.get("/preferences/received"))
    assert written(fields["reference"]) in page
    assert "already received" not in page
    held = queries.mine(fields["reference"])
    assert {family: stands.choice.value for family, stands in held.standing.items()} == {"health": "object", "protect": "happy"}
    client.post("/preferences", fields | {"go": "save"})
    assert "We had already received them. Nothing was saved twice." in text(client.get("/preferences/received"))
    assert PreferenceEvent.objects.count() == 2
    assert "no reference to show" in text(Client().get("/preferences/received"))


def test_going_back_loses_nothing_that_was_typed(client: Client) -> None:
    checked = client.post("/preferences", TYPED | {"go": "check"})
    page = client.post("/preferences", travelling(checked) | {"go": "back"}).content.decode()
    for typed in ("Kwame Łukasz", "24/12/1979", "SS0 7AB", "943 476 5919"):
        assert f'value="{typed}"' in page
    assert re.search(r'name="health" value="object" checked', page)
    assert PreferenceEvent.objects.count() == 0


def test_bad_input_is_told_at_its_field_and_stays_typed(client: Client) -> None:
    nothing = client.post("/preferences", {"acting": "self", "go": "save", "reference": PREFERENCE.new()})
    assert set(errors(nothing)) == {"protect", "name", "date_of_birth", "postcode"}
    wrong = client.post("/preferences", TYPED | {"nhs_number": "943 476 5918", "postcode": "SS0", "name": "K" * 201})
    assert set(errors(wrong)) == {"nhs_number", "postcode", "name"}
    assert 'value="943 476 5918"' in wrong.content.decode()
    assert "200 characters" in errors(wrong)["name"]
    assert PreferenceEvent.objects.count() == 0


def test_a_proxy_says_who_they_are_by_which_authority_and_declares_it(client: Client) -> None:
    proxy = TYPED | {"acting": "other"}
    assert set(errors(client.post("/preferences", proxy))) == {"proxy_name", "proxy_other", "declared"}
    proxy |= {"proxy_name": "Ama Mensah", "proxy_other": "her advocate", "declared": "on"}
    checked = client.post("/preferences", proxy)
    page = text(checked)
    assert "Ama Mensah" in page
    assert "her advocate" in page
    fields = travelling(checked)
    client.post("/preferences", fields | {"go": "save"})
    assert {event.by for event in PreferenceEvent.objects.all()} == {"proxy"}
    assert PreferenceIdentity.objects.get().proxy_other == "her advocate"
    mine = text(client.post("/preferences/mine", {"reference": fields["reference"]}))
    assert "Someone with authority to act for the person chose this." in mine
    assert "Ama" not in mine


def test_the_reference_shows_changes_and_takes_back_after_a_check(client: Client) -> None:
    reference = make.preference({"health": "object", "harm": "ask"})
    spoken = written(reference)
    page = text(client.post("/preferences/mine", {"reference": spoken, "go": "see"}))
    assert "Health and wellbeing Object , since" in page
    assert "Kwame" not in page
    wanted = {"reference": spoken, "health": "", "harm": "happy", "protect": "", "places": "", "go": "check"}
    checked = client.post("/preferences/mine", wanted)
    page = text(checked)
    assert "Nothing is changed yet." in page
    assert "Now: Ask me first. From now on: Happy with it" in page
    assert PreferenceEvent.objects.count() == 2
    save = travelling(checked) | {"go": "save"}
    assert "It is saved." in text(client.post("/preferences/mine", save))
    assert "Nothing was changed twice." in text(client.post("/preferences/mine", save))
    assert "Nothing would change" in text(client.post("/preferences/mine", save | {"go": "check"}))
    assert [event.state for event in PreferenceEvent.objects.all()] == ["given", "given", "changed", "withdrawn"]
    refused = client.post("/preferences/mine", wanted | {"health": "nonsense"})
    assert set(errors(refused)) == {"health"}


def test_erasing_says_before_it_is_done_that_objections_end(client: Client) -> None:
    reference = make.preference()
    warned = text(client.post("/preferences/mine", {"reference": reference, "go": "erase"}))
    assert "Your objections will no longer be honoured the next time records are joined." in warned
    assert PreferenceIdentity.objects.count() == 1
    done = text(client.post("/preferences/mine", {"reference": reference, "go": "erase-now"}))
    assert "Your identity details are erased." in done
    assert "no longer honoured when records are joined" in done
    assert PreferenceIdentity.objects.count() == 0
    refused = client.post("/preferences/mine", {"reference": reference, "health": "happy", "go": "save"})
    assert "start again" in text(refused, 409)


def test_a_reference_with_a_wrong_sign_is_told_from_one_nobody_holds(client: Client) -> None:
    wrong = "2222-2222-2222-2223"
    assert "Check each of them" in errors(client.post("/preferences/mine", {"reference": wrong}))["reference"]
    assert "no such reference" in errors(client.post("/preferences/mine", {"reference": PREFERENCE.new()}))["reference"]


def test_ten_guesses_at_references_are_enough_even_for_a_right_one(client: Client) -> None:
    reference = make.preference()
    for _ in range(10):
        assert client.post("/preferences/mine", {"reference": PREFERENCE.new()}).status_code == 400
    for tried in (PREFERENCE.new(), reference):
        assert "Wait five minutes" in text(client.post("/preferences/mine", {"reference": tried}), 429)
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert elsewhere.post("/preferences/mine", {"reference": reference}).status_code == 200


def test_someone_who_has_a_right_reference_is_not_limited(client: Client) -> None:
    reference = make.preference()
    assert {client.post("/preferences/mine", {"reference": reference}).status_code for _ in range(15)} == {200}


def test_sixty_new_choices_an_hour_from_one_place_are_enough(client: Client) -> None:
    fields = TYPED | {"go": "save", "reference": PREFERENCE.new()}
    assert {client.post("/preferences", fields).status_code for _ in range(60)} == {302}
    assert client.post("/preferences", TYPED | {"go": "save", "reference": PREFERENCE.new()}).status_code == 429
    assert PreferenceEvent.objects.count() == 2


def test_the_receipt_is_a_page_to_print_and_a_file_and_neither_names_anyone_or_holds_the_reference(client: Client) -> None:
    reference = make.preference()
    make.objection_answer(objection(reference), why="We leave you out from now on.")
    printed = client.post("/preferences/mine", {"reference": reference, "go": "receipt"})
    page = text(printed)
    for sentence in ("It is the record of a choice, not of consent.", "We leave you out from now on.", "This is not consent."):
        assert sentence in page
    file = client.post("/preferences/mine", {"reference": reference, "go": "receipt-json"})
    assert file["Content-Type"] == "application/ld+json"
    made = json.loads(file.content)
    assert made["dct:identifier"] == pseudonym_of(reference)
    assert made["dpv:hasProcess"][0]["dpv:hasStatus"] == {"@id": "dpv:PublicInterestObjected"}
    assert [step["dpv:hasActivityStatus"]["@id"] for step in made["dpv:hasRecordOfActivity"]] == ["fm:ChoiceGiven", "fm:ObjectionAnswered"]
    assert "This is not consent." in made["dpv:hasNotice"][0]["dct:description"]
    for secret in ("Kwame", "ukasz", "24/12/1979", "1979-12-24", "SS0", reference, written(reference)):
        assert secret not in file.content.decode()
        assert secret not in page


def test_the_numbers_say_what_they_stand_for_and_why_a_body_went_on(client: Client) -> None:
    before = words(html(client, "/preferences/numbers"))
    assert "No body has gone on against an objection." in before
    assert before.count("fewer than 10") == 28
    reference, where = make.preference(), make.organisation("Cold County")
    make.objection_answer(objection(reference), where, "grounds", "A court told us to.")
    make.objection_answer(objection(reference), why="Only the person reads this.")
    after = words(html(client, "/preferences/numbers"))
    assert "they do not stand for everybody" in after
    assert "Cold County: health and wellbeing A court told us to." in after
    assert "Only the person reads this." not in after
    assert pseudonym_of(reference) not in after


def test_the_numbers_of_a_month_that_ended_stay_and_small_ones_are_not_told(client: Client, monkeypatch) -> None:
    assert "No month has ended since the first person chose." in words(html(client, "/preferences/numbers"))

    def on(year: int, month: int, day: int) -> None:
        moment = dt.datetime(year, month, day, 12, tzinfo=dt.UTC)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    on(2031, 1, 10)
    given = [make.preference({"health": "object", "harm": "happy"}) for _ in range(12)]
    on(2031, 2, 3)
    january = queries.by_month()
    assert [month.on for month in january] == [dt.date(2031, 1, 31)]
    assert january[0].choices["health"] == {"happy": "fewer than 10", "object": "about 10", "ask": "fewer than 10"}
    for reference in given:
        domain.change_preferences(reference=reference, choices={"health": Choice.ASK, "harm": None})
    domain.erase_identity(reference=given[0])
    assert queries.by_month() == january
    on(2032, 3, 1)
    months = queries.by_month()
    assert [month.on for month in months][::11] == [dt.date(2032, 2, 29), dt.date(2031, 3, 31)]
    assert months[0].choices["health"] == {"happy": "fewer than 10", "object": "fewer than 10", "ask": "about 10"}
    assert set(months[0].choices["harm"].values()) == {"fewer than 10"}
    assert "29 February 2032 fewer than 10 fewer than 10 about 10" in words(html(client, "/preferences/numbers"))


def test_an_initiatives_page_leads_here(client: Client) -> None:
    assert 'href="/preferences"' in html(client, f"/i/{make.initiative().slug}")


def test_a_governance_lead_answers_an_objection_and_makes_the_list(settings) -> None:
    reference, where = make.preference(), make.organisation()
    number = objection(reference).pk
    browser = make.signed_in(make.member(where, Role.GOVERNANCE_LEAD))
    page = html(browser, "/staff/objections")
    assert f"Answer objection {number}" in page
    assert pseudonym_of(reference) not in page
    refused = browser.post(f"/staff/objections/{number}/answer", {"organisation": where.slug})
    assert set(errors(refused)) == {"outcome", "reason"}
    typed = {"organisation": where.slug, "outcome": "upheld", "reason": "We leave you out."}
    assert browser.post(f"/staff/objections/{number}/answer", typed).status_code == 302
    assert "We stop using" in words(html(browser, "/staff/objections"))
    assert browser.post(f"/staff/objections/{number}/answer", typed).status_code == 400
    assert browser.get("/staff/objections/999999999/answer").status_code == 404
    wanted = {"organisation": where.slug, "family": "health"}
    refused = browser.post("/staff/objections/list", wanted)
    assert refused.status_code == 400
    assert "This server has no list key" in refused.content.decode()
    settings.LIST_KEY = KEY
    made = browser.post("/staff/objections/list", wanted)
    assert re.fullmatch(r'attachment; filename="objections-health-[0-9a-f]{12}\.json"', made["Content-Disposition"])
    assert mark_rows(ROWS, read_objection_list(made.content), key=KEY).marks == ("object", None, None)
    assert set(errors(browser.post("/staff/objections/list", {"organisation": where.slug}))) == {"family"}


def test_others_in_office_see_no_objections() -> None:
    where = make.organisation()
    for person in (make.user(), make.member(where), make.former_member(where, Role.GOVERNANCE_LEAD)):
        assert make.signed_in(person).get("/staff/objections").status_code == 403
