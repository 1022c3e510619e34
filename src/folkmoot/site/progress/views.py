"""The public pages: how an initiative gets on, each report, its files, and what benefits cost side by side."""

from datetime import date
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render as page
from django.urls import reverse
from django.views.decorators.http import require_safe

from folkmoot.licence.stages import STAGES, Stage
from folkmoot.site.access import public
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.progress import comparison_table, queries
from folkmoot.site.progress.downloads import calendar_bytes, csv_bytes
from folkmoot.site.progress.models import Quality
from folkmoot.site.progress.queries.comparison import owners
from folkmoot.site.progress.report_document import RATED, RATINGS
from folkmoot.site.progress.report_tables import report_tables
from folkmoot.site.progress.tables import TABLES, source_library, stakeholder_map_of
from folkmoot.site.progress.wording import ForFile, ForPeople
from folkmoot.site.renditions import Reader, render


@public
@require_safe
def progress(request: HttpRequest, slug: str) -> HttpResponse:
    """Where an initiative stands, from what is on record at this moment."""
    found = _initiative(slug)
    say = ForPeople(Reader.of(request))
    reports = queries.reports_of(found)
    context = {
        "initiative": found,
        "stage": STAGES[Stage(found.stage)],
        "gate": queries.gate_now(found),
        "reports": reports,
        "overdue": queries.overdue_since(found),
        "late": [m for m in queries.milestones_of(found) if m.state == "overdue"],
        "tables": {name: table(found, say) for name, table in TABLES.items()},
        "stakes": stakeholder_map_of(found, say),
        "boards": [board for board in queries.board_of(found) if board.terms or board.members],
        "plans": queries.plans_of(found),
        "closure": queries.closure_of(found),
    }
    return _page(request, "progress/progress.jinja", context)


@public
@require_safe
def report(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One report, as it was published, for good."""
    found = _initiative(slug)
    reports = queries.reports_of(found)
    shown = next((made for made in reports if made.number == number), None)
    if shown is None:
        raise Http404
    context = {
        "initiative": found,
        "report": shown,
        "latest": reports[0],
        "tables": report_tables(shown.content, ForPeople(Reader.of(request))),
    }
    return _page(request, "progress/report.jinja", context)


@public
@require_safe
def table_csv(request: HttpRequest, slug: str, table: str) -> HttpResponse:
    """One table as a file."""
    found = _initiative(slug)
    if table not in TABLES:
        raise Http404
    return _file(csv_bytes(TABLES[table](found, ForFile(Reader.of(request)))), "text/csv; charset=utf-8", f"{slug}-{table}.csv")


@public
@require_safe
def milestones_ics(request: HttpRequest, slug: str) -> HttpResponse:
    """The milestones as a calendar."""
    found = _initiative(slug)
    reader = Reader.of(request)
    entries = [(m, render(m.words, reader).words, m.state_words) for m in queries.milestones_of(found)]
    address = request.build_absolute_uri(reverse("progress:progress", args=[slug]))
    content = calendar_bytes(render(found.title, reader).words, entries, address=address, host=request.get_host())
    return _file(content, "text/calendar; charset=utf-8", f"{slug}-milestones.ics")


@public
@require_safe
def benefits(request: HttpRequest) -> HttpResponse:
    """What benefits cost, side by side."""
    asked = request.GET.get("organisation", "")[:80]
    groups = queries.compared(asked)
    say = ForPeople(Reader.of(request))
    context = {
        "groups": [(group, comparison_table.table(group, say)) for group in groups],
        "asked": asked,
        "owners": owners(),
        "pounds": say.pounds,
    }
    return _page(request, "progress/benefits.jinja", context)


@public
@require_safe
def benefits_csv(request: HttpRequest) -> HttpResponse:
    """The same as a file."""
    table = comparison_table.together(queries.compared(), ForFile(Reader.of(request)))
    return _file(csv_bytes(table), "text/csv; charset=utf-8", "benefits.csv")


@public
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Everything that was read before, for any initiative."""
    asked = {name: request.GET.get(name, "")[:80] for name in ("tag", "quality", "words")}
    context = {"library": queries.source_library(**asked), "asked": asked, "qualities": Quality.choices}
    return _page(request, "progress/sources.jinja", context)


@public
@require_safe
def sources_csv(request: HttpRequest) -> HttpResponse:
    """The same as a file, all of it."""
    table = source_library(queries.source_library().rows, ForFile(Reader.of(request)))
    return _file(csv_bytes(table), "text/csv; charset=utf-8", "sources.csv")


def for_reader(reader: Reader) -> dict[str, Any]:
    """What every page of progress is given besides its own."""
    tell = partial(render, reader=reader)
    return {"tell": tell, "keep": reader.query, "rated": RATED, "ratings": RATINGS, "from_iso": date.fromisoformat}


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return page(request, template, {**context, **for_reader(Reader.of(request))})


def _initiative(slug: str) -> Any:
    found = initiatives.by_slug(slug)
    if found is None:
        raise Http404
    return found


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
