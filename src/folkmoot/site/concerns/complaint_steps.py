"""The way of a complaint, as one table that the rules, the pages, the docs and the tests read."""

from dataclasses import dataclass
from enum import StrEnum

ACKNOWLEDGE_DAYS = 30  # Data (Use and Access) Act 2025, section 103: acknowledged within 30 days of the day it was received
ANSWER_DAYS = 90  # our own aim: the Act says "without undue delay" and gives no number


class Step(StrEnum):
    """Where a complaint is."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    LOOKED_INTO = "looked_into"
    ANSWERED = "answered"
    TAKEN_FURTHER = "taken_further"


class Outcome(StrEnum):
    """What came of a complaint."""

    UPHELD = "upheld"
    PARTLY = "partly"
    NOT_UPHELD = "not_upheld"


OUTCOME_WORDS = {Outcome.UPHELD: "We agree", Outcome.PARTLY: "We agree in part", Outcome.NOT_UPHELD: "We do not agree"}


@dataclass(frozen=True)
class StepFacts:
    """A step in words: what happened, what staff press to take it, and what may come next."""

    happened: str
    take: str
    then: tuple[Step, ...]


STEPS: dict[Step, StepFacts] = {
    Step.RECEIVED: StepFacts("We received it.", "", (Step.ACKNOWLEDGED,)),
    Step.ACKNOWLEDGED: StepFacts("We told you that we have it.", "Say that it is acknowledged", (Step.LOOKED_INTO,)),
    Step.LOOKED_INTO: StepFacts("We are looking into it.", "Say that it is being looked into", (Step.ANSWERED,)),
    Step.ANSWERED: StepFacts("We answered it.", "Answer it", (Step.TAKEN_FURTHER,)),
    Step.TAKEN_FURTHER: StepFacts(
        "It was taken to the Information Commissioner.", "Say that it was taken to the Information Commissioner", ()
    ),
}
