"""The staff's pages of look-ups of areas."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.site import reading_in
from folkmoot.site.access import staff
from folkmoot.site.areas import domain, queries
from folkmoot.site.areas.forms import LookupForm
from folkmoot.site.people.rules import require
from folkmoot.site.reading_in import Reading


@staff
@require_safe
def lookups(request: HttpRequest) -> HttpResponse:
    """The look-ups that questions can use."""
    require(request.user, "engagement.run", None)
    return render(request, "areas/lookups.jinja", {"lookups": queries.lookups()})


@staff
@require_safe
def lookup(request: HttpRequest, slug: str) -> HttpResponse:
    """One look-up: where it comes from, how many postcodes have each level, and how a question asks for it."""
    require(request.user, "engagement.run", None)
    found = queries.lookup(slug)
    if found is None:
        raise Http404
    return render(request, "areas/lookup.jinja", {"lookup": found, "told": queries.told(found)})


@staff
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def read_in(request: HttpRequest) -> HttpResponseBase:
    """Read a look-up in. The page says how far it is while it is read, without a script."""
    require(request.user, "engagement.run", None)
    form = LookupForm(request.POST or None, request.FILES or None, user=request.user)
    page = Reading(
        what="look-up",
        kept="table",
        form="areas/read_in.jinja",
        progress="areas/reading.jinja",
        again=reverse("areas:read_in"),
        then="Look at it, and use it in a question",
        address=lambda made: reverse("areas:lookup", args=[made.slug]),
    )
    return reading_in.read_in(request, form, lambda: domain.read_in_lookup(by=request.user, **form.described), page)
