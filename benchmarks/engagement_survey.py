"""A survey of 18 questions on one page, each answered from five."""

from typing import Any

SLUG = "eighteen"
KEYS = tuple(f"q{number}" for number in range(1, 19))
OPTIONS = ("Agree a lot", "Agree a little", "In between", "Disagree a little", "Disagree a lot")


def opened() -> Any:
    """The survey, open, in the database at hand."""
    from folkmoot.site.renditions import plain
    from tests.site import make, surveys

    options = [surveys.option(value) for value in OPTIONS]
    questions = [{"key": key, "type": "scale", "text": plain(f"Question {key}"), "options": options} for key in KEYS]
    where = make.organisation()
    officer = make.member(where)
    version = surveys.version(officer, where, SLUG, [{"key": "all", "title": plain("All of it"), "questions": questions}])
    statement = {"id": "A", "text": "Question q1", "short": "Question", "column": "q1", "recode": "agree"}
    recode = {**surveys.config()["recodes"]["agree"]}
    recode.pop("leave_out")
    config = {**surveys.config(), "statements": [statement], "recodes": {"agree": recode}, "publish": {}}
    sample = surveys.sample(officer, where, "Everybody", {})
    return surveys.opened(officer, where, SLUG, config=config, version=version, sample=sample)
