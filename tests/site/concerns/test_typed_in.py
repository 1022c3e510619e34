"""What came by letter, by telephone, in person or by e-mail is kept as what people write themselves, from the day it came."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core import serializers
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from folkmoot.site.audit.models import Event
from folkmoot.site.concerns import complaint_numbers, domain, models, queries
from folkmoot.site.concerns.domain import LONGEST_CONTACT, LONGEST_WORDS
from folkmoot.site.concerns.modes import TYPED_IN, Mode
from folkmoot.site.people.models import Identity, Participant
from folkmoot.site.people.roles import Role
from folkmoot.site.references import aloud, written
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
BOTH = pytest.mark.parametrize("kind", ["question", "complaint"])
SECRET, REACH = "My child at 4 Elm Row was in it", "4 Elm Row, Maldon"
DAY = dt.timedelta(days=1)
PAGE = "concerns:type_in"


def typed_in(about: Any, kind: str = "complaint", *, by: Any = None, days_ago: int = 0, **typed: Any) -> Any:
    given = {"receipt": uuid.uuid4(), "mode": "letter", "on": timezone.localdate() - days_ago * DAY, "words": SECRET, "contact": REACH}
    received = domain.type_in(by=by or make.member(about.lead), kind=kind, initiative=about, **(given | typed))
    return domain.KINDS[kind].objects.get(reference=received.reference)


def sent(about: Any, kind: str = "complaint", **typed: str) -> dict[str, str]:
    given = {"receipt": str(uuid.uuid4()), "kind": kind, "initiative": about.slug, "mode": "telephone", "on": "2026-01-31"}
    return given | {"words": SECRET, "contact": REACH} | typed


@BOTH
@pytest.mark.parametrize("mode", TYPED_IN)
def test_it_is_kept_with_its_mode_and_who_typed_it_and_its_words_and_contact_are_in_the_vault_alone(kind: str, mode: str) -> None:
    about = make.initiative()
    officer = make.member(about.lead)
    row = typed_in(about, kind, by=officer, mode=mode, days_ago=3)
    assert (row.mode, row.typed_by, timezone.localdate(row.received_at)) == (mode, officer, timezone.localdate() - 3 * DAY)
    assert (models.Words.objects.get().text, Identity.objects.get().contact) == (SECRET, REACH)
    kept = [row, *models.ComplaintStep.objects.all(), *Event.objects.all(), *Participant.objects.all()]
    main = serializers.serialize("json", kept)
    assert not any(word in main for word in (SECRET, REACH))
    event = Event.objects.get(verb=f"{kind}.typed_in")
    assert (event.actor, event.detail) == (f"user:{officer.pk}", {"mode": mode, "on": (timezone.localdate() - 3 * DAY).isoformat()})


@pytest.mark.parametrize(("days_ago", "at"), [(30, "not_yet_due"), (31, "overdue")])
def test_the_thirty_days_run_from_the_day_it_came_and_the_past_stays_what_it_was(days_ago: int, at: str) -> None:
    about = make.initiative()
    before = timezone.now()
    row = typed_in(about, days_ago=days_ago)
    assert queries.last_step(row).on == timezone.localdate() - days_ago * DAY
    assert getattr(complaint_numbers.of_initiative(about.pk), at).n == 1
    assert complaint_numbers.of_initiative(about.pk, before).received.n == 0
    (waits,) = queries.waiting(make.member(about.lead))
    assert waits.days_left == 30 - days_ago


def test_a_question_is_due_twenty_days_after_the_day_it_came() -> None:
    about = make.initiative()
    typed_in(about, "question", days_ago=5)
    assert [one.days_left for one in queries.waiting(make.member(about.lead))] == [15]


@BOTH
@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"mode": "form"}, "mode"),
        ({"mode": "pigeon"}, "mode"),
        ({"on": dt.date(1999, 12, 31)}, "on"),
        ({"days_ago": -1}, "on"),
        ({"words": " \n "}, "words"),
        ({"words": "x" * (LONGEST_WORDS + 1)}, "words"),
        ({"contact": "x" * (LONGEST_CONTACT + 1)}, "contact"),
    ],
)
def test_a_day_to_come_a_mode_that_is_none_and_words_that_nobody_may_send_are_refused(kind: str, typed: Any, field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        typed_in(make.initiative(), kind, **typed)
    assert set(refused.value.message_dict) == {field}
    assert not domain.KINDS[kind].objects.exists()
    assert not models.Words.objects.exists()
    assert not Identity.objects.exists()


@BOTH
def test_only_staff_of_the_lead_type_in(kind: str) -> None:
    about = make.initiative()
    others = [
        make.user(),
        make.member(make.organisation()),
        make.former_member(about.lead),
        make.member(about.lead, Role.ADMINISTRATOR),
    ]
    for person in others:
        with pytest.raises(PermissionDenied):
            typed_in(about, kind, by=person)
    make.no_writes_by(*others)


@BOTH
def test_the_database_refuses_a_mode_without_who_typed_it_and_any_change_of_either(kind: str) -> None:
    about = make.initiative()
    row = typed_in(about, kind)
    rows = domain.KINDS[kind].objects
    given = {"initiative": about, "received_at": timezone.now()}
    for wrong in ({"mode": "letter"}, {"mode": "form", "typed_by": row.typed_by}, {"mode": "odd", "typed_by": row.typed_by}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.create(reference="X" * 12, **given, **wrong)
    for change in ({"mode": Mode.EMAIL.value}, {"typed_by": make.user()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.filter(pk=row.pk).update(**change)


@BOTH
def test_staff_type_it_in_once_and_print_the_acknowledgement_with_the_reference(kind: str) -> None:
    about = make.initiative()
    officer = make.signed_in(make.member(about.lead, name="Kit Marsh"))
    assert reverse(PAGE) in officer.get(reverse("concerns:waiting")).content.decode()
    typed = sent(about, kind)
    first, again = (officer.post(reverse(PAGE), typed) for _ in range(2))
    row = domain.KINDS[kind].objects.get()
    assert first["Location"] == again["Location"] == reverse(f"concerns:acknowledge_{kind}", args=[row.pk])
    page = officer.get(first["Location"]).content.decode()
    for words in (written(row.reference), aloud(row.reference)[0], REACH, "by telephone", "31 January 2026", "http://testserver/asked"):
        assert words in page
    assert "Kit Marsh" not in page.partition("<main")[2].partition("</main>")[0]
    assert SECRET not in page
    assert ("Information Commissioner" in page) == (kind == "complaint")
    own = officer.get(reverse(f"concerns:staff_{kind}", args=[row.pk])).content.decode()
    assert "by telephone, typed in by Kit Marsh" in own
    assert first["Location"] in own


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"words": ""}, "Write your complaint."),
        ({"mode": ""}, "Choose how it came in."),
        ({"kind": ""}, "Say whether it is a question or a complaint."),
        ({"on": "31 Febtober"}, "The day it came in: give a date that exists"),
        ({"on": "2999-01-01"}, "a day that has come"),
        ({"on": "0001-01-01"}, "2000 or later"),
        ({"initiative": "not-mine"}, "Select a valid choice"),
        ({"contact": "x" * (LONGEST_CONTACT + 1)}, f"{LONGEST_CONTACT} characters at most"),
    ],
)
def test_what_is_refused_comes_back_with_all_that_was_typed(typed: dict[str, str], error: str) -> None:
    about = make.initiative()
    given = sent(about, **typed)
    answer = make.signed_in(make.member(about.lead)).post(reverse(PAGE), given)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert error in page.partition('id="errors"')[2].partition("</div>")[0]
    assert all(given[name] in page for name in ("words", "contact", "receipt"))
    assert not models.Complaint.objects.exists()


def test_the_form_offers_only_what_my_organisations_lead_and_is_for_whoever_answers() -> None:
    mine, other = make.initiative(title="Mine to answer"), make.initiative(title="Somebody else's")
    page = make.signed_in(make.member(mine.lead)).get(reverse(PAGE)).content.decode()
    assert mine.slug in page
    assert other.slug not in page
    administrator = make.signed_in(make.member(mine.lead, Role.ADMINISTRATOR))
    assert administrator.get(reverse(PAGE)).status_code == 403
    assert reverse(PAGE) not in administrator.get(reverse("concerns:waiting")).content.decode()


@BOTH
def test_an_acknowledgement_is_for_staff_of_the_lead_alone(kind: str) -> None:
    row = typed_in(make.initiative(), kind)
    page = reverse(f"concerns:acknowledge_{kind}", args=[row.pk])
    assert make.signed_in(make.member(make.organisation())).get(page).status_code == 403
    assert make.signed_in(make.member(row.initiative.lead)).post(page).status_code == 405
    assert Client().get(page)["Location"].startswith(reverse("account_login"))


@BOTH
def test_whoever_has_the_reference_sees_it_and_has_it_erased_as_if_they_had_sent_it(kind: str) -> None:
    row = typed_in(make.initiative(), kind, days_ago=2)
    page = Client().get(reverse("concerns:asked", args=[written(row.reference)])).content.decode()
    assert "We received it." in page
    assert f'datetime="{(timezone.localdate() - 2 * DAY).isoformat()}"' in page
    assert not any(word in page for word in (SECRET, REACH))
    assert domain.forget(kind=kind, row=row)
    assert not Identity.objects.exists()
