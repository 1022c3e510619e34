"""What `licence_in_force` answers with: a state, and the seven checks in their order."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from folkmoot.licence.stages import Stage

CHECKS: dict[str, str] = {
    "decision": "There is a decision.",
    "notice": "The notice is the same one.",
    "dpia": "The risk check is signed.",
    "agreements": "The agreements are signed and in date.",
    "conditions": "No promise is late.",
    "suspension": "Nobody has stopped it.",
    "review": "The review date has not passed.",
}
"""The seven checks by key, with what each says when it holds."""


class LicenceState(StrEnum):
    """The answer in one word. Only `in_force` lets anything be done."""

    IN_FORCE = "in_force"
    DRAFT = "draft"  # nobody has decided
    NEEDS_REVIEW = "needs_review"  # something that held has changed or run out
    SUSPENDED = "suspended"
    ENDED = "ended"  # closed, refused, or the decision ran out
    NOT_YET = "not_yet"  # decided, but something is still to be done first


@dataclass(frozen=True)
class Check:
    """One of the seven: whether it passes, what it says when it does, and why in words. `lapsed`: it fails for what ran out or changed."""

    key: str
    passed: bool
    title: str
    words: str
    lapsed: bool = False


def passes(key: str, words: str) -> Check:
    """The check called `key`, passed, and why."""
    return Check(key, passed=True, title=CHECKS[key], words=words)


def fails(key: str, words: str, *, lapsed: bool = False) -> Check:
    """The check called `key`, failed, and why."""
    return Check(key, passed=False, title=CHECKS[key], words=words, lapsed=lapsed)


@dataclass(frozen=True)
class Answer:
    """Whether records may be used for `stage`, and exactly seven checks. `until`: the last day of the decision that allows it, if any."""

    stage: Stage
    state: LicenceState
    checks: tuple[Check, ...]
    until: date | None

    @property
    def in_force(self) -> bool:
        """Whether all seven checks pass."""
        return all(check.passed for check in self.checks)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is not in force, in words: the reason of each check that fails."""
        return tuple(check.words for check in self.checks if not check.passed)
