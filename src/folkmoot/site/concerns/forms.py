"""What staff write about questions and complaints."""

import uuid
from typing import Any

from django import forms

from folkmoot.site.concerns.complaint_steps import OUTCOME_WORDS, Step
from folkmoot.site.concerns.domain import LONGEST_CONTACT, LONGEST_WORDS
from folkmoot.site.concerns.modes import MODE_WORDS, TYPED_IN
from folkmoot.site.text_forms import TextsForm, day


class AnswerForm(TextsForm):
    """An answer, and the question in words that everyone may read."""

    def __init__(self, *args: Any, before: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = "Write it so that it shows nothing about who asked: no name, no address, no story. Words that are published stay on record."
        self.add_texts("wording", "The question, for everyone to read.", hint=hint, initial=before.wording if before else None)
        hint = "Whoever asked reads it at once. A second person reads it before everyone else does."
        self.add_texts("answer", "The answer.", hint=hint, rows=6, initial=before.answer if before else None)


class TypedInForm(forms.Form):
    """A question or a complaint that came in another way. `receipt` is made with the form, so that sending it twice is harmless."""

    receipt = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label="What it is",
        choices=[("question", "A question"), ("complaint", "A complaint")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it is a question or a complaint."},
    )
    mode = forms.ChoiceField(
        label="How it came in",
        choices=[(mode.value, MODE_WORDS[mode].capitalize()) for mode in TYPED_IN],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it came in."},
    )
    words = forms.CharField(
        label="What they wrote or said",
        help_text=f"In their own words, {LONGEST_WORDS} characters at most. Leave out names and anything private that we need not know.",
        strip=False,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    contact = forms.CharField(
        label="How we can reach them (you may leave this empty)",
        help_text=f"An e-mail address, a telephone number or a postal address, {LONGEST_CONTACT} characters at most. "
        "It is kept apart, encrypted. Whoever has the reference can have it erased.",
        required=False,
    )

    def __init__(self, *args: Any, initiatives: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("receipt", uuid.uuid4())
        self.fields["initiative"] = forms.ChoiceField(label="About which use of data", choices=initiatives)
        self.fields["on"] = day("The day it came in", hint="All clocks run from this day, the 30 days of the law too.")
        self.order_fields(["receipt", "kind", "initiative", "mode", "on", "words", "contact"])


class LookForm(forms.Form):
    """A second person's look at an answer."""

    publish = forms.ChoiceField(
        label="May everyone read it?",
        choices=[("yes", "Yes: neither the question nor the answer shows who asked"), ("no", "No: keep it back, or take it back")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether everyone may read it."},
    )
    reason = forms.CharField(
        label="If not: why",
        help_text="For colleagues only, 300 characters at most.",
        max_length=300,
        required=False,
        error_messages={"max_length": "That is too long. Write at most 300 characters."},
    )


class StepForm(forms.Form):
    """The next step of a complaint."""

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answering = step == Step.ANSWERED
        self.fields["on"] = day("On which day", hint="The day you did it. Leave it empty for today.", required=False)
        if answering:
            self.fields["outcome"] = forms.ChoiceField(
                label="What came of it",
                choices=[(outcome.value, words) for outcome, words in OUTCOME_WORDS.items()],
                widget=forms.RadioSelect,
                error_messages={"required": "Choose what came of it."},
            )
        self.fields["told"] = forms.CharField(
            label="Reasons, and what you will do" if answering else "A message (you may leave this empty)",
            help_text=f"Whoever complained reads it with their reference. Nobody else does. {LONGEST_WORDS} characters at most.",
            required=False,
            widget=forms.Textarea(attrs={"rows": 6}),
        )
