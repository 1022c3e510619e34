"""A question is answered by one person, read by another, and published without anything that shows who asked."""

import csv
import datetime as dt
import io
from typing import Any
from unittest.mock import patch

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from folkmoot.site.audit.models import Event
from folkmoot.site.concerns import domain, models, queries, tables
from folkmoot.site.errors import NotNow
from folkmoot.site.people.roles import Role
from folkmoot.site.references import written
from folkmoot.site.renditions import plain
from tests.site import make
from tests.site.concerns import asking

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

ORIGINAL = "I am Ada of 4 Elm Row. Who sees my records?"
WORDING, ANSWER = (
    plain("Who sees the records?", welsh="Pwy sy'n gweld?"),
    plain("Three named analysts.", easy="Three people.", welsh="Tri."),
)


def answered(about: Any, *, by: Any = None, **changed: Any) -> models.Answer:
    row = asking.received(about, ORIGINAL)
    given = {"wording": WORDING, "answer": ANSWER} | changed
    return domain.answer_question(by=by or make.member(about.lead, Role.RESEARCH_OFFICER), question=row, **given)


def look(answer: models.Answer, publish: bool = True, reason: str = "", by: Any = None) -> models.Look:
    checker = by or make.member(answer.question.initiative.lead, Role.GOVERNANCE_LEAD)
    return domain.look_at_answer(by=checker, answer=answer, publish=publish, reason=reason)


def public(about: Any) -> str:
    return Client().get(reverse("concerns:questions", args=[about.slug])).content.decode()


def test_only_staff_of_the_lead_answer_and_only_its_governance_lead_publishes() -> None:
    about = make.initiative()
    row = asking.received(about)
    strangers = [
        None,
        make.user(),
        make.member(make.organisation(), Role.GOVERNANCE_LEAD),
        make.former_member(about.lead, Role.GOVERNANCE_LEAD),
        make.member(about.lead, Role.ADMINISTRATOR),
    ]
    for person in strangers:
        with pytest.raises(PermissionDenied):
            domain.answer_question(by=person, question=row, wording=WORDING, answer=ANSWER)
    made = answered(about)
    for person in [*strangers, make.member(about.lead, Role.RESEARCH_OFFICER)]:
        with pytest.raises(PermissionDenied):
            domain.look_at_answer(by=person, answer=made, publish=True)
    make.no_writes_by(*(person for person in strangers if person))


def test_whoever_wrote_an_answer_does_not_publish_it_and_the_database_says_so_too() -> None:
    about = make.initiative()
    both = make.member(about.lead, Role.GOVERNANCE_LEAD)
    made = answered(about, by=both)
    with pytest.raises(PermissionDenied, match="someone else must read it"):
        look(made, by=both)
    with pytest.raises(IntegrityError, match="look_by_a_second_person"), transaction.atomic():
        models.Look.objects.create(answer=made, publish=True, answered_by=both, looked_by=both, looked_at=timezone.now())


def test_the_asker_reads_the_answer_at_once_and_everyone_only_after_the_second_look() -> None:
    about = make.initiative()
    made = answered(about)
    own = reverse("concerns:asked", args=[written(made.question.reference)])
    assert "Three named analysts." in Client().get(own).content.decode()
    assert "Three people." in Client().get(own + "?read=easy").content.decode()
    assert "No question is published yet." in public(about)
    assert "Three named analysts." not in public(about)
    look(made)
    page = public(about)
    assert "Who sees the records?" in page
    assert "Three named analysts." in page
    assert "on the same day" in page
    assert '<p lang="cy">Tri.</p>' in Client().get(reverse("concerns:questions", args=[about.slug]) + "?lang=cy").content.decode()
    assert "was published, without your details" in Client().get(own).content.decode()


def test_the_original_words_and_the_reference_stand_on_no_public_page_and_in_no_download() -> None:
    about = make.initiative()
    made = answered(about)
    look(made)
    routes = ["concerns:questions", "concerns:questions_csv", "initiatives:initiative", "concerns:complaints"]
    pages = [Client().get(reverse(route, args=[about.slug])).content.decode() for route in routes]
    assert not any(secret in page for page in pages for secret in ("Ada", "Elm Row", made.question.reference, str(made.question.receipt)))
    assert not any("Ada" in str(event.detail) for event in Event.objects.all())


def test_days_are_counted_to_the_first_answer_and_the_newest_published_one_is_shown() -> None:
    about = make.initiative()
    row = asking.received(about)
    officer = make.member(about.lead, Role.RESEARCH_OFFICER)
    for days, words in ((4, "First."), (9, "Better.")):
        moment = row.received_at + dt.timedelta(days=days)
        with patch.object(timezone, "now", lambda moment=moment: moment):
            made = domain.answer_question(by=officer, question=row, wording=WORDING, answer=plain(words))
            if words == "First.":
                look(made, by=make.member(about.lead, Role.GOVERNANCE_LEAD))
    (shown,) = queries.published_questions(about)
    assert (shown.days, shown.answer) == (4, plain("First."))
    with pytest.raises(NotNow, match="A later answer"):
        look(models.Answer.objects.get(version=1))
    look(made)
    (shown,) = queries.published_questions(about)
    assert (shown.days, shown.answer) == (4, plain("Better."))


def test_what_went_out_can_be_taken_back_with_a_reason_that_only_staff_read() -> None:
    about = make.initiative()
    made = answered(about)
    look(made)
    with pytest.raises(NotNow, match="published already"):
        look(made)
    with pytest.raises(ValidationError, match="Say why"):
        look(made, publish=False, reason=" ")
    look(made, publish=False, reason="A date gives her away")
    assert "No question is published yet." in public(about)
    assert "gives her away" not in public(about)
    assert queries.published_questions(about) == []


def test_the_download_holds_what_is_published_and_no_cell_that_a_spreadsheet_would_run() -> None:
    about = make.initiative()
    look(answered(about, wording=plain("=HYPERLINK(1)"), answer=plain("Yes, “all”,\nof it.")))
    answered(about)
    (row,) = csv.DictReader(io.StringIO(tables.questions(queries.published_questions(about)), newline=""))
    assert row["question"] == "'=HYPERLINK(1)"
    assert row["answer"] == "Yes, “all”,\nof it."
    assert row["days"] == "0"


def test_answers_and_looks_cannot_be_changed_or_deleted() -> None:
    made = answered(make.initiative())
    look(made)
    for change in (models.Answer.objects.all().delete, models.Look.objects.all().delete, lambda: models.Answer.objects.update(version=7)):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_question_goes_through_the_staff_pages_from_the_desk_to_everyone() -> None:
    about = make.initiative()
    row = asking.received(about, ORIGINAL, contact="ada@example.org")
    officer, checker = (make.signed_in(make.member(about.lead, role)) for role in (Role.RESEARCH_OFFICER, Role.GOVERNANCE_LEAD))
    assert "20 days left" in officer.get(reverse("concerns:waiting")).content.decode()
    page = officer.get(reverse("concerns:staff_question", args=[row.pk])).content.decode()
    assert ORIGINAL in page
    assert "ada@example.org" in page
    assert "Answer it" in page
    answer = reverse("concerns:answer", args=[row.pk])
    refused = officer.post(answer, {"wording": "Who sees it?", "answer": ""})
    assert refused.status_code == 400
    assert "Who sees it?" in refused.content.decode()
    assert officer.post(answer, {"wording": "Who sees it?", "answer": "Three people."}).status_code == 302
    assert "Nothing is waiting" in officer.get(reverse("concerns:waiting")).content.decode()
    assert "Read an answer" in checker.get(reverse("concerns:waiting")).content.decode()
    assert officer.get(reverse("concerns:look", args=[row.pk])).status_code == 403
    seen = checker.get(reverse("concerns:look", args=[row.pk])).content.decode()
    assert "Who sees it?" in seen
    assert ORIGINAL not in seen
    assert checker.post(reverse("concerns:look", args=[row.pk]), {"publish": "no"}).status_code == 400
    assert checker.post(reverse("concerns:look", args=[row.pk]), {"publish": "yes"}).status_code == 302
    assert "Who sees it?" in public(about)
    other = make.signed_in(make.member(make.organisation(), Role.GOVERNANCE_LEAD))
    assert {other.get(reverse(f"concerns:{name}", args=[row.pk])).status_code for name in ("staff_question", "answer", "look")} == {403}
    assert "Nothing is waiting" in other.get(reverse("concerns:waiting")).content.decode()
