"""The public form: a question or a complaint, in plain words, behind the guards of every public form (guarded_form.py)."""

from typing import Any

from django import forms

from folkmoot.site.concerns.domain import LONGEST_CONTACT, LONGEST_WORDS
from folkmoot.site.guarded_form import OLDEST, QUICKEST, TRAP, GuardedForm

__all__ = ["OLDEST", "QUICKEST", "TRAP", "PublicForm"]

LABELS = {"question": "Your question", "complaint": "What went wrong?"}


class PublicForm(GuardedForm):
    """What someone writes to us, and, if they like, how to reach them."""

    words = forms.CharField(strip=False, required=False, widget=forms.Textarea(attrs={"rows": 8}))
    contact = forms.CharField(
        label="How we can reach you (you may leave this empty)",
        help_text=f"An e-mail address, a telephone number or a postal address, {LONGEST_CONTACT} characters at most. "
        "It is kept apart, encrypted. Only staff who answer see it. You can have it erased.",
        required=False,
    )

    def __init__(self, *args: Any, kind: str, slug: str, **kwargs: Any) -> None:
        super().__init__(*args, salt=f"concerns.{kind}.{slug}", **kwargs)
        self.fields["words"].label = LABELS[kind]
        self.fields[
            "words"
        ].help_text = f"{LONGEST_WORDS} characters at most. Please leave out names and anything private that we do not need to know."
