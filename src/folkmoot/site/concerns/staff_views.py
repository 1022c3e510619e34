"""The staff's pages: what is waiting, a question to answer and to look at, a complaint to move on."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from folkmoot.site.access import staff
from folkmoot.site.acting import act
from folkmoot.site.concerns import domain, queries
from folkmoot.site.concerns.complaint_steps import STEPS, Step
from folkmoot.site.concerns.forms import AnswerForm, LookForm, StepForm
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.people.rules import organisations_where, require
from folkmoot.site.references import written

MAY = ("concerns.answer", "concerns.publish")


@staff
@never_cache
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for me, the most urgent first."""
    slug = request.GET.get("initiative", "")
    about = initiatives.by_slug(slug) if slug else None
    if slug and about is None:
        raise Http404
    context = {
        "found": queries.waiting(request.user, about),
        "about": about,
        "may_type_in": bool(organisations_where(request.user, "concerns.answer")),
    }
    return render(request, "concerns/waiting.jinja", context)


@staff
@never_cache
@require_safe
def question(request: HttpRequest, key: int) -> HttpResponse:
    """One question: what was asked, its answers, and what to do next."""
    found = question_for(request, key, *MAY)
    answers = queries.answers_of(found)
    context = {
        "found": found,
        "reference": written(found.reference),
        "came": queries.came(found),
        "words": queries.words_of("question", found.reference),
        "contact": queries.contact_of(found),
        "answers": [(answer, queries.is_published(answer), queries.is_looked_at(answer)) for answer in answers],
        "may": {permission for permission in MAY if found.initiative.lead in organisations_where(request.user, permission)},
    }
    return render(request, "concerns/staff_question.jinja", context)


@staff
@never_cache
@sensitive_post_parameters()
def answer(request: HttpRequest, key: int) -> HttpResponse:
    """Answer a question, or correct its answer."""
    found = question_for(request, key, "concerns.answer")
    answers = queries.answers_of(found)
    form = AnswerForm(request.POST or None, before=answers[0] if answers else None)
    words = queries.words_of("question", found.reference)
    return act(
        request,
        form,
        lambda: domain.answer_question(by=request.user, question=found, wording=form.texts("wording"), answer=form.texts("answer")),
        done="It is answered. A second person can now read it and publish it.",
        to=reverse("concerns:staff_question", args=[key]),
        heading="Answer a question",
        button="Answer it",
        template="concerns/answer.jinja",
        words=words,
    )


@staff
@never_cache
def look(request: HttpRequest, key: int) -> HttpResponse:
    """A second person's look at the newest answer."""
    found = question_for(request, key, "concerns.publish")
    answers = queries.answers_of(found)
    if not answers:
        raise Http404
    form = LookForm(request.POST or None)

    def do() -> Any:
        typed = form.cleaned_data
        return domain.look_at_answer(by=request.user, answer=answers[0], publish=typed["publish"] == "yes", reason=typed["reason"])

    return act(
        request,
        form,
        do,
        done="It is on record.",
        to=reverse("concerns:staff_question", args=[key]),
        heading="Read an answer before everyone does",
        button="Record it",
        template="concerns/look.jinja",
        answer=answers[0],
    )


@staff
@never_cache
@require_safe
def complaint(request: HttpRequest, key: int) -> HttpResponse:
    """One complaint: what it says, what was done, and the next step."""
    found = complaint_for(request, key)
    last = queries.last_step(found)
    context = {
        "found": found,
        "reference": written(found.reference),
        "came": queries.came(found),
        "words": queries.words_of("complaint", found.reference),
        "contact": queries.contact_of(found),
        "happened": queries.followed(found.reference).happened,  # type: ignore[union-attr]
        "next": [(step.value, STEPS[step].take) for step in STEPS[Step(last.step)].then],
    }
    return render(request, "concerns/staff_complaint.jinja", context)


@staff
@never_cache
@sensitive_post_parameters()
def move(request: HttpRequest, key: int, step: str) -> HttpResponse:
    """The next step of a complaint."""
    found = complaint_for(request, key)
    if step not in set(Step) - {Step.RECEIVED}:
        raise Http404
    form = StepForm(request.POST or None, step=Step(step))

    def do() -> Any:
        typed = form.cleaned_data
        return domain.move_complaint(
            by=request.user, complaint=found, step=step, told=typed["told"], outcome=typed.get("outcome", ""), on=typed["on"]
        )

    return act(
        request,
        form,
        do,
        done="It is on record. Whoever complained can see it with their reference.",
        to=reverse("concerns:staff_complaint", args=[key]),
        heading=STEPS[Step(step)].take,
        button="Record it",
        intro=["It cannot be changed later."],
    )


def question_for(request: HttpRequest, key: int, *permissions: str) -> Any:
    """The question with a key, for whoever has one of the permissions in its lead. Raises Http404 and PermissionDenied."""
    found = queries.question(key)
    if found is None:
        raise Http404
    _one_of(request, permissions, found.initiative.lead)
    return found


def complaint_for(request: HttpRequest, key: int) -> Any:
    """The complaint with a key, for whoever answers it. Raises Http404 and PermissionDenied."""
    found = queries.complaint(key)
    if found is None:
        raise Http404
    require(request.user, "concerns.answer", found.initiative.lead)
    return found


def _one_of(request: HttpRequest, permissions: tuple[str, ...], organisation: Any) -> None:
    if not any(organisation in organisations_where(request.user, permission) for permission in permissions):
        raise PermissionDenied("This needs a role in the organisation that leads this use of data.")
