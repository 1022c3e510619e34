"""What staff write about milestones, money, benefits, risks and reports."""

from decimal import Decimal
from typing import Any

from django import forms

from folkmoot.site.progress.fields import RecordForm, amount, line, lines, one_of, one_to_five
from folkmoot.site.progress.models import RaidEntry, RaidKind, Unit
from folkmoot.site.progress.queries.money import money_of
from folkmoot.site.progress.report_document import RATED, RATINGS
from folkmoot.site.text_forms import day

NOTHING = Decimal(0)


class MilestoneForm(RecordForm):
    """A new milestone."""

    def build(self) -> None:
        """Adds the fields."""
        self.ask("words", "What is to be reached?", hint="One thing that anyone can check. Everyone can read it at once.")
        self.fields["planned"] = day("By which day")


class ForecastForm(RecordForm):
    """A new forecast."""

    def build(self) -> None:
        """Adds the fields."""
        self.fields["on"] = day("Which day do you expect now")
        self.ask("reason", "Why does the day change?", hint="Everyone can read this.")


class ReachedForm(RecordForm):
    """That a milestone is reached."""

    def build(self) -> None:
        """Adds the fields."""
        self.fields["on"] = day("On which day was it reached")
        self.ask("reason", "Anything to say about it?", required=False)


class ReasonForm(RecordForm):
    """Why something is dropped, taken back or withdrawn."""

    def build(self) -> None:
        """Adds the field."""
        self.ask("reason", "Why?", hint="Everyone can read this.")


class SureForm(RecordForm):
    """That someone is sure."""


class BudgetLineForm(RecordForm):
    """A new budget line."""

    def build(self) -> None:
        """Adds the fields."""
        self.ask("words", "What is it for?")
        self.fields["funder"] = line("Who pays")
        self.fields["planned_pounds"] = amount("Planned pounds", hint="What is planned cannot be changed later. The forecast can.")
        self.fields["planned_hours"] = amount("Planned staff hours", digits=9, places=1)

    def given(self) -> dict[str, Any]:
        """An empty box is nothing."""
        found = super().given()
        return found | {name: found[name] or NOTHING for name in ("planned_pounds", "planned_hours")}


class FiguresForm(RecordForm):
    """New figures for a budget line, beginning with the ones it has."""

    def build(self) -> None:
        """Adds the fields."""
        now = next(found.figures for found in money_of(self.initiative).lines if found.id == self.row.pk)
        self.fields["on"] = day("Spent up to which day")
        for what, label in (("actual", "Spent so far"), ("forecast", "What it will be in the end")):
            pounds, hours = getattr(now, f"{what}_pounds"), getattr(now, f"{what}_hours")
            self.fields[f"{what}_pounds"] = amount(f"{label}, in pounds", required=True, initial=pounds)
            self.fields[f"{what}_hours"] = amount(f"{label}, in staff hours", digits=9, places=1, required=True, initial=hours)
        self.ask("reason", "Why did the forecast change?", hint="Everyone can read this.", required=False)


class BenefitForm(RecordForm):
    """A new benefit."""

    def build(self) -> None:
        """Adds the fields."""
        self.ask("words", "What is to get better?", hint="Everyone can read it at once.")
        self.ask("measure", "How is that measured?")
        self.fields["unit"] = one_of("What it is counted in", Unit.choices)
        self.ask("unit_words", "If something else: what?", hint="Such as: nursery places taken up.", required=False, rows=1)
        self.fields["baseline"] = amount("Where it starts", digits=14, least=None, required=True)
        self.fields["target"] = amount("Where it is to get to", digits=14, least=None, required=True)
        self.fields["target_day"] = day("By which day")
        self.ask_owner("Who answers for it")


class ActualForm(RecordForm):
    """What was measured."""

    def build(self) -> None:
        """Adds the fields."""
        self.fields["on"] = day("On which day was it measured")
        self.fields["value"] = amount("What was measured", digits=14, least=None, required=True)
        self.ask("evidence", "How can anyone tell?", hint="Who measured it, how, and where it can be seen.")


class RaidForm(RecordForm):
    """A risk, issue, dependency, assumption or decision: a new one, or one as it stands now."""

    def build(self) -> None:
        """Adds the fields."""
        now = self.row
        if now is None:
            self.fields["kind"] = one_of("What it is", RaidKind.choices)
        self.fields["words"] = lines("What is it, for staff", initial=now.words if now else "")
        if now is None or now.kind == RaidKind.RISK:
            hint = "For a risk alone." if now is None else ""
            for name, label in (("probability", "How likely, 1 to 5"), ("impact", "How bad, 1 to 5")):
                self.fields[name] = one_to_five(label, required=now is not None, initial=getattr(now, name, None), help_text=hint)
        self.ask_owner("Who deals with it")
        self.fields["due"] = day("By which day", required=False, initial=now.due if now else None)
        self.fields["done"] = lines("What is done about it", required=False, initial=now.done if now else "")
        if now is not None:
            self.fields["state"] = one_of("Where it stands", RaidEntry.State.choices, initial=now.state)
        self.fields["public"] = forms.BooleanField(
            label="Everyone may read the summary", required=False, initial=now.public if now else False
        )
        self.ask("summary", "Summary for everyone", required=False, initial=now.summary if now else None)


class ReportForm(RecordForm):
    """The draft of a status report, beginning with the draft before it."""

    def build(self) -> None:
        """Adds the fields."""
        before = self.row.content if self.row else {}
        period = before.get("period", {})
        self.fields["starts"] = day("First day it is about", initial=period.get("starts"))
        self.fields["ends"] = day("Last day it is about", initial=period.get("ends"))
        for name, words in RATED.items():
            choices = [(colour, f"{word}: {meaning.lower()}") for colour, (word, meaning) in RATINGS.items()]
            self.fields[f"rag_{name}"] = one_of(words, choices, initial=before.get("rag", {}).get(name))
        self.ask("summary", "How does it stand, in short?", rows=3, initial=before.get("summary"))
        self.ask("this_period", "What was done?", rows=4, initial=before.get("this_period"))
        self.ask("next_period", "What comes next?", rows=4, initial=before.get("next_period"))
        self.ask("lessons", "What did you learn?", rows=2, required=False, initial=before.get("lessons"))

    def given(self) -> dict[str, Any]:
        """The four ratings in one."""
        found = super().given()
        return found | {"rag": {name: found.pop(f"rag_{name}") for name in RATED}}


class PublishForm(forms.Form):
    """That someone has read a draft and it may be published; `seen` is the hash of what they read."""

    seen = forms.CharField(widget=forms.HiddenInput)
    read = forms.BooleanField(label="I have read all of it", error_messages={"required": "Read all of it, then tick this."})
