"""The example's plan of engagement and its rounds. Made up, but for the survey, its dates, the session of partners and the cohorts."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

from folkmoot.site.planning import domain, queries
from folkmoot.site.renditions import plain

SURVEY_ROUND, COHORTS_ROUND, AGAIN_ROUND = 1, 2, 3
LEARN = (
    ("Which uses of joined records would residents support, and which not?", "Residents of all districts"),
    ("What would make it safe enough for people who have been vulnerable?", "People with experience of the services, cohort by cohort"),
    ("Have views changed since 2020?", "Residents, parents of young children first"),
)
PROMISE = plain(
    "What each round teaches is discussed with partners and published, with what changes because of it, before the next round opens.",
    easy="We tell you what we learnt. We tell you what we change. Then we ask again.",
)
DECIDED = (
    (
        SURVEY_ROUND,
        date(2020, 6, 22),
        "Collaborative session with key partners: the Operational Management Board",
        plain(
            "Most residents support uses that keep people well or safe. People in more deprived areas agree far less often, and the survey "
            "does not tell why.",
            easy="Many people said yes. People in poorer areas said no more often.",
        ),
        plain(
            "The next round goes to cohorts who could be most affected, in small groups or one to one, with materials in easy read.",
            easy="Next we talk to the people who could be harmed most.",
        ),
        ("said-a", "said-b", "said-c"),
    ),
    (
        COHORTS_ROUND,
        date(2021, 5, 20),
        "The Operational Management Board",
        plain(
            "People fear exposure, labels for places and people, and having no choice. Those who had been vulnerable often saw why.",
            easy="People are afraid of bad names for places and people.",
        ),
        plain(
            "No map of areas is published without a check for stigma. Everyone can say no once, for all uses. People are asked again.",
            easy="We show no map that gives a place a bad name. You can say no. We will ask you again.",
        ),
        ("key-finding-2", "key-finding-5", "key-finding-6"),
    ),
)


def publish(
    *, by: Any, initiative: Any, opens: date, closes: date, today: date, on: Callable[[date], AbstractContextManager[None]]
) -> None:
    """The plan, public before the survey of `opens` to `closes`; its last round lies round `today`."""
    heard = [{"key": one.key, "who": one.who, "why": one.why} for one in queries.proposed_communities(initiative)]
    answers = {
        "learn": [{"question": question, "who": who} for question, who in LEARN],
        "communities": {"heard": [*heard, {"key": "own", "who": "Carers, paid and unpaid", "why": ""}], "left": []},
        "risk": {"band": "high", "reason": "Records of several organisations are joined, and they speak of families in hardship."},
        "promise": {"level": "involve", "words": PROMISE},
        "methods": {"needs": ["numbers", "reasons", "unheard"], "pounds": 20_000, "weeks": 26},
    }
    rounds = (
        ("survey", "Which uses of joined records do residents support?", "Which uses do you like?", opens, closes, 9_000, 260),
        (
            "focus_group",
            "What do people who could be most affected hope for and fear?",
            "What do you hope? What do you fear?",
            date(2020, 9, 14),
            date(2021, 3, 26),
            18_000,
            640,
        ),
        (
            "survey",
            "Would residents still say the same?",
            "Do you still think so?",
            today - timedelta(days=100),
            today + timedelta(days=60),
            9_000,
            220,
        ),
    )
    with on(opens - timedelta(days=10)):
        for step, given in answers.items():
            domain.answer_step(by=by, initiative=initiative, step=step, given=given)
        for method, question, easy, starts, ends, pounds, hours in rounds:
            asked = plain(question, easy=easy)
            facts = {"question": asked, "starts": starts, "ends": ends, "pounds": pounds, "hours": hours}
            domain.add_round(by=by, initiative=initiative, method=method, **facts)
        domain.publish_plan(by=by, initiative=initiative)


def decide(*, by: Any, initiative: Any, on: Callable[[date], AbstractContextManager[None]]) -> None:
    """What the first two rounds changed, each at its date of record."""
    for number, day, office, learnt, changes, findings in DECIDED:
        with on(day):
            facts = {"learnt": learnt, "changes": changes, "findings": findings, "office": office, "on": day}
            domain.decide_round(by=by, initiative=initiative, number=number, goes_on=True, **facts)
