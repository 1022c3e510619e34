"""How a file is sent to anyone: its type, its name, an ETag, and leave for pages of other sites to read it."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import condition, require_safe

from folkmoot.site.access import public
from folkmoot.site.exports import queries

KINDS = {
    "csv": "text/csv; charset=utf-8; header=present",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "md": "text/markdown; charset=utf-8",
    "ttl": "text/turtle; charset=utf-8",
}
"""The media type of a file by the end of its name."""

View = Callable[..., HttpResponseBase]


def file_page(view: View) -> View:
    """Marks a view that gives a file: public, to be read only, and not sent again while nothing that it is made from has changed."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = view(request, *args, **kwargs)
        if answer.status_code == 200:
            answer["Cache-Control"] = "no-cache"  # ask each time, with the ETag
            answer["Access-Control-Allow-Origin"] = "*"
        return answer

    return public(require_safe(condition(etag_func=_etag)(opened)))


def served(name: str, content: bytes | str | Iterator[str]) -> HttpResponseBase:
    """A file called `name`; an iterator is sent piece by piece and never held whole."""
    headers = {"Content-Type": KINDS[name.rpartition(".")[2]], "Content-Disposition": f'inline; filename="{name}"'}
    if isinstance(content, bytes | str):
        return HttpResponse(content, headers=headers)
    return StreamingHttpResponse(content, headers=headers)


def site_of(request: HttpRequest) -> str:
    """The address of this installation as it was asked for, without a slash at its end."""
    return request.build_absolute_uri("/").rstrip("/")


def _etag(request: HttpRequest, *args: Any, **kwargs: Any) -> str:
    """Weak: what is said is the same, but the moment at which a licence was worked out may differ."""
    return f'W/"{queries.fingerprint_of_now(request.build_absolute_uri(request.path))}"'
