"""The public pages of answering on paper: how, and the form to print."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from folkmoot.site.access import public
from folkmoot.site.engagement import queries as engagements
from folkmoot.site.engagement.states import State
from folkmoot.site.paper import form_content, queries
from folkmoot.site.paper.form_content import Print
from folkmoot.site.paper.pdf import pdf
from folkmoot.site.paper.wording import WORDING
from folkmoot.site.renditions import LANGUAGES, Reader
from folkmoot.site.renditions import render as rendition


@public
@require_safe
def paper(request: HttpRequest, slug: str) -> HttpResponse:
    """How to answer on paper, and the form in each way it can be read."""
    found = _offered(slug)
    reader = Reader.of(request)
    context = {
        "engagement": found,
        "summary": engagements.summary(found),
        "offer": queries.offer_of(found),
        "files": ways(found, reverse("paper:pdf", args=[slug])),
        "wording": WORDING,
        "reader": reader,
        "query": reader.query,
        "tell": partial(rendition, reader=reader),
    }
    return render(request, "paper/paper.jinja", context)


@public
@require_safe
def paper_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The form without a number, as this reader chose, in large print with `?print=large`."""
    found = _offered(slug)
    printed = Print(_written(found, Reader.of(request)), request.GET.get("print") == "large")
    return file_of(request, found, printed)


def file_of(request: HttpRequest, engagement: Any, printed: Print) -> HttpResponse:
    """The form as a file."""
    offer = queries.offer_of(engagement)
    address = request.build_absolute_uri(reverse("engagement:start", args=[engagement.slug])) + printed.reader.query
    made = form_content.content(engagement, printed, address=address, return_to=offer.return_to if offer else "")
    answer = HttpResponse(pdf(made), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{engagement.slug}-paper.pdf"'
    return answer


def ways(engagement: Any, address: str) -> list[tuple[str, str, str]]:
    """Each way to print the form: its words, its address, and its language."""
    found, easy = [], [Reader(style="easy")] if engagements.summary(engagement).easy else []
    for reader in [Reader(code) for code in engagement.version.questionnaire.languages] + easy:
        name = "Easy read" if reader.style == "easy" else LANGUAGES[reader.language]
        for large in (False, True):
            asked = [part for part in (reader.query.removeprefix("?"), "print=large" if large else "") if part]
            words = f"{name}, {'print bras' if reader.language == 'cy' else 'large print'}" if large else name
            found.append((words, address + ("?" + "&".join(asked) if asked else ""), reader.language))
    return found


def _written(engagement: Any, reader: Reader) -> Reader:
    """The reader's choice where the questions are written so; standard English where not, so that a form is of one kind throughout."""
    easy = reader.style != "easy" or (reader.language == "en" and engagements.summary(engagement).easy)
    there = easy and reader.language in engagement.version.questionnaire.languages
    return reader if there else Reader()


def _offered(slug: str) -> Any:
    found = engagements.find(slug)
    if found is None or found.state == State.DRAFT or not queries.offered(found):
        raise Http404
    return found
