"""The staff's pages of initiatives: propose, describe, see what is missing, move on."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from folkmoot import record
from folkmoot.licence.stages import STAGES, Stage
from folkmoot.site.access import staff
from folkmoot.site.acting import act
from folkmoot.site.governance import queries as governance
from folkmoot.site.governance.domain import permission_to_meet
from folkmoot.site.initiatives import domain, queries
from folkmoot.site.initiatives.forms import CommitteeForm, DatasetForm, InitiativeForm, PartyForm, StageForm
from folkmoot.site.initiatives.licence_words import shown
from folkmoot.site.initiatives.models import Initiative
from folkmoot.site.people import queries as people
from folkmoot.site.people.rules import memberships_at, organisations_where, require
from folkmoot.site.renditions import Reader
from folkmoot.site.renditions import render as rendition
from folkmoot.site.wordings import queries as wordings


@staff
@require_safe
def initiatives(request: HttpRequest) -> HttpResponse:
    """The initiatives someone in office may do something about."""
    found = [(i, rendition(i.title, Reader.of(request))) for i in queries.everything() if _may_see(request.user, i)]
    may_propose = bool(organisations_where(request.user, "initiatives.propose"))
    return render(request, "initiatives/staff_list.jinja", {"found": found, "may_propose": may_propose})


@staff
def propose(request: HttpRequest) -> HttpResponse:
    """A new initiative."""
    require(request.user, "initiatives.propose", None)
    leads = organisations_where(request.user, "initiatives.propose")
    form = InitiativeForm(request.POST or None, leads=leads)

    def do() -> Initiative:
        typed = form.cleaned_data
        return domain.propose_initiative(
            by=request.user,
            slug=typed["slug"],
            title=form.texts("title"),
            summary=form.texts("summary"),
            lead=next(o for o in leads if o.slug == typed["lead"]),
            kind=typed["kind"],
            topic=typed["topic"],
            area=typed["area"],
        )

    intro = ["It stands on the home page at once, so that everyone can see what is being thought about. No records are touched."]
    return act(
        request,
        form,
        do,
        done="It is proposed. Describe its datasets and write its notice next.",
        to=desk,
        heading="Propose a use of data",
        button="Propose it",
        intro=intro,
    )


@staff
@require_safe
def initiative(request: HttpRequest, slug: str) -> HttpResponse:
    """What can be done next about one initiative, and what its notice still lacks."""
    found = _seen_by(request, slug)
    decisions = governance.decisions_of(found)
    conditions = [condition for made in decisions for condition in made.conditions if condition.state != "met"]
    stopping = organisations_where(request.user, "governance.suspend")
    may_stop = [*queries.organisations_of(found), *(made.committee for made in decisions)]
    context = {
        "initiative": found,
        "title": rendition(found.title, Reader.of(request)),
        "written": [_written(request, found, kind) for kind in record.PUBLICATIONS],
        "parties": queries.parties_of(found),
        "datasets": queries.datasets_of(found),
        "stage": STAGES[Stage(found.stage)],
        "licence": shown(governance.licence_of(found), found),
        "conditions": conditions,
        "may_meet": {c.id for c in conditions if c.owner in organisations_where(request.user, permission_to_meet(c.owner))},
        "stops": governance.open_suspensions(found),
        "may": {permission for permission in _PERMISSIONS if found.lead in organisations_where(request.user, permission)},
        "committees": queries.committees_of(found),
        "may_decide": any(o in queries.committees_of(found) for o in organisations_where(request.user, "governance.decide")),
        "may_answer": any(found.lead in organisations_where(request.user, p) for p in ("concerns.answer", "concerns.publish")),
        "may_suspend": any(organisation in may_stop for organisation in stopping),
        "may_resume_for": stopping,
    }
    return render(request, "initiatives/staff_initiative.jinja", context)


def _written(request: HttpRequest, found: Initiative, kind: str) -> dict[str, Any]:
    """How far the business case or the notice is: what is missing from its draft, or from the first one before it is begun."""
    draft, public = queries.draft_of(found, kind), queries.current(found, kind)
    content = draft.content if draft else None if public else queries.document(found, kind, {})
    return {
        "kind": kind,
        "name": record.PUBLICATIONS[kind],
        "public": public,
        "draft": draft,
        "mine": draft is not None and request.user.pk in draft.hands,
        "gaps": record.missing(content) if content else [],
        "parts": record.parts_of(kind),
        "warnings": wordings.joining_left_out(found) if kind == "notice" else (),
        "terms": len(wordings.terms_to_look_at(draft.content["answers"])) if draft else 0,
    }


_PERMISSIONS = ("initiatives.propose", "initiatives.publish", "governance.assure", "involvement.say", "planning.plan")


@staff
def add_party(request: HttpRequest, slug: str) -> HttpResponse:
    """Another organisation in it."""
    found = held_by(request, slug, "initiatives.propose")
    inside = queries.organisations_of(found)
    others = [o for o in people.organisations() if o not in inside and o.kind != domain.COMMITTEE]
    form = PartyForm(request.POST or None, others=others)

    def do() -> Any:
        organisation = next(o for o in others if o.slug == form.cleaned_data["organisation"])
        return domain.add_party(
            by=request.user, initiative=found, organisation=organisation, role=form.texts("role"), duty=form.cleaned_data["duty"]
        )

    done = "The organisation is part of it. The next notice will say so."
    return act(request, form, do, done=done, to=desk(found), heading="Add an organisation", button="Add it")


@staff
def name_committee(request: HttpRequest, slug: str) -> HttpResponse:
    """A committee that decides on it."""
    found = held_by(request, slug, "initiatives.propose")
    ruled_out = [*queries.organisations_of(found), *queries.committees_of(found)]
    committees = [o for o in people.organisations() if o.kind == domain.COMMITTEE and o not in ruled_out]
    form = CommitteeForm(request.POST or None, committees=committees)

    def do() -> Any:
        committee = next(o for o in committees if o.slug == form.cleaned_data["committee"])
        return domain.name_committee(by=request.user, initiative=found, committee=committee)

    intro = ["Only a committee that is named may decide. Everyone can see which. It cannot be taken back."]
    return act(
        request,
        form,
        do,
        done="It may decide on this now.",
        to=desk(found),
        heading="Name a committee that decides",
        button="Name it for good",
        intro=intro,
    )


@staff
def describe_dataset(request: HttpRequest, slug: str) -> HttpResponse:
    """A dataset it would use."""
    found = held_by(request, slug, "initiatives.propose")
    holders = queries.organisations_of(found)
    form = DatasetForm(request.POST or None, holders=holders)

    def do() -> Any:
        return domain.describe_dataset(
            by=request.user,
            initiative=found,
            holder=next(o for o in holders if o.slug == form.cleaned_data["holder"]),
            title=form.texts("title"),
            fields_used=form.texts("fields_used"),
            people_covered=form.texts("people_covered"),
            sensitivity=form.cleaned_data["sensitivity"],
        )

    done = "The dataset is described. The next notice will show it."
    return act(request, form, do, done=done, to=desk(found), heading="Describe a dataset", button="Describe it")


@staff
def change_stage(request: HttpRequest, slug: str) -> HttpResponse:
    """Move it to its next stage."""
    found = held_by(request, slug, "initiatives.propose")
    form = StageForm(request.POST or None, now=Stage(found.stage))
    stage = STAGES[Stage(found.stage)]
    return act(
        request,
        form,
        lambda: domain.change_stage(by=request.user, initiative=found, stage=form.cleaned_data["stage"]),
        done="It is in its new stage.",
        to=desk(found),
        heading="Move it to its next stage",
        button="Move it",
        intro=[f"It is in the stage “{stage.name}”. {stage.words}"],
    )


def desk(found: Initiative) -> str:
    """The address of the staff's page of an initiative."""
    return reverse("initiatives:staff_initiative", args=[found.slug])


def _may_see(user: Any, found: Initiative) -> bool:
    held = {m.organisation for m in memberships_at(user, timezone.localdate())}
    return any(o in held for o in [*queries.organisations_of(found), *queries.committees_of(found)])


def _seen_by(request: HttpRequest, slug: str) -> Initiative:
    found = queries.by_slug(slug)
    if found is None:
        raise Http404
    if not _may_see(request.user, found):
        raise PermissionDenied("This page is for the organisations in the initiative and for the committees that decide on it.")
    return found


def held_by(request: HttpRequest, slug: str, permission: str) -> Initiative:
    """The initiative at an address, for someone who holds a permission in its lead. Raises Http404 or PermissionDenied."""
    found = queries.by_slug(slug)
    if found is None:
        raise Http404
    require(request.user, permission, found.lead)
    return found
