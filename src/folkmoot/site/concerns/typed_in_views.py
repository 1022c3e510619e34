"""What came by letter, by telephone, in person or by e-mail: typed in by staff, and acknowledged on a page to print."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from folkmoot.site.access import staff
from folkmoot.site.acting import act
from folkmoot.site.concerns import domain, queries
from folkmoot.site.concerns.forms import TypedInForm
from folkmoot.site.concerns.staff_views import complaint_for, question_for
from folkmoot.site.people.rules import organisations_where, require
from folkmoot.site.references import aloud, written
from folkmoot.site.renditions import Reader
from folkmoot.site.renditions import render as rendition


@staff
@never_cache
@sensitive_post_parameters()
def type_in(request: HttpRequest) -> HttpResponse:
    """Type in a question or a complaint that came another way."""
    require(request.user, "concerns.answer", None)
    leads = organisations_where(request.user, "concerns.answer")
    about = {one.slug: one for lead in leads for one in queries.led_by(lead)}
    names = [(slug, rendition(one.title, Reader()).words) for slug, one in about.items()]
    form = TypedInForm(request.POST or None, initiatives=names)

    def do() -> domain.Received:
        typed = dict(form.cleaned_data)
        return domain.type_in(by=request.user, initiative=about[typed.pop("initiative")], **typed)

    return act(
        request,
        form,
        do,
        done="It is on record. Give whoever asked or complained the reference on this page: you can print it.",
        to=lambda received: reverse(f"concerns:acknowledge_{form.cleaned_data['kind']}", args=[queries.key_of(received.reference)]),
        heading="Type in what came another way",
        button="Record it",
        intro=["For a question or a complaint that came by letter, by telephone, in person or by e-mail. It cannot be changed later."],
    )


@staff
@never_cache
@require_safe
def acknowledge_question(request: HttpRequest, key: int) -> HttpResponse:
    """A page to print for whoever asked: that we have it, and the reference."""
    return _to_print(request, "question", question_for(request, key, "concerns.answer"))


@staff
@never_cache
@require_safe
def acknowledge_complaint(request: HttpRequest, key: int) -> HttpResponse:
    """A page to print for whoever complained: that we have it, and the reference."""
    return _to_print(request, "complaint", complaint_for(request, key))


def _to_print(request: HttpRequest, kind: str, found: Any) -> HttpResponse:
    context = {
        "kind": kind,
        "found": found,
        "came": queries.came(found),
        "today": timezone.localdate(),
        "contact": queries.contact_of(found),
        "written": written(found.reference),
        "aloud": aloud(found.reference),
        "due": queries.followed(found.reference).due,  # type: ignore[union-attr]
        "follow": request.build_absolute_uri(reverse("concerns:follow")),
    }
    return render(request, "concerns/acknowledgement.jinja", context)
