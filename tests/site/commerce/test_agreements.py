"""The agreement with a company is read from the register, whole or with the reason why not."""

import pytest
from django.test import Client

from folkmoot.site.commerce import domain, queries
from folkmoot.site.commerce.models import EntryPublication
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
