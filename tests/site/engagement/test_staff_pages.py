"""Running an engagement from the browser: from the questions to its close, and what each form says when it is filled in wrongly."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from folkmoot.site.editor.instrument_file import InstrumentFile
from folkmoot.site.engagement import forms
from folkmoot.site.engagement.models import Engagement, InstrumentVersion, Response, Sample
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import plain
from tests.site import make, surveys

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

PLAN = """
[[statements]]
id = "A"
text = "Find homes that make people ill"
short = "Find homes"
column = "A"
recode = "agree"

[recodes.agree]
said = "agreed"
yes = ["Agree a lot", "Agree a little"]
no = ["In between", "Disagree a little", "Disagree a lot"]
leave_out = ["Don't know"]

[publish]
factors = ["age"]
"""
TARGETS = '[age]\nsource = "Made up"\npercent = { "16 to 34" = 30, "35 to 64" = 45, "65 and over" = 25 }\n'

CONFIGURED = {
    "slug": "homes",
    "title": "Homes",
    "question": "What may records be used for?",
    "who_sees": "Two people.",
    "minutes": 5,
    "plan": PLAN.replace("\n", "\r\n"),
}


def file_of(rows: list[dict[str, str]], name: str = "responses.csv") -> SimpleUploadedFile:
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return SimpleUploadedFile(name, text.getvalue().encode())


def configuring(officer, where, **more):
    """A form that is filled in rightly, but for `more`."""
    today = timezone.localdate().isoformat()
    rows = {
        "initiative": surveys.initiative(officer, where),
        "version": surveys.version(officer, where),
        "sample": surveys.sample(officer, where),
    }
    return {**CONFIGURED, **{name: row.pk for name, row in rows.items()}, "opens": today, "closes": today, **more}


def test_an_officer_runs_a_whole_survey_from_the_browser():
    where = make.organisation()
    officer = make.member(where)
    initiative = surveys.initiative(officer, where)
    browser = make.signed_in(officer)
    file = InstrumentFile("homes", plain("Homes"), surveys.questions()).text("toml")
    given = {"organisation": where.slug, "file": SimpleUploadedFile("homes.toml", file.encode())}
    draft = browser.post("/staff/drafts/file", given)["Location"]
    assert browser.post(f"{draft}/publish", {"seen": 0, "sure": "on"})["Location"] == "/staff/instruments/homes/1"
    checked = {"readers": "Harrowmere People First", "people": 6, "on": timezone.localdate().isoformat(), "changed": "Nothing."}
    assert browser.post("/staff/instruments/homes/1/easy-read", checked).status_code == 302
    given = {"organisation": where.pk, "name": "Volunteers", "method": "volunteer", "population": "Adults", "targets": TARGETS}
    assert browser.post("/staff/samples/add", given).status_code == 302
    assert list(Sample.objects.get().targets["age"]["percent"]) == list(surveys.AGES)
    given = {**CONFIGURED, "initiative": initiative.pk, "version": InstrumentVersion.objects.get().pk, "sample": Sample.objects.get().pk}
    today = timezone.localdate().isoformat()
    given |= {"title_easy": "Easy homes", "opens": today, "closes": today}
    page = browser.post("/staff/engagements/configure", given, follow=True).content.decode()
    assert "Nobody outside sees it yet." in page
    assert Client().get("/e/homes").status_code == 404
    assert "Say first which groups of people this asks" in page
    refused = browser.post("/staff/engagements/homes/open", follow=True)
    assert refused.status_code == 409
    safe = {"kind": "general", "name": "Adults", "support": "Phone us."}
    assert "Phone us." in browser.post("/staff/engagements/homes/safe", safe, follow=True).content.decode()
    page = browser.post("/staff/engagements/homes/open", follow=True).content.decode()
    assert "It takes answers." in page
    assert "Easy homes" in Client().get("/e/homes?read=easy").content.decode()
    page = browser.post(
        "/staff/engagements/homes/import", {"mode": "paper", "file": file_of(surveys.rows(60))}, follow=True
    ).content.decode()
    assert "Every row of the file is in." in page
    page = browser.post(
        "/staff/engagements/homes/import", {"mode": "paper", "file": file_of(surveys.rows(60))}, follow=True
    ).content.decode()
    assert "Nothing was added." in page
    page = browser.post("/staff/engagements/homes/close", follow=True).content.decode()
    assert "It takes no more answers." in page
    page = browser.post("/staff/engagements/homes/publish", follow=True).content.decode()
    assert "Version 1 of the results is published." in page
    assert Response.objects.count() == 60


def test_every_choice_is_one_of_the_officers_own():
    ours, theirs = make.organisation(), make.organisation()
    officer, other = make.member(ours), make.member(theirs)
    given = configuring(other, theirs)
    page = make.signed_in(officer).post("/staff/engagements/configure", given)
    assert page.status_code == 400
    assert page.content.decode().count("Select a valid choice") >= 3
    assert not Engagement.objects.exists()


@pytest.mark.parametrize(
    ("spoiled", "words"),
    [
        ({"plan": "[[statements"}, "This is not TOML"),
        ({"plan": PLAN + "\n[weights]\n"}, "Leave out [weights]: it comes from the questions or the sample."),
        ({"plan": PLAN.replace('column = "A"', 'column = "Z"')}, "Z"),
        ({"minutes": "0"}, "from 1 to 60"),
        ({"closes": "2001-01-01"}, "It cannot close before it opens."),
        ({"slug": "no spaces please"}, "slug"),
        ({"title": "<b>"}, ""),
    ],
)
def test_a_form_that_is_wrong_says_what_to_put_right(spoiled, words):
    where = make.organisation()
    officer = make.member(where)
    answer = make.signed_in(officer).post("/staff/engagements/configure", configuring(officer, where, **spoiled))
    page = answer.content.decode()
    if not words:
        assert answer.status_code == 302  # markup in a title is only letters
        assert "<h1><b>" not in make.signed_in(officer).get("/staff/engagements/homes").content.decode()
        return
    assert answer.status_code == 400
    assert words in page
    assert "There is a problem" in page
    assert not Engagement.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"\xff\xfe\x00", "The file is not UTF-8 text."),
        (b"response,age\n", "The file has no rows below the first."),
        (b"response,age\n1,16 to 34,extra\n", "Row 2 has more or fewer cells than the first row."),
        (b"response,age\n1\n", "Row 2 has more or fewer cells than the first row."),
        (b"response,age,age\n1,16 to 34,16 to 34\n", "is there twice"),
        (b'response,age\n1,"16 to 34\n', "not a whole CSV file"),
        (b"response,age\n1,16 to 43\n", "Row 2, age: choose one of the answers shown."),
        (b"response,shoe\n1,9\n", "There is no question called"),
    ],
)
def test_a_file_that_cannot_be_imported_says_why_and_adds_nothing(content, words):
    _, officer, _ = surveys.world()
    file = SimpleUploadedFile("r.csv", content)
    answer = make.signed_in(officer).post("/staff/engagements/warm/import", {"mode": "paper", "file": file})
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not Response.objects.exists()


def test_a_file_over_the_limit_is_refused_and_the_limit_is_said_before(monkeypatch):
    _, officer, _ = surveys.world()
    browser = make.signed_in(officer)
    page = browser.get("/staff/engagements/warm/import").content.decode()
    assert "Up to 50,000 rows and 10 MB at a time." in page
    monkeypatch.setattr(forms, "MOST_MEGABYTES", 0.001)
    answer = browser.post("/staff/engagements/warm/import", {"mode": "paper", "file": file_of(surveys.rows(60))})
    assert answer.status_code == 400
    assert "The most is 0.001 MB: split it." in answer.content.decode()
    assert not Response.objects.exists()


def test_staff_of_another_organisation_see_and_do_nothing():
    where, _, engagement = surveys.world()
    others = [make.member(make.organisation()), make.former_member(where), make.member(where, Role.ADMINISTRATOR)]
    for other in others:
        browser = make.signed_in(other)
        for path in ("", "/import"):
            assert browser.get(f"/staff/engagements/warm{path}").status_code == 403
        for path in ("/open", "/close", "/import", "/publish"):
            assert browser.post(f"/staff/engagements/warm{path}").status_code == 403
    assert "Warm homes survey" not in make.signed_in(others[0]).get("/staff/engagements").content.decode()
    make.no_writes_by(*others)
    engagement.refresh_from_db()
    assert engagement.state == "open"


def test_an_address_or_a_name_that_is_taken_is_said_in_words():
    where, officer, engagement = surveys.world()
    browser = make.signed_in(officer)
    given = configuring(officer, where, slug=engagement.slug)
    assert "Another engagement has this address." in browser.post("/staff/engagements/configure", given).content.decode()
    given = {"organisation": where.pk, "name": engagement.sample.name, "method": "volunteer", "population": "Adults"}
    assert "There is a sample with this name already." in browser.post("/staff/samples/add", given).content.decode()


def test_opening_twice_is_said_in_words():
    _, officer, _ = surveys.world()
    answer = make.signed_in(officer).post("/staff/engagements/warm/open")
    assert answer.status_code == 409
    assert "This engagement is open, so it cannot become open." in answer.content.decode()
