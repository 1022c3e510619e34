"""What staff can add to an initiative's progress, and what they can change: one table that the staff pages and their tests read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from folkmoot.site.progress import domain, forms, toolkit_forms
from folkmoot.site.progress.fields import RecordForm
from folkmoot.site.progress.queries import benefits, boards, closure, milestones, money, plans, raid


@dataclass(frozen=True)
class Add:
    """A form for a new row: `do` takes `by`, `initiative` and what the form gives."""

    heading: str
    done: str
    form: type[RecordForm]
    do: Callable[..., Any]


@dataclass(frozen=True)
class Change:
    """A form about a row that is there: `find` gives it by its key, `do` takes `by`, the row as `of`, and what the form gives."""

    heading: str
    done: str
    form: type[RecordForm]
    find: Callable[[int], Any]
    of: str
    do: Callable[..., Any]


SHOWN = "Everyone can see it now."

ADDS: dict[str, Add] = {
    "milestone": Add("Plan a milestone", f"The milestone is planned. {SHOWN}", forms.MilestoneForm, domain.plan_milestone),
    "budget-line": Add("Plan a budget line", f"The budget line is planned. {SHOWN}", forms.BudgetLineForm, domain.plan_budget_line),
    "benefit": Add("Plan a benefit", f"The benefit is planned. {SHOWN}", forms.BenefitForm, domain.plan_benefit),
    "raid": Add("Record a risk, issue or the like", "It is recorded.", forms.RaidForm, domain.record_raid),
    "criterion": Add("Set an acceptance criterion", f"The criterion is set. {SHOWN}", toolkit_forms.CriterionForm, domain.set_criterion),
    "lesson": Add("Write down a lesson", f"The lesson is recorded. {SHOWN}", toolkit_forms.LessonForm, domain.learn),
    "handover": Add("Write the handover", f"The handover is written. {SHOWN}", toolkit_forms.HandoverForm, domain.hand_over),
    "evaluation": Add("Write the evaluation", f"The evaluation is recorded. {SHOWN}", toolkit_forms.EvaluationForm, domain.evaluate),
    "stakeholder": Add("Name a stakeholder", f"It is on the map. {SHOWN}", toolkit_forms.StakeholderForm, domain.name_stakeholder),
    "source": Add("Record something that was read", f"It is on the list. {SHOWN}", toolkit_forms.SourceForm, domain.record_source),
    "terms": Add("Write a board's terms of reference", f"The terms are written. {SHOWN}", toolkit_forms.TermsForm, domain.write_terms),
    "meeting": Add("Record a meeting of a board", f"The meeting is recorded. {SHOWN}", toolkit_forms.MeetingForm, domain.record_meeting),
    "member": Add("Add a member to a board", f"They are on the board. {SHOWN}", toolkit_forms.MemberForm, domain.start_board_member),
}

CHANGES: dict[str, Change] = {
    "forecast": Change(
        "Forecast the milestone again", SHOWN, forms.ForecastForm, milestones.milestone, "milestone", domain.forecast_milestone
    ),
    "reached": Change(
        "Say that the milestone is reached", SHOWN, forms.ReachedForm, milestones.milestone, "milestone", domain.reach_milestone
    ),
    "dropped": Change("Drop the milestone", SHOWN, forms.ReasonForm, milestones.milestone, "milestone", domain.drop_milestone),
    "reopened": Change("Take it back", SHOWN, forms.ReasonForm, milestones.milestone, "milestone", domain.reopen_milestone),
    "figures": Change("Record new figures", SHOWN, forms.FiguresForm, money.line, "line", domain.update_budget_line),
    "actual": Change("Record what was measured", SHOWN, forms.ActualForm, benefits.benefit, "benefit", domain.measure_benefit),
    "withdrawn": Change("Withdraw the benefit", "It is withdrawn.", forms.ReasonForm, benefits.benefit, "benefit", domain.withdraw_benefit),
    "raid": Change("Keep it up to date", "It is up to date.", forms.RaidForm, raid.entry, "entry", domain.change_raid),
    "result": Change("Record a test", SHOWN, toolkit_forms.ResultForm, closure.criterion, "criterion", domain.record_acceptance),
    "stakeholder": Change(
        "Take it off the map", "It is off the map.", forms.SureForm, plans.stakeholder, "stakeholder", domain.remove_stakeholder
    ),
    "source": Change("Take it off the list", "It is off the list.", forms.SureForm, plans.source, "source", domain.remove_source),
    "member": Change("End their seat", "Their seat ends.", toolkit_forms.MemberEndForm, boards.member, "member", domain.end_board_member),
}
