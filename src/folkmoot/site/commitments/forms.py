"""What staff write about commitments."""

from typing import Any

from django import forms

from folkmoot.site.commitments.models import Commitment
from folkmoot.site.commitments.states import STATES, State
from folkmoot.site.text_forms import TextsForm, day


def organisation_field(label: str, found: list[Any]) -> forms.ChoiceField:
    """One of some organisations, by slug."""
    choices = [("", "Choose one"), *((o.slug, o.name) for o in found)]
    return forms.ChoiceField(label=label, choices=choices, error_messages={"required": "Choose an organisation."})


class CommitmentForm(TextsForm):
    """A new commitment by one of `owners`; `findings` are what people said about the initiative it is about, if it is about one."""

    def __init__(self, *args: Any, owners: list[Any], findings: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = organisation_field("Who promises it", owners)
        origins = [(key, words) for key, words in Commitment.Origin.choices if findings or key != Commitment.Origin.FINDING]
        self.fields["origin"] = forms.ChoiceField(
            label="What does it answer?", choices=[("", "Choose one"), *origins], error_messages={"required": "Choose what it answers."}
        )
        if findings:
            self.fields["finding"] = forms.ChoiceField(
                label="Which finding?",
                choices=[("", "None: something else, below"), *((f.key, f.words) for f in findings)],
                required=False,
            )
        self.add_texts(
            "asked", "What was asked for?", hint="The recommendation, clause or idea. Without anyone's name.", required=False, rows=2
        )
        self.fields["answer"] = forms.ChoiceField(
            label="The answer",
            choices=Commitment.Answer.choices,
            widget=forms.RadioSelect,
            error_messages={"required": "Choose the answer."},
        )
        self.add_texts("words", "What will be done, or why not?", hint="One thing that anyone can check.", rows=3)
        self.fields["due"] = day("By which day", hint="Leave it empty for a no.", required=False)

    def clean(self) -> dict[str, Any]:
        """A finding is chosen, anything else is written."""
        typed = self.cleaned_data
        is_finding = typed.get("origin") == Commitment.Origin.FINDING
        if is_finding and not typed.get("finding"):
            self.add_error("finding", "Choose the finding that it answers.")
        if typed.get("origin") and not is_finding and not self.texts("asked").get("en", {}).get("standard"):
            self.add_error("asked", "Write what was asked for, in standard English.")
        return typed


class ReportForm(TextsForm):
    """How a commitment stands, from one state to the next."""

    def __init__(self, *args: Any, now: State, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"] = forms.ChoiceField(
            label="How does it stand?",
            choices=[(state.value, STATES[state].words) for state in STATES[now].then],
            widget=forms.RadioSelect,
            error_messages={"required": "Choose how it stands."},
        )
        self.fields["on"] = day("Since which day")
        self.add_texts("reason", "What was done, or why not?", hint="Everyone can read this.", rows=3)
        self.fields["evidence"] = forms.URLField(
            label="Where can anyone see it?",
            max_length=500,
            required=False,
            assume_scheme="https",
            error_messages={"invalid": "Give an address that begins with https://, or leave it empty."},
        )


class SignatureForm(forms.Form):
    """That one of some organisations signed a commitment."""

    office = forms.CharField(
        label="Who signed it",
        max_length=120,
        help_text="An office, such as: The Chief Executive.",
        error_messages={"required": "Say which office signed it."},
    )
    signed_on = day("Day it was signed")

    def __init__(self, *args: Any, organisations: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = organisation_field("For which organisation", organisations)
        self.order_fields(["organisation"])
