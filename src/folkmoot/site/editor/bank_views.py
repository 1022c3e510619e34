"""The bank of questions: browse, search, read one, and put some into a draft."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from folkmoot.site.access import staff
from folkmoot.site.editor import content, domain, queries
from folkmoot.site.editor.bank import THEMES
from folkmoot.site.editor.draft_views import RUN, draft_of
from folkmoot.site.engagement.question_types import QUESTION_TYPES
from folkmoot.site.errors import NotNow
from folkmoot.site.people.rules import organisations_where, require


@staff
@require_safe
def bank(request: HttpRequest) -> HttpResponse:
    """The questions of a theme (`?theme=`) with every word sought (`?q=`), and the drafts that they can be put into."""
    require(request.user, RUN, None)
    theme, sought = request.GET.get("theme", ""), request.GET.get("q", "")[:200]
    theme = theme if theme in THEMES else ""
    found = queries.bank_questions(theme, sought)
    context = {
        "found": [(words, [item for item in found if item.theme == key]) for key, words in THEMES.items()],
        "count": len(found),
        "themes": [("", "Every theme"), *THEMES.items()],
        "theme": theme,
        "sought": sought,
        "drafts": [("", "A new draft"), *((str(draft.pk), draft.title["en"]["standard"]) for draft in queries.drafts_of(request.user))],
        "kinds": QUESTION_TYPES,
    }
    return render(request, "editor/bank.jinja", context)


@staff
@require_safe
def question(request: HttpRequest, name: str) -> HttpResponse:
    """One question of the bank with all it says of itself."""
    require(request.user, RUN, None)
    item = queries.bank_question(name)
    if item is None:
        raise Http404
    mine = item.organisation is not None and item.organisation in organisations_where(request.user, RUN)
    return render(request, "editor/bank_question.jinja", {"item": item, "theme": THEMES[item.theme], "kinds": QUESTION_TYPES, "mine": mine})


@staff
@require_POST
def put(request: HttpRequest) -> HttpResponse:
    """Put the ticked questions at the end of a draft, or begin one with them."""
    require(request.user, RUN, None)
    items = queries.bank_questions_named(request.POST.getlist("items"))
    back = "?" + QueryDict(request.POST.get("back", "").removeprefix("?")).urlencode()
    if not items:
        messages.error(request, "Tick the questions to take first.")
        return redirect(reverse("editor:bank") + back)
    if not request.POST.get("draft", "").isdecimal():
        return redirect(reverse("editor:begin") + "?" + urlencode([("items", item.name) for item in items]))
    draft = draft_of(request, int(request.POST["draft"]))
    there = {question.get("bank") for section in draft.questions for question in section["questions"]}
    fresh = [dict(item.question) for item in items if item.name not in there]
    if not fresh:
        messages.error(request, "The draft has these questions already.")
        return redirect("editor:draft", draft.pk)
    words = f"Added {len(fresh)} from the bank" if len(fresh) > 1 else f"Added “{items[0].name}” from the bank"
    section = draft.questions[-1]["key"] if draft.questions else ""
    try:
        change = content.add_questions(section, fresh, words=words)
        domain.change_draft(by=request.user, draft=draft, seen=draft.revision, change=change)
    except (NotNow, ValidationError) as refused:
        messages.error(request, " ".join(getattr(refused, "messages", [str(refused)])))
        return redirect(reverse("editor:bank") + back)
    messages.success(request, f"{words}. They stand at the end.")
    return redirect("editor:draft", draft.pk)


@staff
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take a question of one's own organisation out of the bank."""
    require(request.user, RUN, None)
    domain.withdraw_from_bank(by=request.user, name=request.POST.get("name", ""))
    messages.success(request, "It is out of the bank. Questionnaires that have it keep it.")
    return redirect("editor:bank")
