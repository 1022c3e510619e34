"""The peer: a bare Django view of the same 18 questions that writes the same rows, with no check but that each answer is in the list."""

import datetime as dt
import uuid

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from jinja2 import Environment

from benchmarks.engagement_survey import KEYS, OPTIONS, SLUG
from folkmoot.site.access import public
from folkmoot.site.audit.models import Event
from folkmoot.site.engagement.models import Arrival, Engagement, Response
from folkmoot.site.urls import urlpatterns as site

PAGE = Environment(autoescape=True).from_string(
    """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Survey</title></head><body><h1>Survey</h1>
<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="{{ token }}">
<input type="hidden" name="receipt" value="{{ receipt }}">
{% for key in keys %}<fieldset><legend>Question {{ key }}</legend>
{% for option in options %}
<label><input type="radio" name="answer-{{ key }}" value="{{ option }}"> {{ option }}</label>{% endfor %}</fieldset>
{% endfor %}<button>Send</button></form></body></html>"""
)


@public
def bare(request: HttpRequest) -> HttpResponse:
    """Show the questions, or keep the answers."""
    if request.method != "POST":
        return HttpResponse(PAGE.render(token=get_token(request), receipt=uuid.uuid4(), keys=KEYS, options=OPTIONS))
    answers = {key: request.POST[f"answer-{key}"] for key in KEYS}
    if not set(answers.values()) <= set(OPTIONS):
        return HttpResponse("Choose one of the answers.", status=400)
    now = timezone.now()
    with transaction.atomic():
        kept = Response.objects.create(
            engagement=Engagement.objects.get(slug=SLUG),
            receipt=request.POST["receipt"],
            answers=answers,
            attributes={},
            mode="online",
            language="en",
            style="standard",
            given_at=now,
        )
        for _ in ("from a place", "the same answers"):
            Arrival.objects.create(place=uuid.uuid4().hex, hour=now - dt.timedelta(minutes=now.minute), count=1)
        Event.objects.create(
            at=now,
            actor="participant",
            verb="response.received",
            subject=f"response:{kept.pk}",
            detail={"mode": "online", "step": "once"},
            previous=uuid.uuid4().hex,
            hash=uuid.uuid4().hex,
        )
    return redirect("/")


urlpatterns = [path("bare", bare), *site]
