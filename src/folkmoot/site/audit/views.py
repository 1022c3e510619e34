"""The audit log, for those who may read it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from folkmoot.site.access import staff
from folkmoot.site.audit import queries
from folkmoot.site.people.queries import names_of_actors
from folkmoot.site.people.rules import require


@staff
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Events, newest first; with `?check=1`, whether the whole chain holds."""
    require(request.user, "audit.read", None)
    before = request.GET.get("before", "")
    page = queries.log(before=int(before) if before.isdecimal() and len(before) < 16 else None)
    report = queries.verify() if request.GET.get("check") else None
    names = names_of_actors({entry.actor for entry in page.entries})
    return render(request, "audit/log.jinja", {"log": page, "report": report, "names": names})
