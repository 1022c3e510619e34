"""The staff's pages of frames and draws."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from folkmoot.site.access import staff
from folkmoot.site.acting import act
from folkmoot.site.errors import NotNow
from folkmoot.site.people.rules import require
from folkmoot.site.reading_in import Reading, read_in
from folkmoot.site.sampling import domain, queries
from folkmoot.site.sampling.forms import DrawForm, FrameForm
from folkmoot.site.sampling.models import Draw, Frame


@staff
@require_safe
def frames(request: HttpRequest) -> HttpResponse:
    """The lists that samples can be drawn from."""
    require(request.user, "engagement.run", None)
    return render(request, "sampling/frames.jinja", {"frames": queries.frames_of(request.user)})


@staff
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def import_frame(request: HttpRequest) -> HttpResponseBase:
    """Read a list in. The page says how far it is while it is read, without a script."""
    require(request.user, "engagement.run", None)
    form = FrameForm(request.POST or None, request.FILES or None, user=request.user)
    page = Reading(
        what="list",
        kept="list",
        form="sampling/import.jinja",
        progress="sampling/importing.jinja",
        again=reverse("sampling:import"),
        then="Look at it, and draw a sample",
        address=lambda made: reverse("sampling:frame", args=[made.pk]),
    )
    return read_in(request, form, lambda: domain.import_frame(by=request.user, **form.described), page)


@staff
@require_safe
def frame(request: HttpRequest, frame_id: int) -> HttpResponse:
    """One list: what is kept of it, what was drawn from it, and what can be done next."""
    found = _frame(request, frame_id)
    context = {
        "frame": found,
        "columns": queries.columns_of(found),
        "draws": [(one, queries.chosen(one)) for one in queries.draws_of(found)],
    }
    return render(request, "sampling/frame.jinja", context)


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def draw(request: HttpRequest, frame_id: int) -> HttpResponse:
    """Draw a sample."""
    found = _frame(request, frame_id)
    form = DrawForm(request.POST or None, frame=found, draws=queries.draws_of(found))
    return act(
        request,
        form,
        lambda: domain.draw_sample(by=request.user, frame=found, **form.described),
        done="The sample is drawn. Choose it when you configure an engagement.",
        to=lambda made: reverse("sampling:drawn", args=[made.pk]),
        heading=f"Draw a sample from {found.name}",
        button="Draw this sample",
        intro=[f"{found.rows:,} rows. What is drawn stays on record with its seed, and can be drawn again to check it."],
    )


@staff
@require_safe
def drawn(request: HttpRequest, draw_id: int) -> HttpResponse:
    """How a sample was drawn, and inviting those drawn."""
    found = _draw(request, draw_id)
    context = {
        "draw": found,
        "chosen": queries.chosen(found),
        "left": queries.people_left(found),
        "engagements": queries.engagements_asking(found),
    }
    return render(request, "sampling/drawn.jinja", context)


@staff
@require_POST
def again(request: HttpRequest, draw_id: int) -> HttpResponse:
    """Draw it again from its seed, and say whether the same rows come."""
    found = _draw(request, draw_id)
    try:
        if domain.drawn_again(found):
            messages.success(request, "Drawn again from its seed, the same rows come.")
        else:
            messages.error(request, "Drawn again from its seed, other rows come. Tell whoever looks after this installation.")
    except NotNow as refused:
        messages.error(request, str(refused))
    return redirect("sampling:drawn", draw_id)


@staff
@require_POST
def invite(request: HttpRequest, draw_id: int, slug: str) -> HttpResponse:
    """Give everyone drawn a code for an engagement."""
    found = _draw(request, draw_id)
    to = next((one for one in queries.engagements_asking(found) if one.slug == slug), None)
    if to is None:
        raise Http404
    try:
        invited = domain.invite_drawn(by=request.user, drawn=found, to=to)
        messages.success(request, f"{invited.added:,} people are invited. {invited.already:,} were invited before.")
    except (ValidationError, NotNow) as refused:
        messages.error(request, " ".join(getattr(refused, "messages", [str(refused)])))
        return redirect("sampling:drawn", draw_id)
    return redirect("engagement:codes", slug)


@staff
@require_POST
def discard(request: HttpRequest, frame_id: int) -> HttpResponse:
    """Delete a list's rows now."""
    domain.discard_frame(by=request.user, frame=_frame(request, frame_id))
    messages.success(request, "The rows of the list are deleted, with who stood in them.")
    return redirect("sampling:frame", frame_id)


def _frame(request: HttpRequest, frame_id: int) -> Frame:
    found = queries.frame(frame_id)
    if found is None:
        raise Http404
    require(request.user, "engagement.run", found.organisation)
    return found


def _draw(request: HttpRequest, draw_id: int) -> Draw:
    found = queries.draw(draw_id)
    if found is None:
        raise Http404
    require(request.user, "engagement.run", found.frame.organisation)
    return found
