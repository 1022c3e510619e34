"""The staff's pages of look-ups of areas."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.site.access import staff
from folkmoot.site.areas import domain, queries
from folkmoot.site.areas.forms import LookupForm
from folkmoot.site.areas.models import AreaLookup
from folkmoot.site.people.rules import require

PROGRESS = "<!-- progress -->"
"""Where the page of a reading is cut: what has been read is told here, as it is read."""


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
    if form.is_valid():
        try:
            reading = domain.read_in_lookup(by=request.user, **form.described)
            first = next(reading)
        except ValidationError as refused:
            by_field = refused.message_dict if hasattr(refused, "error_dict") else {"file": refused.messages}
            for field, sentences in by_field.items():
                form.add_error(field if field in form.fields else None, sentences)
        else:
            return StreamingHttpResponse(_told(request, first, reading), content_type="text/html; charset=utf-8")
    return render(request, "areas/read_in.jinja", {"form": form}, status=400 if form.errors else 200)


def _told(request: HttpRequest, first: int | AreaLookup, reading: Iterator[int | AreaLookup]) -> Iterator[str]:
    head, foot = render_to_string("areas/reading.jinja", {"cut": PROGRESS}, request).split(PROGRESS)
    yield head
    at = first
    try:
        while not isinstance(at, AreaLookup):
            yield format_html("<li>{} rows read</li>\n", f"{at:,}")
            at = next(reading)
    except ValidationError as refused:
        yield "</ol><h2>There is a problem, so nothing of the table is kept</h2><ul>"
        for words in refused.messages:
            yield format_html("<li>{}</li>", words)
        yield format_html('</ul><p><a href="{}">Put it right in the file, and choose it again</a></p>', reverse("areas:read_in"))
    else:
        yield format_html(
            '</ol><h2>The look-up is in</h2><p><a href="{}">Look at it, and use it in a question</a></p>',
            reverse("areas:lookup", args=[at.slug]),
        )
    yield foot
