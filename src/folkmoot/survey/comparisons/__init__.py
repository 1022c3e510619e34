"""Is it different, and how sure are we: tests of tables, groups, waves and authorities."""

from folkmoot.survey.comparisons.authorities import Comparison, PublishedShare, compare_authorities, compare_question
from folkmoot.survey.comparisons.letters import ColumnLetters, column_letters
from folkmoot.survey.comparisons.multiplicity import AdjustedP, Adjustment, adjust_p
from folkmoot.survey.comparisons.rao_scott import RaoScott, rao_scott, rao_scott_of_cube
from folkmoot.survey.comparisons.t_tests import TTest, against, difference, difference_of_means, difference_of_shares
from folkmoot.survey.comparisons.trends import Trend, trend
from folkmoot.survey.comparisons.wald_test import WaldTest, groups_alike, wald_test
from folkmoot.survey.comparisons.waves import Wave

__all__ = [
    "AdjustedP",
    "Adjustment",
    "ColumnLetters",
    "Comparison",
    "PublishedShare",
    "RaoScott",
    "TTest",
    "Trend",
    "WaldTest",
    "Wave",
    "adjust_p",
    "against",
    "column_letters",
    "compare_authorities",
    "compare_question",
    "difference",
    "difference_of_means",
    "difference_of_shares",
    "groups_alike",
    "rao_scott",
    "rao_scott_of_cube",
    "trend",
    "wald_test",
]
