"""The staff's pages: founding, sharing and drawing by form; what a wave shows; volunteers counted, and named for letters alone."""

import csv
import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from folkmoot.site.audit.models import Event
from folkmoot.site.panel import domain
from folkmoot.site.panel.models import Panel, Wave, WaveMember
from folkmoot.site.panel.volunteers import pool, take_volunteers
from tests.site import make
from tests.site.initiatives.reading import words
from tests.site.panel import joining

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

GROUPS = "age: How old are you?\nWelsh: Faint yw eich oed?\nsource: Census 2021\n16 to 34 = 30\n35 and over = 70"


def test_an_officer_founds_a_panel_draws_from_it_and_reads_how(client):
    where = make.organisation()
    officer = make.member(where)
    browser = make.signed_in(officer)
    assert "You look after no panel yet." in words(browser.get("/staff/panels").content.decode())
    typed = {"organisation": where.slug, "slug": "harrowmere", "title": "People of Harrowmere", "about": "We ask you.", "targets": GROUPS}
    typed |= {"population": "Adults of Harrowmere", "rest_days": 30, "most_a_year": 3}
    wrong = browser.post("/staff/panels/found", typed | {"targets": "nonsense", "most_a_year": 99})
    assert wrong.status_code == 400
    assert "Line 1: begin each block" in words(wrong.content.decode())
    assert "Write a whole number from 1 to 52." in words(wrong.content.decode())
    assert browser.post("/staff/panels/found", typed)["Location"] == "/staff/panel/harrowmere"
    panel = Panel.objects.get()
    assert "3 times in 365 days, with 30 days of rest" in words(client.get("/panels/harrowmere").content.decode())
    for _ in range(12):
        joining.joined(panel, "16 to 34", "")
    asked = joining.by_code(officer, where)
    form = browser.get(f"/staff/panel/harrowmere/draw?engagement={asked.slug}&number=5").content.decode()
    assert f'value="{asked.slug}" selected' in form
    drawn = {"engagement": asked.slug, "number": 5, "stratified_by": "age", "promise": "A £5 voucher", "pounds": "5.00", "seed": "ab" * 32}
    assert browser.post("/staff/panel/harrowmere/draw", drawn | {"seed": "xyz"}).status_code == 400
    assert browser.post("/staff/panel/harrowmere/draw", drawn | {"number": 50}).status_code == 400
    assert browser.post("/staff/panel/harrowmere/draw", drawn)["Location"] == "/staff/panel/harrowmere/waves/1"
    wave = Wave.objects.get()
    assert (wave.seed, wave.promise_pence, wave.drawn) == ("ab" * 32, 500, 5)
    page = words(browser.get("/staff/panel/harrowmere/waves/1").content.decode())
    assert "The same members come out." in page
    assert "5 of 12 who could be drawn" in page
    letters = browser.post("/staff/panel/harrowmere/waves/1/letters.csv").content.decode("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(letters)))) == 5
    assert "Wave 1" in words(browser.get("/staff/panel/harrowmere").content.decode())
    assert "fewer than 10 members were drawn" in words(client.get("/panels/harrowmere").content.decode()).lower()


def test_a_wave_whose_record_was_changed_behind_our_back_is_said_to_be_so():
    where = make.organisation()
    officer = make.member(where)
    panel = joining.panel(where)
    joining.crowd(panel, 20)
    wave = domain.draw_wave(by=officer, panel=panel, engagement=joining.by_code(officer, where), number=5)
    outside = next(pk for pk in wave.frame["members"] if not wave.wave_members.filter(member_id=pk).exists())
    WaveMember.objects.create(wave=wave, member_id=outside)
    assert "OTHER MEMBERS COME OUT" in words(make.signed_in(officer).get(f"/staff/panel/{panel.slug}/waves/1").content.decode())


def test_sharing_limits_and_ending_by_form():
    where, police = make.organisation(), make.organisation("Police of Harrowmere", kind="police")
    panel, browser = joining.panel(where), make.signed_in(make.member(where))
    base = f"/staff/panel/{panel.slug}"
    typed = {"organisation": police.slug, "agreed_by": "Head of research", "on": "2026-01-05"}
    theirs = make.signed_in(make.member(police))
    assert theirs.get(base).status_code == 403
    assert browser.post(f"{base}/share", typed).status_code == 302
    assert theirs.get(base).status_code == 200
    assert theirs.post(f"{base}/limits", {"rest_days": 0, "most_a_year": 52}).status_code == 403
    assert browser.post(f"{base}/limits", {"rest_days": 90, "most_a_year": 2}).status_code == 302
    assert Panel.objects.get().rest_days == 90
    assert browser.post(f"{base}/end-sharing", typed).status_code == 302
    assert theirs.get(base).status_code == 403


def test_volunteers_are_counts_until_letters_are_written_and_then_the_log_says_so():
    panel = joining.panel()
    officer = make.member(panel.organisation)
    joining.joined(panel, "16 to 34", ways=["jury", "interview"], name="Ann Synthetic")
    joining.joined(panel, "16 to 34", ways=["jury"], name="Bob Synthetic")
    domain.pause(token=joining.joined(panel, "16 to 34", ways=["jury"]))
    joining.joined(panel, "65 and over", ways=["survey", "focus group"])
    rows = {(row.attribute, row.level): list(row.counts) for row in pool(panel)}
    assert rows["", ""] == [1, 1, 2]
    assert rows["age", "16 to 34"] == [1, 0, 2]
    assert rows["age", "65 and over"] == [0, 1, 0]
    wanted = {"panel": panel, "way": "jury", "reason": "A jury on warm homes"}
    assert [name for name, _ in take_volunteers(by=officer, **wanted)] == ["Ann Synthetic", "Bob Synthetic"]
    assert take_volunteers(by=officer, **wanted, attribute="age", level="65 and over") == []
    detail = Event.objects.filter(verb="panel.letters_made").first().detail
    assert detail == {"panel": panel.slug, "way": "jury", "people": 2, "reason": "A jury on warm homes"}
    with pytest.raises(ValidationError):
        take_volunteers(by=officer, panel=panel, way="survey", reason="x")
    with pytest.raises(ValidationError):
        take_volunteers(by=officer, panel=panel, way="jury", reason=" ")
    sharing = make.organisation()
    domain.share_panel(by=officer, panel=panel, organisation=sharing, agreed_by="Head of research")
    for by in (make.user(), make.member(sharing), make.member(make.organisation()), make.former_member(panel.organisation)):
        with pytest.raises(PermissionDenied):
            take_volunteers(by=by, **wanted)
    theirs = words(make.signed_in(make.member(sharing)).get(f"/staff/panel/{panel.slug}/volunteers").content.decode())
    assert "Everyone 1 1 2" in theirs
    assert "Take the table" not in theirs
    page = make.signed_in(officer).get(f"/staff/panel/{panel.slug}/volunteers").content.decode()
    assert "Synthetic" not in page
    file = make.signed_in(officer).post(
        f"/staff/panel/{panel.slug}/volunteers", {"way": "jury", "group": "age: 16 to 34", "reason": "A jury"}
    )
    assert len(list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))) == 2
