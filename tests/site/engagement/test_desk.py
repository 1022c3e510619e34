"""What staff do while people are asked: codes made and handed out, and answers typed for someone, on the same pages."""

import csv
import io

import pytest
from django.test import Client

from folkmoot.site.engagement import codes
from folkmoot.site.engagement.models import Response
from tests.site import make, surveys

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def world(entry="both"):
    where = make.organisation()
    officer = make.member(where)
    engagement = surveys.opened(officer, where, config={**surveys.config(), "entry": entry})
    return engagement, make.signed_in(officer)


def test_codes_are_made_counted_and_handed_out_as_a_table_and_as_cards():
    engagement, browser = world()
    address = f"/staff/engagements/{engagement.slug}/codes"
    page = browser.post(address, {"cards": "3"}, follow=True).content.decode()
    assert "3 codes are made." in page
    table = browser.get(f"{address}.csv")
    assert "no-store" in table["Cache-Control"]
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert len({row["code"] for row in rows}) == 3
    assert all(codes.read(row["code"]) and row["address"].endswith(f"/e/{engagement.slug}?code={row['code']}") for row in rows)
    start = Client().get(rows[0]["address"].partition("testserver")[2]).content.decode()
    assert f'value="{rows[0]["code"]}"' in start
    cards = browser.get(f"/staff/engagements/{engagement.slug}/cards/1.pdf")
    assert cards.content.startswith(b"%PDF")
    assert browser.get(f"/staff/engagements/{engagement.slug}/cards/4.pdf").status_code == 404


@pytest.mark.parametrize("cards", ["", "0", "-1", "many", "100001"])
def test_a_number_of_codes_that_makes_no_sense_is_refused_at_its_field(cards):
    engagement, browser = world()
    page = browser.post(f"/staff/engagements/{engagement.slug}/codes", {"cards": cards})
    assert page.status_code == 400
    assert "id_cards-error" in page.content.decode()


def test_answers_are_typed_for_someone_who_phones():
    engagement, browser = world()
    browser.post(f"/staff/engagements/{engagement.slug}/codes", {"cards": "1"})
    code = browser.get(f"/staff/engagements/{engagement.slug}/codes.csv").content.decode("utf-8-sig").splitlines()[1].partition(",")[0]
    at = Desk(engagement.slug, browser)
    at.press("begin", mode="phone", code=code, group_size="")
    assert "Find homes that make people ill" in at.page
    assert "Tell me what came of it" not in surveys.to_the_check_page(at)
    assert "Enter answers for someone else" in at.press("send")
    kept = Response.objects.get()
    assert (kept.mode, kept.flags, kept.series is not None) == ("phone", [], True)
    assert "This code has been used" in at.press_at_start("begin", mode="phone", code=code, group_size="")


def test_a_group_answers_together_and_says_how_many_it_is():
    engagement, browser = world()
    at = Desk(engagement.slug, browser)
    assert "Say how many people answer together." in at.press("begin", mode="group", group_size="", code="")
    assert "these answers come from one person" in at.press("begin", mode="phone", group_size="4", code="")
    assert "Choose how they come in." in at.press("begin", mode="online", group_size="", code="") or at.response.status_code == 400
    at.press("begin", mode="group", group_size="12", code="")
    surveys.to_the_check_page(at)
    at.press("send")
    kept = Response.objects.get()
    assert (kept.mode, kept.group_size) == ("group", 12)


def test_nobody_else_types_answers_and_nobody_online_says_they_came_by_phone():
    engagement, _ = world()
    address = f"/staff/engagements/{engagement.slug}/enter"
    assert Client().get(address).status_code == 302
    assert make.signed_in(make.member(make.organisation())).get(address).status_code == 403
    browser = surveys.Browser(engagement.slug)
    surveys.to_the_check_page(browser)
    browser.press("send", mode="phone", group_size="9")
    assert Response.objects.get().mode == "online"


class Desk(surveys.Browser):
    """Someone of the organisation at the page where answers are typed for others."""

    def __init__(self, slug, client):
        self.client, self.address, self.query = client, f"/staff/engagements/{slug}/enter", ""
        self.response = self.client.get(self.address)

    def press_at_start(self, go, **typed):
        self.response = self.client.get(self.address)
        return self.press(go, **typed)
