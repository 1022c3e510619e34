"""A pass sends what is due, to whom it is due, once: also when it is run twice, by two at once, or killed on its way."""

import datetime as dt
import logging
from email.policy import SMTP
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.site.audit.models import Event
from folkmoot.site.following import domain
from folkmoot.site.following.models import DueMail, FollowerContact
from folkmoot.site.following.sending import send_due, write_down
from folkmoot.site.home import Home
from folkmoot.site.outbox.delivery import LEASE, TRIES, Passed
from folkmoot.site.renditions import Reader, plain
from tests.site import make
from tests.site.evidence import publishing
from tests.site.following.mail_servers import KilledError, hangs_up, killed_at, refuses, scripted

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

SITE = "https://folkmoot.example.org"
NOW = timezone.now()


class Clock:
    """What time it is."""

    def __init__(self) -> None:
        self.now = NOW

    def later(self, **more: float) -> None:
        """Time passes."""
        self.now += dt.timedelta(**more)


@pytest.fixture
def clock(monkeypatch) -> Clock:
    held = Clock()
    monkeypatch.setattr(timezone, "now", lambda: held.now)
    return held


def sent() -> list[str]:
    """Whom the mails since the last look went to; and forget them."""
    to = [message.to[0] for message in mail.outbox]
    mail.outbox.clear()
    return to


def send() -> Passed:
    return send_due(site=SITE)


def test_a_decision_point_is_told_once_to_whom_it_touches_and_to_nobody_else() -> None:
    about, hospital = make.initiative(slug="warm"), make.organisation(kind="health")
    make.initiative(slug="buses")
    mails = {"topic@example.net": ("topic", "health"), "one@example.net": ("initiative", "warm")}
    mails |= {"place@example.net": ("area", "the county"), "lead@example.net": ("organisation", about.lead.slug)}
    for email, chosen in mails.items():
        make.follower(chosen, email=email)
    for number, chosen in enumerate([("topic", "harm"), ("organisation", hospital.slug), ("initiative", "buses")]):
        make.follower(chosen, email=f"other{number}@example.net")
    make.follower(("topic", "health"), email="waiting@example.net", confirmed=False)
    assert send() == Passed()
    make.notice(about)
    assert send() == Passed(sent=4)
    assert sorted(sent()) == sorted(mails)
    assert send() == Passed()
    assert sent() == []
    assert DueMail.objects.count() == 0


def test_each_decision_point_is_told_and_nothing_else_before_a_month_has_passed(monkeypatch, tmp_path, clock) -> None:
    monkeypatch.setattr("django.conf.settings.HOME", Home.at(tmp_path))
    make.follower(email="me@example.net")
    asked = publishing.published()[2]
    send()
    (told,) = mail.outbox
    assert "What people said was published.\n  https://folkmoot.example.org/e/warm/results" in told.body
    assert "People are asked what they think: " in told.body
    assert "It was proposed" not in told.body
    sent()
    make.dataset(asked.initiative)
    make.milestone(asked.initiative)
    make.notice(asked.initiative, "case")
    assert send() == Passed()
    make.notice(asked.initiative)
    make.decision(asked.initiative)
    send()
    (told,) = mail.outbox
    assert told.body.index("A decision was made.") < told.body.index("Version 1 of the notice was published.")
    assert "business case" not in told.body


def test_the_rest_comes_together_after_a_month_once_and_not_without_news(clock) -> None:
    make.follower(email="me@example.net")
    about = make.initiative()
    make.case(about)
    clock.later(days=27)
    assert send() == Passed()
    clock.later(days=5)
    assert send() == Passed(sent=1)
    body = mail.outbox[0].body
    assert "This happened as well since we last told you." in body
    assert "It was proposed." in body
    assert "Version 1 of the business case was published." in body
    make.notice(about, "case", gains=plain("Other words."))
    clock.later(days=20)
    assert send() == Passed()
    clock.later(days=12)
    assert send() == Passed(sent=1)
    assert "Version 2 of the business case was published." in mail.outbox[1].body
    assert "Version 1" not in mail.outbox[1].body
    clock.later(days=40)
    assert send() == Passed()


def test_a_digest_is_due_though_nothing_at_all_happened_since_the_last_pass(clock) -> None:
    make.follower()
    make.initiative()
    send()
    before = Event.objects.count()
    clock.later(days=32)
    assert Event.objects.count() == before
    assert send() == Passed(sent=1)


def test_what_is_due_at_once_and_what_is_due_by_the_month_is_one_mail(clock) -> None:
    make.follower()
    about = make.initiative()
    clock.later(days=32)
    make.notice(about)
    assert send() == Passed(sent=1)
    body = mail.outbox[0].body
    assert body.index("Version 1 of the notice was published.") < body.index("as well since") < body.index("It was proposed.")


def test_the_mail_says_nothing_of_what_is_followed_outside_and_can_be_stopped_in_one_step(settings) -> None:
    settings.PLACE = "The county of Harrowmere"
    token = make.follower(("initiative", make.initiative(slug="warm").slug), email="me@example.net", reader=Reader("cy"))
    from folkmoot.site.initiatives import queries

    make.notice(queries.by_slug("warm"))
    send()
    (told,) = mail.outbox
    assert told.to == ["me@example.net"]
    assert told.subject == "Folkmoot, The county of Harrowmere: Mae newyddion am yr hyn a ddilynwch"
    stop = f"{SITE}/follow/{token}/stop"
    headers = {name: told.message()[name] for name in ("List-Unsubscribe", "List-Unsubscribe-Post", "Auto-Submitted", "Content-Language")}
    assert headers == {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "Content-Language": "cy",
    }
    assert "Warm and well at home (Cymraeg)\n* Cyhoeddwyd fersiwn 1 o'r hysbysiad.\n  " in told.body
    for line in (f"{SITE}/i/warm/notice/1?lang=cy", f"{SITE}/follow/{token}?lang=cy", f"{stop}?lang=cy"):
        assert line in told.body
    assert token not in str(told.message()["Message-ID"])
    easy = make.follower(email="easy@example.net", reader=Reader("en", "easy"))
    make.decision(queries.by_slug("warm"))
    mail.outbox.clear()
    send()
    told = next(message for message in mail.outbox if message.to == ["easy@example.net"])
    assert "Warm and well at home (easy)\n* There is a decision. You can read it." in told.body
    assert f"{SITE}/follow/{easy}?read=easy" in told.body


def test_the_way_to_stop_is_written_plainly_however_long_the_name_of_the_site_is() -> None:
    token = make.follower()
    make.notice(make.initiative())
    site = f"https://{'a-folkmoot-of-a-county-with-a-long-name.' * 5}example.org"
    assert send_due(site=site) == Passed(sent=1)
    assert f"\r\nList-Unsubscribe: <{site}/follow/{token}/stop>\r\n".encode() in mail.outbox[0].message(policy=SMTP).as_bytes()


def test_drafts_staff_and_addresses_are_in_no_mail_log_or_event(caplog) -> None:
    caplog.set_level(logging.DEBUG)
    make.follower(email="me@example.net")
    about = make.initiative()
    make.notice(about)
    make.draft(about, by=make.member(about.lead, name="Zebedee Quill"), what=plain("Quetzalcoatl"))
    send()
    (told,) = mail.outbox
    for word in ("Zebedee", "Robin Clerk", "Quetzalcoatl"):
        assert word not in told.body
    events = str(list(Event.objects.values_list("subject", "detail")))
    assert "me@example.net" not in events + caplog.text
    counts = [event.detail for event in Event.objects.filter(verb__startswith="follow_mails.").order_by("id")]
    assert counts[0]["count"] == 1
    assert counts[1] == {"sent": 1, "given_up": 0}


def test_more_than_a_mail_can_tell_is_told_on_the_site(clock) -> None:
    make.follower()
    for number in range(41):
        make.initiative(title=f"Use {number}")
    clock.later(days=32)
    send()
    body = mail.outbox[0].body
    assert body.count("It was proposed.") == 40
    assert "Use 0\n" not in body
    assert f"There is more. All of it is here:\n{SITE}/" in body


@pytest.mark.parametrize("after_it_was_taken", [False, True])
def test_a_pass_that_is_killed_loses_no_mail_and_doubles_the_one_it_was_killed_at_alone(settings, clock, after_it_was_taken: bool) -> None:
    emails = [f"reader{number}@example.net" for number in range(5)]
    for email in emails:
        make.follower(email=email)
    make.notice(make.initiative())
    scripted(settings, killed_at(3, after_it_was_taken=after_it_was_taken))
    with pytest.raises(KilledError):
        send()
    taken = list(mail.outbox)
    assert len(taken) == 2 + after_it_was_taken
    assert send() == Passed(sent=2)  # the one that was in hand may still be under way
    assert send() == Passed()
    clock.later(minutes=LEASE.total_seconds() / 60 + 1)
    assert send() == Passed(sent=1)
    to = [message.to[0] for message in mail.outbox]
    assert sorted(to) == sorted(emails + [emails[2]] * after_it_was_taken)
    doubled = {message.message()["Message-ID"] for message in mail.outbox if message.to == [emails[2]]}
    assert len(doubled) == 1
    assert len({message.message()["Message-ID"] for message in mail.outbox}) == 5
    assert DueMail.objects.count() == 0


def test_a_pass_that_is_killed_before_it_sends_anything_leaves_it_all_to_the_next() -> None:
    make.follower()
    make.notice(make.initiative())
    assert write_down() == 1
    assert write_down() == 0
    assert send() == Passed(sent=1)


def test_two_passes_at_once_send_each_mail_once(settings) -> None:
    emails = [f"reader{number}@example.net" for number in range(4)]
    for email in emails:
        make.follower(email=email)
    make.notice(make.initiative())
    inner: list[Passed] = []

    def another_pass_begins(at: int, message: Any) -> None:
        if at == 2:
            inner.append(send())

    scripted(settings, another_pass_begins)
    outer = send()
    assert sorted(sent()) == emails
    assert (outer.sent, inner[0].sent) == (2, 2)


def test_news_while_a_mail_still_waits_makes_it_longer(settings) -> None:
    make.follower()
    about = make.initiative()
    make.notice(about)
    scripted(settings, hangs_up(0))
    assert send() == Passed(reached=False)
    make.decision(about)
    scripted(settings, lambda at, message: None)
    assert send() == Passed(sent=1)
    assert "A decision was made." in mail.outbox[0].body
    assert "Version 1 of the notice was published." in mail.outbox[0].body


def test_a_mail_server_that_goes_away_ends_the_pass_and_counts_against_nobody(settings, caplog) -> None:
    for _ in range(3):
        make.follower()
    make.notice(make.initiative())
    for _ in range(TRIES + 2):
        scripted(settings, hangs_up(0))
        assert send() == Passed(reached=False)
    assert set(DueMail.objects.values_list("tries", "claimed_at")) == {(0, None)}
    scripted(settings, hangs_up(2))
    assert send() == Passed(sent=2, reached=False)
    scripted(settings, hangs_up(9))
    assert send() == Passed(sent=1)
    assert "example.net" not in caplog.text


def test_a_mail_that_is_refused_is_given_up_after_five_tries_and_stops_nobody_elses(settings, caplog) -> None:
    make.follower(email="gone@example.net")
    make.follower(email="here@example.net")
    make.notice(make.initiative())
    scripted(settings, refuses("gone@example.net"))
    assert send() == Passed(sent=1, refused=1)
    for _ in range(TRIES - 2):
        assert send() == Passed(refused=1)
    assert send() == Passed(given_up=1)
    assert send() == Passed()
    assert sent() == ["here@example.net"]
    assert "gone@" not in caplog.text


def test_who_stops_or_chooses_otherwise_in_between_gets_nothing_of_it() -> None:
    gone, other = make.follower(), make.follower()
    make.notice(make.initiative())
    assert write_down() == 2
    domain.stop(token=gone)
    domain.change(token=other, chosen=[("topic", "harm")], reader=Reader())
    assert send() == Passed()
    assert sent() == []
    assert DueMail.objects.count() == 0


def test_a_follower_whose_address_is_gone_from_the_vault_is_written_to_no_more() -> None:
    make.follower()
    make.notice(make.initiative())
    FollowerContact.objects.all().delete()
    assert send() == Passed()
    assert DueMail.objects.count() == 0


def test_where_mail_is_not_set_up_nothing_is_counted_as_told(settings) -> None:
    make.follower()
    make.notice(make.initiative())
    set_up = settings.MAILERS
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}
    assert send() == Passed(reached=False)
    settings.MAILERS = set_up
    assert send() == Passed(sent=1)


def test_an_example_says_in_its_mails_that_it_is_one(settings) -> None:
    settings.SYNTHETIC = "All people and numbers here are made up."
    make.follower()
    make.notice(make.initiative())
    send()
    assert mail.outbox[0].body.startswith("All people and numbers here are made up.\n")


def test_the_news_are_read_twice_in_a_pass_however_many_follow() -> None:
    for _ in range(12):
        make.follower()
    make.notice(make.initiative())
    with CaptureQueriesContext(connection) as asked:
        assert send() == Passed(sent=12)
    assert sum('"audit_event"."verb" IN' in query["sql"] for query in asked) == 2
    with CaptureQueriesContext(connection) as asked:
        assert send() == Passed()
    assert len(asked) < 20
