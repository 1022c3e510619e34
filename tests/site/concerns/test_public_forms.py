"""Anyone asks or complains without an account; nothing they type is lost, kept twice, or put where it does not belong."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connections, transaction
from django.test import Client
from django.urls import reverse

from folkmoot.site.audit.models import Event
from folkmoot.site.concerns import domain, models
from folkmoot.site.concerns.domain import LONGEST_CONTACT, LONGEST_WORDS
from folkmoot.site.concerns.public_form import OLDEST, QUICKEST, TRAP
from folkmoot.site.people.models import Identity, Participant
from folkmoot.site.people.roles import Role
from folkmoot.site.references import CONCERN, written
from folkmoot.site.renditions import plain
from tests.site import make
from tests.site.concerns import asking

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
BOTH = pytest.mark.parametrize("kind", ["question", "complaint"])
SECRET, REACH = "My child at 4 Elm Row was in it", "ada.lovelace@example.org"


def rows(kind: str) -> Any:
    return domain.KINDS[kind].objects


def send(about: Any, kind: str, token: str, /, **typed: str) -> Any:
    return Client().post(asking.address(about, kind), {"words": SECRET, "contact": REACH, "token": token} | typed)


@BOTH
def test_words_and_contact_are_in_the_vault_alone_and_encrypted_there(kind: str) -> None:
    about = make.initiative()
    answer = send(about, kind, asking.form(about, kind))
    row = rows(kind).get()
    assert answer["Location"] == f"/asked/{written(row.reference)}"
    assert (models.Words.objects.get().text, Identity.objects.get().contact) == (SECRET, REACH)
    kept = [row, *models.ComplaintStep.objects.all(), *Event.objects.all(), *Participant.objects.all()]
    main = serializers.serialize("json", kept)
    with connections["vault"].cursor() as cursor:
        cursor.execute("SELECT text FROM concerns_words UNION ALL SELECT contact FROM people_identity")
        vault = str(cursor.fetchall())
    assert not any(word in stored for word in (SECRET, REACH) for stored in (main, vault))
    assert models.Words.objects.using("vault").count() == 1
    assert "concerns_words" not in connections["default"].introspection.table_names()


@BOTH
def test_the_page_of_a_reference_shows_where_it_stands_and_no_word_of_what_was_written(kind: str) -> None:
    row = asking.received(make.initiative(), SECRET, kind=kind, contact=REACH)
    page = Client().get(reverse("concerns:asked", args=[written(row.reference)]))
    text = page.content.decode()
    assert "We received it." in text
    assert written(row.reference) in text
    assert SECRET not in text
    assert REACH not in text
    assert page["X-Robots-Tag"] == "noindex"
    assert "no-store" in page["Cache-Control"]
    assert Client().get(reverse("concerns:asked", args=[CONCERN.new()])).status_code == 404


@BOTH
def test_sending_the_same_form_twice_is_already_received(kind: str) -> None:
    about = make.initiative()
    token, browser = asking.form(about, kind), Client()
    typed = {"token": token, "words": SECRET, "contact": REACH}
    first, again = (browser.post(asking.address(about, kind), typed) for _ in range(2))
    assert first["Location"] == again["Location"]
    assert (rows(kind).count(), Identity.objects.count(), models.Words.objects.count()) == (1, 1, 1)
    assert f"We had already received your {kind}." in browser.get(again["Location"]).content.decode()


@BOTH
def test_a_receipt_of_something_else_is_refused(kind: str) -> None:
    one, other = make.initiative(), make.initiative()
    receipt = uuid.uuid4()
    domain.receive(kind=kind, initiative=one, receipt=receipt, words="A.")
    with pytest.raises(ValidationError, match="Load the page again"):
        domain.receive(kind=kind, initiative=other, receipt=receipt, words="B.")
    forged = send(other, kind, asking.form(one, kind))
    assert forged.status_code == 400
    assert "was not loaded from our page" in forged.content.decode()


@BOTH
@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"words": " \n "}, "Write your "),
        ({"words": "x" * (LONGEST_WORDS + 1)}, f"That is {LONGEST_WORDS + 1} characters. Say it in {LONGEST_WORDS} at most."),
        ({"contact": "x" * (LONGEST_CONTACT + 1)}, f"{LONGEST_CONTACT} characters at most."),
        ({TRAP: "https://spam.example"}, "Empty the box that says to leave it empty"),
        ({"token": "made-up"}, "was not loaded from our page"),
    ],
)
def test_what_is_refused_comes_back_with_all_that_was_typed(kind: str, typed: dict[str, str], error: str) -> None:
    about = make.initiative()
    answer = send(about, kind, asking.form(about, kind), **typed)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert error in page.partition('id="errors"')[2].partition("</div>")[0]
    for given in ({"words": SECRET, "contact": REACH} | typed).values():
        assert given.strip() in page or given == "made-up"
    assert not rows(kind).exists()
    assert not models.Words.objects.exists()


def test_the_longest_words_are_taken_whole_and_line_ends_are_made_alike() -> None:
    about = make.initiative()
    words = "é\r\n" + "x" * (LONGEST_WORDS - 2)
    assert send(about, "question", asking.form(about), words=words).status_code == 302
    assert models.Words.objects.get().text == words.replace("\r\n", "\n")


def test_a_form_sent_at_once_comes_back_and_can_be_sent_again() -> None:
    about = make.initiative()
    quick = send(about, "question", asking.form(about, seconds_ago=0))
    assert quick.status_code == 400
    assert f"under {QUICKEST} seconds" in quick.content.decode()
    assert SECRET in quick.content.decode()
    assert send(about, "question", asking.form(about, seconds_ago=QUICKEST + 2)).status_code == 302


def test_a_form_from_long_ago_comes_back_with_a_new_token_that_works() -> None:
    about = make.initiative()
    old = asking.form(about, seconds_ago=(OLDEST + dt.timedelta(hours=1)).total_seconds())
    page = send(about, "question", old).content.decode()
    assert "more than seven days ago" in page
    assert SECRET in page
    assert old not in page
    assert 'name="token" value="' in page


def test_a_reference_can_be_typed_to_follow_and_a_wrong_one_is_said_to_be_wrong() -> None:
    row = asking.received(make.initiative())
    follow = reverse("concerns:follow")
    found = Client().post(follow, {"reference": written(row.reference).lower().replace("-", " ")})
    assert found["Location"] == f"/asked/{written(row.reference)}"
    for typed, words in (("7KM3", "not one of our references"), (CONCERN.new(), "We have nothing with that reference")):
        wrong = Client().post(follow, {"reference": typed})
        assert wrong.status_code == 400
        assert words in wrong.content.decode()
        assert typed in wrong.content.decode()


@BOTH
def test_erasing_takes_the_contact_at_once_and_the_words_once_it_is_answered_and_changes_no_count(kind: str) -> None:
    about = make.initiative()
    row = asking.received(about, SECRET, kind=kind, contact=REACH)
    officer = make.member(about.lead, Role.RESEARCH_OFFICER)
    erase = reverse("concerns:forget", args=[written(row.reference)])
    assert Client().get(erase).status_code == 405
    Client().post(erase)
    assert not Identity.objects.exists()
    assert not Participant.objects.exists()
    assert models.Words.objects.get().text == SECRET
    if kind == "question":
        domain.answer_question(by=officer, question=row, wording=plain("Q?"), answer=plain("A."))
    else:
        for step in ("acknowledged", "looked_into", "answered"):
            domain.move_complaint(by=officer, complaint=row, step=step, told="Because.", outcome="upheld")
    Client().post(erase)
    assert not models.Words.objects.exists()
    row.refresh_from_db()
    assert row.participant is None
    assert rows(kind).count() == 1
    assert domain.forget(kind=kind, row=row) is False


@BOTH
def test_the_database_refuses_to_change_or_delete_what_was_received(kind: str) -> None:
    row = asking.received(make.initiative(), kind=kind, contact=REACH)
    for change in (lambda: rows(kind).update(reference="x"), lambda: rows(kind).filter(pk=row.pk).delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_words_that_belong_to_nothing_are_dropped_at_the_start_and_no_others() -> None:
    row = asking.received(make.initiative(), SECRET)
    models.Words.objects.create(key=f"complaint:{CONCERN.new()}", text="Left behind")
    assert (domain.drop_stray_words(), domain.drop_stray_words()) == (1, 0)
    assert models.Words.objects.get().key == f"question:{row.reference}"
