"""The public form: a question or a complaint, in plain words, without an account and without a script.

Two guards against machines, both of which cost a person nothing: a box that no person sees must stay empty, and a form sent within
QUICKEST seconds of its being loaded comes back to be sent once more. Whatever is refused comes back with all that was typed.
"""

import uuid
from datetime import timedelta
from typing import Any

from django import forms
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner

from folkmoot.site.concerns.domain import LONGEST_CONTACT, LONGEST_WORDS

TRAP = "website"
"""A box that no person sees. What fills it in is a machine."""

QUICKEST = 3  # seconds: nobody reads the page and writes a question in less
OLDEST = timedelta(days=7)

LABELS = {"question": "Your question", "complaint": "What went wrong?"}


class PublicForm(forms.Form):
    """What someone writes to us, and, if they like, how to reach them. `token` carries the receipt and when the form was loaded, signed."""

    token = forms.CharField(widget=forms.HiddenInput, required=False)
    words = forms.CharField(strip=False, required=False, widget=forms.Textarea(attrs={"rows": 8}))
    contact = forms.CharField(
        label="How we can reach you (you may leave this empty)",
        help_text=f"An e-mail address, a telephone number or a postal address, {LONGEST_CONTACT} characters at most. "
        "It is kept apart, encrypted. Only staff who answer see it. You can have it erased.",
        required=False,
    )

    def __init__(self, *args: Any, kind: str, slug: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.signer = TimestampSigner(salt=f"concerns.{kind}.{slug}")
        self.fields["words"].label = LABELS[kind]
        self.fields[
            "words"
        ].help_text = f"{LONGEST_WORDS} characters at most. Please leave out names and anything private that we do not need to know."
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
            self.add_error(None, "Empty the box that says to leave it empty, then send again.")
        token = cleaned.get("token", "")
        try:
            self.signer.unsign(token, max_age=OLDEST)
        except SignatureExpired:
            self._renew("This form was opened more than seven days ago. Check what you wrote, then send it again.")
        except BadSignature:
            self._renew("This form was not loaded from our page. Check what you wrote, then send it again.")
        else:
            if self._was_quick(token):
                self.add_error(None, f"That was quick: under {QUICKEST} seconds. Read what you wrote, then send it again.")
        return cleaned

    def _was_quick(self, token: str) -> bool:
        try:
            self.signer.unsign(token, max_age=QUICKEST)
        except SignatureExpired:
            return False
        return True

    def _renew(self, words: str) -> None:
        self.add_error(None, words)
        self.data = self.data.copy()
        self.data["token"] = self.new_token()
