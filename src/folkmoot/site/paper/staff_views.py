"""Running answers on paper: copies, what came back, what is open, and sending. Who may is decided by the domain functions."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from folkmoot.site.access import staff
from folkmoot.site.acting import act
from folkmoot.site.engagement import queries as engagements
from folkmoot.site.paper import domain, keying, numbers, queries
from folkmoot.site.paper.form_content import Print
from folkmoot.site.paper.forms import AsideForm, CopiesForm, OfferForm
from folkmoot.site.paper.keying_views import given_in, keyed_questions, typed_in
from folkmoot.site.paper.models import Resolution
from folkmoot.site.paper.views import file_of
from folkmoot.site.people.rules import require
from folkmoot.site.renditions import Reader


@staff
@require_safe
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """What came back on paper, and what can be done now."""
    found = _engagement(request, slug)
    rows = queries.forms_of(found, request.user)
    context = {
        "engagement": found,
        "offer": queries.offer_of(found),
        "numbers": [(n.pk, numbers.written(n.first), numbers.written(n.last)) for n in queries.numbers_of(found)],
        "rows": rows,
        "ready": sum(row.state == "ready" for row in rows),
        "rates": queries.error_rates(found),
    }
    return render(request, "paper/desk.jinja", context)


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, slug: str) -> HttpResponse:
    """Where forms go back to, and whether everyone is offered one."""
    found = _engagement(request, slug)
    now = queries.offer_of(found)
    form = OfferForm(request.POST or None, initial={"return_to": now.return_to, "public": now.public} if now else None)
    return act(
        request,
        form,
        lambda: domain.offer_paper(by=request.user, engagement=found, **form.cleaned_data),
        done="Kept. New copies of the form say so.",
        to=reverse("paper:desk", args=[slug]),
        heading="Answers on paper",
        button="Keep this",
    )


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def copies(request: HttpRequest, slug: str) -> HttpResponse:
    """Give numbers to copies."""
    found = _engagement(request, slug)
    form = CopiesForm(request.POST or None, engagement=found)
    return act(
        request,
        form,
        lambda: domain.number_copies(by=request.user, engagement=found, **form.cleaned_data),
        done="These numbers are given for good. Print the file.",
        to=lambda made: reverse("paper:numbered", args=[slug, made.pk]),
        heading="Number copies of the form",
        button="Give numbers",
        intro=(
            "Each copy gets a number of its own, so that no form counts twice. The number says nothing of who has the form.",
            "For forms without a number that came back, give numbers here too, and write one on each by hand.",
        ),
    )


@staff
@require_safe
def numbered(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """A range of numbers: the file to print, and the numbers to write on by hand."""
    found = _engagement(request, slug)
    made = queries.numbers_with(found, key)
    if made is None:
        raise Http404
    written = [numbers.written(number) for number in range(made.first, made.last + 1)]
    return render(request, "paper/numbered.jinja", {"engagement": found, "made": made, "written": written})


@staff
@require_safe
def numbered_pdf(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """The copies with these numbers, one behind another."""
    found = _engagement(request, slug)
    made = queries.numbers_with(found, key)
    if made is None:
        raise Http404
    written = [numbers.written(number) for number in range(made.first, made.last + 1)]
    return file_of(request, found, Print(Reader(made.language, made.style), made.large, written))


@staff
@require_POST
def send(request: HttpRequest, slug: str) -> HttpResponse:
    """Send every form that is ready."""
    sent = domain.send_ready(by=request.user, engagement=_engagement(request, slug))
    messages.success(request, "One form counts now." if sent == 1 else f"{sent} forms count now.")
    return redirect("paper:desk", slug)


@staff
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One form: what is open in it, question by question, with both keyings; and settling it."""
    found = _engagement(request, slug)
    kept = queries.form_with(found, number)
    if kept is None:
        raise Http404
    questionnaire = found.version.questionnaire
    errors: dict[str, str] = {}
    typed = typed_in(questionnaire, request.POST)
    if request.method == "POST":
        chosen = {
            key: request.POST.get(f"chosen-{key}", "") for key in (q.key for q in questionnaire.asked) if f"chosen-{key}" in request.POST
        }
        others = {key: typed[key] for key in chosen if chosen[key] == Resolution.Chosen.OTHER}
        given, errors = given_in(questionnaire, others)
        settled = {key: (choice, given.get(key, ()), request.POST.get(f"why-{key}", "")) for key, choice in chosen.items()}
        if not errors:
            try:
                domain.resolve(by=request.user, engagement=found, number=number, settled=settled)
            except ValidationError as refused:
                errors = {key: " ".join(words) for key, words in refused.message_dict.items()}
            else:
                messages.success(request, f"Form {numbers.written(number)} is ready to be sent.")
                return redirect("paper:desk", slug)
    questions = _settling(request, found, kept, typed, errors)
    context = {
        "engagement": found,
        "kept": kept,
        "written": numbers.written(number),
        "questions": questions,
        "errors": errors,
        "resolutions": list(kept.resolutions.select_related("by")),
        "keyed": kept.keyings.count(),
    }
    return render(request, "paper/form.jinja", context, status=400 if errors else 200)


@staff
@require_POST
def reopen(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Undo what was resolved."""
    domain.unresolve(by=request.user, engagement=_engagement(request, slug), number=number)
    messages.success(request, "What was resolved is open again.")
    return redirect("paper:form", slug, number)


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def aside(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Count a form for nothing."""
    found = _engagement(request, slug)
    form = AsideForm(request.POST or None)
    return act(
        request,
        form,
        lambda: domain.set_aside(by=request.user, engagement=found, number=number, **form.cleaned_data),
        done="The form is set aside.",
        to=reverse("paper:desk", args=[slug]),
        heading=f"Set form {numbers.written(number)} aside",
        button="Set it aside",
    )


@staff
@require_POST
def back(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Undo setting aside."""
    domain.put_back(by=request.user, engagement=_engagement(request, slug), number=number)
    messages.success(request, "The form waits to be keyed twice.")
    return redirect("paper:desk", slug)


def _settling(request: HttpRequest, engagement: Any, kept: Any, typed: Any, errors: Any) -> list[dict[str, Any]]:
    """The open questions, and those that settling them opened, each with its two keyings in words and boxes for another value."""
    if kept.keyings.count() < 2 or kept.resolved is not None:
        return []
    questionnaire = engagement.version.questionnaire
    shown = {question.key: question for question in keyed_questions(questionnaire, typed, errors)}
    return [
        {
            "shown": shown[one.question.key],
            "first": keying.words(one.question, one.first),
            "second": keying.words(one.question, one.second),
            "differs": one.differs,
            "problem": one.problem,
            "chosen": request.POST.get(f"chosen-{one.question.key}", ""),
            "why": request.POST.get(f"why-{one.question.key}", ""),
        }
        for one in queries.open_in(engagement, kept, errors)
    ]


def _engagement(request: HttpRequest, slug: str) -> Any:
    found = engagements.find(slug)
    if found is None:
        raise Http404
    require(request.user, "engagement.run", found.initiative.lead)
    return found
