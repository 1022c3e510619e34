"""Answers that someone saves to come back to: sealed with a code that only they have, in the vault, and deleted when they are sent.

What is kept is encrypted (Fernet) under a key worked out from the code and the vault's key together: neither whoever reads the databases
nor whoever runs the server can open it without the code. It is found by a keyed hash of the code.
"""

import base64
import datetime as dt
import hashlib
import hmac
import json
import secrets

from cryptography.fernet import Fernet
from django.conf import settings
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from folkmoot.site.databases import VAULT
from folkmoot.site.engagement import arrivals, codes
from folkmoot.site.engagement.models import Engagement, SavedSitting
from folkmoot.site.engagement.wording import WORDING
from folkmoot.site.errors import Refused

KEPT = dt.timedelta(days=30)
"""How long saved answers wait, and never past the day the engagement closes."""
NOT_SAVED = {"csrfmiddlewaretoken", "go", "saved"}


def save(*, engagement: Engagement, fields: QueryDict, code: str = "", from_place: str = "") -> str:
    """Seal what a form holds and give the code that opens it: the same code again where that one still opens something here.

    Raises Refused when too much came from one place within an hour.
    """
    if from_place:
        with transaction.atomic():
            if arrivals.count(from_place) > arrivals.TOO_MANY:
                raise Refused(WORDING["too_many"])
    held = _find(engagement, code) if codes.read(code, codes.SAVED) else None
    code = code if held else codes.grouped("".join(secrets.choice(codes.SIGNS) for _ in range(codes.SAVED - 1)))
    pairs = [(name, value) for name, values in fields.lists() if name not in NOT_SAVED for value in values]
    sealed = _cipher(code).encrypt(json.dumps(pairs).encode()).decode()
    until = min(timezone.localdate() + KEPT, engagement.closes)
    SavedSitting.objects.update_or_create(
        code_hash=_hash(code), defaults={"engagement_id": engagement.pk, "sealed": sealed, "kept_until": until}
    )
    return code


def opened(*, engagement: Engagement, code: str) -> QueryDict | None:
    """What was saved under a code, as a form would send it; None when the code opens nothing here (any more)."""
    held = _find(engagement, code)
    if held is None:
        return None
    fields = QueryDict(mutable=True)
    for name, value in json.loads(_cipher(code).decrypt(held.sealed.encode())):
        fields.appendlist(name, value)
    fields["saved"] = codes.grouped(codes.read(code, codes.SAVED)[:-1])
    return fields


def drop(code: str) -> None:
    """Delete what was saved under a code. Nothing happens when there is nothing."""
    if codes.read(code, codes.SAVED):
        SavedSitting.objects.filter(code_hash=_hash(code)).delete()


def drop_all(engagement: Engagement) -> None:
    """Delete everything that was saved of an engagement: it takes no more answers."""
    with transaction.atomic(using=VAULT):
        SavedSitting.objects.filter(engagement_id=engagement.pk).delete()


def count_due(day: dt.date) -> int:
    """How many nobody came back to."""
    return int(SavedSitting.objects.filter(kept_until__lt=day).count())


def clean_up(day: dt.date) -> int:
    """Delete what nobody came back to. Returns how many were."""
    deleted, _ = SavedSitting.objects.filter(kept_until__lt=day).delete()
    return int(deleted)


def _find(engagement: Engagement, code: str) -> SavedSitting | None:
    if not codes.read(code, codes.SAVED):
        return None
    today = timezone.localdate()
    return SavedSitting.objects.filter(code_hash=_hash(code), engagement_id=engagement.pk, kept_until__gte=today).first()


def _hash(code: str) -> str:
    return _keyed(b"hash of a saved sitting", code).hex()


def _cipher(code: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_keyed(b"key of a saved sitting", code)))


def _keyed(what: bytes, code: str) -> bytes:
    key = hashlib.sha256(what + settings.VAULT_KEY.encode()).digest()
    return hmac.new(key, codes.read(code, codes.SAVED).encode(), hashlib.sha256).digest()
