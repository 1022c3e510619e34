"""C68: "Project closure process including end user acceptance testing/ lessons" (seed 003).

Works when: closing is a gate.
"""

import pytest

from capabilities.walking import day, does, office, read, refused
from folkmoot.site.people.roles import Role
from folkmoot.site.progress.models import AcceptanceCriterion
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_it_does_not_close_before_its_users_tested_it_and_lessons_are_written() -> None:
    about = make.licensed(make.initiative(slug="warm"))
    officer, desk = office(about.lead, Role.RESEARCH_OFFICER), "/staff/initiatives/warm"
    does(officer, f"{desk}/stage", stage="join")
    make.measured(make.benefit(about), 50)
    make.evaluation(about)
    (said,) = refused(officer, f"{desk}/stage", stage="close")
    gaps = ["Write down at least one acceptance criterion, and test it.", "Write down at least one lesson."]
    assert said == f"It cannot be closed yet. {' '.join(gaps)}"
    does(officer, f"{desk}/progress/criterion/new", words="No table shows a small count.", tester="The early years team")
    (said,) = refused(officer, f"{desk}/stage", stage="close")
    assert "Test this acceptance criterion: No table shows a small count." in said
    tested = {"result": "met", "on": day(), "words": "They looked at each table."}
    does(officer, f"/staff/progress/result/{AcceptanceCriterion.objects.get().pk}", **tested)
    (said,) = refused(officer, f"{desk}/stage", stage="close")
    assert said == f"It cannot be closed yet. {gaps[1]}"
    does(officer, f"{desk}/progress/lesson/new", what="It took long.", why="Staff left.", action="Plan for it.")
    does(officer, f"{desk}/stage", stage="close")
    page = read("/i/warm/progress")
    for said in ("The early years team", "They looked at each table.", "It took long.", "Plan for it.", "It has ended."):
        assert said in page, said
