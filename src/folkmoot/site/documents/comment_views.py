"""The public pages of drafts out for comment: read one, comment on it, and see what everyone said and what came of it."""

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.site.access import public
from folkmoot.site.acting import attempt
from folkmoot.site.documents import domain, queries
from folkmoot.site.documents.comment_form import CommentForm
from folkmoot.site.documents.kinds import KINDS, Kind
from folkmoot.site.documents.models import CommentRound, Document
from folkmoot.site.documents.views import public_document, public_page, round_page
from folkmoot.site.errors import NotNow, too_many
from folkmoot.site.guarded_form import TRAP
from folkmoot.site.renditions import Reader, render

DONE = {
    False: "We received your comment. It is number {number}. It stands here once a member of staff has read it. "
    "Write the number down: with it you can ask us to erase what you wrote.",
    True: "We had already received your comment. It is number {number}. It was not kept twice.",
}


@public
@require_safe
def draft(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A draft as it was put out, with what people said."""
    found = public_document(slug)
    return round_page(request, found, _round(found, number))


@public
@require_safe
def comments(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything people said of the drafts of a document, and what came of it."""
    found = public_document(slug)
    shown = [queries.round_shown(put_out) for put_out in reversed(queries.rounds(found))]
    context = {"document": found, "facts": KINDS[Kind(found.kind)], "title": queries.titles(found), "rounds": shown}
    return public_page(request, "documents/comments.jinja", context)


@public
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True)  # not "no-store": a browser's own Back must still find what someone typed
def comment(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Comment on a draft; `?clause=` chooses the clause."""
    found = public_document(slug)
    put_out = _round(found, number)
    if not queries.is_open(put_out):
        raise NotNow("Comments on this draft have ended. Its page shows what people said.")
    reader = Reader.of(request)
    clauses = [(c["id"], f"{at}. {render(c['heading'], reader).words}") for at, c in enumerate(put_out.content["clauses"], 1)]
    form = CommentForm(
        request.POST if request.method == "POST" else None,
        clauses=clauses,
        salt=f"documents.{slug}.{number}",
        initial={"clause": request.GET.get("clause", "")[:20]},
    )
    if form.is_bound and form.is_valid():
        if not ratelimit.consume(request, action="document_commented"):
            return too_many(request)
        typed = {name: form.cleaned_data[name] for name in ("clause", "words", "name", "contact")}
        received = attempt(form, lambda: domain.receive_comment(put_out=put_out, receipt=form.receipt, **typed))
        if received is not None:
            messages.success(request, DONE[received.already].format(number=received.number))
            return redirect(reverse("documents:draft", args=[slug, number]) + reader.query)
    context = {"document": found, "put_out": put_out, "form": form, "trap": TRAP, "content": put_out.content}
    return public_page(request, "documents/comment.jinja", context, status=400 if form.errors else 200)


def _round(found: Document, number: int) -> CommentRound:
    put_out = found.rounds.filter(number=number).first()
    if put_out is None:
        raise Http404
    return put_out
