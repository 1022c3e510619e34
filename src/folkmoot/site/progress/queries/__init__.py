"""What pages and other apps show of how an initiative gets on."""

from folkmoot.site.progress.queries.benefits import BenefitNow, benefits_of
from folkmoot.site.progress.queries.boards import board_of, gate_now, gates_of
from folkmoot.site.progress.queries.closure import closing_gaps, closure_of
from folkmoot.site.progress.queries.comparison import compared
from folkmoot.site.progress.queries.milestones import MilestoneNow, milestones_of
from folkmoot.site.progress.queries.money import MoneyNow, money_of
from folkmoot.site.progress.queries.plans import plans_of, source_library, sources_of, stakeholders_of
from folkmoot.site.progress.queries.raid import open_to_all, raid_of
from folkmoot.site.progress.queries.reports import draft_of, in_a_sentence, overdue_since, reports_of

__all__ = [
    "BenefitNow",
    "MilestoneNow",
    "MoneyNow",
    "benefits_of",
    "board_of",
    "closing_gaps",
    "closure_of",
    "compared",
    "draft_of",
    "gate_now",
    "gates_of",
    "in_a_sentence",
    "milestones_of",
    "money_of",
    "open_to_all",
    "overdue_since",
    "plans_of",
    "raid_of",
    "reports_of",
    "source_library",
    "sources_of",
    "stakeholders_of",
]
