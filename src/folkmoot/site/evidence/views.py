"""Results, for anyone; publishing them, for staff."""

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.site.access import public, staff
from folkmoot.site.csv_files import csv_text
from folkmoot.site.engagement import queries as engagements
from folkmoot.site.evidence import domain, queries
from folkmoot.site.evidence.beside import is_beside_any, rows_beside, statements_beside
from folkmoot.site.evidence.forms import TakeForm
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.people.rules import organisations_where, require
from folkmoot.site.renditions import Reader

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@public
@require_safe
def results(request: HttpRequest, slug: str) -> HttpResponse:
    """What people said, how sure we can be of it, and how it was counted."""
    engagement = _engagement(slug)
    context = {"engagement": engagement, "summary": engagements.summary(engagement), "published": queries.results(engagement)}
    if context["published"] is None:
        context["next_words"] = engagements.next_words(engagement)
    context["explored_in"] = queries.explored_in(engagement) if context["published"] is not None else []
    context["beside_others"] = context["published"] is not None and is_beside_any(engagement)
    context["keep"] = keep = Reader.of(request).query
    context |= {"unfolded": request.GET.get("show") == "all", "unfold": f"{keep or '?'}{'&' if keep else ''}show=all"}
    return render(request, "evidence/results.jinja", context)


@public
@require_safe
def findings_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The published document itself: its SHA-256 is the fingerprint on the page."""
    return _file(_published(slug).document, "application/json", f"{slug}-findings.json")


@public
@require_safe
def tables_xlsx(request: HttpRequest, slug: str) -> HttpResponse:
    """The same numbers as a workbook."""
    return _file(_published(slug).tables, EXCEL, f"{slug}-tables.xlsx")


@public
@require_safe
def beside(request: HttpRequest, slug: str) -> HttpResponse:
    """What was found beside what other organisations found who asked the same."""
    engagement = _engagement(slug)
    _published(slug)
    context = {
        "summary": engagements.summary(engagement),
        "own": engagement.initiative.lead.name,
        "found": statements_beside(engagement),
        "keep": Reader.of(request).query,
    }
    return render(request, "evidence/beside.jinja", context)


@public
@require_safe
def beside_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The same numbers as a table."""
    rows = _beside_rows(slug)
    cells = [["" if value is None else value for value in row.values()] for row in rows]
    return _file(("\ufeff" + csv_text([list(rows[0]), *cells])).encode(), "text/csv; charset=utf-8", f"{slug}-beside-others.csv")


@public
@require_safe
def beside_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The same numbers for programs."""
    return _file(json.dumps(_beside_rows(slug), ensure_ascii=False, indent=1).encode(), "application/json", f"{slug}-beside-others.json")


@public
@require_safe
def findings(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that evidence says about an initiative: estimates, and themes from published research."""
    initiative = initiatives.by_slug(slug)
    if initiative is None:
        raise Http404
    found = queries.findings_of(initiative.pk)
    context = {
        "initiative": initiative,
        "estimates": [finding for finding in found if finding.kind == "estimate"],
        "themes": [finding for finding in found if finding.kind == "theme"],
        "said": queries.said(initiative.pk),
        "keep": Reader.of(request).query,
    }
    return render(request, "evidence/findings.jinja", context)


@staff
@require_safe
def to_publish(request: HttpRequest) -> HttpResponse:
    """The closed engagements whose findings I may publish."""
    require(request.user, "evidence.publish", None)
    rows = []
    for engagement in engagements.closed_in(organisations_where(request.user, "evidence.publish")):
        published = queries.results(engagement)
        rows.append(
            {
                "title": engagement.title["en"]["standard"],
                "href": reverse("evidence:publish", args=[engagement.slug]),
                "words": f"Version {published.version} of its results is published." if published else "Its results are not published yet.",
                "side": engagements.summary(engagement).dates["en"]["standard"],
            }
        )
    return render(request, "evidence/to_publish.jinja", {"rows": rows})


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what will happen, then publish the findings of a closed engagement."""
    engagement = _engagement(slug, drafts=True)
    require(request.user, "evidence.publish", engagement.initiative.lead)
    context: dict[str, Any] = {"engagement": engagement, "summary": engagements.summary(engagement), "problems": []}
    if request.method == "POST":
        try:
            published = domain.publish_findings(by=request.user, engagement=engagement)
        except ValidationError as refused:
            context["problems"] = refused.messages
            return render(request, "evidence/publish.jinja", context, status=400)
        messages.success(request, f"Version {published.version} of the results is published.")
        return redirect("evidence:results", slug)
    return render(request, "evidence/publish.jinja", context)


@staff
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the frozen answers of a closed engagement elsewhere, in a file of a kind; what was taken before."""
    engagement = _engagement(slug, drafts=True)
    require(request.user, "evidence.publish", engagement.initiative.lead)
    form = TakeForm(request.POST if request.method == "POST" else None)
    problems: list[str] = []
    if form.is_valid():
        kind, weighted = form.cleaned_data["kind"], not form.cleaned_data["without_weights"]
        try:
            made = domain.take_answers(by=request.user, engagement=engagement, kind=kind, weighted=weighted)
        except ValidationError as refused:
            problems = refused.messages
        else:
            return _file(made.content, made.content_type, made.name)
    context = {
        "engagement": engagement,
        "summary": engagements.summary(engagement),
        "form": form,
        "problems": problems,
        "taken": queries.taken(engagement.pk),
    }
    return render(request, "evidence/take.jinja", context, status=400 if problems or form.errors else 200)


def _engagement(slug: str, *, drafts: bool = False) -> Any:
    engagement = engagements.find(slug)
    if engagement is None or (engagement.state == "draft" and not drafts):
        raise Http404
    return engagement


def _published(slug: str) -> queries.Published:
    published = queries.results(_engagement(slug))
    if published is None:
        raise Http404
    return published


def _beside_rows(slug: str) -> list[dict[str, Any]]:
    _published(slug)
    rows = rows_beside(_engagement(slug))
    if not rows:
        raise Http404
    return rows


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
