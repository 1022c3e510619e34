"""What tells machines from people as answers arrive. Little is refused; what looks odd is flagged and kept.

Where answers come from is kept as a keyed hash that changes every day, with how many came in that hour, for two days at most.
"""

import datetime as dt
import hashlib
import hmac
from collections.abc import Sequence

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature, Signer
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from folkmoot.site.engagement.models import Arrival

QUICK_ANSWER = 1
"""Seconds for each answer below which they are flagged as quick."""
MANY, TOO_MANY = 30, 300
"""Submissions in an hour from one place: above the first they are flagged, above the second they must wait. A library or a school may
well send thirty; three hundred in an hour is more than its computers can."""
KEPT = dt.timedelta(days=2)

QUICK, FROM_ONE_PLACE = "quick", "many from one place"
_SIGNER = Signer(salt="engagement-begun")


def new_token() -> str:
    """When someone began, signed: it travels with their pages."""
    return _SIGNER.sign(str(int(timezone.now().timestamp())))


def seconds_since(token: str) -> float | None:
    """How long ago a token was made; None for one that is not ours."""
    try:
        begun = int(_SIGNER.unsign(token))
    except (BadSignature, ValueError):
        return None
    return max(0.0, timezone.now().timestamp() - begun)


def place_of(request: HttpRequest) -> str:
    """Where a request comes from, as a hash that means nothing tomorrow; "" where the server is not told."""
    try:
        address = str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return ""
    key = hashlib.sha256(f"arrivals of {timezone.now().date()}".encode() + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, address.encode(), hashlib.sha256).hexdigest()[:32]


def count(place: str) -> int:
    """Count one arrival from a place, and give how many there were from there in this hour. For a transaction."""
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    table = Arrival._meta.db_table
    with connection.cursor() as cursor:  # one statement, which the ORM has no words for: it is asked with every submission
        cursor.execute(
            f"INSERT INTO {table} (place, hour, count) VALUES (%s, %s, 1) "  # noqa: S608 - our own table
            f"ON CONFLICT (place, hour) DO UPDATE SET count = {table}.count + 1 RETURNING count",
            [place, connection.ops.adapt_datetimefield_value(hour)],
        )
        return int(cursor.fetchone()[0])


def flags_for(*, seconds: float | None, answered: int, from_place: int) -> Sequence[str]:
    """What looks odd about a submission. `seconds`: how long it took, where that is known."""
    flags = [QUICK] if seconds is not None and seconds < QUICK_ANSWER * answered else []
    return [*flags, FROM_ONE_PLACE] if from_place > MANY else flags


def clean_up(now: dt.datetime) -> int:
    """Delete what is older than KEPT. Returns how many were."""
    deleted, _ = Arrival.objects.filter(hour__lt=now - KEPT).delete()
    return int(deleted)
