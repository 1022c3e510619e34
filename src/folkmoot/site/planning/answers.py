"""The steps of a plan, and what each step's answers must be before they are kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from folkmoot.site import renditions
from folkmoot.site.planning.methods import NEEDS
from folkmoot.site.planning.risk import PROMISES, Band

LONGEST = 500  # characters of a question, a community or a reason
MOST = 20  # research questions, or communities


@dataclass(frozen=True)
class Step:
    """One page of the wizard: its key, its heading, and what tells mistakes in its answers."""

    key: str
    heading: str
    why: str
    faults: Callable[[Any], list[str]]


def _short(words: Any, name: str) -> list[str]:
    if not isinstance(words, str) or not words.strip():
        return [f"{name}: write something."]
    return [f"{name}: write at most {LONGEST} characters."] if len(words) > LONGEST else []


def _learn(given: Any) -> list[str]:
    if not given:
        return ["Write at least one question that you want to learn the answer to."]
    found = [f"Write at most {MOST} questions."] if len(given) > MOST else []
    for number, row in enumerate(given, 1):
        found += _short(row.get("question"), f"Question {number}") + _short(row.get("who"), f"Who should answer question {number}")
    return found


def _communities(given: Any) -> list[str]:
    heard, left = given.get("heard", []), given.get("left", [])
    found = [] if heard else ["Choose at least one community to hear from, or write one of your own."]
    found += [f"Name at most {MOST} communities."] if len(heard) + len(left) > MOST else []
    for row in heard:
        found += _short(row.get("who"), "Community")
    for row in left:
        found += _short(row.get("reason"), f"Why you will not hear from “{row.get('who', '')}”")
    return found


def _risk(given: Any) -> list[str]:
    found = [] if given.get("band") in {band.value for band in Band} else ["Choose how much could go wrong for people."]
    return found + _short(given.get("reason"), "Why")


def _promise(given: Any) -> list[str]:
    found = [] if given.get("level") in {level.value for level in PROMISES} else ["Choose how much people decide."]
    try:
        renditions.check(given.get("words"))
    except ValidationError as wrong:
        found += wrong.messages
    return found


def _methods(given: Any) -> list[str]:
    needs = given.get("needs", [])
    found = [] if needs and set(needs) <= set(NEEDS) else ["Choose at least one thing that you need."]
    if {"control", "autonomy"} <= set(needs):
        found.append("The same questions everywhere, and people who shape the talk, exclude each other. Choose one of them.")
    return found


STEPS: dict[str, Step] = {
    step.key: step
    for step in (
        Step(
            "learn",
            "What do you want to learn?",
            "Questions that you cannot answer yourselves, and whose answer could change something.",
            _learn,
        ),
        Step(
            "communities",
            "Whom do you want to hear?",
            "These come from the record. Keep, change or leave each out with a reason.",
            _communities,
        ),
        Step("risk", "How much could go wrong for people?", "The more risk, the more of a part people must have.", _risk),
        Step("promise", "How much do people decide?", "This promise is public. At the end you say what was reached.", _promise),
        Step("methods", "What do you need from the ways to ask?", "They are compared for you. None is hidden.", _methods),
    )
}


def faults(step: str, given: Any) -> list[str]:
    """What is wrong with the answers of a step, in words; [] when nothing. Raises KeyError for a step there is none of."""
    return STEPS[step].faults(given)


def missing(answers: Mapping[str, Any]) -> list[Step]:
    """The steps that are not answered yet."""
    return [step for key, step in STEPS.items() if key not in answers]


def step_after(key: str) -> str:
    """The key of the step after one; "" after the last."""
    keys = list(STEPS)
    return keys[keys.index(key) + 1] if key != keys[-1] else ""
