"""The staff's pages of a plan: its steps, its rounds, and what came of them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from folkmoot.site.access import staff
from folkmoot.site.acting import act
from folkmoot.site.engagement import queries as engagements
from folkmoot.site.evidence import queries as evidence
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.people.rules import require
from folkmoot.site.planning import domain, forms, queries
from folkmoot.site.planning.answers import STEPS, missing, step_after
from folkmoot.site.planning.domain import PLAN
from folkmoot.site.renditions import Reader
from folkmoot.site.renditions import render as rendition

FOR_GOOD = "Everyone sees it at once, and it stays on record. If something changes, say so again."


@staff
@require_safe
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """The plan as it is being written: what is answered, what is missing, its rounds, and what can be done next."""
    found = _initiative(request, slug)
    held = queries.plan_of(found)
    answers = held.answers if held else {}
    public = queries.published(found)
    context = {
        "initiative": found,
        "title": rendition(found.title, Reader()),
        "steps": [(step, step.key in answers) for step in STEPS.values()],
        "answers": answers,
        "missing": missing(answers),
        "rounds": list(held.rounds.all()) if held else [],
        "ways": {one.way.key: one.way for one in queries.ranked({})},
        "ranked": queries.ranked(answers["methods"]) if "methods" in answers else [],
        "public": public,
        "changed": public is not None and public.answers != answers,
        "least": forms.least_words(answers["risk"]["band"]) if "risk" in answers else "",
        "tell": lambda texts: rendition(texts, Reader()),
    }
    return render(request, "planning/desk.jinja", context)


@staff
def step(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    """One step of the plan. Going back changes what was answered; nothing is public before the plan is published."""
    found = _initiative(request, slug)
    if step not in STEPS:
        raise Http404
    held = queries.plan_of(found)
    form = _step_form(request, found, step, held.answers if held else {})
    after = step_after(step)
    to = reverse("planning:step", args=[slug, after]) if after else reverse("planning:desk", args=[slug])
    place = list(STEPS).index(step) + 1
    return act(
        request,
        form,
        lambda: domain.answer_step(by=request.user, initiative=found, step=step, given=form.given),
        done="Kept. You can come back and change it.",
        to=to,
        heading=STEPS[step].heading,
        button="Keep and go on",
        intro=[f"Step {place} of {len(STEPS)}. {STEPS[step].why}"],
        template="planning/step.jinja",
        initiative=found,
        back=list(STEPS)[place - 2] if place > 1 else "",
    )


@staff
@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish the plan; what is lacking is said on its page."""
    found = _initiative(request, slug)
    try:
        domain.publish_plan(by=request.user, initiative=found)
    except ValidationError as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
        return redirect("planning:desk", slug)
    messages.success(request, "The plan is public.")
    return redirect("planning:plan", slug)


@staff
def add_round(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan the next round."""
    found = _initiative(request, slug)
    form = forms.RoundForm(request.POST or None)
    return act(
        request,
        form,
        lambda: domain.add_round(by=request.user, initiative=found, **form.given),
        done="The round is planned.",
        to=reverse("planning:desk", args=[slug]),
        heading="Plan the next round",
        button="Plan this round",
        intro=["Before the round after it may open, it must be on record what this one changed."],
    )


@staff
def change_round(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Change a round that has not begun."""
    found = _initiative(request, slug)
    held = _round(found, number)
    form = forms.RoundForm(request.POST or None, held=held)
    return act(
        request,
        form,
        lambda: domain.change_round(by=request.user, initiative=found, number=number, **form.given),
        done="The round is changed.",
        to=reverse("planning:desk", args=[slug]),
        heading=f"Change round {number}",
        button="Change this round",
    )


@staff
@require_POST
def remove_last_round(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the last round of a plan that is not public away."""
    found = _initiative(request, slug)
    domain.remove_last_round(by=request.user, initiative=found)
    messages.success(request, "The last round is taken away.")
    return redirect("planning:desk", slug)


@staff
def link(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Make an engagement part of a round."""
    found = _initiative(request, slug)
    _round(found, number)
    own = [one for one in engagements.run_by(request.user) if one.initiative_id == found.pk]
    form = forms.LinkForm(request.POST or None, asked=[(one.slug, rendition(one.title, Reader()).words) for one in own])

    def do() -> Any:
        chosen = form.cleaned_data["engagement"]
        return domain.link_engagement(by=request.user, initiative=found, number=number, engagement_slug=chosen)

    return act(
        request,
        form,
        do,
        done="It is part of the round.",
        to=reverse("planning:desk", args=[slug]),
        heading=f"Which engagement is part of round {number}?",
        button="Make it part of the round",
        intro=[] if own else ["There is no engagement about this use of data yet. Configure one first."],
    )


@staff
def decide(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Record what a round changed."""
    found = _initiative(request, slug)
    _round(found, number)
    known = [(finding.key, finding.name) for finding in evidence.findings_of(found.pk)]
    form = forms.DecideForm(request.POST or None, findings=known, initial={"on": timezone.localdate()})

    def do() -> Any:
        typed = form.cleaned_data
        return domain.decide_round(
            by=request.user,
            initiative=found,
            number=number,
            goes_on=typed["goes_on"] == "yes",
            learnt=form.texts("learnt"),
            changes=form.texts("changes"),
            findings=typed.get("findings", []),
            office=typed["office"],
            on=typed["on"],
        )

    return act(
        request,
        form,
        do,
        done="It is on record, and everyone can read it.",
        to=reverse("planning:plan", args=[slug]),
        heading=f"What did round {number} change?",
        button="Record it for good",
        intro=[FOR_GOOD],
    )


@staff
def check(request: HttpRequest, slug: str, engagement: str) -> HttpResponse:
    """Answer one of the four checks for an engagement (`?check=` chooses one)."""
    found = _initiative(request, slug)
    asked = engagements.find(engagement)
    if asked is None or asked.initiative_id != found.pk:
        raise Http404
    form = forms.CheckForm(request.POST or None, initial={"check": request.GET.get("check", "")})

    def do() -> Any:
        typed = form.cleaned_data
        return domain.answer_check(
            by=request.user,
            initiative=found,
            engagement_slug=engagement,
            check=typed["check"],
            words=form.texts("words"),
            evidence=typed["evidence"],
        )

    return act(
        request,
        form,
        do,
        done="Everyone can read it.",
        to=reverse("planning:plan", args=[slug]),
        heading="Was it fair? Answer a check",
        button="Answer it for good",
        intro=[FOR_GOOD],
    )


@staff
def reached(request: HttpRequest, slug: str) -> HttpResponse:
    """Say how much of a part people had in the end."""
    found = _initiative(request, slug)
    form = forms.ReachedForm(request.POST or None)

    def do() -> Any:
        return domain.report_level(by=request.user, initiative=found, level=form.cleaned_data["level"], words=form.texts("words"))

    return act(
        request,
        form,
        do,
        done="Everyone can read it.",
        to=reverse("planning:plan", args=[slug]),
        heading="Did you keep your promise?",
        button="Say it for good",
        intro=[FOR_GOOD],
    )


def _initiative(request: HttpRequest, slug: str) -> Any:
    found = initiatives.by_slug(slug)
    if found is None:
        require(request.user, PLAN, None)
        raise Http404
    require(request.user, PLAN, found.lead)
    return found


def _round(initiative: Any, number: int) -> Any:
    held = queries.plan_of(initiative)
    found = held.rounds.filter(number=number).first() if held else None
    if found is None:
        raise Http404
    return found


def _step_form(request: HttpRequest, initiative: Any, step: str, answers: Any) -> Any:
    held, posted = answers.get(step), request.POST or None
    if step == "learn":
        return forms.LearnForm(posted, held=held or [])
    if step == "communities":
        return forms.CommunitiesForm(posted, held=held or {}, proposed=queries.proposed_communities(initiative))
    if step == "risk":
        return forms.RiskForm(posted, held=held or {}, proposed=queries.proposed_risk(initiative))
    if step == "promise":
        least = forms.least_words(answers["risk"]["band"]) if "risk" in answers else ""
        return forms.PromiseForm(posted, held=held or {}, least=least)
    return forms.MethodsForm(posted, held=held or {})
