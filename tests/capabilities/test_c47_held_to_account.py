"""C47: "sceptical about the public sector being held to account"; unaware of the Information Commissioner (seed 000).

Works when: questions, complaints, the way to the Commissioner and the times of answers are public.
"""

import pytest
from django.test import Client

from capabilities.walking import does, office, read
from folkmoot.site.concerns.models import Complaint, Question
from folkmoot.site.people.roles import Role
from tests.site import make
from tests.site.concerns import asking

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

SECRET = "My child at 4 Elm Row was in it"


def sends(about, kind: str) -> None:
    does(Client(), asking.address(about, kind), words=SECRET, contact="", token=asking.form(about, kind))


def test_a_question_and_its_answer_are_public_with_the_days_it_took_and_without_what_the_person_wrote() -> None:
    about = make.initiative(slug="warm")
    officer, lead = (office(about.lead, role) for role in (Role.RESEARCH_OFFICER, Role.GOVERNANCE_LEAD))
    sends(about, "question")
    key = Question.objects.get().pk
    does(officer, f"/staff/questions/{key}/answer", wording="Who sees it?", answer="Three named people.")
    assert "Three named people." not in read("/i/warm/questions")
    does(lead, f"/staff/questions/{key}/look", publish="yes")
    page = read("/i/warm/questions")
    for said in ("Who sees it?", "Three named people.", "Asked on", "Answered on", "on the same day"):
        assert said in page, said
    assert SECRET not in page
    assert "Three named people." in Client().get("/i/warm/questions.csv").content.decode()


def test_complaints_are_public_as_numbers_with_their_times_and_the_way_to_the_commissioner() -> None:
    about = make.initiative(slug="warm")
    officer = office(about.lead, Role.RESEARCH_OFFICER)
    for _ in range(10):
        sends(about, "complaint")
    for complaint in Complaint.objects.all():
        at = f"/staff/complaints/{complaint.pk}"
        for step in ("acknowledged", "looked_into", "answered"):
            does(officer, f"{at}/{step}", on="", told="We erred.", outcome="upheld")
    for path in ("/i/warm/complaints", f"/org/{about.lead.slug}/complaints"):
        page = read(path)
        for said in (
            "Received 10",
            "Acknowledged within 30 days 10",
            "Answered 10",
            "We agreed 10",
            "Days to an answer (median) 0",
            "You can take it to the Information Commissioner.",
        ):
            assert said in page, (path, said)
        assert SECRET not in page
    page = Client().get("/i/warm").content.decode()
    for path in ("ask", "questions", "complain", "complaints"):
        assert f'href="/i/warm/{path}"' in page
