"""The pages of a code: the receipt, what was saved, what is held about somebody, and being forgotten. A code stands in no address."""

import json
from typing import Any

from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.site.access import public
from folkmoot.site.engagement import codes, domain, queries, receipts
from folkmoot.site.engagement.answering import LONGEST_CODE, answer_words
from folkmoot.site.engagement.code_wording import CODE_WORDING
from folkmoot.site.engagement.mine import held_by_code
from folkmoot.site.engagement.public_page import RECEIPT_COOKIE, RECEIPT_SECONDS, SAVED_COOKIE, draw, engagement_at
from folkmoot.site.renditions import Reader


@public
@require_safe
@never_cache
def receipt(request: HttpRequest, slug: str) -> HttpResponse:
    """The receipt of what was just sent. It stands in no address: addresses are logged."""
    engagement = engagement_at(slug)
    try:
        kept, already, *by_staff = request.get_signed_cookie(RECEIPT_COOKIE, "", salt=engagement.slug, max_age=RECEIPT_SECONDS).split("/")
    except (BadSignature, ValueError):
        kept, already, by_staff = "", "", []
    context = {"code": kept, "already": already == "already", "next": queries.next_place(engagement, kept)}
    context["by_staff"] = bool(by_staff)
    return draw(request, "receipt", engagement, context)


@public
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def forget(request: HttpRequest, slug: str) -> HttpResponse:
    """Erase who gave a response, by the code on its receipt, or who was invited, by the code in their letter."""
    engagement = engagement_at(slug)
    context: dict[str, Any] = {"error": {}, "code": "", "done": None}
    if request.method == "POST":
        context["code"] = request.POST.get("code", "")
        kept = receipts.read(context["code"])
        if kept is None and not codes.read(context["code"]):
            context["error"] = CODE_WORDING["no_such_code"]
        elif kept is None:
            context["done"] = "erased" if domain.forget_invited(engagement=engagement, code=context["code"]) else "nothing"
        else:
            context["done"] = "erased" if domain.forget_person(engagement=engagement, receipt=kept) else "nothing"
    return draw(request, "forget", engagement, context, status=400 if context["error"] else 200)


@public
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest, slug: str) -> HttpResponse:
    """What is held about whoever has a code, on a page or as a file. The code stands in no address."""
    engagement = engagement_at(slug)
    code = request.POST.get("code", "")[:LONGEST_CODE]
    held = held_by_code(engagement, code) if code else None
    if held is not None and request.POST.get("go") == "file":
        sent = HttpResponse(json.dumps(held.as_data(Reader.of(request)), ensure_ascii=False, indent=1), content_type="application/json")
        sent["Content-Disposition"] = f'attachment; filename="{engagement.slug}-about-me.json"'
        return sent
    error = {} if held is not None or request.method != "POST" else CODE_WORDING["nothing_held"]
    answers = [(question.text, answer_words(question, answer, Reader.of(request))) for question, answer in held.answers] if held else []
    return draw(request, "mine", engagement, {"held": held, "answers": answers, "code": code, "error": error}, status=400 if error else 200)


@public
@require_safe
@never_cache
def saved_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The code that opens what was just saved. It stands in no address."""
    engagement = engagement_at(slug)
    try:
        code = request.get_signed_cookie(SAVED_COOKIE, "", salt=engagement.slug, max_age=RECEIPT_SECONDS)
    except BadSignature:
        code = ""
    return draw(request, "saved", engagement, {"code": code})
