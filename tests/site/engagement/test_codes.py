"""Codes: one slip of the pen opens nobody's place, and nothing in the main database gives a code away."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.site.audit.models import Event
from folkmoot.site.engagement import codes, domain, receipts
from folkmoot.site.engagement.how_given import HowGiven
from folkmoot.site.engagement.invitations import MOST_AT_ONCE, codes_of
from folkmoot.site.engagement.models import Invitation, Response
from folkmoot.site.errors import NotNow
from folkmoot.site.people.domain import erase_participant, register_participant
from folkmoot.site.renditions import Reader
from tests.site import make, surveys

SERIES = st.uuids(version=4)


def world(entry: str = "invited"):
    where = make.organisation()
    officer = make.member(where)
    engagement = surveys.opened(officer, where, config={**surveys.config(), "entry": entry})
    return where, officer, engagement


def give(engagement, code, receipt=None):
    return domain.receive_response(
        engagement=engagement, receipt=receipt or receipts.new(), given={"age": ["16 to 34"]}, reader=Reader(), how=HowGiven(code=code)
    )


@given(SERIES)
def test_a_code_is_the_same_each_time_and_read_however_it_is_typed(series):
    code = codes.code_of(series)
    assert code == codes.code_of(series)
    assert len(code) == 14
    signs = code.replace("-", "")
    assert set(signs) <= set(codes.SIGNS)
    assert not set("AEIOU01") & set(signs)
    for typed in (code, signs, code.lower(), f" {code.replace('-', ' ')} ", code.replace("-", "–")):
        assert codes.read(typed) == signs


@given(SERIES, st.integers(0, 11), st.sampled_from(codes.SIGNS))
def test_one_wrong_sign_is_always_found(series, at, sign):
    signs = list(codes.code_of(series).replace("-", ""))
    right, signs[at] = signs[at], sign
    assert bool(codes.read("".join(signs))) == (sign == right)


@given(SERIES, st.integers(0, 10))
def test_two_neighbours_exchanged_are_always_found(series, at):
    signs = list(codes.code_of(series).replace("-", ""))
    signs[at], signs[at + 1] = signs[at + 1], signs[at]
    assert bool(codes.read("".join(signs))) == (signs[at] == signs[at + 1])


@pytest.mark.parametrize("typed", ["", "K7QP", "K7QP-3MTX-92H0", "K7QP-3MTX-92HDX", "ÄÖÜ", "0" * 12, "-" * 60])
def test_what_is_no_code_is_none(typed):
    assert codes.read(typed) == ""


@pytest.mark.django_db(databases=["default", "vault"])
def test_a_code_lets_one_person_in_once_and_a_retry_is_answered_as_received():
    _, officer, engagement = world()
    person = register_participant(contact="ada@example.org")
    assert domain.invite_people(by=officer, engagement=engagement, participants=[person.pk], cards=2).added == 3
    mine, card, _ = (shown.code for shown in codes_of(engagement))
    receipt = receipts.new()
    kept = give(engagement, mine, receipt)
    assert kept.response.participant_id == person.pk
    assert give(engagement, mine, receipt).already
    with pytest.raises(NotNow, match="This code has been used"):
        give(engagement, mine)
    assert give(engagement, card).response.participant_id is None
    assert [shown.used for shown in codes_of(engagement)] == [True, True, False]
    assert len(list(codes_of(engagement, unused=True))) == 1
    assert Response.objects.count() == 2


@pytest.mark.django_db(databases=["default", "vault"])
def test_without_a_code_nobody_comes_in_where_only_the_invited_may():
    _, officer, engagement = world()
    domain.invite_people(by=officer, engagement=engagement, cards=1)
    with pytest.raises(NotNow, match="you need the code that we sent you"):
        give(engagement, "")
    browser = surveys.Browser(engagement.slug)
    assert browser.response.status_code == 302
    page = browser.client.get(f"/e/{engagement.slug}").content.decode()
    assert "Your code" in page
    assert "Start now" not in page
    wrong = browser.client.post(f"/e/{engagement.slug}/answer", {"go": "begin", "code": "K7QP-3MTX-92HD"})
    assert wrong.status_code == 400
    assert "That code opens nothing here" in wrong.content.decode()
    code = next(codes_of(engagement)).code
    right = browser.client.post(f"/e/{engagement.slug}/answer", {"go": "begin", "code": code.lower()})
    assert right.status_code == 200
    assert "Find homes that make people ill" in right.content.decode()


@pytest.mark.django_db(databases=["default", "vault"])
def test_a_code_of_another_engagement_or_a_withdrawn_one_opens_nothing():
    where, officer, engagement = world()
    other = surveys.opened(officer, where, "other", config={**surveys.config(), "entry": "both"})
    domain.invite_people(by=officer, engagement=other, cards=1)
    domain.invite_people(by=officer, engagement=engagement, cards=1)
    theirs, code = next(codes_of(other)).code, next(codes_of(engagement)).code
    with pytest.raises(ValidationError, match="opens nothing here"):
        give(engagement, theirs)
    domain.withdraw_invitation(by=officer, engagement=engagement, code=code)
    domain.withdraw_invitation(by=officer, engagement=engagement, code=code)
    with pytest.raises(ValidationError, match="opens nothing here"):
        give(engagement, code)
    give(other, "")
    assert Event.objects.filter(verb="invitation.withdrawn").count() == 1
    with pytest.raises(ValidationError, match="no such code"):
        domain.withdraw_invitation(by=officer, engagement=engagement, code=theirs)


@pytest.mark.django_db(databases=["default", "vault"])
def test_a_used_code_is_not_withdrawn():
    _, officer, engagement = world()
    domain.invite_people(by=officer, engagement=engagement, cards=1)
    code = next(codes_of(engagement)).code
    give(engagement, code)
    with pytest.raises(NotNow, match="has been used"):
        domain.withdraw_invitation(by=officer, engagement=engagement, code=code)


@pytest.mark.django_db(databases=["default", "vault"])
def test_who_may_invite_and_whom():
    where, officer, engagement = world()
    person = register_participant(contact="ada@example.org")
    stranger = make.member(make.organisation())
    with pytest.raises(PermissionDenied):
        domain.invite_people(by=stranger, engagement=engagement, cards=1)
    with pytest.raises(PermissionDenied):
        domain.invite_people(by=make.former_member(where), engagement=engagement, cards=1)
    with pytest.raises(ValidationError, match="up to 100,000 people"):
        domain.invite_people(by=officer, engagement=engagement, cards=MOST_AT_ONCE + 1)
    first = domain.invite_people(by=officer, engagement=engagement, participants=[person.pk, person.pk])
    again = domain.invite_people(by=officer, engagement=engagement, participants=[person.pk])
    assert (first.added, first.already, again.added, again.already) == (1, 0, 0, 1)
    anyone = surveys.opened(officer, where, "anyone")
    with pytest.raises(ValidationError, match="codes have no use"):
        domain.invite_people(by=officer, engagement=anyone, cards=1)
    domain.close_engagement(by=officer, engagement=engagement)
    with pytest.raises(NotNow, match="has closed"):
        domain.invite_people(by=officer, engagement=engagement, cards=1)


@pytest.mark.django_db(databases=["default", "vault"])
def test_a_code_still_works_once_its_person_is_erased_and_names_nobody():
    _, officer, engagement = world()
    person = register_participant(contact="ada@example.org")
    domain.invite_people(by=officer, engagement=engagement, participants=[person.pk])
    code = next(codes_of(engagement)).code
    erase_participant(by="folkmoot", pseudonym=person.pseudonym)
    assert give(engagement, code).response.participant_id is None


@pytest.mark.django_db(databases=["default", "vault"])
def test_no_code_stands_in_the_main_database():
    _, officer, engagement = world()
    domain.invite_people(by=officer, engagement=engagement, cards=5)
    shown = [one.code for one in codes_of(engagement)]
    rows = str(list(Invitation.objects.values()) + list(Event.objects.values()))
    assert not [code for code in shown if code in rows or code.replace("-", "") in rows]
    assert Invitation.objects.filter(code_hash=codes.hash_of(shown[0])).exists()


@pytest.mark.django_db(databases=["default", "vault"])
def test_the_answers_of_a_series_are_kept_once_whatever_comes_at_once():
    _, officer, engagement = world()
    domain.invite_people(by=officer, engagement=engagement, cards=1)
    kept = give(engagement, next(codes_of(engagement)).code).response
    again = Response(**{name: getattr(kept, name) for name in ("engagement_id", "answers", "attributes", "mode", "language", "style")})
    again.receipt, again.series, again.step, again.given_at = uuid.uuid4(), kept.series, kept.step, timezone.now()
    with pytest.raises(Exception, match=r"(?i)unique"):
        again.save()
