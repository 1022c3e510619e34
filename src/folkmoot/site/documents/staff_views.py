"""The staff's pages of a document: the list, its desk, signatures, evidence, and what it withholds."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from folkmoot.site.access import staff
from folkmoot.site.acting import act
from folkmoot.site.commitments import queries as commitments
from folkmoot.site.documents import content, domain, queries
from folkmoot.site.documents.forms import EvidenceForm, LeaveForm, ReasonForm, SignForm
from folkmoot.site.documents.kinds import KINDS, Kind
from folkmoot.site.documents.models import Document
from folkmoot.site.people.rules import organisations_where, require

MAY = ("documents.draft", "documents.approve", "documents.answer", "documents.sign")


@staff
@never_cache
@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """The documents that I may do something with."""
    may = _may(request)
    context = {"rows": queries.staff_list(request.user), "may": may, "kinds": {kind.value: facts.name for kind, facts in KINDS.items()}}
    return render(request, "documents/staff_list.jinja", context)


@staff
@never_cache
@require_safe
def document(request: HttpRequest, slug: str) -> HttpResponse:
    """One document: its draft, what is missing, what it waits for, its versions."""
    found = document_at(slug)
    here = {permission for permission in MAY if found.owner in organisations_where(request.user, permission)}
    signs = signers(request, found)
    if not here and not signs:
        raise PermissionDenied("This needs a role in the organisation that keeps this document, or one that signs it.")
    writes = bool(here & {"documents.draft", "documents.approve"})
    draft = queries.draft_of(found) if writes else None
    rounds = queries.rounds(found)
    context = {
        "found": found,
        "facts": KINDS[Kind(found.kind)],
        "may": here,
        "signs": signs,
        "leaves": any(queries.signed_by(found, organisation) for organisation in signs),
        "draft": draft,
        "title": draft.content["title"] if draft else queries.titles(found) or found.title,
        "clauses": (draft.content if draft else queries.draft_content(found))["clauses"] if writes else [],
        "gaps": [*content.gaps(KINDS[Kind(found.kind)], draft.content), *queries.unknown_quotes(found, draft.content)] if draft else [],
        "current": queries.current(found),
        "versions": queries.versions(found),
        "rounds": [(put_out, queries.is_open(put_out), queries.waiting_in(put_out)) for put_out in rounds],
        "evidence": queries.evidence_of(found) if "documents.draft" in here else {},
    }
    return render(request, "documents/staff_document.jinja", context)


@staff
@never_cache
@require_safe
def withheld(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What a version withholds, in full, with the secret of each seal: to show, if need be, that it was not changed."""
    found = document_at(slug)
    require(request.user, "documents.approve", found.owner)
    shown = queries.version(found, number)
    if shown is None:
        raise Http404
    numbers = {clause["id"]: number for number, clause in enumerate(shown.content["clauses"], 1)}
    context = {"found": found, "shown": shown, "rows": queries.withheld_of(shown), "numbers": numbers}
    return render(request, "documents/staff_withheld.jinja", context)


@staff
@never_cache
def sign(request: HttpRequest, slug: str) -> HttpResponse:
    """That an organisation signs the newest version."""
    found = document_at(slug)
    require(request.user, "documents.sign", None)
    organisations = signers(request, found)
    version = queries.current(found)
    if version is None or not organisations:
        raise Http404
    form = SignForm(request.POST or None, organisations=organisations)

    def do() -> Any:
        typed = form.cleaned_data
        where = next(o for o in organisations if o.slug == typed["organisation"])
        return domain.sign_document(by=request.user, version=version, organisation=where, office=typed["office"], on=typed["on"])

    intro = [f"Version {version.number} of “{version.content['title']['en']['standard']}”. Everyone sees who signed it, and when."]
    return act(request, form, do, done="It is signed.", to=_public(found), heading="Sign a document", button="Record it", intro=intro)


@staff
@never_cache
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """That an organisation leaves."""
    found = document_at(slug)
    require(request.user, "documents.sign", None)
    organisations = [o for o in organisations_where(request.user, "documents.sign") if queries.signed_by(found, o)]
    if not organisations:
        raise Http404
    form = LeaveForm(request.POST or None, organisations=organisations)

    def do() -> Any:
        typed = form.cleaned_data
        where = next(o for o in organisations if o.slug == typed["organisation"])
        return domain.leave_document(by=request.user, document=found, organisation=where, reason=form.texts("reason"), on=typed["on"])

    intro = ["That it had signed stays on record. Everyone sees that it left, when, and why. It may sign again."]
    return act(request, form, do, done="It is on record.", to=_public(found), heading="Leave a document", button="Leave it", intro=intro)


@staff
@never_cache
def evidence(request: HttpRequest, slug: str) -> HttpResponse:
    """Link what shows that a clause is kept."""
    found = document_at(slug)
    require(request.user, "documents.draft", found.owner)
    version = queries.current(found)
    if version is None:
        raise Http404
    clauses = [(c["id"], f"{number}. {c['heading']['en']['standard']}") for number, c in enumerate(version.content["clauses"], 1)]
    form = EvidenceForm(request.POST or None, clauses=clauses, commitments=list(commitments.tracker().rows))

    def do() -> Any:
        typed = form.cleaned_data
        return domain.link_evidence(
            by=request.user,
            document=found,
            clause=typed["clause"],
            commitment=int(typed["commitment"]) if typed["commitment"] else None,
            address=typed["address"],
            words=form.texts("words"),
            on=typed["on"],
        )

    return act(
        request,
        form,
        do,
        done="Everyone can see it beside the clause.",
        to=desk(found),
        heading="Show how a clause is kept",
        button="Link it",
        intro=["Everyone sees it at once. It can be taken back, with a reason."],
    )


@staff
@never_cache
def take_back(request: HttpRequest, key: int) -> HttpResponse:
    """Take a piece of evidence back."""
    found = queries.evidence_row(key)
    if found is None:
        raise Http404
    require(request.user, "documents.draft", found.document.owner)
    form = ReasonForm(request.POST or None)
    return act(
        request,
        form,
        lambda: domain.take_evidence_back(by=request.user, evidence=found, reason=form.cleaned_data["reason"]),
        done="It is shown no more.",
        to=desk(found.document),
        heading="Take evidence back",
        button="Take it back",
    )


def document_at(slug: str) -> Document:
    """The document at an address. Raises Http404 when there is none."""
    found = queries.by_slug(slug)
    if found is None:
        raise Http404
    return found


def desk(found: Document) -> str:
    """The staff's page of a document."""
    return reverse("documents:staff_document", args=[found.slug])


def signers(request: HttpRequest, found: Document) -> list[Any]:
    """For which organisations someone may sign the newest version: of an agreement, for its parties alone."""
    facts, version = KINDS[Kind(found.kind)], queries.current(found)
    if version is None or not facts.is_signed:
        return []
    parties = {party["slug"] for party in version.content["parties"]}
    return [o for o in organisations_where(request.user, "documents.sign") if not facts.has_parties or o.slug in parties]


def _may(request: HttpRequest) -> set[str]:
    may = {permission for permission in MAY if organisations_where(request.user, permission)}
    if not may:
        raise PermissionDenied("This needs a role that writes, approves, answers comments on or signs documents.")
    return may


def _public(found: Document) -> str:
    return reverse("documents:document", args=[found.slug])
