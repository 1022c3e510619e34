"""Everything that can be recorded about how an initiative gets on, each with its rule, its rows and its audit event in one transaction."""

from folkmoot.site.progress.domain.benefits import measure_benefit, plan_benefit, withdraw_benefit
from folkmoot.site.progress.domain.boards import decide_gate, end_board_member, record_meeting, start_board_member, write_terms
from folkmoot.site.progress.domain.closure import evaluate, hand_over, learn, record_acceptance, set_criterion
from folkmoot.site.progress.domain.milestones import drop_milestone, forecast_milestone, plan_milestone, reach_milestone, reopen_milestone
from folkmoot.site.progress.domain.money import plan_budget_line, update_budget_line
from folkmoot.site.progress.domain.plans import NewSection, name_stakeholder, record_source, remove_source, remove_stakeholder, write_plan
from folkmoot.site.progress.domain.raid import change_raid, record_raid
from folkmoot.site.progress.domain.reports import draft_report, publish_report

__all__ = [
    "NewSection",
    "change_raid",
    "decide_gate",
    "draft_report",
    "drop_milestone",
    "end_board_member",
    "evaluate",
    "forecast_milestone",
    "hand_over",
    "learn",
    "measure_benefit",
    "name_stakeholder",
    "plan_benefit",
    "plan_budget_line",
    "plan_milestone",
    "publish_report",
    "reach_milestone",
    "record_acceptance",
    "record_meeting",
    "record_raid",
    "record_source",
    "remove_source",
    "remove_stakeholder",
    "reopen_milestone",
    "set_criterion",
    "start_board_member",
    "update_budget_line",
    "withdraw_benefit",
    "write_plan",
    "write_terms",
]
