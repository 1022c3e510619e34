"""Who may open a route: each view says so in one word, and a test lists every route with the access it must have.

Everything not marked here is refused: `LoginRequiredMiddleware` sends people who are not signed in to the sign-in page,
and a view without a mark fails the tests.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

View = Callable[..., HttpResponseBase]

SECOND_FACTOR_FIRST = "Set up a second way to prove that it is you: a passkey, or an authenticator app. Then you can go on."


def public(view: View) -> View:
    """Anyone may open it, signed in or not."""
    marked = login_not_required(view)
    marked.access = "public"  # type: ignore[attr-defined]
    return marked


def staff(view: View) -> View:
    """Anyone who is signed in and has a second factor may open it; what they may do there is decided by the domain functions' rules."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        from folkmoot.site.people.signing_in import needs_second_factor  # its models load after the views that this file marks

        if needs_second_factor(request.user):
            messages.info(request, SECOND_FACTOR_FIRST)
            return redirect("mfa_index")
        return view(request, *args, **kwargs)

    wrapped.access = "staff"  # type: ignore[attr-defined]
    return wrapped
