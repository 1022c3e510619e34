"""C58: "using residents' ideas and suggestions to create new opportunities" (seed 002).

Works when: an idea gets a status, and ends in "you said, we did".
"""

import pytest

from capabilities.walking import day, does, office, read
from folkmoot.site.people.roles import Role
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

IDEA = "Put the leaflets in barbers’ shops."
REFUSED = "Send a letter to every home."


def test_what_is_done_with_a_residents_idea_is_public_from_the_answer_to_the_end_and_so_is_a_no() -> None:
    about = make.initiative(slug="warm")
    officer = office(about.lead, Role.RESEARCH_OFFICER)
    assert IDEA not in read("/i/warm/you-said")
    answered = {"owner": about.lead.slug, "origin": "idea"}
    new = "/staff/commitments/new?initiative=warm"
    page = does(officer, new, **answered, asked=IDEA, answer="yes", words="Twenty shops have them.", due=day(30))
    does(officer, new, **answered, asked=REFUSED, answer="no", words="It costs more than the whole work.")

    def of_the_idea() -> str:
        """What "you said, we did" tells of it."""
        return read("/i/warm/you-said").partition(f"You asked: {IDEA}")[2].partition("You asked:")[0]

    def fits(state: str) -> bool:
        """Whether it is among what stands like this."""
        return "Twenty shops have them." in read(f"/commitments?state={state}")

    assert f"A resident's idea: {IDEA}" in read(page)
    assert "Twenty shops have them. Promised, by" in of_the_idea()
    assert "costs more" not in of_the_idea()
    assert (fits("promised"), fits("under_way"), fits("done")) == (True, False, False)
    refused = read("/i/warm/you-said").partition(f"You asked: {REFUSED}")[2]
    assert "no. It costs more than the whole work. Refused" in refused
    at = f"/staff{page}/report"
    does(officer, at, state="under_way", on=day(), reason="Six shops said yes.")
    assert "Under way, by" in of_the_idea()
    assert "Six shops said yes." in of_the_idea()
    does(officer, at, state="done", on=day(), reason="All twenty have them.")
    assert "Done. All twenty have them." in of_the_idea()
    assert (fits("promised"), fits("under_way"), fits("done")) == (False, False, True)
    assert "You said, we did" in read("/i/warm")
