"""Versions of instruments: their files, who checked their easy read, their questions for the bank; and the status of Welsh."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.site.access import staff
from folkmoot.site.acting import act
from folkmoot.site.editor import domain
from folkmoot.site.editor.draft_views import RUN, file_of
from folkmoot.site.editor.forms import BankForm, CheckedForm, WelshForm
from folkmoot.site.editor.instrument_file import InstrumentFile
from folkmoot.site.engagement import domain as engagement
from folkmoot.site.engagement import queries as instruments
from folkmoot.site.engagement.question_types import QUESTION_TYPES
from folkmoot.site.people import queries as people
from folkmoot.site.people.rules import require


@staff
@require_safe
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version: its questions, who checked its easy read, and what can be done with it."""
    found = _version(request, slug, number)
    context = {"version": found, "checks": found.easy_read_checks.all(), "easy": found.questionnaire.easy, "kinds": QUESTION_TYPES}
    return render(request, "editor/version.jinja", context)


@staff
@require_safe
def download(request: HttpRequest, slug: str, number: int, kind: str) -> HttpResponse:
    """A version as an instrument file."""
    found = _version(request, slug, number)
    return file_of(InstrumentFile(found.instrument.slug, found.instrument.title, found.questions), kind)


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def check_easy_read(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Say who checked the easy read."""
    found = _version(request, slug, number)
    form = CheckedForm(request.POST or None)
    return act(
        request,
        form,
        lambda: engagement.sign_off_easy_read(by=request.user, version=found, **form.cleaned_data),
        done="It is on record who checked the easy read. The public is offered it from now on.",
        to=_at(found),
        heading="Who checked the easy read?",
        button="Record this",
        intro=[
            f"The easy read of {found} is offered to the public once people who need it have checked it.",
            "Show them each page, on paper or in the preview, and change what they do not understand. What they changed is in the next "
            "version: that is the one to record here.",
        ],
    )


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def bank(request: HttpRequest, slug: str, number: int, key: str) -> HttpResponse:
    """Put a question of a version into the bank."""
    found = _version(request, slug, number)
    question = next((q for section in found.questions for q in section.get("questions", ()) if q["key"] == key), None)
    if question is None:
        raise Http404
    form = BankForm(request.POST or None, initial={"name": key.lower().replace("_", "-")})

    def do() -> Any:
        return domain.add_to_bank(by=request.user, version=found, key=key, **form.cleaned_data)

    return act(
        request,
        form,
        do,
        done="It is in the bank. Every organisation here can use it.",
        to=lambda made: reverse("editor:bank_question", args=[made.name]),
        heading="Put a question into the bank",
        button="Put it into the bank",
        intro=[question["text"]["en"]["standard"], f"It keeps its origin: {found.instrument.organisation.name}, {found}."],
    )


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def welsh(request: HttpRequest, slug: str) -> HttpResponse:
    """Say whether Welsh has equal status in an organisation."""
    organisation = people.by_slugs({slug}).get(slug)
    if organisation is None:
        raise Http404
    require(request.user, "people.manage", organisation)
    form = WelshForm(request.POST or None, initial={"equal": "yes" if instruments.welsh_is_equal(organisation) else "no"})
    return act(
        request,
        form,
        lambda: engagement.set_welsh_status(by=request.user, organisation=organisation, equal=form.cleaned_data["equal"] == "yes"),
        done="Saved.",
        to=reverse("people:desk"),
        heading=f"The status of Welsh in {organisation.name}",
        button="Save",
        intro=["Where it has equal status, nothing opens to the public unless each of its texts is in Welsh too. What is open stays open."],
    )


def _at(version: Any) -> str:
    return reverse("editor:version", args=[version.instrument.slug, version.number])


def _version(request: HttpRequest, slug: str, number: int) -> Any:
    require(request.user, RUN, None)
    found = instruments.version_of(slug, number)
    if found is None:
        raise Http404
    require(request.user, RUN, found.instrument.organisation)
    return found
