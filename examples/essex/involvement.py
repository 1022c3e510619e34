"""What part citizens have in the example's initiative, stage by stage. Made up, but for the residents' survey and its dates."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

from folkmoot.site.involvement import domain
from folkmoot.site.renditions import plain

SAID = (
    (
        "choose",
        "consult",
        plain(
            "Residents said in the survey of 2020 which uses of records they would support. The council chose one that most supported.",
            easy="People told us which uses they like. We chose one of those.",
        ),
        True,
    ),
    (
        "question",
        "inform",
        plain(
            "Officers wrote the survey's questions. They are public, with the reason for each.",
            easy="We wrote the questions. You can read them.",
        ),
        False,
    ),
    (
        "decide",
        "collaborate",
        plain(
            "The Data Ethics Committee decides. Residents sit on it beside experts.",
            easy="A group decides. Some of them are people who live here.",
        ),
        False,
    ),
    (
        "commission",
        "none",
        plain(
            "No service is commissioned yet. If one is, parents of young children will be asked first.",
            easy="There is no new help yet.",
        ),
        False,
    ),
    (
        "watch",
        "inform",
        plain(
            "A report is published each month. Anyone can ask a question or complain.",
            easy="We write a report each month. You can ask us things.",
        ),
        False,
    ),
    (
        "check",
        "involve",
        plain(
            "Six parents who volunteered read what was found before it is published, and say what it leaves out.",
            easy="Six parents read what we found. They say what is missing.",
        ),
        False,
    ),
)


def build(*, by: Any, initiative: Any, engagement_slug: str, day: date, on: Callable[[date], AbstractContextManager[None]]) -> None:
    """Say it. Of evaluating nothing was said yet, and the page says so."""
    with on(day + timedelta(days=2)):
        for stage, level, words, in_survey in SAID:
            domain.say_part(
                by=by, initiative=initiative, stage=stage, level=level, words=words, engagement_slug=engagement_slug if in_survey else ""
            )
