"""What tells machines from people as answers arrive. Little is refused; what looks odd is flagged and kept.

Where answers come from is kept as a keyed hash that changes every day (by UTC), with how many came in that hour, for two days at most. So
is where they come from together with all that was answered, to tell the same answers given again.
"""

import datetime as dt
import hashlib
import hmac
from collections.abc import Sequence
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature, Signer
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from folkmoot.site.engagement.models import Arrival
from folkmoot.site.ordered_json import canonical

QUICK_ANSWER = 1
"""Seconds for each answer below which they are flagged as quick."""
MANY, TOO_MANY = 30, 300
"""Submissions in an hour from one place: above the first they are flagged, above the second they must wait. A library or a school may
well send thirty; three hundred in an hour is more than its computers can."""
KEPT = dt.timedelta(days=2)

QUICK, FROM_ONE_PLACE, REPEATED = "quick", "many from one place", "repeated"
FLAGS = {
    QUICK: f"Answered in less than {QUICK_ANSWER} second for each question",
    FROM_ONE_PLACE: f"More than {MANY} from one place within an hour",
    REPEATED: "The same answers to everything as came from the same place on the same day",
}
"""What each flag means, for those who run an engagement."""
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
    return _keyed(address)


def count(place: str) -> int:
    """Count one arrival from a place, and give how many there were from there in this hour. For a transaction."""
    return _counted(_arrived(place))[0]


def count_both(place: str, engagement_id: int, step: str, answers: Any, attributes: Any) -> tuple[int, int]:
    """Count one arrival from a place, as `count`, and these complete answers to a step of an engagement; give how many arrivals there
    were from there in this hour, and how often the same answers came from there today. For a transaction. What was answered is not kept:
    only a hash of it together with the place, which is keyed as the place's is."""
    midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    same = _keyed(canonical([place, engagement_id, step, answers, attributes]))
    from_place, the_same = _counted(_arrived(place), (same, midnight))
    return from_place, the_same


def flags_for(*, seconds: float | None, answered: int, from_place: int, same: int = 0) -> Sequence[str]:
    """What looks odd about a submission. `seconds`: how long it took, where that is known; `same`: how often it came, as count_same."""
    odd = {
        QUICK: seconds is not None and seconds < QUICK_ANSWER * answered,
        FROM_ONE_PLACE: from_place > MANY,
        REPEATED: same > 1,
    }
    return [flag for flag, holds in odd.items() if holds]


def count_due(now: dt.datetime) -> int:
    """How many are older than KEPT."""
    return int(Arrival.objects.filter(hour__lt=now - KEPT).count())


def clean_up(now: dt.datetime) -> int:
    """Delete what is older than KEPT. Returns how many were."""
    deleted, _ = Arrival.objects.filter(hour__lt=now - KEPT).delete()
    return int(deleted)


def _keyed(words: str) -> str:
    """A hash that cannot be made without the installation's secret, and is another one tomorrow."""
    key = hashlib.sha256(f"arrivals of {timezone.now().date()}".encode() + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, words.encode(), hashlib.sha256).hexdigest()[:32]


def _arrived(place: str) -> tuple[str, dt.datetime]:
    return place, timezone.now().replace(minute=0, second=0, microsecond=0)


def _counted(*places: tuple[str, dt.datetime]) -> list[int]:
    """Add one to the count of each place (all different) in its hour, and give them."""
    table, row = Arrival._meta.db_table, "(%s, %s, 1)"
    given = [value for place, hour in places for value in (place, connection.ops.adapt_datetimefield_value(hour))]
    with connection.cursor() as cursor:  # one statement, which the ORM has no words for: it is asked with every submission
        cursor.execute(
            f"INSERT INTO {table} (place, hour, count) VALUES {', '.join([row] * len(places))} "  # noqa: S608 - our own table
            f"ON CONFLICT (place, hour) DO UPDATE SET count = {table}.count + 1 RETURNING place, count",
            given,
        )
        found = dict(cursor.fetchall())
    return [int(found[place]) for place, _ in places]
