"""What staff fill in when somebody tells them that they do not want to be written to."""

from django import forms


class OptOutForm(forms.Form):
    """The code of whoever phones."""

    code = forms.CharField(
        label="The code in their letter or mail",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Write the code.", "max_length": "A code has twelve letters and numbers."},
    )
