"""A survey: the same questions to many people, each answering alone."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

from django.core.exceptions import ValidationError

from folkmoot.site.engagement.methods.base import AnalysisRequest, Collected, Given, Invitation, Method
from folkmoot.site.engagement.methods.survey_cards import cards_of, check_cards
from folkmoot.site.engagement.methods.survey_config import SurveyConfig
from folkmoot.site.engagement.methods.survey_plan import (
    COLUMN_OF_PERSON,
    COLUMN_OF_RESPONSE,
    DESIGN_WEIGHT,
    columns_of,
    plan_of,
    questions_of,
    steps_in_columns,
)
from folkmoot.site.engagement.models import Engagement, InstrumentVersion, Sample
from folkmoot.site.engagement.question_types import QUESTION_TYPES, NotAnAnswer
from folkmoot.site.engagement.questionnaire import ONCE, Question
from folkmoot.site.engagement.wording import WORDING
from folkmoot.site.engagement.words import dates_in_words
from folkmoot.site.renditions import Texts, plain
from folkmoot.weigh import Plan, RefusedError


class Survey(Method):
    """Questions on pages, answered once, or before and after people are told something."""

    key = "survey"
    name = plain("Survey", welsh="Arolwg")
    description = "The same questions to many people. Each answers alone, on this site or another way, once or at several steps."

    def configure(self, given: Mapping[str, Any], *, title: str, version: InstrumentVersion, sample: Sample) -> Mapping[str, Any]:
        """A SurveyConfig as a mapping; what it estimates must fit the questions and the sample's targets."""
        config = asdict(SurveyConfig.of(given, steps=version.questionnaire.steps))
        if sample.design_weights and config["entry"] != "invited":
            raise ValidationError(
                "The people of this sample had chances of different size, so each weighs differently. Let only people with a code answer."
            )
        check_cards(config["cards"], version.questionnaire)
        plan = plan_of(config, title=title, organisation="-", dates="-", questionnaire=version.questionnaire, sample=sample)
        try:
            Plan.from_mapping(plan)
            for cards in cards_of(config, plan, version.questionnaire):
                Plan.from_mapping(cards.plan)
        except RefusedError as refused:
            raise ValidationError([_for_people(problem) for problem in refused.problems]) from refused
        return config | ({"design_weights": True} if sample.design_weights else {})

    def invite(self, engagement: Engagement) -> Invitation:
        """An open address for everyone, or a code for each person invited, or both."""
        everyone = "Anyone who has this address can answer, once or more than once."
        words = {
            "open": f"{everyone} Put it where everyone you want to hear from will see it.",
            "invited": "Only people with a code of their own can answer, each once. Send each the address and their code.",
            "both": f"People with a code of their own answer once. {everyone}",
        }
        return Invitation(words[engagement.config.get("entry", "open")], f"/e/{engagement.slug}")

    def collect(
        self,
        engagement: Engagement,
        given: Mapping[str, Sequence[str]],
        *,
        step: str = "",
        imported: bool = False,
        known: Mapping[str, str] = MappingProxyType({}),
    ) -> Collected:
        """Every question read again by its type, whatever the page did. `given` is by question key; a cell each when imported.

        A question that was not put to this person (`only_if`) has no answer: on the site one that was given before they changed their
        mind is dropped; in an import it is an error. A question that is not asked is answered by what is `known`, where that is one of
        its answers.
        """
        answers: dict[str, Any] = {}
        errors: dict[str, Texts] = {}
        questionnaire = engagement.version.questionnaire
        questions = questionnaire.at_step(step or questionnaire.steps[0]).questions
        for question in questions:
            if not (question.asked or imported):
                continue
            try:
                answer = _read(question, given.get(question.key, ()), imported=imported)
            except NotAnAnswer as refused:
                errors[question.key] = refused.texts
                continue
            applies = question.applies(answers)
            if answer is not None and not applies and imported:
                errors[question.key] = plain(f"leave it blank unless {question.only_if.words}.")
            elif answer is not None and applies:
                answers[question.key] = answer
            elif question.required and applies:
                errors[question.key] = WORDING["answer_needed"]
        attributes = {question.attribute: answers.get(question.key) for question in questions if question.attribute}
        for question in questions:
            if question.attribute and not question.asked and known.get(question.attribute) in {o.value for o in question.options}:
                attributes[question.attribute] = known[question.attribute]
        if engagement.config.get("design_weights"):
            attributes[DESIGN_WEIGHT] = known.get(DESIGN_WEIGHT)
        return Collected(answers, attributes, errors)

    def close(self, engagement: Engagement) -> Texts:
        """A survey can close at any time."""
        return plain(
            "We now weigh the answers, so that every group counts as much as it does in the population. "
            "Then the results are published here, before anything is decided.",
            easy="We now look at what people said. Then we tell you here.",
            welsh="Rydym nawr yn pwyso a mesur yr atebion. Yna cyhoeddir y canlyniadau yma, cyn penderfynu dim.",
        )

    def analyse(self, engagement: Engagement) -> AnalysisRequest:
        """The plan of weighing, and the columns it may read."""
        questionnaire = engagement.version.questionnaire
        plan = plan_of(
            engagement.config,
            title=engagement.title["en"]["standard"],
            organisation=engagement.initiative.lead.name,
            dates=dates_in_words(engagement.opens, engagement.closes),
            questionnaire=questionnaire,
            sample=engagement.sample,
        )
        together = "" if questionnaire.steps == (ONCE,) else COLUMN_OF_PERSON
        weight = (DESIGN_WEIGHT,) if engagement.config.get("design_weights") else ()
        columns = (COLUMN_OF_RESPONSE, *((together,) if together else ()), *columns_of(questionnaire), *weight)
        return AnalysisRequest(columns, plan, together, cards_of(engagement.config, plan, questionnaire), questions_of(questionnaire))

    def cells(self, engagement: Engagement, given: Given) -> Sequence[str | None]:
        """The cells after the first column. An attribute is read as it was frozen."""
        questionnaire = engagement.version.questionnaire
        row: list[str | None] = [] if questionnaire.steps == (ONCE,) else [str(given.first)]
        for question, step in steps_in_columns(questionnaire):
            kind = QUESTION_TYPES[question.type]
            if question.attribute:
                value = given.attributes.get(question.attribute)
                row.append(None if value is None else str(value))
            else:
                answer = given.answers.get(question.key) if step == given.step else None
                row += kind.cells(question, answer)
        return [*row, given.attributes.get(DESIGN_WEIGHT)] if engagement.config.get("design_weights") else row


def _read(question: Question, given: Sequence[str], *, imported: bool) -> Any:
    kind = QUESTION_TYPES[question.type]
    return kind.read_cell(question, given[0] if given else "") if imported else kind.read(question, given)


def _for_people(problem: str) -> str:
    return problem[:1].upper() + problem[1:]
