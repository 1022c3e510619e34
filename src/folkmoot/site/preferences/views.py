"""The public pages: choose, the reference, see and change what was chosen, and the numbers. Nothing typed stands in an address."""

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.shortcuts import render as page
from django.urls import reverse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.record.preferences import Choice
from folkmoot.site.access import public
from folkmoot.site.errors import too_many
from folkmoot.site.initiatives.queries import TOPICS
from folkmoot.site.preferences import domain, queries
from folkmoot.site.preferences.forms import ActingForm, ChoicesForm, FirstChoicesForm, WhoForm
from folkmoot.site.preferences.models import CHOICE_WORDS, STATE_WORDS
from folkmoot.site.preferences.receipts import receipt_of
from folkmoot.site.preferences.wording import CHOICES, FAMILIES, NO_CHOICE, WORDING
from folkmoot.site.references import PREFERENCE, aloud, written
from folkmoot.site.renditions import Reader, render

COOKIE = "preferences"
COOKIE_SECONDS = 600


@public
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True)  # not "no-store": a browser's own Back must still find what someone typed
def give(request: HttpRequest) -> HttpResponse:
    """Choose, say who it is about, check, save. Nothing is stored before `go=save`."""
    reader = Reader.of(request)
    go = request.POST.get("go", "check")
    if request.method != "POST" or go == "back":
        typed = request.POST.dict()
        forms = (FirstChoicesForm(initial=typed, reader=reader), WhoForm(initial=typed), ActingForm(initial=typed))
        return _page(request, "give", {"choices": forms[0], "who": forms[1], "acting": forms[2]})
    choices, who, acting = FirstChoicesForm(request.POST, reader=reader), WhoForm(request.POST), ActingForm(request.POST)
    if not all([choices.is_valid(), who.is_valid(), acting.is_valid()]):
        return _page(request, "give", {"choices": choices, "who": who, "acting": acting}, status=400)
    reference = PREFERENCE.read(request.POST.get("reference", ""))
    if go == "save" and reference:
        if not ratelimit.consume(request, action="preference_given"):
            return too_many(request)
        new = domain.give_preferences(reference=reference, choices=choices.chosen, who=who.who, proxy=acting.proxy, reader=reader)
        return _sent(request, reference, new=new)
    travelling = {name: request.POST.get(name, "") for form in (choices, who, acting) for name in form.fields}
    travelling["reference"] = reference or PREFERENCE.new()
    context = {"chosen": choices.chosen, "who": who.who, "proxy": acting.proxy, "authority": dict(acting.fields["acting"].choices)}
    return _page(request, "check", context | {"travelling": travelling})


@public
@require_safe
@never_cache
def received(request: HttpRequest) -> HttpResponse:
    """The reference of what was just sent. It stands in no address: addresses are logged."""
    try:
        kept, already = request.get_signed_cookie(COOKIE, "", salt=COOKIE, max_age=COOKIE_SECONDS).split("/")
    except (BadSignature, ValueError):
        kept, already = "", ""
    return _page(request, "received", {"reference": kept, "already": already == "already"})


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """See, change, take back and erase, with the reference; and the receipt to print or to keep as a file."""
    typed = request.POST.get("reference", "")
    if request.method != "POST":
        return _page(request, "reference", {"error": "", "typed": ""})
    reference = PREFERENCE.read(typed)
    if reference is None:
        return _page(request, "reference", {"error": PREFERENCE.wrong, "typed": typed[:60]}, status=400)
    if not ratelimit.consume(request, action="preference_guessed", dry_run=True):
        return too_many(request)
    held = queries.mine(reference)
    if held is None:
        ratelimit.consume(request, action="preference_guessed")
        return _page(request, "reference", {"error": domain.NO_SUCH_REFERENCE, "typed": typed[:60]}, status=400)
    if request.POST.get("go") == "receipt-json":
        made = json.dumps(receipt_of(held, _address(request)), indent=1, ensure_ascii=False)
        headers = {"Content-Disposition": 'attachment; filename="preferences-receipt.jsonld"'}
        return HttpResponse(made, content_type="application/ld+json", headers=headers)
    return _held(request, reference, held)


@public
@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """How many people chose what, and what bodies answered."""
    context = {"numbers": queries.numbers(), "months": queries.by_month(), "reasons": queries.published_reasons()}
    return _page(request, "numbers", context)


def _held(request: HttpRequest, reference: str, held: queries.Mine) -> HttpResponse:
    """What someone who has a right reference asked for."""
    go = request.POST.get("go", "see")
    context: dict[str, Any] = {"reference": reference, "held": held, "done": ""}
    if go in {"receipt", "erase"}:
        return _page(request, "receipt" if go == "receipt" else "erase", context)
    if go == "erase-now":
        domain.erase_identity(reference=reference, reader=Reader.of(request))
        return _mine(request, context, "Your identity details are erased. Nobody can be found by them any more.")
    if go not in {"check", "save"}:
        return _mine(request, context)
    form = ChoicesForm(request.POST, reader=Reader.of(request))
    if not form.is_valid():
        return _mine(request, context, form=form)
    if go == "save":
        steps = domain.change_preferences(reference=reference, choices=form.wanted, reader=Reader.of(request))
        return _mine(request, context, "It is saved." if steps else "It was saved already. Nothing was changed twice.")
    now = {family: stands.choice for family, stands in held.standing.items()}
    changes = [(family, now.get(family), wanted) for family, wanted in form.wanted.items() if wanted != now.get(family)]
    if not changes:
        return _mine(request, context, "Nothing would change: these are your choices now.")
    travelling = {family: request.POST.get(family, "") for family in TOPICS} | {"reference": reference}
    return _page(request, "check_change", {"changes": changes, "travelling": travelling})


def _mine(request: HttpRequest, context: Mapping[str, Any], done: str = "", form: ChoicesForm | None = None) -> HttpResponse:
    held = queries.mine(context["reference"])
    initial = {family: stands.choice.value for family, stands in held.standing.items()} if held else {}
    choices = form or ChoicesForm(initial=initial, reader=Reader.of(request))
    return _page(request, "mine", {**context, "held": held, "done": done, "choices": choices}, status=400 if form else 200)


def _sent(request: HttpRequest, reference: str, *, new: bool) -> HttpResponse:
    sent = redirect(reverse("preferences:received") + Reader.of(request).query)
    sent.set_signed_cookie(
        COOKIE,
        f"{reference}/{'new' if new else 'already'}",
        salt=COOKIE,
        max_age=COOKIE_SECONDS,
        path=reverse("preferences:received"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return sent


def _address(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("preferences:mine"))


def _page(request: HttpRequest, name: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    reader = Reader.of(request)
    round_it = {
        "tell": partial(render, reader=reader),
        "keep": reader.query,
        "wording": WORDING,
        "families": FAMILIES,
        "topics": TOPICS,
        "choice_words": CHOICES | {None: NO_CHOICE},
        "short": CHOICE_WORDS,
        "states": STATE_WORDS,
        "options": tuple(Choice),
        "written": written,
        "aloud": aloud,
        "address": _address(request),
    }
    return page(request, f"preferences/{name}.jinja", {**round_it, **context}, status=status)
