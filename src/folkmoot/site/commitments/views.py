"""The public pages: the tracker, a commitment, what people said with what was done, and what a finding changed."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render as page
from django.views.decorators.http import require_safe

from folkmoot.site.access import public
from folkmoot.site.commitments import queries
from folkmoot.site.commitments.states import STATES
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.renditions import Reader, render

STATE_WORDS = {"late": "Late"} | {state.value: facts.words for state, facts in STATES.items()}


@public
@require_safe
def tracker(request: HttpRequest) -> HttpResponse:
    """Everything that was promised, the late ones first."""
    asked = {name: request.GET.get(name, "")[:80] for name in ("organisation", "state")}
    context = {"tracker": queries.tracker(**asked), "asked": asked, "states": STATE_WORDS}
    return _page(request, "commitments/tracker.jinja", context)


@public
@require_safe
def commitment(request: HttpRequest, number: int) -> HttpResponse:
    """One commitment: what it answers, who promised it and signed it, and what was reported of it."""
    found = queries.now(number)
    if found is None:
        raise Http404
    return _page(request, "commitments/commitment.jinja", {"made": found, "states": STATE_WORDS})


@public
@require_safe
def you_said(request: HttpRequest, slug: str) -> HttpResponse:
    """What people said about an initiative, what was answered, and what was done."""
    initiative = _initiative(slug)
    others = tuple(row for row in queries.of_initiative(initiative) if not row.finding)
    context = {"initiative": initiative, "said": queries.you_said(initiative), "others": others}
    return _page(request, "commitments/you_said.jinja", context)


@public
@require_safe
def finding(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One finding, and everything it changed: decisions, their conditions, promises."""
    initiative = _initiative(slug)
    found = next((answered for answered in queries.you_said(initiative) if answered.finding.key == key), None)
    if found is None:
        raise Http404
    return _page(request, "commitments/finding.jinja", {"initiative": initiative, "answered": found})


def _initiative(slug: str) -> Any:
    found = initiatives.by_slug(slug)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    reader = Reader.of(request)
    return page(request, template, {**context, "tell": partial(render, reader=reader), "keep": reader.query})
