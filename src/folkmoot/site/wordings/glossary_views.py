"""The glossary: its public page, the versions of a term, and the staff's pages to write one."""

from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render as page
from django.urls import reverse
from django.views.decorators.http import require_safe

from folkmoot.record.glossary import State, Topic
from folkmoot.site.access import public, staff
from folkmoot.site.acting import act
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.people.rules import organisations_where, require
from folkmoot.site.renditions import Reader, render
from folkmoot.site.wordings import glossary as terms
from folkmoot.site.wordings import term_versions
from folkmoot.site.wordings.forms import NewTermForm, TermForm
from folkmoot.site.wordings.models import STATES, TOPICS

FOR_ALL = "Everyone can read it at once, and drafts of every organisation here are searched for it. Older versions stay to be read."


@public
@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """Every term as it stands, those about how records are used first."""
    every = terms.terms()
    groups = [(topic.value, dict(TOPICS)[topic.value], [one for one in every if one.term.topic is topic]) for topic in Topic]
    return _page(request, "wordings/glossary.jinja", {"groups": groups})


@public
@require_safe
def term(request: HttpRequest, slug: str) -> HttpResponse:
    """Every version of a term."""
    found = terms.versions(slug)
    if not found:
        raise Http404
    may_keep = bool(organisations_where(request.user, "wordings.keep"))
    return _page(request, "wordings/term.jinja", {"versions": found, "slug": slug, "may_keep": may_keep})


@staff
def add_term(request: HttpRequest) -> HttpResponse:
    """A new term."""
    require(request.user, "wordings.keep", None)
    form = NewTermForm(request.POST or None, organisations=organisations_where(request.user, "wordings.keep"))

    def do() -> Any:
        if terms.versions(form.cleaned_data["slug"]):
            raise ValidationError({"slug": "The glossary has a term at this address. Change that one, or choose another address."})
        return _write(request, form, form.cleaned_data["slug"])

    return _act(request, form, do, heading="Add a term to the glossary")


@staff
def change_term(request: HttpRequest, slug: str) -> HttpResponse:
    """The next version of a term."""
    require(request.user, "wordings.keep", None)
    found = terms.versions(slug)
    if not found:
        raise Http404
    form = TermForm(request.POST or None, organisations=organisations_where(request.user, "wordings.keep"), before=found[0])
    heading = f"Write the next version of “{found[0].term.term['en']['standard']}”"
    return _act(request, form, lambda: _write(request, form, slug), heading=heading)


def _act(request: HttpRequest, form: TermForm, do: Any, *, heading: str) -> HttpResponse:
    done, to = "It is in the glossary.", lambda made: reverse("wordings:term", args=[made.slug])
    return act(request, form, do, done=done, to=to, heading=heading, button="Put it in the glossary", intro=[FOR_ALL])


def _write(request: HttpRequest, form: TermForm, slug: str) -> Any:
    typed = form.cleaned_data
    about = initiatives.by_slug(typed["initiative"]) if typed["initiative"] else None
    if typed["initiative"] and about is None:
        raise ValidationError({"initiative": "There is no use of data at that address."})
    organisations = organisations_where(request.user, "wordings.keep")
    return term_versions.write_term(
        by=request.user,
        organisation=next(o for o in organisations if o.slug == typed["organisation"]),
        slug=slug,
        state=typed["state"],
        topic=typed["topic"],
        term=form.texts("term"),
        instead=form.texts("instead"),
        why=form.texts("why"),
        source=typed["source"],
        phrases=form.phrases(),
        initiative=about,
        finding=typed["finding"],
        asked=typed["asked"],
        understood=typed["understood"],
    )


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    reader = Reader.of(request)
    more = {"states": dict(STATES), "State": State, "tell": partial(render, reader=reader), "keep": reader.query}
    return page(request, template, {**context, **more})
