"""Looking after a panel: found it, share it, draw waves, see who is missing. Promises, reports and letters are in desk_views.py."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.site.access import staff
from folkmoot.site.acting import act
from folkmoot.site.engagement import queries as engagements
from folkmoot.site.panel import domain, queries
from folkmoot.site.panel.members import members_now
from folkmoot.site.panel.missing import HOW, who_is_missing
from folkmoot.site.panel.models import Panel, Wave
from folkmoot.site.panel.rules import REASONS
from folkmoot.site.panel.sharing import organisations_of, require_a_say, sharings_now
from folkmoot.site.panel.staff_forms import FoundForm, LimitsForm, ShareForm, WaveForm
from folkmoot.site.panel.waves import redraw
from folkmoot.site.panel.ways import english
from folkmoot.site.people import queries as people
from folkmoot.site.people.rules import organisations_where, require


@staff
@require_safe
def panels(request: HttpRequest) -> HttpResponse:
    """The panels I look after."""
    require(request.user, "panel.run", None)
    return render(request, "panel/staff_panels.jinja", {"panels": queries.run_by(request.user), "english": english})


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def found(request: HttpRequest) -> HttpResponse:
    """Found a panel."""
    require(request.user, "panel.run", None)
    mine = {one.slug: one for one in organisations_where(request.user, "panel.run")}
    form = FoundForm(request.POST or None, organisations=list(mine.values()))

    def do() -> Any:
        typed = form.cleaned_data
        targets, asks = typed["targets"]
        return domain.found_panel(
            by=request.user,
            organisation=mine[typed["organisation"]],
            slug=typed["slug"],
            title=form.texts("title"),
            about=form.texts("about"),
            population=typed["population"],
            targets=targets,
            asks=asks,
            rest_days=typed["rest_days"],
            most_a_year=typed["most_a_year"],
        )

    intro = ["It is public at once, and people can join it. How often people are asked can be changed later; its groups cannot."]
    return act(request, form, do, done="The panel is founded.", to=_page, heading="Found a panel", button="Found it", intro=intro)


@staff
@require_safe
def panel(request: HttpRequest, slug: str) -> HttpResponse:
    """One panel: its members by number, its waves, who shares it, and what can be done."""
    held = run_panel(request, slug)
    members = [member for member in members_now(held) if not member.set_aside]
    waves = queries.waves_of(held)
    asked = {wave.engagement.slug: wave.engagement for wave in waves} | {
        one.slug: one for one in queries.to_draw_for(request.user, held) if one.state == "open"
    }
    context = {
        "panel": held,
        "states": {state: sum(m.state == state for m in members) for state in ("active", "paused", "left", "erased")},
        "waves": waves,
        "shared_by": sharings_now(held),
        "watch": [one for one in asked.values() if one.state == "open"],
        "may_keep": held.organisation in organisations_where(request.user, "panel.run"),
        "english": english,
    }
    return render(request, "panel/staff_panel.jinja", context)


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def limits(request: HttpRequest, slug: str) -> HttpResponse:
    """Change how often people are asked at most."""
    held = run_panel(request, slug)
    form = LimitsForm(request.POST or None, initial={"rest_days": held.rest_days, "most_a_year": held.most_a_year})
    done, heading = "The panel’s page says so now.", "Change how often people are asked at most"
    return act(
        request, form, lambda: domain.change_limits(by=request.user, panel=held, **form.cleaned_data), done=done, to=_page, heading=heading,
        button="Change it",
    )  # fmt: skip


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, slug: str) -> HttpResponse:
    """Share a panel with another organisation."""
    held = run_panel(request, slug)
    others = {one.slug: one for one in people.organisations() if one not in organisations_of(held)}
    form = ShareForm(request.POST or None, organisations=list(others.values()))

    def do() -> Any:
        typed = form.cleaned_data
        return domain.share_panel(
            by=request.user, panel=held, organisation=others[typed["organisation"]], agreed_by=typed["agreed_by"], on=typed["on"]
        )

    intro = [
        "It may then draw waves too, within the same limits. It sees counts, and never who the members are but for letters to its waves."
    ]
    done = "It can draw waves now, and the panel’s page says so."
    return act(request, form, do, done=done, to=page_of(held), heading="Share this panel", button="Share it", intro=intro)


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def end_sharing(request: HttpRequest, slug: str) -> HttpResponse:
    """An organisation draws no more waves."""
    held = run_panel(request, slug)
    others = {row.organisation.slug: row.organisation for row in sharings_now(held)}
    form = ShareForm(request.POST or None, organisations=list(others.values()))

    def do() -> Any:
        typed = form.cleaned_data
        return domain.end_sharing(
            by=request.user, panel=held, organisation=others[typed["organisation"]], agreed_by=typed["agreed_by"], on=typed["on"]
        )

    return act(
        request, form, do, done="It draws no more waves.", to=reverse("panel:panels_staff"), heading="End a sharing", button="End it"
    )


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def draw(request: HttpRequest, slug: str) -> HttpResponse:
    """Draw a wave. `?engagement=`, `?number=` and `?among=` fill in the form."""
    held = run_panel(request, slug)
    asked = {one.slug: one for one in queries.to_draw_for(request.user, held)}
    start = {
        "engagement": request.GET.get("engagement", ""),
        "number": request.GET.get("number", ""),
        "among": request.GET.getlist("among"),
    }
    form = WaveForm(request.POST or None, initial=start, panel=held, engagements=list(asked.values()))

    def do() -> Any:
        typed = form.cleaned_data
        return domain.draw_wave(
            by=request.user,
            panel=held,
            engagement=asked[typed["engagement"]],
            number=typed["number"],
            seed=typed["seed"],
            stratified_by=typed["stratified_by"],
            among=form.among,
            promise=typed["promise"],
            promise_pence=form.pence,
        )

    intro = [
        "Members are drawn by lot from those who are active, agreed to it and have rested. Each gets a code of their own. "
        "It cannot be undone; a second draw for the same engagement is a booster."
    ]
    return act(request, form, do, done="The wave is drawn.", to=_wave_page, heading="Draw a wave", button="Draw it", intro=intro)


@staff
@require_safe
def wave(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One wave: whom it was drawn from, how, and whether drawing it again gives the same."""
    held, drawn = run_wave(request, slug, number)
    context = {
        "panel": held,
        "wave": drawn,
        "reasons": [(words, drawn.left_out[reason]) for reason, words in REASONS.items() if reason in drawn.left_out],
        "strata": list(zip(drawn.frame["names"], drawn.frame["eligible"], drawn.frame["numbers"], strict=True)),
        "same": redraw(drawn) == list(drawn.wave_members.order_by("member_id").values_list("member_id", flat=True)),
        "may_write": drawn.engagement.state != "closed" and drawn.organisation in organisations_where(request.user, "panel.run"),
        "english": english,
    }
    return render(request, "panel/staff_wave.jinja", context)


@staff
@require_safe
def missing(request: HttpRequest, slug: str, engagement: str) -> HttpResponse:
    """Who is missing from an open engagement, and a booster from the groups that are furthest behind."""
    held = run_panel(request, slug)
    asked = engagements.find(engagement)
    if asked is None:
        raise Http404
    require(request.user, "engagement.run", asked.initiative.lead)
    if asked.initiative.lead not in organisations_of(held) or asked.state == "draft":
        raise Http404
    context = {
        "panel": held,
        "engagement": asked,
        "missing": who_is_missing(held, asked) if asked.sample.targets else None,
        "can_draw": asked.state == "open" and asked.config.get("entry", "open") != "open",
        "how": HOW,
        "english": english,
    }
    return render(request, "panel/staff_missing.jinja", context)


def run_panel(request: HttpRequest, slug: str) -> Panel:
    """The panel at an address, for those who look after it. Raises Http404; PermissionDenied for anyone else."""
    held = queries.panel_at(slug)
    if held is None:
        raise Http404
    require_a_say(request.user, held)
    return held


def run_wave(request: HttpRequest, slug: str, number: int) -> tuple[Panel, Wave]:
    """The same, with one of its waves."""
    held = run_panel(request, slug)
    drawn = queries.wave_of(held, number)
    if drawn is None:
        raise Http404
    return held, drawn


def page_of(held: Panel) -> str:
    """Where a panel is looked after."""
    return reverse("panel:panel_staff", args=[held.slug])


def _page(made: Any) -> str:
    return page_of(made)


def _wave_page(made: Wave) -> str:
    return reverse("panel:wave", args=[made.panel.slug, made.number])
