"""How the same people's answers moved between steps: by the design, and by exact tests among the people asked."""

from folkmoot.survey.shift.between_steps import StepsTest, cochran_q, friedman
from folkmoot.survey.shift.no_change_test import NoChange
from folkmoot.survey.shift.paired_shift import Shift, ShiftDf, shift
from folkmoot.survey.shift.paired_table import PairedTable, paired_table
from folkmoot.survey.shift.paired_tests import bhapkar, bowker, mcnemar, stuart_maxwell
from folkmoot.survey.shift.people_test import PeopleTest
from folkmoot.survey.shift.rank_biserial import RankBiserial, rank_biserial
from folkmoot.survey.shift.rank_tests import SignedRankTest, TrendTest, page_trend, wilcoxon_signed_rank
from folkmoot.survey.shift.shift_over_steps import ShiftOverSteps, shift_over_steps
from folkmoot.survey.shift.steps import one_of
from folkmoot.survey.shift.who_moved import WhoMoved, who_moved

__all__ = [
    "NoChange",
    "PairedTable",
    "PeopleTest",
    "RankBiserial",
    "Shift",
    "ShiftDf",
    "ShiftOverSteps",
    "SignedRankTest",
    "StepsTest",
    "TrendTest",
    "WhoMoved",
    "bhapkar",
    "bowker",
    "cochran_q",
    "friedman",
    "mcnemar",
    "one_of",
    "page_trend",
    "paired_table",
    "rank_biserial",
    "shift",
    "shift_over_steps",
    "stuart_maxwell",
    "who_moved",
    "wilcoxon_signed_rank",
]
