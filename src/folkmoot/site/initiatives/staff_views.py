"""The staff's pages of initiatives: propose, describe, draft, publish, move on."""

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
from folkmoot.site.initiatives.forms import CommitteeForm, DatasetForm, InitiativeForm, NoticePartForm, PartyForm, PublishForm, StageForm
from folkmoot.site.initiatives.licence_words import shown
from folkmoot.site.initiatives.models import Dataset, Initiative
from folkmoot.site.people import queries as people
from folkmoot.site.people.rules import memberships_at, organisations_where, require
from folkmoot.site.renditions import Reader
from folkmoot.site.renditions import render as rendition


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
        to=lambda made: _desk(made),
        heading="Propose a use of data",
        button="Propose it",
        intro=intro,
    )


@staff
@require_safe
def initiative(request: HttpRequest, slug: str) -> HttpResponse:
    """What can be done next about one initiative, and what its notice still lacks."""
    found = _seen_by(request, slug)
    draft = queries.draft_of(found)
    decisions = governance.decisions_of(found)
    conditions = [condition for made in decisions for condition in made.conditions if condition.state != "met"]
    stopping = organisations_where(request.user, "governance.suspend")
    may_stop = [*queries.organisations_of(found), *(made.committee for made in decisions)]
    context = {
        "initiative": found,
        "title": rendition(found.title, Reader.of(request)),
        "draft": draft,
        "mine": draft is not None and request.user.pk in draft.hands,
        "gaps": record.missing(draft.content) if draft else [],
        "notice": queries.current_notice(found),
        "groups": record.GROUPS,
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
        "may_suspend": any(organisation in may_stop for organisation in stopping),
        "may_resume_for": stopping,
    }
    return render(request, "initiatives/staff_initiative.jinja", context)


_PERMISSIONS = ("initiatives.propose", "initiatives.publish", "governance.assure")


@staff
def add_party(request: HttpRequest, slug: str) -> HttpResponse:
    """Another organisation in it."""
    found = _held_by(request, slug, "initiatives.propose")
    inside = queries.organisations_of(found)
    others = [o for o in people.organisations() if o not in inside and o.kind != domain.COMMITTEE]
    form = PartyForm(request.POST or None, others=others)

    def do() -> Any:
        organisation = next(o for o in others if o.slug == form.cleaned_data["organisation"])
        return domain.add_party(by=request.user, initiative=found, organisation=organisation, role=form.texts("role"))

    done = "The organisation is part of it. The next notice will say so."
    return act(request, form, do, done=done, to=_desk(found), heading="Add an organisation", button="Add it")


@staff
def name_committee(request: HttpRequest, slug: str) -> HttpResponse:
    """A committee that decides on it."""
    found = _held_by(request, slug, "initiatives.propose")
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
        to=_desk(found),
        heading="Name a committee that decides",
        button="Name it for good",
        intro=intro,
    )


@staff
def describe_dataset(request: HttpRequest, slug: str) -> HttpResponse:
    """A dataset it would use."""
    found = _held_by(request, slug, "initiatives.propose")
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
    return act(request, form, do, done=done, to=_desk(found), heading="Describe a dataset", button="Describe it")


@staff
def draft_notice(request: HttpRequest, slug: str, group: str) -> HttpResponse:
    """One part of the next notice."""
    found = _held_by(request, slug, "initiatives.propose")
    if group not in record.GROUPS:
        raise Http404
    fields = record.fields_of(group)
    draft, notice = queries.draft_of(found), queries.current_notice(found)
    before = dict((draft or notice).content["fields"]) if draft or notice else {}
    form = NoticePartForm(request.POST or None, fields=fields, parties=queries.organisations_of(found), answers=before)

    def do() -> Any:
        kept = {key: answer for key, answer in before.items() if key not in {field.id for field in fields}}
        return domain.draft_publication(by=request.user, initiative=found, fields={**kept, **form.answers()})

    intro = ["Only staff see a draft. You may leave an answer for later: the notice is published when nothing is missing."]
    return act(
        request,
        form,
        do,
        done=f"“{record.GROUPS[group]}” is saved in the draft.",
        to=_desk(found),
        heading=f"Notice: {record.GROUPS[group]}",
        button="Save the draft",
        intro=intro,
    )


@staff
def publish_notice(request: HttpRequest, slug: str) -> HttpResponse:
    """Read the draft, then publish it."""
    found = _held_by(request, slug, "initiatives.publish")
    draft = queries.draft_of(found)
    if draft is None:
        raise Http404
    form = PublishForm(request.POST or None, initial={"seen": draft.hash})
    reader = Reader.of(request)
    context = {
        "draft": draft,
        "content": draft.content,
        "gaps": record.missing(draft.content),
        "groups": {group: record.fields_of(group) for group in record.GROUPS},
        "headings": record.GROUPS,
        "sensitivities": dict(Dataset.Sensitivity.choices),
        "tell": lambda texts: rendition(texts, reader),
    }
    return act(
        request,
        form,
        lambda: domain.publish_publication(by=request.user, draft=draft, seen=form.cleaned_data["seen"]),
        done="The notice is published. Everyone can read it.",
        to=reverse("initiatives:notice", args=[found.slug]),
        heading="Read the draft, then publish it",
        button="Publish it for good",
        template="initiatives/publish.jinja",
        **context,
    )


@staff
def change_stage(request: HttpRequest, slug: str) -> HttpResponse:
    """Move it to its next stage."""
    found = _held_by(request, slug, "initiatives.propose")
    form = StageForm(request.POST or None, now=Stage(found.stage))
    stage = STAGES[Stage(found.stage)]
    return act(
        request,
        form,
        lambda: domain.change_stage(by=request.user, initiative=found, stage=form.cleaned_data["stage"]),
        done="It is in its new stage.",
        to=_desk(found),
        heading="Move it to its next stage",
        button="Move it",
        intro=[f"It is in the stage “{stage.name}”. {stage.words}"],
    )


def _desk(found: Initiative) -> str:
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


def _held_by(request: HttpRequest, slug: str, permission: str) -> Initiative:
    found = queries.by_slug(slug)
    if found is None:
        raise Http404
    require(request.user, permission, found.lead)
    return found
