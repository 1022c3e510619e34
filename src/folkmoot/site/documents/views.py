"""The public pages: all documents, a document, each of its versions, and what a version changed."""

from functools import partial
from itertools import pairwise
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render as page
from django.views.decorators.http import require_safe

from folkmoot.site.access import public
from folkmoot.site.documents import content, queries
from folkmoot.site.documents.kinds import KIND_CHOICES, KINDS, WITHHOLDING_WORDS, Kind
from folkmoot.site.documents.models import CommentRound, Document, DocumentVersion
from folkmoot.site.documents.reading import blocks, parts
from folkmoot.site.people import queries as people
from folkmoot.site.renditions import Reader, render

HOW_TO_VERIFY = (
    "hash is SHA-256 (hexadecimal) over content as JSON with sorted keys, no spaces between them and letters as they are, in UTF-8. "
    "A quote is not part of content: its mark is, so that a person can withdraw it. A seal is HMAC-SHA-256 of what is withheld, "
    "keyed with a secret that is disclosed together with it."
)


@public
@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """Every document that everyone may read; `?kind=` and `?organisation=` narrow it."""
    asked = {name: request.GET.get(name, "")[:80] for name in ("kind", "organisation")}
    every = queries.listed()
    shown = queries.narrowed(every, **asked)
    named = {slug for row in every for slug in row.organisations}
    context = {
        "found": shown,
        "total": len(every),
        "asked": asked,
        "kinds": KIND_CHOICES,
        "organisations": [o for o in people.organisations() if o.slug in named],
    }
    return public_page(request, "documents/all.jinja", context)


@public
@require_safe
def document(request: HttpRequest, slug: str) -> HttpResponse:
    """A document as it stands now: its newest version, or before the first its newest draft out for comment."""
    found = public_document(slug)
    last = queries.current(found)
    if last is None:
        return round_page(request, found, queries.rounds(found)[-1])
    return _version_page(request, found, last)


@public
@require_safe
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version, for good."""
    found = public_document(slug)
    return _version_page(request, found, _version(found, number))


@public
@require_safe
def changes(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What a version changed, word by word."""
    found = public_document(slug)
    shown = _version(found, number)
    before = queries.version(found, number - 1)
    context = {
        "document": found,
        "shown": shown,
        "before": before,
        "changes": content.changes(before.content, shown.content) if before else (),
        "quotes": queries.quotes_in(shown.content) | (queries.quotes_in(before.content) if before else {}),
    }
    return public_page(request, "documents/changes.jinja", context)


@public
@require_safe
def version_json(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A version as data, with its hash and how to check it."""
    found = public_document(slug)
    shown = _version(found, number)
    quotes = queries.quotes_in(shown.content).values()
    data = {
        "document": found.slug,
        "version": shown.number,
        "published_on": shown.published_on.isoformat(),
        "hash": shown.hash,
        "how_to_verify": HOW_TO_VERIFY,
        "content": shown.content,
        "quotes": {
            one.key: {"words": one.words, "language": one.language, "said_by": one.said_by} if one.words else "withdrawn" for one in quotes
        },
    }
    headers = {"Content-Disposition": f'attachment; filename="{found.slug}-v{shown.number}.json"'}
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2}, headers=headers)


def public_document(slug: str) -> Document:
    """The document at an address. Raises Http404 when there is none, or nothing of it is public."""
    found = queries.by_slug(slug)
    if found is None or not (found.versions.exists() or found.rounds.exists()):
        raise Http404
    return found


def public_page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page in the renditions its reader chose: `tell` gives a text as they get it, `keep` is the query that keeps their choice."""
    reader = Reader.of(request)
    more = {
        "tell": partial(render, reader=reader),
        "keep": reader.query,
        "blocks": blocks,
        "parts": parts,
        "withholding": WITHHOLDING_WORDS,
    }
    return page(request, template, {**context, **more}, status=status)


def round_page(request: HttpRequest, found: Document, put_out: CommentRound) -> HttpResponse:
    """A draft that is, or was, out for comment."""
    context = {
        "document": found,
        "facts": KINDS[Kind(found.kind)],
        "shown": queries.round_shown(put_out),
        "content": put_out.content,
        "quotes": queries.quotes_in(put_out.content),
        "current": queries.current(found),
    }
    return public_page(request, "documents/round.jinja", context)


def _version(found: Document, number: int) -> DocumentVersion:
    shown = queries.version(found, number)
    if shown is None:
        raise Http404
    return shown


def _version_page(request: HttpRequest, found: Document, shown: DocumentVersion) -> HttpResponse:
    versions = queries.versions(found)
    last = queries.last_round(found)
    changed = {newer.number: content.what_changed(older.content, newer.content) for older, newer in pairwise(versions)}
    context = {
        "document": found,
        "facts": KINDS[Kind(found.kind)],
        "shown": shown,
        "content": shown.content,
        "current": versions[-1],
        "versions": list(reversed(versions)),
        "changed": changed,
        "quotes": queries.quotes_in(shown.content),
        "evidence": queries.evidence_of(found),
        "standing": queries.standing(found, shown),
        "out": last if last and queries.is_open(last) else None,
        "commented": queries.last_round(found) is not None,
    }
    return public_page(request, "documents/version.jinja", context)
