"""The addresses of the feeds: of everything, of a topic, of an organisation, of an initiative."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import condition, require_safe

from folkmoot.site.access import public
from folkmoot.site.audit import queries as audit
from folkmoot.site.initiatives import queries
from folkmoot.site.initiatives.feeds import about, feed
from folkmoot.site.initiatives.models import Initiative
from folkmoot.site.initiatives.views import initiative_at
from folkmoot.site.people import queries as people


def _etag(request: HttpRequest, *args: Any, **kwargs: Any) -> str:
    return f'"{audit.head()}"'


def _changed(request: HttpRequest, *args: Any, **kwargs: Any) -> datetime | None:
    return audit.newest()[1]


@public
@require_safe
@condition(etag_func=_etag, last_modified_func=_changed)
def everything(request: HttpRequest) -> HttpResponse:
    """What happened to any use of data, or to those on one topic (?topic=health)."""
    topic = request.GET.get("topic", "")
    home = reverse("initiatives:home")
    if not topic:
        return _feed(request, title="Every use of data", page=home, among=None)
    if topic not in Initiative.Topic.values:
        raise Http404
    found = [initiative for initiative in queries.everything() if initiative.topic == topic]
    return _feed(request, title=f"Uses of data: {Initiative.Topic(topic).label}", page=home, among=found)


@public
@require_safe
@condition(etag_func=_etag, last_modified_func=_changed)
def of_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """What happened to the uses of data that an organisation is in."""
    organisation = next((found for found in people.organisations() if found.slug == slug), None)
    if organisation is None:
        raise Http404
    found = [initiative for initiative in queries.everything() if organisation in queries.organisations_of(initiative)]
    return _feed(request, title=organisation.name, page=reverse("people:organisation", args=[slug]), among=found)


@public
@require_safe
@condition(etag_func=_etag, last_modified_func=_changed)
def of_initiative(request: HttpRequest, slug: str) -> HttpResponse:
    """What happened to one use of data."""
    return _feed(request, **about(initiative_at(slug)))


def _feed(request: HttpRequest, **given: Any) -> HttpResponse:
    site = request.build_absolute_uri("/").rstrip("/")
    content = feed(site=site, path=request.get_full_path(), **given)
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8", headers={"Cache-Control": "no-cache"})
