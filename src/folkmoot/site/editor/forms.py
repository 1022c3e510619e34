"""What staff fill in about drafts, versions and the bank. Questions and sections have forms of their own."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from folkmoot.site.editor import instrument_file
from folkmoot.site.editor.bank import THEMES
from folkmoot.site.text_forms import TextsForm, day

CHOOSE = ("", "Choose one")
MOST_MEGABYTES = 4


class InstrumentFileField(forms.FileField):
    """An instrument file; its value is an InstrumentFile."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(error_messages={"required": "Choose a file.", "empty": "The file is empty."}, **kwargs)

    def clean(self, data: UploadedFile | None, initial: Any = None) -> instrument_file.InstrumentFile | None:
        """What is in it."""
        file = super().clean(data, initial)
        if not file:
            return None
        if file.size > MOST_MEGABYTES * 1_000_000:
            raise ValidationError(f"The file is {file.size / 1_000_000:.1f} MB. The most is {MOST_MEGABYTES} MB.")
        try:
            text = file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ValidationError("The file is not UTF-8 text. Save it as UTF-8 and try again.") from None
        return instrument_file.read(text)


class AboutForm(TextsForm):
    """The name of a draft's instrument, and its title."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_texts("title", "What is the title of the questions?", rows=1, initial=self.initial.get("title"))
        self.fields["slug"] = forms.SlugField(
            label="Name of the instrument",
            max_length=80,
            help_text="Letters, digits and hyphens, such as residents-survey. The same name again makes its next version.",
            error_messages={"required": "Name the instrument.", "invalid": "Use letters, digits and hyphens only."},
        )


class BeginForm(AboutForm):
    """A new draft: whose it is, and what it begins with. `versions` are pairs of a key and words."""

    def __init__(self, *args: Any, organisations: list[Any], versions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = forms.ChoiceField(
            label="Whose questions are they?",
            choices=[CHOOSE, *((o.slug, o.name) for o in organisations)],
            error_messages={"required": "Choose an organisation."},
        )
        self.fields["version"] = forms.ChoiceField(
            label="Begin with the questions of",
            choices=[("", "Nothing: I write my own, or take some from the bank"), *versions],
            required=False,
        )
        self.order_fields(["organisation", "slug", "title", "title__easy", "title__cy", "version"])


class FileForm(forms.Form):
    """A new draft from an instrument file. The name and the title are the file's, unless others are given."""

    def __init__(self, *args: Any, organisations: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = forms.ChoiceField(
            label="Whose questions will they be?",
            choices=[CHOOSE, *((o.slug, o.name) for o in organisations)],
            error_messages={"required": "Choose an organisation."},
        )
        self.fields["file"] = InstrumentFileField(label="Instrument file", help_text=f"TOML or JSON, {MOST_MEGABYTES} MB at most.")
        self.fields["slug"] = forms.SlugField(
            label="Name of the instrument",
            max_length=80,
            required=False,
            help_text="Leave it empty to keep the name in the file.",
            error_messages={"invalid": "Use letters, digits and hyphens only."},
        )


class SureForm(forms.Form):
    """That something is to be done which cannot be undone."""

    def __init__(self, *args: Any, words: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sure"] = forms.BooleanField(label=words, error_messages={"required": "Tick this to go on."})
        self.fields["seen"] = forms.IntegerField(widget=forms.HiddenInput, required=False)


class CheckedForm(forms.Form):
    """Who checked the easy read of a version."""

    readers = forms.CharField(
        label="Which group checked it?",
        max_length=200,
        help_text="Such as: the reading group of Harrowmere People First. Nobody's name.",
        error_messages={"required": "Say which group checked it."},
    )
    people = forms.IntegerField(
        label="How many people were they?",
        min_value=1,
        max_value=10_000,
        error_messages={"required": "Say how many people checked it.", "invalid": "Give a whole number.", "min_value": "Give 1 or more."},
    )
    changed = forms.CharField(
        label="What did they change?",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Nothing is an answer too.",
        error_messages={"required": "Say what they changed. If it was nothing, write: nothing."},
    )
    on = day("On which day?")


class WelshForm(forms.Form):
    """Whether Welsh has equal status in an organisation."""

    equal = forms.ChoiceField(
        label="Does Welsh have equal status here?",
        choices=[("yes", "Yes: nothing opens unless all of it is in Welsh too"), ("no", "No: Welsh may be left out")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes or no."},
    )


class BankForm(forms.Form):
    """A question of a version, for the bank."""

    name = forms.CharField(
        label="Name it in the bank",
        max_length=60,
        help_text="Small letters, digits and hyphens. Your organisation's own name is put before it. It never changes.",
        error_messages={"required": "Give it a name."},
    )
    theme = forms.ChoiceField(label="Theme", choices=[CHOOSE, *THEMES.items()], error_messages={"required": "Choose a theme."})
    why = forms.CharField(
        label="Why is it asked, and why in these words?",
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why it is asked."},
    )
    tested = forms.CharField(
        label="Where was it asked or tried before?", max_length=300, required=False, help_text="Leave it empty when it was not."
    )
