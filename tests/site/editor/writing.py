"""Drafts for tests, and what a browser sends from their pages."""

import copy
from typing import Any

from django.test import Client

from folkmoot.site.editor import domain
from folkmoot.site.editor.models import InstrumentDraft
from folkmoot.site.people.models import Organisation
from folkmoot.site.renditions import plain
from tests.site import make, surveys


def draft(by: Any, where: Organisation, questions: list[Any] | None = None, slug: str = "survey") -> InstrumentDraft:
    """A draft that holds the questions of the tests' survey, or others."""
    asked = copy.deepcopy(surveys.questions() if questions is None else questions)
    return domain.begin_draft(by=by, organisation=where, slug=slug, title=plain("A survey", easy="Easy survey"), questions=asked)


def world(questions: list[Any] | None = None) -> tuple[Organisation, Any, InstrumentDraft, Client]:
    """A council, its research officer, a draft of theirs, and their browser."""
    where = make.organisation()
    officer = make.member(where)
    return where, officer, draft(officer, where, questions), make.signed_in(officer)


def sent(page: str) -> dict[str, Any]:
    """What a browser would send from the form of a page, but for its buttons."""
    return {name: values if len(values) > 1 else values[0] for name, values in surveys.hidden_fields(page).items()}
