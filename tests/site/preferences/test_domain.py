"""What people choose is kept once, names nobody in the main database, and is theirs to change, take back and have erased."""

import datetime as dt
import logging

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from folkmoot.linkage import Identifiers
from folkmoot.record.preferences import Choice, Recorded
from folkmoot.site.audit.models import Event
from folkmoot.site.audit.queries import verify
from folkmoot.site.errors import NotNow
from folkmoot.site.people.domain import drop_stray_identities as drop_stray_people
from folkmoot.site.preferences import domain, queries
from folkmoot.site.preferences.domain import Proxy
from folkmoot.site.preferences.models import PreferenceEvent, PreferenceIdentity
from folkmoot.site.preferences.pseudonyms import pseudonym_of
from folkmoot.site.preferences.wording import VERSION
from folkmoot.site.references import PREFERENCE, written
from folkmoot.site.renditions import Reader
from tests.site import make
from tests.site.people.test_participants import everything_in

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

SECRET = ("Łukasz", "Lukasz", "Kwame", "24/12/1979", "1979-12-24", "SS0 7AB", "SS07AB", "943 476 5919", "9434765919", "Ama Proxy")
PROXY = Proxy("Ama Proxy", "attorney", declared=True)


def choices(reference: str) -> dict[str, Choice]:
    held = queries.mine(reference)
    assert held is not None
    return {family: stands.choice for family, stands in held.standing.items()}


def refused(**changed: object) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refusal:
        make.preference(**changed)
    assert PreferenceEvent.objects.count() == PreferenceIdentity.objects.count() == 0
    return refusal.value.message_dict


def test_who_chose_is_in_the_vault_alone_and_there_only_encrypted(caplog) -> None:
    caplog.set_level(logging.DEBUG)
    reference = make.preference(proxy=PROXY)
    pseudonym = pseudonym_of(reference)
    identity = PreferenceIdentity.objects.get(pseudonym=pseudonym)
    assert (identity.name, identity.postcode, identity.proxy_name, identity.proxy_authority) == (
        "Kwame Łukasz",
        "SS0 7AB",
        "Ama Proxy",
        "attorney",
    )
    assert identity.declared_at is not None
    main, vault = everything_in("default"), everything_in("vault")
    assert pseudonym in main
    assert pseudonym in vault
    for word in (*SECRET, reference, written(reference)):
        for place in (main, vault, caplog.text):
            assert word not in place


def test_a_row_of_the_ledger_holds_what_was_chosen_and_how_it_was_asked_and_nothing_else() -> None:
    reference = make.preference({"harm": "ask"}, proxy=PROXY, reader=Reader("cy", "easy"))
    columns = {field.name for field in PreferenceEvent._meta.local_concrete_fields}
    assert columns == {"id", "pseudonym", "family", "state", "choice", "recorded_at", "by", "language", "style", "wording"}
    event = PreferenceEvent.objects.get()
    assert (event.pseudonym, event.family, event.state, event.choice, event.by) == (
        pseudonym_of(reference),
        "harm",
        "given",
        "ask",
        "proxy",
    )
    assert (event.language, event.style, event.wording) == ("cy", "standard", VERSION)  # there is no easy Welsh: what was shown is recorded
    (audited,) = Event.objects.filter(verb="preference.given")
    assert (audited.actor, audited.subject, audited.detail) == ("participant", f"preferenceevent:{event.pk}", {"families": ["harm"]})


def test_what_is_sent_twice_is_kept_once() -> None:
    reference = PREFERENCE.new()
    who = Identifiers(**make.KWAME)
    assert domain.give_preferences(reference=reference, choices={"health": Choice.OBJECT}, who=who) is True
    assert domain.give_preferences(reference=reference, choices={"health": Choice.HAPPY}, who=who) is False
    assert choices(reference) == {"health": Choice.OBJECT}
    assert PreferenceEvent.objects.count() == PreferenceIdentity.objects.count() == 1


def test_a_choice_is_changed_taken_back_and_given_again_and_each_step_stays_on_record() -> None:
    reference = make.preference({"health": "object", "harm": "happy"})
    steps = [
        ({"health": Choice.ASK}, {"health": Recorded.CHANGED}),
        ({"health": Choice.ASK, "harm": Choice.HAPPY}, {}),
        ({"health": None, "harm": None}, {"health": Recorded.WITHDRAWN, "harm": Recorded.WITHDRAWN}),
        ({"health": None}, {}),
        ({"health": Choice.OBJECT}, {"health": Recorded.GIVEN}),
    ]
    for wanted, recorded in steps:
        assert domain.change_preferences(reference=reference, choices=wanted) == recorded
    assert choices(reference) == {"health": Choice.OBJECT}
    assert PreferenceEvent.objects.count() == 6
    assert list(Event.objects.values_list("verb", flat=True)) == [
        "preference.given",
        "preference.changed",
        "preference.withdrawn",
        "preference.given",
    ]
    assert verify().broken_at is None


def test_erasing_takes_who_someone_is_out_of_the_vault_and_leaves_every_number() -> None:
    reference = make.preference()
    for _ in range(11):
        make.preference()
    before = queries.numbers()
    assert domain.erase_identity(reference=reference) is True
    assert domain.erase_identity(reference=reference) is False
    assert not PreferenceIdentity.objects.filter(pseudonym=pseudonym_of(reference)).exists()
    assert queries.numbers() == before
    held = queries.mine(reference)
    assert held is not None
    assert held.erased
    assert choices(reference) == {"health": Choice.OBJECT}
    with pytest.raises(NotNow, match="start again"):
        domain.change_preferences(reference=reference, choices={"health": None})


def test_a_reference_nobody_holds_does_nothing() -> None:
    for act in (domain.erase_identity, lambda *, reference: domain.change_preferences(reference=reference, choices={})):
        with pytest.raises(ValidationError, match="no such reference"):
            act(reference=PREFERENCE.new())
    assert queries.mine(PREFERENCE.new()) is None


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"name": " - "}, "name", "no letters"),
        ({"name": ""}, "name", "full name"),
        ({"date_of_birth": "31/02/1979"}, "date_of_birth", "not a date"),
        ({"date_of_birth": ""}, "date_of_birth", "Write the date of birth"),
        ({"date_of_birth": "1900-01-01"}, "date_of_birth", "Write the date of birth"),
        ({"date_of_birth": "02/03/1850"}, "date_of_birth", "Nobody living"),
        ({"date_of_birth": "02/03/2999"}, "date_of_birth", "still to come"),
        ({"postcode": "SS0"}, "postcode", "not one of the United Kingdom"),
        ({"postcode": "ZZ99 3VZ"}, "postcode", "postcode of the home"),
        ({"nhs_number": "943 476 5918"}, "nhs_number", "not right"),
        ({"nhs_number": "0000000000"}, "nhs_number", "no one's"),
        ({"proxy": Proxy("Ama Proxy", "attorney")}, "declared", "declare"),
        ({"proxy": Proxy("", "parent", declared=True)}, "proxy_name", "your own name"),
        ({"proxy": Proxy("Ama", "other", declared=True)}, "proxy_other", "which authority"),
        ({"proxy": Proxy("Ama", "king", declared=True)}, "acting", "which authority"),
    ],
)
def test_what_will_not_do_is_refused_at_its_field_without_being_repeated(changed, field, words) -> None:
    found = refused(**changed)
    assert set(found) == {field}
    assert words in found[field][0]
    assert not any(str(value).strip(" -") and str(value) in found[field][0] for value in changed.values())


def test_something_must_be_chosen_in_a_family_there_is() -> None:
    who = Identifiers(**make.KWAME)
    for wrong in ({}, {"weather": Choice.HAPPY}):
        with pytest.raises(ValidationError):
            domain.give_preferences(reference=PREFERENCE.new(), choices=wrong, who=who)
    with pytest.raises(ValidationError):
        domain.change_preferences(reference=make.preference(), choices={"weather": None})


def test_the_database_itself_refuses_to_change_or_delete_what_was_chosen() -> None:
    make.preference()
    for statement in ("UPDATE preferences_preferenceevent SET choice = 'happy'", "DELETE FROM preferences_preferenceevent"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    wrong = PreferenceEvent(pseudonym="0" * 32, state="withdrawn", choice="object", family="health", by="person", recorded_at=now())
    with pytest.raises(IntegrityError), transaction.atomic():
        wrong.save()


def test_details_that_an_unfinished_try_left_are_dropped_and_the_rest_are_kept() -> None:
    reference = make.preference()
    PreferenceIdentity.objects.create(pseudonym="0" * 32, name="Left Behind", date_of_birth="1979-12-24", postcode="SS0 7AB")
    assert drop_stray_people() == 0
    assert domain.drop_stray_identities() == 1
    assert [identity.pseudonym for identity in PreferenceIdentity.objects.all()] == [pseudonym_of(reference)]
    assert domain.drop_stray_identities() == 0


def test_a_try_that_left_its_details_can_be_made_again() -> None:
    reference = PREFERENCE.new()
    PreferenceIdentity.objects.create(pseudonym=pseudonym_of(reference), name="Old", date_of_birth="1979-12-24", postcode="SS0 7AB")
    make.preference(reference=reference)
    assert PreferenceIdentity.objects.get().name == "Kwame Łukasz"


def now() -> dt.datetime:
    return dt.datetime(2031, 1, 1, tzinfo=dt.UTC)


def test_the_pseudonym_does_not_hold_the_reference() -> None:
    reference = PREFERENCE.new()
    pseudonym = pseudonym_of(reference)
    assert len(pseudonym) == 32
    assert reference[:6].lower() not in pseudonym
    assert pseudonym_of(PREFERENCE.new()) != pseudonym
