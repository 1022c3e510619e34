"""What staff write about an initiative."""

from typing import Any

from django import forms

from folkmoot.licence.stages import STAGES, Stage
from folkmoot.record import Field, Kind
from folkmoot.site.initiatives.models import Dataset, Initiative
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


class NoticePartForm(TextsForm):
    """The questions of one part of a notice. Every answer may wait; what is missing is said when it is to be published."""

    def __init__(self, *args: Any, fields: tuple[Field, ...], parties: list[Any], answers: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.parties = fields, parties
        for field in fields:
            given = answers.get(field.id)
            hint = f"{field.help} For example: {field.example}"
            if field.kind is Kind.CHOICE:
                choices = [("", "Not answered yet"), *field.options]
                self.fields[field.id] = forms.ChoiceField(
                    label=field.question, choices=choices, required=False, initial=given, help_text=hint
                )
            elif field.kind is Kind.PARTY:
                for party in parties:
                    label = f"{party.name}: {field.question}"
                    self.add_texts(f"{field.id}--{party.slug}", label, hint=hint, required=False, initial=(given or {}).get(party.slug))
            else:
                self.add_texts(field.id, field.question, hint=hint, required=False, initial=given)

    def answers(self) -> dict[str, Any]:
        """What is answered now, by field; what is empty is left out."""
        found: dict[str, Any] = {}
        for field in self.asked:
            if field.kind is Kind.CHOICE:
                found[field.id] = self.cleaned_data[field.id]
            elif field.kind is Kind.PARTY:
                found[field.id] = {p.slug: texts for p in self.parties if (texts := self.texts(f"{field.id}--{p.slug}"))}
            else:
                found[field.id] = self.texts(field.id)
        return {key: answer for key, answer in found.items() if answer}

    def clean(self) -> dict[str, Any]:
        """Easy read and Welsh need the standard English they stand for."""
        for name in [name for name in self.fields if name + "__easy" in self.fields]:
            if self.texts(name) and not self.cleaned_data.get(name):
                self.add_error(name, "Write it in standard English first.")
        return self.cleaned_data


class PublishForm(forms.Form):
    """That someone has read a draft and it may be published; `seen` is the hash of what they read."""

    seen = forms.CharField(widget=forms.HiddenInput)
    read = forms.BooleanField(label="I have read all of it", error_messages={"required": "Read all of it, then tick this."})


class StageForm(forms.Form):
    """The next stage."""

    def __init__(self, *args: Any, now: Stage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(then.value, f"{STAGES[then].name}. {STAGES[then].words}") for then in STAGES[now].then]
        self.fields["stage"] = forms.ChoiceField(
            label="Move it to", choices=choices, widget=forms.RadioSelect, error_messages={"required": "Choose a stage."}
        )
