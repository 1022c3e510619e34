"""A made-up company in the example: what it does, what it gets, and how its entry on the register changed once."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from examples.essex import documents
from folkmoot.site.commerce import domain
from folkmoot.site.commerce.content import Content, content_of
from folkmoot.site.documents.domain import Withhold, save_clause
from folkmoot.site.people import domain as people
from folkmoot.site.renditions import plain

COMPANY = "Plain Pages Ltd (made up)"
TEXTS = {
    "part": plain(
        "It prints the leaflets and letters that tell families about this use of records.",
        easy="It prints our leaflets.",
        welsh="Mae'n argraffu'r taflenni.",
    ),
    "receives": plain("The text of the leaflets. Nothing else.", easy="Only the words to print.", welsh="Testun y taflenni yn unig."),
    "benefit": plain(
        "Leaflets in easy read reach families who do not use the internet. We count how many ask a question after one.",
        easy="More people can read about this.",
    ),
    "ownership": plain(
        "The council owns the texts and pictures. Anyone may use them again.", easy="The council owns the words and pictures."
    ),
    "leaving": plain("Either side may end it with a month's notice. The council keeps all files.", easy="We can stop it in a month."),
}
CRITERIA = {
    "outcome": ("met", "More families know what is done with records about them."),
    "measured": ("part", "Questions after a leaflet are counted. Whether more children start school ready is not this company's work."),
    "open": ("met", "The price is here, and the contract notice is public."),
    "no_records": ("met", "It prints the same leaflet for every household and gets no list of them."),
    "kept": ("met", "The council owns what is made."),
    "ends": ("met", "Another printer can take over within a month."),
}
AGREEMENT = (
    (
        plain("What the company does", easy="What they do"),
        plain("It prints what the council sends it, and brings it to libraries and clinics.", easy="It prints leaflets."),
    ),
    (
        plain("What it never gets", easy="What they never get"),
        plain("No list of people, no address of a home, no record about anyone.", easy="They get no facts about you."),
    ),
    (
        plain("How it ends", easy="How it stops"),
        plain("Either side may end it with a month's notice. The council keeps all files.", easy="We can stop it in a month."),
    ),
)
PRICES = (plain("The price of each kind of paper"), plain("Prices for nine kinds of paper. All of this is made up."))
WHY_WITHHELD = plain(
    "It says what the company asks for each kind of paper, which others who sell paper could use. What all of it costs is public.",
    easy="It says what paper costs them. What we pay is public.",
)


def build(*, officer: Any, lead: Any, council: Any, initiative: Any, day: date, on: Callable[[date], AbstractContextManager[None]]) -> None:
    """Put it on the register, and correct it once."""
    with on(day + timedelta(days=4)):
        company = people.add_organisation(by="folkmoot", name=COMPANY, kind="supplier", slug="plain-pages")
        parties = [council, company]
        title = plain("Printing leaflets (example)", easy="Printing (example)")
        agreed = documents.begin_with(
            officer, council, "agreement", "printing-leaflets", title, AGREEMENT, parties=parties, initiative=initiative
        )
        heading, text = PRICES
        save_clause(by=officer, document=agreed, heading=heading, text=text, withhold=Withhold("commercial", WHY_WITHHELD))
        documents.publish(officer, lead, agreed)
        held = domain.begin_relationship(by=officer, organisation=council, partner=company, initiative=initiative)
        domain.publish_entry(by=lead, entry=domain.write_entry(by=officer, relationship=held, content=_said(day, Decimal(4_800))))
    with on(day + timedelta(days=18)):
        domain.publish_entry(by=lead, entry=domain.write_entry(by=officer, relationship=held, content=_said(day, Decimal(5_200))))


def _said(day: date, value: Decimal) -> Content:
    return content_of(
        texts=TEXTS,
        personal_data="never",
        starts=day,
        ends=day + timedelta(days=365),
        value=value,
        value_why="",
        route="framework",
        notice_url="https://example.org/contract-notice",
        agreement_why="",
        criteria=CRITERIA,
    )
