"""What staff fill in: a look-up of areas to read in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from folkmoot.site.areas.importing import MOST_ROWS, check_columns
from folkmoot.site.areas.levels import WAYS, Levels
from folkmoot.site.people.rules import organisations_where
from folkmoot.site.table_files import MOST_MEGABYTES, rows_of
from folkmoot.site.text_forms import day


class LookupForm(forms.Form):
    """A table of postcodes, and which columns say what."""

    organisation = forms.ChoiceField(label="Organisation", error_messages={"required": "Choose an organisation."})
    name = forms.CharField(
        label="Name of this look-up",
        max_length=160,
        help_text="Such as: Index of Multiple Deprivation 2025, national fifths.",
        error_messages={"required": "Name the look-up."},
    )
    slug = forms.SlugField(
        label="Short name",
        max_length=80,
        help_text="Questions name it by this, such as imd-2025. Small letters, digits and hyphens.",
        error_messages={"required": "Give it a short name.", "invalid": "Use letters, digits and hyphens only."},
    )
    source = forms.CharField(
        label="Where it comes from",
        max_length=300,
        help_text="Printed with results.",
        error_messages={"required": "Say where it comes from."},
    )
    on = day("Of which day", hint="The day that it was published, or that its levels are of.")
    file = forms.FileField(
        label="The table",
        help_text=(
            f"CSV of {MOST_ROWS:,} rows and {MOST_MEGABYTES:,} MB at most, or an Excel workbook. Its first row names the columns. "
            "The file itself is not kept."
        ),
        error_messages={"required": "Choose a file.", "empty": "The file is empty."},
    )
    postcode = forms.CharField(
        label="Column of the postcodes", help_text="As its first row has it.", error_messages={"required": "Name the column."}
    )
    value = forms.CharField(
        label="Column that tells the level",
        help_text="A blank is a postcode without a level.",
        error_messages={"required": "Name the column."},
    )
    way = forms.ChoiceField(label="What this column holds", choices=list(WAYS.items()), widget=forms.RadioSelect, initial="levels")
    levels = forms.CharField(
        label="The levels in order, one a line",
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Such as: 1 = 1, most deprived. Before the sign stands what the file holds. Leave that out for numbers.",
        error_messages={"required": "Write the levels."},
    )
    cuts = forms.CharField(
        label="Where levels end, if it holds a number",
        required=False,
        help_text="The largest number of each level but the last, with spaces between: 2 4 6 8 makes fifths of tenths.",
    )
    highest_first = forms.BooleanField(label="The first level has the highest numbers", required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = {str(o.pk): o for o in organisations_where(user, "engagement.run")}
        self.fields["organisation"].choices = [("", "Choose one"), *((key, o.name) for key, o in self.organisations.items())]

    def clean(self) -> dict[str, Any]:
        """The columns must be in the file, and the levels must go together."""
        given = super().clean() or {}
        if not self.errors:
            file = given["file"]
            try:
                self.made = Levels.typed(given["levels"], given["way"], given["cuts"], highest_first=given["highest_first"])
                header = list(next(rows_of(file.file, file.name, file.size)))
                check_columns(header, given["postcode"].strip(), given["value"].strip())
            except ValidationError as refused:
                self.add_error(None if hasattr(refused, "error_dict") else "file", refused)
            file.file.seek(0)
        return given

    @property
    def described(self) -> dict[str, Any]:
        """What `read_in_lookup` takes, but for `by`."""
        given = self.cleaned_data
        return {
            "organisation": self.organisations[given["organisation"]],
            **{name: given[name] for name in ("name", "slug", "source", "on")},
            "postcode": given["postcode"].strip(),
            "value": given["value"].strip(),
            "levels": self.made,
            "file": given["file"].file,
            "file_name": given["file"].name,
            "size": given["file"].size,
        }
