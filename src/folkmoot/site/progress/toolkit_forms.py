"""What staff write about the end of an initiative, its plans, its boards and its gates."""

from decimal import Decimal
from typing import Any

from django import forms

from folkmoot.site.progress.domain import NewSection
from folkmoot.site.progress.fields import RecordForm, amount, line, one_of, one_to_five
from folkmoot.site.progress.models import AcceptanceResult, BoardKind, GateOutcome, NextDecision, PlanKind, Quality
from folkmoot.site.progress.queries.benefits import benefit_rows
from folkmoot.site.renditions import Reader, render
from folkmoot.site.text_forms import day


class CriterionForm(RecordForm):
    """A new acceptance criterion."""

    def build(self) -> None:
        """Adds the fields."""
        self.ask("words", "What must be so before the result is accepted?", hint="One thing that anyone can check.")
        self.fields["tester"] = line("Who tests it", hint="An office, not a name, such as: The early years team.")


class ResultForm(RecordForm):
    """What a test showed."""

    def build(self) -> None:
        """Adds the fields."""
        self.fields["result"] = one_of("Result", AcceptanceResult.Result.choices)
        self.fields["on"] = day("On which day was it tested")
        self.ask("words", "What did the test show?")


class LessonForm(RecordForm):
    """A lesson."""

    def build(self) -> None:
        """Adds the fields."""
        self.ask("what", "What happened?")
        self.ask("why", "Why?")
        self.ask("action", "What is to be done differently?")


class HandoverForm(RecordForm):
    """Who takes over."""

    def build(self) -> None:
        """Adds the fields."""
        self.ask("words", "Who takes what over at the end?", rows=4)
        self.fields["evaluate_on"] = day("On which day is it to be evaluated")


class EvaluationForm(RecordForm):
    """Whether it was worth it."""

    def build(self) -> None:
        """Adds the fields."""
        self.fields["on"] = day("Day of the evaluation")
        self.ask("outcome", "What came of it, against what was measured?", rows=4)
        self.ask("gained_or_lost", "Who gained, and who lost?", rows=3)
        self.ask("unintended", "What happened that nobody meant?", hint="If nothing did, say so.", rows=3)
        self.ask("cost", "What did it cost, against what was planned?", rows=3)
        self.fields["decision"] = one_of("What is decided", NextDecision.choices)
        self.ask("reasons", "Why?", rows=3)


class PlanForm(RecordForm):
    """The next version of a plan."""

    def build(self) -> None:
        """Adds the fields."""
        self.fields["kind"] = one_of("Which plan", PlanKind.choices)
        self.ask("words", "What is the plan, in short?", rows=4)


class SectionForm(RecordForm):
    """A dated part of a plan; an empty one is passed over."""

    def build(self) -> None:
        """Adds the fields."""
        self.ask("words", "What is done?", required=False)
        self.fields["starts"] = day("From", required=False)
        self.fields["ends"] = day("To", required=False)

    def clean(self) -> dict[str, Any]:
        """A part that says anything says all of it."""
        typed = super().clean()
        if self.texts("words") or typed.get("starts") or typed.get("ends"):
            for name, words in (("words", "Say what is done."), ("starts", "Give its first day."), ("ends", "Give its last day.")):
                if not typed.get(name) and name not in self.errors:
                    self.add_error(name, words)
            if typed.get("starts") and typed.get("ends") and typed["ends"] < typed["starts"]:
                self.add_error("ends", "The last day must not be before the first.")
        return typed

    def section(self) -> NewSection | None:
        """The part, or None when nothing was written."""
        return NewSection(self.texts("words"), self.cleaned_data["starts"], self.cleaned_data["ends"]) if self.texts("words") else None


class StakeholderForm(RecordForm):
    """Someone with a stake."""

    def build(self) -> None:
        """Adds the fields."""
        self.fields["name"] = line("Which organisation or group", hint="Never a person's name.")
        self.ask("relation", "What has it to do with this?")
        self.fields["influence"] = one_to_five("How much can it change this, 1 to 5")
        self.fields["interest"] = one_to_five("How much does it matter to it, 1 to 5")
        choices = [(str(row.pk), render(row.words, Reader()).words) for row in benefit_rows(self.initiative)]
        if choices:
            self.fields["benefits"] = forms.MultipleChoiceField(
                label="Which benefits has it a part in", choices=choices, required=False, widget=forms.CheckboxSelectMultiple
            )

    def given(self) -> dict[str, Any]:
        """Benefits as rows."""
        found = super().given()
        chosen = set(found.get("benefits", ()))
        return found | {"benefits": [row for row in benefit_rows(self.initiative) if str(row.pk) in chosen]}


class SourceForm(RecordForm):
    """Something that was read."""

    def build(self) -> None:
        """Adds the fields."""
        self.fields["citation"] = line("Who wrote what, when and where", longest=500)
        self.fields["method"] = line("How was it done", longest=300, hint="Such as: a survey of 1,000 adults.")
        self.ask("claims", "What does it say?", rows=3)
        self.fields["quality"] = one_of("How far can it be leant on", Quality.choices)
        self.fields["tags"] = line("Tags, with commas between", longest=400, required=False)
        self.fields["link"] = line("Where can it be read", longest=500, required=False, hint="An address that starts with https://")

    def given(self) -> dict[str, Any]:
        """Tags one by one."""
        found = super().given()
        return found | {"tags": found["tags"].split(",")}


class TermsForm(RecordForm):
    """The next version of a board's terms."""

    def build(self) -> None:
        """Adds the fields."""
        self.fields["kind"] = one_of("Which board", BoardKind.choices)
        self.ask("words", "What is it for, who is on it, and how does it work?", rows=8)


class MeetingForm(RecordForm):
    """That a board met."""

    def build(self) -> None:
        """Adds the fields."""
        self.fields["kind"] = one_of("Which board", BoardKind.choices)
        self.fields["on"] = day("On which day did it meet")
        self.ask("words", "What did it talk about, and what did it decide?", hint="In short. Everyone can read it.", rows=4)
        self.fields["link"] = line(
            "Where can the minutes be read", longest=500, required=False, hint="An address that starts with https://, if there is one."
        )


class MemberForm(RecordForm):
    """Someone who joins a board."""

    def build(self) -> None:
        """Adds the fields."""
        self.fields["kind"] = one_of("Which board", BoardKind.choices)
        self.fields["name"] = line("Name", longest=120, hint="Everyone can read it: a seat on a board is a public role.")
        self.fields["role"] = line("Their role", hint="Such as: Chair.")
        self.fields["organisation"] = line("Where they are from")
        self.fields["starts"] = day("From which day")


class MemberEndForm(RecordForm):
    """That a seat ends."""

    def build(self) -> None:
        """Adds the field."""
        self.fields["ends"] = day("From which day do they no longer hold it")


class GateForm(RecordForm):
    """What was decided at the gate whose turn it is."""

    def build(self) -> None:
        """Adds the fields."""
        self.fields["outcome"] = one_of("What was decided", GateOutcome.choices)
        self.fields["on"] = day("Day of the decision")
        self.fields["body"] = line("Who decided", hint="Such as: The project board.")
        self.ask("reasons", "Why?", hint="Everyone can read this.", rows=3)
        self.fields["funding_released"] = amount("Money released, in pounds", hint="Leave it empty if there is none.")

    def given(self) -> dict[str, Any]:
        """An empty box is nothing."""
        found = super().given()
        return found | {"funding_released": found["funding_released"] or Decimal(0)}
