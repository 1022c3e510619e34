"""Everything someone who follows can do: ask, confirm, change, stop. What is sent to them is in sending.py.

The vault commits first, inside the main database's transaction. Should the main one then fail, asking leaves an address that no follower
points to (`clean_up` deletes it), and stopping leaves a follower of nobody: never the other way round.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from folkmoot.site.audit import queries as audit
from folkmoot.site.audit.domain import lock_chain, record
from folkmoot.site.databases import VAULT
from folkmoot.site.errors import NotNow
from folkmoot.site.following import tokens
from folkmoot.site.following.models import Follow, Follower, FollowerContact
from folkmoot.site.following.queries import Choices, Chosen, following
from folkmoot.site.following.rules import CONFIRM_WITHIN
from folkmoot.site.renditions import Reader

MOST_FOLLOWED = 50
LONGEST_EMAIL = 254  # RFC 5321
LINKS_A_DAY = 3
NO_SUCH_LINK = "This link leads to nothing any more: it is more than seven days old, or the mails were stopped. You can start again."


def ask_to_follow(*, email: str, chosen: Collection[Chosen], reader: Reader) -> str:
    """Keep what someone wants to be told of until they confirm; gives the token of the link to send to the address, or "" when three links
    went there within a day, so that nobody's letter box is filled by others.

    Raises ValidationError, by field, for no address, nothing chosen, too much, or what cannot be followed.
    """
    email = email.strip()
    try:
        validate_email(email)
    except ValidationError:
        raise ValidationError({"email": "Write an e-mail address, such as name@example.org."}) from None
    if len(email) > LONGEST_EMAIL:
        raise ValidationError({"email": f"An e-mail address has {LONGEST_EMAIL} characters at most."})
    _check(chosen)
    same, now, token = tokens.same_address(email), timezone.now(), tokens.new()
    with transaction.atomic():
        lock_chain()
        asked = list(FollowerContact.objects.filter(same=same).values_list("pseudonym", flat=True))
        day_ago = now - timedelta(days=1)
        if Follower.objects.filter(pseudonym__in=asked, confirmed_at=None, asked_at__gt=day_ago).count() >= LINKS_A_DAY:
            return ""
        follower = Follower.objects.create(pseudonym=tokens.pseudonym_of(token), language=reader.language, style=reader.style, asked_at=now)
        _choose(follower, chosen)
        record(by="participant", verb="follow.asked", subject=follower)
        FollowerContact.objects.create(pseudonym=follower.pseudonym, email=email, token=token, same=same)
    return token


def confirm(*, token: str) -> str:
    """What the holder of a link asked for begins now; gives the token that leads to it. Confirmed before: nothing changes.

    Who follows already with the same address follows the new things too, under the link they have. Raises NotNow for a link that leads to
    nothing any more, and ValidationError when it would become too much.
    """
    with transaction.atomic():
        lock_chain()
        follower = _held(token)
        if follower.confirmed_at is not None:
            return token
        contact = FollowerContact.objects.get(pseudonym=follower.pseudonym)
        earlier = _earlier(contact)
        if earlier is None:
            number, now = audit.newest()[0], timezone.now()
            follower.confirmed_at, follower.digest_on = now, timezone.localdate(now)
            follower.told_to = follower.digest_to = number
            follower.save()
            record(by="participant", verb="follow.confirmed", subject=follower)
            return token
        chosen = {(follow.kind, follow.key) for held in (earlier, follower) for follow in held.follows.all()}
        _check(chosen)
        earlier.language, earlier.style = follower.language, follower.style
        earlier.save(update_fields=["language", "style"])
        _choose(earlier, chosen)
        held = FollowerContact.objects.get(pseudonym=earlier.pseudonym).token
        follower.delete()
        record(by="participant", verb="follow.changed", subject=earlier)
        FollowerContact.objects.filter(pk=contact.pk).delete()
    return held


def change(*, token: str, chosen: Collection[Chosen], reader: Reader) -> None:
    """The holder of a link follows exactly this from now on, and is written to in this rendition.

    Raises ValidationError for nothing chosen, too much, or what cannot be followed; NotNow for a link that leads to nothing any more.
    """
    _check(chosen)
    with transaction.atomic():
        lock_chain()
        follower = _held(token)
        follower.language, follower.style = reader.language, reader.style
        follower.save(update_fields=["language", "style"])
        _choose(follower, chosen)
        record(by="participant", verb="follow.changed", subject=follower)


def stop(*, token: str) -> bool:
    """Delete the holder of a link from everything here: address, choices, mails that are due. False when there was nothing (any more)."""
    pseudonym = tokens.pseudonym_of(token)
    with transaction.atomic():
        lock_chain()
        follower = Follower.objects.filter(pseudonym=pseudonym).first()
        with transaction.atomic(using=VAULT):
            contacts, _ = FollowerContact.objects.filter(pseudonym=pseudonym).delete()
        if follower is None:
            return bool(contacts)
        subject = f"follower:{follower.pk}"
        follower.delete()
        record(by="participant", verb="follow.stopped", subject=subject)
    return True


def count_unconfirmed(now: datetime) -> int:
    """How many did not confirm within seven days."""
    return int(Follower.objects.filter(confirmed_at=None, asked_at__lte=now - CONFIRM_WITHIN).count())


def clean_up() -> int:
    """Delete who did not confirm within seven days, and addresses that no follower points to. Returns how many of both.

    For the start of a server, and each pass of sending.
    """
    with transaction.atomic():
        lock_chain()
        late = Follower.objects.filter(confirmed_at=None, asked_at__lte=timezone.now() - CONFIRM_WITHIN)
        lapsed = late.count()
        late.delete()
        known = set(Follower.objects.values_list("pseudonym", flat=True))
        stray = [i for i, pseudonym in FollowerContact.objects.values_list("id", "pseudonym") if pseudonym not in known]
        if lapsed or stray:
            record(by="folkmoot", verb="follow.lapsed", subject="following:followers", detail={"count": max(lapsed, len(stray))})
        for start in range(0, len(stray), 500):
            FollowerContact.objects.filter(id__in=stray[start : start + 500]).delete()
    return max(lapsed, len(stray))


def _check(chosen: Collection[Chosen]) -> None:
    if not chosen:
        raise ValidationError("Choose at least one thing to be told of.")
    if len(chosen) > MOST_FOLLOWED:
        raise ValidationError(f"You can follow {MOST_FOLLOWED} things at most. These are {len(chosen)}: choose fewer.")
    choices = Choices(Reader(), named=[key for kind, key in chosen if kind == Follow.Kind.INITIATIVE])
    if not all(choices.has(one) for one in chosen):
        raise ValidationError("One of these cannot be followed. Load the page again and choose from what is there.")


def _choose(follower: Follower, chosen: Collection[Chosen]) -> None:
    held = {(follow.kind, follow.key): follow for follow in follower.follows.all()}
    for gone in held.keys() - set(chosen):
        held[gone].delete()
    Follow.objects.bulk_create(Follow(follower=follower, kind=kind, key=key) for kind, key in sorted(set(chosen) - held.keys()))


def _held(token: str) -> Follower:
    pseudonym = tokens.pseudonym_of(token)
    follower = Follower.objects.select_for_update().filter(pseudonym=pseudonym).first()
    if follower is None or following(token) is None:
        raise NotNow(NO_SUCH_LINK)
    return follower


def _earlier(contact: FollowerContact) -> Follower | None:
    """Who follows already with the same address."""
    others = FollowerContact.objects.filter(same=contact.same).exclude(pk=contact.pk).values_list("pseudonym", flat=True)
    return Follower.objects.select_for_update().filter(pseudonym__in=list(others), confirmed_at__isnull=False).first()
