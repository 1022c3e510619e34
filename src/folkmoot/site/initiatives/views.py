"""The public pages: the register, an initiative, its notice in every version, and its data use label."""

from functools import partial
from itertools import pairwise
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render as page
from django.urls import reverse
from django.views.decorators.http import require_safe

from folkmoot.record import FIELDS, GROUPS, changes, fields_of
from folkmoot.site.access import public
from folkmoot.site.initiatives import queries
from folkmoot.site.initiatives.initiative_page import initiative_page, qr_code
from folkmoot.site.initiatives.models import Dataset, Initiative, Publication
from folkmoot.site.initiatives.register import LOOP_WORDS, STATES, loop_links, register
from folkmoot.site.renditions import Reader, render

LONGEST_SEARCH = 200


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Every initiative, what is open now, and what was decided."""
    asked = {name: request.GET.get(name, "")[:LONGEST_SEARCH].strip() for name in ("q", "organisation", "state")}
    found = register(words=asked["q"], organisation=asked["organisation"], state=asked["state"])
    context = {
        "register": found,
        "asked": asked,
        "states": STATES,
        "loop_words": LOOP_WORDS,
        "loop_links": loop_links(Reader.of(request).query),
    }
    return _public_page(request, "initiatives/home.jinja", context)


@public
@require_safe
def initiative(request: HttpRequest, slug: str) -> HttpResponse:
    """One initiative: what, why, whose data, who sees it, what people said, what was decided, its licence, what happened, how to say no."""
    return _public_page(request, "initiatives/initiative.jinja", _labelled(request, _initiative(slug)))


@public
@require_safe
def label(request: HttpRequest, slug: str) -> HttpResponse:
    """The data use label alone, to print."""
    return _public_page(request, "initiatives/label.jinja", _labelled(request, _initiative(slug)))


@public
@require_safe
def notice(request: HttpRequest, slug: str) -> HttpResponse:
    """The current notice in full, with every version there was."""
    found = _initiative(slug)
    return _notice_page(request, found, queries.current_notice(found))


@public
@require_safe
def notice_version(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """One version of the notice, for good."""
    found = _initiative(slug)
    shown = next((v for v in queries.versions(found) if v.version == version), None)
    if shown is None:
        raise Http404
    return _notice_page(request, found, shown)


def _notice_page(request: HttpRequest, found: Initiative, shown: Publication | None) -> HttpResponse:
    versions = queries.versions(found)
    changed = {newer.version: changes(older.content, newer.content) for older, newer in pairwise(versions)}
    context = {
        "initiative": found,
        "notice": shown,
        "current": versions[-1] if versions else None,
        "versions": list(reversed(versions)),
        "changed": changed,
        "groups": {group: fields_of(group) for group in GROUPS},
        "headings": GROUPS,
        "sensitivities": dict(Dataset.Sensitivity.choices),
    }
    return _public_page(request, "initiatives/notice.jinja", context)


def _labelled(request: HttpRequest, found: Initiative) -> dict[str, Any]:
    address = request.build_absolute_uri(reverse("initiatives:initiative", args=[found.slug]))
    questions = {field.id: field.question for field in FIELDS}
    return {
        "page": initiative_page(found, Reader.of(request).query),
        "questions": questions,
        "address": address.partition("://")[2],
        "qr": qr_code(address),
    }


def _initiative(slug: str) -> Initiative:
    found = queries.by_slug(slug)
    if found is None:
        raise Http404
    return found


def _public_page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    reader = Reader.of(request)
    return page(request, template, {**context, "tell": partial(render, reader=reader), "keep": reader.query})
