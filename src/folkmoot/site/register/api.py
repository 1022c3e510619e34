"""The interface for programs, version 1: the register to be read, by anyone, without signing in."""

import json
from functools import cache
from typing import Annotated, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import NinjaAPI, Query, Status
from ninja.errors import ValidationError

from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.register import queries
from folkmoot.site.register.api_questions import InitiativesAsked
from folkmoot.site.register.api_shapes import InitiativePage, Organisations, Problem, WholeInitiative
from folkmoot.site.register.listed import listed

api = NinjaAPI(
    title="Folkmoot register",
    version="1",
    description=(
        "Every use of data on this site, to be read by programs. No key is needed. Nothing here names anyone of the public. "
        "For all of it at once take /register/initiatives.jsonl."
    ),
    urls_namespace="register:v1",
    docs_url=None,
    openapi_url=None,
)


@api.get(
    "/initiatives", response={200: InitiativePage, 400: Problem}, summary="Initiatives that fit, a page at a time", url_name="initiatives"
)
def initiatives_that_fit(request: HttpRequest, asked: Annotated[InitiativesAsked, Query()]) -> Status[dict[str, Any]]:
    """All choices together narrow the list. Without any it is the whole register."""
    if unknown := sorted(set(request.GET) - set(InitiativesAsked.model_fields)):
        return Status(
            400, {"problem": f"There is no choice called “{unknown[0]}”. Choose among: {', '.join(InitiativesAsked.model_fields)}."}
        )
    found = queries.find(asked.choices, number=asked.page, size=asked.size)
    site = _site(request)
    following = request.GET.copy()
    following["page"] = str(found.number + 1)
    page = {
        "total": found.total,
        "page": found.number,
        "pages": found.pages,
        "next": f"{site}{request.path}?{following.urlencode()}" if found.number < found.pages else None,
        "initiatives": listed(found.initiatives, site=site),
    }
    return Status(200, page)


@api.get("/initiatives/{slug:slug}", response={200: WholeInitiative, 404: Problem}, summary="One initiative", url_name="initiative")
def one_initiative(request: HttpRequest, slug: str) -> Status[dict[str, Any]]:
    """What the list says of it, with the published notice itself."""
    initiative = initiatives.by_slug(slug)
    if initiative is None:
        return Status(404, {"problem": "There is no initiative of that name here. GET /api/v1/initiatives lists them all."})
    site = _site(request)
    notice = initiatives.current_notice(initiative)
    whole = listed([initiative], site=site)[0] | {
        "document": notice.content if notice else None,
        "record": site + reverse("exports:record_json", args=[slug]),
        "label": site + reverse("initiatives:label_svg", args=[slug]),
    }
    return Status(200, whole)


@api.get("/organisations", response={200: Organisations}, summary="Organisations in any initiative", url_name="organisations")
def organisations(request: HttpRequest) -> dict[str, Any]:
    """Their slugs narrow the list of initiatives."""
    site = _site(request)
    found = [
        {"slug": o.slug, "name": o.name, "kind": o.kind, "address": site + reverse("people:organisation", args=[o.slug])}
        for o in queries.organisations()
    ]
    return {"total": len(found), "organisations": found}


@api.exception_handler(ValidationError)
def not_understood(request: HttpRequest, wrong: ValidationError) -> HttpResponse:
    """400 in words: which choice is wrong, and what it may be."""
    first = wrong.errors[0]
    name = next(str(part) for part in first["loc"] if part in InitiativesAsked.model_fields)
    allowed = first.get("ctx", {}).get("expected")
    why = str(first["msg"])
    words = f"“{name}” must be {allowed}." if allowed else f"“{name}” will not do: {why[:1].lower()}{why[1:]}."
    return api.create_response(request, {"problem": words}, status=400)


@cache
def openapi() -> dict[str, Any]:
    """The OpenAPI document of this version, as JSON has it."""
    document = api.get_openapi_schema(path_prefix=reverse("register:api") + "/v1/")
    return dict(json.loads(json.dumps(document, cls=DjangoJSONEncoder)))


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")
