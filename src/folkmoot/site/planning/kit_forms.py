"""Offering a kit, bringing one here, and taking it."""

from collections.abc import Sequence
from typing import Any

from django import forms

from folkmoot.site.planning.kit_files import MOST_BYTES
from folkmoot.site.planning.kits import LICENCES


class OfferForm(forms.Form):
    """What goes into a kit, and what is said of it."""

    title = forms.CharField(label="Title", max_length=200, error_messages={"required": "Write a title."})
    about = forms.CharField(
        label="What is it for?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what it is for."},
    )
    source = forms.CharField(label="What is it based on?", max_length=1000, required=False)
    licence = forms.ChoiceField(
        label="Under which licence?",
        choices=[("", "Choose one"), *((name, name) for name in LICENCES)],
        error_messages={"required": "Choose a licence."},
    )

    def __init__(self, *args: Any, versions: Sequence[tuple[str, str]], guides: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if versions:
            self.fields["versions"] = forms.MultipleChoiceField(
                label="Which questionnaires?", choices=list(versions), widget=forms.CheckboxSelectMultiple, required=False
            )
        if guides:
            self.fields["guides"] = forms.MultipleChoiceField(
                label="Which topic guides?", choices=list(guides), widget=forms.CheckboxSelectMultiple, required=False
            )
        self.fields["with_plan"] = forms.BooleanField(label="Put the public plan in: questions, promise and needs", required=False)


class ReceiveForm(forms.Form):
    """A kit's file and where it comes from."""

    file = forms.FileField(
        label="The kit’s file",
        help_text=f"A .zip of {MOST_BYTES // 1_000_000} MB at most. You see what it would add before anything is added.",
        error_messages={"required": "Choose a file.", "empty": "The file is empty."},
    )
    came_from = forms.CharField(
        label="Where does it come from?",
        help_text="An organisation or an address, nobody’s name.",
        max_length=200,
        error_messages={"required": "Say where the kit comes from."},
    )

    def __init__(self, *args: Any, organisations: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = forms.ChoiceField(label="For which organisation?", choices=list(organisations))

    def clean_file(self) -> bytes:
        """The bytes; a file that is too large is not read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(f"The file is larger than {MOST_BYTES // 1_000_000} MB, so it is not a kit. Choose another file.")
        return bytes(file.read())


class TakeForm(forms.Form):
    """Whose plan the kit's plan begins."""

    def __init__(self, *args: Any, initiatives: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["initiative"] = forms.ChoiceField(
            label="For which initiative? Its plan is begun with the kit’s, and its topic guides are for it.",
            choices=[("", "None"), *initiatives],
            required=False,
        )
