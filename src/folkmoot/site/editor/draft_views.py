"""One draft: everything that can be done to it, its history, its preview, and making a version of it."""

from typing import Any
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from folkmoot.site.access import staff
from folkmoot.site.acting import act
from folkmoot.site.editor import content, domain, queries
from folkmoot.site.editor.easy_to_read import Hint, hints
from folkmoot.site.editor.forms import AboutForm, SureForm
from folkmoot.site.editor.instrument_file import TYPES, InstrumentFile
from folkmoot.site.editor.models import InstrumentDraft
from folkmoot.site.editor.presentable import mistakes, presentable
from folkmoot.site.editor.rule_fields import rule_words
from folkmoot.site.engagement import preview
from folkmoot.site.engagement.question_types import QUESTION_TYPES
from folkmoot.site.engagement.texts import texts_of
from folkmoot.site.errors import NotNow
from folkmoot.site.people.rules import require

RUN = domain.RUN
ON_SECTIONS = {"remove": content.remove_section, "copy": content.copy_section}
ON_QUESTIONS = {"remove": content.remove_question, "copy": content.copy_question}
WAYS = {"up": -1, "down": 1}


@staff
@require_safe
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """One draft: its sections and questions, and what can be done to each."""
    found = draft_of(request, pk)
    return render(request, "editor/draft.jinja", _shown(found))


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def about(request: HttpRequest, pk: int) -> HttpResponse:
    """The title and the name."""
    found = draft_of(request, pk)
    seen = seen_in(request, found)
    form = AboutForm(request.POST or None, initial={"title": found.title, "slug": found.slug})

    def do() -> InstrumentDraft:
        given = {"slug": form.cleaned_data["slug"], "title": form.texts("title")}
        return domain.describe_draft(by=request.user, draft=found, seen=seen, **given)

    button = {"button": "Save", "heading": "Title and name", "template": "editor/about.jinja"}
    return act(request, form, do, done="Saved.", to=_at, draft=found, seen=found.revision, **button)


@staff
@require_POST
def do(request: HttpRequest, pk: int) -> HttpResponse:
    """One button of the draft's page: `act` is what to do, on what, and its key, as in `up question age`."""
    found = draft_of(request, pk)
    what, _, rest = request.POST.get("act", "").partition(" ")
    on, _, key = rest.partition(" ")
    seen = seen_in(request, found)
    if what == "new":
        kind = request.POST.get(f"type-{key}", "")
        return redirect(reverse("editor:new_question", args=[pk]) + "?" + urlencode({"section": key, "type": kind}))
    try:
        if what == "undo":
            messages.success(request, f"Undone: {domain.undo(by=request.user, draft=found, seen=seen)}.")
        elif what == "redo":
            messages.success(request, f"Done again: {domain.redo(by=request.user, draft=found, seen=seen)}.")
        else:
            domain.change_draft(by=request.user, draft=found, seen=seen, change=_change(what, on, key))
    except NotNow as refused:
        messages.error(request, f"{refused} Nothing was done. Look at it again.")
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect(_at(found) + (f"#{quote(f'{on}-{key}')}" if what in WAYS else ""))


@staff
@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """The steps of a draft."""
    found = draft_of(request, pk)
    return render(request, "editor/history.jinja", {"draft": found, "steps": queries.steps_of(found), "most": domain.MOST_STEPS})


@staff
@require_safe
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """How easy its texts are to read, and which have no easy read or no Welsh."""
    found = draft_of(request, pk)
    texts = list(texts_of(found.questions))
    told = [hint for placed in texts for hint in hints(placed.where, placed.texts)]
    missing = {
        "easy read": [placed.where for placed in texts if not placed.texts["en"].get("easy")],
        "Welsh": [placed.where for placed in texts if not placed.texts.get("cy", {}).get("standard")],
    }
    return render(request, "editor/reading.jinja", {"draft": found, "hints": told, "missing": missing, "count": len(texts)})


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as people would see it. Nothing is stored."""
    found = draft_of(request, pk)
    shown, left_out = presentable(found.questions)
    if not shown:
        return render(request, "editor/nothing_to_show.jinja", {"draft": found, "mistakes": left_out})
    made = preview.Preview(shown, found.title, reverse("editor:preview", args=[pk]), _at(found), tuple(left_out))
    return preview.show(request, made)


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the draft a version."""
    found = draft_of(request, pk)
    form = SureForm(request.POST or None, initial={"seen": found.revision}, words="Yes, make this a version")
    return act(
        request,
        form,
        lambda: domain.publish_draft(by=request.user, draft=found, seen=seen_in(request, found)),
        done="It is a version now, and can be put to people.",
        to=lambda made: reverse("editor:version", args=[made.instrument.slug, made.number]),
        heading="Make this a version",
        button="Make this a version",
        template="editor/publish.jinja",
        draft=found,
        mistakes=mistakes(found.questions),
    )


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw the draft away."""
    found = draft_of(request, pk)
    form = SureForm(request.POST or None, initial={"seen": found.revision}, words="Yes, throw this draft away")
    return act(
        request,
        form,
        lambda: domain.discard_draft(by=request.user, draft=found, seen=seen_in(request, found)),
        done="The draft is gone.",
        to=reverse("editor:drafts"),
        heading=f"Throw away the draft “{found.title['en']['standard']}”",
        button="Throw it away",
        intro=["The draft and its history go for good. Versions that were made of it stay."],
    )


@staff
@require_safe
def download(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The draft as an instrument file."""
    found = draft_of(request, pk)
    return file_of(InstrumentFile(found.slug, found.title, found.questions), kind)


def file_of(made: InstrumentFile, kind: str) -> HttpResponse:
    """An instrument file to keep. 404 for a kind that is none."""
    if kind not in TYPES:
        raise Http404
    answer = HttpResponse(made.text(kind), content_type=f"{TYPES[kind]}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{made.name}.{kind}"'
    return answer


def draft_of(request: HttpRequest, pk: int) -> InstrumentDraft:
    """The draft with a key, for someone who may change it. 404 where there is none, and 403 for anyone else."""
    require(request.user, RUN, None)
    found = queries.draft_with(pk)
    if found is None:
        raise Http404
    require(request.user, RUN, found.organisation)
    return found


def seen_in(request: HttpRequest, draft: InstrumentDraft) -> int:
    """The revision that somebody saw when they opened the page; on a page that is opened now, the one there is."""
    seen = request.POST.get("seen", "")
    if request.method != "POST":
        return draft.revision
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else -1


def advice_of(where: str, texts: Any) -> list[Hint]:
    """The hints on a text that ask for something."""
    return [hint for hint in hints(where, texts) if hint.advice]


def _at(draft: InstrumentDraft) -> str:
    return reverse("editor:draft", args=[draft.pk])


def _change(what: str, on: str, key: str) -> content.Change:
    if what in WAYS and on in {"section", "question"}:
        return (content.move_section if on == "section" else content.move_question)(key, WAYS[what])
    known = {"section": ON_SECTIONS, "question": ON_QUESTIONS}.get(on, {})
    if what not in known:
        raise ValidationError("That is nothing that can be done to a draft. Use the buttons of the page.")
    return known[what](key)


def _shown(draft: InstrumentDraft) -> dict[str, Any]:
    """What the page of a draft shows: for each section its questions, each with its number, its type and who is asked."""
    questions = [question for section in draft.questions for question in section["questions"]]
    numbers = {question["key"]: number for number, question in enumerate(questions, start=1)}
    advice: dict[str, int] = {}
    for placed in texts_of(draft.questions):
        key = placed.question or f"section {placed.section}"
        advice[key] = advice.get(key, 0) + len(advice_of(placed.where, placed.texts))
    undo, redo = queries.may_undo(draft)
    return {
        "draft": draft,
        "numbers": numbers,
        "kinds": QUESTION_TYPES,
        "rules": {question["key"]: rule_words(question, questions) for question in questions},
        "advice": advice,
        "mistakes": mistakes(draft.questions),
        "undo": undo,
        "redo": redo,
        "types": [("", "Choose a type"), *((kind.key, kind.name) for kind in QUESTION_TYPES.values())],
    }
