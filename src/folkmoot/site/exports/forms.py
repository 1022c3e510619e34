"""The file of a record that is held elsewhere."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from folkmoot.record.read_whole import MOST_BYTES


class RecordFileField(forms.FileField):
    """A file of 50 MB at most; its value is the bytes. What is in it is checked where it is taken in."""

    def clean(self, data: Any, initial: Any = None) -> bytes:
        """The bytes."""
        file = super().clean(data, initial)
        if file.size > MOST_BYTES:
            raise ValidationError(f"The file has {file.size / 1_000_000:.1f} MB. The most is {MOST_BYTES // 1_000_000} MB.")
        return bytes(file.read())


class KeepForm(forms.Form):
    """A record.json."""

    file = RecordFileField(label="The file record.json", error_messages={"required": "Choose a file.", "empty": "The file is empty."})
