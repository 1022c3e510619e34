"""Whatever goes wrong, people get a page in plain words, and neither they nor the log get more than they should."""

import logging

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from folkmoot.site.access import public
from folkmoot.site.errors import NotNow
from folkmoot.site.urls import handler400, handler403, handler404, handler429, handler500, urlpatterns
from tests.site import make

pytestmark = [pytest.mark.django_db(databases=["default", "vault"]), pytest.mark.urls("tests.site.test_errors")]

RAISED = {
    "not-now": NotNow("This survey has closed."),
    "invalid": ValidationError(["Choose a day.", "Choose a place."]),
    "denied": PermissionDenied("This needs a role that may: decide."),
    "denied-without-words": PermissionDenied(),
    "broken": RuntimeError("secret inner words"),
}


@public
def raises(request: HttpRequest, what: str) -> HttpResponse:
    raise RAISED[what]


urlpatterns = [path("raise/<str:what>", raises), *urlpatterns]
handlers = (handler400, handler403, handler404, handler429, handler500)


def get(address: str) -> HttpResponse:
    return Client(raise_request_exception=False).get(address)


@pytest.mark.parametrize(
    ("what", "status", "words"),
    [
        ("not-now", 409, "This survey has closed."),
        ("invalid", 400, "Choose a day. Choose a place."),
        ("denied", 403, "This needs a role that may: decide."),
        ("denied-without-words", 403, "This page is for people with a role it needs."),
        ("broken", 500, "Something went wrong on our side."),
    ],
)
def test_what_is_refused_becomes_a_page_in_its_own_words(what, status, words):
    answer = get(f"/raise/{what}")
    page = answer.content.decode()
    assert answer.status_code == status
    assert words in page
    assert "fm-header" in page
    for inner in ("Traceback", "secret inner words", "RuntimeError", "folkmoot.site"):
        assert inner not in page


def test_an_address_with_nothing_behind_it_says_so_and_repeats_nothing_of_it():
    answer = get("/Philippa-Quillfeather?x=Philippa")
    assert answer.status_code == 404
    assert "There is no page here" in answer.content.decode()
    assert answer.content.decode().count("<script") == 0


def test_a_fault_is_logged_without_the_query_string_and_a_mistyped_address_not_at_all(caplog):
    from folkmoot.site.logs import Redacted

    with caplog.at_level(logging.INFO):
        get("/raise/broken?name=Philippa")
        get("/staff/join/a-token-of-someone")
        get("/nothing/Philippa")
    lines = [Redacted().format(record) for record in caplog.records if record.levelno >= logging.getLogger(record.name).getEffectiveLevel()]
    assert any("/raise/broken" in line for line in lines)
    for line in lines:
        assert "Philippa" not in line
        assert "a-token-of-someone" not in line


def test_should_the_error_page_itself_fail_a_bare_one_is_sent(monkeypatch):
    def fails(*args: object, **kwargs: object) -> HttpResponse:
        raise RuntimeError("the page failed too")

    monkeypatch.setattr("folkmoot.site.errors.render", fails)
    answer = get("/raise/broken")
    assert answer.status_code == 500
    assert "Sorry, this did not work" in answer.content.decode()
    assert "the page failed too" not in answer.content.decode()


def test_health_says_whether_both_databases_answer_and_nothing_else(monkeypatch):
    assert (get("/health").status_code, get("/health").json()) == (200, {"databases": {"default": True, "vault": True}})

    def unreachable() -> None:
        raise OSError("no route to db.internal as folkmoot:password")

    monkeypatch.setattr(connections["vault"], "cursor", unreachable)
    answer = get("/health")
    assert (answer.status_code, answer.json()) == (503, {"databases": {"default": True, "vault": False}})


def test_what_is_refused_leads_staff_to_their_desk_and_others_home():
    assert 'href="/staff/">Go to your desk' not in get("/raise/denied").content.decode()
    browser = make.signed_in(make.user())
    page = browser.get("/raise/denied").content.decode()
    assert '<a href="/staff/">Go to your desk</a>' in page
    assert '<a href="/">Go to the home page</a>' in page
