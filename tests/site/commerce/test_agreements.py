"""The agreement with a company is read from the register, whole or with the reason why not."""

import pytest
from django.test import Client

from folkmoot.site.commerce import domain, queries
from folkmoot.site.commerce.models import EntryPublication
from folkmoot.site.documents import domain as signing
from folkmoot.site.documents.domain import Withhold
from folkmoot.site.errors import NotNow
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import plain
from tests.site import make
from tests.site.commerce.test_register import begun, company, content, published
from tests.site.documents import writing

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

GAP = "Publish the agreement with the company under Documents, or say why there is none to read."


def test_an_entry_is_published_with_an_agreement_to_read_or_the_reason_why_there_is_none():
    held = begun()
    entry = domain.write_entry(by=make.member(held.organisation), relationship=held, content=content(agreement_why=" "))
    assert queries.gaps_of(entry) == [GAP]
    lead = make.member(held.organisation, Role.GOVERNANCE_LEAD)
    with pytest.raises(NotNow, match=GAP):
        domain.publish_entry(by=lead, entry=entry)
    writing.published(writing.begun("agreement", held.organisation))  # with someone else
    assert queries.gaps_of(entry) == [GAP]
    draft = writing.begun("agreement", held.organisation, parties=[held.organisation, held.partner])
    assert queries.gaps_of(entry) == [GAP]  # nobody can read a draft
    writing.published(draft)
    assert queries.gaps_of(entry) == []
    domain.publish_entry(by=lead, entry=entry)
    assert EntryPublication.objects.count() == 1


def test_the_page_and_the_tables_lead_to_the_agreement_and_say_what_is_withheld_of_it():
    held = published()
    page = Client().get(f"/commerce/{held.slug}").content.decode()
    assert "There is no agreement to read here. It was made by letter in 2029." in page
    assert "Why it cannot be read" in Client().get("/commerce").content.decode()
    made = writing.begun("agreement", held.organisation, parties=[held.organisation, held.partner], title=plain("Printing"))
    why = Withhold("commercial", plain("Others could use it."))
    writing.clause_saved(made, "Paper is dear.", withhold=why)
    writing.published(made)
    page = Client().get(f"/commerce/{held.slug}").content.decode()
    assert f'<a href="/d/{made.slug}">Printing</a>: version 1' in page
    assert "1 of its clauses is withheld, with the reason" in page
    assert "It was made by letter" not in page
    assert "Read it" in Client().get("/commerce").content.decode()
    [row] = Client().get("/commerce.json").json()["relationships"]
    assert (row["agreements"], row["why_no_agreement"]) == (f"/d/{made.slug}", "It was made by letter in 2029.")
    agreement = Client().get(f"/d/{made.slug}").content.decode()
    assert "Others could use it." in agreement
    assert "Paper is dear." not in agreement


def test_an_agreement_with_one_body_is_none_with_another():
    printer = company()
    first, second = begun(partner=printer), begun(partner=printer)
    writing.published(writing.begun("agreement", first.organisation, parties=[first.organisation, printer]))
    assert [len(queries.agreements_of(held)) for held in (first, second)] == [1, 0]


def test_an_agreement_about_another_use_of_data_is_none_about_this_one():
    printer, council = company(), make.organisation()
    this, other = make.initiative(council), make.initiative(council)
    in_this, in_other, in_general = (begun(council, partner=printer, initiative=about) for about in (this, other, None))

    def found() -> list[int]:
        return [len(queries.agreements_of(held)) for held in (in_this, in_other, in_general)]

    parties = [council, printer]
    writing.published(writing.begun("agreement", council, parties=parties, initiative=this))
    assert found() == [1, 0, 1]
    writing.published(writing.begun("agreement", council, parties=parties))  # about all that they do together
    assert found() == [2, 1, 2]


def test_the_page_says_who_has_not_signed_the_agreement():
    held = published()
    version = writing.published(writing.begun("agreement", held.organisation, parties=[held.organisation, held.partner]))

    def said() -> str:
        return " ".join(Client().get(f"/commerce/{held.slug}").content.decode().split())

    assert f"Not signed yet by {held.organisation.name}, {held.partner.name}." in said()
    for where in (held.organisation, held.partner):
        signing.sign_document(by=writing.approver(where), version=version, organisation=where, office="The Director")
        assert ("All who agree have signed it." in said()) == (where == held.partner)
    signing.leave_document(by=writing.approver(held.partner), document=version.document, organisation=held.partner, reason=plain("No."))
    assert f"Not signed yet by {held.partner.name}." in said()
