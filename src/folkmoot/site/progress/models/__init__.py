"""What is on record about how an initiative gets on. Rows that tell of the past are written once: the database refuses to change them."""

from folkmoot.site.progress.models.benefits import Benefit, BenefitActual, BenefitWithdrawal, Unit
from folkmoot.site.progress.models.boards import BoardKind, BoardMeeting, BoardMember, Gate, GateDecision, GateOutcome, TermsOfReference
from folkmoot.site.progress.models.closure import AcceptanceCriterion, AcceptanceResult, Evaluation, Handover, Lesson, NextDecision
from folkmoot.site.progress.models.milestones import Milestone, MilestoneChange
from folkmoot.site.progress.models.money import BudgetFigures, BudgetLine
from folkmoot.site.progress.models.plans import EvidenceSource, Plan, PlanKind, PlanSection, Quality, Stakeholder, StakeholderBenefit
from folkmoot.site.progress.models.raid import RaidEntry, RaidKind
from folkmoot.site.progress.models.reports import ReportDraft, StatusReport

__all__ = [
    "AcceptanceCriterion",
    "AcceptanceResult",
    "Benefit",
    "BenefitActual",
    "BenefitWithdrawal",
    "BoardKind",
    "BoardMeeting",
    "BoardMember",
    "BudgetFigures",
    "BudgetLine",
    "Evaluation",
    "EvidenceSource",
    "Gate",
    "GateDecision",
    "GateOutcome",
    "Handover",
    "Lesson",
    "Milestone",
    "MilestoneChange",
    "NextDecision",
    "Plan",
    "PlanKind",
    "PlanSection",
    "Quality",
    "RaidEntry",
    "RaidKind",
    "ReportDraft",
    "Stakeholder",
    "StakeholderBenefit",
    "StatusReport",
    "TermsOfReference",
    "Unit",
]
