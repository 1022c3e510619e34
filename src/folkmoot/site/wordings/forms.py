"""What staff write in the library of wordings and in the glossary."""

from typing import Any

from django import forms

from folkmoot.site.text_forms import TextsForm, day
from folkmoot.site.wordings.models import STATES, TOPICS

QUESTIONS = 4  # of one result
EXACT = "Copy every word that people read, as it stands. Leave out what they fill in."


def _choice(label: str, choices: list[tuple[str, str]], **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[("", "Choose one"), *choices], error_messages={"required": f"{label}: choose one."}, **more
    )


def _slug(hint: str) -> forms.SlugField:
    return forms.SlugField(
        label="Its address",
        max_length=80,
        help_text=hint,
        error_messages={"required": "Give it an address.", "invalid": "Use letters, digits and hyphens only."},
    )


class VersionForm(TextsForm):
    """The exact words, where they are used and since when."""

    def __init__(self, *args: Any, before: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_texts("words", "What are the exact words?", hint=EXACT, rows=12, initial=before and before.words)
        self.add_texts("where", "Where are they used?", hint="The form and the service.", rows=2, initial=before and before.where)
        self.fields["since"] = day("In use since")


class WordingForm(VersionForm):
    """A new wording of one of `organisations`."""

    def __init__(self, *args: Any, organisations: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = _choice("Whose form or notice is it?", [(o.slug, o.name) for o in organisations])
        self.fields["slug"] = _slug("Small letters, digits and hyphens, such as nursery-place-form. It never changes.")
        self.add_texts("title", "What is it called?", rows=1)
        self.order_fields(["organisation", "title", "title__easy", "title__cy", "slug"])


class RelianceForm(TextsForm):
    """A dataset of an initiative that was collected under a wording; `datasets` are pairs of a key and words."""

    def __init__(self, *args: Any, initiatives: list[tuple[str, str]], datasets: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["initiative"] = _choice("Which use of data?", initiatives)
        self.fields["dataset"] = forms.ChoiceField(
            label="Which dataset of it?", choices=[("", "None: it is not described yet"), *datasets], required=False
        )
        self.add_texts("records", "Which records, if no dataset is described?", required=False, rows=2)

    def clean(self) -> dict[str, Any]:
        """A dataset or words."""
        typed = self.cleaned_data
        if not typed.get("dataset") and not self.texts("records").get("en", {}).get("standard"):
            self.add_error("dataset", "Choose a dataset, or say below which records were collected.")
        return typed


class ReasonForm(TextsForm):
    """A reason that everyone can read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_texts("reason", "Why?", hint="Everyone can read this.", rows=3)


class SureForm(forms.Form):
    """That something may go."""

    sure = forms.BooleanField(label="Yes, take it off", error_messages={"required": "Tick this to take it off."})


class ComprehensionForm(TextsForm):
    """What residents understood of one rendition of a version: up to four questions."""

    def __init__(self, *args: Any, renditions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rendition"] = _choice("Which words did they read?", renditions)
        self.add_texts("how", "How were they asked?", hint="Who they were, how they came to be asked, where. Nobody's name.", rows=3)
        self.fields["asked_by"] = forms.CharField(
            label="Who asked them?",
            max_length=200,
            help_text="An office or a body, such as: The council's research team.",
            error_messages={"required": "Say who asked them.", "max_length": "Use at most 200 characters."},
        )
        self.fields["on"] = day("On which day?", hint="The last day, when it took several.")
        self.fields["engagement"] = forms.CharField(
            label="The address of the engagement on this site, if it was one",
            max_length=80,
            required=False,
            help_text="The last part of it: of /e/residents-survey it is residents-survey.",
        )
        for at in range(1, QUESTIONS + 1):
            needed = at == 1
            self.fields[f"question_{at}"] = forms.CharField(
                label=f"Question {at}", max_length=500, required=needed, error_messages={"required": "Write the question."}
            )
            for name, label in (("asked", "how many were asked"), ("understood", "how many understood")):
                self.fields[f"{name}_{at}"] = forms.IntegerField(
                    label=f"Question {at}: {label}",
                    min_value=0,
                    required=needed,
                    error_messages={"required": "Give a number.", "invalid": "Give a whole number.", "min_value": "Give 0 or more."},
                )

    def answers(self) -> list[tuple[Any, int, int]]:
        """Each question with how many were asked and how many understood."""
        typed = self.cleaned_data
        return [
            ({"en": {"standard": typed[f"question_{at}"]}}, typed[f"asked_{at}"], typed[f"understood_{at}"])
            for at in range(1, QUESTIONS + 1)
            if typed.get(f"question_{at}")
        ]

    def clean(self) -> dict[str, Any]:
        """A question has both its numbers, and numbers have their question."""
        for at in range(2, QUESTIONS + 1):
            given = {name: self.cleaned_data.get(f"{name}_{at}") for name in ("question", "asked", "understood")}
            if any(value not in {None, ""} for value in given.values()):
                for name, value in given.items():
                    if value in {None, ""} and f"{name}_{at}" not in self.errors:
                        self.add_error(f"{name}_{at}", f"Question {at} needs its words and both numbers.")
        return self.cleaned_data


class TermForm(TextsForm):
    """A version of a term of the glossary, by one of `organisations`; `before` is what it says now."""

    def __init__(self, *args: Any, organisations: list[Any], before: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = before.term if before else None
        self.fields["organisation"] = _choice("For which organisation do you write?", [(o.slug, o.name) for o in organisations])
        self.fields["state"] = _choice("What should people do with the term?", STATES, initial=said and said.state.value)
        self.fields["topic"] = _choice("What is it about?", TOPICS, initial=said and said.topic.value)
        self.add_texts("term", "What is the term?", rows=1, initial=said and said.term)
        self.add_texts("instead", "What do you say instead, or how do you explain it?", rows=3, initial=said and said.instead)
        self.add_texts("why", "Why?", rows=3, initial=said and said.why)
        self.fields["source"] = forms.CharField(
            label="Where does that come from?",
            max_length=500,
            initial=said.source if said else "",
            help_text="A report and its page, or a test with residents. If it is your own judgement, say so.",
            error_messages={"required": "Say where it comes from.", "max_length": "Use at most 500 characters."},
        )
        written = before.written if before else None
        self.fields["initiative"] = forms.CharField(
            label="A published finding: the address of its use of data",
            max_length=80,
            required=False,
            initial=written.initiative.slug if written and written.initiative else "",
            help_text="The last part of it: of /i/ready-for-school it is ready-for-school. Leave it empty when there is none.",
        )
        self.fields["finding"] = forms.CharField(
            label="The finding's key",
            max_length=200,
            required=False,
            initial=written.finding if written else "",
            help_text="The last part of its page's address.",
        )
        for name, label in (("asked", "How many residents were asked"), ("understood", "How many of them understood what you say instead")):
            self.fields[name] = forms.IntegerField(
                label=label,
                min_value=0,
                required=False,
                initial=getattr(written, name, None),
                error_messages={"invalid": "Give a whole number.", "min_value": "Give 0 or more."},
            )
        for language, name in (("en", "English"), ("cy", "Welsh")):
            self.fields[f"phrases_{language}"] = forms.CharField(
                label=f"How drafts are searched for it, in {name}",
                required=False,
                max_length=5000,
                initial="\n".join(said.phrases.get(language, ())) if said else "",
                help_text="One phrase a line. join* finds any word that begins so; a|b finds either. Empty: it is not searched.",
                widget=forms.Textarea(attrs={"rows": 3, "lang": language}),
            )

    def phrases(self) -> dict[str, list[str]]:
        """The phrases by language."""
        found = {language: self.cleaned_data[f"phrases_{language}"].splitlines() for language in ("en", "cy")}
        return {language: kept for language, lines in found.items() if (kept := [line.strip() for line in lines if line.strip()])}


class NewTermForm(TermForm):
    """A new term."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"] = _slug("Small letters, digits and hyphens. Links lead to it, so it never changes.")
        self.order_fields(["organisation", "term", "term__easy", "term__cy", "slug"])
