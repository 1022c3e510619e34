"""The staff's pages of what waves promised, of how a panel renews itself, of volunteers and letters, and of what members are told."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from folkmoot.site.access import staff
from folkmoot.site.acting import act, attempt
from folkmoot.site.csv_files import csv_text
from folkmoot.site.governance import queries as governance
from folkmoot.site.panel import domain, queries
from folkmoot.site.panel.incentives import MOST_AT_ONCE, for_finance, open_rows, totals_of
from folkmoot.site.panel.renewal import RUNNING, renewal
from folkmoot.site.panel.staff_forms import PoolForm, SettleForm, TellForm
from folkmoot.site.panel.staff_views import page_of, run_panel, run_wave
from folkmoot.site.panel.volunteers import pool, take_volunteers
from folkmoot.site.panel.ways import english
from folkmoot.site.people.rules import organisations_where

MOST_SIZE = 100_000


@staff
@require_POST
@never_cache
def letters(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Name, contact and code of everyone in a wave who has not answered yet, as a table for letters."""
    _, wave = run_wave(request, slug, number)
    rows = domain.take_contacts(by=request.user, wave=wave)
    address = request.build_absolute_uri(f"/e/{wave.engagement.slug}")
    table = csv_text([("Name", "How to reach them", "Address to go to", "Code"), *((n, c, address, code) for n, c, code in rows)])
    return _download(table, f"letters-{slug}-wave-{number}.csv")


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Record what became of what a wave promised."""
    _, wave = run_wave(request, slug, number)
    form = SettleForm(request.POST or None, rows=open_rows(wave))

    def do() -> Any:
        typed = form.cleaned_data
        chosen = [int(pk) for pk in typed["rows"]]
        return domain.settle_incentives(by=request.user, wave=wave, wave_members=chosen, state=typed["state"])

    intro = [
        f"What each was promised: {wave.promise or 'nothing'}. A row stands for one member in this wave. What is recorded stays. "
        f"Up to {MOST_AT_ONCE} rows are listed at a time, those of members who have answered first."
    ]
    to, heading = reverse("panel:incentives", args=[slug]), f"Wave {number}: what became of the promise"
    return act(request, form, do, done="It is recorded.", to=to, heading=heading, button="Record it", intro=intro)


@staff
@require_safe
def incentives(request: HttpRequest, slug: str) -> HttpResponse:
    """What waves promised, and what became of it."""
    held = run_panel(request, slug)
    return render(request, "panel/staff_incentives.jinja", {"panel": held, "totals": totals_of(held), "english": english})


@staff
@require_safe
@never_cache
def finance(request: HttpRequest, slug: str) -> HttpResponse:
    """The ledger for finance, without names."""
    return _download(for_finance(run_panel(request, slug)), f"incentives-{slug}.csv")


@staff
@require_safe
def renew(request: HttpRequest, slug: str) -> HttpResponse:
    """How the panel wears away and what renews it. `?size=` is how many members it is to have."""
    held = run_panel(request, slug)
    typed = request.GET.get("size", "")
    size = min(int(typed), MOST_SIZE) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
    context = {"panel": held, "report": renewal(held, size), "running": RUNNING, "english": english}
    return render(request, "panel/staff_renewal.jinja", context)


@staff
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def volunteers(request: HttpRequest, slug: str) -> HttpResponse:
    """Who agreed to interviews, focus groups and juries, by group; and a table for letters to them."""
    held = run_panel(request, slug)
    form = PoolForm(request.POST or None, panel=held)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        attribute, _, level = typed["group"].partition(": ")
        chosen = {"way": typed["way"], "reason": typed["reason"], "attribute": attribute, "level": level}
        rows = attempt(form, lambda: take_volunteers(by=request.user, panel=held, **chosen))
        if not form.errors:
            return _download(csv_text([("Name", "How to reach them"), *rows]), f"volunteers-{slug}.csv")
    context = {"panel": held, "form": form, "rows": pool(held), "english": english}
    context["may_write"] = held.organisation in organisations_where(request.user, "panel.run")
    return render(request, "panel/staff_volunteers.jinja", context, status=400 if form.errors else 200)


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell members what came of what they said."""
    held = run_panel(request, slug)
    asked = {one.slug: one for one in queries.told_of(request.user, held)}
    decided = {one.initiative.slug: governance.decisions_of(one.initiative) for one in asked.values()}
    words = [
        (f"{slug}/{made.number}", f"{english(made.initiative_title)}: decision {made.number}")
        for slug, all_made in decided.items()
        for made in all_made
    ]
    news = {one.pk: one for one in queries.news_of(held) if not hasattr(one, "corrected_by")}
    form = TellForm(request.POST or None, engagements=list(asked.values()), decisions=words, news=list(news.values()))

    def do() -> Any:
        typed = form.cleaned_data
        about = asked[typed["engagement"]]
        led_to, _, decision = typed["decision"].partition("/")
        if decision and led_to != about.initiative.slug:
            raise ValidationError({"decision": "Choose a decision on the initiative they were asked about."})
        return domain.tell_members(
            by=request.user,
            panel=held,
            engagement=about,
            title=form.texts("title"),
            said=form.texts("said"),
            happened=form.texts("happened"),
            decision=int(decision) if decision else None,
            corrects=news[int(typed["corrects"])] if typed["corrects"] else None,
        )

    intro = ["Everyone sees it at once, and it stays for good. What turns out wrong is corrected by a new entry."]
    heading = "Tell members what came of what they said"
    return act(
        request, form, do, done="Everyone can read it.", to=page_of(held), heading=heading, button="Publish it for good", intro=intro
    )


def _download(table: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(table.encode("utf-8-sig"), content_type="text/csv; charset=utf-8", headers=headers)
