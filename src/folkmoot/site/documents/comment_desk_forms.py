"""What staff write about comments and quotes."""

from typing import Any

from django import forms

from folkmoot.site.documents.comment_rules import OUTCOME_CHOICES, REFUSAL_CHOICES
from folkmoot.site.documents.domain.quoting import LONGEST_QUOTE
from folkmoot.site.text_forms import TextsForm, day


class LookForm(forms.Form):
    """Whether everyone may read a comment."""

    show = forms.ChoiceField(
        label="May everyone read it?",
        choices=[("yes", "Yes: let it through"), ("no", "No: refuse it, or take it back")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether everyone may read it."},
    )
    reason = forms.ChoiceField(
        label="If not: why. Everyone sees how many were refused, and for which reason",
        choices=[("", "Choose one"), *REFUSAL_CHOICES],
        required=False,
    )
    words = forms.CharField(
        label="More about that, for colleagues (you may leave this empty)",
        max_length=300,
        required=False,
        error_messages={"max_length": "Say it in 300 characters at most."},
    )


class AnswerForm(TextsForm):
    """What came of a comment."""

    outcome = forms.ChoiceField(
        label="What came of it?",
        choices=OUTCOME_CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what came of it."},
    )

    def __init__(self, *args: Any, before: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].initial = before.outcome if before else None
        hint = "What was changed, or why not. It stands beside the comment, for everyone."
        self.add_texts("words", "The answer.", hint=hint, initial=before.words if before else None)


class QuoteForm(forms.Form):
    """Someone's own words."""

    key = forms.SlugField(
        label="A key for it",
        max_length=60,
        help_text="Small letters, digits and hyphens, such as told-before. Documents refer to it as {quote:told-before}. No names.",
        error_messages={"required": "Give it a key.", "invalid": "Use small letters, digits and hyphens only."},
    )
    words = forms.CharField(
        label="The words, as they were said",
        help_text=f"{LONGEST_QUOTE} characters at most. Leave out names, places and stories from which someone could tell who said it.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write the words, as they were said."},
    )
    language = forms.ChoiceField(label="In which language", choices=[("en", "English"), ("cy", "Welsh")])
    said_by = forms.CharField(
        label="Who said it, as a described role",
        max_length=120,
        help_text="Such as: a woman, 35 to 44. No name.",
        error_messages={"required": "Say who said it as a described role.", "max_length": "Say it in 120 characters at most."},
    )
    source = forms.CharField(
        label="Or where else it was said",
        max_length=200,
        required=False,
        error_messages={"max_length": "Say it in 200 characters at most."},
    )
    consent = forms.CharField(
        label="How and when the person agreed to be quoted",
        max_length=300,
        help_text="For colleagues only. No name: say where the paper is.",
        error_messages={"required": "Say how and when the person agreed.", "max_length": "Say it in 300 characters at most."},
    )

    def __init__(self, *args: Any, organisations: list[Any], engagements: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = forms.ChoiceField(
            label="Which organisation keeps it",
            choices=[("", "Choose one"), *((o.slug, o.name) for o in organisations)],
            error_messages={"required": "Choose an organisation."},
        )
        self.fields["engagement"] = forms.ChoiceField(
            label="Where it was said: one of these",
            choices=[("", "Somewhere else, below"), *((e.slug, e.title["en"]["standard"]) for e in engagements)],
            required=False,
        )
        self.order_fields(["organisation", "key", "words", "language", "said_by", "engagement"])

    def clean_key(self) -> str:
        """In small letters, as marks are."""
        key = str(self.cleaned_data["key"])
        if key != key.lower() or "_" in key:
            raise forms.ValidationError("Use small letters, digits and hyphens only.")
        return key


class WithdrawForm(forms.Form):
    """That a person takes their words back."""

    on = day("Day they withdrew it", hint="Leave it empty for today.", required=False)
    sure = forms.BooleanField(
        label="Yes, erase the words for good", error_messages={"required": "Tick this to erase the words. It cannot be undone."}
    )
