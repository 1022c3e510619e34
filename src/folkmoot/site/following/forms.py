"""What a person fills in: what they want to be told of, how, and their address."""

from typing import Any

from django import forms

from folkmoot.site.following.domain import LONGEST_EMAIL
from folkmoot.site.following.models import Follow
from folkmoot.site.following.queries import Choices, Chosen
from folkmoot.site.renditions import Reader

LEGENDS = {
    Follow.Kind.TOPIC: "What it is about",
    Follow.Kind.AREA: "Places",
    Follow.Kind.ORGANISATION: "Organisations",
    Follow.Kind.INITIATIVE: "Single uses of data",
}
READING = {"en-standard": "In English", "en-easy": "In English, easy read where there is any", "cy-standard": "Yn Gymraeg (in Welsh)"}


class FollowForm(forms.Form):
    """What to be told of, and in which words."""

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, legend in LEGENDS.items():
            if choices.of[kind] or kind.value in self.data:  # what was sent and is no choice is told, not dropped
                self.fields[kind.value] = forms.MultipleChoiceField(
                    label=legend,
                    choices=list(choices.of[kind].items()),
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                    error_messages={"invalid_choice": "One of these cannot be followed. Choose from what is there."},
                )
        self.fields["reading"] = forms.ChoiceField(
            label="How we write to you",
            choices=list(READING.items()),
            widget=forms.RadioSelect,
            error_messages={"required": "Choose how we write to you."},
        )

    @staticmethod
    def starting(chosen: Any, reader: Reader) -> dict[str, Any]:
        """What the form shows first for what someone chose, and how they read."""
        start: dict[str, Any] = {"reading": "cy-standard" if reader.language == "cy" else f"en-{reader.style}"}
        for kind, key in chosen:
            start.setdefault(kind, []).append(key)
        return start

    @property
    def chosen(self) -> list[Chosen]:
        """What was chosen, as kinds and keys."""
        return [(kind.value, key) for kind in LEGENDS for key in self.cleaned_data.get(kind.value, [])]

    @property
    def reader(self) -> Reader:
        """How they want to be written to."""
        return Reader(*self.cleaned_data["reading"].split("-"))

    def clean(self) -> dict[str, Any]:
        """Something is chosen."""
        if not self.chosen and not self.errors:
            self.add_error(Follow.Kind.TOPIC.value, "Choose at least one thing to be told of.")
        return self.cleaned_data


class AskForm(FollowForm):
    """The same, with the address to write to."""

    email = forms.CharField(
        label="Your e-mail address",
        max_length=LONGEST_EMAIL,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Write your e-mail address.",
            "max_length": f"An e-mail address has {LONGEST_EMAIL} characters at most.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([*(kind.value for kind in LEGENDS), "reading", "email"])
