"""Writing one question or one section of a draft: a form that keeps what was typed, whatever happens."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from folkmoot.site.access import staff
from folkmoot.site.editor import content, domain, rows
from folkmoot.site.editor.draft_views import draft_of, seen_in
from folkmoot.site.editor.easy_to_read import hints
from folkmoot.site.editor.models import InstrumentDraft
from folkmoot.site.editor.question_form import QuestionForm, typed_question
from folkmoot.site.editor.rule_fields import rule_words
from folkmoot.site.editor.section_form import SectionForm, typed_section
from folkmoot.site.engagement.question_types import QUESTION_TYPES
from folkmoot.site.engagement.texts import texts_of, texts_of_question

MEANWHILE = "What you typed is below, and nothing of it is lost. Look at what they did, then save again."
NOW = "This one now says: “{}”"
REMOVED = "This one was removed. Saving puts it back, at the end."


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def new_question(request: HttpRequest, pk: int) -> HttpResponse:
    """A question of a type (`?type=`) at the end of a section (`?section=`); without a type, the types to choose from."""
    draft = draft_of(request, pk)
    kind, section = request.GET.get("type", ""), request.GET.get("section", "")
    if kind not in QUESTION_TYPES:
        at = reverse("editor:new_question", args=[pk])
        types = [{"kind": each, "href": f"{at}?{urlencode({'section': section, 'type': each.key})}"} for each in QUESTION_TYPES.values()]
        return render(request, "editor/types.jinja", {"draft": draft, "types": types})
    return _question(request, draft, "", kind, section)


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """One question. `?type=` shows it as another type, with all that both have in common."""
    draft = draft_of(request, pk)
    held = content.question_of(draft.questions, key)
    kind = request.GET.get("type", "") or request.POST.get("kind", "") or (held["type"] if held else "")
    if kind not in QUESTION_TYPES:
        raise Http404
    return _question(request, draft, key, kind, "")


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def new_section(request: HttpRequest, pk: int) -> HttpResponse:
    """A section at the end."""
    return _section(request, draft_of(request, pk), "")


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """What one section says."""
    draft = draft_of(request, pk)
    if request.method != "POST" and content.section_of(draft.questions, key) is None:
        raise Http404
    return _section(request, draft, key)


def _question(request: HttpRequest, draft: InstrumentDraft, key: str, kind: str, section: str) -> HttpResponse:
    before = content.question_of(draft.questions, key) or {}
    every = [question for held in draft.questions for question in held["questions"]]
    made = {"kind": kind, "before": before, "earlier": [q for q in content.before(draft.questions, key) if q.get("asked", True)]}
    heading = f"{QUESTION_TYPES[kind].name}: " + (f"question {every.index(before) + 1}" if before else "a new question")
    context: dict[str, Any] = {
        "draft": draft,
        "heading": heading,
        "kind": QUESTION_TYPES[kind],
        "address": request.get_full_path(),
        "types": [(each.key, each.name) for each in QUESTION_TYPES.values() if each.key != kind] if before else [],
        "rule": rule_words(before, every) if before else "",
        "bank": before.get("bank", ""),
        "hints": [hint for where, texts in texts_of_question(before) for hint in hints(where, texts)] if before else [],
    }
    if request.method != "POST":
        initial = typed_question({**before, "type": kind}) if before else {}
        return _page(request, QuestionForm(initial=initial, **made), context, draft.revision)
    if (again := rows.rearranged(request.POST.dict(), request.POST.get("go", ""))) is not None:
        return _page(request, QuestionForm(initial=again, **made), context, seen_in(request, draft))
    form = QuestionForm(request.POST, **made)

    def save() -> InstrumentDraft:
        written = form.question
        if not key and not form.cleaned_data["key"]:
            written["key"] = content.free_key(written["key"], set(content.keys_of(draft.questions)))
        change = content.change_question(key, written) if key else content.add_question(section, written)
        return domain.change_draft(by=request.user, draft=draft, seen=seen_in(request, draft), change=change)

    there = NOW.format(before["text"]["en"]["standard"]) if before else REMOVED if key else ""
    return _saved(request, form, save, context, draft, lambda: form.question["key"], there)


def _section(request: HttpRequest, draft: InstrumentDraft, key: str) -> HttpResponse:
    before = content.section_of(draft.questions, key) or {}
    alone = [{**before, "questions": []}] if before else []
    context: dict[str, Any] = {
        "draft": draft,
        "heading": "What this section says" if before else "A new section",
        "address": request.get_full_path(),
        "hints": [hint for placed in texts_of(alone) for hint in hints(placed.where, placed.texts)],
    }
    if request.method != "POST":
        return _page(request, SectionForm(initial=typed_section(before) if before else {}, before=before), context, draft.revision)
    if (again := rows.rearranged(request.POST.dict(), request.POST.get("go", ""))) is not None:
        initial = {**again, "steps": request.POST.getlist("steps")}
        return _page(request, SectionForm(initial=initial, before=before), context, seen_in(request, draft))
    form = SectionForm(request.POST, before=before)

    def save() -> InstrumentDraft:
        written = form.section
        if not key and not form.cleaned_data["key"]:
            written["key"] = content.free_key(written["key"], {held["key"] for held in draft.questions})
        change = content.change_section(key, written) if key else content.add_section(written)
        return domain.change_draft(by=request.user, draft=draft, seen=seen_in(request, draft), change=change)

    there = NOW.format(before["title"]["en"]["standard"]) if before else REMOVED if key else ""
    return _saved(request, form, save, context, draft, lambda: "", there)


def _saved(
    request: HttpRequest, form: Any, save: Any, context: dict[str, Any], draft: InstrumentDraft, shown_at: Any, there: str
) -> HttpResponse:
    """Back to the draft, or to the preview; or the form again with what is wrong. `there`: how the same one stands now."""
    seen = seen_in(request, draft)
    if form.is_valid():
        try:
            changed = save()
        except domain.ChangedMeanwhileError as refused:
            seen = draft.revision
            for sentence in (str(refused), there, MEANWHILE):
                form.add_error(None, sentence) if sentence else None
        except ValidationError as refused:
            for field, sentences in (refused.message_dict if hasattr(refused, "error_dict") else {None: refused.messages}).items():
                form.add_error(field if field in form.fields else None, sentences)
        else:
            messages.success(request, "Saved." if changed.revision != draft.revision else "Nothing was changed.")
            if request.POST.get("go") == "preview":
                return redirect(reverse("editor:preview", args=[draft.pk]) + f"?question={shown_at()}")
            return redirect("editor:draft", draft.pk)
    return _page(request, form, context, seen)


def _page(request: HttpRequest, form: Any, context: dict[str, Any], seen: int) -> HttpResponse:
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "editor/item.jinja", {**context, "form": form, "seen": seen}, status=status)
