"""The pages of a questionnaire in the browser: one for each section, and one more where a question hangs on an answer of its section."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from folkmoot.site.engagement.questionnaire import Question, Questionnaire, Section


@dataclass(frozen=True)
class Page:
    """Questions shown together, or something to read. `begins`: whether its section begins here, so that its introduction is read once."""

    section: Section
    questions: tuple[Question, ...]
    begins: bool

    def put_to(self, answers: Mapping[str, Any]) -> tuple[Question, ...]:
        """The questions put to someone who gave these answers so far."""
        return tuple(question for question in self.questions if question.applies(answers))

    def is_for(self, answers: Mapping[str, Any]) -> bool:
        """Whether there is anything on it for someone who gave these answers."""
        return bool(self.begins and self.section.information) or bool(self.put_to(answers))


def pages_of(questionnaire: Questionnaire) -> tuple[Page, ...]:
    """The pages, in order. A question stands on a later page than those its `only_if` names."""
    pages: list[Page] = []
    for section in questionnaire.sections:
        together: list[Question] = []
        begins = True
        for question in section.questions:
            if not question.asked:
                continue
            if question.only_if and question.only_if.names & {other.key for other in together}:
                pages.append(Page(section, tuple(together), begins))
                together, begins = [], False
            together.append(question)
        if together or (begins and section.information):
            pages.append(Page(section, tuple(together), begins))
    return tuple(pages)


def page_after(pages: tuple[Page, ...], at: int, answers: Mapping[str, Any]) -> int:
    """The next page that is for someone who gave these answers; `len(pages)` (the check page) when there is none."""
    return next((n for n in range(at + 1, len(pages)) if pages[n].is_for(answers)), len(pages))


def page_before(pages: tuple[Page, ...], at: int, answers: Mapping[str, Any]) -> int:
    """The page before that is for them; the first when there is none."""
    return next((n for n in range(at - 1, -1, -1) if pages[n].is_for(answers)), 0)
