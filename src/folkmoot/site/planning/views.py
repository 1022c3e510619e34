"""The public page of a plan of engagement."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render as page
from django.views.decorators.http import require_safe

from folkmoot.site.access import public
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.planning import queries
from folkmoot.site.renditions import Reader, render


@public
@require_safe
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """How people are asked about an initiative: the promise, who is heard, the rounds, what each changed, and whether it was fair."""
    initiative = initiatives.by_slug(slug)
    if initiative is None:
        raise Http404
    reader = Reader.of(request)
    context = {"initiative": initiative, "plan": queries.published(initiative)}
    return page(request, "planning/plan.jinja", {**context, "tell": partial(render, reader=reader), "keep": reader.query})
