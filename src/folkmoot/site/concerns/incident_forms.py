"""What staff write about incidents."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from folkmoot.site.concerns.handling import LONGEST
from folkmoot.site.concerns.incident_models import BAND_CHOICES, LEVEL_CHOICES
from folkmoot.site.text_forms import TextsForm

NO_NAMES = f"Name nobody. {LONGEST} characters at most."
TEXTS = {
    "happened": "What happened",
    "cause": "What caused it",
    "data_affected": "What data was affected",
    "effects": "What effects it had on people",
    "remedial": "What was done about it",
    "ico_why_not": "If the Information Commissioner was not told: why",
    "ico_outcome": "What the Information Commissioner said",
    "people_why_not": "If the people it is about were not told: why",
    "lessons": "What was learnt",
}
TIMES = {
    "began_at": "When it began",
    "found_at": "When we found it",
    "ico_told_at": "When the Information Commissioner was told",
    "people_told_at": "When the people it is about were told",
}
ORDER = [
    *("near_miss", "began_at", "found_at", "happened", "cause", "data_affected", "people", "effects", "remedial", "likelihood", "severity"),
    *("ico_told_at", "ico_why_not", "ico_outcome", "people_told_at", "people_why_not", "lessons", "recurrence_of"),
]


class LocalTime(forms.DateTimeInput):
    """A day and a time, picked or typed."""

    input_type = "datetime-local"


def moment(label: str, *, hint: str = "", required: bool = False) -> forms.DateTimeField:
    """A time of day on a day, in local time."""
    errors = {"required": f"{label}: give a day and a time.", "invalid": f"{label}: give a day and a time such as 2031-03-02 14:30."}
    return forms.DateTimeField(label=label, help_text=hint, required=required, widget=LocalTime(), error_messages=errors)


class FactsForm(forms.Form):
    """The facts of an incident as far as they are known."""

    near_miss = forms.BooleanField(
        label="It was a near miss", help_text="Nothing was lost, seen or changed by anyone who should not.", required=False
    )
    began_at = moment(TIMES["began_at"], hint="Leave it empty when it is not known.")
    found_at = moment(TIMES["found_at"], hint="The 72 hours of the law run from then.", required=True)
    people = forms.ChoiceField(label="How many people it is about", choices=BAND_CHOICES)
    likelihood = forms.ChoiceField(label="How likely harm to people is", choices=[("", "Not judged yet"), *LEVEL_CHOICES], required=False)
    severity = forms.ChoiceField(label="How bad that harm would be", choices=[("", "Not judged yet"), *LEVEL_CHOICES], required=False)
    ico_told_at = moment(TIMES["ico_told_at"])
    people_told_at = moment(TIMES["people_told_at"])

    def __init__(self, *args: Any, earlier: list[Any], before: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.earlier = {str(one.pk): one for one in earlier}
        for name, label in TEXTS.items():
            self.fields[name] = forms.CharField(label=label, help_text=NO_NAMES, required=False, widget=forms.Textarea(attrs={"rows": 3}))
        self.fields["recurrence_of"] = forms.ChoiceField(
            label="Is it an earlier incident that happened again?",
            choices=[("", "No"), *((key, f"Yes, of incident {key}") for key in self.earlier)],
            required=False,
        )
        self.order_fields(["organisation", "initiative", *ORDER])
        if before is not None:
            self.initial = {name: _typed(getattr(before, name)) for name in ORDER} | {"recurrence_of": str(before.recurrence_of_id or "")}

    def facts(self) -> dict[str, Any]:
        """The facts by name, as `handling` takes them."""
        typed = {name: self.cleaned_data[name] for name in ORDER}
        return typed | {"recurrence_of": self.earlier.get(typed["recurrence_of"])}


class NewIncidentForm(FactsForm):
    """A new incident: where, and the facts."""

    def __init__(self, *args: Any, organisations: list[Any], initiatives: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, earlier=[], **kwargs)
        del self.fields["recurrence_of"]
        self.fields["organisation"] = forms.ChoiceField(label="Where it happened", choices=[(one.slug, one.name) for one in organisations])
        self.fields["initiative"] = forms.ChoiceField(
            label="In which use of data", choices=[("", "None of them"), *initiatives], required=False
        )
        self.order_fields(["organisation", "initiative", *ORDER])

    def facts(self) -> dict[str, Any]:
        """The facts by name; whether it happened before is said once it is recorded."""
        return {name: self.cleaned_data[name] for name in ORDER if name != "recurrence_of"}


class SummaryForm(TextsForm):
    """An incident in words for everyone."""

    def __init__(self, *args: Any, before: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_texts("title", "What happened, in a line.", rows=2, initial=before.title if before else None)
        hint = "What happened, what it means for people, what you did and what you learnt. Write nothing that shows who anyone is."
        self.add_texts("text", "The summary.", hint=hint, rows=8, initial=before.text if before else None)


class AppraisalForm(forms.Form):
    """What a second organisation makes of an incident."""

    def __init__(self, *args: Any, organisations: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = forms.ChoiceField(label="For which organisation", choices=[(o.slug, o.name) for o in organisations])
        for name, label in (("history", "The history behind it"), ("mitigation", "How well it was put right")):
            self.fields[name] = forms.CharField(
                label=label,
                help_text=NO_NAMES,
                widget=forms.Textarea(attrs={"rows": 6}),
                error_messages={"required": f"{label}: write what you think."},
            )


def _typed(value: Any) -> Any:
    """A value as a box holds it."""
    return timezone.localtime(value).strftime("%Y-%m-%dT%H:%M") if isinstance(value, datetime) else value
