"""Sortition: the fairest lottery over panels that meet every quota.

from folkmoot.sortition import Pool, Quota, Quotas, leximin
lottery = leximin(pool, Quotas([Quota("age", "16 to 29", 5, 6), ...]), 30)
lottery.probabilities, lottery.certificate      # each person's chance, and what proves that no lottery is fairer
"""

from folkmoot.sortition.certificate import Certificate
from folkmoot.sortition.check_lottery import Check, check_lottery
from folkmoot.sortition.legacy import legacy
from folkmoot.sortition.lottery import Lottery, leximin, maximin, nash
from folkmoot.sortition.pool import Pool
from folkmoot.sortition.quotas import InfeasibleQuotas, Quota, Quotas

__all__ = [
    "Certificate",
    "Check",
    "InfeasibleQuotas",
    "Lottery",
    "Pool",
    "Quota",
    "Quotas",
    "check_lottery",
    "legacy",
    "leximin",
    "maximin",
    "nash",
]
