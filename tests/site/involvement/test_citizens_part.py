"""What part citizens have at each stage: who may say it, what is refused, and what everyone sees."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from folkmoot.site.audit.models import Event
from folkmoot.site.involvement import domain, queries
from folkmoot.site.involvement.models import CitizensPart
from folkmoot.site.involvement.stages import LEVELS, STAGES, Level, Stage
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import plain
from tests.site import make, surveys

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

DAY = dt.timedelta(days=1)


def said(about: Any, stage: str = "decide", level: str = "involve", words: str = "A jury of twelve.", **more: Any) -> CitizensPart:
    by = more.pop("by", None) or make.member(about.lead)
    return domain.say_part(by=by, initiative=about, stage=stage, level=level, words=plain(words), **more)


def at(about: Any, stage: Stage) -> queries.AtStage:
    return next(held for held in queries.stages_of(about) if held.stage == stage)


def shown(client: Client, about: Any, query: str = "") -> str:
    return " ".join(client.get(f"/i/{about.slug}/citizens-part{query}").content.decode().split())


def test_only_research_officers_of_the_lead_say_it() -> None:
    about = make.initiative()
    others = [None, make.user(), make.member(make.organisation()), make.former_member(about.lead)]
    for person in [*others, make.member(about.lead, Role.GOVERNANCE_LEAD)]:
        with pytest.raises(PermissionDenied):
            domain.say_part(by=person, initiative=about, stage="decide", level="none", words=plain("No time."))
    assert not CitizensPart.objects.exists()
    made = said(about)
    event = Event.objects.get(verb="involvement.said")
    assert event.subject == f"initiative:{about.pk}"
    assert event.detail == {"stage": "decide", "level": "involve", "on": made.on.isoformat()}


def test_of_a_stage_what_was_said_last_counts_and_the_rest_stays_on_record() -> None:
    about = make.initiative()
    said(about, level="none", words="Nobody was asked.", on=timezone.localdate() - 30 * DAY)
    said(about, level="consult", words="All parents were asked.")
    held = at(about, Stage.DECIDE)
    assert held.now is not None
    assert (held.now.level, held.now.words) == (Level.CONSULT, plain("All parents were asked."))
    assert [(part.level, part.on) for part in held.before] == [(Level.NONE, timezone.localdate() - 30 * DAY)]
    assert at(make.initiative(), Stage.DECIDE).now is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"on": dt.date(2999, 1, 1)}, "on"),
        ({"stage": "party"}, "stage"),
        ({"level": "rule"}, "level"),
        ({"engagement_slug": "nowhere"}, "engagement"),
        ({"words": ""}, "words"),
    ],
)
def test_what_will_not_do_is_refused_at_its_field_and_nothing_is_kept(wrong: dict[str, Any], field: str) -> None:
    about = make.initiative()
    with pytest.raises(ValidationError) as refused:
        said(about, **wrong)
    assert field in refused.value.message_dict
    assert not CitizensPart.objects.exists()


def test_an_engagement_is_one_of_the_same_initiative_and_of_people_who_have_a_part() -> None:
    _, _, asked = surveys.world()
    about = asked.initiative
    with pytest.raises(ValidationError, match="about this use of data"):
        said(make.initiative(), engagement_slug=asked.slug)
    with pytest.raises(ValidationError, match="have no part"):
        said(about, level="none", engagement_slug=asked.slug)
    said(about, level="consult", engagement_slug=asked.slug)
    now = at(about, Stage.DECIDE).now
    assert now is not None
    assert now.asked is not None
    assert now.asked.slug == asked.slug


def test_the_database_keeps_rows_as_they_were_and_refuses_what_cannot_be() -> None:
    _, _, asked = surveys.world()
    made = said(asked.initiative, level="consult", engagement_slug=asked.slug)
    for change in ({"level": "empower"}, {"words": plain("Else.")}, {"engagement": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CitizensPart.objects.filter(pk=made.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        CitizensPart.objects.all().delete()
    fields = {"initiative": made.initiative, "words": plain("x"), "on": made.on, "by": made.by, "recorded_at": timezone.now()}
    for wrong in ({"stage": "party", "level": "inform"}, {"stage": "decide", "level": "rule"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CitizensPart.objects.create(**fields, **wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        CitizensPart.objects.create(**fields, stage="decide", level="none", engagement=asked)


def test_everyone_sees_each_stage_with_its_part_or_that_nothing_was_said(client: Client) -> None:
    about = make.initiative()
    page = shown(client, about)
    assert page.count("Not said yet.") == len(STAGES) == 7
    assert "It has not been said yet what part citizens have." in page
    said(about, stage="choose", level="none", words="The law chose it.")
    said(about, stage="check", level="empower", words="A jury says what may be published.")
    page = shown(client, about)
    assert "Citizens have a part at 1 of 7 stages; of 5 nothing was said yet." in page
    assert "<strong>No part.</strong> Citizens have no part in this." in page
    assert "<strong>Why not?</strong> The law chose it." in page
    assert "<strong>Deciding.</strong> People decide, and we do what they decide." in page
    assert page.count("Not said yet.") == 5
    assert f'href="/i/{about.slug}/citizens-part"' in client.get(f"/i/{about.slug}").content.decode()
    assert client.get("/i/nowhere/citizens-part").status_code == 404


def test_it_reads_in_easy_words_and_in_welsh(client: Client) -> None:
    about = make.initiative()
    said(about, level="consult")
    assert "We ask people. We say what we did." in shown(client, about, "?read=easy")
    assert "Rydym yn gofyn i bobl" in shown(client, about, "?lang=cy")


def test_every_stage_and_level_has_all_its_words() -> None:
    for texts in [*STAGES.values(), *(facts.promise for facts in LEVELS.values())]:
        assert texts["en"].keys() == {"standard", "easy"}
        assert texts["cy"]["standard"]
    assert set(STAGES) == set(Stage)
    assert set(LEVELS) == set(Level)


def test_staff_say_it_on_a_page_and_what_they_typed_is_not_lost() -> None:
    about = make.initiative()
    client = make.signed_in(make.member(about.lead))
    address = f"/staff/i/{about.slug}/citizens-part"
    assert f'href="{address}"' in client.get(reverse("initiatives:staff_initiative", args=[about.slug])).content.decode()
    assert '<option value="watch" selected' in client.get(f"{address}?stage=watch").content.decode()
    typed = {"stage": "watch", "level": "inform", "words": "A report each month.", "on": "2999-01-01"}
    refused = client.post(address, typed)
    assert refused.status_code == 400
    assert "A report each month." in refused.content.decode()
    assert "day to come" in refused.content.decode()
    done = client.post(address, typed | {"on": timezone.localdate().isoformat()})
    assert (done.status_code, done["Location"]) == (302, f"/i/{about.slug}/citizens-part")
    assert at(about, Stage.WATCH).now is not None
    assert "It was said what part citizens have." in client.get(f"/i/{about.slug}").content.decode()
