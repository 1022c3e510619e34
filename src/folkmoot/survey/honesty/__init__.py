"""What a sample can bear: who is missing, and how different they would have to be."""

from folkmoot.survey.honesty.as_if import IntervalWords, interval_words, share_sentence
from folkmoot.survey.honesty.balance import Balance, population_balance
from folkmoot.survey.honesty.representativeness import RIndicator, r_indicator
from folkmoot.survey.honesty.tipping_point import TippingPoint, tipping_point, tipping_points

__all__ = [
    "Balance",
    "IntervalWords",
    "RIndicator",
    "TippingPoint",
    "interval_words",
    "population_balance",
    "r_indicator",
    "share_sentence",
    "tipping_point",
    "tipping_points",
]
