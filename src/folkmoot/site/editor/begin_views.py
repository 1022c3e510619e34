"""The drafts and versions of my organisations, and the ways a draft begins: empty, with a version, with the bank, with a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.site.access import staff
from folkmoot.site.acting import act
from folkmoot.site.editor import content, domain, queries
from folkmoot.site.editor.domain import RUN
from folkmoot.site.editor.forms import BeginForm, FileForm
from folkmoot.site.editor.instrument_file import InstrumentFile
from folkmoot.site.editor.models import InstrumentDraft
from folkmoot.site.engagement import queries as instruments
from folkmoot.site.people.rules import organisations_where, require


@staff
@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    """The drafts and the instruments of my organisations."""
    require(request.user, RUN, None)
    return render(
        request, "editor/drafts.jinja", {"drafts": queries.drafts_of(request.user), "versions": instruments.versions_for(request.user)}
    )


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """A draft that begins empty, with a version's questions, or with questions of the bank (`?items=`)."""
    require(request.user, RUN, None)
    organisations = {o.slug: o for o in organisations_where(request.user, RUN)}
    versions = {str(v.pk): v for v in instruments.versions_for(request.user)}
    chosen = versions.get(request.GET.get("version", ""))
    initial = {"title": chosen.instrument.title, "slug": chosen.instrument.slug, "version": str(chosen.pk)} if chosen else {}
    initial |= {
        "organisation": chosen.instrument.organisation.slug if chosen else next(iter(organisations)) if len(organisations) == 1 else ""
    }
    form = BeginForm(
        request.POST or None,
        initial=initial,
        organisations=list(organisations.values()),
        versions=[(key, str(version)) for key, version in versions.items()],
    )
    banked = [dict(item.question) for item in queries.bank_questions_named(request.GET.getlist("items"))]

    def do() -> InstrumentDraft:
        version = versions.get(form.cleaned_data["version"])
        questions = version.questions if version else []
        if banked:
            questions, _ = content.add_questions("", banked)(questions)
        return domain.begin_draft(
            by=request.user,
            organisation=organisations[form.cleaned_data["organisation"]],
            slug=form.cleaned_data["slug"],
            title=form.texts("title"),
            questions=questions,
            words=f"Began with {version}" if version else "Began",
        )

    words = [f"It begins with {len(banked)} of the bank's questions."] if banked else []
    return act(
        request,
        form,
        do,
        done="The draft is begun.",
        to=lambda made: reverse("editor:draft", args=[made.pk]),
        heading="Begin a draft",
        button="Begin this draft",
        intro=words,
    )


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request: HttpRequest) -> HttpResponse:
    """A draft from an instrument file."""
    require(request.user, RUN, None)
    organisations = {o.slug: o for o in organisations_where(request.user, RUN)}
    form = FileForm(request.POST or None, request.FILES or None, organisations=list(organisations.values()))

    def do() -> InstrumentDraft:
        file: InstrumentFile = form.cleaned_data["file"]
        return domain.begin_draft(
            by=request.user,
            organisation=organisations[form.cleaned_data["organisation"]],
            slug=form.cleaned_data["slug"] or slugify(file.name),
            title=file.title,
            questions=file.sections,
            words=f"Began with a file of “{file.name}”",
        )

    return act(
        request,
        form,
        do,
        done="The file is a draft now. Read it through, then make a version of it.",
        to=lambda made: reverse("editor:draft", args=[made.pk]),
        heading="Begin with an instrument file",
        button="Begin with this file",
        template="editor/import.jinja",
        intro=[
            "The file may come from another council. All of it is taken, or none: then the page names each section, question and field."
        ],
    )
