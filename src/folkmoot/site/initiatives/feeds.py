"""Feeds (Atom, RFC 4287): what happened, newest first, for whoever follows by a feed reader and gives nobody an address."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from folkmoot.site.audit import queries as audit
from folkmoot.site.initiatives import queries, timeline
from folkmoot.site.initiatives.models import Initiative
from folkmoot.site.renditions import Reader, render

MOST = 50  # entries of a feed


def feed(*, site: str, path: str, page: str, title: str, among: Sequence[Initiative] | None = None) -> str:
    """A feed as XML, of all initiatives or of those `among`.

    `site` is the address of this installation, without a slash at its end; `path` the feed's own and `page` that of the page it is about.
    An entry's id rests on its event in the audit log and never changes.
    """
    made = Atom1Feed(
        title=title,
        link=site + page,
        description=settings.SYNTHETIC or None,
        feed_url=site + path,
        feed_guid=site + path,
        language="en-gb",
        author_name="Folkmoot",
    )
    keys = None if among is None else [initiative.pk for initiative in among]
    for event in audit.latest("initiative", verbs=timeline.PUBLIC, keys=keys, most=MOST):
        initiative = queries.by_id(event["key"])
        told = timeline.entry(initiative, event) if initiative else None
        if initiative is None or told is None:
            continue
        name = render(initiative.title, Reader()).words
        made.add_item(
            title=f"{name}: {told['words']}",
            link=site + told.get("href", reverse("initiatives:initiative", args=[initiative.slug])),
            description=None,
            unique_id=f"{site}/i/{initiative.slug}#event-{event['number']}",
            pubdate=event["at"],
            updateddate=event["at"],
            categories=[initiative.topic],
        )
    return str(made.writeString("utf-8"))


def about(initiative: Initiative) -> dict[str, Any]:
    """The feed of one initiative: its title and its page."""
    return {
        "title": render(initiative.title, Reader()).words,
        "page": reverse("initiatives:initiative", args=[initiative.slug]),
        "among": [initiative],
    }
