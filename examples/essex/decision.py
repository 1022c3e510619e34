"""What was decided on "Ready for school", by whom, and until when. Dates are set from the day the example is run.

The survey's own dates are as published. All others are made up, and set so that the licence is in force on `today`.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from examples.essex.story import COUNCIL, POLICE, UNIVERSITY
from examples.essex.texts import Texts, texts

COMMITTEE = "Data Ethics Committee"
SURVEY_OPENED = date(2020, 3, 4)
SURVEY_CLOSED = date(2020, 4, 27)
STAGES = ("join", "analyse", "publish")  # publishing waits for the condition


@dataclass(frozen=True)
class Condition:
    """What must be done, who must do it, the stage it is due before, and the minimum standard it sets."""

    text: Texts
    owner: str
    due_before_stage: str
    standard: str


@dataclass(frozen=True)
class Agreement:
    """A signed agreement between bodies (`kind` is the site's word), and when it is in force."""

    kind: str
    parties: tuple[str, ...]
    signed: date
    ends: date


@dataclass(frozen=True)
class Dates:
    """Every made-up date, in the order things happened; the last three lie after `today`."""

    proposed: date
    dpia_signed: date
    agreements_signed: date
    notice_published: date
    decided: date
    review: date
    decision_ends: date
    agreements_end: date

    @classmethod
    def around(cls, today: date) -> "Dates":
        """The dates that put the licence in force on `today`."""

        def day(days: int) -> date:
            return today + timedelta(days=days)

        return cls(date(2020, 2, 10), day(-45), day(-40), day(-35), day(-28), day(180), day(337), day(338))


REASONS = texts(
    "The Committee says yes to joining and studying these records for one year. "
    "Nothing may be published until the condition is met. People must be asked again before the review, "
    "because those who answered chose to do so, and it was in 2020.",
    "The answer is yes. It is yes for one year. One thing must be done before we show anything. We must ask people again.",
)

ANSWERS: dict[str, Texts] = {  # by the key of the finding that each answers
    "said-a": texts(
        "People in more deprived areas agreed far less often. They are also the people whose areas a map would single out. "
        "The condition protects them first.",
        "People in poorer areas said yes less often. We must take most care of them.",
    ),
    "said-b": texts(
        "People with a health concern agreed most. This use takes no health records, so their support is not counted for it.",
        "Many people said yes for health. But this is not about health.",
    ),
    "said-c": texts(
        "Most people want records used to keep others safe. The police still see only totals, and may not use them for policing.",
        "Most people said yes to being safe. The police see only totals.",
    ),
    "said-d": texts(
        "There is support for this very use, and it is the weakest of the four. So the yes is for one year only, and for totals only.",
        "More people said yes than no. Many did not. So we say yes for one year only.",
    ),
    "key-finding-6": texts(
        "A place can get a bad name that lasts. This is the main risk here, and the reason for the condition.",
        "A place can get a bad name. That hurts people. So we set a rule.",
    ),
    "key-finding-7": texts(
        "No child or family is picked out. The key is destroyed after the join, so it cannot be done later either.",
        "Nobody can pick out your child. We destroy the key.",
    ),
    "key-finding-8": texts(
        "The notice says in plain words that names come off first, in each body's own building.",
        "The notice is clear. The names come off first.",
    ),
}

CONDITION = Condition(
    texts(
        "Publish no map and no table for an area with fewer than 2,000 homes, and name no place as a worst or best one.",
        "Show no map of a small place. Call no place bad.",
    ),
    COUNCIL,
    "publish",
    "no-labels",
)

DPIA_SIGNED_BY = "The data protection officer of Essex County Council"
DPIA_ADVICE = texts(
    "The officer advised to use half-years of birth, not months, and to destroy the key at once. Both were done.",
    "The officer said: use fewer facts. Destroy the key. Both were done.",
)


def agreements(dates: Dates) -> tuple[Agreement, ...]:
    """The two agreements between the three bodies."""
    when = (dates.agreements_signed, dates.agreements_end)
    return (
        Agreement("use", (COUNCIL, POLICE, UNIVERSITY), *when),
        Agreement("processor", (COUNCIL, UNIVERSITY), *when),
    )
