"""What staff write about citizens' part at a stage."""

from collections.abc import Sequence
from typing import Any

from django import forms

from folkmoot.site.involvement.stages import LEVELS, STAGES, Level, Stage
from folkmoot.site.renditions import Reader, render
from folkmoot.site.text_forms import TextsForm, day


class PartForm(TextsForm):
    """What part citizens have at one stage; `asked` are the engagements it may name, as slugs with their titles."""

    def __init__(self, *args: Any, asked: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"] = forms.ChoiceField(
            label="At which stage?",
            choices=[("", "Choose one"), *((stage.value, STAGES[stage]["en"]["standard"]) for stage in Stage)],
            error_messages={"required": "Choose the stage."},
        )
        self.fields["level"] = forms.ChoiceField(
            label="How much of a part do citizens have?",
            choices=[(level.value, f"{LEVELS[level].name}: {render(LEVELS[level].promise, Reader()).words}") for level in Level],
            widget=forms.RadioSelect,
            error_messages={"required": "Choose how much of a part citizens have."},
        )
        self.add_texts(
            "words",
            "Who takes part, how and when? If nobody does: why not?",
            hint="Groups and offices, nobody's name. Everyone can read this.",
            rows=3,
        )
        if asked:
            self.fields["engagement"] = forms.ChoiceField(
                label="In which engagement?", choices=[("", "None of these"), *asked], required=False
            )
        self.fields["on"] = day("Since which day")
