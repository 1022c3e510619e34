"""What staff fill in to describe a sample, and what they are shown of it before it is kept."""

import csv
import hashlib
import io
import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from folkmoot.charts import Column, Table
from folkmoot.site.engagement import queries
from folkmoot.site.engagement.forms import CHOOSE, TomlField
from folkmoot.site.engagement.models import Sample
from folkmoot.site.engagement.population_table import MOST_ROWS, rows_from, targets_in
from folkmoot.site.people.rules import organisations_where
from folkmoot.site.table_files import rows_of

MOST_MEGABYTES = 10
ONE_WAY = "Give this in one way only: a file, a table that is pasted, or text in TOML."


class SampleForm(forms.Form):
    """The people an engagement is put to."""

    organisation = forms.ChoiceField(label="Organisation", error_messages={"required": "Choose an organisation."})
    name = forms.CharField(label="Name", max_length=120, error_messages={"required": "Name the sample."})
    method = forms.ChoiceField(
        label="How people come to take part",
        choices=[CHOOSE, *((method.value, method.label.capitalize()) for method in Sample.Method)],
        error_messages={"required": "Choose how people come to take part."},
    )
    population = forms.CharField(
        label="Whom they stand for",
        max_length=200,
        help_text="Such as: adults who live in Harrowmere.",
        error_messages={"required": "Say whom they stand for."},
    )
    how_people_came = forms.CharField(
        label="How they hear of it",
        max_length=1_000,
        widget=forms.Textarea,
        required=False,
        help_text="One or two sentences, shown before every number.",
    )
    file = forms.FileField(
        label="What that population is like, from a file",
        required=False,
        help_text=f"CSV or Excel (.xlsx), {MOST_MEGABYTES} MB and {MOST_ROWS:,} rows at most. The first row says variable, category, and "
        "share (of 100) or count (of people). Give no file and no table to publish without weights.",
        error_messages={"empty": "The file is empty."},
    )
    table = forms.CharField(
        label="Or the same table, pasted or typed",
        max_length=1_000_000,
        widget=forms.Textarea,
        required=False,
        help_text="One row on each line, such as: age, 16 to 34, 30. The first line is: variable, category, share.",
    )
    source = forms.CharField(
        label="Where these numbers come from",
        max_length=300,
        required=False,
        help_text="Such as: Census 2021, table TS007. Shown beside the results. Needed with a file or a table.",
    )
    targets = TomlField(
        label="Or as text, for those who write plans",
        required=False,
        help_text="The tables [NAME] of a plan's [weights.targets], written as TOML.",
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.organisations = {str(o.pk): o for o in organisations_where(user, "engagement.run")}
        self.fields["organisation"].choices = [CHOOSE, *((key, o.name) for key, o in self.organisations.items())]

    def clean(self) -> dict[str, Any]:
        """The table is read, from wherever it came, into what `targets` would hold."""
        given = super().clean() or {}
        ways = [name for name in ("file", "table", "targets") if given.get(name)]
        if len(ways) > 1:
            self.add_error(ways[1], ONE_WAY)
        elif ways and ways[0] != "targets":
            if not given.get("source"):
                self.add_error("source", "Say where these numbers come from.")
            try:
                given["targets"] = targets_in(self._rows(given), given.get("source", ""))
            except ValidationError as wrong:
                self.add_error(ways[0], wrong)
        return given

    def _rows(self, given: dict[str, Any]) -> Any:
        if file := given.get("file"):
            if file.size > MOST_MEGABYTES * 1_000_000:
                raise ValidationError(f"The file is {file.size / 1_000_000:.1f} MB. The most is {MOST_MEGABYTES} MB.")
            return rows_of(file.file, file.name, file.size)
        text = given["table"].encode()
        return rows_of(io.BytesIO(text), "table.csv", len(text))

    @property
    def from_a_table(self) -> bool:
        """Whether what the population is like was given as a table, which staff look at once as it was read."""
        return bool(self.cleaned_data.get("file") or self.cleaned_data.get("table"))

    @property
    def digest(self) -> str:
        """Says whether the table is the one that was shown."""
        return hashlib.sha256(json.dumps(self.cleaned_data["targets"]).encode()).hexdigest()

    @property
    def table_text(self) -> str:
        """The table as it was read, to be sent again with the form: the file itself is not kept."""
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows_from(self.cleaned_data["targets"]))
        return text.getvalue()

    @property
    def tables(self) -> list[Table]:
        """The table as it was read, one for each variable."""
        return [
            Table(
                variable,
                (Column("Category"), Column("Share of the population", numeric=True)),
                tuple((category, f"{amount:.1f}%") for category, amount in target["percent"].items()),
            )
            for variable, target in self.cleaned_data["targets"].items()
        ]

    @property
    def doubts(self) -> list[str]:
        """What the organisation's questions do not ask in these words. It may be in questions that are still to come."""
        asked = asked_of(self.user, self.organisations[self.cleaned_data["organisation"]])
        said = []
        for variable, target in self.cleaned_data["targets"].items():
            if variable not in asked:
                said.append(f"No version of your questions asks “{variable}” about people. It must be called as it is there.")
                continue
            words = {word for version in asked[variable] for word in version}
            strange = [category for category in target["percent"] if category not in words]
            said += [f"“{category}” is no answer to “{variable}” in your questions. It must be in the same words." for category in strange]
            if not strange and not any(set(version) == set(target["percent"]) for version in asked[variable]):
                said.append(f"No version of your questions has just these answers to “{variable}”. Each answer needs its share.")
        return said

    @property
    def described(self) -> dict[str, Any]:
        """What `describe_sample` takes, but for `by`."""
        given = self.cleaned_data
        names = ("name", "method", "population", "how_people_came", "targets")
        return {**{name: given[name] for name in names}, "organisation": self.organisations[given["organisation"]]}


def asked_of(user: Any, organisation: Any = None) -> dict[str, list[Sequence[str]]]:
    """The answers to what is asked about people themselves, in the versions of questions that this user may put to people, the latest of
    each questionnaire first; of one organisation or of all of theirs."""
    found: dict[str, list[Sequence[str]]] = {}
    for version in queries.versions_for(user):
        if organisation is not None and version.instrument.organisation_id != organisation.pk:
            continue
        for question in version.questionnaire.questions:
            if question.attribute:
                words = tuple(option.text["en"]["standard"] for option in question.options if not option.missing)
                if words not in found.setdefault(question.attribute, []):
                    found[question.attribute].append(words)
    return found
