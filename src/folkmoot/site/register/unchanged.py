"""What is made from the register is not sent again while the register is as it was: an ETag and a Last-Modified (RFC 9110, section 13)."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from folkmoot import __version__
from folkmoot.site.register import queries

View = Callable[..., HttpResponseBase]

NOT_OVER = timedelta(seconds=2)  # dates in headers have whole seconds: what changed just now may change again in the same one


def unless_unchanged(view: View) -> View:
    """A view that answers 304 to whoever has its answer already. Its ETag is weak: the moment a licence was worked out for may differ."""

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        version = queries.version()
        parts = (version.mark, __version__, settings.PLACE, settings.SYNTHETIC, request.build_absolute_uri())
        etag = f'W/"{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()}"'
        if request.headers.get("If-None-Match", "*").strip() != "*":  # an ETag of this address says that there was an answer
            same = get_conditional_response(request, etag=etag)
            if same is not None:
                same["ETag"] = etag
                return same
        answer = view(request, *args, **kwargs)
        if answer.status_code != 200:
            return answer
        answer["ETag"] = etag
        changed = None
        if version.changed < timezone.now() - NOT_OVER:
            changed = int(version.changed.timestamp())
            answer["Last-Modified"] = http_date(changed)
        return get_conditional_response(request, etag=etag, last_modified=changed, response=answer)

    return answered
