"""What an interval may be called, by how the sample came about: words for column headings, charts and sentences."""

from dataclasses import dataclass

from folkmoot.survey.sentences import SampleKind, sample_sentences


@dataclass(frozen=True)
class IntervalWords:
    """heading: of a table's column or a chart's key. condition: what the interval supposes, to follow it in a sentence; empty when it
    supposes nothing. notes: the sentences that must stand beside the numbers."""

    heading: str
    condition: str
    notes: tuple[str, ...]


def interval_words(kind: SampleKind, confidence: float = 0.95) -> IntervalWords:
    """The words for intervals of this kind of sample. Raises ValueError for an unknown kind or a confidence outside 0 to 1."""
    if not 0 < confidence < 1:
        raise ValueError(f"The confidence {confidence:g} is not between 0 and 1. Give 0.95 for 95 per cent.")
    notes, percent = sample_sentences(kind), f"{confidence * 100:g}%"
    if kind == "probability":
        return IntervalWords(f"{percent} confidence interval", "", notes)
    who = "people who took part" if kind == "volunteer" else "members who answered"
    return IntervalWords(f"{percent} interval, as if picked at random", f"as if the {who} had been picked at random", notes)


def share_sentence(kind: SampleKind, what: str, share: float, low: float, high: float, n: int, confidence: float = 0.95) -> str:
    """A share with its interval, said no more strongly than the sample allows. what: what the people did, such as "agree".

    A volunteer sample's share is of the people who took part after weighting, never of the population."""
    words = interval_words(kind, confidence)
    interval = f"{low:.0%} to {high:.0%}"
    if kind == "probability":
        return f"An estimated {share:.0%} {what} ({confidence * 100:g}% confidence interval {interval}; {n:,} people answered)."
    who = "of those who took part, after weighting," if kind == "volunteer" else "of the panel, after weighting,"
    return f"{share:.0%} {who} {what} ({interval}, {words.condition}; {n:,} people answered)."
