"""Instruments, engagements and responses: who may, when, and what the database itself refuses."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from folkmoot.site.audit.models import Event
from folkmoot.site.engagement import domain, queries, receipts
from folkmoot.site.engagement.models import Engagement, InstrumentVersion, Response
from folkmoot.site.engagement.states import TRANSITIONS, State, may_become
from folkmoot.site.errors import NotNow
from folkmoot.site.people.models import Participant
from folkmoot.site.people.roles import ROLES, Role
from folkmoot.site.renditions import Reader, plain
from tests.site import make, surveys

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

MAY_RUN = {role for role, facts in ROLES.items() if "engagement.run" in facts.permissions}


def give(engagement: Engagement, receipt: uuid.UUID | None = None, **given: str):
    answers = {"age": ["16 to 34"]} | {key: [value] for key, value in given.items()}
    return domain.receive_response(engagement=engagement, receipt=receipt or receipts.new(), given=answers, reader=Reader())


def strangers(where):
    """People who may not run engagements of `where`."""
    yield make.member(make.organisation(), Role.RESEARCH_OFFICER)
    yield make.former_member(where)
    yield from (make.member(where, role) for role in set(Role) - MAY_RUN)
    yield make.user()


def test_an_engagement_opens_then_closes_and_never_goes_back():
    _, officer, engagement = surveys.world()
    with pytest.raises(NotNow):
        domain.open_engagement(by=officer, engagement=engagement)
    closed = domain.close_engagement(by=officer, engagement=engagement)
    assert closed.closed_at is not None
    for step in (domain.open_engagement, domain.close_engagement):
        with pytest.raises(NotNow):
            step(by=officer, engagement=closed)
    verbs = Event.objects.filter(subject=f"engagement:{engagement.pk}").values_list("verb", flat=True)
    assert list(verbs) == ["engagement.configured", "engagement.opened", "engagement.closed"]


def test_a_draft_cannot_be_closed():
    where = make.organisation()
    officer = make.member(where)
    with pytest.raises(NotNow, match="not open yet"):
        domain.close_engagement(by=officer, engagement=surveys.draft(officer, where))


def test_the_table_of_states_has_every_state_and_closed_is_the_end():
    assert set(TRANSITIONS) == set(State)
    assert {(now, then) for now in State for then in State if may_become(now, then)} == {("draft", "open"), ("open", "closed")}


def test_a_stranger_to_the_organisation_can_do_nothing_with_its_engagements():
    where = make.organisation()
    officer = make.member(where)
    engagement = surveys.draft(officer, where)
    their_sample, their_version, initiative = engagement.sample, engagement.version, engagement.initiative
    others = list(strangers(where))
    for other in others:
        for attempt in (
            lambda by: domain.open_engagement(by=by, engagement=engagement),
            lambda by: domain.close_engagement(by=by, engagement=engagement),
            lambda by: domain.import_responses(by=by, engagement=engagement, rows=surveys.rows(2)),
            lambda by: surveys.version(by, where),
            lambda by: surveys.sample(by, where, "another"),
            lambda by: surveys.draft(by, where, "theirs", initiative=initiative, version=their_version, sample=their_sample),
        ):
            with pytest.raises(PermissionDenied):
                attempt(other)
    make.no_writes_by(*others)
    engagement.refresh_from_db()
    assert engagement.state == "draft"


def test_an_engagement_takes_questions_and_sample_of_its_own_organisation_alone():
    where, elsewhere = make.organisation(), make.organisation()
    officer, other = make.member(where), make.member(elsewhere)
    with pytest.raises(ValidationError, match="must belong to the organisation that leads"):
        surveys.draft(officer, where, version=surveys.version(other, elsewhere, "theirs"))
    with pytest.raises(ValidationError, match="must belong to the organisation that leads"):
        surveys.draft(officer, where, "again", sample=surveys.sample(other, elsewhere))


def test_the_same_questions_make_no_new_version_and_other_questions_the_next():
    where = make.organisation()
    officer = make.member(where)
    first = surveys.version(officer, where)
    assert surveys.version(officer, where) == first
    changed = surveys.questions()
    changed[0]["questions"][0]["text"] = plain("Find damp homes")
    second = surveys.version(officer, where, asked=changed)
    assert (first.number, second.number) == (1, 2)
    assert first.hash != second.hash
    assert Event.objects.filter(verb="instrument.versioned").count() == 2


def test_another_organisations_instrument_gets_no_version_from_us():
    where, elsewhere = make.organisation(), make.organisation()
    surveys.version(make.member(where), where, "shared-name")
    with pytest.raises(ValidationError, match="Another organisation"):
        surveys.version(make.member(elsewhere), elsewhere, "shared-name")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda c: c.pop("minutes"), "needs “minutes”"),
        (lambda c: c.update(minutes=0), "from 1 to 60"),
        (lambda c: c.update(minutes=True), "not of the right kind"),
        (lambda c: c.update(surprise=1), "nothing called “surprise”"),
        (lambda c: c["who_sees"]["en"].pop("standard"), "standard English"),
        (lambda c: c["statements"][0].update(column="Z"), "Z"),
        (lambda c: c["recodes"]["agree"].update(yes=["Agree a lot"]), "no place"),
        (lambda c: c.update(publish={"factors": ["age", "shoe size"]}), "shoe size"),
        (lambda c: c.update(recodes=[]), "not of the right kind"),
    ],
)
def test_a_config_that_does_not_fit_is_refused_with_the_reason(spoil, words):
    where = make.organisation()
    officer = make.member(where)
    config = surveys.config()
    spoil(config)
    with pytest.raises(ValidationError) as refused:
        surveys.draft(officer, where, config=config)
    assert words in " ".join(refused.value.messages)
    assert not Engagement.objects.exists()


def test_targets_that_do_not_fit_the_questions_are_refused():
    where = make.organisation()
    officer = make.member(where)
    sample = surveys.sample(officer, where, "wrong", targets={"age": {"source": "Made up", "percent": {"young": 40, "old": 60}}})
    with pytest.raises(ValidationError, match="young"):
        surveys.draft(officer, where, sample=sample)


def test_an_engagement_cannot_close_before_it_opens():
    where = make.organisation()
    officer = make.member(where)
    today = timezone.localdate()
    with pytest.raises(ValidationError, match="It cannot close before it opens"):
        surveys.draft(officer, where, opens=today, closes=today - dt.timedelta(days=1))


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        (
            Response,
            [
                "engagement_id",
                "receipt",
                "answers",
                "attributes",
                "mode",
                "language",
                "style",
                "step",
                "series",
                "group_size",
                "authority",
                "consents",
                "flags",
                "given_at",
                "participant_id",
            ],
        ),
        (InstrumentVersion, ["instrument_id", "number", "questions", "hash", "made_by_id", "made_at"]),
    ],
)
def test_the_database_refuses_to_change_or_delete_a_row(table, columns):
    _, _, engagement = surveys.world()
    domain.receive_response(
        engagement=engagement, receipt=receipts.new(), given={"age": ["16 to 34"]}, reader=Reader(), contact="ada@example.org"
    )
    assert {field.column for field in table._meta.local_concrete_fields} == {"id", *columns}
    name = table._meta.db_table
    other = Participant.objects.create(since=timezone.localdate()).pk
    values = {"participant_id": str(other)}
    values |= {column: f'"{column}" + 1' for column in ("engagement_id", "instrument_id", "made_by_id", "number")}
    values |= {
        "answers": "'{}'",
        "attributes": "'{}'",
        "given_at": "'2001-01-01'",
        "made_at": "'2001-01-01'",
        "receipt": f"'{uuid.uuid4().hex}'",
        "series": f"'{uuid.uuid4().hex}'",
        "group_size": "9",
        "consents": "'[]'",
        "flags": "'{}'",
    }
    for statement in (*(f'UPDATE {name} SET "{column}" = {values.get(column, "'x'")}' for column in columns), f"DELETE FROM {name}"):  # noqa: S608 - our own tables
        with pytest.raises(IntegrityError, match="never changed or deleted"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    if table is Response:
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {name} SET participant_id = NULL")  # noqa: S608 - our own tables
        assert Response.objects.get().participant is None


def test_attributes_are_frozen_with_the_response():
    _, _, engagement = surveys.world()
    kept = give(engagement, health="Prefer not to say").response
    assert kept.attributes == {"age": "16 to 34", "health": "Prefer not to say", "area": None}


def test_two_submissions_with_one_receipt_are_one_response():
    _, _, engagement = surveys.world()
    receipt = receipts.new()
    first, second = give(engagement, receipt), give(engagement, receipt, A="Agree a lot")
    assert (first.already, second.already) == (False, True)
    assert first.response == second.response
    assert "A" not in Response.objects.get().answers


def test_receipts_read_back_from_their_codes():
    for _ in range(50):
        receipt = receipts.new()
        assert receipts.read(receipts.code(receipt)) == receipt
        assert receipts.read(f"  {receipts.code(receipt).upper().replace('-', ' ')}") == receipt


def test_open_now_lists_what_takes_answers_today_and_nothing_else():
    where, officer, first = surveys.world()
    today = timezone.localdate()
    surveys.opened(officer, where, "sooner", closes=today)
    surveys.opened(officer, where, "later", opens=today + dt.timedelta(days=1))
    surveys.draft(officer, where, "draft")
    domain.close_engagement(by=officer, engagement=surveys.opened(officer, where, "over"))
    assert [found.slug for found in queries.open_now()] == ["sooner", "warm"]
    found = queries.engagements_of(first.initiative_id)
    assert [(f.slug, f.method["en"]["standard"], f.state, f.minutes, f.url, f.easy) for f in found] == [
        ("warm", "Survey", "open", 5, "/e/warm", True)
    ]
    assert queries.engagements_of(Engagement.objects.get(slug="draft").initiative_id) == []


def test_engagements_may_overlap():
    where, officer, first = surveys.world()
    second = surveys.opened(officer, where, "second", initiative=first.initiative)
    assert {e.slug for e in queries.engagements_of(first.initiative_id)} == {"warm", "second"}
    give(first)
    give(second)
    assert Response.objects.count() == 2
