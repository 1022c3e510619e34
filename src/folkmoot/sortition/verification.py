"""What a verification found: one check after another, each in a sentence."""

from dataclasses import dataclass
from typing import Literal

type Outcome = Literal["passed", "failed", "not checked"]


@dataclass(frozen=True)
class Check:
    """One thing that was checked. sentence: what was found; for "not checked", what the reader should do themselves."""

    outcome: Outcome
    sentence: str


@dataclass(frozen=True)
class Verification:
    """Every check in order. Nothing that failed makes the rest worthless: all that could still be checked is there."""

    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether no check failed. Read `to_compare` as well: there are things no program can check."""
        return not self.failures

    @property
    def failures(self) -> tuple[str, ...]:
        """The sentences of what failed."""
        return tuple(check.sentence for check in self.checks if check.outcome == "failed")

    @property
    def to_compare(self) -> tuple[str, ...]:
        """What was not checked, and what the reader should compare with their own eyes."""
        return tuple(check.sentence for check in self.checks if check.outcome == "not checked")

    @property
    def sentences(self) -> tuple[str, ...]:
        """All checks as lines to read, each with its outcome in front, after a first line that sums them up."""
        failed, compare = len(self.failures), len(self.to_compare)
        if failed:
            first = f"{failed} of {len(self.checks)} checks failed. Do not trust this draw until that is explained."
        else:
            first = f"All {len(self.checks) - compare} checks passed."
        if compare:
            first += f" {'One thing is' if compare == 1 else f'{compare} things are'} left for you to compare."
        return (first, *(f"{check.outcome.capitalize()}: {check.sentence}" for check in self.checks))


def passed(sentence: str) -> Check:
    """A check that passed."""
    return Check("passed", sentence)


def failed(sentence: str) -> Check:
    """A check that failed."""
    return Check("failed", sentence)


def not_checked(sentence: str) -> Check:
    """Something for the reader to compare."""
    return Check("not checked", sentence)


def compared(name: str, actual: str, expected: str | None, when: str) -> Check:
    """Whether a file's hash is the one that was published before the draw; without that one, what to compare.

    when: the time of publication, as the file itself tells it.
    """
    if expected is None:
        return not_checked(f"Compare this hash of the {name} with the one that was published before the draw ({when}): {actual}.")
    if expected.strip().lower() == actual:
        return passed(f"The hash of the {name} is the one that was published before the draw.")
    return failed(f"The {name} is not the one that was published before the draw: its hash is {actual}, not {expected.strip()[:64]}.")
