"""What a vignette's numbers say, one plain sentence for each."""

from dataclasses import dataclass
from math import isnan

import numpy as np

from folkmoot.survey.design import Floats
from folkmoot.survey.people import people


@dataclass(frozen=True)
class Measure:
    """What the outcome is called in a sentence. share: whether it is a share of yes, said in per cent, or a mean, said as it is."""

    name: str
    share: bool

    @classmethod
    def of(cls, outcome: Floats, name: str | None) -> "Measure":
        """outcome: (n,) the answers that count. Without a name it is “the share who accepted” of 0 and 1, else “the mean answer”."""
        share = bool(np.isin(outcome, (0, 1)).all())
        return cls(name or ("the share who accepted" if share else "the mean answer"), share)

    def number(self, value: float, places: int = 0) -> str:
        """A level or a size, without its unit; a size too small to show is said as such."""
        shown, places = (value * 100, places) if self.share else (value, places + 2)
        shown = round(shown, places) + 0.0  # no minus before a zero
        return f"{shown:.{places}f}".replace("-", "−")

    def size(self, value: float, places: int = 0) -> str:
        """The size of a difference, with its unit."""
        size = abs(value)
        if self.share and size < 0.005 and not places:
            return "less than 1 percentage point"
        number = self.number(size, places)
        unit = "" if not self.share else " percentage point" if number == "1" else " percentage points"
        return f"{number}{unit}"

    def level(self, value: float, places: int = 0) -> str:
        """A level, with its unit."""
        return f"{self.number(value, places)}{' per cent' if self.share else ''}"


@dataclass(frozen=True)
class Numbers:
    """An estimate with its interval, and who it rests on."""

    estimate: float
    low: float
    high: float
    confidence: float
    n: int
    n_profiles: int

    @property
    def base(self) -> str:
        """How many profiles and people."""
        return people(self.n) if self.n == self.n_profiles else f"{self.n_profiles:,} profiles, {people(self.n)}"

    @property
    def interval(self) -> str:
        """The interval's name."""
        return f"{self.confidence * 100:g}% interval"

    def between(self, measure: Measure, places: int = 0) -> str:
        """The interval of a difference, in the direction of the estimate where all of it is on one side."""
        if isnan(self.low):
            return f"how uncertain that is cannot be measured; {self.base}"
        if self.low > 0 or self.high < 0:
            ends = sorted((abs(self.low), abs(self.high)))
            places = places or int(not float(measure.number(ends[0])))  # not “0 to 6” when 0 is not in it
            return f"{self.interval} {measure.number(ends[0], places)} to {measure.number(ends[1], places)}; {self.base}"
        return f"{self.interval} from {measure.size(self.low)} lower to {measure.size(self.high)} higher; {self.base}"

    @property
    def clear(self) -> bool:
        """Whether the interval leaves no change out."""
        return self.low > 0 or self.high < 0


def effect_sentence(shown: str, measure: Measure, numbers: Numbers, reference_mean: float, where: str) -> str:
    """shown: such as “showing “Male” rather than “Female” (Gender)”. reference_mean: NaN where it is not said."""
    begin = _opened(f"{where}{shown}")
    estimate = numbers.estimate
    if not numbers.clear:
        amount = "the same" if estimate == 0 else f"{measure.size(estimate)} {_which(estimate)}"
        if isnan(numbers.low):
            return f"{begin}, {measure.name} was {amount} among these people ({numbers.between(measure)})."
        return f"{begin} made no clear difference to {measure.name}: it was {amount} ({numbers.between(measure)})."
    verb = "raised" if estimate > 0 else "lowered"
    if isnan(reference_mean):
        return f"{begin} {verb} {measure.name} by {measure.size(estimate)} ({numbers.between(measure)})."
    places = 0 if _adds_up(reference_mean, estimate) else 1
    from_to = f"from {measure.number(reference_mean, places)} to {measure.level(reference_mean + estimate, places)}"
    between = numbers.between(measure, places)
    return f"{begin} {verb} {measure.name} by {measure.size(estimate, places)}, {from_to} ({between})."


def mean_sentence(attribute: str, level: str, measure: Measure, numbers: Numbers, where: str) -> str:
    """The level of a marginal mean."""
    begin = _opened(f"{where}where {attribute} was “{level}”")
    between = f"how uncertain that is cannot be measured; {numbers.base}"
    if not isnan(numbers.low):
        between = f"{numbers.interval} {measure.number(numbers.low)} to {measure.number(numbers.high)}; {numbers.base}"
    return f"{begin}, {measure.name} was {measure.level(numbers.estimate)} ({between})."


def difference_sentence(what: str, measure: Measure, numbers: Numbers, one: str, other: str) -> str:
    """what: such as “the effect of showing “Male” rather than “Female” (Gender)”. one, other: whom it is compared between."""
    begin, which = _opened(what), _which(numbers.estimate)
    between = numbers.between(measure)
    if not numbers.clear and not isnan(numbers.low):
        return f"{begin} was not clearly different {one} from what it was {other}: {measure.size(numbers.estimate)} {which} ({between})."
    return f"{begin} was {measure.size(numbers.estimate)} {which} {one} than {other} ({between})."


def _opened(words: str) -> str:
    return words[:1].upper() + words[1:]


def _which(difference: float) -> str:
    return "lower" if difference < 0 else "higher"


def _adds_up(start: float, change: float) -> bool:
    """Whether the numbers still add up when each is rounded to hundredths."""
    return round(start * 100) + round(change * 100) == round((start + change) * 100)
