"""Invitations by mail: once to each, also when passes are killed or run at once; and to nobody who must not be written to any more."""

import datetime as dt
import logging
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from folkmoot.site.audit.models import Event
from folkmoot.site.audit.queries import verify
from folkmoot.site.engagement import domain as engagements
from folkmoot.site.errors import NotNow
from folkmoot.site.logs import redacted
from folkmoot.site.outbox import domain
from folkmoot.site.outbox.delivery import LEASE, TRIES, Passed
from folkmoot.site.outbox.models import Due, OptOut, State
from folkmoot.site.outbox.sending import send_due
from folkmoot.site.people.models import Identity
from tests.site import make
from tests.site.following.mail_servers import KilledError, hangs_up, killed_at, refuses, scripted
from tests.site.outbox.invited import LETTER, NAME, Invited, invited, link_in
from tests.site.people.test_participants import everything_in

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

SITE = "https://folkmoot.example.org"
ONE, TWO, THREE = "one@example.net", "two@example.net", "three@example.net"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> dict[str, dt.datetime]:
    held = {"now": timezone.now()}
    monkeypatch.setattr(timezone, "now", lambda: held["now"])
    return held


def queue(held: Invited, kind: str = "invitation") -> tuple[int, int, int]:
    queued = domain.queue_invitations(by=held.officer, engagement=held.engagement, kind=kind)
    return queued.mails, queued.letters, queued.unreachable


def send() -> list[str]:
    """One pass; whom its mails went to."""
    mail.outbox.clear()
    send_due(site=SITE)
    return [message.to[0] for message in mail.outbox]


def states() -> list[str]:
    return list(Due.objects.order_by("id").values_list("state", flat=True))


def test_each_is_written_to_once_with_their_own_code_and_a_way_out() -> None:
    held = invited(ONE, TWO, LETTER, "01632 960 001", "")
    assert queue(held) == (2, 1, 2)  # the telephone number and the empty one are no address
    assert queue(held) == (0, 0, 2)
    assert send() == [ONE, TWO]
    for message, contact in zip(mail.outbox, (ONE, TWO), strict=True):
        body = message.body
        assert held.code(contact) in body
        assert f"{SITE}/e/warm" in body
        assert "Warm homes survey" in body
        assert "Arolwg cartrefi cynnes" in body  # it has Welsh
        assert "What may records be used for?" in body
        assert NAME not in body
        assert held.code(contact) not in message.subject
        out = link_in(body)
        assert message.extra_headers["List-Unsubscribe"] == f"<{SITE}{out}>"
        assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link_in(mail.outbox[0].body) != link_in(mail.outbox[1].body)
    assert send() == []
    assert states() == ["sent", "sent", "due"]


def test_an_engagement_without_welsh_is_mailed_in_english_alone() -> None:
    held = invited(ONE)
    type(held.engagement).objects.filter(pk=held.engagement.pk).update(title={"en": {"standard": "Warm homes survey"}})
    queue(held)
    send()
    assert "Eich cod" not in mail.outbox[0].body
    assert mail.outbox[0].extra_headers["Content-Language"] == "en"


def test_nothing_in_the_main_database_or_the_log_says_who_or_where_or_how_to_opt_out(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    held = invited(ONE, LETTER)
    queue(held)
    send()
    domain.print_letters(by=held.officer, engagement=held.engagement)
    token = link_in(mail.outbox[0].body).removeprefix("/out/")
    main = everything_in("default")
    assert "outbox_due" in main
    for secret in (NAME, "Quillfeather", ONE, "Made-up Mews", "HM1 4ZZ", held.code(ONE), held.code(LETTER), token):
        assert secret not in main
        assert secret not in caplog.text
    assert redacted(f"GET /out/{token}") == "GET /out/..."
    assert verify().broken_at is None


@pytest.mark.parametrize("after_it_was_taken", [False, True])
def test_a_pass_that_is_killed_loses_no_mail_and_what_it_may_have_sent_comes_with_the_same_number(
    settings: Any, clock: dict[str, dt.datetime], after_it_was_taken: bool
) -> None:
    held = invited(ONE, TWO, THREE)
    queue(held)
    scripted(settings, killed_at(2, after_it_was_taken=after_it_was_taken))
    mail.outbox.clear()
    with pytest.raises(KilledError):
        send_due(site=SITE)
    first = {message.to[0]: message.extra_headers["Message-ID"] for message in mail.outbox}
    assert list(first) == [ONE, TWO] if after_it_was_taken else [ONE]
    scripted(settings, lambda number, message: None)
    assert send() == [THREE]  # the second is in a hand that may still be at it
    clock["now"] += LEASE
    assert send() == [TWO]
    assert first.get(TWO, mail.outbox[0].extra_headers["Message-ID"]) == mail.outbox[0].extra_headers["Message-ID"]
    assert link_in(mail.outbox[0].body)
    assert states() == ["sent"] * 3


def test_two_passes_at_once_send_each_mail_once(settings: Any) -> None:
    held = invited(ONE, TWO, THREE)
    queue(held)
    others = []

    def another_pass(number: int, message: Any) -> None:
        if number == 1:
            others.append(send_due(site=SITE))

    scripted(settings, another_pass)
    assert sorted(send()) == sorted([ONE, TWO, THREE])
    assert others == [Passed(sent=2)]


def test_a_refused_address_is_tried_so_often_and_given_up_and_the_others_go(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    held = invited(ONE, TWO)
    queue(held)
    scripted(settings, refuses(ONE))
    assert send() == [TWO]
    for _ in range(TRIES - 2):
        assert send_due(site=SITE) == Passed(refused=1)
    assert send_due(site=SITE) == Passed(given_up=1)
    assert states() == ["given up", "sent"]
    assert queue(held) == (0, 0, 0)
    assert ONE not in caplog.text


def test_a_server_that_goes_away_ends_the_pass_and_counts_no_try(settings: Any) -> None:
    queue(invited(ONE, TWO))
    scripted(settings, hangs_up(1))
    assert send_due(site=SITE) == Passed(sent=1, reached=False)
    assert list(Due.objects.filter(state=State.DUE).values_list("tries", "claimed_at")) == [(0, None)]


def test_who_opts_out_is_erased_answers_or_is_withdrawn_between_queueing_and_sending_is_not_written_to() -> None:
    contacts = [f"{name}@example.net" for name in ("out", "erased", "answered", "withdrawn", "vanished", "still")]
    held = invited(*contacts)
    queue(held)
    domain.record_opt_out(by=held.officer, engagement=held.engagement, code=held.code(contacts[0]).lower())
    held.erased(contacts[1])
    held.answers(contacts[2])
    engagements.withdraw_invitation(by=held.officer, engagement=held.engagement, code=held.code(contacts[3]))
    Identity.objects.filter(pseudonym=held.people[contacts[4]].pseudonym).delete()
    assert send() == [contacts[5]]
    assert states() == ["opted out", *["lapsed"] * 4, "sent"]


def test_nobody_is_written_to_once_it_has_closed() -> None:
    held = invited(ONE)
    queue(held)
    engagements.close_engagement(by=held.officer, engagement=held.engagement)
    assert send() == []
    assert states() == ["lapsed"]
    with pytest.raises(NotNow, match="while an engagement is open"):
        queue(held)


def test_reminders_go_to_the_silent_alone_after_three_days_and_twice_at_most(clock: dict[str, dt.datetime]) -> None:
    held = invited(ONE, TWO)
    assert queue(held, "reminder") == (0, 0, 0)  # nobody was invited yet
    queue(held)
    assert queue(held, "reminder") == (0, 0, 0)  # nothing has gone
    send()
    assert queue(held, "reminder") == (0, 0, 0)
    clock["now"] += domain.REMIND_AFTER
    held.answers(ONE)
    for _ in range(domain.MOST_REMINDERS):
        assert queue(held, "reminder") == (1, 0, 0)
        assert queue(held, "reminder") == (0, 0, 0)
        assert send() == [TWO]
        assert "We wrote to you before." in mail.outbox[0].body
        clock["now"] += domain.REMIND_AFTER
    assert queue(held, "reminder") == (0, 0, 0)
    assert list(Due.objects.filter(kind="reminder").values_list("round", flat=True)) == [1, 2]


def test_the_link_is_only_looked_at_by_get_and_opts_out_by_a_bare_post_everywhere_and_for_good() -> None:
    held = invited(ONE, TWO)
    queue(held)
    send()
    out = link_in(mail.outbox[0].body)
    browser = Client(enforce_csrf_checks=True)
    assert "Do not write to me again" in browser.get(out).content.decode()
    assert not OptOut.objects.exists()
    done = browser.post(out, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert done.status_code == 200
    assert "We do not write to you any more" in done.content.decode()
    assert list(OptOut.objects.values_list("participant_id", flat=True)) == [held.people[ONE].pk]
    browser.post(out)
    assert Event.objects.filter(verb="participant.opted_out").count() == 1
    engagements.invite_people(by=held.officer, engagement=held.engagement, participants=[held.people[ONE].pk])
    assert queue(held) == (0, 0, 0)


def test_a_link_that_leads_to_nobody_shows_the_same_pages_and_does_nothing() -> None:
    held = invited(ONE)
    queue(held)
    send()
    out = link_in(mail.outbox[0].body)
    live = Client().get(out).content.decode().replace(out, "")
    for path in ("/out/" + "x" * 24, "/out/%D1%8F"):
        assert Client().get(path).content.decode().replace(path, "").count("<h1>") == live.count("<h1>") == 1
        assert Client().post(path).status_code == 200
    held.erased(ONE)
    assert Client().post(out).status_code == 200
    assert not OptOut.objects.exists()


def test_only_those_who_run_the_engagement_write_to_people() -> None:
    held = invited(ONE)
    for stranger in (make.member(make.organisation()), make.former_member(held.where), make.user()):
        with pytest.raises(PermissionDenied):
            domain.queue_invitations(by=stranger, engagement=held.engagement)
        with pytest.raises(PermissionDenied):
            domain.print_letters(by=stranger, engagement=held.engagement)
        with pytest.raises(PermissionDenied):
            domain.record_opt_out(by=stranger, engagement=held.engagement, code=held.code(ONE))
        make.no_writes_by(stranger)
    with pytest.raises(ValidationError, match="invitation or a reminder"):
        queue(held, "threat")
    with pytest.raises(ValidationError, match="has this code"):
        domain.record_opt_out(by=held.officer, engagement=held.engagement, code="K7QP")


def test_the_database_refuses_the_same_to_the_same_person_twice() -> None:
    held = invited(ONE)
    queue(held)
    due = Due.objects.get()
    due.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        due.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Due.objects.update(state=State.SENT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Due.objects.update(state=State.PRINTED, done_at=timezone.now())
