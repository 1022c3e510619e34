"""What staff fill in about paper: where forms go back to, how many copies, and the head of a form they key."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from folkmoot.site.engagement import queries as engagements
from folkmoot.site.paper import numbers
from folkmoot.site.paper.domain import MOST_COPIES
from folkmoot.site.renditions import LANGUAGES, STYLES
from folkmoot.site.text_forms import day


def rendition_choices(engagement: Any) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The languages and styles that the questions are written in."""
    languages = [(code, LANGUAGES[code]) for code in engagement.version.questionnaire.languages]
    return languages, [(code, words) for code, words in STYLES.items() if code == "standard" or engagements.summary(engagement).easy]


class OfferForm(forms.Form):
    """Where forms go back to, and who can get one."""

    return_to = forms.CharField(
        label="Where forms go back to",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="An address, a library's desk, a box in the hall. It is printed on the form.",
        error_messages={"required": "Say where people send or bring the form."},
    )
    public = forms.BooleanField(
        label="Show “Answer on paper” on the start page",
        required=False,
        help_text="Anyone can then print the form. Such copies have no number: you write one on each that comes back.",
    )


class CopiesForm(forms.Form):
    """Numbered copies."""

    count = forms.IntegerField(
        label="How many copies",
        help_text=f"From 1 to {MOST_COPIES} at a time.",
        error_messages={"required": "Say how many.", "invalid": "Write a whole number."},
    )
    language = forms.ChoiceField(label="Language")
    style = forms.ChoiceField(label="Way of reading")
    large = forms.BooleanField(label="Large print", required=False)

    def __init__(self, *args: Any, engagement: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices, self.fields["style"].choices = rendition_choices(engagement)


class HeadForm(forms.Form):
    """The head of a form that is keyed."""

    number = forms.CharField(label="Number on the form", max_length=20, error_messages={"required": "Type the number on the form."})
    came_on = day("Day it came back")
    language = forms.ChoiceField(label="Language of the form")
    style = forms.ChoiceField(label="Way of reading")

    def __init__(self, *args: Any, engagement: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices, self.fields["style"].choices = rendition_choices(engagement)

    def clean_number(self) -> int:
        """The number."""
        try:
            return numbers.read(self.cleaned_data["number"])
        except ValueError as wrong:
            raise ValidationError(str(wrong)) from None


class AsideForm(forms.Form):
    """Why a form does not count."""

    why = forms.CharField(
        label="Why it does not count",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Do not write names. What was keyed of it is deleted.",
        error_messages={"required": "Say why this form does not count."},
    )
