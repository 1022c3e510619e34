"""The public pages: the panels, one of them, joining it, and what its members were told. What a member sees is in member_views.py."""

import logging
import smtplib
from collections.abc import Mapping
from functools import partial
from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature
from django.core.validators import validate_email
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.shortcuts import render as page
from django.urls import reverse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.site.access import public
from folkmoot.site.acting import attempt
from folkmoot.site.errors import too_many
from folkmoot.site.guarded_form import TRAP
from folkmoot.site.mail import is_set_up
from folkmoot.site.panel import domain, queries
from folkmoot.site.panel.forms import JoinForm, about_in
from folkmoot.site.panel.mails import link_mail
from folkmoot.site.panel.membership import Joined
from folkmoot.site.panel.models import Panel
from folkmoot.site.panel.over_time import over_time as statements_over_time
from folkmoot.site.panel.wording import PANEL
from folkmoot.site.renditions import Reader, in_language, render

COOKIE = "panel"
COOKIE_SECONDS = 600
logger = logging.getLogger(__name__)


@public
@require_safe
def panels(request: HttpRequest) -> HttpResponse:
    """Every panel."""
    return shown(request, "panels", {"panels": queries.panels()})


@public
@require_safe
def panel(request: HttpRequest, slug: str) -> HttpResponse:
    """What a panel is, how often people are asked at most, who shares it, and what happened with what they said."""
    return shown(request, "panel", {"page": queries.page_of(panel_at(slug))})


@public
@require_safe
def news(request: HttpRequest, slug: str) -> HttpResponse:
    """What members said, and what happened."""
    found = panel_at(slug)
    return shown(request, "news", {"panel": found, "news": queries.news_of(found)})


@public
@require_safe
def over_time(request: HttpRequest, slug: str) -> HttpResponse:
    """What members said wave after wave, from published results."""
    found = panel_at(slug)
    return shown(request, "over_time", {"panel": found, "statements": statements_over_time(found)})


@public
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True)  # not "no-store": a browser's own Back must still find what someone typed
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Join a panel."""
    found, reader = panel_at(slug), Reader.of(request)
    form = JoinForm(request.POST or None, panel=found, reader=reader)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="panel_joined"):
            return too_many(request)
        typed = form.cleaned_data
        given = {"name": typed["name"], "contact": typed["contact"], "ways": typed["ways"]}
        joined = attempt(form, lambda: domain.join_panel(panel=found, about=about_in(form, found), **given))
        if joined is not None:
            _mail_link(request, typed["contact"].strip(), joined, reader)
            return _joined(request, slug, joined)
    return shown(request, "join", {"panel": found, "form": form, "trap": TRAP}, status=400 if form.errors else 200)


@public
@require_safe
@never_cache
def joined(request: HttpRequest, slug: str) -> HttpResponse:
    """The private link of who has just joined. It is the same page whether or not they had joined before."""
    try:
        token = request.get_signed_cookie(COOKIE, "", salt=COOKIE, max_age=COOKIE_SECONDS)
    except BadSignature:
        token = ""
    link = request.build_absolute_uri(reverse("panel:mine", args=[token])) if token else ""
    return shown(request, "joined", {"panel": panel_at(slug), "token": token, "link": link})


def panel_at(slug: str) -> Panel:
    """The panel at an address. Raises Http404."""
    found = queries.panel_at(slug)
    if found is None:
        raise Http404
    return found


def shown(request: HttpRequest, name: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """A public page, in the rendition its reader asked for."""
    reader = Reader.of(request)
    round_it = {
        "tell": partial(render, reader=reader),
        "spoken": partial(in_language, reader=reader),
        "keep": reader.query,
        "wording": PANEL,
        "reader": reader,
    }
    answer = page(request, f"panel/{name}.jinja", {**round_it, **context}, status=status)
    if "token" in context:
        answer["X-Robots-Tag"] = "noindex"
    return answer


def _joined(request: HttpRequest, slug: str, joined: Joined) -> HttpResponse:
    address = reverse("panel:joined", args=[slug])
    sent = redirect(address + Reader.of(request).query)
    kept = {"salt": COOKIE, "max_age": COOKIE_SECONDS, "path": address, "httponly": True, "samesite": "Lax"}
    sent.set_signed_cookie(COOKIE, joined.token, secure=settings.SESSION_COOKIE_SECURE, **kept)
    return sent


def _mail_link(request: HttpRequest, contact: str, joined: Joined, reader: Reader) -> None:
    """Sends the link where mail is set up and the contact is an address. The page says nothing of it, so that it tells nothing."""
    if not is_set_up(settings.MAILERS):
        return
    try:
        validate_email(contact)
        address = request.build_absolute_uri(reverse("panel:mine", args=[joined.earlier or joined.token]))
        link_mail(to=contact, joined=joined, reader=reader, address=address).send()
    except ValidationError:
        return
    except (OSError, smtplib.SMTPException, ValueError) as failed:
        logger.warning("a member's link could not be mailed: %s", type(failed).__name__)
