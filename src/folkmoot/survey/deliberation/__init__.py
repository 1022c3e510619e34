"""How far what people prefer follows from how they see it: the Deliberative Reason Index."""

from folkmoot.survey.deliberation.deliberative_reason import DeliberativeReason, deliberative_reason
from folkmoot.survey.deliberation.deliberative_reason_shift import (
    DeliberativeReasonPermutation,
    DeliberativeReasonShift,
    deliberative_reason_shift,
    permutation_test,
)

__all__ = [
    "DeliberativeReason",
    "DeliberativeReasonPermutation",
    "DeliberativeReasonShift",
    "deliberative_reason",
    "deliberative_reason_shift",
    "permutation_test",
]
