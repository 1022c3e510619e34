"""What staff and committee members write about decisions, signatures and stops."""

from typing import Any

from django import forms

from folkmoot.licence import LICENSED, STAGES, STANDARDS
from folkmoot.site.governance.domain import NewCondition
from folkmoot.site.governance.models import OUTCOMES, Agreement, DpiaSignature
from folkmoot.site.text_forms import TextsForm, day

STAGE_CHOICES = [(stage.value, STAGES[stage].doing.capitalize()) for stage in LICENSED]


def organisation_choices(found: list[Any]) -> list[tuple[str, str]]:
    """Organisations to choose one from, by slug."""
    return [("", "Choose one"), *((o.slug, o.name) for o in found)]


class DecisionForm(TextsForm):
    """What a committee decided. `findings` are what people said, each with a box for the answer."""

    def __init__(self, *args: Any, committees: list[Any], findings: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.findings = findings
        self.fields["read"] = forms.CharField(widget=forms.HiddenInput)
        self.fields["committee"] = forms.ChoiceField(
            label="Which committee decided", choices=organisation_choices(committees), error_messages={"required": "Choose a committee."}
        )
        self.fields["outcome"] = forms.ChoiceField(
            label="What it decided", choices=OUTCOMES, widget=forms.RadioSelect, error_messages={"required": "Choose what was decided."}
        )
        self.fields["stages"] = forms.MultipleChoiceField(
            label="What the decision is about",
            choices=STAGE_CHOICES,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Choose what the decision is about."},
        )
        self.add_texts("reasons", "Why did it decide that?")
        self.fields["decided_on"] = day("Day of the decision")
        self.fields["valid_from"] = day("First day a yes holds", required=False)
        self.fields["valid_until"] = day("Last day a yes holds", required=False)
        self.fields["review_by"] = day("To be looked at again by", required=False)
        for at, finding in enumerate(findings):
            self.add_texts(f"answer{at}", f"People said: {finding.words} What is the answer?", required=False, rows=2)

    def answers(self) -> dict[str, Any]:
        """The answers that were written, by the finding's key."""
        return {finding.key: texts for at, finding in enumerate(self.findings) if (texts := self.texts(f"answer{at}"))}


class ConditionForm(TextsForm):
    """One condition; an empty one is passed over."""

    def __init__(self, *args: Any, owners: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = owners
        standards = [(slug, standard.text["en"]["standard"]) for slug, standard in STANDARDS.items()]
        self.fields["standard"] = forms.ChoiceField(
            label="A minimum standard",
            choices=[("", "None: it is in our own words, below"), *standards],
            help_text="What residents expect at least. Leave the words below empty to set it as it stands.",
            required=False,
        )
        self.add_texts("text", "What must be done?", hint="One thing that anyone can check.", required=False, rows=2)
        self.fields["owner"] = forms.ChoiceField(label="Who must do it", choices=organisation_choices(owners), required=False)
        self.fields["due"] = day("By this day", hint="Or before a stage, below.", required=False)
        self.fields["before_stage"] = forms.ChoiceField(label="Or before this", choices=[("", "No stage"), *STAGE_CHOICES], required=False)

    def clean(self) -> dict[str, Any]:
        """A condition that says anything says all of it."""
        typed = self.cleaned_data
        if self.texts("text") or any(typed.get(name) for name in ("standard", "owner", "due", "before_stage")):
            if not typed.get("text") and not typed.get("standard"):
                self.add_error("text", "Say what must be done, in standard English.")
            if not typed.get("owner"):
                self.add_error("owner", "Choose who must do it.")
            if not self.errors.get("due") and bool(typed.get("due")) == bool(typed.get("before_stage")):
                self.add_error("due", "Give a day, or choose what it must come before. One of the two.")
        return typed

    def condition(self) -> NewCondition | None:
        """The condition, or None when nothing was written."""
        typed = self.cleaned_data
        if not typed["text"] and not typed["standard"]:
            return None
        owner = next(o for o in self.owners if o.slug == typed["owner"])
        text = self.texts("text") or STANDARDS[typed["standard"]].text
        return NewCondition(text=text, owner=owner, due=typed["due"], before_stage=typed["before_stage"], standard=typed["standard"])


class MetForm(TextsForm):
    """That a condition is met."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = day("Since which day")
        self.add_texts("evidence", "How can anyone tell?", hint="What was done, and where it can be seen.", rows=3)


class DpiaForm(TextsForm):
    """That the risk check is signed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_texts(
            "advice", "What did the data protection officer advise?", hint="And what was done about it. Everyone can read this.", rows=3
        )

    office = forms.CharField(
        label="Who signed it",
        max_length=120,
        help_text="An office, not a name, such as: The data protection officer of the county council.",
        error_messages={"required": "Say which office signed it."},
    )
    signed_on = day("Day it was signed")
    residual = forms.ChoiceField(
        label="What risk to people is left",
        choices=[("", "Choose one"), *DpiaSignature.Residual.choices],
        error_messages={"required": "Choose what risk is left."},
    )
    address = forms.URLField(
        label="Where can anyone read it?",
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text="Its address on the web, if it has one.",
        error_messages={"invalid": "Give an address that begins with https://, or leave it empty."},
    )


class AgreementForm(forms.Form):
    """That an agreement is signed, by some of the organisations in the initiative."""

    kind = forms.ChoiceField(
        label="What kind of agreement",
        choices=[("", "Choose one"), *Agreement.Kind.choices],
        error_messages={"required": "Choose what kind."},
    )
    signed_on = day("Day it was signed")
    ends_on = day("Last day it holds")
    review_by = day("To be looked at again by", required=False)

    def __init__(self, *args: Any, parties: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parties"] = forms.MultipleChoiceField(
            label="Who signed it",
            choices=[(o.slug, o.name) for o in parties],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Choose who signed it: two or more."},
        )


class StopForm(TextsForm):
    """Why a use of data is stopped, by one of `organisations`."""

    def __init__(self, *args: Any, organisations: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = forms.ChoiceField(
            label="Who stops it", choices=organisation_choices(organisations), error_messages={"required": "Choose who stops it."}
        )
        self.add_texts("reason", "Why is it stopped?", hint="Everyone can read this.", rows=3)


class ResumeForm(TextsForm):
    """What changed, so that a stop may end."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_texts("reason", "What changed?", hint="Everyone can read this.", rows=3)
