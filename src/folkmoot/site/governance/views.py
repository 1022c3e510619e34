"""The public pages of a decision, and of the least that residents expect."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render as page
from django.views.decorators.http import require_safe

from folkmoot.licence import CHECKS, STANDARDS
from folkmoot.site.access import public
from folkmoot.site.evidence import queries as evidence
from folkmoot.site.governance import queries
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.renditions import Reader, render


@public
@require_safe
def decision(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What was decided, why, what it answers, and its conditions."""
    initiative = initiatives.by_slug(slug)
    made = queries.decision_of(initiative, number) if initiative else None
    if initiative is None or made is None:
        raise Http404
    reader = Reader.of(request)
    context = {
        "made": made,
        "answers": dict(made.answers),
        "findings": evidence.findings_of(initiative.pk),
        "notice": next((v for v in initiatives.versions(initiative) if v.hash == made.notice_hash), None),
        "tell": partial(render, reader=reader),
        "keep": reader.query,
    }
    return page(request, "governance/decision.jinja", context)


@public
@require_safe
def standards(request: HttpRequest) -> HttpResponse:
    """The least that residents expect: what keeps each, and where a committee set it as a condition, with what shows that it is met."""
    reader = Reader.of(request)
    context = {
        "standards": STANDARDS.values(),
        "where": queries.set_as_conditions(),
        "checks": CHECKS,
        "tell": partial(render, reader=reader),
        "keep": reader.query,
    }
    return page(request, "governance/standards.jinja", context)
