"""What members are told: for good, about what they were asked, in every rendition, and corrected by a new entry."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from folkmoot.site.engagement import domain as engagements
from folkmoot.site.errors import NotNow
from folkmoot.site.panel import domain
from folkmoot.site.panel.models import NewsEntry
from folkmoot.site.renditions import plain
from tests.site import make, surveys
from tests.site.initiatives.reading import words
from tests.site.panel import joining

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

SAID = {
    "title": plain("Warm homes", easy="Warm", welsh="Cartrefi cynnes"),
    "said": plain("Most of you said yes.", easy="You said yes."),
    "happened": plain("It begins in May.", easy="It starts."),
}


@pytest.fixture
def world():
    """A panel whose members were drawn for a survey that has closed."""
    where = make.organisation()
    officer = make.member(where)
    panel = joining.panel(where)
    joining.crowd(panel, 10)
    asked = joining.by_code(officer, where)
    domain.draw_wave(by=officer, panel=panel, engagement=asked, number=5)
    return officer, panel, engagements.close_engagement(by=officer, engagement=asked)


def test_everyone_reads_it_in_every_rendition_and_a_correction_stands_beside_what_it_corrects(world, client):
    officer, panel, asked = world
    first = domain.tell_members(by=officer, panel=panel, engagement=asked, **SAID)
    page = words(client.get(f"/panels/{panel.slug}/news").content.decode())
    assert "Most of you said yes." in page
    assert "It begins in May." in page
    assert "You said yes." in words(client.get(f"/panels/{panel.slug}/news?read=easy").content.decode())
    assert "Cartrefi cynnes" in words(client.get(f"/panels/{panel.slug}/news?lang=cy").content.decode())
    domain.tell_members(by=officer, panel=panel, engagement=asked, corrects=first, **(SAID | {"happened": plain("It begins in June.")}))
    page = words(client.get(f"/panels/{panel.slug}/news").content.decode())
    assert page.index("It begins in June.") < page.index("This was corrected.") < page.index("It begins in May.")
    with pytest.raises(ValidationError, match="corrected already"):
        domain.tell_members(by=officer, panel=panel, engagement=asked, corrects=first, **SAID)
    assert "Warm homes" in words(client.get(f"/panels/{panel.slug}").content.decode())


def test_nothing_that_was_published_can_be_changed_or_deleted(world):
    officer, panel, asked = world
    domain.tell_members(by=officer, panel=panel, engagement=asked, **SAID)
    with pytest.raises(IntegrityError), transaction.atomic():
        NewsEntry.objects.update(said=plain("Something else."))
    with pytest.raises(IntegrityError), transaction.atomic():
        NewsEntry.objects.all()._raw_delete("default")


def test_only_what_members_were_asked_once_it_has_closed_and_by_those_who_may(world):
    officer, panel, asked = world
    where = panel.organisation
    never = surveys.opened(officer, where, "never")
    with pytest.raises(ValidationError, match="members of this panel were drawn"):
        domain.tell_members(by=officer, panel=panel, engagement=never, **SAID)
    still = joining.by_code(officer, where, "still")
    domain.draw_wave(by=officer, panel=panel, engagement=still, number=5)
    with pytest.raises(NotNow, match="still answering"):
        domain.tell_members(by=officer, panel=panel, engagement=still, **SAID)
    with pytest.raises(ValidationError, match="Choose a decision"):
        domain.tell_members(by=officer, panel=panel, engagement=asked, decision=9, **SAID)
    with pytest.raises(ValidationError):
        domain.tell_members(by=officer, panel=panel, engagement=asked, **(SAID | {"said": {}}))
    for by in (make.user(), make.member(make.organisation()), make.former_member(where)):
        with pytest.raises(PermissionDenied):
            domain.tell_members(by=by, panel=panel, engagement=asked, **SAID)
    assert NewsEntry.objects.count() == 0


def test_the_form_publishes_it_with_the_decision_it_led_to(world, client):
    officer, panel, asked = world
    make.dataset(asked.initiative)
    make.notice(asked.initiative)
    make.decision(asked.initiative)
    typed = {
        "engagement": asked.slug,
        "title": "Warm homes",
        "said": "Yes.",
        "happened": "A yes.",
        "decision": f"{asked.initiative.slug}/1",
    }
    assert make.signed_in(officer).post(f"/staff/panel/{panel.slug}/tell", typed).status_code == 302
    assert f'href="/i/{asked.initiative.slug}/decisions/1"' in client.get(f"/panels/{panel.slug}/news").content.decode()
