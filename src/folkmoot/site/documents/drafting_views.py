"""The staff's pages of a draft: begin a document, write its parts, read it, send it, approve it or throw it away."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from folkmoot.record import content_hash
from folkmoot.site.access import staff
from folkmoot.site.acting import act
from folkmoot.site.documents import content, domain, queries
from folkmoot.site.documents.forms import ApproveForm, BeginForm, ClauseForm, KindForm, OutlineForm, SureForm
from folkmoot.site.documents.kinds import KINDS, WITHHOLDING_WORDS, Kind
from folkmoot.site.documents.models import Document, DocumentDraft
from folkmoot.site.documents.reading import blocks, parts
from folkmoot.site.documents.staff_views import desk, document_at
from folkmoot.site.errors import NotNow
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.people import queries as people
from folkmoot.site.people.rules import organisations_where, require
from folkmoot.site.renditions import Reader
from folkmoot.site.renditions import render as rendition

NEW = "new"
ONLY_STAFF = "Only staff see a draft. Save it as often as you like."


@staff
@cache_control(private=True)  # not "no-store": a browser's own Back must still find what someone typed
def choose(request: HttpRequest) -> HttpResponse:
    """Which kind of document to begin."""
    require(request.user, "documents.draft", None)
    form = KindForm(request.POST or None)
    if form.is_bound and form.is_valid():
        return redirect("documents:begin", form.cleaned_data["kind"])
    context = {"form": form, "heading": "Begin a document", "button": "Go on"}
    return render(request, "act.jinja", context, status=400 if form.errors else 200)


@staff
@cache_control(private=True)
def begin(request: HttpRequest, kind: str) -> HttpResponse:
    """Begin a document of a kind."""
    require(request.user, "documents.draft", None)
    if kind not in set(Kind):
        raise Http404
    facts, owners = KINDS[Kind(kind)], organisations_where(request.user, "documents.draft")
    bodies, uses = list(people.organisations()), initiatives.everything()
    form = BeginForm(request.POST or None, facts=facts, owners=owners, parties=bodies, initiatives=uses)

    def do() -> Any:
        typed = form.cleaned_data
        return domain.begin_document(
            by=request.user,
            kind=kind,
            owner=next(o for o in owners if o.slug == typed["owner"]),
            slug=typed["slug"],
            title=form.texts("title"),
            parties=[o for o in bodies if o.slug in typed.get("parties", [])],
            initiative=next((i for i in uses if i.slug == typed.get("initiative")), None),
        )

    asks = ["People are asked to comment before each version is published."] if facts.asks_comments else []
    return act(
        request,
        form,
        do,
        done="The draft is begun. Write its clauses, one at a time.",
        to=lambda draft: desk(draft.document),
        heading=f"Begin: {facts.name}",
        button="Begin it",
        intro=[facts.purpose, *asks, ONLY_STAFF],
    )


@staff
@cache_control(private=True)
def outline(request: HttpRequest, slug: str) -> HttpResponse:
    """The title, who agrees, and whether all of it is withheld."""
    found = _written(request, slug)
    bodies = list(people.organisations())
    form = OutlineForm(request.POST or None, facts=KINDS[Kind(found.kind)], draft=queries.draft_content(found), parties=bodies)

    def do() -> Any:
        chosen = form.cleaned_data.get("parties", [])
        return domain.save_outline(
            by=request.user,
            document=found,
            title=form.texts("title"),
            parties=[o for o in bodies if o.slug in chosen],
            withhold=form.withholding(),
        )

    heading = "The title, and what holds for all of it"
    return _save(request, form, do, found, heading=heading)


@staff
@cache_control(private=True)
def clause(request: HttpRequest, slug: str, clause: str) -> HttpResponse:
    """Write one clause, or a new one."""
    found = _written(request, slug)
    clauses = queries.draft_content(found)["clauses"]
    at = next((number for number, one in enumerate(clauses, 1) if one["id"] == clause), None)
    if at is None and clause != NEW and request.method != "POST":
        raise Http404
    kept = clauses[at - 1] if at else None
    form = ClauseForm(request.POST or None, clause=kept, position=at or len(clauses) + 1, now=content_hash(kept) if kept else "")
    theirs = [f"It says now: {kept['text'].get('en', {}).get('standard', '')}"] if kept and form.is_bound and _is_stale(form) else []

    def do() -> Any:
        typed = form.cleaned_data
        return domain.save_clause(
            by=request.user,
            document=found,
            clause="" if clause == NEW else clause,
            heading=form.texts("heading"),
            text=form.texts("text"),
            withhold=form.withholding(),
            position=typed["position"],
            seen=typed["seen"] or None,
        )

    return _save(request, form, do, found, heading=f"Clause {at}" if at else "A new clause", more=theirs)


@staff
@never_cache
def remove_clause(request: HttpRequest, slug: str, clause: str) -> HttpResponse:
    """Take a clause out of the draft."""
    found = _written(request, slug)
    kept = next((one for one in queries.draft_content(found)["clauses"] if one["id"] == clause), None)
    if kept is None:
        raise Http404
    form = SureForm(request.POST or None, label="Yes, take it out")
    return act(
        request,
        form,
        lambda: domain.remove_clause(by=request.user, document=found, clause=clause),
        done="The clause is out of the draft. What is published stays as it is.",
        to=desk(found),
        heading=f"Take out “{kept['heading']['en']['standard']}”",
        button="Take it out",
        intro=["What is published stays as it is."],
    )


@staff
@never_cache
@require_safe
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The draft as everyone would read it, and what would be withheld."""
    found = document_at(slug)
    if found.owner not in organisations_where(request.user, "documents.approve"):
        require(request.user, "documents.draft", found.owner)
    return render(request, "documents/preview.jinja", _read(request, found))


@staff
@never_cache
def send(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the draft to a second person."""
    found = _written(request, slug)
    _draft_to_act_on(request, found)
    form = SureForm(request.POST or None, label="Yes, it is ready to be read by a second person")
    return act(
        request,
        form,
        lambda: domain.send_draft(by=request.user, document=found),
        done="It is sent. A second person can now read and approve it. If you change it, send it again.",
        to=desk(found),
        heading="Send the draft for approval",
        button="Send it",
        intro=["Nobody who wrote in it can approve it."],
    )


@staff
@never_cache
def discard(request: HttpRequest, slug: str) -> HttpResponse:
    """Throw the draft away."""
    found = _written(request, slug)
    _draft_to_act_on(request, found)
    form = SureForm(request.POST or None, label="Yes, throw it away")
    return act(
        request,
        form,
        lambda: domain.discard_draft(by=request.user, document=found),
        done="The draft is gone. What is public stays as it is.",
        to=desk(found),
        heading="Throw the draft away",
        button="Throw it away",
        intro=["It cannot be brought back. What is public stays as it is."],
    )


@staff
@never_cache
def approve(request: HttpRequest, slug: str) -> HttpResponse:
    """Read the draft, then publish it, put it out for comment, or send it back."""
    found = document_at(slug)
    require(request.user, "documents.approve", found.owner)
    draft = _draft_to_act_on(request, found)
    form = ApproveForm(request.POST or None, initial={"seen": draft.hash})

    def do() -> Any:
        typed = form.cleaned_data
        given = {"by": request.user, "document": found, "seen": typed["seen"]}
        if typed["what"] == "publish":
            return domain.publish_draft(**given)
        if typed["what"] == "comment":
            return domain.open_for_comment(until=typed["until"], **given)
        return domain.return_draft(reason=typed["reason"], **given)

    return act(
        request,
        form,
        do,
        done="It is done.",
        to=desk(found),
        heading="Read the draft, then say what should happen",
        button="Do it",
        template="documents/approve.jinja",
        **_read(request, found),
    )


def _written(request: HttpRequest, slug: str) -> Document:
    found = document_at(slug)
    require(request.user, "documents.draft", found.owner)
    return found


def _draft_to_act_on(request: HttpRequest, found: Document) -> DocumentDraft:
    """The draft. Raises Http404 without one, and NotNow for a form that is sent after it went, such as one sent twice."""
    draft = queries.draft_of(found)
    if draft is None and request.method == "POST":
        raise NotNow("This draft was published or thrown away already.")
    if draft is None:
        raise Http404
    return draft


def _is_stale(form: ClauseForm) -> bool:
    form.is_valid()
    return form.is_stale


def _save(request: HttpRequest, form: forms.Form, do: Any, found: Document, *, heading: str, more: Sequence[str] = ()) -> HttpResponse:
    intro = [ONLY_STAFF, *more]
    draft = queries.draft_of(found)
    if draft is not None and draft.sent_at is not None:
        intro.append("This draft was sent for approval. If you save a change, send it again.")
    return act(request, form, do, done="It is saved in the draft.", to=desk(found), heading=heading, button="Save the draft", intro=intro)


def _read(request: HttpRequest, found: Document) -> dict[str, Any]:
    """What a page needs that shows a draft as it would be published."""
    writing, reader = queries.draft_content(found), Reader.of(request)
    last = queries.current(found)
    made = queries.next_content(found, writing)
    quoted = queries.quotes_in(made) | queries.quotes_in(writing) | (queries.quotes_in(last.content) if last else {})
    return {
        "found": found,
        "facts": KINDS[Kind(found.kind)],
        "draft": queries.draft_of(found),
        "made": made,
        "hidden": [one for one in writing["clauses"] if one["withheld"] or writing["withheld"]],
        "gaps": [*content.gaps(KINDS[Kind(found.kind)], writing), *queries.unknown_quotes(found, writing)],
        "last": last,
        "changed": content.changes(last.content, made) if last else (),
        "quotes": quoted,
        "tell": partial(rendition, reader=reader),
        "keep": reader.query,
        "blocks": blocks,
        "parts": parts,
        "withholding": WITHHOLDING_WORDS,
        "back": reverse("documents:staff_document", args=[found.slug]),
    }
