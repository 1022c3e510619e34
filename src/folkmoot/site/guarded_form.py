"""What every public form that anyone may send has: it works without an account and without a script.

Two guards against machines, both of which cost a person nothing: a box that no person sees must stay empty, and a form sent within
QUICKEST seconds of its being loaded comes back to be sent once more. Whatever is refused comes back with all that was typed.
"""

import uuid
from datetime import timedelta
from typing import Any

from django import forms
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner

from folkmoot.site.errors import Refused
from folkmoot.site.renditions import Texts, plain

TRAP = "website"
"""A box that no person sees. What fills it in is a machine."""

QUICKEST = 3  # seconds: nobody reads the page and writes to us in less
OLDEST = timedelta(days=7)

TRAPPED = plain(
    "Empty the box that says to leave it empty, then send again.",
    welsh="Gwagiwch y blwch sy'n dweud i'w adael yn wag, yna anfonwch eto.",
)
TOO_OLD = plain(
    "This form was opened more than seven days ago. Check what you wrote, then send it again.",
    easy="You opened this form a long time ago. Look at it again. Then send it.",
    welsh="Agorwyd y ffurflen hon fwy na saith diwrnod yn ôl. Gwiriwch yr hyn a ysgrifennoch, yna anfonwch hi eto.",
)
NOT_OURS = plain(
    "This form was not loaded from our page. Check what you wrote, then send it again.",
    welsh="Ni lwythwyd y ffurflen hon o'n tudalen ni. Gwiriwch yr hyn a ysgrifennoch, yna anfonwch hi eto.",
)
TOO_QUICK = plain(
    f"That was quick: under {QUICKEST} seconds. Read what you wrote, then send it again.",
    easy="That was very fast. Look at it again. Then send it.",
    welsh=f"Roedd hynny'n gyflym: llai na {QUICKEST} eiliad. Darllenwch yr hyn a ysgrifennoch, yna anfonwch eto.",
)


class GuardedForm(forms.Form):
    """A form with both guards. `token` carries the receipt and when the form was loaded, signed under `salt`."""

    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, salt: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.signer = TimestampSigner(salt=salt)
        if not self.is_bound:
            self.initial["token"] = self.new_token()

    def new_token(self) -> str:
        """A receipt of its own and the time of now, signed."""
        return self.signer.sign(uuid.uuid4().hex)

    @property
    def receipt(self) -> uuid.UUID:
        """The receipt of this form. For a valid form."""
        return uuid.UUID(self.signer.unsign(self.cleaned_data["token"]))

    def clean(self) -> dict[str, Any]:
        """The guards. A form that is too old gets a new token, so that sending it again works."""
        cleaned = super().clean() or {}
        if self.data.get(TRAP):
            self.add_error(None, Refused(TRAPPED))
        token = cleaned.get("token", "")
        try:
            self.signer.unsign(token, max_age=OLDEST)
        except SignatureExpired:
            self._renew(TOO_OLD)
        except BadSignature:
            self._renew(NOT_OURS)
        else:
            if self._was_quick(token):
                self.add_error(None, Refused(TOO_QUICK))
        return cleaned

    def _was_quick(self, token: str) -> bool:
        try:
            self.signer.unsign(token, max_age=QUICKEST)
        except SignatureExpired:
            return False
        return True

    def _renew(self, texts: Texts) -> None:
        self.add_error(None, Refused(texts))
        self.data = self.data.copy()
        self.data["token"] = self.new_token()
