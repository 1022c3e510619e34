"""The next questionnaire, while it is written: what was asked before, and an experiment on conditions from the bank."""

from collections.abc import Callable
from datetime import date
from typing import Any

from examples.essex import survey
from folkmoot.site.editor import domain, queries
from folkmoot.site.editor.content import add_questions, add_section

CONDITIONS = {"key": "conditions", "title": {"en": {"standard": "On what conditions?"}}}


def build(*, officer: Any, council: Any, today: date, on: Callable[[date], Any]) -> None:
    """A draft that is not a version yet: only staff see it."""
    with on(today):
        draft = domain.begin_draft(
            by=officer,
            organisation=council,
            slug="residents-survey",
            title=survey.TITLE,
            questions=survey.pages(),
            words="Began with residents-survey, version 1",
        )
        draft = domain.change_draft(by=officer, draft=draft, seen=draft.revision, change=add_section(CONDITIONS))
        cards = [dict(item.question) for item in queries.bank_questions_named(["involve-2019/conditions-cards"])]
        change = add_questions("conditions", cards, words="Added “involve-2019/conditions-cards” from the bank")
        domain.change_draft(by=officer, draft=draft, seen=draft.revision, change=change)
