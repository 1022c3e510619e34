"""What the officer sends to look at an export or to bring it in."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from folkmoot.site.engagement.forms import MOST_MEGABYTES, FileField
from folkmoot.site.engagement.imports.export import Export
from folkmoot.site.engagement.imports.mapping import ColumnMapping, read_toml
from folkmoot.site.engagement.imports.reading import read

MOST_MISFITS = 100
MOST_COLUMNS = 100
"""How many values and columns are matched on one page: a form has 500 fields at most. More go into a mapping file."""


class OptionalFile(FileField):
    """A file that need not be there; its value is "" then."""

    def clean(self, data: Any, initial: Any = None) -> str:
        """The text, if any."""
        return super().clean(data, initial) if data else ""


class ExportForm(forms.Form):
    """The file, what to leave out, and how its columns and values were matched so far."""

    file = FileField(label="File of answers", help_text=f"CSV as it came from the other system, {MOST_MEGABYTES} MB at most.")
    toml = OptionalFile(label="Mapping, if you have one", required=False, help_text="A TOML file that says which column is which question.")
    survey = forms.CharField(
        label="Name of the survey there",
        required=False,
        max_length=40,
        help_text="Only where answers come from more than one survey of the same system: it keeps their numbers apart.",
    )
    with_incomplete = forms.BooleanField(label="Bring in answers of people who did not finish", required=False)
    mapping = forms.CharField(widget=forms.HiddenInput, required=False, max_length=400_000)

    def clean_file(self) -> tuple[str, Export]:
        """The text and the export in it."""
        text = self.cleaned_data["file"]
        return text, read(text)

    def clean_toml(self) -> ColumnMapping | None:
        """The mapping in the second file."""
        return read_toml(self.cleaned_data["toml"]) if self.cleaned_data.get("toml") else None

    def clean_mapping(self) -> ColumnMapping | None:
        """The mapping that travels with the page."""
        given = self.cleaned_data["mapping"]
        try:
            return ColumnMapping.of(json.loads(given)) if given else None
        except (ValueError, RecursionError):
            raise ValidationError("This page was changed on its way. Choose the file again.") from None

    def matched(self, saved: ColumnMapping, sent: Any) -> ColumnMapping:
        """The mapping to go by: what was saved or travelled or came as a file, with what was chosen on the page."""
        export: Export = self.cleaned_data["file"][1]
        base = self.cleaned_data["toml"] or self.cleaned_data["mapping"] or saved
        columns, values = dict(base.columns), {key: dict(pairs) for key, pairs in base.values.items()}
        for at, column in enumerate(export.columns):
            if chosen := sent.get(f"column-{at}", ""):
                columns[column.name] = chosen
        for at in range(MOST_MISFITS):
            question, value, means = (sent.get(f"{name}-{at}", "") for name in ("question", "value", "means"))
            if question and value and means:
                values.setdefault(question, {})[value] = "" if means == "-" else means
        survey = self.cleaned_data["survey"].strip() or (base.survey if self.cleaned_data["mapping"] is None else "")
        return ColumnMapping.of({"columns": columns, "values": values, "survey": survey})
