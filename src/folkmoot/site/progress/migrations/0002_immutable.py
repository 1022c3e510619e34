"""What was planned, measured, reported or decided stays on record as it was. Lists that are kept up to date are not here."""

from django.db import migrations

from folkmoot.site.immutable import ForbidChanges

WRITTEN_ONCE = [
    "Milestone",
    "MilestoneChange",
    "BudgetLine",
    "BudgetFigures",
    "Benefit",
    "BenefitActual",
    "BenefitWithdrawal",
    "StatusReport",
    "Plan",
    "PlanSection",
    "GateDecision",
    "TermsOfReference",
    "AcceptanceCriterion",
    "AcceptanceResult",
    "Lesson",
    "Handover",
    "Evaluation",
]


class Migration(migrations.Migration):
    dependencies = [("progress", "0001_initial")]
    operations = [ForbidChanges(name) for name in WRITTEN_ONCE]
