"""The public pages of the library: every wording, one wording with its checks, and every version at its address for good."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render as page
from django.views.decorators.http import require_safe

from folkmoot.record.wording import HEADINGS
from folkmoot.site.access import public
from folkmoot.site.people.rules import organisations_where
from folkmoot.site.renditions import Reader, render
from folkmoot.site.wordings import queries
from folkmoot.site.wordings.models import WordingVersion

FLAGGED = {"any": "Anything", "none": "Nothing", **HEADINGS}


@public
@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """Every wording, narrowed to an organisation or to what is flagged."""
    asked = {name: request.GET.get(name, "")[:80] for name in ("organisation", "flagged")}
    return _page(request, "wordings/library.jinja", {"library": queries.library(**asked), "asked": asked, "flagged": FLAGGED})


@public
@require_safe
def wording(request: HttpRequest, slug: str) -> HttpResponse:
    """The words that are in use now."""
    found = queries.by_slug(slug)
    if found is None:
        raise Http404
    return _version(request, queries.newest(found))


@public
@require_safe
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version, for good, and what it changed."""
    found = queries.by_slug(slug)
    kept = queries.version(found, number) if found else None
    if kept is None:
        raise Http404
    return _version(request, kept)


def _version(request: HttpRequest, found: WordingVersion) -> HttpResponse:
    versions = queries.versions(found.wording)
    context = {
        "wording": found.wording,
        "shown": queries.shown(found),
        "versions": versions,
        "newest": versions[0],
        "reliances": queries.reliances_on(found.wording),
        "may_overrule": found.wording.organisation in organisations_where(request.user, "wordings.overrule"),
        "may_keep": found.wording.organisation in organisations_where(request.user, "wordings.keep"),
    }
    return _page(request, "wordings/wording.jinja", context)


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    reader = Reader.of(request)
    return page(request, template, {**context, "tell": partial(render, reader=reader), "keep": reader.query})
