"""The staff's pages of comments and quotes."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from folkmoot.site.access import staff
from folkmoot.site.acting import act
from folkmoot.site.documents import domain, queries
from folkmoot.site.documents.comment_desk_forms import AnswerForm, LookForm, QuoteForm, WithdrawForm
from folkmoot.site.documents.forms import SureForm
from folkmoot.site.documents.models import Comment
from folkmoot.site.engagement import queries as engagement
from folkmoot.site.people.rules import organisations_where, require


@staff
@never_cache
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """The comments that wait for me, the oldest first."""
    require(request.user, "documents.answer", None)
    return render(request, "documents/comments_waiting.jinja", {"found": queries.waiting_comments(request.user)})


@staff
@never_cache
@require_safe
def comment(request: HttpRequest, key: int) -> HttpResponse:
    """One comment: what it says, whether everyone may read it, and what came of it."""
    found = _comment(request, key)
    return render(request, "documents/staff_comment.jinja", _shown(found))


@staff
@never_cache
def look(request: HttpRequest, key: int) -> HttpResponse:
    """Let a comment through, or refuse it."""
    found = _comment(request, key)
    form = LookForm(request.POST or None)

    def do() -> Any:
        typed = form.cleaned_data
        return domain.look_at_comment(
            by=request.user, comment=found, show=typed["show"] == "yes", reason=typed["reason"], words=typed["words"]
        )

    return act(
        request,
        form,
        do,
        done="It is on record.",
        to=_page(found),
        heading="Read a comment before everyone does",
        button="Record it",
        template="documents/staff_comment_act.jinja",
        **_shown(found),
    )


@staff
@never_cache
def answer(request: HttpRequest, key: int) -> HttpResponse:
    """Answer a comment."""
    found = _comment(request, key)
    shown = _shown(found)
    before = shown["written"].answers
    form = AnswerForm(request.POST or None, before=before[-1] if before else None)
    return act(
        request,
        form,
        lambda: domain.answer_comment(by=request.user, comment=found, outcome=form.cleaned_data["outcome"], words=form.texts("words")),
        done="It is answered. Everyone can read it beside the comment.",
        to=_page(found),
        heading="Answer a comment",
        button="Answer it",
        template="documents/staff_comment_act.jinja",
        **shown,
    )


@staff
@never_cache
def erase(request: HttpRequest, key: int) -> HttpResponse:
    """Erase what someone wrote, because they asked."""
    found = _comment(request, key)
    form = SureForm(request.POST or None, label="Yes, erase it for good")
    return act(
        request,
        form,
        lambda: domain.erase_comment(by=request.user, comment=found),
        done="It is erased. That there was a comment, and its answer, stay.",
        to=_page(found),
        heading="Erase a comment",
        button="Erase it",
        intro=["Their words, the name beside them and how to reach them are deleted. It cannot be undone."],
    )


@staff
@never_cache
@require_safe
def quotes(request: HttpRequest) -> HttpResponse:
    """The quotes that I look after, and where each stands."""
    require(request.user, "documents.quote", None)
    kept = queries.quotes_of(request.user)
    used = queries.used_in_each(kept)
    return render(request, "documents/quotes.jinja", {"rows": [(one, used[one.key]) for one in kept]})


@staff
@never_cache
@sensitive_post_parameters("words", "consent")
def add_quote(request: HttpRequest) -> HttpResponse:
    """Someone's own words, with their consent."""
    require(request.user, "documents.quote", None)
    organisations = organisations_where(request.user, "documents.quote")
    asked = engagement.closed_in(organisations)
    form = QuoteForm(request.POST or None, organisations=organisations, engagements=asked)

    def do() -> Any:
        typed = form.cleaned_data
        return domain.add_quote(
            by=request.user,
            organisation=next(o for o in organisations if o.slug == typed["organisation"]),
            engagement=next((one for one in asked if one.slug == typed["engagement"]), None),
            **{name: typed[name] for name in ("key", "words", "said_by", "consent", "source", "language")},
        )

    return act(
        request,
        form,
        do,
        done="The quote is kept. Write its mark where it should stand.",
        to=reverse("documents:quotes"),
        heading="Add a quote",
        button="Add it",
        intro=["Documents refer to a quote and never hold its words, so that the person can take them back at any time."],
    )


@staff
@never_cache
def withdraw_quote(request: HttpRequest, slug: str) -> HttpResponse:
    """Erase a quote, because the person takes it back."""
    found = queries.quote(slug)
    if found is None:
        raise Http404
    require(request.user, "documents.quote", found.organisation)
    form = WithdrawForm(request.POST or None)
    used = ", ".join(f"version {version.number} of {version.document.slug}" for version in queries.used_in(found))
    return act(
        request,
        form,
        lambda: domain.withdraw_quote(by=request.user, quote=found, on=form.cleaned_data["on"]),
        done="The words are erased. Every version shows a marked gap in their place.",
        to=reverse("documents:quotes"),
        heading=f"Withdraw the quote {found.key}",
        button="Erase the words",
        intro=[
            "The words, who said them and the note of consent are erased at once and for good.",
            f"It stands in: {used or 'nothing yet'}.",
        ],
    )


def _comment(request: HttpRequest, key: int) -> Comment:
    found = queries.comment(key)
    if found is None:
        raise Http404
    require(request.user, "documents.answer", found.round.document.owner)
    return found


def _shown(found: Comment) -> dict[str, Any]:
    clause = next((one for one in found.round.content["clauses"] if one["id"] == found.clause), None)
    number = found.round.content["clauses"].index(clause) + 1 if clause else 0
    return {"found": found, "written": queries.written(found), "clause": clause, "number": number}


def _page(found: Comment) -> str:
    return reverse("documents:staff_comment", args=[found.pk])
