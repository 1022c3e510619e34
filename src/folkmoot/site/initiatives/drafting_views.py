"""The staff's pages of the notice and the business case: write a part, read the draft, publish it or throw it away."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from folkmoot import record
from folkmoot.site.access import staff
from folkmoot.site.acting import act
from folkmoot.site.initiatives import publishing, queries
from folkmoot.site.initiatives.forms import DiscardForm, PublishForm
from folkmoot.site.initiatives.models import Initiative
from folkmoot.site.initiatives.part_form import PartForm
from folkmoot.site.initiatives.publication_views import publication_context
from folkmoot.site.initiatives.staff_views import desk, held_by
from folkmoot.site.renditions import Reader
from folkmoot.site.renditions import render as rendition
from folkmoot.site.wordings import queries as wordings

DRAFT = "Only staff see a draft. You may leave an answer for later: it is published when nothing is missing."
IN_FORCE = "This notice is public. If you change a word of it, no records may be used until the new one is published and looked at again."


@staff
def draft_part(request: HttpRequest, slug: str, part: str) -> HttpResponse:
    """One part of the next notice or business case."""
    found = held_by(request, slug, "initiatives.propose")
    if part not in record.PARTS:
        raise Http404
    heading, kind = record.PARTS[part].heading, record.PARTS[part].publication
    questions = record.questions_of(part)
    before = _answers(found, kind)
    form = PartForm(request.POST or None, questions=questions, content=queries.document(found, kind, before))

    def do() -> Any:
        kept = {key: answer for key, answer in before.items() if key not in {question.id for question in questions}}
        return publishing.draft_publication(by=request.user, initiative=found, kind=kind, answers={**kept, **form.answers()})

    intro = [DRAFT]
    if kind == "notice" and queries.current_notice(found):
        intro.append(IN_FORCE)
    if any(question.kind is record.Kind.BASES for question in questions) and not form.bases:
        intro.append("Say first what the records may be used for. Then come back: each purpose needs its own basis in law.")
    return act(
        request,
        form,
        do,
        done=f"“{heading}” is saved in the draft.",
        to=desk(found),
        heading=f"{record.PUBLICATIONS[kind].capitalize()}: {heading}",
        button="Save the draft",
        intro=intro,
        template="initiatives/draft_part.jinja",
        gaps=wordings.joining_left_out(found) if kind == "notice" else (),
        hints=wordings.terms_to_look_at(_written(form, before, questions)),
    )


@staff
def publish(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Read the draft, then publish it."""
    found = held_by(request, slug, "initiatives.publish")
    draft = queries.draft_of(found, kind)
    if draft is None:
        raise Http404
    form = PublishForm(request.POST or None, initial={"seen": draft.hash})
    reader = Reader.of(request)
    return act(
        request,
        form,
        lambda: publishing.publish_publication(by=request.user, draft=draft, seen=form.cleaned_data["seen"]),
        done=f"The {record.PUBLICATIONS[kind]} is published. Everyone can read it.",
        to=reverse(f"initiatives:{kind}", args=[found.slug]),
        heading="Read the draft, then publish it",
        button="Publish it for good",
        template="initiatives/publish.jinja",
        draft=draft,
        content=draft.content,
        hints=wordings.terms_to_look_at(draft.content["answers"]),
        gaps=record.missing(draft.content),
        tell=lambda texts: rendition(texts, reader),
        **publication_context(),
    )


@staff
def discard(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Throw the draft away."""
    found = held_by(request, slug, "initiatives.propose")
    draft = queries.draft_of(found, kind)
    if draft is None:
        raise Http404
    form = DiscardForm(request.POST or None)
    return act(
        request,
        form,
        lambda: publishing.discard_draft(by=request.user, draft=draft),
        done="The draft is gone. What is public stays as it is.",
        to=desk(found),
        heading=f"Throw away the draft of the {record.PUBLICATIONS[kind]}",
        button="Throw it away",
        intro=["It cannot be brought back. What is public stays as it is."],
    )


def _written(form: PartForm, before: dict[str, Any], questions: tuple[record.Question, ...]) -> dict[str, Any]:
    """What stands in the form's boxes: what was typed and could not be saved, else what is in the draft."""
    if form.is_bound:
        form.is_valid()
        typed = form.cleaned_data
        return {
            question.id: {"en": {"standard": typed.get(question.id) or ""}}
            for question in questions
            if isinstance(typed.get(question.id), str)
        }
    return {question.id: before.get(question.id) for question in questions}


def _answers(found: Initiative, kind: str) -> dict[str, Any]:
    """What the next version says so far: the draft's answers, or those of the version that counts."""
    before = queries.draft_of(found, kind) or queries.current(found, kind)
    if before is None or record.is_older(before.content):
        return {}
    return dict(before.content["answers"])
