"""Charts that speak: an SVG and its table are one thing.

Every chart is a `Figure`: the picture, the words a screen reader says for it, and a table of the same numbers. Widths are percentages and
heights are pixels, with no `viewBox`, so the words in a chart stay 15px at any width. Colours come from the page's stylesheet by class.
The package is a leaf: it knows of no survey, no page and no file. Numbers go in as per cent (0 to 100) and come out rounded half up.
"""

from folkmoot.charts.answered_and_population import Share, answered_and_population, figure_of_shares
from folkmoot.charts.dot_and_range import Range, dot_and_range, figure_of_ranges
from folkmoot.charts.figure import Column, Figure, Table
from folkmoot.charts.ring import CENTRES, ring
from folkmoot.charts.stakeholder_map import Stake, stakeholder_map
from folkmoot.charts.words import HIDDEN, number, percent, percent_range

__all__ = [
    "CENTRES",
    "HIDDEN",
    "Column",
    "Figure",
    "Range",
    "Share",
    "Stake",
    "Table",
    "answered_and_population",
    "dot_and_range",
    "figure_of_ranges",
    "figure_of_shares",
    "number",
    "percent",
    "percent_range",
    "ring",
    "stakeholder_map",
]
