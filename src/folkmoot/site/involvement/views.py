"""The public page of citizens' part in an initiative, and the staff's form."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render as page
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from folkmoot.site.access import public, staff
from folkmoot.site.acting import act
from folkmoot.site.engagement import queries as engagement
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.involvement import domain, queries
from folkmoot.site.involvement.forms import PartForm
from folkmoot.site.people.rules import require
from folkmoot.site.renditions import Reader, render


@public
@require_safe
def citizens_part(request: HttpRequest, slug: str) -> HttpResponse:
    """What part citizens have at each stage of an initiative, what it was before, and in which engagements."""
    initiative = _initiative(slug)
    reader, stages = Reader.of(request), queries.stages_of(initiative)
    context = {"initiative": initiative, "stages": stages, "sentence": queries.in_a_sentence(stages)}
    context |= {"engagements": engagement.engagements_of(initiative.pk), "committees": initiatives.committees_of(initiative)}
    return page(request, "involvement/citizens_part.jinja", {**context, "tell": partial(render, reader=reader), "keep": reader.query})


@staff
def say_part(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what part citizens have at a stage (`?stage=` chooses one)."""
    initiative = _initiative(slug)
    require(request.user, "involvement.say", initiative.lead)
    asked = [(held.slug, render(held.title, Reader()).words) for held in engagement.engagements_of(initiative.pk)]
    form = PartForm(request.POST or None, asked=asked, initial={"stage": request.GET.get("stage", ""), "on": timezone.localdate()})

    def do() -> Any:
        typed = form.cleaned_data
        return domain.say_part(
            by=request.user,
            initiative=initiative,
            stage=typed["stage"],
            level=typed["level"],
            words=form.texts("words"),
            engagement_slug=typed.get("engagement", ""),
            on=typed["on"],
        )

    return act(
        request,
        form,
        do,
        done="Everyone can see it.",
        to=reverse("involvement:citizens_part", args=[slug]),
        heading="Say what part citizens have",
        button="Say it for good",
        intro=["Everyone sees it at once. It cannot be changed; if it becomes something else, say so again, and both stay on record."],
    )


def _initiative(slug: str) -> Any:
    found = initiatives.by_slug(slug)
    if found is None:
        raise Http404
    return found
