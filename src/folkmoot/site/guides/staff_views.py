"""Writing topic guides."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from folkmoot.site.access import staff
from folkmoot.site.acting import act, attempt
from folkmoot.site.evidence import queries as evidence
from folkmoot.site.guides import domain, queries
from folkmoot.site.guides.forms import BeginForm, GuideForm
from folkmoot.site.guides.guide_text import hints_of, read_guide
from folkmoot.site.guides.worth import worth_exploring
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.people.rules import require

BEGINNING = """# Welcome (10 minutes)
aim: People know why they are here, and that they can stop at any time.
What made you come today?

# What people told us (30 minutes)
aim: To hear why people answered as they did.
What went through your mind when you saw this?
- Whom did you think of?
- What would change your mind?

# The end (10 minutes)
What should the people who decide hear from you?
"""


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def guides(request: HttpRequest, slug: str) -> HttpResponse:
    """The guides of an initiative, and beginning one."""
    initiative = _initiative(request, slug)
    form = BeginForm(request.POST or None)

    def do() -> Any:
        typed = form.cleaned_data
        given = {name: typed[name] for name in ("slug", "kind", "minutes")}
        return domain.begin_guide(by=request.user, initiative=initiative, title=form.texts("title"), **given)

    return act(
        request,
        form,
        do,
        done="The guide is begun. Nobody outside sees it yet.",
        to=lambda made: reverse("guides:write", args=[slug, made.slug]),
        heading="Topic guides",
        button="Begin this guide",
        template="guides/guides.jinja",
        initiative=initiative,
        guides=[(one, queries.published_version(one)) for one in queries.guides_of(initiative)],
    )


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, slug: str, guide: str) -> HttpResponse:
    """What a guide says, the findings it explores, and what may be put right."""
    found = _guide(request, slug, guide)
    explorable = evidence.explorable(found.initiative_id)
    chosen = {"findings": found.findings, "text": found.text or BEGINNING}
    form = GuideForm(request.POST or None, findings=[(one.key, one.words) for one in explorable], initial=chosen)
    if form.is_valid():
        picked = [key for key in [*found.findings, *form.cleaned_data["findings"]] if key in form.cleaned_data["findings"]]
        typed = {"findings": list(dict.fromkeys(picked)), "text": form.cleaned_data["text"]}
        attempt(form, lambda: domain.write_guide(by=request.user, guide=found, **typed))
        if not form.errors:
            messages.success(request, "It is kept. Nobody outside sees it before you publish it.")
            return redirect("guides:write", slug, guide)
    numbers = {key: at for at, key in enumerate(found.findings, start=1)}
    context = {
        "guide": found,
        "form": form,
        "explorable": [(one, numbers.get(one.key), worth_exploring(one.document)) for one in explorable],
        "hints": hints_of(read_guide(found.text, len(found.findings)), len(found.findings), found.minutes) if found.text else [],
        "published": queries.published_version(found),
    }
    return render(request, "guides/write.jinja", context, status=400 if form.errors else 200)


@staff
@require_POST
def publish(request: HttpRequest, slug: str, guide: str) -> HttpResponse:
    """Make a version that everyone can read."""
    found = _guide(request, slug, guide)
    made = domain.publish_guide(by=request.user, guide=found)
    messages.success(request, f"Version {made.number} of the guide is public.")
    return redirect("guides:guide", slug, guide)


def _guide(request: HttpRequest, slug: str, guide: str) -> Any:
    found = queries.guide_of(_initiative(request, slug), guide)
    if found is None:
        raise Http404
    return found


def _initiative(request: HttpRequest, slug: str) -> Any:
    found = initiatives.by_slug(slug)
    if found is None:
        raise Http404
    require(request.user, domain.RUN, found.lead)
    return found
