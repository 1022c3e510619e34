"""Answering, in the browser and without a script: the first page, the questions, and what is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.site import guarded_form
from folkmoot.site.access import public, staff
from folkmoot.site.addresses import address
from folkmoot.site.engagement import arrivals, codes, domain, queries, receipts, saved
from folkmoot.site.engagement.answering import LONGEST_CODE, Sitting, answers_shown, questions_shown
from folkmoot.site.engagement.forms import EnterForm
from folkmoot.site.engagement.methods import METHODS
from folkmoot.site.engagement.methods.survey_config import OF_AGE
from folkmoot.site.engagement.models import Engagement, Response
from folkmoot.site.engagement.places import place_of
from folkmoot.site.engagement.public_page import RECEIPT_COOKIE, SAVED_COOKIE, draw, engagement_at, reader_here, way_to, with_cookie
from folkmoot.site.engagement.responses import NothingAnswered
from folkmoot.site.engagement.staff_views import engagement_of
from folkmoot.site.engagement.wording import WORDING
from folkmoot.site.engagement.words import closed_to_answers, over
from folkmoot.site.errors import NotNow, Refused, texts_of
from folkmoot.site.evidence import queries as evidence
from folkmoot.site.paper import queries as paper
from folkmoot.site.renditions import Texts, in_language


@public
@require_safe
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """What it is for, who sees the answers, how long it takes, and when it closes."""
    return _start(request, engagement_at(slug), request.GET.get("code", "")[:LONGEST_CODE])


def _start(request: HttpRequest, engagement: Engagement, code: str = "", error: Texts | None = None) -> HttpResponse:
    context = {
        "code": code,
        "error": error,
        "asks_code": queries.asks_code(engagement),
        "only_by_code": engagement.config.get("entry") == "invited",
        "summary": queries.summary(engagement),
        "who_sees": engagement.config["who_sees"],
        "next_words": queries.next_words(engagement),
        "is_over": over(engagement, timezone.localdate()),
        "on_paper": paper.offered(engagement),
        "is_published": engagement.slug in evidence.published_slugs(engagement.initiative_id),
    }
    return draw(request, "start", engagement, context, status=400 if error else 200)


def _begin(request: HttpRequest, engagement: Engagement, code: str) -> HttpResponse:
    """Someone comes with a code, or with none: to the first page of the step that is theirs now."""
    if closed_to_answers(engagement, timezone.localdate()):
        return _start(request, engagement)
    if codes.read(code, codes.SAVED) and (fields := saved.opened(engagement=engagement, code=code)) is not None:
        return show_page(request, engagement, Sitting.read(engagement.version.questionnaire, fields))
    try:
        place = place_of(engagement, code, timezone.localdate())
    except Refused as refused:
        return _start(request, engagement, code, refused.texts)
    if not place.step:
        return _start(request, engagement, code, place.why_not)
    return show_page(request, engagement, Sitting.new(engagement.version.questionnaire, step=place.step, code=code))


@public
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True)  # not "no-store": a browser's own Back must still find what someone typed
def answer(request: HttpRequest, slug: str) -> HttpResponse:
    """The questions, a page at a time, and the check page. Nothing is stored before `go=send`."""
    engagement = engagement_at(slug, queries.find_to_answer)
    if request.method != "POST":
        if closed_to_answers(engagement, timezone.localdate()) or place_of(engagement, "", timezone.localdate()).why_not:
            return redirect(way_to("engagement:start", engagement, request))
        return show_page(request, engagement, Sitting.new(engagement.version.questionnaire))
    if request.POST.get("go") == "begin":
        return _begin(request, engagement, request.POST.get("code", "").strip()[:LONGEST_CODE])
    return _go_on(request, engagement, Sitting.read(engagement.version.questionnaire, request.POST))


@staff
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True)
def enter(request: HttpRequest, slug: str) -> HttpResponse:
    """Staff type answers for someone: first how they came in, then the same pages."""
    engagement = engagement_of(request, slug)
    form = EnterForm(request.POST if request.POST.get("go") == "begin" else None)
    if form.is_valid():
        try:
            place = place_of(engagement, form.cleaned_data["code"], timezone.localdate())
        except Refused as refused:
            form.add_error("code", refused)
        else:
            why_not = closed_to_answers(engagement, timezone.localdate()) or place.why_not
            if not why_not:
                sitting = Sitting.new(engagement.version.questionnaire, step=place.step, code=form.cleaned_data["code"])
                sitting.mode, sitting.group_size = form.cleaned_data["mode"], form.cleaned_data["group_size"]
                return show_page(request, engagement, sitting)
            form.add_error("code", Refused(why_not))
    elif request.method == "POST" and not form.is_bound:
        sitting = Sitting.read(engagement.version.questionnaire, request.POST, by_staff=True)
        return _go_on(request, engagement, sitting)
    context = {"form": form, "heading": "Enter answers for someone", "button": "Go to the questions", "engagement": engagement}
    words = "Read each question out as it stands, or type what they wrote. Nothing is kept until you send it on the last page."
    return render(request, "engagement/staff_enter.jinja", {**context, "words": words}, status=400 if form.errors else 200)


def _go_on(request: HttpRequest, engagement: Engagement, sitting: Sitting) -> HttpResponse:
    """Where a button leads."""
    go = request.POST.get("go", "next")
    if go == "send" and sitting.checking:
        return _send(request, engagement, sitting)
    if go == "save" and not sitting.by_staff:
        return _save(request, engagement, sitting)
    return walk(request, engagement, sitting, go)


def walk(request: HttpRequest, engagement: Engagement, sitting: Sitting, go: str) -> HttpResponse:
    """From one page to another, as `go` says. Nothing is stored on the way."""
    if go.startswith("page-") and go[5:].isascii() and go[5:].isdigit() and len(go) < 10:
        sitting.go_to(int(go[5:]))
        return show_page(request, engagement, sitting)
    if go == "back":
        sitting.go_back()
        return show_page(request, engagement, sitting)
    if go == "stay" or sitting.checking:
        return show_page(request, engagement, sitting)
    here = {question.key for question in sitting.shown}
    errors = METHODS[engagement.method].collect(engagement, sitting.given, step=sitting.step).errors
    errors = {key: words for key, words in errors.items() if key in here}
    if not errors:
        sitting.go_on()
    return show_page(request, engagement, sitting, errors)


def _save(request: HttpRequest, engagement: Engagement, sitting: Sitting) -> HttpResponse:
    if why_not := closed_to_answers(engagement, timezone.localdate()):
        return draw(request, "not_sent", engagement, {"words": why_not}, status=409)
    fields, place = sitting.to_save(request.POST), arrivals.place_of(request)
    try:
        code = saved.save(engagement=engagement, fields=fields, code=sitting.saved, from_place=place)
    except Refused as refused:
        return show_page(request, engagement, sitting, {}, [refused.texts])
    return with_cookie(request, engagement, "engagement:saved", SAVED_COOKIE, code)


def _send(request: HttpRequest, engagement: Engagement, sitting: Sitting) -> HttpResponse:
    if sitting.trapped:
        return show_page(request, engagement, sitting, {}, [WORDING["trapped"]])
    seconds = None if sitting.by_staff else arrivals.seconds_since(sitting.begun)
    if not sitting.by_staff and (seconds is None or seconds < guarded_form.QUICKEST):
        sitting.begun = sitting.begun if seconds is not None else arrivals.new_token()
        return show_page(request, engagement, sitting, {}, [WORDING["not_ours" if seconds is None else "quick"]])
    try:
        received = domain.receive_response(
            engagement=engagement,
            receipt=sitting.receipt,
            given=sitting.given,
            reader=reader_here(request, engagement),
            name=sitting.name,
            contact=sitting.contact,
            how=replace(sitting.how, seconds=seconds, from_place="" if sitting.by_staff else arrivals.place_of(request)),
            by=request.user if sitting.by_staff else "participant",
        )
    except NothingAnswered as refused:
        return show_page(request, engagement, sitting, {}, [refused.texts], "#change-first")
    except ValidationError as refused:
        if not hasattr(refused, "error_dict"):
            return show_page(request, engagement, sitting, {}, texts_of(refused.error_list))
        errors = {key: texts_of(parts)[0] for key, parts in refused.error_dict.items()}
        sitting.go_to(min(sitting.page_of(key) for key in errors))
        return show_page(request, engagement, sitting, errors)
    except NotNow as refused:
        return draw(request, "not_sent", engagement, {"words": refused.texts}, status=409)
    saved.drop(sitting.saved)
    told = f"{receipts.code(sitting.receipt)}/{'already' if received.already else 'new'}{'/staff' if sitting.by_staff else ''}"
    return with_cookie(request, engagement, "engagement:receipt", RECEIPT_COOKIE, told)


def show_page(
    request: HttpRequest,
    engagement: Engagement,
    sitting: Sitting,
    errors: Mapping[str, Texts] | None = None,
    problems: Sequence[Texts] = (),
    problem_at: str = "#tell",
) -> HttpResponse:
    """The page where someone is, with what is wrong with it: `errors` by question, or `problems` with sending, put right at an anchor."""
    reader = reader_here(request, engagement)
    told = [in_language(texts, reader) for texts in problems]
    context: dict[str, Any] = {"sitting": sitting, "problems": told, "problem_at": problem_at}
    route = "engagement:enter" if sitting.by_staff else "engagement:answer"
    context["address"] = engagement.preview_at or address(route, engagement.slug)
    status = 400 if errors or problems else 200
    if sitting.checking:
        rights = Response.Authority.values if engagement.config.get("for_someone") else ()
        context |= {"authorities": [(right, in_language(WORDING[right or "own"], reader)) for right in rights]}
        context |= {"asks_age": engagement.config.get("youngest", OF_AGE) < OF_AGE}
        answers = METHODS[engagement.method].collect(engagement, sitting.given, step=sitting.step).answers
        return draw(request, "check", engagement, {**context, "answers": answers_shown(sitting, reader, answers)}, status)
    context["page"] = sitting.pages[sitting.at]
    context["questions"] = questions_shown(sitting, reader, errors or {}, WORDING["needed"], engagement.version.hash)
    return draw(request, "questions_page", engagement, context, status)
