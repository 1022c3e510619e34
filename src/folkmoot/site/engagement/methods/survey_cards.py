"""What scenario cards come to: a row for each card that was shown, weighed with the people as sampling units.

The rows are made of the snapshot's, so that they rest on the same frozen answers. The weights are raked to the sample's targets among
the cards, which is among the people where everyone got the same number; what each feature does to the answer is then worked out as
average marginal component effects and marginal means (folkmoot.survey.vignettes).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.core.exceptions import ValidationError

from folkmoot.site.engagement.question_types.scenario import Scenario, answer_column, describe_feature, feature_columns
from folkmoot.site.engagement.questionnaire import Question, Questionnaire

CARD, PERSON = "card", "person"
KEYS = {"question": str, "short": str, "recode": str, "by": str, "references": dict}
NEEDED = ("question", "recode")
MEASURES = ("effects", "means")


@dataclass(frozen=True)
class CardsRequest:
    """The cards of one question: how many, the columns of the snapshot that hold each one's answer and features, and the plan."""

    question: str
    columns: Sequence[tuple[str, Sequence[str]]]
    kept: Sequence[str]
    plan: Mapping[str, Any]

    def rows(self, frame: pl.DataFrame, response: str) -> pl.DataFrame:
        """A row for each card that somebody was shown, from a frame with a row for each person. `response`: the column of its id."""
        features = [name.partition(": ")[2] for name in self.columns[0][1]]
        parts = [
            frame.filter(pl.col(answers[0]).is_not_null()).select(
                pl.format("{} {}", pl.col(response), pl.lit(str(at))).alias(CARD),
                pl.col(response).alias(PERSON),
                pl.col(answer).alias(self.question),
                *(pl.col(column).alias(feature_name(self.question, feature)) for column, feature in zip(answers, features, strict=True)),
                *(pl.col(name) for name in self.kept),
            )
            for at, (answer, answers) in enumerate(self.columns, start=1)
        ]
        return pl.concat(parts)


def check_cards(given: Sequence[Mapping[str, Any]], questionnaire: Questionnaire) -> None:
    """Raises ValidationError naming what is wrong with the `cards` of a survey's config."""
    known = {question.key: question for question in questionnaire.questions if question.type == Scenario.key}
    for one in given:
        wrong = [f"There is nothing called “{name}” in “cards”." for name in one if name not in KEYS]
        wrong += [f"Each of “cards” needs “{name}”." for name in NEEDED if name not in one]
        wrong += [
            f"“{name}” in “cards” is not of the right kind." for name, kind in KEYS.items() if not isinstance(one.get(name, kind()), kind)
        ]
        if not wrong and one["question"] not in known:
            wrong.append(f"“{one['question']}” in “cards” is no question with scenario cards.")
        elif not wrong and questionnaire.steps_of(one["question"]) != questionnaire.steps_of(one["question"])[:1]:
            wrong.append(f"“{one['question']}” is put at several steps. Scenario cards are counted where they are put once.")
        if wrong:
            raise ValidationError(wrong)


def cards_of(config: Mapping[str, Any], plan: Mapping[str, Any], questionnaire: Questionnaire) -> list[CardsRequest]:
    """What to work out of each question with cards. `plan`: that of the survey, whose population and targets they share."""
    questions = {question.key: question for question in questionnaire.questions}
    return [_request(one, questions[one["question"]], plan, questionnaire) for one in config.get("cards", ())]


def feature_name(question: str, feature: str) -> str:
    """The column of a feature among the rows of cards."""
    return f"{question}: {feature}"


def _request(wanted: Mapping[str, Any], question: Question, plan: Mapping[str, Any], questionnaire: Questionnaire) -> CardsRequest:
    attributes = [one.attribute for one in questionnaire.questions if one.attribute]
    features = {feature_name(question.key, feature.value): feature for feature in question.varied}
    columns = {name: plan["columns"][name] for name in attributes}
    columns |= {question.key: {"label": question.label, **Scenario().describe(question)}}
    columns |= {name: {"label": feature.text["en"]["standard"], **describe_feature(feature)} for name, feature in features.items()}
    derive = {name: made for name, made in plan.get("derive", {}).items() if _sources(made) <= set(attributes)}
    statement = {
        "id": question.key,
        "text": question.text["en"]["standard"],
        "short": wanted.get("short", question.label),
        "column": question.key,
        "recode": wanted["recode"],
    }
    shared = {"kind": "vignettes", "statement": question.key, "attributes": list(features)}
    shared |= {"by": wanted["by"]} if wanted.get("by") else {}
    words = {(one.value, level.value): level.text["en"]["standard"] for one in question.varied for level in one.levels}
    references = {feature_name(question.key, name): words.get((name, of), of) for name, of in wanted.get("references", {}).items()}
    effects = {**shared, "title": f"{question.label}: what made a difference", "measure": "effects"}
    means = {**shared, "title": f"{question.label}: answers to each kind of case", "measure": "means"}
    if question.left_out:
        effects["missing_combinations"], means["missing_combinations"] = "common", "shown"
    made = {
        "survey": {**plan["survey"], "id": CARD},
        "columns": columns,
        "derive": derive,
        "recodes": {wanted["recode"]: plan.get("recodes", {}).get(wanted["recode"], {})},
        "statements": [statement],
        "weights": plan.get("weights", {}),
        "design": {"psu": PERSON},
        "publish": {name: value for name, value in plan.get("publish", {}).items() if name != "factors"},
        "analyses": [{**effects, **({"references": references} if references else {})}, means],
    }
    return CardsRequest(
        question.key,
        tuple((answer_column(question, at), feature_columns(question, at)) for at in range(1, question.cards + 1)),
        tuple(attributes),
        {name: part for name, part in made.items() if part},
    )


def _sources(made: Mapping[str, Any]) -> set[str]:
    """The columns a derived one is made of."""
    joined = made.get("join", [])
    names = [
        made.get("from", ""),
        *made.get("score", ()),
        *made.get("coalesce", ()),
        *(joined.split(",") if isinstance(joined, str) else joined),
    ]
    return {name.strip() for name in names if name.strip()}
