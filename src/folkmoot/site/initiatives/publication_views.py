"""The public pages of the notice and the business case: the one that counts, and every version there was, each at its address for good."""

from itertools import pairwise

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from folkmoot import record
from folkmoot.site.access import public
from folkmoot.site.initiatives import queries
from folkmoot.site.initiatives.models import Dataset, Initiative, Party, Publication
from folkmoot.site.initiatives.views import initiative_at, public_page

WRITTEN_ANEW = "It was written anew, in the form that notices have now."


@public
@require_safe
def current(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The notice or business case that counts now, in full, with every version there was."""
    found = initiative_at(slug)
    return _page(request, found, kind, queries.current(found, kind))


@public
@require_safe
def version(request: HttpRequest, slug: str, kind: str, version: int) -> HttpResponse:
    """One version, for good, and what it changed."""
    found = initiative_at(slug)
    shown = next((v for v in queries.versions(found, kind) if v.version == version), None)
    if shown is None:
        raise Http404
    return _page(request, found, kind, shown)


def _page(request: HttpRequest, found: Initiative, kind: str, shown: Publication | None) -> HttpResponse:
    versions = queries.versions(found, kind)
    changes = {newer.version: _changes(older, newer) for older, newer in pairwise(versions)}
    context = {
        "initiative": found,
        "kind": kind,
        "name": record.PUBLICATIONS[kind],
        "shown": shown,
        "current": versions[-1] if versions else None,
        "versions": list(reversed(versions)),
        "changed": {number: [change.name for change in made] for number, made in changes.items()},
        "changes": changes.get(shown.version, ()) if shown else (),
        "older": record.older_answers(shown.content) if shown and record.is_older(shown.content) else None,
        **publication_context(),
    }
    return public_page(request, "initiatives/publication.jinja", context)


def _changes(older: Publication, newer: Publication) -> tuple[record.Change, ...]:
    if record.is_older(older.content):
        return (record.Change(WRITTEN_ANEW, ()),)
    return record.changes(older.content, newer.content)


def publication_context() -> dict[str, object]:
    """What the macros that show a document need besides it."""
    return {
        "parts_of": record.parts_of,
        "questions_of": record.questions_of,
        "sensitivities": dict(Dataset.Sensitivity.choices),
        "duties": dict(Party.Duty.choices),
        "kinds": dict(Initiative.Kind.choices),
        "topics": dict(Initiative.Topic.choices),
    }
