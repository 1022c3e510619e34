"""The health page: whether this server can answer, for whoever watches over it."""

from django.db import connections
from django.http import HttpRequest, JsonResponse

from folkmoot.site.access import public


@public
def health(request: HttpRequest) -> JsonResponse:
    """200 when both databases answer, 503 when one does not. Says nothing about anyone."""
    answers = {alias: _answers(alias) for alias in connections}
    return JsonResponse({"databases": answers}, status=200 if all(answers.values()) else 503)


def _answers(alias: str) -> bool:
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except Exception:  # noqa: BLE001 - any failure at all means the same to whoever watches
        return False
