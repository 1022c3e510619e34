"""Joining a panel and what a member can do: consents are dated rows, contacts are in the vault alone, erasing leaves nobody."""

import json

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connections, models, transaction

from folkmoot.site.errors import NotNow
from folkmoot.site.panel import domain, queries
from folkmoot.site.panel.members import how_many, members_now
from folkmoot.site.panel.membership import AboutMe, member_of, state_of, ways_of
from folkmoot.site.panel.models import Consent, Declaration, Member, MemberContact, Standing
from folkmoot.site.panel.ways import VERSION, WAYS
from folkmoot.site.people.domain import erase_participant
from folkmoot.site.people.models import Identity, Participant
from tests.site.panel import joining

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

NAME, CONTACT = "Quilla Zephyrine Synthetic", "quilla.zephyrine@example.org"


def everything_in_the_main_database() -> str:
    """Every cell of every table of the main database, as text."""
    found = []
    with connections["default"].cursor() as cursor:
        for table in connections["default"].introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own tables
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


def test_name_and_contact_are_in_the_vault_alone_and_the_link_is_a_hash_in_the_main_database():
    token = joining.joined(joining.panel(), name=NAME, contact=CONTACT)
    main = everything_in_the_main_database()
    for secret in (NAME, "Zephyrine", CONTACT, "zephyrine", token):
        assert secret not in main
    member = joining.holder(token)
    assert member.key_hash in main
    kept = Identity.objects.get(pseudonym=member.participant.pseudonym)
    assert (kept.name, kept.contact) == (NAME, CONTACT)
    same = MemberContact.objects.get(pseudonym=member.participant.pseudonym).same
    assert same not in main
    with connections["vault"].cursor() as cursor:
        cursor.execute("SELECT * FROM panel_membercontact")
        assert token not in str(cursor.fetchall())


def test_each_consent_is_a_row_of_its_own_with_the_version_of_its_words_and_the_newest_counts():
    token = joining.joined(joining.panel(), ways=["survey", "jury"])
    member = joining.holder(token)
    assert ways_of(member) == {"survey", "jury"}
    assert domain.change_consents(token=token, ways=["jury", "interview"])
    assert not domain.change_consents(token=token, ways=["interview", "jury"])
    assert ways_of(member) == {"jury", "interview"}
    rows = list(Consent.objects.filter(member=member).values_list("way", "given", "wording"))
    assert rows == [("jury", True, VERSION), ("survey", True, VERSION), ("survey", False, VERSION), ("interview", True, VERSION)]
    assert domain.change_consents(token=token, ways=[])
    assert ways_of(member) == frozenset()


def test_nothing_a_member_said_can_be_overwritten_and_only_what_shows_who_they_are_be_blanked():
    panel = joining.panel()
    member = joining.holder(joining.joined(panel))
    forbidden = [
        (Consent, {"given": False}),
        (Standing, {"state": "left"}),
        (Declaration, {"attributes": {"age": "16 to 34"}}),
        (Member, {"set_aside": True}),
        (Member, {"key_hash": "0" * 64}),
    ]
    for model, change in forbidden:
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.update(**change)
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.all()._raw_delete("default")
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(member=member, way="telepathy", given=True, wording=1, recorded_at=member.joined_at)


def test_a_member_pauses_comes_back_leaves_and_may_come_back_again():
    token = joining.joined(joining.panel())
    member = joining.holder(token)
    domain.pause(token=token)
    assert how_many(member.panel) == 1
    with pytest.raises(NotNow):
        domain.pause(token=token)
    domain.resume(token=token)
    with pytest.raises(NotNow):
        domain.resume(token=token)
    domain.leave_panel(token=token)
    assert how_many(member.panel) == 0
    with pytest.raises(NotNow):
        domain.leave_panel(token=token)
    domain.resume(token=token)
    assert state_of(member) == "active"
    assert [row.state for row in member.standings.all()] == ["active", "paused", "active", "left", "active"]


def test_the_same_contact_again_is_set_aside_and_told_alike():
    panel = joining.panel()
    given = {"panel": panel, "about": AboutMe({}), "ways": ["survey"]}
    first = domain.join_panel(name="A", contact="Pat@Example.org", **given)
    again = domain.join_panel(name="B", contact=" pat@example.org ", **given)
    assert first.earlier == ""
    assert again.earlier == first.token
    assert again.token not in {"", first.token}
    assert [m.set_aside for m in members_now(panel)] == [False, True]
    assert [m.counts for m in members_now(panel)] == [True, False]
    assert how_many(panel) == 1
    assert [queries.mine_of(joining.holder(token)).state for token in (first.token, again.token)] == ["active", "active"]
    elsewhere = domain.join_panel(**{**given, "panel": joining.panel()}, name="A", contact="pat@example.org")
    assert elsewhere.earlier == ""
    domain.erase_member(token=first.token)
    assert domain.join_panel(name="A", contact="pat@example.org", **given).earlier == ""


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("01245 430430", "01245-430 430", True),
        ("1 High Street, Harrowmere", "1 high street Harrowmere", True),
        ("a.b@example.org", "ab@example.org", False),
        ("01245 430430", "01245 430431", False),
    ],
)
def test_two_spellings_of_one_contact_are_the_same(one, other, same):
    from folkmoot.site.panel.tokens import same_contact

    assert (same_contact(one) == same_contact(other)) is same


def test_erasing_a_member_leaves_no_name_no_contact_no_link_and_nothing_they_said_of_themselves():
    panel = joining.panel()
    token = joining.joined(panel, name=NAME, contact=CONTACT, language="cy", support=["large"])
    pk = joining.holder(token).pk
    assert domain.erase_member(token=token)
    assert not domain.erase_member(token=token)
    assert member_of(token) is None
    assert Identity.objects.count() == MemberContact.objects.count() == Participant.objects.count() == 0
    row = Member.objects.get(pk=pk)
    assert (row.participant_id, row.key_hash) == (None, None)
    assert list(Declaration.objects.values_list("attributes", "language", "support")) == [(None, None, None)]
    assert [m.state for m in members_now(panel)] == ["erased"]
    assert how_many(panel) == 0
    for act in (domain.pause, domain.resume, domain.leave_panel):
        with pytest.raises(NotNow):
            act(token=token)


def test_someone_who_is_erased_elsewhere_counts_no_more_and_is_blanked_at_once():
    panel = joining.panel()
    token = joining.joined(panel)
    erase_participant(by="participant", pseudonym=joining.holder(token).participant.pseudonym)
    assert [m.counts for m in members_now(panel)] == [False]
    assert how_many(panel) == 0
    assert member_of(token) is None
    assert MemberContact.objects.count() == 0
    assert list(Declaration.objects.values_list("attributes", "language")) == [(None, None)]
    assert domain.drop_stray_contacts() == 0
    assert Standing.objects.filter(state="erased").count() == 1


def test_a_joining_that_does_not_finish_leaves_a_contact_that_the_next_start_deletes():
    panel = joining.panel()
    with transaction.atomic():
        joining.joined(panel)
        transaction.set_rollback(True)
    assert Member.objects.count() == 0
    assert MemberContact.objects.count() == 1
    assert domain.drop_stray_contacts() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"contact": "abc"}, "contact"),
        ({"contact": "x" * 201}, "contact"),
        ({"ways": []}, "ways"),
        ({"ways": ["telepathy"]}, "ways"),
        ({"about": AboutMe({"age": "7 to 9"})}, "__all__"),
        ({"about": AboutMe({"shoe size": "7"})}, "__all__"),
        ({"about": AboutMe({}, language="xx")}, "language"),
        ({"about": AboutMe({}, support=["gold"])}, "support"),
    ],
)
def test_what_is_missing_or_unknown_is_refused_at_its_field_and_nothing_is_kept(change, field):
    given = {"panel": joining.panel(), "name": "A", "contact": "a@example.org", "about": AboutMe({}), "ways": ["survey"]}
    with pytest.raises(ValidationError) as refused:
        domain.join_panel(**(given | change))
    assert field in (refused.value.message_dict if hasattr(refused.value, "error_dict") else {"__all__": 1})
    assert Member.objects.count() == Identity.objects.count() == 0


def test_everything_that_is_held_can_be_taken_away_as_json():
    token = joining.joined(joining.panel(), name=NAME, contact=CONTACT, ways=["survey"], support=["phone"])
    domain.change_consents(token=token, ways=list(WAYS))
    held = json.loads(json.dumps(queries.everything_of(joining.holder(token))))
    assert (held["name"], held["contact"]) == (NAME, CONTACT)
    assert held["said_of_myself"][0]["attributes"] == {"age": "35 to 64", "area": "North"}
    assert held["said_of_myself"][0]["support"] == ["phone"]
    assert held["consents"][0]["way"] == "survey"
    assert len(held["consents"]) == len(WAYS)
    assert held["standing"][0]["state"] == "active"
    assert (held["waves"], held["answers"]) == ([], [])


def test_no_model_of_the_main_database_has_a_column_for_a_name_or_a_contact_of_a_member():
    for model in apps.get_app_config("panel").get_models():
        if model is not MemberContact:
            names = {field.name for field in model._meta.get_fields() if isinstance(field, models.Field)}
            assert not names & {"name", "contact", "email", "token", "same"}
