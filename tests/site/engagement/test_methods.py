"""The methods: the same five verbs for each, told in the docs, and what a survey asks evidence to work out."""

import inspect
import re
from pathlib import Path

import pytest

from folkmoot.site.engagement import queries
from folkmoot.site.engagement.methods import METHODS, VERBS, Method
from folkmoot.site.engagement.methods.survey import SurveyConfig
from folkmoot.site.engagement.states import TRANSITIONS
from folkmoot.site.engagement.words import dates_in_words
from folkmoot.weigh import Plan
from tests.site import surveys

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
DOC = (Path(__file__).resolve().parents[3] / "docs/reference/methods.md").read_text("utf-8")


def test_every_method_has_the_five_verbs_itself():
    assert VERBS == ("configure", "invite", "collect", "close", "analyse")
    for method in METHODS.values():
        for verb in VERBS:
            assert getattr(type(method), verb) is not getattr(Method, verb)
            assert list(inspect.signature(getattr(type(method), verb)).parameters) == list(
                inspect.signature(getattr(Method, verb)).parameters
            )


def test_every_method_verb_and_state_is_in_the_docs():
    rows = {match[1]: match[0] for match in re.finditer(r"^\| `(\w+)` \|.*$", DOC, flags=re.MULTILINE)}
    assert set(rows) == set(VERBS) | set(METHODS) | {now.value for now, then in TRANSITIONS.items() if then}
    for key, method in METHODS.items():
        assert rows[key] == f"| `{key}` | {method.name['en']['standard']} | {method.description} |"
    assert set(re.findall(r"^\* `(\w+)`", DOC, flags=re.MULTILINE)) == set(SurveyConfig.__dataclass_fields__)


def test_a_survey_asks_for_the_plan_its_parts_make():
    _, _, engagement = surveys.world()
    request = queries.analysis_of(engagement)
    plan = Plan.from_mapping(request.plan)
    assert request.columns == (
        "response",
        "A",
        "B",
        "age",
        "health",
        "health_kind: Body",
        "health_kind: Mind",
        "health_kind: None of these",
        "area",
        "people",
    )
    assert plan.survey.sample == "volunteer"
    assert plan.survey.organisation == engagement.initiative.lead.name
    assert plan.columns["health"].missing == ("Prefer not to say",)
    assert plan.columns["health"].levels == ("Yes", "No")
    assert plan.columns["people"].number
    assert [target.factor for target in plan.weights.targets] == ["age"]
    assert set(plan.columns) | {"response"} == set(request.columns)


def test_a_survey_is_open_to_anyone_with_its_address():
    _, _, engagement = surveys.world()
    assert METHODS["survey"].invite(engagement).path == "/e/warm"


def test_dates_are_said_as_people_say_them():
    from datetime import date

    assert dates_in_words(date(2031, 1, 6), date(2031, 1, 31)) == "6 to 31 January 2031"
    assert dates_in_words(date(2020, 3, 4), date(2020, 4, 27)) == "4 March to 27 April 2020"
    assert dates_in_words(date(2030, 12, 4), date(2031, 1, 7)) == "4 December 2030 to 7 January 2031"
    assert dates_in_words(date(2031, 1, 6), date(2031, 1, 6)) == "6 January 2031"
    assert dates_in_words(date(2031, 1, 6), date(2031, 1, 31), "cy") == "6 i 31 Ionawr 2031"
    assert dates_in_words(date(2020, 3, 4), date(2020, 4, 27), "cy") == "4 Mawrth i 27 Ebrill 2020"
    assert dates_in_words(date(2030, 12, 4), date(2031, 1, 7), "cy") == "4 Rhagfyr 2030 i 7 Ionawr 2031"
