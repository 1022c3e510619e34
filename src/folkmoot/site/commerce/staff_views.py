"""The staff's pages of the register: begin a relationship, write what is said of it, read and publish what a colleague wrote."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from folkmoot.site.access import staff
from folkmoot.site.acting import act
from folkmoot.site.commerce import domain, queries
from folkmoot.site.commerce.forms import BeginForm, EntryForm, PublishForm
from folkmoot.site.commerce.models import Relationship
from folkmoot.site.commerce.terms import ANSWERS, CRITERIA, PERSONAL_DATA, ROUTES, TEXTS
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.people import queries as people
from folkmoot.site.people.rules import organisations_where, require
from folkmoot.site.renditions import Reader
from folkmoot.site.renditions import render as words_of


@staff
@require_safe
def relationships(request: HttpRequest) -> HttpResponse:
    """The relationships of the organisations someone writes or publishes for, each with what it waits for."""
    writes = organisations_where(request.user, "commerce.record")
    publishes = organisations_where(request.user, "commerce.publish")
    if not writes and not publishes:
        require(request.user, "commerce.record", None)
    rows = queries.desk({*writes, *publishes})
    return render(request, "commerce/staff_list.jinja", {"rows": rows, "writes": writes, "publishes": publishes})


@staff
def begin(request: HttpRequest) -> HttpResponse:
    """A new relationship: between whom, and in which use of data."""
    require(request.user, "commerce.record", None)
    organisations = organisations_where(request.user, "commerce.record")
    companies = [found for found in people.organisations() if people.is_company(found)]
    inside = [one for one in initiatives.everything() if any(o in organisations for o in initiatives.organisations_of(one))]
    chosen = [(one.slug, words_of(one.title, Reader()).words) for one in inside]
    form = BeginForm(request.POST or None, organisations=organisations, companies=companies, uses=chosen)

    def do() -> Relationship:
        typed = form.cleaned_data
        return domain.begin_relationship(
            by=request.user,
            organisation=next(o for o in organisations if o.slug == typed["organisation"]),
            partner=next(o for o in companies if o.slug == typed["partner"]),
            initiative=initiatives.by_slug(typed["initiative"]) if typed["initiative"] else None,
        )

    return act(
        request,
        form,
        do,
        done="It is begun. Now write what everyone is to know of it.",
        to=lambda made: reverse("commerce:write", args=[made.slug]),
        heading="Put a relationship with a company on the register",
        button="Begin",
        intro=["A company that is not in the list is added by an administrator, as an organisation of the kind Supplier."],
    )


@staff
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """Write what everyone is to know of it, beginning with what was written last."""
    held = _held(slug)
    require(request.user, "commerce.record", held.organisation)
    entries = queries.entries_of(held)
    form = EntryForm(request.POST or None, before=entries[0].content if entries else None)

    def do() -> Any:
        return domain.write_entry(by=request.user, relationship=held, content=form.content)

    return act(
        request,
        form,
        do,
        done="It is written. A second person can now read it and publish it.",
        to=reverse("commerce:staff_list"),
        heading=f"{held.organisation.name} and {held.partner.name}: what everyone is to know",
        button="Keep it",
        intro=["Everyone can read it once a second person has published it. What stood before stays on record."],
    )


@staff
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Read what a colleague wrote last, and publish it."""
    held = _held(slug)
    require(request.user, "commerce.publish", held.organisation)
    entries = queries.entries_of(held)
    if not entries:
        raise Http404
    newest = entries[0]
    form = PublishForm(request.POST if request.method == "POST" else None)

    def do() -> Any:
        read = next((entry for entry in entries if entry.number == form.cleaned_data["number"]), None)
        if read is None:
            raise Http404
        return domain.publish_entry(by=request.user, entry=read)

    reader = Reader.of(request)
    return act(
        request,
        form,
        do,
        done="It is published. Everyone can read it.",
        to=reverse("commerce:relationship", args=[slug]),
        heading=f"Read and publish: {held.organisation.name} and {held.partner.name}",
        button="Publish it for good",
        template="commerce/publish.jinja",
        held=held,
        found=newest,
        gaps=queries.gaps_of(newest),
        agreements=queries.agreements_of(held),
        mine=newest.written_by == request.user,
        texts=TEXTS,
        criteria=CRITERIA,
        answers=ANSWERS,
        routes=ROUTES,
        personal_data=PERSONAL_DATA,
        tell=lambda texts: words_of(texts, reader),
    )


def _held(slug: str) -> Relationship:
    found = queries.by_slug(slug)
    if found is None:
        raise Http404
    return found
