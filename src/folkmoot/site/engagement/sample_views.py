"""Describing a sample: the form, a look at the table as it was read, and a table to fill in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.site.access import staff
from folkmoot.site.csv_files import csv_text
from folkmoot.site.engagement import domain
from folkmoot.site.engagement.population_table import HEADINGS
from folkmoot.site.engagement.sample_form import SampleForm, asked_of
from folkmoot.site.engagement.staff_views import done
from folkmoot.site.people.rules import require


@staff
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add_sample(request: HttpRequest) -> HttpResponse:
    """Describe a sample. A table of the population is shown as it was read, and kept when the form is sent again with that."""
    require(request.user, "engagement.run", None)
    form = SampleForm(request.POST or None, request.FILES or None, user=request.user)
    shown = form.is_valid() and form.from_a_table
    if shown and request.POST.get("seen") != form.digest:
        again = SampleForm({**request.POST.dict(), "table": form.table_text}, user=request.user)
        if again.is_valid():
            return _page(request, again, seen=again.digest, tables=again.tables, doubts=again.doubts)
    elif form.is_valid() and done(form, lambda: domain.describe_sample(by=request.user, **form.described)):
        messages.success(request, "The sample can be chosen for an engagement.")
        return redirect("engagement:engagements")
    return _page(request, form)


@staff
@never_cache
@require_safe
def population_file(request: HttpRequest) -> HttpResponse:
    """A table to fill in: each answer to each question about people themselves, as the newest questions have it, without its share."""
    require(request.user, "engagement.run", None)
    rows = [(variable, word, "") for variable, asked in asked_of(request.user).items() for word in asked[0]]
    response = HttpResponse(csv_text([HEADINGS, *rows]), content_type="text/csv; charset=utf-8; header=present")
    response["Content-Disposition"] = 'attachment; filename="population.csv"'
    return response


def _page(request: HttpRequest, form: SampleForm, **context: object) -> HttpResponse:
    return render(request, "engagement/staff_sample.jinja", {"form": form, "seen": "", **context}, status=400 if form.errors else 200)
