"""C9: "publication of individual collaboration agreements" (seed 000).

Works when: there is a register of relationships, each with the text of its agreement or a reason for what is withheld of it.
"""

import pytest
from django.test import Client

from capabilities.walking import day, does, office, read, refused
from folkmoot.site.commerce.terms import CRITERIA, TEXTS
from folkmoot.site.people.roles import Role
from tests.site import make
from tests.site.documents.test_staff_pages import hidden
from tests.site.initiatives.reading import html

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

SECRET, WHY = "Nine pounds for a box of paper.", "Others who sell paper could use the price."


def test_no_relationship_is_published_without_its_agreement_which_everyone_reads_but_for_what_has_a_reason() -> None:
    council, printer = make.organisation("North Council"), make.organisation("Quick Print", kind="supplier")
    officer, lead = office(council, Role.RESEARCH_OFFICER), office(council, Role.GOVERNANCE_LEAD)
    to = does(officer, "/staff/commerce/new", organisation=council.slug, partner=printer.slug, initiative="")
    slug = to.split("/")[3]
    typed = {key: f"About {key}." for key in TEXTS} | {"personal_data": "never", "starts": day(), "value": "90", "route": "open"}
    typed |= {f"criterion_{key}": "part" for key in CRITERIA} | {f"why_{key}": "Partly." for key in CRITERIA}
    does(officer, to, **typed)
    assert "Publish the agreement with the company under Documents" in read(f"/staff/commerce/{slug}/publish", lead)
    assert "Quick Print" not in read("/commerce")

    both = [council.slug, printer.slug]
    does(officer, "/staff/documents/new/agreement", owner=council.slug, slug="printing", title="Printing", parties=both)
    clauses = {"c1": ("What it does", "It prints leaflets."), "c2": ("The price", SECRET)}
    for clause, (heading, text) in clauses.items():
        address = f"/staff/d/printing/clauses/{clause}"
        withheld = {"withhold": "commercial", "why": WHY} if text == SECRET else {}
        does(officer, address, seen=hidden(html(officer, address), "seen"), heading=heading, text=text, position=clause[1:], **withheld)
    for prompt in range(3, 8):
        does(officer, f"/staff/d/printing/clauses/c{prompt}/remove", sure="on")
    does(officer, "/staff/d/printing/send", sure="on")
    seen = hidden(html(lead, "/staff/d/printing/approve"), "seen")
    does(lead, "/staff/d/printing/approve", seen=seen, read="on", what="publish")
    publish = f"/staff/commerce/{slug}/publish"
    does(lead, publish, number=hidden(html(lead, publish), "number"))

    assert "Quick Print" in read("/commerce")
    page = read(f"/commerce/{slug}")
    assert "1 of its clauses is withheld, with the reason." in page
    assert "Not signed yet by North Council, Quick Print." in page
    agreement = read("/d/printing")
    assert "It prints leaflets." in agreement
    assert WHY in agreement
    for path in ("/d/printing", "/d/printing/v1.json", f"/commerce/{slug}", "/commerce.csv"):
        assert SECRET not in Client().get(path).content.decode(), path


def test_a_withheld_clause_needs_its_reason_in_words() -> None:
    council = make.organisation("North Council")
    officer = office(council, Role.RESEARCH_OFFICER)
    both = [council.slug, make.organisation("Quick Print", kind="supplier").slug]
    does(officer, "/staff/documents/new/agreement", owner=council.slug, slug="printing", title="Printing", parties=both)
    typed = {"heading": "The price", "text": SECRET, "position": "1", "withhold": "commercial"}
    said = refused(officer, "/staff/d/printing/clauses/new", **typed)
    assert said == ["Say in words why it is withheld. Everyone reads this."]


def test_the_example_shows_an_agreement_with_its_register_entry(example) -> None:
    assert "/d/printing-leaflets" in example.get("/commerce/essex-county-council-plain-pages").text
    agreement = example.get("/d/printing-leaflets").text
    assert "what the company asks for each kind of paper" in agreement
    assert "Prices for nine kinds of paper" not in agreement
