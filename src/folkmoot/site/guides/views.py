"""A topic guide, for anyone."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render as page
from django.views.decorators.http import require_safe

from folkmoot.site.access import public
from folkmoot.site.guides import queries
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.renditions import Reader, render


@public
@require_safe
def guide(request: HttpRequest, slug: str, guide: str) -> HttpResponse:
    """What is talked about, and which findings it explores, as it was published last."""
    initiative = initiatives.by_slug(slug)
    found = None if initiative is None else queries.guide_of(initiative, guide)
    version = None if found is None else queries.published_version(found)
    if version is None:
        raise Http404
    reader = Reader.of(request)
    context = {"initiative": initiative, "guide": found, "version": version, "versions": queries.versions_of(found)}
    return page(request, "guides/guide.jinja", {**context, "tell": partial(render, reader=reader), "keep": reader.query})
