"""Signing in: a password and a second factor, a limit on tries, and links that set a sign-in up."""

import re

import pytest
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from folkmoot.site.people import domain
from folkmoot.site.people.encryption import decrypted
from folkmoot.site.people.models import User
from folkmoot.site.people.roles import Role
from folkmoot.site.people.signing_in import SecondFactorAdapter, StaffAdapter
from tests.site import make
from tests.totp import code

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture(autouse=True)
def _forget_earlier_tries():
    cache.clear()


def sign_in(browser: Client, email: str, password: str = make.PASSWORD):
    return browser.post(reverse("account_login"), {"login": email, "password": password})


def confirmed(browser: Client, route: str) -> str:
    """A page of one's own sign-in, after the password that some of them ask for again."""
    answer = browser.get(reverse(route))
    if answer.status_code == 302:
        assert answer["Location"].startswith(reverse("account_reauthenticate"))
        answer = browser.post(answer["Location"], {"password": make.PASSWORD}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_password_alone_leads_to_the_second_factor_and_no_further(client):
    user = make.member(make.organisation())
    assert sign_in(client, user.email)["Location"] == reverse("mfa_authenticate")
    assert client.get("/staff/")["Location"].startswith(reverse("account_login"))
    done = client.post(reverse("mfa_authenticate"), {"code": code(make.TOTP_SECRET)})
    assert (done.status_code, done["Location"]) == (302, "/staff/")
    assert b"Your desk" in client.get("/staff/").content


def test_a_wrong_code_is_refused(client):
    user = make.user()
    sign_in(client, user.email)
    wrong = f"{(int(code(make.TOTP_SECRET)) + 500_000) % 1_000_000:06}"
    answer = client.post(reverse("mfa_authenticate"), {"code": wrong})
    assert b"This code is not right. Use the newest one your app shows" in answer.content
    assert client.get("/staff/").status_code == 302


def test_someone_new_sets_up_an_app_gets_recovery_codes_and_only_then_sees_their_desk(client):
    where = make.organisation()
    invitation = domain.invite_user(by="folkmoot", email="sam@example.org", organisation=where, role=Role.RESEARCH_OFFICER)
    link = reverse("people:join", args=[invitation.token])
    assert b"sam@example.org" in client.get(link).content
    assert client.post(link, {"name": "Sam", "password": make.PASSWORD})["Location"] == reverse("account_login")
    assert client.get(link).status_code == 400
    assert sign_in(client, "sam@example.org")["Location"] == "/staff/"
    assert client.get("/staff/")["Location"] == reverse("mfa_index")
    assert b"Set up a second way" in client.get(reverse("mfa_index")).content
    page = confirmed(client, "mfa_activate_totp")
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page)[1]
    assert "<svg" in page
    done = client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert done["Location"] == reverse("mfa_view_recovery_codes")
    assert len(re.findall(r"<code>\d{8}</code>", client.get(done["Location"]).content.decode())) == 10
    assert client.get("/staff/").status_code == 200
    stored = Authenticator.objects.get(type=Authenticator.Type.TOTP).data["secret"]
    assert secret not in stored
    assert decrypted(stored) == secret


def test_recovery_codes_alone_are_no_second_factor(client):
    user = make.user(second_factor=False)
    Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert make.signed_in(user).get("/staff/")["Location"] == reverse("mfa_index")


def test_the_example_on_loopback_does_without_a_second_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    assert make.signed_in(make.user(second_factor=False)).get("/staff/").status_code == 200


def test_someone_invited_but_not_joined_cannot_sign_in_with_any_password(client):
    invitation = domain.invite_user(by="folkmoot", email="sam@example.org", organisation=make.organisation(), role=Role.RESEARCH_OFFICER)
    for password in ("", "!", invitation.user.password, make.PASSWORD):
        assert sign_in(client, "sam@example.org", password).status_code == 200
    assert client.get("/staff/").status_code == 302


def test_an_unknown_address_and_a_wrong_password_are_answered_alike(client):
    make.user(email="known@example.org")
    answers = []
    for email in ("known@example.org", "unknown@example.org"):
        page = sign_in(client, email, "not the password").content.decode().replace(email, "...")
        answers.append(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page))
    assert answers[0] == answers[1]


def test_after_five_wrong_passwords_even_the_right_one_must_wait(client):
    user = make.user()
    for _ in range(5):
        assert sign_in(client, user.email, "not the password").status_code == 200
    assert b"Too many tries. Wait five minutes" in sign_in(client, user.email).content
    assert client.get("/staff/").status_code == 302


def test_too_many_tries_from_one_place_get_a_page_in_words(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    answers = [client.get(reverse("account_login")), *(sign_in(client, f"x{n}@example.org", "nothing") for n in range(3))]
    assert answers[-1].status_code == 429
    assert b"Wait five minutes" in answers[-1].content


def test_a_sign_in_never_leads_to_another_site(client):
    user = make.user(second_factor=False)
    answer = client.post(reverse("account_login") + "?next=https://evil.example/", {"login": user.email, "password": make.PASSWORD})
    assert answer["Location"] == "/staff/"


def test_a_closed_sign_in_stays_closed(client):
    user = make.user()
    User.objects.filter(pk=user.pk).update(is_active=False)
    sign_in(client, user.email)
    assert client.get("/staff/").status_code == 302
    assert client.get(reverse("account_inactive")).status_code == 200


@pytest.mark.parametrize("route", ["mfa_add_webauthn", "mfa_activate_totp", "mfa_generate_recovery_codes", "mfa_deactivate_totp"])
def test_what_proves_that_it_is_you_is_not_changed_without_the_password_again(route):
    answer = make.signed_in(make.user()).post(reverse(route))
    assert answer.status_code == 302
    assert answer["Location"].split("?")[0] in {reverse("account_reauthenticate"), reverse("mfa_deactivate_totp")}
    assert Authenticator.objects.count() == 1


@pytest.mark.parametrize(
    "route",
    [
        "mfa_index",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
        "mfa_deactivate_totp",
        "mfa_generate_recovery_codes",
        "account_change_password",
        "account_logout",
        "account_reauthenticate",
        "mfa_reauthenticate",
    ],
)
def test_every_page_of_ones_own_sign_in_can_be_drawn(client, route):
    user = make.user()
    sign_in(client, user.email)
    client.post(reverse("mfa_authenticate"), {"code": code(make.TOTP_SECRET)})
    page = confirmed(client, route)
    assert "<h1>" in page
    assert "fm-header" in page


def test_changing_the_password_needs_the_old_one(client):
    user = make.user()
    browser = make.signed_in(user)
    new = "another four word phrase"
    fields = {"oldpassword": "wrong", "password1": new, "password2": new}
    assert browser.post(reverse("account_change_password"), fields).status_code == 200
    assert browser.post(reverse("account_change_password"), fields | {"oldpassword": make.PASSWORD})["Location"] == "/staff/"
    assert User.objects.get(pk=user.pk).check_password(new)


def test_an_administrator_invites_ends_and_renews_from_the_staff_page():
    where = make.organisation("Fen Council")
    browser = make.signed_in(make.member(where, Role.ADMINISTRATOR))
    shown = browser.post(reverse("people:invite", args=["fen-council"]), {"email": "sam@example.org", "role": "research_officer"})
    link = re.search(r"<code>http://testserver(/staff/join/[^<]+)</code>", shown.content.decode())[1]
    assert Client().get(link).status_code == 200
    membership = User.objects.get(email="sam@example.org").memberships.get()
    assert b"not set up yet" in browser.get(reverse("people:staff", args=["fen-council"])).content
    newer = browser.post(reverse("people:sign_in_link", args=["fen-council", membership.pk]))
    assert newer.status_code == 200
    assert Client().get(link).status_code == 400
    assert browser.post(reverse("people:end_membership", args=["fen-council", membership.pk])).status_code == 302
    membership.refresh_from_db()
    assert membership.ends is not None
    twice = browser.post(reverse("people:end_membership", args=["fen-council", membership.pk]))
    assert (twice.status_code, b"ended already" in twice.content) == (409, True)


def test_a_mistake_in_an_invitation_stands_beside_its_field():
    browser = make.signed_in(make.member(make.organisation("Fen Council"), Role.ADMINISTRATOR))
    answer = browser.post(reverse("people:invite", args=["fen-council"]), {"email": "sam", "role": ""})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert '<a href="#id_email">Enter an address such as name@example.org.</a>' in page
    assert '<a href="#id_role">Choose a role.</a>' in page
    assert 'aria-invalid="true"' in page


def test_the_desk_says_what_i_may_do_and_links_only_there():
    where = make.organisation("Fen Council")
    officer = make.signed_in(make.member(where)).get("/staff/").content.decode()
    assert "Configure, open and close engagements" in officer
    assert reverse("audit:log") not in officer
    assert reverse("people:staff", args=["fen-council"]) not in officer
    administrator = make.signed_in(make.member(where, Role.ADMINISTRATOR)).get("/staff/").content.decode()
    assert reverse("people:staff", args=["fen-council"]) in administrator
    assert reverse("audit:log") in administrator
    assert "You hold no role today." in make.signed_in(make.user()).get("/staff/").content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"login": "nobody@example.org", "password": "x"}, ["This e-mail address and password do not belong together."]),
        ({"login": "", "password": ""}, ["Enter your work e-mail address.", "Enter your password."]),
        ({"login": "Robin", "password": "x"}, ["Enter your work e-mail address."]),
    ],
)
def test_what_is_wrong_with_a_sign_in_is_said_in_our_own_words(client, typed, words):
    page = client.post(reverse("account_login"), typed).content.decode()
    said = re.findall(r'<li><a href="#[^"]+">([^<]+)</a></li>', page.partition('id="errors"')[2].partition("</div>")[0])
    assert len(said) == len(words)
    assert all(sentence.startswith(start) for sentence, start in zip(said, words, strict=True))


def test_no_message_that_staff_can_meet_is_left_in_the_librarys_words():
    ours = {
        "account_inactive",
        "email_password_mismatch",
        "enter_current_password",
        "incorrect_code",
        "incorrect_password",
        "invalid_login",
    }
    ours |= {"too_many_login_attempts", "rate_limited"}
    assert all(StaffAdapter.error_messages[key] != DefaultAccountAdapter.error_messages[key] for key in ours)
    assert SecondFactorAdapter.error_messages["incorrect_code"] != DefaultMFAAdapter.error_messages["incorrect_code"]
