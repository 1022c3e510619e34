"""What members fill in: how to reach them, what they agree to, what they say of themselves. The staff's forms are in staff_forms.py."""

from typing import Any

from django import forms
from django.utils.safestring import SafeString

from folkmoot.site.guarded_form import GuardedForm
from folkmoot.site.panel.membership import LONGEST, AboutMe
from folkmoot.site.panel.models import Panel
from folkmoot.site.panel.ways import LANGUAGES, SUPPORT, WAYS
from folkmoot.site.panel.wording import ASKS, REFUSED, SKIP
from folkmoot.site.renditions import Reader, Texts, in_language, render


def spoken(texts: Texts, reader: Reader) -> str:
    """A label in the reader's rendition, marked where it is not English."""
    return SafeString(in_language(texts, reader))  # a string that Django, too, knows as safe


def listed(reader: Reader) -> dict[str, str]:
    """What is said of a choice that is none."""
    return {"invalid_choice": str(render(REFUSED["listed"], reader))}


def ways_field(reader: Reader) -> forms.MultipleChoiceField:
    """The ways of asking, each with a box of its own."""
    return forms.MultipleChoiceField(
        label=spoken(ASKS["ways"], reader),
        choices=[(key, spoken(texts, reader)) for key, texts in WAYS.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages=listed(reader),
    )


def add_about(form: forms.Form, panel: Panel, reader: Reader) -> None:
    """The panel's attributes, and how someone wants to be asked. Each attribute may be left out."""
    for at, (name, levels) in enumerate(panel.levels.items()):
        form.fields[f"attribute_{at}"] = forms.ChoiceField(
            label=spoken(panel.asks[name], reader),
            choices=[*((level, level) for level in levels), ("", spoken(SKIP, reader))],
            widget=forms.RadioSelect,
            required=False,
            error_messages=listed(reader),
        )
    form.fields["language"] = forms.ChoiceField(
        label=spoken(ASKS["language"], reader),
        choices=[(key, spoken(texts, reader)) for key, texts in LANGUAGES.items()],
        widget=forms.RadioSelect,
        initial=reader.language,
        error_messages={"required": str(render(REFUSED["language"], reader)), **listed(reader)},
    )
    form.fields["support"] = forms.MultipleChoiceField(
        label=spoken(ASKS["support"], reader),
        choices=[(key, spoken(texts, reader)) for key, texts in SUPPORT.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages=listed(reader),
    )


def about_in(form: forms.Form, panel: Panel) -> AboutMe:
    """What someone said of themselves in a valid form."""
    typed = form.cleaned_data
    attributes = {name: typed[f"attribute_{at}"] for at, name in enumerate(panel.levels) if typed.get(f"attribute_{at}")}
    return AboutMe(attributes, typed["language"], typed["support"])


class JoinForm(GuardedForm):
    """Join a panel."""

    def __init__(self, *args: Any, panel: Panel, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, salt=f"panel.join.{panel.slug}", **kwargs)
        self.fields["name"] = forms.CharField(
            label=spoken(ASKS["name"], reader),
            required=False,
            max_length=LONGEST,
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
        )
        self.fields["contact"] = forms.CharField(label=spoken(ASKS["contact"], reader), required=False, max_length=LONGEST)
        self.fields["ways"] = ways_field(reader)
        add_about(self, panel, reader)


class WaysForm(forms.Form):
    """What a member agrees to."""

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ways"] = ways_field(reader)


class AboutForm(forms.Form):
    """What a member says of themselves."""

    def __init__(self, *args: Any, panel: Panel, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_about(self, panel, reader)

    @staticmethod
    def starting(panel: Panel, about: AboutMe) -> dict[str, Any]:
        """What the form shows first."""
        said: dict[str, Any] = {f"attribute_{at}": about.attributes.get(name, "") for at, name in enumerate(panel.levels)}
        return said | {"language": about.language, "support": list(about.support)}
