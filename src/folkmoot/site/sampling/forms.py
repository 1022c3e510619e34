"""What staff fill in: a frame to read in, and a sample to draw."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from folkmoot.site.people.rules import organisations_where
from folkmoot.site.sampling.columns import MOST_ATTRIBUTES, Columns
from folkmoot.site.sampling.domain import LONGEST_KEPT
from folkmoot.site.sampling.drawing import MOST_DRAWN, Design
from folkmoot.site.sampling.importing import MOST_ROWS
from folkmoot.site.sampling.models import Draw, Frame
from folkmoot.site.table_files import MOST_EXCEL_MEGABYTES, MOST_MEGABYTES, rows_of
from folkmoot.site.text_forms import day
from folkmoot.sortition.frame_draws import METHODS

CHOOSE = ("", "Choose one")


class FrameForm(forms.Form):
    """A list of people or addresses, and what its columns are for."""

    organisation = forms.ChoiceField(label="Organisation", error_messages={"required": "Choose an organisation."})
    name = forms.CharField(label="Name of this list", max_length=120, error_messages={"required": "Name the list."})
    population = forms.CharField(
        label="Whom it holds", max_length=200, help_text="Such as: adults who live in Harrowmere.", error_messages={"required": "Say whom."}
    )
    source = forms.CharField(
        label="Where it comes from, and of which day",
        max_length=300,
        help_text="Such as: the council's address list, 1 March 2031.",
        error_messages={"required": "Say where it comes from."},
    )
    keep_until = day("Until when its rows are kept", hint=f"Within {LONGEST_KEPT} days. Then its rows and who stands in them are deleted.")
    file = forms.FileField(
        label="The list",
        help_text=(
            f"CSV of {MOST_ROWS:,} rows and {MOST_MEGABYTES:,} MB at most, or an Excel workbook of {MOST_EXCEL_MEGABYTES} MB. "
            "Its first row names the columns. The file itself is not kept."
        ),
        error_messages={"required": "Choose a file.", "empty": "The file is empty."},
    )
    reference = forms.CharField(
        label="Column with each row's number or code", error_messages={"required": "Name the column."}, help_text="As its first row has it."
    )
    name_columns = forms.CharField(label="Columns of the name, if any", required=False, help_text="With a comma between. To the vault.")
    address = forms.CharField(label="Columns of the address, if any", required=False, help_text="With a comma between. To the vault.")
    email = forms.CharField(label="Column of the e-mail address, if any", required=False, help_text="To the vault.")
    household = forms.CharField(
        label="Column that says which rows are of one household, if any", required=False, help_text="Needed to draw one person of each."
    )
    size = forms.CharField(
        label="Column of sizes, if any", required=False, help_text="Whole numbers, needed for a draw in proportion to size."
    )
    attributes = forms.CharField(
        label="Columns to keep for strata and weights",
        required=False,
        help_text=f"With a comma between, {MOST_ATTRIBUTES} at most, such as: age, area. All other columns are left in the file.",
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = {str(o.pk): o for o in organisations_where(user, "engagement.run")}
        self.fields["organisation"].choices = [CHOOSE, *((key, o.name) for key, o in self.organisations.items())]

    def clean(self) -> dict[str, Any]:
        """The columns must be in the file."""
        given = super().clean() or {}
        if not self.errors:
            file = given["file"]
            try:
                self.columns.check(list(next(rows_of(file.file, file.name, file.size))))
            except ValidationError as refused:
                by_field = refused.message_dict if hasattr(refused, "error_dict") else {"file": refused.messages}
                for field, sentences in by_field.items():
                    self.add_error("name_columns" if field == "name" else field, sentences)
            file.file.seek(0)
        return given

    @property
    def columns(self) -> Columns:
        """What each column is for."""
        given = self.cleaned_data
        return Columns(
            reference=given["reference"].strip(),
            name=_listed(given["name_columns"]),
            address=_listed(given["address"]),
            email=given["email"].strip(),
            household=given["household"].strip(),
            size=given["size"].strip(),
            attributes=_listed(given["attributes"]),
        )

    @property
    def described(self) -> dict[str, Any]:
        """What `import_frame` takes, but for `by`."""
        given = self.cleaned_data
        return {
            "organisation": self.organisations[given["organisation"]],
            **{name: given[name] for name in ("name", "population", "source", "keep_until")},
            "columns": self.columns,
            "file": given["file"].file,
            "file_name": given["file"].name,
            "size": given["file"].size,
        }


class DrawForm(forms.Form):
    """A sample to draw from a frame."""

    name = forms.CharField(label="Name of the sample", max_length=120, error_messages={"required": "Name the sample."})
    number = forms.IntegerField(
        label="How many to draw",
        min_value=1,
        max_value=MOST_DRAWN,
        error_messages={
            "required": "Say how many to draw.",
            "invalid": "Write a whole number in digits, such as 5000.",
            "min_value": "Draw one at least.",
            "max_value": f"Draw {MOST_DRAWN:,} at most.",
        },
    )
    method = forms.ChoiceField(label="How to draw", choices=[(method, method.capitalize()) for method in METHODS])
    stratified_by = forms.MultipleChoiceField(
        label="Strata, if any", required=False, widget=forms.CheckboxSelectMultiple, help_text="Draws from each group on its own."
    )
    allocation = forms.ChoiceField(
        label="How many from each stratum",
        choices=[("proportional", "In proportion to how many there are"), ("equal", "As many from each")],
        help_text="As many from each lets small groups be looked at on their own. The weights put it right.",
    )
    sorted_by = forms.MultipleChoiceField(
        label="Sorted by, for a systematic draw", required=False, widget=forms.CheckboxSelectMultiple, help_text="In this order."
    )
    targets = forms.MultipleChoiceField(
        label="Weigh the answers to the list's own counts of",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="The questionnaire must ask the same, in the same words.",
    )
    one_per_household = forms.BooleanField(label="Draw one person of each household at most", required=False)
    among = forms.ChoiceField(label="Draw from", required=False)
    leave_out = forms.BooleanField(label="Leave out everyone drawn before from this list", required=False)
    how_people_came = forms.CharField(
        label="How they hear of it",
        max_length=1_000,
        widget=forms.Textarea,
        required=False,
        help_text="One or two sentences, shown before every number.",
    )
    seed = forms.CharField(
        label="Seed, if you have one made in public",
        required=False,
        max_length=64,
        help_text="64 signs, each a digit or a letter from a to f. Leave it empty to have one made by chance.",
    )

    def __init__(self, *args: Any, frame: Frame, draws: list[Draw], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draws = {str(draw.pk): draw for draw in draws}
        columns = Columns.of(frame.columns)
        choices = [(name, name) for name in columns.attributes]
        for field in ("stratified_by", "sorted_by", "targets"):
            if choices:
                self.fields[field].choices = choices
            else:
                del self.fields[field]
        if not choices:
            del self.fields["allocation"]
        if not columns.household:
            del self.fields["one_per_household"]
        if not columns.size:
            self.fields["method"].choices = [(method, method.capitalize()) for method in METHODS if method != "pps systematic"]
        if draws:
            self.fields["among"].choices = [("", "The whole list"), *((key, draw.sample.name) for key, draw in self.draws.items())]
        else:
            del self.fields["among"], self.fields["leave_out"]

    def clean_seed(self) -> bytes:
        """The seed's bytes; none when it is left empty."""
        text = self.cleaned_data["seed"].strip()
        if text and not re.fullmatch(r"[0-9a-fA-F]{64}", text):
            raise ValidationError("A seed has 64 signs, each a digit or a letter from a to f.")
        return bytes.fromhex(text)

    @property
    def described(self) -> dict[str, Any]:
        """What `draw_sample` takes, but for `by` and `frame`."""
        given = self.cleaned_data
        among = self.draws.get(given.get("among", ""))
        return {
            "name": given["name"],
            "how_people_came": given["how_people_came"],
            "design": Design(
                number=given["number"],
                method=given["method"],
                stratified_by=given.get("stratified_by", []),
                sorted_by=given.get("sorted_by", []),
                one_per_household=given.get("one_per_household", False),
                allocation=given.get("allocation", "proportional"),
            ),
            "among": among,
            "leave_out": [draw for draw in self.draws.values() if draw is not among] if given.get("leave_out") else [],
            "targets": given.get("targets", []),
            "seed": given["seed"],
        }


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
