"""What can be followed, and what someone follows."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from folkmoot.site.following import rules, tokens
from folkmoot.site.following.models import Follow, Follower, FollowerContact
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.people import queries as people
from folkmoot.site.renditions import Reader, render

Chosen = tuple[str, str]
Kind = Follow.Kind
MOST_LISTED = 20
"""How many initiatives are all offered. Where there are more, each is followed from its own page."""


@dataclass(frozen=True)
class Following:
    """What the person who holds a link chose, and how they are written to."""

    token: str
    confirmed: bool
    chosen: tuple[Chosen, ...]
    reader: Reader


class Choices:
    """What there is to follow, by kind: keys with their words for one reader.

    Of the initiatives those in `named` (slugs), and all of them where there are MOST_LISTED or fewer.
    """

    def __init__(self, reader: Reader, *, named: Collection[str] = ()) -> None:
        self.reader = reader
        self.every = initiatives.how_many()
        self.named = frozenset(named)

    @cached_property
    def of(self) -> Mapping[str, Mapping[str, str]]:
        """The words of each key, by kind."""
        listed = initiatives.everything() if self.lists_all else initiatives.by_slugs(self.named)
        areas: dict[str, str] = {}
        for area in initiatives.areas():
            areas.setdefault(rules.same_area(area), area)
        return {
            Kind.TOPIC: initiatives.TOPICS,
            Kind.AREA: dict(sorted(areas.items())),
            Kind.ORGANISATION: {organisation.slug: organisation.name for organisation in people.organisations()},
            Kind.INITIATIVE: {initiative.slug: render(initiative.title, self.reader).words for initiative in listed},
        }

    @property
    def lists_all(self) -> bool:
        """Whether every initiative is offered."""
        return self.every <= MOST_LISTED

    def has(self, chosen: Chosen) -> bool:
        """Whether it can be followed."""
        return chosen[1] in self.of.get(chosen[0], {})

    def words(self, chosen: Chosen) -> str:
        """What someone follows, in words."""
        return f"{Kind(chosen[0]).label}: {self.of[chosen[0]].get(chosen[1], chosen[1])}"


def following(token: str) -> Following | None:
    """What the holder of a link chose; None when there is nothing (any more), or it was never
    confirmed and is too old."""
    pseudonym = tokens.pseudonym_of(token)
    follower = Follower.objects.filter(pseudonym=pseudonym).first()
    if follower is None or (follower.confirmed_at is None and follower.asked_at <= timezone.now() - rules.CONFIRM_WITHIN):
        return None
    if not FollowerContact.objects.filter(pseudonym=pseudonym).exists():
        return None
    chosen = tuple((follow.kind, follow.key) for follow in follower.follows.all())
    return Following(token, follower.confirmed_at is not None, chosen, Reader(follower.language, follower.style))
