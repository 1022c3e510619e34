"""The public pages: ask, complain, follow with a reference, erase, and what was published."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from folkmoot.site.access import public
from folkmoot.site.acting import attempt
from folkmoot.site.concerns import domain, queries, tables
from folkmoot.site.concerns.public_form import TRAP, PublicForm
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.people import queries as people
from folkmoot.site.references import CONCERN, aloud, written
from folkmoot.site.renditions import Reader
from folkmoot.site.renditions import render as rendition

DONE = {
    False: "We received your {kind}. Write down the reference below.",
    True: "We had already received your {kind}. It was not kept twice.",
}


@public
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True)  # not "no-store": a browser's own Back must still find what someone typed
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """A question about an initiative."""
    return _write(request, slug, "question")


@public
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True)
def complain(request: HttpRequest, slug: str) -> HttpResponse:
    """A complaint about an initiative."""
    return _write(request, slug, "complaint")


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Type a reference to see where it stands."""
    typed, error = "", ""
    if request.method == "POST":
        typed = request.POST.get("reference", "")[:100]
        reference = CONCERN.read(typed)
        if reference is not None and queries.followed(reference) is not None:
            return redirect(_asked(request, reference))
        error = CONCERN.wrong if reference is None else "We have nothing with that reference here. Check it, then try again."
    return _page(request, "concerns/follow.jinja", {"typed": typed, "error": error}, status=400 if error else 200)


@public
@never_cache
@require_safe
def asked(request: HttpRequest, reference: str) -> HttpResponse:
    """Where a question or complaint stands. It names nobody, and does not show what they wrote."""
    found = _followed(reference)
    context = {"found": found, "written": written(found.reference), "aloud": aloud(found.reference)}
    answer = _page(request, "concerns/asked.jinja", context | _commissioner(found.initiative))
    answer["X-Robots-Tag"] = "noindex"
    return answer


@public
@require_POST
def forget(request: HttpRequest, reference: str) -> HttpResponse:
    """Erase how to reach whoever has this reference, and what they wrote once it is answered."""
    found = _followed(reference)
    erased = domain.forget(kind=found.kind, row=found.row)
    messages.success(request, "It is erased." if erased else "There was nothing to erase.")
    return redirect(_asked(request, found.reference))


@public
@require_safe
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """The published questions about an initiative, with their answers."""
    initiative = _initiative(slug)
    return _page(request, "concerns/questions.jinja", {"initiative": initiative, "found": queries.published_questions(initiative)})


@public
@require_safe
def complaints(request: HttpRequest, slug: str) -> HttpResponse:
    """How complaints about an initiative fared, in numbers, and the way to the Information Commissioner."""
    initiative = _initiative(slug)
    context = {
        "of": rendition(initiative.title, Reader.of(request)),
        "numbers": queries.numbers_of_initiative(initiative),
        "back": reverse("initiatives:initiative", args=[slug]),
        "initiative": initiative,
    }
    return _page(request, "concerns/complaints.jinja", context | _commissioner(initiative))


@public
@require_safe
def organisation_complaints(request: HttpRequest, slug: str) -> HttpResponse:
    """How complaints about all that an organisation leads fared."""
    organisation = next((found for found in people.organisations() if found.slug == slug), None)
    if organisation is None:
        raise Http404
    context = {
        "of": rendition({"en": {"standard": organisation.name}}, Reader.of(request)),
        "numbers": queries.numbers_of_organisation(organisation),
        "back": reverse("people:organisation", args=[slug]),
        "initiative": None,
        "route": None,
    }
    return _page(request, "concerns/complaints.jinja", context)


@public
@require_safe
def questions_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The published questions about an initiative, as CSV."""
    return _file(tables.questions(queries.published_questions(_initiative(slug))), f"questions-{slug}.csv")


@public
@require_safe
def complaints_csv(request: HttpRequest) -> HttpResponse:
    """The numbers of complaints, by initiative and by organisation, as CSV."""
    return _file(tables.complaints(), "complaints.csv")


def _write(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    initiative = _initiative(slug)
    form = PublicForm(request.POST if request.method == "POST" else None, kind=kind, slug=slug)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        received = attempt(
            form,
            lambda: domain.receive(kind=kind, initiative=initiative, receipt=form.receipt, words=typed["words"], contact=typed["contact"]),
        )
        if received is not None:
            messages.success(request, DONE[received.already].format(kind=kind))
            return redirect(_asked(request, received.reference))
    context = {"form": form, "initiative": initiative, "kind": kind, "trap": TRAP, "days": queries.QUESTION_DAYS}
    return _page(request, "concerns/write.jinja", context | _commissioner(initiative), status=400 if form.errors else 200)


def _commissioner(initiative: Any) -> dict[str, Any]:
    """The notice's own words on complaining, where it has any."""
    notice = initiatives.current_notice(initiative)
    return {"route": notice.content.get("answers", {}).get("complaining") if notice else None}


def _asked(request: HttpRequest, reference: str) -> str:
    return reverse("concerns:asked", args=[written(reference)]) + Reader.of(request).query


def _followed(typed: str) -> queries.Followed:
    reference = CONCERN.read(typed)
    found = queries.followed(reference) if reference else None
    if found is None:
        raise Http404
    return found


def _initiative(slug: str) -> Any:
    found = initiatives.by_slug(slug)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    reader = Reader.of(request)
    return render(request, template, {**context, "tell": partial(rendition, reader=reader), "keep": reader.query}, status=status)


def _file(content: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)
