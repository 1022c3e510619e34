"""What is kept of people, how long, and from when: one table, which `folkmoot work` goes through and docs/reference/retention.md prints."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from folkmoot.site.engagement import arrivals, saved
from folkmoot.site.following import domain as following
from folkmoot.site.people import domain as people
from folkmoot.site.sampling import domain as sampling


@dataclass(frozen=True)
class Rule:
    """What is kept, until when, in words; `due` counts what is past that at a time, `end` deletes it and counts it, `said` of the count."""

    what: str
    until: str
    said: str
    due: Callable[[dt.datetime], int]
    end: Callable[[dt.datetime], int]


def rules() -> Sequence[Rule]:
    """The rules, in the order in which they are gone through."""
    return (
        Rule(
            "An address to be told of news, that nobody confirmed",
            f"{following.CONFIRM_WITHIN.days} days after it was given",
            "Addresses deleted that nobody confirmed",
            following.count_unconfirmed,
            lambda now: following.clean_up(),
        ),
        Rule(
            "Answers saved to be gone on with",
            f"{saved.KEPT.days} days after they were saved, or when they are sent, or when the engagement closes",
            "Saved answers deleted that nobody came back to",
            lambda now: saved.count_due(timezone.localdate(now)),
            lambda now: saved.clean_up(timezone.localdate(now)),
        ),
        Rule(
            "The rows of a list that samples are drawn from, and who stands in them",
            f"the day chosen when it was read in, {sampling.LONGEST_KEPT} days later at most",
            "Lists whose rows were deleted, as their time was up or they were never whole",
            lambda now: sampling.count_due(timezone.localdate(now)),
            lambda now: sampling.clean_up(timezone.localdate(now)),
        ),
        Rule(
            "Counts of where answers came from, as keyed hashes",
            f"{arrivals.KEPT.days} days after they came",
            "Counts of where answers came from deleted",
            arrivals.count_due,
            arrivals.clean_up,
        ),
        Rule(
            "Name and contact of whoever took part, was invited, asked or complained, and is in no panel",
            f"{people.IDENTITIES_KEPT.days} days after the last of it ended: an engagement closed, a question or complaint was answered, "
            "a panel was left",
            "People erased, as nothing needs their name or contact any more",
            people.count_identities_due,
            people.end_identities,
        ),
    )
