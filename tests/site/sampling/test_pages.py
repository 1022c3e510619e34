"""The pages of lists and draws: what staff see and send, and what everyone may read."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from folkmoot.site.engagement.models import Invitation
from folkmoot.site.sampling import domain
from folkmoot.site.sampling.models import Draw, Frame
from tests.site import make, surveys
from tests.site.sampling.world import council, read_in, text

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def words_on(answer):
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return " ".join(content.decode().split())


def form(where, content="", **changed):
    return {
        "organisation": where.pk,
        "name": "Address list",
        "population": "Adults of Harrowmere",
        "source": "The council's list",
        "keep_until": (timezone.localdate() + dt.timedelta(days=60)).isoformat(),
        "file": SimpleUploadedFile("list.csv", (content or text()).encode(), "text/csv"),
        "reference": "id",
        "name_columns": "first, last",
        "address": "street, town",
        "household": "street",
        "size": "rooms",
        "attributes": "age, area",
        **changed,
    }


def test_a_list_is_read_in_a_sample_drawn_checked_and_invited_by_hand(monkeypatch):
    monkeypatch.setattr("folkmoot.site.sampling.importing.CHUNK", 100)
    monkeypatch.setattr("folkmoot.site.sampling.storage.CHUNK", 100)
    where, officer = council()
    browser = make.signed_in(officer)
    assert "There are no lists yet" in words_on(browser.get("/staff/lists"))
    page = words_on(browser.post("/staff/lists/add", form(where)))
    assert [f"{n} rows read" in page for n in (100, 200, 300)] == [True, True, True]
    assert page.endswith("</html>")
    frame = Frame.objects.get()
    assert f'href="/staff/lists/{frame.pk}"' in page
    assert "Address list</a>, 300 rows" in words_on(browser.get("/staff/lists"))
    assert "age, area" in words_on(browser.get(f"/staff/lists/{frame.pk}"))

    sent = {"name": "Asked", "number": "40", "method": "simple random", "allocation": "equal", "stratified_by": ["area"], "seed": ""}
    answer = browser.post(f"/staff/lists/{frame.pk}/draw", sent | {"one_per_household": "on"})
    made = Draw.objects.get()
    assert answer.headers["Location"] == f"/staff/draws/{made.pk}"
    page = words_on(browser.get(f"/staff/draws/{made.pk}"))
    for words in ("40 drawn of 100, by chance.", "as many from each", "One person of each household", made.seed, "No engagement asks this"):
        assert words in page
    page = words_on(browser.post(f"/staff/draws/{made.pk}/again", follow=True))
    assert "the same rows come" in page

    surveys.draft(officer, where, "asked", sample=made.sample, config=surveys.config() | {"entry": "invited"})
    assert 'aria-label="Invite everyone drawn to: Warm homes survey"' in words_on(browser.get(f"/staff/draws/{made.pk}"))
    page = words_on(browser.post(f"/staff/draws/{made.pk}/invite/asked", follow=True))
    assert "40 people are invited" in page
    assert Invitation.objects.count() == 40


def test_what_is_wrong_with_the_first_rows_comes_back_with_the_form_and_what_comes_later_on_the_page(monkeypatch):
    where, officer = council()
    browser = make.signed_in(officer)
    answer = browser.post("/staff/lists/add", form(where, household="home"))
    assert answer.status_code == 400
    page = words_on(answer)
    assert "The file has no column “home”" in page
    assert 'value="first, last"' in page
    answer = browser.post("/staff/lists/add", form(where, content=text(3) + "P9,A,B,1 Lane,Town,none,16 to 34,North,x\n"))
    assert answer.status_code == 400
    assert "Row 5, rooms: “none” is not a whole number" in words_on(answer)
    monkeypatch.setattr("folkmoot.site.sampling.importing.CHUNK", 3)
    answer = browser.post("/staff/lists/add", form(where, content=text(3) + "P9,A<b>,B,1 Lane,Town,<i>,16 to 34,North,x\n"))
    page = words_on(answer)
    assert "3 rows read" in page
    assert "nothing of the list is kept" in page
    assert "“&lt;i&gt;” is not a whole number" in page
    assert page.endswith("</html>")
    assert not Frame.objects.exists()


def test_a_draw_that_cannot_be_is_refused_at_its_field():
    where, officer = council()
    frame = read_in(officer, where)
    browser = make.signed_in(officer)
    sent = {"name": "Asked", "number": "301", "method": "simple random", "allocation": "proportional", "seed": "xyz"}
    page = words_on(browser.post(f"/staff/lists/{frame.pk}/draw", sent))
    assert "A seed has 64 signs" in page
    answer = browser.post(f"/staff/lists/{frame.pk}/draw", sent | {"seed": ""})
    assert answer.status_code == 400
    assert "There are 300 rows to draw from" in words_on(answer)
    assert not Draw.objects.exists()


def test_strangers_and_former_staff_see_no_list():
    where, officer = council()
    frame = read_in(officer, where)
    made = domain.draw_sample(by=officer, frame=frame, name="Asked", design=domain.Design(5))
    for stranger in (make.member(make.organisation()), make.former_member(where)):
        browser = make.signed_in(stranger)
        for path in (f"/staff/lists/{frame.pk}", f"/staff/lists/{frame.pk}/draw", f"/staff/draws/{made.pk}"):
            assert browser.get(path).status_code == 403
        for path in (f"/staff/lists/{frame.pk}/discard", f"/staff/draws/{made.pk}/again", f"/staff/draws/{made.pk}/invite/x"):
            assert browser.post(path).status_code == 403
        assert "Address list" not in words_on(browser.get("/staff/lists"))
    browser = make.signed_in(officer)
    assert {browser.get(f"/staff/{path}/999999999").status_code for path in ("lists", "draws")} == {404}


def test_everyone_reads_how_people_were_chosen_with_small_groups_kept_back():
    where, officer = council()
    frame = read_in(officer, where, text(300) + "P900,A,B,1 Lane,Town,3,16 to 34,Island,x\n")
    made = domain.draw_sample(by=officer, frame=frame, name="Asked", design=domain.Design(60, stratified_by=("area",)))
    held = surveys.opened(officer, where, "asked", sample=made.sample)
    page = words_on(Client().get("/e/asked/people"))
    assert "60 drawn by chance of 301" in page
    assert "Address list (The council&#x27;s address list, 1 March 2031)" in page or "Address list (The council&#39;s" in page
    assert "fewer than 10" in page
    assert "10 or more" in page
    for secret in (made.seed, "Testperson", "Made Up"):
        assert secret not in page
    assert "/e/asked/people?lang=cy" in words_on(Client().get("/e/asked?lang=cy"))
    assert held.sample_id == made.sample_id


def test_volunteers_are_said_to_be_volunteers_and_a_draft_says_nothing():
    where, officer = council()
    surveys.opened(officer, where, "warm")
    assert "Anyone who heard of it could take part" in words_on(Client().get("/e/warm/people"))
    surveys.draft(officer, where, "cold")
    assert Client().get("/e/cold/people").status_code == 404


def test_the_rows_of_a_list_are_deleted_by_hand():
    where, officer = council()
    frame = read_in(officer, where)
    browser = make.signed_in(officer)
    page = words_on(browser.post(f"/staff/lists/{frame.pk}/discard", follow=True))
    assert "Its rows were deleted on" in page
    assert "Draw a sample" not in page
    answer = browser.post(f"/staff/lists/{frame.pk}/draw", {"name": "X", "number": "1", "method": "simple random", "allocation": "equal"})
    assert answer.status_code == 400
    assert "are deleted" in words_on(answer)
