"""What staff fill in: a panel, its limits, who shares it, a wave, what became of promises, and what members are told."""

import secrets
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from folkmoot.site.panel.models import MOST_A_YEAR, REST_DAYS, NewsEntry, Panel
from folkmoot.site.panel.targets_text import read_targets
from folkmoot.site.panel.ways import QUALITATIVE, WAYS, english
from folkmoot.site.renditions import Texts
from folkmoot.site.text_forms import TextsForm, day

NONE = ("", "Choose one")


def organisation_field(organisations: Sequence[Any], label: str = "For which organisation") -> forms.ChoiceField:
    """One of some organisations."""
    return forms.ChoiceField(
        label=label,
        choices=[NONE, *((one.slug, one.name) for one in organisations)],
        initial=organisations[0].slug if len(organisations) == 1 else "",
        error_messages={"required": "Choose an organisation."},
    )


def _whole(label: str, low: int, high: int, **more: Any) -> forms.IntegerField:
    words = f"Write a whole number from {low:,} to {high:,}."
    errors = dict.fromkeys(("required", "invalid", "min_value", "max_value"), words)
    return forms.IntegerField(label=label, min_value=low, max_value=high, error_messages=errors, **more)


class LimitsForm(forms.Form):
    """How often people are asked at most."""

    rest_days = _whole("How many days people rest after a wave", 0, 365, initial=REST_DAYS)
    most_a_year = _whole("How often one person is asked at most in 365 days", 1, 52, initial=MOST_A_YEAR)


class FoundForm(TextsForm):
    """A new panel."""

    def __init__(self, *args: Any, organisations: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = organisation_field(organisations, "Which organisation keeps it")
        self.fields["slug"] = forms.SlugField(
            label="Its address, after /panels/",
            max_length=80,
            error_messages={"required": "Give it an address.", "invalid": "Use small letters, digits and hyphens."},
        )
        self.add_texts("title", "What is it called?", rows=1)
        self.add_texts("about", "What is it for?", rows=4)
        self.fields["population"] = forms.CharField(
            label="Whom it stands for", max_length=200, help_text="Such as: Adults of Essex.", error_messages={"required": "Say whom."}
        )
        self.fields["targets"] = forms.CharField(
            label="Its groups, and how large each is in the population",
            help_text="A block for each attribute, named as your questionnaires name it: “age: How old are you?”, then "
            "“source: Census 2021”, then a line for each group with its per cent, “16 to 34 = 30”. "
            "You may add lines “easy read: …” and “Welsh: …”.",
            widget=forms.Textarea(attrs={"rows": 14}),
            error_messages={"required": "Write one block at least."},
        )
        self.fields |= LimitsForm().fields

    def clean_targets(self) -> tuple[dict[str, Any], dict[str, Texts]]:
        """The targets, and the questions."""
        return read_targets(self.cleaned_data["targets"])


class ShareForm(forms.Form):
    """Another organisation that may draw from a panel, or no longer may."""

    def __init__(self, *args: Any, organisations: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = organisation_field(organisations, "Which organisation")
        self.fields["agreed_by"] = forms.CharField(
            label="Whose office agreed to it",
            max_length=200,
            help_text="An office and nobody’s name, such as: Head of research of the police.",
            error_messages={"required": "Say whose office agreed."},
        )
        self.fields["on"] = day("Since when", initial=timezone.localdate)


class WaveForm(forms.Form):
    """A draw."""

    def __init__(self, *args: Any, panel: Panel, engagements: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["engagement"] = forms.ChoiceField(
            label="For which engagement",
            choices=[NONE, *((one.slug, english(one.title)) for one in engagements)],
            help_text="Drafts and open ones that people enter with a code.",
            error_messages={"required": "Choose an engagement."},
        )
        self.fields["number"] = _whole("How many members to draw", 1, 100_000)
        self.fields["stratified_by"] = forms.ChoiceField(
            label="In proportion to the population by",
            choices=[("", "Nothing: everyone has the same chance"), *((name, name) for name in panel.levels)],
            required=False,
        )
        self.fields["among"] = forms.MultipleChoiceField(
            label="Only among these groups (none ticked: among all)",
            choices=[(f"{name}: {level}", f"{name}: {level}") for name, levels in panel.levels.items() for level in levels],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        self.fields["promise"] = forms.CharField(
            label="What each of them is promised",
            max_length=200,
            required=False,
            help_text="Such as: A £5 voucher. Leave it empty for nothing.",
        )
        self.fields["pounds"] = forms.DecimalField(
            label="What that costs for one person, in pounds",
            min_value=0,
            max_value=1_000,
            decimal_places=2,
            required=False,
            error_messages={"invalid": "Write pounds in digits, such as 5 or 7.50."},
        )
        self.fields["seed"] = forms.CharField(
            label="The seed, where it was made in public (64 signs)",
            required=False,
            max_length=64,
            help_text="Leave it empty, and a new secret one is made and kept.",
        )

    def clean_seed(self) -> bytes:
        """The seed as bytes: a new one where none was typed."""
        typed = self.cleaned_data["seed"].strip()
        if not typed:
            return secrets.token_bytes(32)
        try:
            seed = bytes.fromhex(typed)
        except ValueError:
            seed = b""
        if len(seed) != 32:
            raise ValidationError("A seed is 64 signs, each a digit or a letter from a to f.")
        return seed

    @property
    def among(self) -> dict[str, list[str]]:
        """The groups by attribute."""
        found: dict[str, list[str]] = {}
        for one in self.cleaned_data["among"]:
            name, _, level = one.partition(": ")
            found.setdefault(name, []).append(level)
        return found

    @property
    def pence(self) -> int:
        """What it costs, in pence."""
        return int((self.cleaned_data["pounds"] or Decimal(0)) * 100)


class SettleForm(forms.Form):
    """What became of promises."""

    def __init__(self, *args: Any, rows: Sequence[tuple[int, bool]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rows"] = forms.MultipleChoiceField(
            label="Which rows",
            choices=[(str(pk), f"Row {pk}: {'has answered' if answered else 'no answer known'}") for pk, answered in rows],
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "required": "Choose at least one row.",
                "invalid_choice": "One of these rows is settled already. Nothing is sent twice.",
            },
        )
        self.fields["state"] = forms.ChoiceField(
            label="What became of it",
            choices=[("sent", "It was sent"), ("declined", "They declined it")],
            widget=forms.RadioSelect,
            error_messages={"required": "Say what became of it."},
        )


class TellForm(TextsForm):
    """What members said, and what happened."""

    def __init__(
        self, *args: Any, engagements: Sequence[Any], decisions: Sequence[tuple[str, str]], news: Sequence[NewsEntry], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["engagement"] = forms.ChoiceField(
            label="Which engagement is it about",
            choices=[NONE, *((one.slug, english(one.title)) for one in engagements)],
            error_messages={"required": "Choose an engagement."},
        )
        self.add_texts("title", "A heading.", rows=1)
        self.add_texts("said", "What did members tell us?", rows=5)
        self.add_texts("happened", "What happened because of it?", rows=5)
        self.fields["decision"] = forms.ChoiceField(
            label="Which decision it led to, if there is one", choices=[("", "None"), *decisions], required=False
        )
        self.fields["corrects"] = forms.ChoiceField(
            label="Which entry it corrects, if it corrects one",
            choices=[("", "None"), *((str(one.pk), english(one.title)) for one in news)],
            required=False,
        )


class PoolForm(forms.Form):
    """Whom letters go to, of those who agreed to interviews, focus groups or juries."""

    def __init__(self, *args: Any, panel: Panel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["way"] = forms.ChoiceField(
            label="Who agreed to",
            choices=[(way, english(WAYS[way])) for way in QUALITATIVE],
            widget=forms.RadioSelect,
            error_messages={"required": "Choose a way of asking."},
        )
        self.fields["group"] = forms.ChoiceField(
            label="Of which group",
            choices=[("", "Any"), *((f"{name}: {level}", f"{name}: {level}") for name, levels in panel.levels.items() for level in levels)],
            required=False,
        )
        self.fields["reason"] = forms.CharField(
            label="What the letters are for",
            max_length=200,
            help_text="It stands in the audit log. Name nobody.",
            error_messages={"required": "Say what the letters are for."},
        )
