"""The questions of one part of a notice or a business case, as a form read from the table of fields."""

from typing import Any

from django import forms

from folkmoot.record import Kind, Question, controllers, purposes
from folkmoot.site.text_forms import TextsForm, day

LONGEST_CODES = 20_000


class PartForm(TextsForm):
    """One part. Every answer may wait; what is missing is said when it is to be published.

    `content` is the document as it is now: its answers are what the form begins with, and its controllers and purposes are what the
    bases in law are asked for.
    """

    def __init__(self, *args: Any, questions: tuple[Question, ...], content: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.content = questions, content
        self.bases = (
            [(party, at, purpose) for party in controllers(content) for at, purpose in enumerate(purposes(content))]
            if any(question.kind is Kind.BASES for question in questions)
            else []
        )
        for question in questions:
            add = getattr(self, f"add_{question.kind}", self.add_paragraphs)
            add(question, content["answers"].get(question.id))

    def add_paragraphs(self, question: Question, given: Any) -> None:
        """A text or a list."""
        self.add_texts(question.id, question.ask, hint=_hint(question), required=False, initial=given)

    def add_choice(self, question: Question, given: Any) -> None:
        """One answer to choose."""
        self.fields[question.id] = forms.ChoiceField(
            label=question.ask, choices=_choices(question), required=False, initial=given, help_text=_hint(question)
        )

    def add_choices(self, question: Question, given: Any) -> None:
        """Answers to tick."""
        self.fields[question.id] = forms.MultipleChoiceField(
            label=question.ask,
            choices=_choices(question)[1:],
            required=False,
            initial=given,
            help_text=question.help,
            widget=forms.CheckboxSelectMultiple,
        )

    def add_date(self, question: Question, given: Any) -> None:
        """A day."""
        self.fields[question.id] = day(question.ask, hint=question.help, required=False, initial=given)

    def add_codes(self, question: Question, given: Any) -> None:
        """Codes of areas, one a line."""
        self.fields[question.id] = forms.CharField(
            label=question.ask,
            help_text=_hint(question),
            required=False,
            max_length=LONGEST_CODES,
            initial="\n".join(given or []),
            widget=forms.Textarea(attrs={"rows": 3, "lang": "en"}),
            error_messages={"max_length": f"That is too long. Write at most {LONGEST_CODES} characters."},
        )

    def add_bases(self, question: Question, given: Any) -> None:
        """An article and words for each controller and purpose."""
        for party, at, purpose in self.bases:
            basis = (given or {}).get(party["slug"], {}).get(purpose, {})
            name, label = _name(question, party, at), f"{party['name']}, “{purpose}”"
            self.fields[f"{name}--article"] = forms.ChoiceField(
                label=f"{label}: which article?",
                choices=_choices(question),
                required=False,
                initial=basis.get("article"),
                help_text=question.help,
            )
            self.add_texts(
                f"{name}--words",
                f"{label}: which law gives the task?",
                hint=_hint(question),
                required=False,
                rows=2,
                initial=basis.get("words"),
            )

    def answers(self) -> dict[str, Any]:
        """What is answered now, by question; what is empty is left out."""
        found = {question.id: getattr(self, f"read_{question.kind}", self.read_paragraphs)(question) for question in self.asked}
        return {key: answer for key, answer in found.items() if answer}

    def read_paragraphs(self, question: Question) -> Any:
        """A text in its renditions."""
        return self.texts(question.id)

    def read_choice(self, question: Question) -> Any:
        """What was chosen."""
        return self.cleaned_data[question.id]

    read_choices = read_choice

    def read_date(self, question: Question) -> str:
        """The day as 2027-04-01."""
        return typed.isoformat() if (typed := self.cleaned_data[question.id]) else ""

    def read_codes(self, question: Question) -> list[str]:
        """The codes, however they are parted."""
        return self.cleaned_data[question.id].replace(",", " ").upper().split()

    def read_bases(self, question: Question) -> dict[str, dict[str, Any]]:
        """What was said, by organisation and purpose."""
        found: dict[str, dict[str, Any]] = {}
        for party, at, purpose in self.bases:
            name = _name(question, party, at)
            basis = {"article": self.cleaned_data[f"{name}--article"], "words": self.texts(f"{name}--words")}
            if given := {key: value for key, value in basis.items() if value}:
                found.setdefault(party["slug"], {})[purpose] = given
        return found

    def clean(self) -> dict[str, Any]:
        """Easy read and Welsh need the standard English they stand for."""
        for name in [name for name in self.fields if name + "__easy" in self.fields]:
            if self.texts(name) and not self.cleaned_data.get(name):
                self.add_error(name, "Write it in standard English first.")
        return self.cleaned_data


def _hint(question: Question) -> str:
    return f"{question.help} For example: {question.example}"


def _choices(question: Question) -> list[tuple[str, str]]:
    return [("", "Not answered yet"), *((option.id, option.words) for option in question.options)]


def _name(question: Question, party: Any, at: int) -> str:
    return f"{question.id}--{party['slug']}--{at}"
