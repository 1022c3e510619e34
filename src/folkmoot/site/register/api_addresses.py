"""The addresses of the interface for programs: public, to be read only, open to pages of other sites."""

from collections.abc import Iterator
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

from folkmoot.site.access import View, public
from folkmoot.site.register.api import api, openapi
from folkmoot.site.register.unchanged import unless_unchanged

READ_ONLY = "This interface is to be read: use GET."
NOTHING_HERE = "There is nothing at this address. GET /api/v1/openapi.json tells every address there is."
METHODS = "GET, HEAD, OPTIONS"


def _opened(view: View) -> View:
    asked = unless_unchanged(view)

    @wraps(view)
    def opened(request: HttpRequest, **given: str) -> HttpResponseBase:
        answer: HttpResponseBase
        method = request.method
        if method == "OPTIONS":
            answer = HttpResponse(status=204)
        elif method not in {"GET", "HEAD"}:
            answer = JsonResponse({"problem": READ_ONLY}, status=405)
        else:
            request.method = "GET"
            answer = asked(request, **given)
        if method == "HEAD" and isinstance(answer, HttpResponse):
            answer["Content-Length"] = len(answer.content)
            answer.content = b""
        if answer.status_code in {204, 405}:
            answer["Allow"] = METHODS
        answer["Access-Control-Allow-Origin"] = "*"
        answer["Access-Control-Allow-Methods"] = METHODS
        answer["Access-Control-Allow-Headers"] = "If-None-Match"
        answer["Access-Control-Expose-Headers"] = "ETag"
        answer["Cache-Control"] = "no-cache"
        return answer

    return public(csrf_exempt(opened))  # nothing is ever changed: whoever tries is told so in JSON


def _document(request: HttpRequest) -> JsonResponse:
    return JsonResponse(openapi())


def _nothing(request: HttpRequest, rest: str) -> JsonResponse:
    return JsonResponse({"problem": NOTHING_HERE}, status=404)


def _addresses() -> Iterator[URLPattern]:
    yield path("openapi.json", _opened(_document), name="openapi")
    for pattern in api.urls[0]:
        if pattern.name != "api-root":
            yield path(str(pattern.pattern), _opened(pattern.callback), name=f"v1_{pattern.name}")
    yield path("<path:rest>", _opened(_nothing), name="v1_nothing")


urlpatterns = list(_addresses())
