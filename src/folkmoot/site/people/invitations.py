"""The one-time link with which someone sets up their sign-in: signed, valid for seven days, and spent by setting a password."""

from datetime import timedelta

from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac

from folkmoot.site.people.models import User

SALT = "folkmoot.invitation"
VALID_FOR = timedelta(days=7)
NO_LONGER = "This link is no longer valid. It works once, within seven days. Ask the administrator who gave it to you for a new one."


def token_for(user: User) -> str:
    """A link's token for `user`. A newer password, or a newer unusable one, spends every token made before it."""
    return signing.dumps({"user": user.pk, "state": _state(user)}, salt=SALT)


def user_for(token: str, *, users: QuerySet[User] | None = None) -> User:
    """Whose token it is, looked up among `users` (everyone). Raises ValidationError when it is too old, spent, or not one of ours."""
    try:
        held = signing.loads(token, salt=SALT, max_age=VALID_FOR)
        user = (User.objects.all() if users is None else users).get(pk=held["user"], is_active=True)
    except (signing.BadSignature, User.DoesNotExist):
        raise ValidationError(NO_LONGER) from None
    if not constant_time_compare(held["state"], _state(user)):
        raise ValidationError(NO_LONGER)
    return user


def _state(user: User) -> str:
    return salted_hmac(SALT, user.password, algorithm="sha256").hexdigest()[:32]
