"""The plan of weighing a survey, put together from where each part is known.

The columns come from the instrument's questions, the population and its targets from the sample, what is estimated and published from
the config. Nothing is written down twice, and `folkmoot.weigh` checks that the parts agree.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from folkmoot.site.engagement.models import Sample
from folkmoot.site.engagement.question_types import QUESTION_TYPES
from folkmoot.site.engagement.questionnaire import Question, Questionnaire

COLUMN_OF_RESPONSE, COLUMN_OF_PERSON = "response", "person"
DESIGN_WEIGHT = "design weight"
"""The column, and the attribute frozen into a Response, of 1 / the chance that who gave it had of being drawn."""


def steps_in_columns(questionnaire: Questionnaire) -> list[tuple[Question, str]]:
    """The questions that are counted, with each step at which they are put, in the order of their columns."""
    counted = [question for question in questionnaire.questions if QUESTION_TYPES[question.type].weighed]
    return [(question, step) for question in counted for step in questionnaire.steps_of(question.key)]


def columns_of(questionnaire: Questionnaire) -> dict[str, dict[str, Any]]:
    """The columns of answers in a snapshot, as a plan's `[columns]` describes them.

    A question that is put at several steps has a column for each, such as “trust (before)” and “trust (after 1)”.
    """
    columns: dict[str, dict[str, Any]] = {}
    for question, step in steps_in_columns(questionnaire):
        kind, at = QUESTION_TYPES[question.type], _at(question, step, questionnaire)
        labels = (question.label,) if question.attribute else kind.labels(question)
        for name, label, described in zip(_names(question), labels, kind.descriptions(question), strict=True):
            columns[f"{name}{at}"] = {"label": f"{label}{at}", **described}
    return columns


def questions_of(questionnaire: Questionnaire) -> dict[str, str]:
    """The words of the question that each of those columns holds answers to, in English."""
    return {
        f"{name}{_at(question, step, questionnaire)}": question.text["en"]["standard"]
        for question, step in steps_in_columns(questionnaire)
        for name in _names(question)
    }


def _names(question: Question) -> tuple[str, ...]:
    return (question.attribute,) if question.attribute else QUESTION_TYPES[question.type].columns(question)


def _at(question: Question, step: str, questionnaire: Questionnaire) -> str:
    return f" ({step})" if len(questionnaire.steps_of(question.key)) > 1 else ""


def plan_of(
    config: Mapping[str, Any], *, title: str, organisation: str, dates: str, questionnaire: Questionnaire, sample: Sample
) -> dict[str, Any]:
    """The whole plan, as `Plan.from_mapping` takes it."""
    weights: dict[str, Any] = {"targets": sample.targets} if sample.targets else {}
    columns = columns_of(questionnaire)
    if sample.design_weights:
        columns[DESIGN_WEIGHT] = {"label": "1 / the chance of being drawn", "number": True}
        weights["base"] = DESIGN_WEIGHT
    if sample.population_total is not None:
        weights["population_total"] = sample.population_total
    if config.get("bounds"):
        weights["bounds"] = config["bounds"]
    survey = {"title": title, "organisation": organisation, "dates": dates, "sample": sample.method, "population": sample.population}
    if sample.how_people_came:
        survey["how_people_came"] = sample.how_people_came
    plan = {
        "survey": {**survey, "id": COLUMN_OF_RESPONSE, "synthetic": bool(settings.SYNTHETIC)},
        "columns": columns,
        "derive": config["derive"],
        "recodes": config["recodes"],
        "statements": config["statements"],
        "weights": weights,
        "publish": config["publish"],
        "analyses": config.get("analyses"),
    }
    return {name: part for name, part in plan.items() if part}
