"""The first administrator comes in by a one-time address, and nobody after them."""

import stat
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from folkmoot.site.audit.models import Event
from folkmoot.site.errors import NotNow
from folkmoot.site.people import domain, set_up
from folkmoot.site.people.models import Organisation, User
from folkmoot.site.people.roles import Role
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

FIRST = {
    "organisation": "Harrowmere Council",
    "kind": "council",
    "name": "Ada Fen",
    "email": "Ada.Fen@example.org",
    "password": make.PASSWORD,
}


@pytest.fixture
def home(tmp_path: Path, settings) -> Path:
    settings.HOME = type(settings.HOME)(tmp_path)
    return tmp_path


def test_the_token_is_for_its_owner_alone_and_stays_the_same_until_used(home):
    token = set_up.token(home)
    assert stat.S_IMODE((home / "set-up-token").stat().st_mode) == 0o600
    assert set_up.token(home) == token
    assert len(token) >= 43


def test_the_first_administrator_is_set_up_once(home, client):
    token = set_up.token(home)
    address = reverse("people:set_up", args=[token])
    assert client.get(address).status_code == 200
    done = client.post(address, FIRST)
    assert (done.status_code, done["Location"]) == (302, reverse("account_login"))
    user = User.objects.get()
    assert (user.email, user.name, user.check_password(make.PASSWORD)) == ("ada.fen@example.org", "Ada Fen", True)
    assert [(m.organisation.slug, m.role) for m in user.memberships.all()] == [("harrowmere-council", Role.ADMINISTRATOR)]
    assert not (home / "set-up-token").exists()
    again = client.post(address, {**FIRST, "email": "mallory@example.org", "organisation": "Other"})
    assert again.status_code == 400
    assert b"no longer valid" in again.content
    assert User.objects.count() == Organisation.objects.count() == 1
    assert list(Event.objects.order_by("id").values_list("verb", "actor")) == [
        ("organisation.added", "folkmoot"),
        ("user.invited", "folkmoot"),
        ("membership.started", "folkmoot"),
        ("user.joined", f"user:{user.pk}"),
    ]


@pytest.mark.parametrize("given", ["wrong", ""])
def test_a_wrong_token_opens_nothing(home, given):
    set_up.token(home)
    with pytest.raises(ValidationError, match="no longer valid"):
        domain.set_up_installation(home=home, token=given, **FIRST)
    assert User.objects.count() == 0
    assert (home / "set-up-token").exists()


def test_without_a_token_in_the_home_nothing_opens_it(home, client):
    for token in ("x", "None", ""):
        with pytest.raises(ValidationError):
            set_up.spend(home, token)
    assert client.get("/staff/set-up/x").status_code == 400


def test_an_installation_with_users_cannot_be_set_up_even_with_a_token(home):
    make.user()
    with pytest.raises(NotNow, match="set up already"):
        domain.set_up_installation(home=home, token=set_up.token(home), **FIRST)
    assert Organisation.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"password": "short"}, "at least 12 characters"),
        ({"organisation": " "}, "Enter the organisation"),
        ({"organisation": "!!!"}, "in letters"),
        ({"kind": "guild"}, "kind"),
        ({"email": "ada"}, "such as name@example.org"),
        ({"name": ""}, "Enter your name"),
    ],
)
def test_a_mistake_is_named_and_spends_nothing(home, client, change, words):
    token = set_up.token(home)
    answer = client.post(reverse("people:set_up", args=[token]), {**FIRST, **change})
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert set_up.token(home) == token
    assert (User.objects.count(), Organisation.objects.count(), Event.objects.count()) == (0, 0, 0)
