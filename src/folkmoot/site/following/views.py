"""The pages: ask to be told, confirm, see and change what one follows, stop. All work without an account."""

import logging
import smtplib
from collections.abc import Mapping
from functools import partial
from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.shortcuts import render as page
from django.urls import reverse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.site.access import public
from folkmoot.site.acting import attempt
from folkmoot.site.errors import too_many
from folkmoot.site.following import domain, queries
from folkmoot.site.following.forms import AskForm, FollowForm
from folkmoot.site.following.mails import link_mail
from folkmoot.site.following.models import Follow
from folkmoot.site.following.wording import PAGE, one_by_one
from folkmoot.site.initiatives.queries import TOPICS
from folkmoot.site.mail import is_set_up
from folkmoot.site.renditions import Reader, render

NOT_SENT = "We could not send the link, so nothing was kept. Check the address, or try again in an hour."
logger = logging.getLogger(__name__)


@public
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True)  # not "no-store": a browser's own Back must still find what someone typed
def follow(request: HttpRequest) -> HttpResponse:
    """Choose what to be told of, and give an address: a link goes there, and nothing else before it was used. `?initiative=`, `?topic=`,
    `?organisation=` and `?area=` tick one box."""
    reader = Reader.of(request)
    choices = queries.Choices(reader, named=[*request.GET.getlist("initiative"), *request.POST.getlist("initiative")])
    if not is_set_up(settings.MAILERS):
        return _page(request, "follow", {"form": None, "organisations": choices.of[Follow.Kind.ORGANISATION]})
    if request.method == "POST":
        form = AskForm(request.POST, choices=choices)
        if form.is_valid():
            if not ratelimit.consume(request, action="follow_asked"):
                return too_many(request)
            if _ask(request, form, choices):
                return redirect(reverse("following:asked") + reader.query)
    else:
        ticked = [(kind, key) for kind in Follow.Kind.values if choices.has((kind, key := request.GET.get(kind, "")))]
        form = AskForm(initial=AskForm.starting(ticked, reader), choices=choices)
    context = {"form": form, "choices": choices, "organisations": choices.of[Follow.Kind.ORGANISATION]}
    return _page(request, "follow", context, status=400 if form.errors else 200)


@public
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """What to do next. It is the same for everyone, so that nobody learns who follows anything."""
    return _page(request, "asked", {})


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def following(request: HttpRequest, token: str) -> HttpResponse:
    """What the holder of a link follows. Confirming is a button: programs that open every link in a mail must not say yes for anyone."""
    held = queries.following(token)
    if held is None:
        return _page(request, "nothing", {}, status=404)
    if request.method == "POST" and request.POST.get("go") == "confirm":
        kept = domain.confirm(token=token)
        messages.success(request, "You follow this now. We write to you when something happens.")
        return redirect(reverse("following:following", args=[kept]) + Reader.of(request).query)
    named = [*(key for kind, key in held.chosen if kind == Follow.Kind.INITIATIVE), *request.POST.getlist("initiative")]
    choices = queries.Choices(Reader.of(request), named=named)
    if not held.confirmed:
        return _page(request, "confirm", {"token": token, "follows": [choices.words(one) for one in held.chosen]})
    form = FollowForm(request.POST or None, initial=FollowForm.starting(held.chosen, held.reader), choices=choices)
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: domain.change(token=token, chosen=form.chosen, reader=form.reader))
        if not form.errors:
            messages.success(request, "It is changed.")
            return redirect(reverse("following:following", args=[token]) + Reader.of(request).query)
    context = {"form": form, "choices": choices, "token": token, "follows": [choices.words(one) for one in held.chosen]}
    return _page(request, "mine", context, status=400 if form.errors else 200)


@public
@csrf_exempt  # a mail program stops the mails with a bare POST (RFC 8058); the token is what says that it may
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the mails and delete the address: at once by POST, after one button by GET. Once more does no harm."""
    if request.method == "POST":
        domain.stop(token=token)
        return _page(request, "stopped", {})
    return _page(request, "stop" if queries.following(token) else "stopped", {"token": token})


def _ask(request: HttpRequest, form: AskForm, choices: queries.Choices) -> bool:
    """Whether the link was sent, or needed no sending; else the form says why not."""
    email = form.cleaned_data["email"]
    token = attempt(form, lambda: domain.ask_to_follow(email=email, chosen=form.chosen, reader=form.reader))
    if form.errors:
        return False
    if token:
        follows = [choices.words(one) for one in form.chosen]
        site = request.build_absolute_uri("/").rstrip("/")
        try:
            link_mail(to=email.strip(), token=token, follows=follows, reader=form.reader, site=site).send()
        except (OSError, smtplib.SMTPException, ValueError) as failed:  # ValueError: Django cannot write to such an address
            logger.warning("a link could not be mailed: %s", type(failed).__name__)
            domain.stop(token=token)
            form.add_error("email" if isinstance(failed, (ValueError, smtplib.SMTPRecipientsRefused)) else None, NOT_SENT)
    return not form.errors


def _page(request: HttpRequest, name: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    reader = Reader.of(request)
    round_it = {"tell": partial(render, reader=reader), "keep": reader.query, "wording": PAGE, "one_by_one": one_by_one, "topics": TOPICS}
    answer = page(request, f"following/{name}.jinja", {**round_it, **context}, status=status)
    if "token" in context:
        answer["X-Robots-Tag"] = "noindex"
    return answer
