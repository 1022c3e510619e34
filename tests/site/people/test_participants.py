"""Who takes part is known to the vault alone, and can be erased without a trace of the name."""

import io
import json
import logging

import pytest
from django.core import serializers
from django.core.exceptions import PermissionDenied
from django.db import connections, transaction

from folkmoot.site.audit.models import Event
from folkmoot.site.audit.queries import verify
from folkmoot.site.engagement.models import Response
from folkmoot.site.people import domain, participants
from folkmoot.site.people.models import Identity, Participant
from folkmoot.site.people.roles import Role
from tests.site import make, surveys

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

NAME, CONTACT = "Philippa Quillfeather", "philippa.quillfeather@example.net"


def everything_in(alias: str) -> str:
    """Every value of every row of every table of a database, as text."""
    connection = connections[alias]
    found = io.StringIO()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own tables
            found.write(f"{table}: {cursor.fetchall()!r}\n")
    return found.getvalue()


def test_a_name_is_in_the_vault_alone_and_there_only_encrypted(caplog):
    caplog.set_level(logging.DEBUG)
    participant = domain.register_participant(name=NAME, contact=CONTACT)
    identity = Identity.objects.get(pseudonym=participant.pseudonym)
    assert (identity.name, identity.contact) == (NAME, CONTACT)
    main, vault = everything_in("default"), everything_in("vault")
    assert participant.pseudonym in main  # the search does find what is there
    assert participant.pseudonym in vault
    for word in (NAME, "Quillfeather", CONTACT):
        assert word not in main
        assert word not in vault
        assert word not in caplog.text


def test_after_erasure_neither_the_name_nor_the_pseudonym_is_anywhere(caplog):
    caplog.set_level(logging.DEBUG)
    pseudonym = domain.register_participant(name=NAME, contact=CONTACT).pseudonym
    token = Identity.objects.values_list("name", flat=True).query  # the query itself must not carry the name either
    assert NAME not in str(token)
    assert domain.erase_participant(by="participant", pseudonym=pseudonym) is True
    audit = json.dumps(json.loads(serializers.serialize("json", Event.objects.all())))
    for place in (everything_in("default"), everything_in("vault"), audit, caplog.text):
        for word in (NAME, "Quillfeather", CONTACT, pseudonym):
            assert word not in place
    assert list(Event.objects.values_list("verb", "actor")) == [
        ("participant.registered", "participant"),
        ("participant.erased", "participant"),
    ]
    assert verify().broken_at is None


def test_erasing_a_person_leaves_their_response_as_it_was_and_naming_nobody(caplog):
    caplog.set_level(logging.DEBUG)
    _, _, engagement = surveys.world()
    browser = surveys.Browser(engagement.slug)
    browser.press("next", A="Agree a lot", B="Agree a little")
    browser.press("next", age="16 to 34", health="No")
    browser.press("next", people="3")
    browser.press("send", name=NAME, contact=CONTACT)
    before = list(Response.objects.values())
    assert len(before) == 1
    pseudonym = Participant.objects.get(pk=before[0]["participant_id"]).pseudonym
    assert NAME not in everything_in("default")
    assert domain.erase_participant(by="participant", pseudonym=pseudonym)
    assert list(Response.objects.values()) == [{**before[0], "participant_id": None}]
    for place in (everything_in("default"), everything_in("vault"), caplog.text):
        for word in (NAME, "Quillfeather", CONTACT, pseudonym):
            assert word not in place
    assert verify().broken_at is None


def test_erasing_again_says_that_there_is_nothing_left():
    pseudonym = domain.register_participant(name=NAME).pseudonym
    assert domain.erase_participant(by="participant", pseudonym=pseudonym)
    assert not domain.erase_participant(by="participant", pseudonym=pseudonym)
    assert Event.objects.filter(verb="participant.erased").count() == 1


def test_erasing_one_person_leaves_the_others():
    kept, gone = domain.register_participant(name="Kept Person"), domain.register_participant(name=NAME)
    domain.erase_participant(by="participant", pseudonym=gone.pseudonym)
    assert list(Participant.objects.all()) == [kept]
    assert [i.name for i in Identity.objects.all()] == ["Kept Person"]


def test_only_the_person_or_someone_who_runs_engagements_may_erase():
    where = make.organisation()
    pseudonym = domain.register_participant(name=NAME).pseudonym
    for by in (make.user(), make.member(where, Role.ADMINISTRATOR), make.former_member(where), None):
        with pytest.raises(PermissionDenied):
            domain.erase_participant(by=by, pseudonym=pseudonym)
    assert Identity.objects.filter(pseudonym=pseudonym).exists()
    assert domain.erase_participant(by=make.member(where), pseudonym=pseudonym)


def test_someone_who_leaves_no_name_has_no_identity():
    domain.register_participant()
    assert Participant.objects.count() == 1
    assert Identity.objects.count() == 0


def test_pseudonyms_are_128_random_bits():
    made = {domain.register_participant().pseudonym for _ in range(50)}
    assert len(made) == 50
    assert all(len(bytes.fromhex(pseudonym)) == 16 for pseudonym in made)


def test_what_an_unfinished_submission_left_in_the_vault_is_dropped_and_nothing_else():
    kept = domain.register_participant(name="Kept Person")
    Identity.objects.create(pseudonym="0" * 32, name=NAME)  # the vault committed, the main database did not
    assert domain.drop_stray_identities() == 1
    assert [i.pseudonym for i in Identity.objects.all()] == [kept.pseudonym]
    assert Event.objects.filter(verb="identities.dropped").values_list("detail", flat=True).get() == {"count": 1}
    assert domain.drop_stray_identities() == 0


def test_stray_identities_are_found_however_many_there_are_a_few_at_a_time(monkeypatch):
    monkeypatch.setattr(participants, "AT_ONCE", 2)
    kept = {domain.register_participant(name=NAME).pseudonym for _ in range(5)}
    for number in range(7):
        Identity.objects.create(pseudonym=f"stray-{number}", name=NAME)
    assert domain.drop_stray_identities() == 7
    assert set(Identity.objects.values_list("pseudonym", flat=True)) == kept
    assert Event.objects.filter(verb="identities.dropped").values_list("detail", flat=True).get() == {"count": 7}


def test_a_registration_whose_transaction_fails_leaves_no_pseudonym():
    with transaction.atomic():
        domain.register_participant(name=NAME)
        transaction.set_rollback(True)
    assert Participant.objects.count() == 0
    assert domain.drop_stray_identities() == 1


def test_the_vault_holds_only_what_belongs_there():
    with connections["vault"].cursor() as cursor:
        tables = set(connections["vault"].introspection.table_names(cursor))
    held = {
        "people_identity",
        "people_keycheck",
        "concerns_words",
        "preferences_preferenceidentity",
        "following_followercontact",
        "documents_commentwords",
        "engagement_savedsitting",
        "sampling_frameidentities",
        "panel_membercontact",
    }
    assert tables - {"django_migrations"} == held
    with connections["default"].cursor() as cursor:
        assert not held & set(connections["default"].introspection.table_names(cursor))
