"""C4: "Evaluation and impact reports" (seed 000).

Works when: closing is blocked until what was to be measured is reported, good or bad.
"""

import pytest

from capabilities.walking import day, does, office, read, refused
from folkmoot.site.people.roles import Role
from folkmoot.site.progress.models import AcceptanceCriterion
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

EVALUATION = {
    "outcome": "It took longer than before.",
    "gained_or_lost": "Nobody gained.",
    "unintended": "Nothing.",
    "cost": "As planned.",
    "decision": "stop",
    "reasons": "It did not help.",
}


def test_it_closes_only_once_every_benefit_is_measured_and_it_is_evaluated_also_when_the_news_is_bad() -> None:
    about = make.licensed(make.initiative(slug="warm"))
    officer, desk = office(about.lead, Role.RESEARCH_OFFICER), "/staff/initiatives/warm"
    does(officer, f"{desk}/stage", stage="join")
    benefits = [make.benefit(about, words=words) for words in ("Fewer visits", "Fewer calls")]

    def waits_for(*gaps: str) -> None:
        assert refused(officer, f"{desk}/stage", stage="close") == [f"It cannot be closed yet. {' '.join(gaps)}"]

    does(officer, f"{desk}/progress/criterion/new", words="It adds up.", tester="The audit team")
    test = "Test this acceptance criterion: It adds up."
    end = ["Write down at least one lesson.", "Write the evaluation."]
    waits_for("Measure this benefit: Fewer visits.", "Measure this benefit: Fewer calls.", test, *end)
    does(officer, f"/staff/progress/actual/{benefits[0].pk}", on=day(), value="500", evidence="The diary: more than before.")
    waits_for("Measure this benefit: Fewer calls.", test, *end)
    does(officer, f"/staff/progress/actual/{benefits[1].pk}", on=day(), value="40", evidence="The diary.")
    does(officer, f"/staff/progress/result/{AcceptanceCriterion.objects.get().pk}", result="not-met", on=day(), words="It does not.")
    waits_for(*end)
    does(officer, f"{desk}/progress/lesson/new", what="It took long.", why="Staff left.", action="Plan for it.")
    waits_for(*end[1:])
    does(officer, f"{desk}/progress/evaluation/new", on=day(), **EVALUATION)
    does(officer, f"{desk}/stage", stage="close")
    page = read("/i/warm/progress")
    for said in ("500 hours a year", "40 hours a year", "It took longer than before.", "It did not help.", "It does not."):
        assert said in page, said
    assert "Worse" in page
