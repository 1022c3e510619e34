"""A p value in words: one rule for what is called more than chance."""

from math import isnan

_SELDOM = 0.05  # a p value below this is put as more than chance alone would often give


def could_be_chance(p: float) -> str:
    """One sentence on whether what was found could be chance. p: two-sided; NaN where it could not be tested."""
    if isnan(p):
        return "It could not be tested."
    number = "p below 0.001" if p < 0.001 else f"p = {p:.3f}" if p < 0.1 else f"p = {p:.2f}"
    return f"That is more than chance alone would often give ({number})." if p < _SELDOM else f"That could well be chance ({number})."
