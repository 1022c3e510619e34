"""Whoever took part or was invited sees what is held about them, takes it along, and has it erased."""

import json

import pytest
from django.test import Client

from folkmoot.site.engagement import domain, receipts
from folkmoot.site.engagement.how_given import HowGiven
from folkmoot.site.engagement.invitations import codes_of
from folkmoot.site.engagement.models import Invitation, Response
from folkmoot.site.people.domain import register_participants
from folkmoot.site.people.models import Identity
from folkmoot.site.renditions import Reader
from tests.site import make, surveys

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

NAME, CONTACT = "Fern Testperson", "fern@example.org"
GIVEN = {"A": [surveys.AGREE[0]], "age": ["16 to 34"], "comment": ["Warm homes first"]}


def invited():
    """An engagement by code, and the code of somebody invited by name."""
    where = make.organisation()
    officer = make.member(where)
    held = surveys.opened(officer, where, "asked", config=surveys.config() | {"entry": "invited"})
    people = register_participants(by=officer, people=[(NAME, CONTACT)])
    domain.invite_people(by=officer, engagement=held, participants=people, known={people[0]: {"area": "North"}})
    return held, next(codes_of(held)).code


def answered(held, code=""):
    name = {} if code else {"name": NAME, "contact": CONTACT}
    sent = {"engagement": held, "receipt": receipts.new(), "given": GIVEN, "reader": Reader(), "how": HowGiven(code=code)}
    return receipts.code(domain.receive_response(**sent, **name).response.receipt)


def page(slug, code, **more):
    return Client().post(f"/e/{slug}/mine", {"code": code, "go": "see", **more})


def words(answer):
    return " ".join(answer.content.decode().split())


def test_a_receipt_shows_everything_that_is_held_and_a_letter_s_code_no_answer():
    held, code = invited()
    receipt = answered(held, code)
    told = words(page("asked", receipt))
    for expected in (
        NAME,
        CONTACT,
        "Invited",
        "Warm homes survey",
        "Known without asking",
        "area: North",
        "Agree a lot",
        "Warm homes first",
    ):
        assert expected in told
    letter = words(page("asked", code.lower()))
    assert NAME in letter
    assert "Answers received" in letter
    for answer in ("Agree a lot", "Warm homes first"):
        assert answer not in letter


def test_it_is_taken_along_as_a_file():
    _, _, held = surveys.world()
    receipt = answered(held)
    taken = page(held.slug, receipt, go="file")
    assert taken.headers["Content-Disposition"] == f'attachment; filename="{held.slug}-about-me.json"'
    assert taken.headers["Cache-Control"].find("no-store") >= 0
    data = json.loads(taken.content)
    assert (data["name"], data["contact"]) == (NAME, CONTACT)
    assert {"question": "What else would you say?", "answer": "Warm homes first"} in data["answers"]


@pytest.mark.parametrize("code", ["nonsense", "ABCD-EFGH", "dbfc-4fa8-f3b1-4a5b-b27c-b9c7-972c-3405"])
def test_a_code_that_is_none_says_so_and_shows_nothing(code):
    _, _, held = surveys.world()
    answered(held)
    answer = page(held.slug, code)
    assert answer.status_code == 400
    assert "We hold nothing with this code." in words(answer)
    assert NAME not in words(answer)


def test_a_code_of_another_engagement_opens_nothing_here():
    held, code = invited()
    _, _, other = surveys.world()
    for mine in (code, answered(held, code)):
        assert page(other.slug, mine).status_code == 400


def test_whoever_was_invited_is_erased_by_the_code_in_their_letter_and_the_answers_stay():
    held, code = invited()
    receipt = answered(held, code)
    before = Response.objects.values("answers", "attributes").get()
    answer = Client().post("/e/asked/forget", {"code": code})
    assert "Your name and contact are erased" in words(answer)
    assert not Identity.objects.exists()
    assert Invitation.objects.get().participant_id is None
    assert Response.objects.values("answers", "attributes").get() == before
    told = words(page("asked", receipt))
    assert NAME not in told
    assert "Warm homes first" in told
    assert "We hold no name with this code" in words(Client().post("/e/asked/forget", {"code": code}))
