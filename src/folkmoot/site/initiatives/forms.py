"""What staff write about an initiative."""

from typing import Any

from django import forms

from folkmoot.licence.stages import STAGES, Stage
from folkmoot.site.initiatives.models import Dataset, Initiative, Party
from folkmoot.site.text_forms import TextsForm


def organisations(label: str, found: list[Any], **more: Any) -> forms.ChoiceField:
    """One of some Organisations, by slug."""
    choices = [("", "Choose one"), *((o.slug, o.name) for o in found)]
    return forms.ChoiceField(label=label, choices=choices, error_messages={"required": "Choose an organisation."}, **more)


class InitiativeForm(TextsForm):
    """A new initiative, led by one of `leads`."""

    slug = forms.SlugField(
        label="Its address",
        max_length=80,
        help_text="Small letters, digits and hyphens, such as warm-homes. It stands in links and on posters and never changes.",
        error_messages={"required": "Give it an address.", "invalid": "Use letters, digits and hyphens only."},
    )
    kind = forms.ChoiceField(
        label="What it is for",
        choices=[("", "Choose one"), *Initiative.Kind.choices],
        error_messages={"required": "Choose what it is for."},
    )
    topic = forms.ChoiceField(
        label="What it is about",
        choices=[("", "Choose one"), *Initiative.Topic.choices],
        error_messages={"required": "Choose what it is about."},
    )
    area = forms.CharField(label="Which area it covers", max_length=120, error_messages={"required": "Say which area it covers."})

    def __init__(self, *args: Any, leads: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_texts("title", "What is it called?", rows=1)
        self.add_texts("summary", "What would be done, in two sentences?", hint="It stands under the title on the home page.", rows=2)
        self.fields["lead"] = organisations("Which organisation leads it", leads)
        self.order_fields(["lead", "title", "title__easy", "title__cy", "summary", "summary__easy", "summary__cy"])


class PartyForm(TextsForm):
    """Another organisation in an initiative."""

    def __init__(self, *args: Any, others: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = organisations("Which organisation", others)
        self.add_texts("role", "What will it do, in one sentence?", rows=2)
        self.fields["duty"] = forms.ChoiceField(
            label="What is it in data protection law?",
            choices=[("", "Choose one"), *Party.Duty.choices],
            error_messages={"required": "Choose what it is in law."},
        )


class CommitteeForm(forms.Form):
    """A committee that is to decide on an initiative."""

    def __init__(self, *args: Any, committees: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["committee"] = organisations("Which committee decides", committees)


class DatasetForm(TextsForm):
    """A dataset that an initiative would use."""

    def __init__(self, *args: Any, holders: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder"] = organisations("Who holds it", holders)
        self.add_texts("title", "What is it called?", rows=1)
        self.add_texts("fields_used", "What would be used from it?", hint="The facts about each person, in words.", rows=3)
        self.add_texts("people_covered", "Whose records are in it?", rows=2)
        self.fields["sensitivity"] = forms.ChoiceField(
            label="How sensitive it is",
            choices=[("", "Choose one"), *Dataset.Sensitivity.choices],
            error_messages={"required": "Choose how sensitive it is."},
        )


class PublishForm(forms.Form):
    """That someone has read a draft and it may be published; `seen` is the hash of what they read."""

    seen = forms.CharField(widget=forms.HiddenInput)
    read = forms.BooleanField(label="I have read all of it", error_messages={"required": "Read all of it, then tick this."})


class DiscardForm(forms.Form):
    """That a draft may go."""

    sure = forms.BooleanField(label="Yes, throw it away", error_messages={"required": "Tick this to throw the draft away."})


class StageForm(forms.Form):
    """The next stage."""

    def __init__(self, *args: Any, now: Stage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(then.value, f"{STAGES[then].name}. {STAGES[then].words}") for then in STAGES[now].then]
        self.fields["stage"] = forms.ChoiceField(
            label="Move it to", choices=choices, widget=forms.RadioSelect, error_messages={"required": "Choose a stage."}
        )
