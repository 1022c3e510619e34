"""An engagement opens only when it is said of every group it asks how they are kept safe (C37)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from folkmoot.site.engagement import domain
from folkmoot.site.engagement.gates import why_not_open
from folkmoot.site.engagement.models import Cohort
from folkmoot.site.engagement.safeguarding import EVERY_FIELD, FIELDS, KINDS
from folkmoot.site.errors import NotNow
from tests.site import make, surveys

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
COHORT_FIELDS = {"support", "lead", "consent", "disclosure", "distress"}


def drafted(slug="warm", **config):
    where = make.organisation()
    officer = make.member(where)
    return where, officer, surveys.draft(officer, where, slug, config={**surveys.config(), **config})


def test_nothing_opens_before_it_is_said_who_is_asked():
    _, officer, engagement = drafted()
    with pytest.raises(NotNow, match="which groups of people this asks"):
        domain.open_engagement(by=officer, engagement=engagement)
    surveys.kept_safe(officer, engagement)
    assert why_not_open(engagement) == []
    assert domain.open_engagement(by=officer, engagement=engagement).state == "open"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("missing", FIELDS)
def test_each_kind_of_group_needs_its_own_fields(kind, missing):
    _, officer, engagement = drafted()
    said = {**surveys.SAFE, missing: "  "}
    if missing in KINDS[kind].needs:
        with pytest.raises(ValidationError) as refused:
            domain.add_cohort(by=officer, engagement=engagement, kind=kind, name="They", **said)
        assert set(refused.value.message_dict) == {missing}
    else:
        assert domain.add_cohort(by=officer, engagement=engagement, kind=kind, name="They", **said).pk


def test_only_adults_in_general_need_fewer_fields_than_all():
    assert set(FIELDS) == set(EVERY_FIELD) == COHORT_FIELDS
    assert [key for key, kind in KINDS.items() if kind.needs != EVERY_FIELD] == ["general"]


def test_the_database_refuses_a_group_at_risk_without_its_fields():
    _, _, engagement = drafted()
    with pytest.raises(IntegrityError, match="cohort_at_risk_is_kept_safe"), transaction.atomic():
        Cohort.objects.create(engagement=engagement, kind="homeless", name="They", support="Phone us")


def test_children_are_asked_only_where_they_may_answer_and_the_other_way_round():
    _, officer, engagement = drafted(youngest=13)
    domain.add_cohort(by=officer, engagement=engagement, kind="general", name="Adults", **surveys.SAFE)
    with pytest.raises(NotNow, match="Say how children under 16 are kept safe"):
        domain.open_engagement(by=officer, engagement=engagement)
    domain.add_cohort(by=officer, engagement=engagement, kind="under_16", name="Pupils", **surveys.SAFE)
    assert domain.open_engagement(by=officer, engagement=engagement).state == "open"
    _, other, adults_only = drafted("adults")
    domain.add_cohort(by=other, engagement=adults_only, kind="under_16", name="Pupils", **surveys.SAFE)
    with pytest.raises(NotNow, match="takes answers from 16 on"):
        domain.open_engagement(by=other, engagement=adults_only)


def test_a_group_can_be_taken_away_until_the_engagement_opens():
    _, officer, engagement = drafted()
    added = domain.add_cohort(by=officer, engagement=engagement, kind="general", name="Adults", **surveys.SAFE)
    domain.take_cohort_away(by=officer, cohort=added)
    assert not engagement.cohorts.exists()
    kept = domain.add_cohort(by=officer, engagement=engagement, kind="general", name="Adults", **surveys.SAFE)
    domain.open_engagement(by=officer, engagement=engagement)
    for attempt in (
        lambda: domain.take_cohort_away(by=officer, cohort=kept),
        lambda: domain.add_cohort(by=officer, engagement=engagement, kind="general", name="More", **surveys.SAFE),
    ):
        with pytest.raises(NotNow, match="settled before an engagement opens"):
            attempt()


def test_strangers_say_nothing_of_groups():
    where, officer, engagement = drafted()
    added = domain.add_cohort(by=officer, engagement=engagement, kind="general", name="Adults", **surveys.SAFE)
    for other in (make.member(make.organisation()), make.former_member(where), make.user()):
        with pytest.raises(PermissionDenied):
            domain.add_cohort(by=other, engagement=engagement, kind="general", name="Adults", **surveys.SAFE)
        with pytest.raises(PermissionDenied):
            domain.take_cohort_away(by=other, cohort=added)


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"kind": "aliens"}, "kind"), ({"name": ""}, "name"), ({"name": "x" * 201}, "name"), ({"lead": "x" * 2_001}, "lead")],
)
def test_what_is_wrong_with_a_group_stands_at_its_field(changed, field):
    _, officer, engagement = drafted()
    given = {"kind": "homeless", "name": "They", **surveys.SAFE, **changed}
    with pytest.raises(ValidationError) as refused:
        domain.add_cohort(by=officer, engagement=engagement, **given)
    assert field in refused.value.message_dict


def test_an_officer_says_it_on_a_page_and_loses_nothing_typed():
    _, officer, engagement = drafted()
    browser = make.signed_in(officer)
    address = f"/staff/engagements/{engagement.slug}/safe"
    page = browser.post(address, {"kind": "homeless", "name": "People who sleep rough", "support": "Ring us"})
    assert page.status_code == 400
    assert "Say this: “Who looks after their safety”." in page.content.decode()
    assert "Ring us" in page.content.decode()
    page = browser.post(address, {"kind": "homeless", "name": "People who sleep rough", **surveys.SAFE}, follow=True).content.decode()
    assert "Danger to a child is passed on the same day." in page
    away = f"{address}/{Cohort.objects.get().pk}/away"
    assert "No group yet." in browser.post(away, follow=True).content.decode()
    assert browser.post(away).status_code == 404
