"""Form fields for public texts: each in standard English, easy read and Welsh, as `renditions` stores them."""

from typing import Any

from django import forms

from folkmoot.site.renditions import LONGEST, Texts

RENDITIONS = (("", "en", "standard", ""), ("__easy", "en", "easy", " (easy read)"), ("__cy", "cy", "standard", " (in Welsh)"))
"""How each rendition's box is named and labelled."""


class TextsForm(forms.Form):
    """A form with texts in renditions: add them with `add_texts`, read them with `texts`."""

    def add_texts(
        self, name: str, label: str, *, hint: str = "", required: bool = True, rows: int = 4, initial: Texts | None = None
    ) -> None:
        """Boxes for one text; only standard English may be required."""
        for suffix, language, style, note in RENDITIONS:
            self.fields[name + suffix] = forms.CharField(
                label=label + note,
                help_text="" if suffix else hint,
                required=required and not suffix,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": rows, "lang": language}),
                initial=(initial or {}).get(language, {}).get(style, ""),
                error_messages={
                    "required": f"{label} Write it in standard English first.",
                    "max_length": f"That is too long. Write at most {LONGEST} characters.",
                },
            )

    def texts(self, name: str) -> Texts:
        """What was written for one text, with one kind of line end; {} when nothing was."""
        found: dict[str, dict[str, str]] = {}
        for suffix, language, style, _ in RENDITIONS:
            words = "\n".join(self.cleaned_data.get(name + suffix, "").splitlines()).strip()
            if words:
                found.setdefault(language, {})[style] = words
        return found


def day(label: str, *, hint: str = "", required: bool = True, **more: Any) -> forms.DateField:
    """A date, picked or typed."""
    messages = {"required": f"{label}: give a date.", "invalid": f"{label}: give a date that exists, such as 2031-03-02."}
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=hint, required=required, widget=widget, error_messages=messages, **more)
