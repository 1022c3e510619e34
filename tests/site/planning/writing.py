"""Makes plans for tests, by the site's own domain functions."""

import datetime as dt
from typing import Any

from django.utils import timezone

from folkmoot.site.people.roles import Role
from folkmoot.site.planning import domain
from folkmoot.site.renditions import plain
from tests.site import make

DAY = dt.timedelta(days=1)

ANSWERS: dict[str, Any] = {
    "learn": [{"question": "Is this fair to tenants?", "who": "Tenants"}],
    "communities": {"heard": [{"key": "own", "who": "Tenants", "why": ""}], "left": []},
    "risk": {"band": "low", "reason": "Nothing on record lifts the risk."},
    "promise": {"level": "consult", "words": plain("We ask, and answer each finding.", easy="We ask you.")},
    "methods": {"needs": ["numbers"], "pounds": 10_000, "weeks": None},
}


def officer(about: Any) -> Any:
    """Someone who may plan."""
    return make.member(about.lead, Role.RESEARCH_OFFICER)


def answered(about: Any, **changed: Any) -> Any:
    """A plan with every step answered."""
    by, held = officer(about), None
    for step, given in (ANSWERS | changed).items():
        held = domain.answer_step(by=by, initiative=about, step=step, given=given)
    return held


def planned_round(about: Any, method: str = "survey", **more: Any) -> Any:
    """The next round, from a year ago unless told otherwise."""
    starts = more.pop("starts", timezone.localdate() - 365 * DAY)
    facts = {"question": plain("Is it fair?"), "starts": starts, "ends": starts + 700 * DAY, "pounds": 8000, "hours": 120}
    return domain.add_round(by=officer(about), initiative=about, method=method, **(facts | more))


def published(about: Any, *methods: str, **changed: Any) -> Any:
    """A public plan with rounds by these methods."""
    answered(about, **changed)
    for method in methods:
        planned_round(about, method)
    return domain.publish_plan(by=officer(about), initiative=about)


def decided(about: Any, number: int = 1, **more: Any) -> Any:
    """What a round changed."""
    facts = {
        "goes_on": True,
        "learnt": plain("Tenants fear the label."),
        "changes": plain("We ask tenants in person."),
        "findings": [],
        "office": "The board",
        "on": timezone.localdate(),
    }
    return domain.decide_round(by=more.pop("by", None) or officer(about), initiative=about, number=number, **(facts | more))
