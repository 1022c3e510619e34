"""The staff's pages of governance: record a decision, a signature, a condition met, a stop and its end."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from folkmoot.site.access import staff
from folkmoot.site.acting import act, attempt
from folkmoot.site.evidence import queries as evidence
from folkmoot.site.governance import domain, queries
from folkmoot.site.governance.forms import AgreementForm, ConditionForm, DecisionForm, DpiaForm, MetForm, ResumeForm, StopForm
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.people.rules import organisations_where, require

FEWEST, MOST = 3, 20  # conditions shown on the form; ?conditions=8 shows eight


@staff
def make_decision(request: HttpRequest, slug: str) -> HttpResponse:
    """What a committee decided, with its conditions and its answers to what people said."""
    require(request.user, "governance.decide", None)
    initiative = _initiative(slug)
    notice = initiatives.current_notice(initiative)
    lacking = "notice" if notice is None else "" if initiatives.current(initiative, "case") else "business case"
    if notice is None or lacking:
        heading, words = (
            "There is nothing to decide on yet",
            f"The {lacking} must be published first, so that everyone can read what is decided.",
        )
        return render(request, "error.jinja", {"heading": heading, "words": words}, status=409)
    named = initiatives.committees_of(initiative)
    committees = [o for o in organisations_where(request.user, "governance.decide") if o in named]
    if not committees:
        raise PermissionDenied("Only a committee that is named to decide on this may do so. The organisation that leads it names it.")
    form = DecisionForm(
        request.POST or None,
        committees=committees,
        findings=evidence.findings_of(initiative.pk),
        initial={"read": notice.hash},
    )
    owners = [*initiatives.organisations_of(initiative), *committees]
    parts = [ConditionForm(request.POST or None, prefix=f"c{at}", owners=owners) for at in range(_how_many(request))]

    def do() -> Any:
        typed = form.cleaned_data
        return domain.make_decision(
            by=request.user,
            committee=next(o for o in committees if o.slug == typed["committee"]),
            initiative=initiative,
            outcome=typed["outcome"],
            reasons=form.texts("reasons"),
            stages=typed["stages"],
            decided_on=typed["decided_on"],
            valid_from=typed["valid_from"],
            valid_until=typed["valid_until"],
            review_by=typed["review_by"],
            conditions=[made for part in parts if (made := part.condition())],
            answers=form.answers(),
            notice_hash=typed["read"],
        )

    if request.method == "POST" and all([form.is_valid(), *(part.is_valid() for part in parts)]):
        made = attempt(form, do)
        if made is not None:
            return redirect("governance:decision", initiative.slug, made.number)
    refused = form.errors or any(part.errors for part in parts)
    context = {"form": form, "parts": parts, "initiative": initiative, "notice": notice, "more": min(len(parts) + 3, MOST)}
    return render(request, "governance/make_decision.jinja", context, status=400 if refused else 200)


@staff
def meet_condition(request: HttpRequest, condition: int) -> HttpResponse:
    """That a condition is met."""
    found = queries.condition(condition)
    if found is None:
        raise Http404
    require(request.user, domain.permission_to_meet(found.owner), found.owner)
    form = MetForm(request.POST or None)
    return act(
        request,
        form,
        lambda: domain.meet_condition(by=request.user, condition=found, evidence=form.texts("evidence"), on=form.cleaned_data["on"]),
        done="The condition is met. Everyone can see how.",
        to=_desk(found.decision.initiative),
        heading="Say that a condition is met",
        button="It is met",
        intro=[f"The condition: {found.text['en']['standard']}"],
    )


@staff
def sign_dpia(request: HttpRequest, slug: str) -> HttpResponse:
    """That the risk check is signed."""
    initiative = _assured(request, slug)
    form = DpiaForm(request.POST or None)

    def do() -> Any:
        typed = {key: form.cleaned_data[key] for key in ("office", "signed_on", "residual", "address")}
        return domain.sign_dpia(by=request.user, initiative=initiative, advice=form.texts("advice"), **typed)

    return act(
        request,
        form,
        do,
        done="It is on record that the risk check is signed.",
        to=_desk(initiative),
        heading="Record that the risk check is signed",
        button="Record it",
        intro=["The risk check is the data protection impact assessment."],
    )


@staff
def sign_agreement(request: HttpRequest, slug: str) -> HttpResponse:
    """That an agreement is signed."""
    initiative = _assured(request, slug)
    inside = initiatives.organisations_of(initiative)
    form = AgreementForm(request.POST or None, parties=inside)

    def do() -> Any:
        typed = form.cleaned_data
        parties = [o for o in inside if o.slug in typed["parties"]]
        return domain.sign_agreement(
            by=request.user,
            initiative=initiative,
            kind=typed["kind"],
            parties=parties,
            signed_on=typed["signed_on"],
            ends_on=typed["ends_on"],
            review_by=typed["review_by"],
        )

    done = "The agreement is on record."
    return act(request, form, do, done=done, to=_desk(initiative), heading="Record a signed agreement", button="Record it")


@staff
def suspend(request: HttpRequest, slug: str) -> HttpResponse:
    """Stop a use of data."""
    require(request.user, "governance.suspend", None)
    initiative = _initiative(slug)
    mine = organisations_where(request.user, "governance.suspend")
    form = StopForm(request.POST or None, organisations=mine)

    def do() -> Any:
        organisation = next(o for o in mine if o.slug == form.cleaned_data["organisation"])
        return domain.suspend(by=request.user, initiative=initiative, organisation=organisation, reason=form.texts("reason"))

    done = "It is stopped. Nobody can use the records now."
    intro = ["It stops at once. The organisation that stops it is the one that can let it go on."]
    return act(request, form, do, done=done, to=_desk(initiative), heading="Stop this use of data", button="Stop it now", intro=intro)


@staff
def resume(request: HttpRequest, suspension: int) -> HttpResponse:
    """End a stop."""
    found = queries.suspension(suspension)
    if found is None:
        raise Http404
    require(request.user, "governance.suspend", found.organisation)
    form = ResumeForm(request.POST or None)
    return act(
        request,
        form,
        lambda: domain.resume(by=request.user, suspension=found, reason=form.texts("reason")),
        done="The stop has ended. Look at the licence to see whether the records can be used.",
        to=_desk(found.initiative),
        heading="End the stop",
        button="End it",
    )


def _how_many(request: HttpRequest) -> int:
    asked = request.GET.get("conditions", "")
    return min(max(int(asked), FEWEST), MOST) if asked.isdecimal() and len(asked) < 4 else FEWEST


def _desk(initiative: Any) -> str:
    return reverse("initiatives:staff_initiative", args=[initiative.slug])


def _initiative(slug: str) -> Any:
    found = initiatives.by_slug(slug)
    if found is None:
        raise Http404
    return found


def _assured(request: HttpRequest, slug: str) -> Any:
    found = _initiative(slug)
    require(request.user, "governance.assure", found.lead)
    return found
