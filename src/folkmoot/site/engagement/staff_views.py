"""Running engagements: what staff see and do. Who may is decided by the domain functions."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from folkmoot.site.access import staff
from folkmoot.site.engagement import domain, queries
from folkmoot.site.engagement.counts import counts_of
from folkmoot.site.engagement.forms import MOST_MEGABYTES, ConfigureForm, ImportForm
from folkmoot.site.engagement.gates import why_not_open
from folkmoot.site.engagement.methods import METHODS
from folkmoot.site.engagement.models import Engagement
from folkmoot.site.engagement.responses import MOST_ROWS
from folkmoot.site.engagement.states import State
from folkmoot.site.engagement.words import dates_in_words
from folkmoot.site.people.rules import require
from folkmoot.site.renditions import Reader
from folkmoot.site.renditions import render as rendition

WHAT_HAPPENS = {
    State.DRAFT: "Nobody outside sees it yet. When you open it, its page is public and takes answers between its two dates.",
    State.OPEN: "It takes answers. When you close it, it takes no more, for good; then its findings can be published.",
    State.CLOSED: "It takes no more answers. Its findings can be published.",
}


@staff
@require_safe
def engagements(request: HttpRequest) -> HttpResponse:
    """The engagements of my organisations."""
    require(request.user, "engagement.run", None)
    rows = [
        {
            "title": engagement.title["en"]["standard"],
            "href": reverse("engagement:engagement", args=[engagement.slug]),
            "words": f"{rendition(METHODS[engagement.method].name, Reader()).words}. {engagement.get_state_display()}.",
            "side": dates_in_words(engagement.opens, engagement.closes),
        }
        for engagement in queries.run_by(request.user)
    ]
    return render(request, "engagement/staff_list.jinja", {"rows": rows})


@staff
@require_safe
def engagement(request: HttpRequest, slug: str) -> HttpResponse:
    """One engagement, and what can be done with it now."""
    found = engagement_of(request, slug)
    context = {
        "engagement": found,
        "summary": queries.summary(found),
        "invitation": METHODS[found.method].invite(found),
        "what_happens": WHAT_HAPPENS[State(found.state)],
        "state": found.get_state_display(),
        "why_not_open": why_not_open(found) if found.state == State.DRAFT else [],
    }
    return render(request, "engagement/staff_engagement.jinja", context)


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def configure(request: HttpRequest) -> HttpResponse:
    """Make an engagement."""
    require(request.user, "engagement.run", None)
    form = ConfigureForm(request.POST or None, user=request.user)
    if form.is_valid() and (made := done(form, lambda: domain.configure_engagement(by=request.user, **form.configured))):
        messages.success(request, "The engagement is a draft. Read its page once more, then open it.")
        return redirect("engagement:engagement", made.slug)
    return _form(request, form, "Configure an engagement", "Make this draft")


@staff
@require_POST
def open_it(request: HttpRequest, slug: str) -> HttpResponse:
    """Open an engagement."""
    domain.open_engagement(by=request.user, engagement=engagement_of(request, slug))
    messages.success(request, "The engagement is open.")
    return redirect("engagement:engagement", slug)


@staff
@require_POST
def close_it(request: HttpRequest, slug: str) -> HttpResponse:
    """Close an engagement for good."""
    domain.close_engagement(by=request.user, engagement=engagement_of(request, slug))
    messages.success(request, "The engagement is closed. It takes no more answers.")
    return redirect("engagement:engagement", slug)


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Add responses from a CSV file, all or none. The page says that it was done, and never how many there are."""
    found = engagement_of(request, slug)
    form = ImportForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        rows, mode = form.cleaned_data["file"], form.cleaned_data["mode"]
        made = done(form, lambda: domain.import_responses(by=request.user, engagement=found, rows=rows, mode=mode), "file")
        if made:
            words = "Every row of the file is in." if made.added else "Every row of the file was in already. Nothing was added."
            messages.success(request, words)
            return redirect("engagement:engagement", slug)
    words = (
        f"Up to {MOST_ROWS:,} rows and {MOST_MEGABYTES} MB at a time. All rows are taken, or none: then the page names each row and column "
        "to put right. A row that was imported before adds nothing. The file is not kept."
    )
    return _form(request, form, "Import responses", "Import this file", words, engagement=found)


@staff
@never_cache
@require_safe
def counts(request: HttpRequest, slug: str) -> HttpResponse:
    """How answers come in: how many, by day and by how they were given. Nothing of what was answered."""
    found = engagement_of(request, slug)
    context = {"engagement": found, "counts": counts_of(found)}
    return render(request, "engagement/staff_counts.jinja", context)


def engagement_of(request: HttpRequest, slug: str) -> Engagement:
    """The engagement at an address, for those who may run it. Raises Http404; PermissionDenied for anyone else."""
    found = queries.find(slug)
    if found is None:
        raise Http404
    require(request.user, "engagement.run", found.initiative.lead)
    return found


def _form(request: HttpRequest, form: forms.Form, heading: str, button: str, words: str = "", **context: Any) -> HttpResponse:
    context |= {"form": form, "heading": heading, "button": button, "words": words}
    return render(request, "engagement/staff_form.jinja", context, status=400 if form.errors else 200)


def done(form: forms.Form, action: Any, beside: str = "") -> Any:
    """What the domain made; None when it refused, and then what it said stands beside the field, or above the form."""
    try:
        return action()
    except ValidationError as refused:
        by_field = refused.message_dict if hasattr(refused, "error_dict") else {beside: refused.messages}
        for field, sentences in by_field.items():
            form.add_error(field if field in form.fields else None, sentences)
        return None
