"""Organisations, invitations and memberships: who may do what to whom, and what a link is worth."""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail, signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from folkmoot.site.audit.models import Event
from folkmoot.site.errors import NotNow
from folkmoot.site.people import domain, invitations, queries
from folkmoot.site.people.models import Membership, Organisation, User
from folkmoot.site.people.roles import PERMISSIONS, ROLES, Role
from folkmoot.site.people.rules import organisations_where, require
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

NOT_ADMINISTRATORS = sorted(set(Role) - {Role.ADMINISTRATOR})


def verbs() -> list[str]:
    return list(Event.objects.order_by("id").values_list("verb", flat=True))


def test_every_permission_is_given_by_some_role_and_every_role_gives_known_permissions():
    assert frozenset().union(*(facts.permissions for facts in ROLES.values())) == set(PERMISSIONS)


def test_a_permission_holds_in_its_own_organisation_and_in_no_other():
    ours, theirs = make.organisation(), make.organisation()
    officer = make.member(ours, Role.RESEARCH_OFFICER)
    assert organisations_where(officer, "engagement.run") == [ours]
    require(officer, "engagement.run", ours)
    for permission, where in (("engagement.run", theirs), ("governance.decide", ours), ("people.manage", None)):
        with pytest.raises(PermissionDenied):
            require(officer, permission, where)


def test_a_permission_holds_from_the_day_it_starts_and_not_on_the_day_it_ends():
    today, day = timezone.localdate(), dt.timedelta(days=1)
    where = make.organisation()
    held = {
        (starts, ends): bool(
            organisations_where(make.member(where, starts=today + starts * day, ends=today + ends * day), "engagement.run")
        )
        for starts, ends in [(-2, -1), (-2, 0), (-2, 1), (0, 0), (0, 1), (1, 2)]
    }
    assert held == {(-2, -1): False, (-2, 0): False, (-2, 1): True, (0, 0): False, (0, 1): True, (1, 2): False}


def test_an_inactive_user_holds_nothing():
    officer = make.member(make.organisation())
    officer.is_active = False
    officer.save()
    assert organisations_where(officer, "engagement.run") == []


def test_an_organisation_is_added_by_an_administrator_who_then_looks_after_it():
    administrator = make.member(make.organisation(), Role.ADMINISTRATOR)
    added = domain.add_organisation(by=administrator, name="Shire Police", kind="police")
    assert added.slug == "shire-police"
    assert added in organisations_where(administrator, "people.manage")
    assert verbs()[-2:] == ["organisation.added", "membership.started"]


def test_no_administrator_can_add_a_committee():
    administrator = make.member(make.organisation(), Role.ADMINISTRATOR)
    before = Organisation.objects.count()
    with pytest.raises(PermissionDenied, match="whoever runs the server adds it"):
        domain.add_organisation(by=administrator, name="My own board", kind="committee")
    browser = make.signed_in(administrator)
    assert '<option value="committee"' not in browser.get("/staff/organisations").content.decode()
    assert browser.post("/staff/organisations", {"organisation": "My own board", "kind": "committee"}).status_code == 400
    assert Organisation.objects.count() == before
    make.no_writes_by(administrator)


@pytest.mark.parametrize("role", NOT_ADMINISTRATORS)
def test_nobody_else_may_manage_people(role):
    where = make.organisation()
    someone, other = make.member(where, role), make.member(where, Role.ADMINISTRATOR)
    before = Membership.objects.count(), User.objects.count(), Organisation.objects.count()
    for attempt in (
        lambda: domain.add_organisation(by=someone, name="Mine", kind="council"),
        lambda: domain.invite_user(by=someone, email="new@example.org", organisation=where, role=Role.ADMINISTRATOR),
        lambda: domain.start_membership(by=someone, user=someone, organisation=where, role=Role.ADMINISTRATOR),
        lambda: domain.end_membership(by=someone, membership=other.memberships.get()),
        lambda: domain.renew_link(by=someone, user=other),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert (Membership.objects.count(), User.objects.count(), Organisation.objects.count()) == before
    make.no_writes_by(someone)


@pytest.mark.parametrize("which", ["of another organisation", "whose role ended", "participant", "anonymous"])
def test_an_administrator_of_elsewhere_or_of_yesterday_and_words_that_are_no_user_may_not(which):
    where = make.organisation()
    by = {
        "of another organisation": lambda: make.member(make.organisation(), Role.ADMINISTRATOR),
        "whose role ended": lambda: make.former_member(where, Role.ADMINISTRATOR),
        "participant": lambda: "participant",
        "anonymous": lambda: None,
    }[which]()
    with pytest.raises(PermissionDenied):
        domain.invite_user(by=by, email="new@example.org", organisation=where, role=Role.ADMINISTRATOR)
    assert not User.objects.filter(email="new@example.org").exists()


def invited(email: str = "new@example.org") -> domain.Invitation:
    where = make.organisation()
    return domain.invite_user(by=make.member(where, Role.ADMINISTRATOR), email=email, organisation=where, role=Role.RESEARCH_OFFICER)


def test_an_invited_user_cannot_sign_in_before_they_choose_a_password_and_can_after():
    invitation = invited("New@Example.org")
    assert invitation.user.email == "new@example.org"
    assert not invitation.user.has_usable_password()
    user = domain.accept_invitation(token=invitation.token, name=" Sam Fielding ", password=make.PASSWORD)
    assert (user.name, user.check_password(make.PASSWORD)) == ("Sam Fielding", True)
    assert verbs()[-3:] == ["user.invited", "membership.started", "user.joined"]


def test_a_link_works_once():
    invitation = invited()
    domain.accept_invitation(token=invitation.token, name="Sam", password=make.PASSWORD)
    with pytest.raises(ValidationError, match="no longer valid"):
        domain.accept_invitation(token=invitation.token, name="Mallory", password="another good password")
    assert User.objects.get(pk=invitation.user.pk).name == "Sam"


def test_a_link_works_for_seven_days_and_not_longer(monkeypatch):
    token, now = invited().token, signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + 7 * 86400 - 5)
    assert queries.invited(token).email == "new@example.org"
    monkeypatch.setattr(signing.time, "time", lambda: now + 7 * 86400 + 5)
    with pytest.raises(ValidationError, match="no longer valid"):
        queries.invited(token)


def test_a_changed_link_is_worth_nothing():
    token = invited().token
    for changed in (
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        "x" + token,
        "",
        signing.dumps({"user": 1, "state": ""}, salt="other"),
    ):
        with pytest.raises(ValidationError):
            queries.invited(changed)


def test_a_newer_link_spends_the_older_one():
    invitation = invited()
    newer = domain.renew_link(by="folkmoot", user=invitation.user)
    with pytest.raises(ValidationError):
        queries.invited(invitation.token)
    assert queries.invited(newer) == invitation.user


@pytest.mark.parametrize(
    ("name", "password", "said"),
    [("", make.PASSWORD, "Enter your name."), ("Sam", "short", "12 characters"), ("Sam", "password1234", "common")],
)
def test_no_name_or_a_weak_password_is_refused_beside_its_field_and_keeps_the_link(name, password, said):
    token = invited().token
    with pytest.raises(ValidationError) as refused:
        domain.accept_invitation(token=token, name=name, password=password)
    assert said in str(refused.value.message_dict)
    assert queries.invited(token)


def test_inviting_someone_who_is_here_already_gives_a_role_and_no_link():
    where, known = make.organisation(), make.user(email="known@example.org")
    invitation = domain.invite_user(by="folkmoot", email="KNOWN@example.org", organisation=where, role=Role.COMMITTEE_MEMBER)
    assert (invitation.user, invitation.token) == (known, "")
    assert known.has_usable_password()


def test_the_same_role_cannot_be_held_twice_at_the_same_time():
    where = make.organisation()
    officer = make.member(where, starts=dt.date(2030, 1, 1), ends=dt.date(2031, 1, 1))
    with pytest.raises(ValidationError, match="already"):
        make.membership(officer, where, Role.RESEARCH_OFFICER, starts=dt.date(2030, 12, 31))
    make.membership(officer, where, Role.RESEARCH_OFFICER, starts=dt.date(2031, 1, 1))
    make.membership(officer, where, Role.COMMITTEE_MEMBER, starts=dt.date(2030, 1, 1))
    assert officer.memberships.count() == 3


@pytest.mark.parametrize("role", ["superuser", "", "ADMINISTRATOR"])
def test_a_role_that_is_not_in_the_table_is_refused(role):
    with pytest.raises(ValidationError, match="no role called"):
        make.membership(make.user(), make.organisation(), role)


def test_ending_a_membership_takes_effect_at_once():
    where = make.organisation()
    administrator, officer = make.member(where, Role.ADMINISTRATOR), make.member(where)
    domain.end_membership(by=administrator, membership=officer.memberships.get())
    assert organisations_where(officer, "engagement.run") == []
    with pytest.raises(NotNow, match="ended already"):
        domain.end_membership(by=administrator, membership=officer.memberships.get())


def test_the_last_administrator_cannot_be_ended_and_the_last_but_one_can():
    where = make.organisation()
    first, second = make.member(where, Role.ADMINISTRATOR), make.member(where, Role.ADMINISTRATOR)
    domain.end_membership(by=first, membership=second.memberships.get())
    with pytest.raises(NotNow, match="last administrator"):
        domain.end_membership(by=first, membership=first.memberships.get())
    assert organisations_where(first, "people.manage") == [where]


def test_a_new_link_takes_back_the_password_and_every_second_factor():
    where = make.organisation()
    administrator, officer = make.member(where, Role.ADMINISTRATOR), make.member(where)
    browser = make.signed_in(officer)
    assert queries.invited(domain.renew_link(by=administrator, user=officer)) == officer
    assert not User.objects.get(pk=officer.pk).has_usable_password()
    assert not Authenticator.objects.filter(user=officer).exists()
    assert browser.get("/staff/").status_code == 302  # and whoever is signed in as them is signed out


def test_an_administrator_cannot_take_over_someone_who_also_works_for_another_organisation():
    ours, theirs = make.organisation(), make.organisation()
    administrator, shared = make.member(ours, Role.ADMINISTRATOR), make.member(ours)
    make.membership(shared, theirs, Role.ADMINISTRATOR)
    with pytest.raises(PermissionDenied):
        domain.renew_link(by=administrator, user=shared)
    assert User.objects.get(pk=shared.pk).has_usable_password()


def test_organisations_of_one_name_are_refused_in_words():
    make.organisation("Essex Council")
    for name in ("Essex Council", "essex council", "Essex  Council!"):
        with pytest.raises(ValidationError) as refused:
            make.organisation(name)
        assert refused.value.message_dict == {"organisation": ["There is an organisation of that name here already."]}


def test_the_public_page_names_people_in_office_with_dates_and_neither_addresses_nor_those_who_have_not_joined(client):
    where = make.organisation("Fen Council")
    make.member(where, Role.GOVERNANCE_LEAD, name="Ada Fen")
    make.member(where, Role.COMMITTEE_MEMBER, name="Old Holder", starts=dt.date(2019, 5, 1), ends=dt.date(2021, 5, 1))
    make.member(where, name="Not Yet", starts=timezone.localdate() + dt.timedelta(days=3))
    domain.invite_user(by="folkmoot", email="silent@example.org", organisation=where, role=Role.RESEARCH_OFFICER)
    page = queries.organisation_page("fen-council")
    assert [(p.name, p.role) for p in page.in_office] == [("Ada Fen", "Information governance lead")]
    assert [(p.name, p.ends) for p in page.before] == [("Old Holder", dt.date(2021, 5, 1))]
    shown = client.get("/org/fen-council")
    assert shown.status_code == 200
    assert b"Ada Fen" in shown.content
    assert b"1 May 2021" in shown.content
    for hidden in (b"@example.org", b"Not Yet", b"silent"):
        assert hidden not in shown.content
    assert client.get("/org/nowhere").status_code == 404


def test_an_invitation_is_mailed_only_where_mail_is_set_up(settings):
    from folkmoot.site.people.invitation_mail import send_invitation

    assert send_invitation(to="new@example.org", address="https://x.example/join", organisation="Fen Council")
    assert mail.outbox[0].to == ["new@example.org"]
    assert "https://x.example/join" in mail.outbox[0].body
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}
    assert not send_invitation(to="new@example.org", address="https://x.example/join", organisation="Fen Council")


def test_a_token_of_one_user_is_not_another_ones():
    one, other = invited("one@example.org"), invited("other@example.org")
    assert one.token != other.token
    assert invitations.user_for(one.token) == one.user


@pytest.mark.parametrize("role", list(Role))
def test_the_desk_says_each_thing_someone_may_do_once(role):
    where = make.organisation()
    part = queries.desk(make.member(where, role))[0]
    linked = {link.permission for link, _ in part.links}
    words = {permission for permission, said in PERMISSIONS.items() if said in part.may}
    assert linked | words == ROLES[role].permissions
    assert not linked & words


def test_open_invitations_say_which_address_signs_in_with_which_link():
    where = make.organisation()
    make.member(where)  # has signed in
    new = domain.invite_user(by="folkmoot", email="sam@example.org", organisation=where, role=Role.RESEARCH_OFFICER, name="Sam").user
    (waiting,) = queries.open_invitations()
    assert (waiting.name, waiting.email, invitations.user_for(waiting.token)) == ("Sam", "sam@example.org", new)
