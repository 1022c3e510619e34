"""A survey: the same questions to many people, each answering alone."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from folkmoot.site import renditions
from folkmoot.site.engagement.methods.base import AnalysisRequest, Collected, Invitation, Method
from folkmoot.site.engagement.methods.survey_plan import COLUMN_OF_RESPONSE, columns_of, plan_of
from folkmoot.site.engagement.models import Engagement, InstrumentVersion, Sample
from folkmoot.site.engagement.question_types import QUESTION_TYPES, NotAnAnswer
from folkmoot.site.engagement.questionnaire import Question
from folkmoot.site.engagement.words import dates_in_words
from folkmoot.site.renditions import Texts, plain
from folkmoot.weigh import Plan, RefusedError

LONGEST_MINUTES = 60


@dataclass(frozen=True)
class SurveyConfig:
    """What is particular to one survey.

    `minutes` is about how long it takes and `who_sees` who sees the answers, both told before it begins. The others are the tables of
    a plan of weighing (docs/reference/plan.md) that only this survey knows: what is estimated, how answers are counted, by what it is
    published, the bounds of the weights, and what else is worked out.
    """

    minutes: int
    who_sees: Texts
    statements: Sequence[Mapping[str, Any]]
    recodes: Mapping[str, Any]
    derive: Mapping[str, Any] = field(default_factory=dict)
    publish: Mapping[str, Any] = field(default_factory=dict)
    bounds: Sequence[float] | None = None
    analyses: Sequence[Mapping[str, Any]] = ()

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "SurveyConfig":
        """The config in a mapping. Raises ValidationError naming every part that is missing, unknown or of the wrong kind."""
        kinds = {"minutes": int, "who_sees": dict, "statements": list, "recodes": dict, "derive": dict, "publish": dict}
        kinds |= {"bounds": list, "analyses": list}
        wrong = [f"There is nothing called “{name}” in a survey's config." for name in given if name not in kinds]
        wrong += [f"A survey's config needs “{name}”." for name in ("minutes", "who_sees", "statements", "recodes") if name not in given]
        for name, kind in kinds.items():
            value = given.get(name)
            if value is not None and (not isinstance(value, kind) or isinstance(value, bool)):
                wrong.append(f"“{name}” in a survey's config is not of the right kind.")
        if wrong:
            raise ValidationError(wrong)
        if not 1 <= given["minutes"] <= LONGEST_MINUTES:
            raise ValidationError(f"Say about how many minutes the survey takes: from 1 to {LONGEST_MINUTES}.")
        renditions.check(given["who_sees"])
        return cls(**{name: value for name, value in given.items() if value is not None})


class Survey(Method):
    """Questions on pages, answered once."""

    key = "survey"
    name = "Survey"
    description = "The same questions to many people. Each answers alone, once, on this site or another way."

    def configure(self, given: Mapping[str, Any], *, title: str, version: InstrumentVersion, sample: Sample) -> Mapping[str, Any]:
        """A SurveyConfig as a mapping; what it estimates must fit the questions and the sample's targets."""
        config = asdict(SurveyConfig.of(given))
        plan = plan_of(config, title=title, organisation="-", dates="-", questionnaire=version.questionnaire, sample=sample)
        try:
            Plan.from_mapping(plan)
        except RefusedError as refused:
            raise ValidationError([_for_people(problem) for problem in refused.problems]) from refused
        return config

    def invite(self, engagement: Engagement) -> Invitation:
        """One open address for everyone: this method does not ask who comes."""
        words = "Anyone who has this address can answer, once or more than once. Put it where everyone you want to hear from will see it."
        return Invitation(words, f"/e/{engagement.slug}")

    def collect(self, engagement: Engagement, given: Mapping[str, Sequence[str]], *, imported: bool = False) -> Collected:
        """Every question read again by its type, whatever the page did. `given` is by question key; a cell each when imported.

        A question that was not put to this person (`only_if`) has no answer: on the site one that was given before they changed their
        mind is dropped; in an import it is an error.
        """
        answers: dict[str, Any] = {}
        errors: dict[str, str] = {}
        for question in engagement.version.questionnaire.questions:
            if not (question.asked or imported):
                continue
            try:
                answer = _read(question, given.get(question.key, ()), imported=imported)
            except NotAnAnswer as refused:
                errors[question.key] = str(refused)
                continue
            applies = question.applies(answers)
            if answer is not None and not applies and imported:
                errors[question.key] = f"leave it blank unless {question.only_if.words}."
            elif answer is not None and applies:
                answers[question.key] = answer
            elif question.required and applies:
                errors[question.key] = "answer this question. It is one of the few we need."
        attributes = {q.attribute: answers.get(q.key) for q in engagement.version.questionnaire.questions if q.attribute}
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
        return AnalysisRequest((COLUMN_OF_RESPONSE, *columns_of(questionnaire)), plan)

    def cells(self, engagement: Engagement, answers: Mapping[str, Any], attributes: Mapping[str, Any]) -> Sequence[str | None]:
        """The cells after the first column. An attribute is read as it was frozen."""
        row: list[str | None] = []
        for question in engagement.version.questionnaire.questions:
            kind = QUESTION_TYPES[question.type]
            if not kind.weighed:
                continue
            if question.attribute:
                value = attributes.get(question.attribute)
                row.append(None if value is None else str(value))
            else:
                row += kind.cells(question, answers.get(question.key))
        return row


def _read(question: Question, given: Sequence[str], *, imported: bool) -> Any:
    kind = QUESTION_TYPES[question.type]
    return kind.read_cell(question, given[0] if given else "") if imported else kind.read(question, given)


def _for_people(problem: str) -> str:
    return problem[:1].upper() + problem[1:]
