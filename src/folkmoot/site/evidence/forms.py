"""Forms for staff who take answers elsewhere."""

from django import forms

from folkmoot.site.evidence.answers_files import KINDS


class TakeForm(forms.Form):
    """In which kind of file, and whether with weights."""

    kind = forms.ChoiceField(
        label="Kind of file",
        choices=[("", "Choose one"), *KINDS.items()],
        error_messages={"required": "Choose the kind of file.", "invalid_choice": "Choose one of the kinds of file."},
    )
    without_weights = forms.BooleanField(
        label="Leave the weights out",
        help_text="Then every weight is 1. Choose this when the answers cannot be weighed, or you weigh them yourself.",
        required=False,
    )
