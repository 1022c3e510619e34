"""What staff do before and while people are asked: say who they are and how they are kept safe, make codes, and hand them out."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from folkmoot.site.access import staff
from folkmoot.site.engagement import domain, queries
from folkmoot.site.engagement.code_cards import cards_pdf, codes_csv
from folkmoot.site.engagement.invitations import MOST_AT_ONCE, codes_of
from folkmoot.site.engagement.models import Cohort
from folkmoot.site.engagement.safeguarding import FIELDS, KINDS, kind_words, said_of
from folkmoot.site.engagement.staff_views import done, engagement_of
from folkmoot.site.engagement.states import State

CARDS_IN_A_FILE = 480
"""Sixty pages: a file of them is made in about four seconds."""


class CohortForm(forms.Form):
    """A group of people that is asked."""

    kind = forms.ChoiceField(
        label="Who they are, in kind",
        choices=[("", "Choose one"), *((key, kind.name) for key, kind in KINDS.items())],
        error_messages={"required": "Choose the kind of group."},
    )
    name = forms.CharField(label="Who they are, in words", max_length=200, error_messages={"required": "Say who they are."})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in FIELDS.items():
            self.fields[name] = forms.CharField(
                label=field.label, help_text=field.hint, widget=forms.Textarea, required=False, max_length=2_000
            )


class CodesForm(forms.Form):
    """How many codes to make."""

    cards = forms.IntegerField(
        label="How many codes to make",
        min_value=1,
        max_value=MOST_AT_ONCE,
        help_text="Each lets one person answer, once. Make some more later if you need them.",
        error_messages={
            "required": "Say how many codes.",
            "invalid": "Write a whole number in digits, such as 200.",
            "min_value": "Make one code at least.",
            "max_value": f"Make {MOST_AT_ONCE:,} codes at a time, and the others after them.",
        },
    )


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def cohorts(request: HttpRequest, slug: str) -> HttpResponse:
    """The groups that an engagement asks, and how each is kept safe."""
    held = engagement_of(request, slug)
    form = CohortForm(request.POST or None)
    if form.is_valid() and done(form, lambda: domain.add_cohort(by=request.user, engagement=held, **form.cleaned_data)):
        messages.success(request, "It is kept. Add another group, or go back and open the engagement.")
        return redirect("engagement:cohorts", slug)
    context = {
        "engagement": held,
        "form": form,
        "may_change": held.state == State.DRAFT,
        "cohorts": [{"cohort": one, "kind": kind_words(one), "said": said_of(one)} for one in held.cohorts.all()],
    }
    return render(request, "engagement/staff_cohorts.jinja", context, status=400 if form.errors else 200)


@staff
@require_POST
def take_cohort_away(request: HttpRequest, slug: str, cohort_id: int) -> HttpResponse:
    """Take a group off a draft again."""
    found = Cohort.objects.filter(engagement=engagement_of(request, slug), pk=cohort_id).select_related("engagement").first()
    if found is None:
        raise Http404
    domain.take_cohort_away(by=request.user, cohort=found)
    messages.success(request, "The group is taken away.")
    return redirect("engagement:cohorts", slug)


@staff
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def codes(request: HttpRequest, slug: str) -> HttpResponse:
    """How many codes there are, and more of them. It says how many were used: who was asked is known, what they said is not."""
    held = engagement_of(request, slug)
    form = CodesForm(request.POST or None)
    if form.is_valid():
        made = done(form, lambda: domain.invite_people(by=request.user, engagement=held, cards=form.cleaned_data["cards"]))
        if made:
            messages.success(request, f"{made.added:,} codes are made. Download them below.")
            return redirect("engagement:codes", slug)
    counts = queries.code_counts(held)
    parts = [(at + 1, min(at + CARDS_IN_A_FILE, counts.unused)) for at in range(0, counts.unused, CARDS_IN_A_FILE)]
    context = {"engagement": held, "form": form, "counts": counts, "parts": parts, "may_make": held.state != State.CLOSED}
    return render(request, "engagement/staff_codes.jinja", context, status=400 if form.errors else 200)


@staff
@never_cache
@require_safe
def codes_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The codes that nobody has used yet, as a table."""
    held = engagement_of(request, slug)
    table = codes_csv((one.code for one in codes_of(held, unused=True)), address=_address(request, slug))
    return _download(table.encode("utf-8-sig"), "text/csv; charset=utf-8", f"codes-{slug}.csv")


@staff
@never_cache
@require_safe
def code_cards(request: HttpRequest, slug: str, first: int) -> HttpResponse:
    """Cards for the codes that nobody has used yet, from the `first` on, CARDS_IN_A_FILE of them."""
    held = engagement_of(request, slug)
    unused = [one.code for one in codes_of(held, unused=True)][first - 1 : first - 1 + CARDS_IN_A_FILE]
    if not unused:
        raise Http404
    minutes = held.config["minutes"]
    words = f"Tell us what you think. It takes about {minutes} minute{'' if minutes == 1 else 's'}, until {held.closes:%-d %B %Y}. Go to"
    made = cards_pdf(unused, title=held.title["en"]["standard"], address=_address(request, slug), words=words)
    return _download(made, "application/pdf", f"code-cards-{slug}-{first}.pdf")


def _address(request: HttpRequest, slug: str) -> str:
    return request.build_absolute_uri(f"/e/{slug}")


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
