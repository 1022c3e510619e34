"""The public form for a comment on a draft, behind the guards of every public form (guarded_form.py)."""

from typing import Any

from django import forms

from folkmoot.site.documents.comment_rules import LONGEST_CONTACT, LONGEST_NAME, LONGEST_WORDS
from folkmoot.site.guarded_form import GuardedForm


class CommentForm(GuardedForm):
    """What someone says of a clause; if they like, a name to show beside it and how to reach them."""

    clause = forms.ChoiceField(label="What is it about?", required=False)
    words = forms.CharField(
        label="Your comment",
        help_text=f"{LONGEST_WORDS} characters at most. Please leave out anything private about you or others: everyone may read this.",
        strip=False,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    name = forms.CharField(
        label="A name to show beside it (you may leave this empty)",
        help_text=f"Your own, a made-up one or your group's, {LONGEST_NAME} characters at most.",
        required=False,
    )
    contact = forms.CharField(
        label="How we can reach you (you may leave this empty)",
        help_text=f"An e-mail address, a telephone number or a postal address, {LONGEST_CONTACT} characters at most. "
        "It is kept apart, encrypted, and never shown. Only staff who answer see it. You can have it erased.",
        required=False,
    )

    def __init__(self, *args: Any, clauses: list[tuple[str, str]], salt: str, **kwargs: Any) -> None:
        super().__init__(*args, salt=salt, **kwargs)
        self.fields["clause"].choices = [("", "All of it"), *clauses]
        self.fields["clause"].error_messages["invalid_choice"] = "Choose a clause of this draft, or all of it."
