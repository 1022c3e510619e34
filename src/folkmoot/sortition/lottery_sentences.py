"""What a lottery gives people, in plain words."""

import numpy as np

from folkmoot.sortition.linear_program import Floats

_CLAIMS = {
    "leximin": "No other lottery over juries that meet the quotas can make the smallest chance greater, nor then the next smallest, "
    "and so on.",
    "maximin": "No other lottery over juries that meet the quotas can make the smallest chance of those who can be drawn greater.",
    "nash": "No other lottery over juries that meet the quotas has a greater product of the chances of those who can be drawn.",
    "legacy": "These chances are counted from trial draws, so each has an error, and fairer lotteries may exist.",
}


def lottery_sentences(probabilities: Floats, size: int, goal: str, panels: int) -> tuple[str, ...]:
    """Sentences for people: the chances of everyone, and what the lottery's goal claims of them."""
    n, drawn = len(probabilities), probabilities[probabilities > 0]
    sentences = [
        f"The lottery is over {'1 jury' if panels == 1 else f'{panels:,} juries'} of {size} from {n:,} people.",
        f"If the quotas allowed it, everyone would have a chance of {_percent(size / n)}. "
        f"Under the quotas the chances go from {_percent(float(drawn.min()))} to {_percent(float(drawn.max()))}.",
    ]
    none = n - len(drawn)
    if none:
        people, they = ("1 person has", "is") if none == 1 else (f"{none:,} people have", "are")
        sentences.append(f"{people} no chance: left out, or {they} on no jury that meets the quotas.")
    return (*sentences, _CLAIMS[goal])


def _percent(share: float) -> str:
    shown = np.format_float_positional(100 * share, precision=3, fractional=False, trim="-")
    return f"{shown}%"
