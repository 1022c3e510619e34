"""Kits: the public list and files, and the staff's pages to offer, bring and take one."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render as page
from django.urls import reverse
from django.views.decorators.http import require_safe

from folkmoot.site.access import public, staff
from folkmoot.site.acting import act
from folkmoot.site.engagement import queries as engagements
from folkmoot.site.guides.queries import public_guides
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.people.rules import organisations_where, require
from folkmoot.site.planning import kits
from folkmoot.site.planning.domain import PLAN
from folkmoot.site.planning.kit_files import KINDS, unpack
from folkmoot.site.planning.kit_forms import OfferForm, ReceiveForm, TakeForm
from folkmoot.site.planning.models import Kit
from folkmoot.site.renditions import Reader, render


@public
@require_safe
def offered(request: HttpRequest) -> HttpResponse:
    """Every kit that anyone may take away, with its licence."""
    keep = Reader.of(request).query
    return page(request, "planning/kits.jinja", {"kits": kits.offered(), "kinds": KINDS, "keep": keep})


@public
@require_safe
def kit_zip(request: HttpRequest, digest: str) -> HttpResponse:
    """A kit's file."""
    data = kits.file_of(digest)
    if data is None:
        raise Http404
    return HttpResponse(
        data, content_type="application/zip", headers={"Content-Disposition": f'attachment; filename="kit-{digest[:12]}.zip"'}
    )


@staff
def offer(request: HttpRequest, slug: str) -> HttpResponse:
    """Offer a kit of an initiative's questionnaires and plan."""
    found = initiatives.by_slug(slug)
    require(request.user, PLAN, found.lead if found else None)
    if found is None:
        raise Http404
    own = {str(v.pk): v for v in engagements.versions_for(request.user) if v.instrument.organisation_id == found.lead_id}
    guides = {one.guide.slug: one for one in public_guides(found)}
    form = OfferForm(
        request.POST or None,
        versions=[(key, str(version)) for key, version in own.items()],
        guides=[(key, render(one.title, Reader()).words) for key, one in guides.items()],
    )

    def do() -> Any:
        typed = form.cleaned_data
        facts = {key: typed[key] for key in ("title", "about", "licence", "source", "with_plan")}
        facts |= {"guides": [guides[key] for key in typed.get("guides", [])]}
        return kits.offer_kit(by=request.user, initiative=found, versions=[own[key] for key in typed.get("versions", [])], **facts)

    return act(
        request, form, do, done="Anyone can take it.", to=reverse("planning:kits"), heading="Offer a kit", button="Offer it to everyone"
    )


@staff
def receive(request: HttpRequest) -> HttpResponse:
    """Bring a kit here, and see those that were brought."""
    require(request.user, PLAN, None)
    where = {o.slug: o for o in organisations_where(request.user, PLAN)}
    form = ReceiveForm(request.POST or None, request.FILES or None, organisations=[(key, o.name) for key, o in where.items()])

    def do() -> Any:
        typed = form.cleaned_data
        return kits.receive_kit(
            by=request.user, organisation=where[typed["organisation"]], data=typed["file"], came_from=typed["came_from"]
        )

    return act(
        request,
        form,
        do,
        done="The kit is here. Look at what it would add.",
        to=lambda made: reverse("planning:take", args=[made.pk]),
        heading="Bring a kit here",
        button="Look into it",
        template="planning/receive.jinja",
        received=Kit.objects.filter(way=Kit.Way.RECEIVED, organisation__in=where.values()).select_related("organisation"),
    )


@staff
def take(request: HttpRequest, kit: int) -> HttpResponse:
    """What a kit would add here, and taking it."""
    held = Kit.objects.select_related("organisation").filter(pk=kit, way=Kit.Way.RECEIVED).first()
    require(request.user, PLAN, held.organisation if held else None)
    if held is None:
        raise Http404
    read = unpack(bytes(held.content))
    own = {i.slug: i for i in initiatives.everything() if i.lead_id == held.organisation_id}
    form = TakeForm(request.POST or None, initiatives=[(key, render(i.title, Reader()).words) for key, i in own.items()])

    def do() -> Any:
        kits.take_kit(by=request.user, kit=held, initiative=own.get(form.cleaned_data["initiative"]))

    return act(
        request,
        form,
        do,
        done="What is in the kit was added.",
        to=reverse("planning:receive"),
        heading=held.title,
        button="Take it: all or nothing",
        template="planning/take.jinja",
        kit=read,
        held=held,
        changes=kits.changes(read, held.organisation),
    )
