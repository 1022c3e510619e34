"""A questionnaire in three steps for tests: before, after some information, and after some more."""

from typing import Any

from folkmoot.site.engagement import codes
from folkmoot.site.engagement.models import Engagement, Invitation
from folkmoot.site.people.models import Organisation
from folkmoot.site.renditions import plain
from tests.site import make, surveys

STEPS = ("before", "after 1", "after 2")


def questions() -> list[dict[str, Any]]:
    """The age is asked first, the scale at every step, and a comment at the end."""
    you = [question for question in surveys.questions()[1]["questions"] if question["key"] == "age"]
    told = plain("Nurses and housing officers see one list.", easy="They share one list.", welsh="Maent yn gweld un rhestr.")
    risks, view = [plain("A list can leak."), plain("It can be wrong.")], [surveys.scale("A", "Find cold homes")]
    return [
        {"key": "you", "title": plain("About you", easy="About you"), "questions": you},
        {"key": "told1", "title": plain("How it would work", easy="How it works"), "information": [told], "steps": ["after 1"]},
        {"key": "told2", "title": plain("What could go wrong"), "information": risks, "steps": ["after 2"]},
        {"key": "view", "title": plain("Your view", easy="Your view"), "questions": view, "steps": list(STEPS)},
        {
            "key": "end",
            "title": plain("In the end", easy="The end"),
            "questions": [{"key": "why", "type": "short_text", "text": plain("Why?", easy="Why?")}],
            "steps": ["after 2"],
        },
    ]


def config(**more: Any) -> dict[str, Any]:
    """What is estimated is the view at the end; how it moved stands beside it."""
    given = surveys.config()
    statement = {"id": "A", "text": "Find cold homes", "short": "Find homes", "column": "A (after 2)", "recode": "agree"}
    return {
        **given,
        "statements": [statement],
        "publish": {"factors": ["age"]},
        "analyses": [{"kind": "shift", "steps": [f"A ({step})" for step in STEPS]}],
        **more,
    }


def opened(by: Any, where: Organisation, slug: str = "moot", **more: Any) -> Engagement:
    """An engagement in three steps that takes answers."""
    version = surveys.version(by, where, f"{slug}-questions", questions())
    return surveys.opened(by, where, slug, config=config(**more), version=version)


def world(**more: Any) -> tuple[Organisation, Any, Engagement]:
    """A council, its research officer, and an open engagement in three steps."""
    where = make.organisation()
    officer = make.member(where)
    return where, officer, opened(officer, where, **more)


def code_of(invitation: Invitation) -> str:
    """What stands in the letter."""
    return codes.code_of(invitation.series)
