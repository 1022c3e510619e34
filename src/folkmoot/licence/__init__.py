"""The licence: whether records may be used now, worked out from facts and never stored.

from folkmoot.licence import Facts, licence_in_force
answer = licence_in_force(facts, stage="join", at=now)
answer.in_force, answer.state, answer.checks      # a bool, a word, and seven checks with their reasons
"""

from folkmoot.licence.answer import CHECKS, Answer, Check, LicenceState
from folkmoot.licence.facts import (
    AgreementFact,
    ConditionFact,
    DecisionFact,
    DpiaFact,
    EditFact,
    Facts,
    NoticeFact,
    Outcome,
    SuspensionFact,
)
from folkmoot.licence.in_force import licence_in_force
from folkmoot.licence.next_change import begins, ends, next_change
from folkmoot.licence.stages import LICENSED, STAGES, Stage, StageFacts, may_move
from folkmoot.licence.standards import RULES, STANDARDS, Standard

__all__ = [
    "CHECKS",
    "LICENSED",
    "RULES",
    "STAGES",
    "STANDARDS",
    "AgreementFact",
    "Answer",
    "Check",
    "ConditionFact",
    "DecisionFact",
    "DpiaFact",
    "EditFact",
    "Facts",
    "LicenceState",
    "NoticeFact",
    "Outcome",
    "Stage",
    "StageFacts",
    "Standard",
    "SuspensionFact",
    "begins",
    "ends",
    "licence_in_force",
    "may_move",
    "next_change",
]
