"""Keying forms: quick with a keyboard, and blind: nobody sees what anyone else keyed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from folkmoot.site.access import staff
from folkmoot.site.acting import attempt
from folkmoot.site.engagement import queries as engagements
from folkmoot.site.paper import domain, keying, numbers, queries
from folkmoot.site.paper.form_content import KINDS, routing_words
from folkmoot.site.paper.forms import HeadForm
from folkmoot.site.people.rules import require
from folkmoot.site.renditions import Reader
from folkmoot.site.renditions import render as rendition

BOXES = {"lines": "Words on the form", "number": "Number", "postcode": "Postcode"}


@dataclass(frozen=True)
class Box:
    """One box to type in: its name, its words, and what stands in it."""

    name: str
    words: str
    value: str


@dataclass(frozen=True)
class QuestionKeyed:
    """A question as the keyboard sees it: its number, words, routing, the numbers of its options, its boxes, and what is wrong."""

    key: str
    number: int
    words: str
    routing: str
    options: Sequence[tuple[int, str]]
    boxes: Sequence[Box]
    text: bool
    error: str


def keyed_questions(questionnaire: Any, typed: Mapping[str, Sequence[str]], errors: Mapping[str, str]) -> list[QuestionKeyed]:
    """Every question of the form with what was typed for it."""
    reader, numbered = Reader(), {question.key: number for number, question in enumerate(questionnaire.asked, start=1)}
    found = []
    for question in questionnaire.asked:
        kind = KINDS[question.type]
        names = keying.fields(question)
        values = list(typed.get(question.key, ())) or [""] * len(names)
        labels = {
            "grid": [rendition(row.text, reader).words for row in question.rows],
            "places": [rendition(option.text, reader).words for option in question.options],
            "points": [rendition(option.text, reader).words for option in question.options],
            "date": ["Day", "Month", "Year"],
        }.get(kind, [BOXES.get(kind, "Boxes ticked")])
        shown = enumerate(question.options, start=1) if kind in {"one", "many", "grid"} else ()
        found.append(
            QuestionKeyed(
                question.key,
                numbered[question.key],
                rendition(question.text, reader).words,
                routing_words(question, reader, numbered, questionnaire),
                [(number, rendition(option.text, reader).words) for number, option in shown],
                [Box(*box) for box in zip(names, labels, values, strict=True)],
                kind == "lines",
                errors.get(question.key, ""),
            )
        )
    return found


def typed_in(questionnaire: Any, sent: Mapping[str, str], prefix: str = "") -> dict[str, list[str]]:
    """What was typed, by question key, an entry a box."""
    return {q.key: [sent.get(prefix + name, "") for name in keying.fields(q)] for q in questionnaire.asked}


def given_in(questionnaire: Any, typed: Mapping[str, Sequence[str]]) -> tuple[dict[str, list[str]], dict[str, str]]:
    """The form's values in what was typed, and what cannot stand on the form, by question key."""
    given: dict[str, list[str]] = {}
    errors: dict[str, str] = {}
    for question in questionnaire.asked:
        try:
            given[question.key] = keying.read(question, typed.get(question.key, ()))
        except keying.NotKeyed as refused:
            errors[question.key] = str(refused)
    return given, errors


@staff
@require_safe
def desks(request: HttpRequest) -> HttpResponse:
    """The engagements whose forms I may key."""
    require(request.user, "paper.key", None)
    rows = [
        {"title": e.title["en"]["standard"], "href": reverse("paper:key", args=[e.slug]), "words": "Key in forms", "side": ""}
        for e in queries.keyed_by(request.user)
    ]
    return render(request, "paper/desks.jinja", {"rows": rows})


@staff
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def key(request: HttpRequest, slug: str) -> HttpResponse:
    """Key one form."""
    found = mine_to_key(request, slug)
    questionnaire = found.version.questionnaire
    head = HeadForm(request.POST or None, engagement=found, initial={"came_on": timezone.localdate(), **_last(request)})
    typed = typed_in(questionnaire, request.POST)
    given, errors = given_in(questionnaire, typed)
    if head.is_valid() and not errors:
        facts = head.cleaned_data
        made = attempt(head, lambda: domain.key_form(by=request.user, engagement=found, given=given, **facts))
        if made is not None:
            number = numbers.written(facts["number"])
            messages.success(request, f"Form {number} is keyed {'once' if made.place == 1 else 'twice'}. The next form, please.")
            query = f"?came_on={facts['came_on']}&language={facts['language']}&style={facts['style']}"
            return redirect(reverse("paper:key", args=[slug]) + query)
    context = {
        "engagement": found,
        "head": head,
        "questions": keyed_questions(questionnaire, typed, errors),
        "unreadable": keying.UNREADABLE,
    }
    return render(request, "paper/key.jinja", context, status=400 if head.errors or errors else 200)


@staff
@require_safe
def mine(request: HttpRequest, slug: str) -> HttpResponse:
    """The forms that I keyed and can still take back."""
    found = mine_to_key(request, slug)
    rows = [row for row in queries.forms_of(found, request.user) if row.mine]
    return render(request, "paper/mine.jinja", {"engagement": found, "rows": rows})


@staff
@require_POST
def take_back(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Undo my keying of a form."""
    found = mine_to_key(request, slug)
    domain.take_back_keying(by=request.user, engagement=found, number=number)
    messages.success(request, f"What you keyed of form {numbers.written(number)} is deleted. Key it again.")
    return redirect("paper:key", slug)


def mine_to_key(request: HttpRequest, slug: str) -> Any:
    """The engagement, for those who may key its forms."""
    found = engagements.find(slug)
    if found is None:
        raise Http404
    require(request.user, "paper.key", found.initiative.lead)
    return found


def _last(request: HttpRequest) -> dict[str, str]:
    """What the form before this one had, so that a pile of like forms is keyed quickly."""
    return {name: request.GET[name] for name in ("came_on", "language", "style") if request.GET.get(name)}
