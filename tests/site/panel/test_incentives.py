"""What waves promised: a row when drawn, sent or declined once, never twice; totals; a file for finance that names nobody."""

import csv
import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from folkmoot.site.panel import domain
from folkmoot.site.panel.incentives import for_finance, open_rows, totals_of
from folkmoot.site.panel.models import IncentiveEntry
from tests.site import make
from tests.site.initiatives.reading import words
from tests.site.panel import joining
from tests.site.panel.answering import answer

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def world():
    """A wave of ten, each promised a voucher of five pounds."""
    where = make.organisation()
    officer = make.member(where)
    panel = joining.panel(where)
    joining.crowd(panel, 10)
    asked = joining.by_code(officer, where)
    promise = {"promise": "A £5 voucher", "promise_pence": 500}
    return officer, panel, asked, domain.draw_wave(by=officer, panel=panel, engagement=asked, number=10, **promise)


def test_each_drawn_member_is_promised_once_and_settled_once(world):
    officer, panel, _, wave = world
    rows = [pk for pk, _ in open_rows(wave)]
    assert len(rows) == 10
    assert domain.settle_incentives(by=officer, wave=wave, wave_members=[*rows[:3], rows[0]], state="sent") == 3
    assert domain.settle_incentives(by=officer, wave=wave, wave_members=rows[3:4], state="declined") == 1
    for state in ("sent", "declined"):
        with pytest.raises(ValidationError, match="Nothing is sent twice"):
            domain.settle_incentives(by=officer, wave=wave, wave_members=[rows[5], rows[0]], state=state)
    [total] = totals_of(panel)
    assert (total.promised, total.sent, total.declined, total.open, total.pence_sent) == (10, 3, 1, 6, 1_500)
    assert len(open_rows(wave)) == 6


def test_the_database_itself_refuses_a_second_settling_and_any_change(world):
    officer, _, _, wave = world
    row = wave.wave_members.first()
    domain.settle_incentives(by=officer, wave=wave, wave_members=[row.pk], state="declined")
    for state in ("sent", "declined", "promised"):
        with pytest.raises(IntegrityError), transaction.atomic():
            IncentiveEntry.objects.create(wave_member=row, state=state, by=officer, recorded_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        IncentiveEntry.objects.update(state="sent")


def test_what_was_not_promised_is_not_sent_and_nobody_else_settles(world):
    officer, panel, _, wave = world
    where = panel.organisation
    domain.change_limits(by=officer, panel=panel, rest_days=0, most_a_year=9)
    bare = domain.draw_wave(by=officer, panel=panel, engagement=joining.by_code(officer, where, "bare"), number=5)
    assert open_rows(bare) == []
    with pytest.raises(ValidationError, match="promised nothing"):
        domain.settle_incentives(by=officer, wave=bare, wave_members=[bare.wave_members.first().pk], state="sent")
    with pytest.raises(ValidationError, match="promised nothing in this wave"):
        domain.settle_incentives(by=officer, wave=bare, wave_members=[wave.wave_members.first().pk], state="sent")
    with pytest.raises(ValidationError, match="at least one row"):
        domain.settle_incentives(by=officer, wave=wave, wave_members=[], state="sent")
    with pytest.raises(ValidationError, match="sent or declined"):
        domain.settle_incentives(by=officer, wave=wave, wave_members=[wave.wave_members.first().pk], state="promised")
    for by in (make.user(), make.member(make.organisation()), make.former_member(where)):
        with pytest.raises(PermissionDenied):
            domain.settle_incentives(by=by, wave=wave, wave_members=[wave.wave_members.first().pk], state="sent")


def test_finance_gets_every_row_and_no_name(world):
    officer, panel, asked, wave = world
    who = answer(asked)
    [row] = [pk for pk, answered in open_rows(wave) if answered]
    assert open_rows(wave, 1) == [(row, True)]
    domain.settle_incentives(by=officer, wave=wave, wave_members=[row], state="sent")
    table = list(csv.DictReader(io.StringIO(for_finance(panel))))
    assert len(table) == 11
    assert [(line["Row"], line["Pounds"], line["What"]) for line in table if line["State"] == "sent"] == [
        (str(row), "5.00", "A £5 voucher")
    ]
    assert sum(float(line["Pounds"]) for line in table) == 5
    assert "Synthetic" not in for_finance(panel)
    assert "example.org" not in for_finance(panel)
    before = for_finance(panel)
    domain.erase_member(token=joining.token_of(who))
    assert for_finance(panel) == before


def test_the_pages_record_it_and_show_the_totals(world):
    officer, panel, _, wave = world
    browser = make.signed_in(officer)
    path = f"/staff/panel/{panel.slug}/waves/1/promise"
    row = wave.wave_members.first().pk
    assert f"Row {row}: no answer known" in words(browser.get(path).content.decode())
    assert browser.post(path, {"rows": [row], "state": "sent"}).status_code == 302
    again = browser.post(path, {"rows": [row], "state": "sent"})
    assert again.status_code == 400
    assert "Nothing is sent twice" in words(again.content.decode())
    page = words(browser.get(f"/staff/panel/{panel.slug}/promises").content.decode())
    assert "£5.00" in page
    file = browser.get(f"/staff/panel/{panel.slug}/promises.csv")
    assert file["Content-Disposition"] == f'attachment; filename="incentives-{panel.slug}.csv"'
    other = make.signed_in(make.member(make.organisation()))
    assert [other.get(f"/staff/panel/{panel.slug}/{name}").status_code for name in ("promises", "promises.csv")] == [403, 403]
