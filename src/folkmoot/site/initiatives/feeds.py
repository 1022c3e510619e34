"""Feeds (Atom, RFC 4287): what happened, newest first, for whoever follows by a feed reader and gives nobody an address."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from folkmoot.site.initiatives.models import Initiative
from folkmoot.site.initiatives.news import news
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
    for told in news(among=among, most=MOST):
        name, words = render(told.initiative.title, Reader()).words, render(told.words, Reader()).words
        made.add_item(
            title=f"{name}: {words}",
            link=site + told.path,
            description=None,
            unique_id=f"{site}/i/{told.initiative.slug}#event-{told.number}",
            pubdate=told.at,
            updateddate=told.at,
            categories=[told.initiative.topic],
        )
    return str(made.writeString("utf-8"))


def about(initiative: Initiative) -> dict[str, Any]:
    """The feed of one initiative: its title and its page."""
    return {
        "title": render(initiative.title, Reader()).words,
        "page": reverse("initiatives:initiative", args=[initiative.slug]),
        "among": [initiative],
    }
