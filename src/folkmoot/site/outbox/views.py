"""The page on which somebody opts out, and the one on which staff write to those who are invited."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.shortcuts import render as page
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.site.access import public, staff
from folkmoot.site.acting import attempt
from folkmoot.site.engagement import queries as engagements
from folkmoot.site.outbox import domain, queries
from folkmoot.site.outbox.forms import OptOutForm
from folkmoot.site.outbox.letters import batch_pdf
from folkmoot.site.outbox.models import Kind
from folkmoot.site.outbox.wording import PAGE
from folkmoot.site.people.rules import require
from folkmoot.site.renditions import Reader, render


@public
@csrf_exempt  # a mail program opts out with a bare POST (RFC 8058); the token is what says that it may
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def out(request: HttpRequest, token: str) -> HttpResponse:
    """Opt out: at once by POST, after one button by GET. The page is the same for a link that leads to nobody (any more)."""
    reader, done = Reader.of(request), request.method == "POST"
    if done:
        domain.opt_out(token=token)
    context = {"tell": partial(render, reader=reader), "keep": reader.query, "wording": PAGE, "token": token, "done": done}
    answer = page(request, "outbox/out.jinja", context)
    answer["X-Robots-Tag"] = "noindex"
    return answer


@staff
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """Where an engagement's invitations stand; queue them, print the letters, and record who wants no more."""
    held = _engagement(request, slug)
    going = request.POST.get("go", "")
    form = OptOutForm(request.POST if going == "out" else None)
    if going == "out" and form.is_valid():
        attempt(form, lambda: domain.record_opt_out(by=request.user, engagement=held, code=form.cleaned_data["code"]))
        done = "It is recorded. They are not written to again."
    elif going == "print":
        made = domain.print_letters(by=request.user, engagement=held)
        done = f"Batch {made.number} is made. Open it below to print it."
    elif going in set(Kind):
        done = _words(domain.queue_invitations(by=request.user, engagement=held, kind=going))
    elif request.method == "POST" and going != "out":
        raise ValidationError("Press one of the buttons on the page.")
    if request.method == "POST" and not form.errors:
        messages.success(request, done)
        return redirect("outbox:desk", slug)
    context = {"engagement": held, "desk": queries.desk(held), "form": form, "open": held.state == "open"}
    return page(request, "outbox/desk.jinja", context, status=400 if form.errors else 200)


@staff
@never_cache
@require_safe
def batch(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The letters of a batch, to print: as often as the printer needs."""
    held = _engagement(request, slug)
    found = queries.batch(held, number)
    made = batch_pdf(found, site=request.build_absolute_uri("/").rstrip("/")) if found else None
    if made is None:
        raise Http404("No letter of this batch is to be sent any more.")
    name = f"letters-{slug}-{number}.pdf"
    return HttpResponse(made, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _engagement(request: HttpRequest, slug: str) -> Any:
    found = engagements.find(slug)
    if found is None:
        raise Http404
    require(request.user, "engagement.run", found.initiative.lead)
    return found


def _words(queued: domain.Queued) -> str:
    words = f"E-mails waiting to be sent: {queued.mails}. Letters waiting to be printed: {queued.letters}."
    return f"{words} People who left no address: {queued.unreachable}." if queued.unreachable else words
