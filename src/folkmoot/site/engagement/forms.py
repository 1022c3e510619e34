"""What staff fill in: an engagement, and responses from a file. A sample is in sample_form.py."""

import csv
import io
import tomllib
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from folkmoot.site.engagement import queries
from folkmoot.site.engagement.counting import PARTS, tables_of
from folkmoot.site.engagement.how_given import BY_STAFF, LARGEST_GROUP
from folkmoot.site.engagement.methods import METHODS
from folkmoot.site.engagement.methods.survey_config import ENTRIES, OF_AGE
from folkmoot.site.engagement.models import Response
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.people.rules import organisations_where
from folkmoot.site.renditions import Texts, plain

MOST_MEGABYTES = 10
PLAN_PARTS = (*PARTS, "step_opens")
YES_NO = (("no", "No"), ("yes", "Yes"))
NOTHING_TO_COUNT = (
    "None of these questions has a list of answers whose shares could be published. Add one that has, or say below how answers are counted."
)
CHOOSE = ("", "Choose one")


class FileField(forms.FileField):
    """A file of UTF-8 text, MOST_MEGABYTES at most; its value is the text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(error_messages={"required": "Choose a file.", "empty": "The file is empty."}, **kwargs)

    def clean(self, data: UploadedFile | None, initial: Any = None) -> str:
        """The text."""
        file = super().clean(data, initial)
        if file.size > MOST_MEGABYTES * 1_000_000:
            raise ValidationError(f"The file is {file.size / 1_000_000:.1f} MB. The most is {MOST_MEGABYTES} MB: split it.")
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise ValidationError("The file is not UTF-8 text. Save it as UTF-8 and try again.") from None


class TomlField(forms.CharField):
    """Tables written as TOML; its value is the mapping."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea, max_length=200_000, **kwargs)

    def clean(self, value: Any) -> dict[str, Any]:
        """The tables."""
        try:
            return tomllib.loads(super().clean(value).replace("\r\n", "\n"))
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            raise ValidationError(f"This is not TOML: {error}. docs/reference/plan.md shows how it is written.") from None


class PlanField(TomlField):
    """The tables of a plan of weighing that a survey's config holds; none of them one that is known from elsewhere."""

    def clean(self, value: Any) -> dict[str, Any]:
        """The tables."""
        tables = super().clean(value)
        if elsewhere := [name for name in tables if name not in PLAN_PARTS]:
            raise ValidationError(f"Leave out [{elsewhere[0]}]: it comes from the questions or the sample.")
        return tables


class ConfigureForm(forms.Form):
    """An engagement by survey."""

    initiative = forms.ChoiceField(label="Initiative", error_messages={"required": "Choose an initiative."})
    version = forms.ChoiceField(label="Questions", error_messages={"required": "Choose the questions."})
    sample = forms.ChoiceField(label="Sample", error_messages={"required": "Choose a sample."})
    slug = forms.SlugField(
        label="Address",
        max_length=80,
        help_text="What stands after /e/ in its address: small letters, digits and hyphens. It cannot be changed later.",
        error_messages={"required": "Choose an address."},
    )
    title = forms.CharField(label="Title", max_length=200, error_messages={"required": "Write a title."})
    title_easy = forms.CharField(label="Title in easy read", max_length=200, required=False)
    title_welsh = forms.CharField(label="Title in Welsh", max_length=200, required=False)
    question = forms.CharField(
        label="What you want to know",
        max_length=1_000,
        widget=forms.Textarea,
        help_text="One or two sentences, shown before people begin.",
        error_messages={"required": "Say what you want to know."},
    )
    question_easy = forms.CharField(label="The same in easy read", max_length=1_000, widget=forms.Textarea, required=False)
    question_welsh = forms.CharField(label="The same in Welsh", max_length=1_000, widget=forms.Textarea, required=False)
    who_sees = forms.CharField(
        label="Who sees the answers",
        max_length=1_000,
        widget=forms.Textarea,
        help_text="Say how many people, of which organisation. Shown before people begin.",
        error_messages={"required": "Say who sees the answers."},
    )
    minutes = forms.IntegerField(label="About how many minutes it takes", error_messages={"required": "Say about how many minutes."})
    entry = forms.ChoiceField(label="Who may come in", choices=list(ENTRIES.items()), initial="open", required=False)
    for_someone = forms.ChoiceField(
        label="May people answer for someone they have authority for?", choices=YES_NO, initial="no", required=False
    )
    youngest = forms.IntegerField(
        label="From what age people may answer",
        initial=OF_AGE,
        required=False,
        help_text="Below 16, a responsible adult's yes and the child's own are asked for.",
    )
    help = forms.CharField(
        label="Who helps people to answer",
        max_length=1_000,
        widget=forms.Textarea,
        required=False,
        help_text="Such as: phone 01234 567890, and we fill it in with you. Shown before people begin.",
    )
    opens = forms.DateField(label="Opens", widget=forms.DateInput(attrs={"type": "date"}), error_messages={"required": "Choose a date."})
    closes = forms.DateField(label="Closes", widget=forms.DateInput(attrs={"type": "date"}), error_messages={"required": "Choose a date."})
    plan = PlanField(
        label="How answers are counted, as text",
        required=False,
        help_text="Leave it empty: then it follows from the questions, and you can look at it and change it before you open it. Those who "
        "write plans of weighing can give [[statements]], [recodes], [derive] and [publish] as TOML, and for steps and scenario "
        "cards [step_opens] and [[cards]], as docs/reference/methods.md says.",
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        where = organisations_where(user, "engagement.run")
        self.initiatives = {str(i.pk): i for i in initiatives.everything() if i.lead in where}
        self.versions = {str(v.pk): v for v in queries.versions_for(user)}
        self.samples = {str(s.pk): s for s in queries.samples_for(user)}
        self.fields["initiative"].choices = [CHOOSE, *((key, i.title["en"]["standard"]) for key, i in self.initiatives.items())]
        self.fields["version"].choices = [CHOOSE, *((key, str(v)) for key, v in self.versions.items())]
        self.fields["sample"].choices = [CHOOSE, *((key, str(s)) for key, s in self.samples.items())]

    def clean(self) -> dict[str, Any]:
        """Without a plan as text there must be something to count."""
        given = super().clean() or {}
        version = self.versions.get(given.get("version", ""))
        if version is not None and not set(given.get("plan") or {}) & set(PARTS) and not tables_of(version.questionnaire)["statements"]:
            self.add_error("version", NOTHING_TO_COUNT)
        return given

    @property
    def configured(self) -> dict[str, Any]:
        """What `configure_engagement` takes, but for `by`."""
        given = self.cleaned_data
        return {
            "initiative": self.initiatives[given["initiative"]],
            "slug": given["slug"],
            "title": self._texts("title"),
            "question": self._texts("question"),
            "method": METHODS["survey"].key,
            "config": {
                "minutes": given["minutes"],
                "who_sees": plain(given["who_sees"]),
                "entry": given["entry"] or "open",
                "for_someone": given["for_someone"] == "yes",
                "youngest": OF_AGE if given["youngest"] is None else given["youngest"],
                **({"help": plain(given["help"])} if given["help"] else {}),
                **({} if set(given["plan"]) & set(PARTS) else tables_of(self.versions[given["version"]].questionnaire)),
                **given["plan"],
            },
            "version": self.versions[given["version"]],
            "sample": self.samples[given["sample"]],
            "opens": given["opens"],
            "closes": given["closes"],
        }

    def _texts(self, name: str) -> Texts:
        given = self.cleaned_data
        return plain(given[name], easy=given[f"{name}_easy"], welsh=given[f"{name}_welsh"])


class EnterForm(forms.Form):
    """How answers came in that staff type."""

    mode = forms.ChoiceField(
        label="How these answers come in",
        choices=[CHOOSE, *((mode.value, mode.label) for mode in BY_STAFF)],
        error_messages={"required": "Choose how they come in."},
    )
    group_size = forms.IntegerField(
        label="How many people answer together, for a group",
        required=False,
        min_value=2,
        max_value=LARGEST_GROUP,
        error_messages={
            "invalid": "Write a whole number in digits, such as 12.",
            "min_value": "A group has two people or more.",
            "max_value": f"A group has {LARGEST_GROUP} people at most.",
        },
    )
    code = forms.CharField(label="Their code, if they have one", max_length=60, required=False)

    def clean(self) -> dict[str, Any]:
        """A group says how many it is, and nobody else does."""
        given = super().clean() or {}
        group = given.get("mode") == Response.Mode.GROUP
        if "group_size" in given and group and given["group_size"] is None:
            self.add_error("group_size", "Say how many people answer together.")
        if given.get("group_size") is not None and "mode" in given and not group:
            self.add_error("group_size", "Leave this empty: these answers come from one person.")
        return given


class ImportForm(forms.Form):
    """Responses that came another way."""

    mode = forms.ChoiceField(
        label="How these answers came in",
        choices=[CHOOSE, *((m.value, m.label) for m in Response.Mode if m is not Response.Mode.ONLINE)],
        error_messages={"required": "Choose how they came in."},
    )
    file = FileField(
        label="File of responses",
        help_text=f"CSV, {MOST_MEGABYTES} MB at most. The first row names the columns: response (the row's own id), and keys of questions.",
    )

    def clean_file(self) -> list[dict[str, str | None]]:
        """The rows."""
        reader = csv.DictReader(io.StringIO(self.cleaned_data["file"], newline=""), strict=True)
        try:
            header = list(reader.fieldnames or ())
            if twice := sorted({name for name in header if header.count(name) > 1}):
                raise ValidationError(f"The column “{twice[0]}” is there twice. Give each column its own name.")
            rows: list[dict[str, str | None]] = []
            for number, row in enumerate(reader, start=2):
                if None in row or None in row.values():
                    raise ValidationError(f"Row {number} has more or fewer cells than the first row. Put that right first.")
                rows.append(row)
        except csv.Error as error:
            raise ValidationError(f"The file is not a whole CSV file, near line {reader.line_num}: {error}.") from None
        if not rows:
            raise ValidationError("The file has no rows below the first.")
        return rows
