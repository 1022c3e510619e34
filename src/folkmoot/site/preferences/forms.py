"""What a person fills in: what they choose, who they are, and whether they act for someone else; and what staff answer."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html

from folkmoot.linkage import Identifiers
from folkmoot.record.preferences import Choice
from folkmoot.site.initiatives.queries import TOPICS
from folkmoot.site.preferences import domain
from folkmoot.site.preferences.models import ObjectionAnswer, PreferenceIdentity
from folkmoot.site.preferences.wording import CHOICES, FAMILIES, NO_CHOICE
from folkmoot.site.renditions import DEFAULT, Reader, Texts, render
from folkmoot.site.text_forms import TextsForm

LONGEST = 200
SELF = "self"


class ChoicesForm(forms.Form):
    """One choice for each family; "" is none."""

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = [*((choice.value, _spoken(texts, reader)) for choice, texts in CHOICES.items()), ("", _spoken(NO_CHOICE, reader))]
        for family in TOPICS:
            self.fields[family] = forms.ChoiceField(
                label=_spoken(FAMILIES[family], reader), choices=options, required=False, widget=forms.RadioSelect
            )

    @property
    def wanted(self) -> dict[str, Choice | None]:
        """The choice for each family, None where there is none."""
        return {family: Choice(value) if (value := self.cleaned_data[family]) else None for family in TOPICS}

    @property
    def chosen(self) -> dict[str, Choice]:
        """The families in which something is chosen, with it."""
        return {family: choice for family, choice in self.wanted.items() if choice is not None}


class FirstChoicesForm(ChoicesForm):
    """The same, with at least one choice."""

    def clean(self) -> dict[str, Any]:
        """Something is chosen."""
        if not any(self.cleaned_data.get(family) for family in TOPICS):
            self.add_error(next(iter(TOPICS)), "Choose something for at least one of the four kinds of purpose.")
        return self.cleaned_data


class WhoForm(forms.Form):
    """Who the person is, as far as a source needs it to find them."""

    name = forms.CharField(
        label="Full name",
        max_length=LONGEST,
        strip=True,
        help_text="First names and surname, as on letters from the council or the surgery.",
        error_messages={"required": "Write the full name."},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    date_of_birth = forms.CharField(
        label="Date of birth",
        max_length=20,
        help_text="Day, month and year, such as 02/03/1951.",
        error_messages={"required": "Write the date of birth: day, month and year."},
    )
    postcode = forms.CharField(
        label="Postcode of the home",
        max_length=10,
        error_messages={"required": "Write the postcode of the home, such as CM1 1QH."},
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )
    nhs_number = forms.CharField(
        label="NHS number (you can leave this empty)",
        max_length=20,
        required=False,
        help_text="Ten digits. With it health records can find you even when your name or home has changed.",
    )

    @property
    def who(self) -> Identifiers:
        """The identifiers given."""
        return Identifiers(**{field: self.cleaned_data.get(field, "") for field in WhoForm.base_fields})

    def clean(self) -> dict[str, Any]:
        """What could be read, and fits."""
        try:
            domain.check_identity(self.who)
        except ValidationError as wrong:
            _add(self, wrong)
        return self.cleaned_data


class ActingForm(forms.Form):
    """For oneself, or for someone else with an authority."""

    acting = forms.ChoiceField(
        label="For whom do you choose?",
        choices=[(SELF, "For myself"), *((value, f"For someone else: {words}") for value, words in PreferenceIdentity.Authority.choices)],
        widget=forms.RadioSelect,
        initial=SELF,
        error_messages={"required": "Say for whom you choose."},
    )
    proxy_other = forms.CharField(
        label="Which other authority (only if you chose that)", max_length=LONGEST, required=False, help_text="Such as: an advocate."
    )
    proxy_name = forms.CharField(label="Your own name (only if you act for someone else)", max_length=LONGEST, required=False)
    declared = forms.BooleanField(
        label="I declare that I may act for the person named above, and choose what they want or what is best for them.", required=False
    )

    @property
    def proxy(self) -> domain.Proxy | None:
        """Who acts for the person, None for the person alone."""
        typed = self.cleaned_data
        if typed["acting"] == SELF:
            return None
        return domain.Proxy(typed["proxy_name"], typed["acting"], typed["proxy_other"], typed["declared"])

    def clean(self) -> dict[str, Any]:
        """A proxy is named and declares; who chooses for themselves is asked nothing more."""
        if self.cleaned_data.get("acting"):
            try:
                proxy = self.proxy
                if proxy is not None:
                    domain.check_proxy(proxy)
            except ValidationError as wrong:
                _add(self, wrong)
        return self.cleaned_data


class AnswerForm(TextsForm):
    """An organisation's answer to an objection."""

    def __init__(self, *args: Any, organisations: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = _organisation(organisations)
        self.fields["outcome"] = forms.ChoiceField(
            label="The answer",
            choices=ObjectionAnswer.Outcome.choices,
            widget=forms.RadioSelect,
            error_messages={"required": "Choose the answer."},
        )
        self.add_texts(
            "reason", "Why?", hint="The person reads it, and compelling reasons are public. Write nothing about the person.", rows=4
        )


class ExportForm(forms.Form):
    """Which list to make."""

    def __init__(self, *args: Any, organisations: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = _organisation(organisations)
        self.fields["family"] = forms.ChoiceField(
            label="For which kind of purpose",
            choices=[("", "Choose one"), *TOPICS.items()],
            error_messages={"required": "Choose one of the four kinds of purpose."},
        )


def _organisation(organisations: list[Any]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label="For which organisation",
        choices=[("", "Choose one"), *((o.slug, o.name) for o in organisations)],
        initial=organisations[0].slug if len(organisations) == 1 else "",
        error_messages={"required": "Choose an organisation."},
    )


def _spoken(texts: Texts, reader: Reader) -> str:
    """A label in the reader's rendition, marked where it is not English."""
    found = render(texts, reader)
    return found.words if found.language == DEFAULT[0] else format_html('<span lang="{}">{}</span>', found.language, found.words)


def _add(form: forms.Form, wrong: ValidationError) -> None:
    """Each sentence at its field, where Django has not refused the field already."""
    for field, sentences in wrong.message_dict.items():
        if field not in form.errors:
            form.add_error(field, sentences)
