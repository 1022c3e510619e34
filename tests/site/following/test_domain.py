"""Asking to be told, confirming, changing and stopping: what is kept, where, and what is left afterwards."""

import datetime as dt
import logging
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from folkmoot.site.audit.models import Event
from folkmoot.site.errors import NotNow
from folkmoot.site.following import domain, queries, tokens
from folkmoot.site.following.models import DueMail, Follow, Follower, FollowerContact
from folkmoot.site.renditions import Reader
from tests.site import make
from tests.site.people.test_participants import everything_in

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

EMAIL = "philippa.quillfeather@example.net"
HEALTH, HARM = ("topic", "health"), ("topic", "harm")


def ask(email: str = EMAIL, chosen: Any = (HEALTH,), reader: Reader | None = None) -> str:
    return domain.ask_to_follow(email=email, chosen=chosen, reader=reader or Reader())


def verbs() -> list[str]:
    return list(Event.objects.filter(verb__startswith="follow").order_by("id").values_list("verb", flat=True))


def test_the_address_and_the_link_are_in_the_vault_alone_and_there_only_encrypted(caplog) -> None:
    caplog.set_level(logging.DEBUG)
    token = domain.confirm(token=ask())
    contact = FollowerContact.objects.get()
    assert (contact.email, contact.token) == (EMAIL, token)
    assert contact.pseudonym in everything_in("default")  # the search does find what is there
    for word in (EMAIL, "quillfeather", token):
        for place in (everything_in("default"), everything_in("vault"), caplog.text):
            assert word not in place


def test_nothing_begins_before_it_is_confirmed_and_confirming_twice_is_confirming_once() -> None:
    token = ask(chosen=[HEALTH, HARM])
    assert queries.following(token) == queries.Following(token, confirmed=False, chosen=(HARM, HEALTH), reader=Reader())
    assert domain.confirm(token=token) == token
    first = Follower.objects.values().get()
    assert domain.confirm(token=token) == token
    assert Follower.objects.values().get() == first
    assert verbs() == ["follow.asked", "follow.confirmed"]


def test_what_happened_before_someone_confirmed_is_not_news_to_them() -> None:
    make.notice(make.initiative())
    domain.confirm(token=ask())
    newest = Event.objects.order_by("id").last().pk
    held = Follower.objects.get()
    assert held.told_to == held.digest_to == newest - 1  # the newest is that they confirmed


@pytest.mark.parametrize(
    ("email", "chosen", "words"),
    [
        ("philippa", [HEALTH], "Write an e-mail address"),
        ("", [HEALTH], "Write an e-mail address"),
        ("a@example.net\nBcc: b@example.net", [HEALTH], "Write an e-mail address"),
        (f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}.example", [HEALTH], "254 characters at most"),
        (EMAIL, [], "Choose at least one"),
        (EMAIL, [("topic", "gossip")], "cannot be followed"),
        (EMAIL, [("person", "ada")], "cannot be followed"),
        (EMAIL, [("initiative", "nothing")], "cannot be followed"),
        (EMAIL, [("area", f"place {number}") for number in range(51)], "50 things at most. These are 51"),
    ],
)
def test_what_will_not_do_is_refused_in_words_that_do_not_repeat_the_address(email: str, chosen: Any, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        ask(email, chosen)
    assert words in " ".join(refused.value.messages)
    assert not email or email not in " ".join(refused.value.messages)
    assert Follower.objects.count() == FollowerContact.objects.count() == Event.objects.count() == 0


def test_no_more_than_three_links_a_day_go_to_one_address_however_it_is_spelled(monkeypatch) -> None:
    now = timezone.now()
    assert all(ask(email) for email in (EMAIL, EMAIL.upper(), f" {EMAIL} "))
    assert ask() == ""
    assert ask("someone.else@example.net")
    assert Follower.objects.count() == 4
    monkeypatch.setattr(timezone, "now", lambda: now + dt.timedelta(days=1, minutes=1))
    assert ask()


def test_who_asks_again_with_the_same_address_gets_one_link_to_everything() -> None:
    make.initiative(slug="warm")
    first = domain.confirm(token=ask())
    second = ask(chosen=[HARM, HEALTH, ("initiative", "warm")], reader=Reader("cy"))
    assert queries.following(first).chosen == (HEALTH,)  # asking alone changes nothing: anyone can type an address
    assert domain.confirm(token=second) == first
    held = queries.following(first)
    assert set(held.chosen) == {HEALTH, HARM, ("initiative", "warm")}
    assert held.reader == Reader("cy")
    assert queries.following(second) is None
    assert Follower.objects.count() == FollowerContact.objects.count() == 1
    assert verbs() == ["follow.asked", "follow.confirmed", "follow.asked", "follow.changed"]


def test_a_second_confirmation_that_would_become_too_much_changes_nothing() -> None:
    for number in range(51):
        make.initiative(slug=f"use-{number}")
    first = domain.confirm(token=ask(chosen=[("initiative", f"use-{number}") for number in range(50)]))
    second = ask(chosen=[("initiative", "use-50")])
    with pytest.raises(ValidationError, match="These are 51"):
        domain.confirm(token=second)
    assert len(queries.following(first).chosen) == 50
    assert queries.following(second).chosen == (("initiative", "use-50"),)


def test_a_change_is_exactly_what_was_chosen() -> None:
    token = make.follower(HEALTH, HARM)
    kept = Follow.objects.get(key="harm").pk
    domain.change(token=token, chosen=[HARM, ("topic", "places")], reader=Reader("en", "easy"))
    held = queries.following(token)
    assert set(held.chosen) == {HARM, ("topic", "places")}
    assert held.reader == Reader("en", "easy")
    assert Follow.objects.get(key="harm").pk == kept
    with pytest.raises(ValidationError, match="Choose at least one"):
        domain.change(token=token, chosen=[], reader=Reader())


def test_after_stopping_nothing_is_left_but_that_someone_stopped() -> None:
    token, other = make.follower(email=EMAIL), make.follower()
    held = Follower.objects.get(pseudonym=tokens.pseudonym_of(token))
    DueMail.objects.create(follower=held, points_after=0, up_to=1)
    pseudonym = held.pseudonym
    assert domain.stop(token=token) is True
    assert domain.stop(token=token) is False
    assert queries.following(token) is None
    assert (Follower.objects.count(), Follow.objects.count(), DueMail.objects.count(), FollowerContact.objects.count()) == (1, 1, 0, 1)
    assert queries.following(other) is not None
    for place in (everything_in("default"), everything_in("vault")):
        assert pseudonym not in place
    assert Event.objects.order_by("-id").values_list("verb", "actor", "detail").first() == ("follow.stopped", "participant", {})
    for refused in (domain.confirm, lambda **given: domain.change(chosen=[HEALTH], reader=Reader(), **given)):
        with pytest.raises(NotNow, match="leads to nothing any more"):
            refused(token=token)


def test_who_does_not_confirm_within_seven_days_is_deleted_and_nobody_else(monkeypatch) -> None:
    waiting, kept = make.follower(confirmed=False), make.follower()
    FollowerContact.objects.create(pseudonym="0" * 32, email=EMAIL, token="t", same="s")  # the vault committed, the main database did not
    assert domain.clean_up() == 1
    assert domain.clean_up() == 0
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + dt.timedelta(days=7))
    assert queries.following(waiting) is None
    with pytest.raises(NotNow):
        domain.confirm(token=waiting)
    assert domain.clean_up() == 1
    assert (
        [tokens.pseudonym_of(kept)] == [c.pseudonym for c in FollowerContact.objects.all()] == [f.pseudonym for f in Follower.objects.all()]
    )
    assert verbs()[-2:] == ["follow.lapsed", "follow.lapsed"]


def test_a_try_whose_transaction_fails_leaves_nobody_who_would_be_written_to() -> None:
    with transaction.atomic():
        ask()
        transaction.set_rollback(True)
    assert Follower.objects.count() == 0
    assert domain.clean_up() == 1
    assert FollowerContact.objects.count() == 0


@pytest.mark.parametrize(
    "broken",
    [
        lambda held: Follow.objects.create(follower=held, kind="topic", key="health"),
        lambda held: Follow.objects.create(follower=held, kind="person", key="ada"),
        lambda held: DueMail.objects.create(follower=held, points_after=3, up_to=3),
        lambda held: Follower.objects.filter(pk=held.pk).update(digest_on=None),
        lambda held: Follower.objects.create(pseudonym=held.pseudonym, language="en", style="standard", asked_at=timezone.now()),
    ],
)
def test_the_database_refuses_what_cannot_be(broken: Any) -> None:
    make.follower()
    with pytest.raises(IntegrityError), transaction.atomic():
        broken(Follower.objects.get())
