"""Pages about incidents: the public list, one incident for everyone, and the staff's pages."""

from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from folkmoot.site.access import public, staff
from folkmoot.site.acting import act
from folkmoot.site.concerns import handling, incidents, tables
from folkmoot.site.concerns.incident_forms import TEXTS, TIMES, AppraisalForm, FactsForm, NewIncidentForm, SummaryForm
from folkmoot.site.concerns.incident_models import Incident
from folkmoot.site.concerns.incident_states import BANDS, LEVELS, NEEDS, STATES, Band
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.people.rules import organisations_where, require
from folkmoot.site.renditions import Reader
from folkmoot.site.renditions import render as rendition
from folkmoot.site.text_forms import day

MAY = ("concerns.record", "concerns.publish", "concerns.appraise")
LONGEST_SLUG = 80


@public
@require_safe
def all_incidents(request: HttpRequest) -> HttpResponse:
    """Every public incident, open ones first; of one organisation or one use of data where asked."""
    chosen = {name: request.GET.get(name, "")[:LONGEST_SLUG] for name in ("organisation", "initiative")}
    everything = incidents.public_incidents()
    context = {
        "found": incidents.public_incidents(**chosen),
        "chosen": chosen,
        "organisations": sorted({(one.organisation.slug, one.organisation.name) for one in everything}, key=lambda pair: pair[1]),
        "initiatives": list({one.initiative.slug: one.initiative for one in everything if one.initiative}.values()),
    }
    return _page(request, "concerns/incidents.jinja", context)


@public
@require_safe
def incident(request: HttpRequest, number: int) -> HttpResponse:
    """One incident as everyone sees it."""
    found = incidents.by_number(number)
    shown = incidents.public_incident(found) if found else None
    if shown is None:
        raise Http404
    return _page(request, "concerns/incident.jinja", {"one": shown})


@public
@require_safe
def incidents_csv(request: HttpRequest) -> HttpResponse:
    """Every public incident, as CSV."""
    headers = {"Content-Disposition": 'attachment; filename="incidents.csv"'}
    return HttpResponse(tables.incidents(incidents.public_incidents()), content_type="text/csv; charset=utf-8", headers=headers)


@staff
@require_safe
def staff_incidents(request: HttpRequest) -> HttpResponse:
    """The incidents of my organisations, and those of others that I may appraise."""
    mine = {o for permission in MAY[:2] for o in organisations_where(request.user, permission)}
    own = incidents.of_organisations(list(mine))
    rows = [(one, STATES[incidents.state_of(one)].name, incidents.clock_of(one)) for one in [*own, *incidents.to_appraise(request.user)]]
    may_record = bool(organisations_where(request.user, "concerns.record"))
    return render(request, "concerns/staff_incidents.jinja", {"rows": rows, "may_record": may_record})


@staff
@never_cache
def record(request: HttpRequest) -> HttpResponse:
    """Record a new incident."""
    require(request.user, "concerns.record", None)
    mine = organisations_where(request.user, "concerns.record")
    inside = [one for one in initiatives.everything() if any(o in initiatives.organisations_of(one) for o in mine)]
    names = [(one.slug, rendition(one.title, Reader()).words) for one in inside]
    form = NewIncidentForm(request.POST or None, organisations=mine, initiatives=names)

    def do() -> Incident:
        return handling.record_incident(
            by=request.user,
            organisation=next(o for o in mine if o.slug == form.cleaned_data["organisation"]),
            initiative=next((one for one in inside if one.slug == form.cleaned_data["initiative"]), None),
            **form.facts(),
        )

    intro = [
        "Record it at once, with what you know. You can correct and add facts later. The 72 hours of the law run from when it was found."
    ]
    return act(
        request,
        form,
        do,
        done="The incident is on record.",
        to=lambda made: _staff_page(made.pk),
        heading="Record an incident",
        button="Record it",
        intro=intro,
    )


@staff
@never_cache
@require_safe
def staff_incident(request: HttpRequest, number: int) -> HttpResponse:
    """One incident for staff: its facts, its clock, what it lacks, and what to do next."""
    found = _incident(number)
    may = {permission for permission in MAY[:2] if found.organisation in organisations_where(request.user, permission)}
    may |= {"concerns.appraise"} if found in incidents.to_appraise(request.user) else set()
    if not may:
        raise PermissionDenied("This needs a role in the organisation where it happened.")
    facts, state = incidents.facts_of(found), incidents.state_of(found)
    then = STATES[state].then
    context = {
        "found": found,
        "facts": facts,
        "times": [(label, timezone.localtime(at)) for name, label in TIMES.items() if (at := getattr(facts, name))],
        "until": timezone.localtime(incidents.clock_of(found).until),
        "texts": [(label, getattr(facts, name)) for name, label in TEXTS.items() if getattr(facts, name)],
        "people": BANDS[Band(facts.people)],
        "levels": LEVELS,
        "state": STATES[state],
        "clock": incidents.clock_of(found),
        "then": then,
        "take": STATES[then].take if then else "",
        "missing": [NEEDS[need] for need in incidents.missing(found, then)] if then else [],
        "summaries": [(one, hasattr(one, "published")) for one in incidents.summaries_of(found)],
        "appraisals": incidents.appraisals_of(found),
        "may": may,
    }
    return render(request, "concerns/staff_incident.jinja", context)


@staff
@never_cache
def correct(request: HttpRequest, number: int) -> HttpResponse:
    """Add or correct facts: a new version of them."""
    found = _recorded(request, number)
    earlier = [one for one in incidents.of_organisations([found.organisation]) if one.pk < found.pk]
    form = FactsForm(request.POST or None, earlier=earlier, before=incidents.facts_of(found))
    return act(
        request,
        form,
        lambda: handling.correct_incident(by=request.user, incident=found, **form.facts()),
        done="The facts are on record. The older ones are kept.",
        to=_staff_page(number),
        heading="Add or correct facts",
        button="Record them",
    )


@staff
@never_cache
def move(request: HttpRequest, number: int) -> HttpResponse:
    """The next state."""
    found = _recorded(request, number)
    then = STATES[incidents.state_of(found)].then
    if then is None:
        raise Http404
    form = _MoveForm(request.POST or None, initial={"state": then.value})
    return act(
        request,
        form,
        lambda: handling.move_incident(by=request.user, incident=found, **form.cleaned_data),
        done="It is on record.",
        to=_staff_page(number),
        heading=STATES[then].take,
        button="Record it",
        intro=[NEEDS[need] for need in incidents.missing(found, then)],
    )


@staff
@never_cache
def appraise(request: HttpRequest, number: int) -> HttpResponse:
    """A written judgement by a member of a second organisation."""
    require(request.user, "concerns.appraise", None)
    found = _incident(number)
    if found not in incidents.to_appraise(request.user):
        raise PermissionDenied(
            "It can be appraised once, when it is put right, by someone without a role in the organisation where it happened."
        )
    mine = organisations_where(request.user, "concerns.appraise")
    form = AppraisalForm(request.POST or None, organisations=mine)

    def do() -> Any:
        typed = form.cleaned_data
        organisation = next(o for o in mine if o.slug == typed["organisation"])
        return handling.appraise(
            by=request.user, incident=found, organisation=organisation, history=typed["history"], mitigation=typed["mitigation"]
        )

    done = "Your appraisal is on record."
    return act(request, form, do, done=done, to=reverse("concerns:staff_incidents"), heading="Appraise an incident", button="Record it")


@staff
@never_cache
def write_summary(request: HttpRequest, number: int) -> HttpResponse:
    """The incident in words for everyone."""
    found = _recorded(request, number)
    before = incidents.summaries_of(found)
    form = SummaryForm(request.POST or None, before=before[0] if before else None)
    return act(
        request,
        form,
        lambda: handling.write_summary(by=request.user, incident=found, title=form.texts("title"), text=form.texts("text")),
        done="It is written. A second person can now read it and publish it.",
        to=_staff_page(number),
        heading="Write a summary for everyone",
        button="Save it",
    )


@staff
@never_cache
def publish_summary(request: HttpRequest, number: int) -> HttpResponse:
    """Read the newest summary, then publish it."""
    found = _incident(number)
    require(request.user, "concerns.publish", found.organisation)
    summaries = incidents.summaries_of(found)
    if not summaries:
        raise Http404
    form = _ReadForm(request.POST or None)
    return act(
        request,
        form,
        lambda: handling.publish_summary(by=request.user, summary=summaries[0]),
        done="Everyone can read it now.",
        to=_staff_page(number),
        heading="Publish a summary",
        button="Publish it",
        template="concerns/publish_summary.jinja",
        summary=summaries[0],
    )


class _MoveForm(forms.Form):
    state = forms.CharField(widget=forms.HiddenInput)  # so that sending twice does not go two states on
    on = day("On which day", hint="Leave it empty for today.", required=False)


class _ReadForm(forms.Form):
    read = forms.BooleanField(
        label="I have read all of it, and it shows nothing about who anyone is",
        error_messages={"required": "Read it, then tick the box."},
    )


def _staff_page(number: int) -> str:
    return reverse("concerns:staff_incident", args=[number])


def _incident(number: int) -> Incident:
    found = incidents.by_number(number)
    if found is None:
        raise Http404
    return found


def _recorded(request: HttpRequest, number: int) -> Incident:
    found = _incident(number)
    require(request.user, "concerns.record", found.organisation)
    return found


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    reader = Reader.of(request)
    return render(request, template, {**context, "tell": partial(rendition, reader=reader), "keep": reader.query})
