"""The desk, Organisations, and staff."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from folkmoot.site.access import public, staff
from folkmoot.site.acting import act
from folkmoot.site.people import domain, queries
from folkmoot.site.people import set_up as set_up_token
from folkmoot.site.people.forms import AddOrganisationForm, InviteForm, NumbersForm, SetUpForm, SignInForm
from folkmoot.site.people.invitation_mail import send_invitation
from folkmoot.site.people.models import Membership, Organisation
from folkmoot.site.people.roles import ROLES
from folkmoot.site.people.rules import require


@public
@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """An Organisation and who holds which role in it, for anyone."""
    try:
        page = queries.organisation_page(slug)
    except Organisation.DoesNotExist:
        raise Http404 from None
    return render(request, "people/organisation.jinja", {"page": page})


@staff
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What I may do, by Organisation."""
    return render(request, "people/desk.jinja", {"parts": queries.desk(request.user)})


@public
@never_cache
@sensitive_post_parameters("password")
def set_up(request: HttpRequest, token: str) -> HttpResponse:
    """The first Organisation and administrator, by the address that `folkmoot serve` shows."""
    set_up_token.check(settings.HOME.path, token)
    form = SetUpForm(request.POST or None)
    if form.is_valid() and _done(form, domain.set_up_installation, home=settings.HOME.path, token=token, **form.cleaned_data):
        messages.success(request, "Your organisation is here. Sign in to go on.")
        return redirect("account_login")
    return render(request, "people/set_up.jinja", {"form": form}, status=_status(form))


@public
@never_cache
@sensitive_post_parameters("password")
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Set up a sign-in, by the link an administrator gave."""
    user = queries.invited(token)
    form = SignInForm(request.POST or None, initial={"name": user.name})
    if form.is_valid() and _done(form, domain.accept_invitation, token=token, **form.cleaned_data):
        messages.success(request, "Your sign-in is set up. Sign in to go on.")
        return redirect("account_login")
    context = {"form": form, "email": user.email, "second_factor": settings.SECOND_FACTOR_REQUIRED}
    return render(request, "people/join.jinja", context, status=_status(form))


@staff
def organisations(request: HttpRequest) -> HttpResponse:
    """Every Organisation, and a form to add one."""
    require(request.user, "people.manage", None)
    form = AddOrganisationForm(request.POST or None)
    given = form.cleaned_data if form.is_valid() else {}
    if given and _done(form, domain.add_organisation, by=request.user, name=given["organisation"], kind=given["kind"]):
        messages.success(request, "The organisation was added. You look after it until you give that role to someone else.")
        return redirect("people:organisations")
    context = {"form": form, "organisations": queries.organisations()}
    return render(request, "people/organisations.jinja", context, status=_status(form))


@staff
def numbers(request: HttpRequest, slug: str) -> HttpResponse:
    """Where an Organisation is registered, for its administrators."""
    where = _managed(request, slug)
    form = NumbersForm(request.POST or None, initial={"ico_number": where.ico_number, "company_number": where.company_number})
    return act(
        request,
        form,
        lambda: domain.register_numbers(by=request.user, organisation=where, **form.cleaned_data),
        done="The numbers are recorded. Everyone can see them.",
        to=reverse("people:organisation", args=[where.slug]),
        heading=f"Where {where.name} is registered",
        button="Record the numbers",
    )


@staff
@require_safe
def staff_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Who holds which role, for the Organisation's administrators."""
    where = _managed(request, slug)
    return render(request, "people/staff.jinja", {"organisation": where, "rows": queries.staff_list(where)})


@staff
@never_cache
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Give someone a role; the one-time link of someone new is shown once, to pass on."""
    where = _managed(request, slug)
    form = InviteForm(request.POST or None)
    made: list[domain.Invitation] = []
    if form.is_valid() and _done(form, lambda: made.append(domain.invite_user(by=request.user, organisation=where, **form.cleaned_data))):
        if not made[0].token:
            messages.success(request, "They have been here before: the role is theirs from today.")
            return redirect("people:staff", where.slug)
        return _show_link(request, where, made[0].user.email, made[0].token)
    return render(request, "people/invite.jinja", {"organisation": where, "form": form, "roles": ROLES}, status=_status(form))


@staff
@require_POST
def end(request: HttpRequest, slug: str, membership: int) -> HttpResponse:
    """End a membership at once."""
    where = _managed(request, slug)
    domain.end_membership(by=request.user, membership=get_object_or_404(Membership, pk=membership, organisation=where))
    messages.success(request, "The role has ended.")
    return redirect("people:staff", where.slug)


@staff
@require_POST
@never_cache
def link(request: HttpRequest, slug: str, membership: int) -> HttpResponse:
    """Take back someone's sign-in and show a new one-time link."""
    where = _managed(request, slug)
    user = get_object_or_404(Membership, pk=membership, organisation=where).user
    return _show_link(request, where, user.email, domain.renew_link(by=request.user, user=user))


def _managed(request: HttpRequest, slug: str) -> Organisation:
    where = get_object_or_404(Organisation, slug=slug)
    require(request.user, "people.manage", where)
    return where


def _show_link(request: HttpRequest, where: Organisation, email: str, token: str) -> HttpResponse:
    address = request.build_absolute_uri(reverse("people:join", args=[token]))
    sent = send_invitation(to=email, address=address, organisation=where.name)
    return render(request, "people/link.jinja", {"organisation": where, "email": email, "address": address, "sent": sent})


def _done(form: forms.Form, action: Any, **given: Any) -> bool:
    """Whether the domain accepted it; what it refused stands beside the field, or above the form."""
    try:
        action(**given)
    except ValidationError as refused:
        by_field = refused.message_dict if hasattr(refused, "error_dict") else {"": refused.messages}
        for field, sentences in by_field.items():
            form.add_error(field if field in form.fields else None, sentences)
        return False
    return True


def _status(form: forms.Form) -> int:
    return 400 if form.errors else 200
