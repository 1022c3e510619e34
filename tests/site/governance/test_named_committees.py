"""An initiative names the committees that decide on it; nobody else's decision is taken, by the pages or by the database."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from folkmoot.site.audit.models import Event
from folkmoot.site.governance import domain as governance
from folkmoot.site.governance.models import Decision
from folkmoot.site.initiatives import domain, queries
from folkmoot.site.initiatives.models import DecidingCommittee
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import plain
from tests.running_site import ROOT, RunningSite, site
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def decide(committee, about):
    member = make.member(committee, Role.COMMITTEE_MEMBER)
    return governance.make_decision(
        by=member, committee=committee, initiative=about, outcome="no", reasons=plain("We saw no need."), stages=["join"]
    )


def test_a_committee_that_is_not_named_cannot_decide_and_one_that_is_can():
    about, other = make.initiative(), make.initiative()
    make.notice(about)
    elsewhere = make.committee(other)
    with pytest.raises(ValidationError, match="is not named to decide on this initiative"):
        decide(elsewhere, about)
    assert not Decision.objects.exists()
    named = make.committee(about)
    assert decide(named, about).committee == named


def test_the_database_takes_no_decision_of_another_committee():
    about = make.initiative()
    make.notice(about)
    made = make.decision(about, "no")
    values = {field.attname: getattr(made, field.attname) for field in Decision._meta.concrete_fields if field.name != "id"}
    stranger = make.committee(make.initiative())
    with pytest.raises(IntegrityError, match="only a committee that was named"), transaction.atomic():
        Decision.objects.create(**values | {"number": 2, "committee_id": stranger.pk})
    Decision.objects.create(**values | {"number": 2})
    assert Decision.objects.count() == 2


def test_a_committee_stays_named():
    about = make.initiative()
    make.committee(about)
    for change in (
        lambda rows: rows.delete(),
        lambda rows: rows.update(committee=make.organisation(kind="committee")),
        lambda rows: rows.update(initiative=make.initiative()),
    ):
        with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
            change(DecidingCommittee.objects.all())
    kept = DecidingCommittee.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        DecidingCommittee.objects.create(initiative=about, committee=kept.committee, named_on=kept.named_on)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.RESEARCH_OFFICER}))
def test_only_the_lead_names_who_decides(role):
    about, committee = make.initiative(), make.organisation(kind="committee")
    people = [
        None,
        make.member(about.lead, role),
        make.member(make.organisation()),
        make.former_member(about.lead),
        make.member(committee, role),
    ]
    for someone in people:
        with pytest.raises(PermissionDenied):
            domain.name_committee(by=someone, initiative=about, committee=committee)
    make.no_writes_by(*(person for person in people if person is not None))
    domain.name_committee(by=make.member(about.lead), initiative=about, committee=committee)
    assert queries.committees_of(about) == [committee]
    event = Event.objects.get(verb="committee.named")
    assert event.detail == {"on": timezone.localdate().isoformat(), "organisation": committee.slug}


def test_who_takes_part_does_not_decide_and_who_decides_does_not_take_part():
    inside = make.organisation(kind="committee")
    about = make.initiative(partners=[inside])
    committee = make.committee(about)
    officer = make.member(about.lead)
    for wrong, words in (
        (inside, "takes part in this initiative"),
        (make.organisation(), "is not a committee"),
        (committee, "named already"),
    ):
        with pytest.raises(ValidationError, match=words):
            domain.name_committee(by=officer, initiative=about, committee=wrong)
    with pytest.raises(ValidationError, match="so it cannot take part in it"):
        domain.add_party(by=officer, initiative=about, organisation=committee, role=plain("Holds records."))
    assert queries.committees_of(about) == [committee]


def test_everyone_sees_who_decides(client: Client):
    about = make.initiative()
    assert "It has not been said yet which committee decides." in client.get(f"/i/{about.slug}").content.decode()
    committee = make.committee(about)
    page = client.get(f"/i/{about.slug}").content.decode()
    assert f'Who decides: <a href="/org/{committee.slug}">{committee.name}</a>. Nobody else may.' in page
    assert "A committee was named to decide on it." in page


def test_the_pages_offer_a_decision_to_the_named_committee_alone():
    about = make.initiative()
    make.notice(about)
    named, other = make.committee(about), make.committee(make.initiative())
    address = f"/staff/initiatives/{about.slug}"
    member, stranger = (make.signed_in(make.member(where, Role.COMMITTEE_MEMBER)) for where in (named, other))
    assert f"{address}/decisions/new" in member.get(address).content.decode()
    assert member.get(f"{address}/decisions/new").status_code == 200
    assert {stranger.get(path).status_code for path in (address, f"{address}/decisions/new")} == {403}
    assert about.slug not in stranger.get("/staff/initiatives").content.decode()


BEFORE = """
import sys, datetime
from pathlib import Path
from folkmoot.site.start import start
start(Path(sys.argv[1]))
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
for app, step in (("governance", "0002"), ("initiatives", "0002"), ("people", "0001")):
    call_command("migrate", app, step, verbosity=0)
targets = [("governance", "0002_immutable"), ("initiatives", "0002_immutable"), ("people", "0001_initial")]
apps = MigrationExecutor(connection).loader.project_state(targets).apps
make = lambda app, model, **values: apps.get_model(app, model).objects.create(**values)
council = make("people", "Organisation", name="Council", slug="council", kind="council")
board = make("people", "Organisation", name="Board", slug="board", kind="committee")
user = make("people", "User", email="a@example.org", name="A", password="x")
day, text = datetime.date(2031, 3, 3), {"en": {"standard": "T"}}
about = make("initiatives", "Initiative", slug="warm", title=text, summary=text, lead=council, kind="insight", topic="health", area="A",
    proposed_on=day)
for number in (1, 2):
    make("governance", "Decision", committee=board, initiative=about, number=number, outcome="no", reasons=text, stages=["join"],
        notice_hash="0" * 64, decided_on=day + datetime.timedelta(days=number), recorded_by=user, recorded_at=timezone.now())
"""

AFTER = """
import sys
from pathlib import Path
from folkmoot.site.start import start
start(Path(sys.argv[1]))
from folkmoot.site.initiatives.models import DecidingCommittee
print([(n.initiative.slug, n.committee.slug, n.named_on.isoformat()) for n in DecidingCommittee.objects.all()])
"""


@pytest.fixture
def older(tmp_path: Path) -> Iterator[RunningSite]:
    """An installation from before initiatives named committees, where one has decided twice."""
    with site(tmp_path / "home") as running:
        running.run("folkmoot.site.upgrade")
        said(running, BEFORE)
        yield running


def said(running: RunningSite, code: str) -> str:
    command = [sys.executable, "-c", code, str(running.home)]
    done = subprocess.run(command, env=running.environment, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_in_an_older_installation_the_committees_that_have_decided_count_as_named(older: RunningSite):
    older.run("folkmoot.site.upgrade")
    assert said(older, AFTER) == "[('warm', 'board', '2031-03-04')]"
