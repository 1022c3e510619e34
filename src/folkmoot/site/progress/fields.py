"""Form fields that the forms of progress share."""

from decimal import Decimal
from typing import Any

from django import forms

from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.renditions import Texts
from folkmoot.site.text_forms import TextsForm

ONE_TO_FIVE = [("", "Choose one"), *((str(n), str(n)) for n in range(1, 6))]


class RecordForm(TextsForm):
    """A form about one initiative, or about one of its rows; `given` is what a domain function takes."""

    def __init__(self, *args: Any, initiative: Any, row: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initiative, self.row, self.asked = initiative, row, []
        self.build()

    def build(self) -> None:
        """Adds the fields."""

    def ask(self, name: str, label: str, *, hint: str = "", required: bool = True, rows: int = 2, initial: Texts | None = None) -> None:
        """A text that the public reads."""
        self.asked.append(name)
        self.add_texts(name, label, hint=hint, required=required, rows=rows, initial=initial)

    def given(self) -> dict[str, Any]:
        """What was typed: texts in their renditions, organisations as rows."""
        boxes = {name + suffix for name in self.asked for suffix in ("", "__easy", "__cy")}
        found = {name: value for name, value in self.cleaned_data.items() if name not in boxes}
        found |= {name: self.texts(name) for name in self.asked}
        if "owner" in found:
            found["owner"] = next(o for o in self.organisations() if o.slug == found["owner"])
        return found

    def clean(self) -> dict[str, Any]:
        """Easy read and Welsh need the standard English they stand for."""
        for name in self.asked:
            if name in self.fields and self.texts(name) and not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, "Write it in standard English first.")
        return self.cleaned_data

    def organisations(self) -> list[Any]:
        """Who may answer for something: those in the initiative, and whoever does now."""
        inside = initiatives.organisations_of(self.initiative)
        now = getattr(self.row, "owner", None)
        return inside if now is None or now in inside else [*inside, now]

    def ask_owner(self, label: str) -> None:
        """One of the organisations in the initiative."""
        choices = [("", "Choose one"), *((o.slug, o.name) for o in self.organisations())]
        initial = getattr(getattr(self.row, "owner", None), "slug", "")
        self.fields["owner"] = forms.ChoiceField(
            label=label, choices=choices, initial=initial, error_messages={"required": "Choose an organisation."}
        )


def line(label: str, *, longest: int = 160, hint: str = "", required: bool = True, **more: Any) -> forms.CharField:
    """A short text that is the same for every reader, such as an office or a name."""
    messages = {"required": f"{label}: write it here.", "max_length": f"{label}: write at most {longest} characters."}
    return forms.CharField(label=label, max_length=longest, help_text=hint, required=required, error_messages=messages, **more)


def lines(label: str, *, hint: str = "", required: bool = True, **more: Any) -> forms.CharField:
    """A longer text for staff alone."""
    messages = {"required": f"{label}: write it here.", "max_length": "Write at most 4000 characters."}
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=4000, help_text=hint, required=required, widget=widget, error_messages=messages, **more)


def one_of(label: str, choices: Any, **more: Any) -> forms.ChoiceField:
    """One of a few."""
    return forms.ChoiceField(
        label=label, choices=[("", "Choose one"), *choices], error_messages={"required": f"{label}: choose one."}, **more
    )


def one_to_five(label: str, *, required: bool = True, **more: Any) -> forms.TypedChoiceField:
    """A number from 1 to 5."""
    messages = {"required": f"{label}: choose a number from 1 to 5."}
    return forms.TypedChoiceField(
        label=label, choices=ONE_TO_FIVE, coerce=int, empty_value=None, required=required, error_messages=messages, **more
    )


def amount(
    label: str, *, digits: int = 12, places: int = 2, least: int | None = 0, required: bool = False, hint: str = "", **more: Any
) -> forms.DecimalField:
    """A number with a point in it, if need be. Not below `least`, unless that is None."""
    wrong = f"{label}: give a number such as 1200 or 12.5, without commas or signs."
    messages = {"required": wrong, "invalid": wrong, "min_value": f"{label}: it cannot be below {least}."}
    for code in ("max_digits", "max_decimal_places", "max_whole_digits"):
        messages[code] = f"{label}: give at most {digits - places} digits, and {places} after the point."
    widget = forms.TextInput(attrs={"inputmode": "decimal"})
    return forms.DecimalField(
        label=label,
        max_digits=digits,
        decimal_places=places,
        min_value=None if least is None else Decimal(least),
        required=required,
        help_text=hint,
        widget=widget,
        error_messages=messages,
        **more,
    )
