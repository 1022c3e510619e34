"""The staff's pages of progress: what is on record, adding to it, changing it, the monthly report, plans and gates."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from folkmoot.site.access import staff
from folkmoot.site.acting import act, attempt
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.people.rules import organisations_where, require
from folkmoot.site.progress import domain, queries
from folkmoot.site.progress.domain.plans import MOST_SECTIONS
from folkmoot.site.progress.domain.recording import DECIDE, RECORD
from folkmoot.site.progress.domain.reports import PUBLISH
from folkmoot.site.progress.entries import ADDS, CHANGES
from folkmoot.site.progress.forms import PublishForm, ReportForm
from folkmoot.site.progress.queries.boards import next_gate
from folkmoot.site.progress.report_tables import report_tables
from folkmoot.site.progress.staff_desk import desk_parts
from folkmoot.site.progress.toolkit_forms import GateForm, PlanForm, SectionForm
from folkmoot.site.progress.views import for_reader
from folkmoot.site.progress.wording import ForPeople
from folkmoot.site.renditions import Reader
from folkmoot.site.renditions import render as rendition

FEWEST = 3  # parts shown on a plan's form; ?parts=8 shows eight


@staff
@require_safe
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """What is on record, what can be done next, and what is missing before it can be closed."""
    found = _initiative(slug)
    may = {permission: found.lead in organisations_where(request.user, permission) for permission in (RECORD, PUBLISH, DECIDE)}
    if not any(may.values()):
        raise PermissionDenied("This page is for staff of the organisation that leads the initiative.")
    draft = queries.draft_of(found)
    closed = found.closed_at is not None
    context = {
        "initiative": found,
        "title": rendition(found.title, Reader.of(request)),
        "parts": desk_parts(found, may=may[RECORD]),
        "may_record": may[RECORD],
        "may_publish": may[PUBLISH],
        "may_decide": may[DECIDE],
        "draft": draft,
        "mine": draft is not None and request.user.pk in draft.hands,
        "reports": queries.reports_of(found),
        "overdue": queries.overdue_since(found),
        "gate": queries.gate_now(found),
        "next_gate": next_gate(found),
        "closed": closed,
        "gaps": [] if closed else queries.closing_gaps(found),
    }
    return render(request, "progress/desk.jinja", context)


@staff
def add(request: HttpRequest, slug: str, what: str) -> HttpResponse:
    """A new row of one of the kinds of entries.ADDS."""
    found = _held_by(request, slug, RECORD)
    if what not in ADDS:
        raise Http404
    kind = ADDS[what]
    form = kind.form(request.POST or None, initiative=found)
    return act(
        request,
        form,
        lambda: kind.do(by=request.user, initiative=found, **form.given()),
        done=kind.done,
        to=_desk(found),
        heading=kind.heading,
        button="Record it",
    )


@staff
def change(request: HttpRequest, what: str, key: int) -> HttpResponse:
    """One of the changes of entries.CHANGES to a row that is there."""
    require(request.user, RECORD, None)
    if what not in CHANGES:
        raise Http404
    kind = CHANGES[what]
    row = kind.find(key)
    if row is None:
        raise Http404
    require(request.user, RECORD, row.initiative.lead)
    form = kind.form(request.POST if request.method == "POST" else None, initiative=row.initiative, row=row)
    return act(
        request,
        form,
        lambda: kind.do(by=request.user, **{kind.of: row}, **form.given()),
        done=kind.done,
        to=_desk(row.initiative),
        heading=kind.heading,
        button="Record it",
        intro=[_about(row)],
    )


@staff
def draft_report(request: HttpRequest, slug: str) -> HttpResponse:
    """The draft of the next status report."""
    found = _held_by(request, slug, RECORD)
    form = ReportForm(request.POST or None, initiative=found, row=queries.draft_of(found))
    intro = [
        "Milestones, money, benefits and public risks are taken from what is on record now. You write what they mean.",
        "Only staff see a draft. Someone else reads it and publishes it.",
    ]
    return act(
        request,
        form,
        lambda: domain.draft_report(by=request.user, initiative=found, **form.given()),
        done="The draft is saved.",
        to=_desk(found),
        heading="Write the monthly report",
        button="Save the draft",
        intro=intro,
    )


@staff
def publish_report(request: HttpRequest, slug: str) -> HttpResponse:
    """Read the draft, then publish it."""
    found = _held_by(request, slug, PUBLISH)
    draft = queries.draft_of(found)
    if draft is None:
        raise Http404
    form = PublishForm(request.POST or None, initial={"seen": draft.hash})
    reader = Reader.of(request)
    return act(
        request,
        form,
        lambda: domain.publish_report(by=request.user, draft=draft, seen=form.cleaned_data["seen"]),
        done="The report is published. Everyone can read it.",
        to=lambda made: reverse("progress:report", args=[found.slug, made.number]),
        heading="Read the draft, then publish it",
        button="Publish it for good",
        template="progress/publish.jinja",
        draft=draft,
        mine=request.user.pk in draft.hands,
        content=draft.content,
        tables=report_tables(draft.content, ForPeople(reader)),
        **for_reader(reader),
    )


@staff
def write_plan(request: HttpRequest, slug: str) -> HttpResponse:
    """The next version of a plan."""
    found = _held_by(request, slug, RECORD)
    form = PlanForm(request.POST or None, initiative=found)
    parts = [SectionForm(request.POST or None, initiative=found, prefix=f"p{at}") for at in range(_how_many(request))]

    def do() -> Any:
        sections = [section for part in parts if (section := part.section())]
        return domain.write_plan(by=request.user, initiative=found, sections=sections, **form.given())

    if request.method == "POST" and all([form.is_valid(), *(part.is_valid() for part in parts)]) and attempt(form, do) is not None:
        return redirect(_desk(found))
    refused = form.errors or any(part.errors for part in parts)
    context = {"form": form, "parts": parts, "heading": "Write a plan", "more": min(len(parts) + 3, MOST_SECTIONS)}
    return render(request, "progress/plan.jinja", context, status=400 if refused else 200)


@staff
def decide_gate(request: HttpRequest, slug: str) -> HttpResponse:
    """What was decided at the gate whose turn it is."""
    found = _held_by(request, slug, DECIDE)
    gate = next_gate(found)
    if gate is None:
        raise Http404
    form = GateForm(request.POST or None, initiative=found)
    return act(
        request,
        form,
        lambda: domain.decide_gate(by=request.user, initiative=found, gate=gate.value, **form.given()),
        done="The decision is on record. Everyone can see it now.",
        to=_desk(found),
        heading=f"Record what was decided at the gate “{gate.label}”",
        button="Record it for good",
    )


def _about(row: Any) -> str:
    words = getattr(row, "words", None) or getattr(row, "name", None) or row.citation
    return f"It is about: {words if isinstance(words, str) else rendition(words, Reader()).words}"


def _how_many(request: HttpRequest) -> int:
    asked = request.GET.get("parts", "")
    return min(max(int(asked), FEWEST), MOST_SECTIONS) if asked.isdecimal() and len(asked) < 4 else FEWEST


def _desk(found: Any) -> str:
    return reverse("progress:desk", args=[found.slug])


def _initiative(slug: str) -> Any:
    found = initiatives.by_slug(slug)
    if found is None:
        raise Http404
    return found


def _held_by(request: HttpRequest, slug: str, permission: str) -> Any:
    found = _initiative(slug)
    require(request.user, permission, found.lead)
    return found
