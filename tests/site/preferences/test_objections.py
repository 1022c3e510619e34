"""Objections are answered by those who may, and the list for use at source finds who objects and nobody else."""

import datetime as dt
import hashlib
import json
import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from folkmoot.linkage import Identifiers, key_id, mark_rows, read_objection_list
from folkmoot.record.preferences import Choice
from folkmoot.site.audit.models import Event
from folkmoot.site.errors import NotNow
from folkmoot.site.people.roles import Role
from folkmoot.site.preferences import domain, objections, queries
from folkmoot.site.preferences.models import PreferenceEvent
from folkmoot.site.preferences.pseudonyms import pseudonym_of
from folkmoot.site.renditions import plain
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

KEY = bytes(range(32))
ANN = {"name": "Ann-Marie O'Dea", "date_of_birth": "02/03/1951", "postcode": "CM1 1QH", "nhs_number": ""}
ROWS = [
    Identifiers("LUKASZ, KWAME", "1979-12-24", "CO1 1AA"),
    Identifiers("Mrs Ann Marie ODea", "2.3.1951", "cm11qh"),
    Identifiers("Kwame Lukasz", "1979-12-25", "SS0 7AC"),
]


@pytest.fixture(autouse=True)
def _list_key(settings) -> None:
    settings.LIST_KEY = KEY


def marks(where, family: str = "health") -> tuple[str | None, ...]:
    _, data = objections.export_objection_list(by=make.member(where, Role.GOVERNANCE_LEAD), organisation=where, family=family)
    return mark_rows(ROWS, read_objection_list(data), key=KEY).marks


def content_of(text: str) -> dict[str, Any]:
    return dict(json.loads(text))


def objection(reference: str) -> PreferenceEvent:
    held = queries.mine(reference)
    return PreferenceEvent.objects.get(pk=held.standing["health"].number)


def test_the_list_finds_objectors_and_those_who_want_to_be_asked_in_the_family_they_chose() -> None:
    make.preference({"health": "object", "harm": "happy"})
    make.preference({"health": "ask"}, **ANN)
    where = make.organisation()
    assert marks(where) == ("object", "ask", None)
    assert marks(where, "harm") == (None, None, None)


def test_what_was_taken_back_or_erased_is_not_on_the_next_list() -> None:
    kwame, ann, where = make.preference(), make.preference(**ANN), make.organisation()
    assert marks(where) == ("object", "object", None)
    domain.change_preferences(reference=kwame, choices={"health": Choice.HAPPY})
    domain.erase_identity(reference=ann)
    assert marks(where) == (None, None, None)


def test_a_second_record_that_is_happy_does_not_undo_an_objection() -> None:
    make.preference()
    make.preference({"health": "happy"})
    assert marks(make.organisation()) == ("object", None, None)


def test_only_the_body_that_showed_compelling_reasons_goes_on() -> None:
    reference, gone_on, upheld = make.preference(), make.organisation(), make.organisation()
    make.objection_answer(objection(reference), gone_on, "grounds", "A court told us to.")
    make.objection_answer(objection(reference), upheld)
    assert marks(gone_on) == (None, None, None)
    assert marks(upheld) == ("object", None, None)
    domain.change_preferences(reference=reference, choices={"health": None})
    domain.change_preferences(reference=reference, choices={"health": Choice.OBJECT})
    assert marks(gone_on) == ("object", None, None)  # it is a new objection


def test_the_file_names_nobody_and_the_audit_log_knows_it_by_its_hash() -> None:
    reference = make.preference()
    where = make.organisation()
    lead = make.member(where, Role.GOVERNANCE_LEAD)
    made, data = objections.export_objection_list(by=lead, organisation=where, family="health")
    text = data.decode()
    secret = (
        "Kwame",
        "ukasz",
        "1979-12-24",
        "24/12/1979",
        "SS0 7AB",
        "SS07AB",
        "9434765919",
        reference,
        pseudonym_of(reference),
    )
    assert not [word for word in secret if word.lower() in text.lower()]
    told_beside = re.sub(r"\b[0-9a-f]{64}\b", "", text).replace(content_of(text)["made_at"], "")
    assert not [word for word in ("1979", "SS0", "7AB") if word.lower() in told_beside.lower().replace(made.key_id, "")]
    content = content_of(text)
    told = content.pop("sha256")
    assert told == hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
    assert (content["made_for"], content["key_id"], content["count"]) == (where.slug, key_id(KEY), 4)
    event = Event.objects.get(verb="objection_list.exported")
    assert event.actor == f"user:{lead.pk}"
    assert event.detail == {"family": "health", "key_id": key_id(KEY), "people": 1, "count": 4, "sha256": told}


def test_without_a_list_key_it_says_who_can_set_one(settings) -> None:
    settings.LIST_KEY = None
    where = make.organisation()
    with pytest.raises(NotNow, match="FOLKMOOT_LIST_KEY_FILE"):
        objections.export_objection_list(by=make.member(where, Role.GOVERNANCE_LEAD), organisation=where, family="health")


def test_nobody_else_may_make_a_list_or_answer() -> None:
    where, found = make.organisation(), objection(make.preference())
    others = [make.user(), make.member(where), make.former_member(where, Role.GOVERNANCE_LEAD)]
    others += [make.member(make.organisation(), Role.GOVERNANCE_LEAD), make.member(where, Role.ADMINISTRATOR)]
    for person in others:
        with pytest.raises(PermissionDenied):
            objections.export_objection_list(by=person, organisation=where, family="health")
        with pytest.raises(PermissionDenied):
            objections.answer_objection(by=person, organisation=where, objection=found, outcome="upheld", reason=plain("Yes."))
    make.no_writes_by(*others)


def test_an_objection_is_answered_once_by_each_body_and_only_while_it_stands() -> None:
    reference, where = make.preference(), make.organisation()
    found = objection(reference)
    made = make.objection_answer(found, where)
    assert (made.event.state, made.event.by, made.event.family) == ("answered", "controller", "health")
    with pytest.raises(NotNow, match="has answered this already"):
        make.objection_answer(found, where)
    make.objection_answer(found)
    held = queries.mine(reference)
    assert len(held.standing["health"].answers) == len(held.answers) == 2
    domain.change_preferences(reference=reference, choices={"health": Choice.ASK})
    with pytest.raises(NotNow, match="no longer stands"):
        make.objection_answer(found)
    with pytest.raises(NotNow, match="no longer stands"):
        make.objection_answer(PreferenceEvent.objects.get(choice="ask"))


def test_an_answer_needs_a_known_outcome_and_a_reason() -> None:
    found = objection(make.preference())
    for outcome, why in (("perhaps", "Because."), ("upheld", "")):
        with pytest.raises(ValidationError):
            make.objection_answer(found, outcome=outcome, why=why)
    where = make.organisation()
    lead = make.member(where, Role.GOVERNANCE_LEAD)
    with pytest.raises(ValidationError):
        objections.export_objection_list(by=lead, organisation=where, family="weather")


def test_small_counts_are_not_told_apart_and_larger_ones_are_to_the_nearest_five() -> None:
    where = make.organisation()
    for number in range(12):
        reference = make.preference({"health": "object", "harm": "ask"} if number < 9 else {"health": "object"})
        if number < 11:
            make.objection_answer(objection(reference), where, "upheld" if number else "grounds")
    health, harm = (next(row for row in queries.numbers() if row.family == family) for family in ("health", "harm"))
    assert health.choices == {Choice.HAPPY: "fewer than 10", Choice.OBJECT: "about 10", Choice.ASK: "fewer than 10"}
    assert harm.choices[Choice.ASK] == "fewer than 10"
    assert (health.upheld, health.grounds, health.waiting, health.overdue) == (
        "about 10",
        "fewer than 10",
        "fewer than 10",
        "fewer than 10",
    )
    assert (health.days, harm.days) == ("half of them within 0 days", "too few to say")


def test_an_objection_is_late_after_thirty_days_without_an_answer(monkeypatch) -> None:
    for _ in range(10):
        make.preference()
    (first, *_) = queries.objections()
    monkeypatch.setattr("folkmoot.site.preferences.queries.timezone.now", lambda: first.since + dt.timedelta(days=31))
    assert first.days == 31
    assert next(row for row in queries.numbers() if row.family == "health").overdue == "about 10"
