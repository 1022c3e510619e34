"""What staff write of a topic guide."""

from collections.abc import Sequence
from typing import Any

from django import forms

from folkmoot.site.guides.domain import MOST_TEXT
from folkmoot.site.guides.guide_text import MOST_MINUTES
from folkmoot.site.guides.models import Kind
from folkmoot.site.text_forms import TextsForm


class BeginForm(TextsForm):
    """A new guide."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_texts("title", "What is the guide called?", rows=1)
        self.fields["slug"] = forms.SlugField(
            label="Address",
            max_length=80,
            help_text="What stands last in its address: small letters, digits and hyphens. It cannot be changed later.",
            error_messages={"required": "Choose an address."},
        )
        self.fields["kind"] = forms.ChoiceField(
            label="What is it for?", choices=[("", "Choose one"), *Kind.choices], error_messages={"required": "Choose what it is for."}
        )
        self.fields["minutes"] = forms.IntegerField(
            label="How many minutes does it take?",
            min_value=5,
            max_value=MOST_MINUTES,
            error_messages={"required": "Say how many minutes it takes.", "invalid": "Write the minutes in digits, such as 90."},
        )


class GuideForm(forms.Form):
    """What a guide says, and which findings it explores."""

    text = forms.CharField(
        label="The guide",
        widget=forms.Textarea(attrs={"rows": 24}),
        max_length=MOST_TEXT,
        error_messages={"required": "Write the guide."},
    )

    def __init__(self, *args: Any, findings: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["findings"] = forms.MultipleChoiceField(
            choices=findings, required=False, error_messages={"invalid_choice": "Choose from the findings that are published."}
        )

    @property
    def ticked(self) -> Sequence[str]:
        """The findings that are ticked: as it was sent, or as it is now."""
        return self.data.getlist("findings") if self.is_bound else self.initial["findings"]
