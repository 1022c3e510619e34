"""C8: "no circumstances in which ecda would share personally identifiable data with a commercial partner" (seed 000).

Works when: a statement says so in public, and the system has no way by which a company gets records that show who people are.
"""

import pytest
from django.db import IntegrityError, transaction

from capabilities.walking import day, does, office, read, refused
from folkmoot.site.commerce.models import Entry
from folkmoot.site.initiatives.models import Dataset, Initiative, Party
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import plain
from tests.site import make
from tests.site.documents.test_staff_pages import hidden
from tests.site.initiatives.reading import html

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

NEVER = "No company gets records from which a person could be told."


def test_the_statement_is_published_by_a_second_person_and_signed_where_everyone_reads_it() -> None:
    council = make.organisation("North Council")
    officer, lead = office(council, Role.RESEARCH_OFFICER), office(council, Role.GOVERNANCE_LEAD)
    does(officer, "/staff/documents/new/statement", owner=council.slug, slug="companies", title="Companies and your records")
    address = "/staff/d/companies/clauses/c1"
    does(officer, address, seen=hidden(html(officer, address), "seen"), heading="Never", text=NEVER, position="1")
    for prompt in range(2, 5):
        does(officer, f"/staff/d/companies/clauses/c{prompt}/remove", sure="on")
    does(officer, "/staff/d/companies/send", sure="on")
    seen = hidden(html(lead, "/staff/d/companies/approve"), "seen")
    does(lead, "/staff/d/companies/approve", seen=seen, read="on", what="publish")
    does(lead, "/staff/d/companies/sign", organisation=council.slug, office="The Chief Executive", on=day())
    page = read("/d/companies")
    assert NEVER in page
    assert "North Council : The Chief Executive" in page
    assert "Companies and your records" in read(f"/d?organisation={council.slug}")


def test_no_page_takes_a_company_as_who_has_records_about_people() -> None:
    council, company = make.organisation("North Council"), make.organisation("Quick Print", kind="supplier")
    about = make.initiative(council, "warm")
    officer = office(council, Role.RESEARCH_OFFICER)
    for duty in ("controller", "joint", "processor", "linker"):
        said = refused(officer, "/staff/initiatives/warm/organisations/new", organisation=company.slug, duty=duty, role="Joins them.")
        assert any("company" in words for words in said), (duty, said)
    does(officer, "/staff/initiatives/warm/organisations/new", organisation=company.slug, duty="none", role="Prints leaflets.")
    typed = {"holder": company.slug, "title": "A list", "fields_used": "Names", "people_covered": "All", "sensitivity": "ordinary"}
    refused(officer, "/staff/initiatives/warm/datasets/new", **typed)
    assert not about.datasets.filter(holder=company).exists()
    to = does(officer, "/staff/commerce/new", organisation=council.slug, partner=company.slug, initiative="warm")
    for answer in ("some", "", "all"):
        refused(officer, to, personal_data=answer)
    assert not Entry.objects.exists()


def test_the_database_refuses_as_well() -> None:
    company, about = make.organisation("Quick Print", kind="supplier"), make.initiative(partners=[make.organisation()])
    fields = {"title": plain("A list"), "fields_used": plain("Names"), "people_covered": plain("All"), "sensitivity": "ordinary"}
    for write in (
        lambda: Initiative.objects.filter(pk=about.pk).update(lead=company),
        lambda: Dataset.objects.create(initiative=about, holder=company, **fields),
        lambda: Party.objects.filter(initiative=about).update(organisation=company, duty="controller"),
    ):
        with pytest.raises(IntegrityError, match="no company is given records"), transaction.atomic():
            write()
