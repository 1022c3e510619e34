"""The end of what is kept of who people are: name and contact go when nothing they took part in needs them any more.

What they gave stays as it was and names nobody, as when they ask to be erased themselves.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterator

from folkmoot.site.people.models import Identity, Participant
from folkmoot.site.people.participants import AT_ONCE, erase_participant

IDENTITIES_KEPT = dt.timedelta(days=365)
"""How long who somebody is stays known after the last thing they took part in has ended: so long they can be told what came of it."""
MOST_AT_ONCE = 5_000

StillNeeded = Callable[[Collection[int], dt.datetime], set[int]]
STILL_NEEDED: list[StillNeeded] = []
"""What each app needs people for, added when it is ready: of Participants (by id), those of whom something is under way, or ended only
after a time."""


def end_identities(now: dt.datetime) -> int:
    """Erase whoever is needed for nothing since IDENTITIES_KEPT ago, MOST_AT_ONCE in one pass. Returns how many."""
    ended = 0
    for pseudonym in list(_due(now)):
        ended += erase_participant(by="folkmoot", pseudonym=pseudonym)
    return ended


def count_identities_due(now: dt.datetime) -> int:
    """How many people the next pass erases."""
    return sum(1 for _ in _due(now))


def _due(now: dt.datetime) -> Iterator[str]:
    """The pseudonyms of those whose time is up, MOST_AT_ONCE at most."""
    after, left = 0, MOST_AT_ONCE
    while some := list(Identity.objects.filter(pk__gt=after).order_by("pk").values_list("pk", "pseudonym")[:AT_ONCE]):
        after = some[-1][0]
        old = Participant.objects.filter(pseudonym__in=[pseudonym for _, pseudonym in some], since__lte=(now - IDENTITIES_KEPT).date())
        people = dict(old.values_list("pk", "pseudonym"))
        for still_needed in STILL_NEEDED:
            for key in still_needed(list(people), now - IDENTITIES_KEPT):
                people.pop(key, None)
        due = list(people.values())[:left]
        yield from due
        left -= len(due)
        if not left:
            return
