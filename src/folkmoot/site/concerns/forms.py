"""What staff write about questions and complaints."""

from typing import Any

from django import forms

from folkmoot.site.concerns.complaint_steps import OUTCOME_WORDS, Step
from folkmoot.site.concerns.domain import LONGEST_WORDS
from folkmoot.site.text_forms import TextsForm, day


class AnswerForm(TextsForm):
    """An answer, and the question in words that everyone may read."""

    def __init__(self, *args: Any, before: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = "Write it so that it shows nothing about who asked: no name, no address, no story. Words that are published stay on record."
        self.add_texts("wording", "The question, for everyone to read.", hint=hint, initial=before.wording if before else None)
        hint = "Whoever asked reads it at once. A second person reads it before everyone else does."
        self.add_texts("answer", "The answer.", hint=hint, rows=6, initial=before.answer if before else None)


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
