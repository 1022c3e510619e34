"""Who of those asked responded: final dispositions and response rates (AAPOR Standard Definitions 2023)."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray


class Disposition(IntEnum):
    """What became of a person who was asked."""

    RESPONDED = 0
    DID_NOT_RESPOND = 1
    NOT_ELIGIBLE = 2
    ELIGIBILITY_UNKNOWN = 3


@dataclass(frozen=True)
class ResponseRate:
    """Counts of people who were asked, by disposition, and the rates they give.

    known_eligible: of those whose eligibility is known, the share eligible (AAPOR's e); NaN when it is known of nobody.
    lowest: respondents over all who may be eligible (RR1). estimated: taking the share `known_eligible` of the unknown to be eligible
    (RR3). highest: over the known eligible only (RR5).
    """

    asked: int
    responded: int
    did_not_respond: int
    not_eligible: int
    unknown: int

    @classmethod
    def of(cls, dispositions: NDArray[np.int64]) -> Self:
        """The counts of some people's dispositions."""
        counts = np.bincount(dispositions, minlength=len(Disposition)).tolist()
        return cls(int(dispositions.size), *counts)

    @property
    def known_eligible(self) -> float:
        """AAPOR's e."""
        eligible = self.responded + self.did_not_respond
        return _share(eligible, eligible + self.not_eligible)

    @property
    def lowest(self) -> float:
        """RR1."""
        return _share(self.responded, self.responded + self.did_not_respond + self.unknown)

    @property
    def estimated(self) -> float:
        """RR3."""
        unknown = self.known_eligible * self.unknown if self.unknown else 0.0
        return _share(self.responded, self.responded + self.did_not_respond + unknown)

    @property
    def highest(self) -> float:
        """RR5."""
        return _share(self.responded, self.responded + self.did_not_respond)

    @property
    def sentence(self) -> str:
        """The rate in words."""
        if not self.asked:
            return "Nobody was asked."
        said = f"{self.responded:,} of {self.asked:,} people asked responded"
        if self.not_eligible:
            said += f"; {self.not_eligible:,} turned out not to be eligible"
        if not self.unknown:
            return f"{said}: a response rate of {self.highest:.1%}."
        return (
            f"{said}. Of {self.unknown:,} it is not known whether they are: the response rate is between {self.lowest:.1%} and "
            f"{self.highest:.1%}."
        )


def read_dispositions(values: ArrayLike, n: int) -> NDArray[np.int64]:
    """The dispositions as codes. Raises ValueError naming the row of one that is not known."""
    array = np.asarray(values)
    if array.shape != (n,) or array.dtype.kind not in "iub":
        raise ValueError(f"dispositions must hold {n} whole-number codes, one for each row.")
    codes = array.astype(np.int64)
    outside = (codes < 0) | (codes >= len(Disposition))
    if outside.any():
        row = int(np.argmax(outside))
        named = ", ".join(f"{each.value} {each.name.lower().replace('_', ' ')}" for each in Disposition)
        raise ValueError(f"dispositions: row {row + 1} is {int(codes[row])}. Use one of: {named}.")
    return codes


def _share(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")
