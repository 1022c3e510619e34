"""The public register of relationships with companies: the list, each one with its versions, and all of it as open data."""

from functools import partial
from itertools import pairwise
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render as page
from django.views.decorators.http import require_safe

from folkmoot.site.access import public
from folkmoot.site.commerce import queries, tables
from folkmoot.site.commerce.content import as_json, differences
from folkmoot.site.commerce.terms import ANSWERS, CRITERIA, PERSONAL_DATA, ROUTES, TEXTS
from folkmoot.site.csv_files import csv_text
from folkmoot.site.renditions import Reader, render

STATES = {"running": "Running", "ended": "Ended"}


@public
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Every relationship with a company, those that run first."""
    asked = {name: request.GET.get(name, "")[:80] for name in ("organisation", "state")}
    return _page(request, "register", {"register": queries.register(**asked), "asked": asked, "states": STATES})


@public
@require_safe
def register_csv(request: HttpRequest) -> HttpResponse:
    """The register as it stands: a row for each relationship."""
    rows = tables.rows(queries.register().rows)
    headers = {"Content-Disposition": 'attachment; filename="commercial-relationships.csv"'}
    content = csv_text([tables.COLUMNS, *(list(row.values()) for row in rows)])
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


@public
@require_safe
def register_json(request: HttpRequest) -> HttpResponse:
    """The same for programs."""
    return JsonResponse({"relationships": tables.rows(queries.register().rows)}, json_dumps_params={"ensure_ascii": False})


@public
@require_safe
def relationship(request: HttpRequest, slug: str) -> HttpResponse:
    """One relationship as it stands, with what changed from version to version."""
    return _shown(request, slug, None)


@public
@require_safe
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version of what is said of a relationship, as it was published."""
    return _shown(request, slug, number)


@public
@require_safe
def version_json(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A version with its fingerprint: the SHA-256 of its content as JSON with sorted keys and no blanks."""
    _, _, found = _found(slug, number)
    made = {"relationship": slug, "version": found.number, "sha256": found.hash, "content": found.content}
    return HttpResponse(as_json(made), content_type="application/json; charset=utf-8")


def _found(slug: str, number: int | None) -> tuple[Any, list[queries.Listed], queries.Listed]:
    held = queries.by_slug(slug)
    versions = queries.published_of(held) if held else []
    found = next((one for one in versions if number in (None, one.number)), None)
    if held is None or found is None:
        raise Http404
    return held, versions, found


def _shown(request: HttpRequest, slug: str, number: int | None) -> HttpResponse:
    held, versions, found = _found(slug, number)
    changed = [(now, differences(before.content, now.content)) for now, before in pairwise(versions)]
    context = {"held": held, "found": found, "versions": versions, "changed": changed, "newest": versions[0]}
    return _page(request, "relationship", context)


def _page(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    reader = Reader.of(request)
    words = {"texts": TEXTS, "criteria": CRITERIA, "answers": ANSWERS, "routes": ROUTES, "personal_data": PERSONAL_DATA}
    return page(request, f"commerce/{name}.jinja", {**context, **words, "tell": partial(render, reader=reader), "keep": reader.query})
