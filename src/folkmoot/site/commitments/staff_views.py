"""The staff's pages of commitments: make one, report how it stands, sign it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from folkmoot.site.access import staff
from folkmoot.site.acting import act
from folkmoot.site.commitments import domain, queries
from folkmoot.site.commitments.forms import CommitmentForm, ReportForm, SignatureForm
from folkmoot.site.commitments.models import Commitment
from folkmoot.site.evidence import queries as evidence
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.people.rules import organisations_where, require


@staff
@require_safe
def commitments(request: HttpRequest) -> HttpResponse:
    """What the organisations of someone in office have promised, the late ones first, and what can be signed."""
    keeps = organisations_where(request.user, "commitments.keep")
    signs = organisations_where(request.user, "commitments.sign")
    if not keeps and not signs:
        require(request.user, "commitments.keep", None)
    rows = queries.tracker().rows
    context = {"mine": [row for row in rows if row.owner in keeps], "others": [row for row in rows if row.owner not in keeps]}
    context |= {"keeps": keeps, "signs": [o.pk for o in signs], "initiatives": [i for i in initiatives.everything() if _inside(i, keeps)]}
    return render(request, "commitments/staff_list.jinja", context)


@staff
def make(request: HttpRequest) -> HttpResponse:
    """A new commitment, about an initiative when the address names one."""
    require(request.user, "commitments.keep", None)
    slug = request.GET.get("initiative", "")
    initiative = initiatives.by_slug(slug) if slug else None
    if slug and initiative is None:
        raise Http404
    owners = organisations_where(request.user, "commitments.keep")
    if initiative is not None:
        inside = [*initiatives.organisations_of(initiative), *initiatives.committees_of(initiative)]
        owners = [o for o in owners if o in inside]
        if not owners:
            raise PermissionDenied("Only an organisation that is in this initiative, or decides on it, can promise something about it.")
    form = CommitmentForm(request.POST or None, owners=owners, findings=evidence.findings_of(initiative.pk) if initiative else [])

    def do() -> Commitment:
        typed = form.cleaned_data
        return domain.make_commitment(
            by=request.user,
            owner=next(o for o in owners if o.slug == typed["owner"]),
            origin=typed["origin"],
            answer=typed["answer"],
            words=form.texts("words"),
            asked=form.texts("asked"),
            initiative=initiative,
            finding=typed["finding"] if typed["origin"] == Commitment.Origin.FINDING else "",
            due=typed["due"],
        )

    return act(
        request,
        form,
        do,
        done="It is promised. Everyone can see it.",
        to=lambda made: reverse("commitments:commitment", args=[made.pk]),
        heading="Promise something, or say why not",
        button="Promise it for good",
        intro=["Everyone sees it at once, and how it stands from then on. It cannot be changed or taken back."],
    )


@staff
def report(request: HttpRequest, number: int) -> HttpResponse:
    """How a commitment stands."""
    found = _commitment(number)
    require(request.user, "commitments.keep", found.owner)
    form = ReportForm(request.POST or None, now=queries.state_of(found))

    def do() -> Any:
        typed = form.cleaned_data
        return domain.report_commitment(
            by=request.user,
            commitment=found,
            state=typed["state"],
            reason=form.texts("reason"),
            evidence=typed["evidence"],
            on=typed["on"],
        )

    heading = "Say how a commitment stands"
    return act(request, form, do, done="Everyone can see it.", to=_page(number), heading=heading, button="Report it", intro=_intro(found))


@staff
def sign(request: HttpRequest, number: int) -> HttpResponse:
    """That an organisation stands behind a commitment."""
    found = _commitment(number)
    require(request.user, "commitments.sign", None)
    organisations = organisations_where(request.user, "commitments.sign")
    form = SignatureForm(request.POST or None, organisations=organisations)

    def do() -> Any:
        typed = form.cleaned_data
        return domain.sign_commitment(
            by=request.user,
            commitment=found,
            organisation=next(o for o in organisations if o.slug == typed["organisation"]),
            office=typed["office"],
            signed_on=typed["signed_on"],
        )

    heading = "Record that a commitment is signed"
    return act(request, form, do, done="It is signed.", to=_page(number), heading=heading, button="Record it", intro=_intro(found))


def _inside(initiative: Any, organisations: list[Any]) -> bool:
    return any(o in organisations for o in [*initiatives.organisations_of(initiative), *initiatives.committees_of(initiative)])


def _commitment(number: int) -> Commitment:
    found = queries.by_number(number)
    if found is None:
        raise Http404
    return found


def _page(number: int) -> str:
    return reverse("commitments:commitment", args=[number])


def _intro(found: Commitment) -> list[str]:
    return [f"The commitment: {found.words['en']['standard']}"]
