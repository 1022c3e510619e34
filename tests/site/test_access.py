"""Every route of the site has exactly the access that access_table.py gives it, seen from outside."""

from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from folkmoot.site.people.roles import PERMISSIONS, ROLES, Role
from tests.site import make
from tests.site.access_table import ACCESS, ACCOUNT, ENTRANCE, PUBLIC, STAFF

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

EXAMPLES = {"slug": "nothing-here", "int": 1, "str": "nothing-here", "path": "nothing-here"}
NEED_A_ROLE = sorted(route for route, access in ACCESS.items() if access in PERMISSIONS)


def routes(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name}", pattern


ROUTES = dict(routes(get_resolver().url_patterns))


def address(route: str) -> str:
    """An address of the route, for things that need not exist."""
    converters = ROUTES[route].pattern.converters
    given = {
        name: EXAMPLES[type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")]
        for name, converter in converters.items()
    }
    return reverse(route, kwargs=given)


def both(browser: Client, route: str) -> list[HttpResponse]:
    """The answers to GET and POST, but for "this method is not for this page"."""
    answers = [browser.get(address(route)), browser.post(address(route))]
    assert {answer.status_code for answer in answers} != {405}
    return [answer for answer in answers if answer.status_code != 405]


def is_sent_to_sign_in(answer: HttpResponse) -> bool:
    return answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))


def is_sent_to_set_up_a_second_factor(answer: HttpResponse) -> bool:
    return answer.status_code == 302 and answer["Location"] == reverse("mfa_index")


def test_every_route_is_in_the_table_and_every_row_of_the_table_is_a_route():
    assert set(ROUTES) == set(ACCESS)
    assert set(ACCESS.values()) <= {PUBLIC, ENTRANCE, ACCOUNT, STAFF, *PERMISSIONS}


def test_no_two_routes_share_an_address_pattern():
    patterns = [str(entry.pattern) for _, entry in routes(get_resolver().url_patterns)]
    assert len(ROUTES) == len(patterns)


@pytest.mark.parametrize("route", sorted(ACCESS))
def test_every_view_carries_the_mark_of_its_row(route):
    view, access = ROUTES[route].callback, ACCESS[route]
    if access in {ENTRANCE, ACCOUNT}:
        assert view.__module__.startswith("allauth.")
        assert getattr(view, "login_required", True) is (access == ACCOUNT)
    else:
        assert view.access == ("public" if access == PUBLIC else "staff")
        assert getattr(view, "login_required", True) is (access != PUBLIC)


@pytest.mark.parametrize("route", sorted(ACCESS))
def test_a_stranger_is_sent_to_sign_in_unless_the_route_is_public(client, route):
    answers = both(client, route)
    if ACCESS[route] == PUBLIC:
        assert not any(is_sent_to_sign_in(answer) for answer in answers)
        assert all(answer.status_code < 500 for answer in answers)
    elif ACCESS[route] == ENTRANCE:
        assert all(answer.status_code in {200, 302} for answer in answers)
    else:
        assert all(is_sent_to_sign_in(answer) for answer in answers)


@pytest.mark.parametrize("route", sorted(route for route, access in ACCESS.items() if access == STAFF or access in PERMISSIONS))
def test_staff_without_a_second_factor_are_sent_to_set_one_up(route):
    where = make.organisation()
    user = make.user(second_factor=False)
    for role in Role:
        make.membership(user, where, role)
    assert all(is_sent_to_set_up_a_second_factor(answer) for answer in both(make.signed_in(user), route))


@pytest.mark.parametrize("route", NEED_A_ROLE)
@pytest.mark.parametrize("who", ["without any role", "whose role has ended", "with every role that does not do"])
def test_someone_without_the_role_it_needs_is_refused(route, who):
    where = make.organisation()
    if who == "without any role":
        user = make.user()
    elif who == "whose role has ended":
        user = make.former_member(where, next(role for role in Role if ACCESS[route] in ROLES[role].permissions))
    else:
        user = make.user()
        for role in Role:
            if ACCESS[route] not in ROLES[role].permissions:
                make.membership(user, where, role)
    for answer in both(make.signed_in(user), route):
        assert answer.status_code in {403, 404}  # 404 where the thing in the address does not exist


@pytest.mark.parametrize("route", sorted(route for route, access in ACCESS.items() if access == "people.manage"))
def test_the_pages_about_people_refuse_everyone_but_administrators_of_that_very_organisation(route):
    where = make.organisation()
    officer = make.member(where)
    kwargs = {"slug": where.slug, "membership": officer.memberships.get().pk}
    path = reverse(route, kwargs={name: kwargs[name] for name in ROUTES[route].pattern.converters})
    elsewhere = [] if route == "people:organisations" else [make.member(make.organisation(), Role.ADMINISTRATOR)]
    for user in (make.user(), officer, make.former_member(where, Role.ADMINISTRATOR), *elsewhere):
        browser = make.signed_in(user)
        assert {browser.get(path).status_code, browser.post(path).status_code} <= {403, 405}
    assert officer.has_usable_password()
    assert officer.memberships.get().ends is None
    browser = make.signed_in(make.member(where, Role.ADMINISTRATOR))
    assert {browser.get(path).status_code, browser.post(path).status_code} <= {200, 302, 400, 405}


def test_the_audit_log_opens_for_those_who_may_read_it_and_for_no_other_role():
    where = make.organisation()
    opened = {role: make.signed_in(make.member(where, role)).get(reverse("audit:log")).status_code for role in Role}
    assert opened == {role: 200 if "audit.read" in ROLES[role].permissions else 403 for role in Role}


def test_a_form_that_does_not_come_from_our_pages_is_refused():
    where = make.organisation()
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(make.member(where, Role.ADMINISTRATOR), backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = browser.post(reverse("people:invite", args=[where.slug]), {"email": "x@example.org", "role": "administrator"})
    assert answer.status_code == 403
    assert b"This form is too old" in answer.content


@pytest.mark.parametrize("path", ["/accounts/signup/", "/staff/signup", "/staff/signup/", "/signup", "/admin/", "/staff/password/reset"])
def test_there_is_no_way_to_sign_up_or_to_reset_a_password_by_oneself(client, path):
    assert client.get(path).status_code == 404
