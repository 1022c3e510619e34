"""No page of an engagement says how many have answered, while it is open or after, but the one of counts for those who run it."""

import re

import pytest
from django.test import Client

from folkmoot.site.engagement import domain
from folkmoot.site.people.roles import Role
from tests.site import make, surveys

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

N = 467  # a number that stands nowhere else on these pages


def numbers(page: str) -> set[str]:
    return set(re.findall(r"\d+", page.replace(",", "")))


def test_no_page_shows_how_many_answered():
    where, officer, engagement = surveys.world()
    rows = [*surveys.rows(N - 1), {**surveys.rows(1)[0], "response": "last"}]
    domain.import_responses(by=officer, engagement=engagement, rows=rows)
    lead = make.member(where, Role.GOVERNANCE_LEAD)
    public, staff, publisher = Client(), make.signed_in(officer), make.signed_in(lead)
    pages = ["/e/warm", "/e/warm/answer", "/e/warm/receipt", "/e/warm/forget", "/e/warm/results"]
    for state in ("open", "closed"):
        if state == "closed":
            domain.close_engagement(by=officer, engagement=engagement)
        for client, addresses in (
            (public, pages),
            (staff, ["/staff/engagements", "/staff/engagements/warm", "/staff/engagements/warm/import", "/staff/engagements/warm/publish"]),
            (publisher, ["/staff/results", "/staff/engagements/warm/publish"]),
        ):
            for address in addresses:
                answer = client.get(address, follow=True)
                assert answer.status_code == 200, address
                assert str(N) not in numbers(answer.content.decode()), f"{address} while {state}"


def test_the_page_after_an_import_does_not_say_how_many_either():
    _, officer, _ = surveys.world()
    import csv
    import io

    from django.core.files.uploadedfile import SimpleUploadedFile

    rows = surveys.rows(N)
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    file = SimpleUploadedFile("r.csv", text.getvalue().encode())
    page = make.signed_in(officer).post("/staff/engagements/warm/import", {"mode": "paper", "file": file}, follow=True).content.decode()
    assert "Every row of the file is in." in page
    assert str(N) not in numbers(page)
