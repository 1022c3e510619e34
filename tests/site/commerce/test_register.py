"""The register of relationships with companies: who writes and publishes, what is refused, what stays, and what everyone reads."""

import csv
import datetime as dt
import io
import json
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from folkmoot.record import content_hash
from folkmoot.site.commerce import domain, queries
from folkmoot.site.commerce.content import Content, content_of, differences, gaps
from folkmoot.site.commerce.models import Entry, EntryPublication, Relationship
from folkmoot.site.commerce.terms import CRITERIA, TEXTS
from folkmoot.site.errors import NotNow
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import plain
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

TODAY = dt.date(2031, 3, 3)


def content(**changed: Any) -> Content:
    given: dict[str, Any] = {
        "texts": {key: plain(f"The {key}.", easy=f"Easy {key}.") for key in TEXTS},
        "personal_data": "never",
        "starts": TODAY,
        "ends": None,
        "value": Decimal(1200),
        "value_why": "",
        "route": "open",
        "notice_url": "",
        "agreement_why": "It was made by letter in 2029.",
        "criteria": dict.fromkeys(CRITERIA, ("met", "Because.")),
    }
    return content_of(**(given | changed))


def company() -> Any:
    return make.organisation(kind="supplier")


def begun(council: Any = None, **more: Any) -> Relationship:
    council = council or make.organisation()
    return domain.begin_relationship(by=make.member(council), organisation=council, partner=more.pop("partner", None) or company(), **more)


def published(held: Relationship | None = None, **changed: Any) -> Relationship:
    held = held or begun()
    entry = domain.write_entry(by=make.member(held.organisation), relationship=held, content=content(**changed))
    domain.publish_entry(by=make.member(held.organisation, Role.GOVERNANCE_LEAD), entry=entry)
    return held


def text(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_only_its_own_staff_write_and_only_another_of_them_publishes() -> None:
    held = begun()
    council = held.organisation
    for person in [
        None,
        make.user(),
        make.member(make.organisation()),
        make.former_member(council),
        make.member(council, Role.GOVERNANCE_LEAD),
    ]:
        with pytest.raises(PermissionDenied):
            domain.write_entry(by=person, relationship=held, content=content())
    both = make.member(council)
    make.membership(both, council, Role.GOVERNANCE_LEAD)
    entry = domain.write_entry(by=both, relationship=held, content=content())
    for person in [None, make.member(council), make.member(make.organisation(), Role.GOVERNANCE_LEAD)]:
        with pytest.raises(PermissionDenied):
            domain.publish_entry(by=person, entry=entry)
    with pytest.raises(PermissionDenied, match="someone else must publish"):
        domain.publish_entry(by=both, entry=entry)
    domain.publish_entry(by=make.member(council, Role.GOVERNANCE_LEAD), entry=entry)
    assert [row.slug for row in queries.register().rows] == [held.slug]


def test_a_relationship_is_between_a_public_body_and_a_company_once() -> None:
    council, other = make.organisation(), make.organisation()
    for partner in (other, council):
        with pytest.raises(ValidationError, match="Choose a company"):
            begun(council, partner=partner)
    supplier = company()
    with pytest.raises(ValidationError, match="Choose a company"):
        domain.begin_relationship(by=make.member(supplier), organisation=supplier, partner=company())
    with pytest.raises(ValidationError, match="not in this use of data"):
        begun(council, initiative=make.initiative())
    first = begun(council, partner=supplier)
    with pytest.raises(NotNow, match="on the register already"):
        begun(council, partner=supplier)
    assert begun(council, partner=supplier, initiative=make.initiative(council)).slug == f"{first.slug}-2"


def test_the_database_takes_a_relationship_only_between_a_public_body_and_a_company() -> None:
    council, supplier = make.organisation(), company()
    for organisation, partner in ((council, make.organisation()), (supplier, company())):
        with pytest.raises(IntegrityError, match="between a public body and a company"), transaction.atomic():
            Relationship.objects.create(
                slug="wrong", organisation=organisation, partner=partner, recorded_by=make.user(), recorded_at=timezone.now()
            )


@pytest.mark.parametrize("wrong", ["some", "", "hidden", None])
def test_no_entry_says_that_a_company_gets_records_about_people(wrong: str | None) -> None:
    held = begun()
    with pytest.raises(ValidationError, match="No company is ever given records"):
        domain.write_entry(by=make.member(held.organisation), relationship=held, content=content(personal_data=wrong))
    made = domain.write_entry(by=make.member(held.organisation), relationship=held, content=content())
    told = content(personal_data=wrong)
    for stored in (told, {key: value for key, value in told.items() if key != "personal_data"}, {}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Entry.objects.create(
                relationship=held, number=2, content=stored, hash="0" * 64, written_by=made.written_by, written_at=timezone.now()
            )


def test_what_is_missing_is_named_one_by_one_and_nothing_is_published_before_it_is_there() -> None:
    held = begun()
    bare = content(texts={}, starts=None, value=None, route="", criteria={"outcome": ("met", "")})
    assert len(gaps(bare, agreed=True)) == len(TEXTS) + 3 + len(CRITERIA)
    assert gaps(content(), agreed=True) == gaps(content(), agreed=False) == []
    assert gaps(content(value=None, value_why="It is a trade secret of both."), agreed=True) == []
    for key in TEXTS:
        lacks = content(texts={other: plain("x") for other in TEXTS if other != key})
        assert gaps(lacks, agreed=True) == [f"Answer the question: {TEXTS[key].ask}"]
    for key, criterion in CRITERIA.items():
        unanswered = content(criteria={other: ("not", "No.") for other in CRITERIA if other != key})
        assert gaps(unanswered, agreed=True) == [f"Answer, with a reason: {criterion.asks['en']['standard']}"]
    entry = domain.write_entry(by=make.member(held.organisation), relationship=held, content=bare)
    with pytest.raises(NotNow, match="Say since which day"):
        domain.publish_entry(by=make.member(held.organisation, Role.GOVERNANCE_LEAD), entry=entry)
    assert not EntryPublication.objects.exists()


def test_days_that_run_backwards_and_reasons_that_never_end_are_refused() -> None:
    held = begun()
    for wrong in (
        {"ends": TODAY - dt.timedelta(days=1)},
        {"value_why": "x" * 2_001},
        {"agreement_why": "x" * 2_001},
        {"criteria": {"outcome": ("met", "x" * 2_001)}},
    ):
        with pytest.raises(ValidationError):
            domain.write_entry(by=make.member(held.organisation), relationship=held, content=content(**wrong))
    assert not Entry.objects.exists()


def test_only_the_latest_entry_is_published_and_once() -> None:
    held = begun()
    writer, publisher = make.member(held.organisation), make.member(held.organisation, Role.GOVERNANCE_LEAD)
    first = domain.write_entry(by=writer, relationship=held, content=content())
    second = domain.write_entry(by=writer, relationship=held, content=content(value=Decimal(5)))
    with pytest.raises(NotNow, match="later entry"):
        domain.publish_entry(by=publisher, entry=first)
    domain.publish_entry(by=publisher, entry=second)
    with pytest.raises(NotNow, match="published already"):
        domain.publish_entry(by=publisher, entry=second)


def test_the_database_keeps_all_of_it_as_it_was() -> None:
    held = published()
    for model in (Relationship, Entry, EntryPublication):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(relationship=held).update(content={})
    entry = Entry.objects.get(relationship=held)
    again = domain.write_entry(by=entry.written_by, relationship=held, content=content())
    with pytest.raises(IntegrityError), transaction.atomic():
        EntryPublication.objects.create(
            entry=again, written_by=again.written_by, published_by=again.written_by, published_at=timezone.now()
        )


def test_everyone_reads_what_stands_what_stood_and_what_changed(client: Client) -> None:
    held = published()
    published(
        held,
        value=Decimal(1500),
        texts={key: plain(f"The new {key}.") for key in TEXTS},
        ends=dt.date(2020, 1, 1),
        starts=dt.date(2019, 1, 1),
    )
    page = text(client, f"/commerce/{held.slug}")
    assert "The new benefit." in page
    assert "£1500" in page
    assert "It ended on 1 January 2020." in page
    assert "<del>1200</del> <ins>1500</ins>" in page
    assert "Never: the contract forbids it." in page
    older = text(client, f"/commerce/{held.slug}/v1")
    assert "The benefit." in older
    assert "This is version 1, as it was." in older
    assert "Easy benefit." in text(client, f"/commerce/{held.slug}/v1?read=easy")
    made = json.loads(client.get(f"/commerce/{held.slug}/v1.json").content)
    assert content_hash(made["content"]) == made["sha256"]
    for nowhere in (f"/commerce/{held.slug}/v3", "/commerce/nobody", f"/commerce/{held.slug}/v3.json"):
        assert client.get(nowhere).status_code == 404


def test_what_nobody_published_is_nowhere(client: Client) -> None:
    held = begun(make.organisation())
    entry = domain.write_entry(
        by=make.member(held.organisation), relationship=held, content=content(texts={key: plain("Quetzalcoatl") for key in TEXTS})
    )
    for address in ("/commerce", "/commerce.csv", "/commerce.json", f"/org/{held.organisation.slug}"):
        assert "Quetzalcoatl" not in client.get(address).content.decode()
    assert client.get(f"/commerce/{held.slug}").status_code == 404
    assert "No relationship with a company is published here." in text(client, "/commerce")
    assert differences(entry.content, entry.content) == ()


def test_the_list_is_narrowed_by_body_company_and_whether_it_runs(client: Client) -> None:
    running, ended = published(), published(ends=dt.date(2020, 1, 1), starts=dt.date(2019, 1, 1))
    assert {row.slug for row in queries.register(organisation=running.partner.slug).rows} == {running.slug}
    assert {row.slug for row in queries.register(organisation=ended.organisation.slug).rows} == {ended.slug}
    assert [row.slug for row in queries.register().rows] == [running.slug, ended.slug]
    page = text(client, "/commerce?state=ended")
    assert f'href="/commerce/{ended.slug}"' in page
    assert f'href="/commerce/{running.slug}"' not in page
    assert "No relationship fits." in text(client, f"/commerce?state=ended&organisation={running.partner.slug}")


def test_the_register_is_open_data_that_a_spreadsheet_does_not_run(client: Client) -> None:
    council = make.organisation()
    held = published(begun(council, initiative=make.initiative(council)), texts={key: plain("=1+1") for key in TEXTS})
    (row,) = csv.DictReader(io.StringIO(client.get("/commerce.csv").content.decode()))
    assert row["benefit"] == "'=1+1"
    assert (row["relationship"], row["personal_data"], row["value_in_pounds"], row["ends"]) == (held.slug, "never", "1200", "")
    assert row["initiative"] == held.initiative.slug
    (same,) = client.get("/commerce.json").json()["relationships"]
    assert same["benefit"] == "=1+1"
    for key in same.keys() - TEXTS.keys():
        assert row[key] == str(same[key])


def test_an_initiative_and_an_organisation_lead_to_their_companies(client: Client) -> None:
    council = make.organisation()
    about = make.initiative(council)
    assert "No company's part in this is on the register." in text(client, f"/i/{about.slug}").replace("&#39;", "'")
    held = published(begun(council, initiative=about))
    page = text(client, f"/i/{about.slug}")
    assert f'Companies in this: <a href="/commerce/{held.slug}">' in page
    assert f'href="/commerce/{held.slug}/v1"' in page  # in what happened
    assert f'href="/commerce?organisation={council.slug}"' in text(client, f"/org/{council.slug}")


def test_staff_begin_write_and_publish_on_pages_and_lose_nothing_they_typed() -> None:
    council, partner = make.organisation(), company()
    officer, lead = make.signed_in(make.member(council)), make.signed_in(make.member(council, Role.GOVERNANCE_LEAD))
    begun_at = officer.post("/staff/commerce/new", {"organisation": council.slug, "partner": partner.slug, "initiative": ""})
    (held,) = Relationship.objects.all()
    assert begun_at["Location"] == f"/staff/commerce/{held.slug}/write"
    typed = {key: f"About {key}." for key in TEXTS} | {"personal_data": "never", "starts": "2031-03-03", "value": "-1", "route": "open"}
    typed["agreement_why"] = "It was made by letter."
    typed |= {f"criterion_{key}": "part" for key in CRITERIA} | {f"why_{key}": "Partly." for key in CRITERIA}
    refused = officer.post(begun_at["Location"], typed)
    assert refused.status_code == 400
    assert "About benefit." in refused.content.decode()
    assert officer.post(begun_at["Location"], typed | {"value": "90"}).status_code == 302
    assert "waits for a second person" in text(lead, "/staff/commerce")
    assert "About benefit." in text(lead, f"/staff/commerce/{held.slug}/publish")
    assert lead.post(f"/staff/commerce/{held.slug}/publish", {"number": "1"})["Location"] == f"/commerce/{held.slug}"
    assert "About benefit." in text(officer, f"/staff/commerce/{held.slug}/write")
    assert "£90" in text(Client(), f"/commerce/{held.slug}")


def test_nobody_publishes_a_version_that_they_have_not_read() -> None:
    held = begun()
    writer, lead = make.member(held.organisation), make.signed_in(make.member(held.organisation, Role.GOVERNANCE_LEAD))
    address = f"/staff/commerce/{held.slug}/publish"
    domain.write_entry(by=writer, relationship=held, content=content())
    assert 'name="number" value="1"' in lead.get(address).content.decode()
    domain.write_entry(by=writer, relationship=held, content=content(texts={key: plain("Quetzalcoatl") for key in TEXTS}))  # meanwhile
    for typed in ({"number": "1"}, {"number": ""}, {}, {"number": "one"}):
        refused = lead.post(address, typed)
        assert refused.status_code == 400
        assert "Quetzalcoatl" in refused.content.decode()
        assert 'name="number" value="2"' in refused.content.decode()
    assert lead.post(address, {"number": "9"}).status_code == 404
    assert not EntryPublication.objects.exists()
    assert lead.post(address, {"number": "2"}).status_code == 302
    assert [one.number for one in queries.published_of(held)] == [2]
