"""Waves: drawn by lot from those who may be asked, the same again from the stored seed, within the limits, and immutable."""

import datetime as dt
from collections import Counter

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from folkmoot.site.engagement import domain as engagements
from folkmoot.site.engagement.answered import unused_codes
from folkmoot.site.engagement.models import Invitation, Sample
from folkmoot.site.errors import NotNow
from folkmoot.site.panel import domain
from folkmoot.site.panel.models import Member, Wave, WaveMember
from folkmoot.site.panel.waves import redraw
from tests.site import make, surveys
from tests.site.panel import joining

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

SEED = bytes(range(32))


@pytest.fixture
def world():
    """A council with a panel of 40 and a survey that is open to those with a code."""
    where = make.organisation()
    officer = make.member(where)
    panel = joining.panel(where)
    tokens = joining.crowd(panel, 40)
    return where, officer, panel, tokens, joining.by_code(officer, where)


def test_a_wave_is_drawn_in_proportion_to_the_population_and_gives_each_a_code(world):
    _, officer, panel, _, asked = world
    wave = domain.draw_wave(by=officer, panel=panel, engagement=asked, number=20, stratified_by="age", seed=SEED)
    assert (wave.eligible, wave.drawn, wave.number, wave.booster) == (40, 20, 1, False)
    assert wave.frame["numbers"] == [6, 9, 5]
    assert wave.levels["age"] == {"16 to 34": 6, "35 to 64": 9, "65 and over": 5}
    assert sum(wave.levels["area"].values()) == 20
    assert wave.left_out == {}
    assert len(unused_codes(asked)) == len(wave.invitations) == Invitation.objects.count() == 20
    assert (wave.sample.method, wave.sample.targets, wave.sample.drawn_from) == ("panel", joining.TARGETS, panel.sample)
    assert set(WaveMember.objects.values_list("participant_id", flat=True)) == set(unused_codes(asked))


def test_the_stored_list_and_seed_give_the_same_draw_even_when_members_were_erased_since(world):
    _, officer, panel, tokens, asked = world
    wave = domain.draw_wave(by=officer, panel=panel, engagement=asked, number=20, stratified_by="age", seed=SEED)
    drawn = list(wave.wave_members.values_list("member_id", flat=True))
    before = Wave.objects.values().get()
    assert redraw(wave) == drawn
    gone = [token for token in tokens if joining.holder(token).pk in drawn][:5]
    for token in gone:
        domain.erase_member(token=token)
    wave = Wave.objects.get()
    assert Wave.objects.values().get() == before
    assert redraw(wave) == drawn == list(wave.wave_members.values_list("member_id", flat=True))
    assert wave.wave_members.filter(participant=None).count() == 5
    assert Invitation.objects.filter(participant=None).count() == 5


def test_another_seed_gives_another_draw_and_without_one_each_is_new(world):
    where, officer, panel, _, asked = world
    first = domain.draw_wave(by=officer, panel=panel, engagement=asked, number=20, seed=SEED)
    domain.change_limits(by=officer, panel=panel, rest_days=0, most_a_year=12)
    more = [joining.by_code(officer, where, f"more-{n}") for n in range(3)]
    same = domain.draw_wave(by=officer, panel=panel, engagement=more[0], number=20, seed=SEED)
    other = [domain.draw_wave(by=officer, panel=panel, engagement=one, number=20) for one in more[1:]]
    assert redraw(first) == redraw(same)
    assert len({wave.seed for wave in (first, *other)}) == 3
    assert redraw(other[0]) != redraw(other[1])


def test_everyone_who_cannot_be_drawn_is_counted_by_the_reason(world):
    _where, officer, panel, tokens, asked = world
    domain.pause(token=tokens[0])
    domain.leave_panel(token=tokens[1])
    domain.erase_member(token=tokens[2])
    domain.change_consents(token=tokens[3], ways=["jury"])
    joining.joined(panel, contact="twice@example.org")
    joining.joined(panel, contact="twice@example.org")
    joining.joined(panel, age="")
    wave = domain.draw_wave(by=officer, panel=panel, engagement=asked, number=10, stratified_by="age")
    assert wave.left_out == {"paused": 1, "left": 2, "no consent": 1, "set aside": 1, "no level": 1}
    assert wave.eligible == Member.objects.count() - 6
    again = domain.draw_wave(by=officer, panel=panel, engagement=asked, number=3, among={"age": ["16 to 34"]})
    assert again.booster
    assert again.left_out["drawn already"] == 10
    assert (
        again.left_out["not among"] + again.eligible + sum(again.left_out.values()) - again.left_out["not among"] == Member.objects.count()
    )
    assert again.levels["age"] == {"16 to 34": 3, "35 to 64": 0, "65 and over": 0}
    assert Wave.objects.filter(engagement=asked).count() == 2


def test_members_rest_between_waves_and_are_asked_at_most_so_often_in_a_year(world):
    where, officer, panel, _, _ = world
    asked = [joining.by_code(officer, where, f"wave-{n}", closes=dt.date(2099, 1, 1)) for n in range(6)]
    everyone = {"by": officer, "panel": panel, "number": 40}
    domain.draw_wave(engagement=asked[0], **everyone)
    with joining.on(59), pytest.raises(ValidationError, match="40 cannot be drawn: 0 members can be asked now"):
        domain.draw_wave(engagement=asked[1], **everyone)
    for wave, days in enumerate((60, 120, 180), start=1):
        with joining.on(days):
            domain.draw_wave(engagement=asked[wave], **everyone)
    with joining.on(250), pytest.raises(ValidationError):
        domain.draw_wave(engagement=asked[4], **everyone)
    with joining.on(365):
        domain.draw_wave(engagement=asked[4], **everyone)
    assert set(Counter(WaveMember.objects.values_list("member_id", flat=True)).values()) == {5}


def test_a_wave_cannot_be_changed_nor_a_member_be_drawn_twice_for_it(world):
    _, officer, panel, _, asked = world
    wave = domain.draw_wave(by=officer, panel=panel, engagement=asked, number=5)
    one = wave.wave_members.first()
    for change in ({"seed": "0" * 64}, {"eligible": 1}, {"left_out": {"left": 1}}, {"levels": {}}, {"promise": "Gold"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Wave.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        WaveMember.objects.create(wave=wave, member=one.member)
    with pytest.raises(IntegrityError), transaction.atomic():
        WaveMember.objects.filter(pk=one.pk).update(member=Member.objects.exclude(waves__wave=wave).first())
    with pytest.raises(IntegrityError), transaction.atomic():
        WaveMember.objects.filter(pk=one.pk)._raw_delete("default")
    WaveMember.objects.filter(pk=one.pk).update(participant=None)
    first = Wave.objects.get()
    first.pk, first.number = None, 2
    first.sample = Sample.objects.exclude(wave__isnull=False).first()
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)  # a second first wave for one engagement


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"number": 41}, "41 cannot be drawn: 40 members"),
        ({"number": 0}, "one member at least"),
        ({"seed": b"short"}, "32 bytes"),
        ({"stratified_by": "shoe size"}, "panel's attributes"),
        ({"among": {"age": ["7 to 9"]}}, "panel's groups"),
        ({"promise_pence": 500}, "Say in words"),
    ],
)
def test_what_does_not_fit_is_refused_in_words_and_nobody_is_invited(world, change, words):
    _, officer, panel, _, asked = world
    with pytest.raises(ValidationError, match=words):
        domain.draw_wave(**({"by": officer, "panel": panel, "engagement": asked, "number": 5} | change))
    assert (Wave.objects.count(), Invitation.objects.count(), Sample.objects.filter(name__contains="wave").count()) == (0, 0, 0)


def test_nobody_without_the_role_or_a_part_in_the_panel_draws(world):
    where, officer, panel, _, asked = world
    elsewhere = make.organisation()
    other = make.member(elsewhere)
    theirs = joining.by_code(other, elsewhere, "theirs")
    for by in (make.user(), other, make.former_member(where)):
        with pytest.raises(PermissionDenied):
            domain.draw_wave(by=by, panel=panel, engagement=asked, number=5)
    with pytest.raises(PermissionDenied, match="Share the panel with it first"):
        domain.draw_wave(by=other, panel=panel, engagement=theirs, number=5)
    domain.share_panel(by=officer, panel=panel, organisation=elsewhere, agreed_by="Head of research")
    drawn = domain.draw_wave(by=other, panel=panel, engagement=theirs, number=5)
    assert (drawn.organisation, drawn.sample.organisation, drawn.sample.drawn_from) == (elsewhere, elsewhere, panel.sample)
    domain.end_sharing(by=officer, panel=panel, organisation=elsewhere, agreed_by="Head of research")
    with pytest.raises(PermissionDenied):
        domain.draw_wave(by=other, panel=panel, engagement=theirs, number=5)


def test_an_engagement_that_has_closed_or_needs_no_code_takes_no_wave(world):
    where, officer, panel, _, asked = world
    to_all = surveys.opened(officer, where, "to-all")
    with pytest.raises(ValidationError, match="open to anyone"):
        domain.draw_wave(by=officer, panel=panel, engagement=to_all, number=5)
    closed = engagements.close_engagement(by=officer, engagement=asked)
    with pytest.raises(NotNow):
        domain.draw_wave(by=officer, panel=panel, engagement=closed, number=5)
    assert Wave.objects.count() == 0


def test_a_draft_takes_a_wave_and_its_members_see_it_once_it_is_open(world):
    from folkmoot.site.panel import queries

    where, officer, panel, tokens, _ = world
    draft = surveys.draft(officer, where, "later", config={**surveys.config(), "entry": "invited"})
    domain.draw_wave(by=officer, panel=panel, engagement=draft, number=40)
    member = joining.holder(tokens[0])
    assert queries.mine_of(member).to_answer == []
    surveys.kept_safe(officer, draft)
    engagements.open_engagement(by=officer, engagement=draft)
    [(engagement, code)] = queries.mine_of(member).to_answer
    assert (engagement.slug, code) == ("later", unused_codes(draft)[member.participant_id])


def test_names_are_taken_for_letters_by_those_who_may_and_the_audit_log_says_so(world):
    from folkmoot.site.audit.models import Event

    _where, officer, panel, tokens, asked = world
    wave = domain.draw_wave(by=officer, panel=panel, engagement=asked, number=40)
    domain.erase_member(token=tokens[0])
    rows = domain.take_contacts(by=officer, wave=wave)
    assert len(rows) == 39
    assert {code for _, _, code in rows} == set(unused_codes(asked).values())
    assert Event.objects.filter(verb="panel.letters_made").get().detail == {"people": 39}
    with pytest.raises(PermissionDenied):
        domain.take_contacts(by=make.member(make.organisation()), wave=wave)
    engagements.close_engagement(by=officer, engagement=asked)
    with pytest.raises(NotNow):
        domain.take_contacts(by=officer, wave=Wave.objects.get())
