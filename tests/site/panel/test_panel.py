"""Founding a panel, its limits, and sharing it: who may, what is refused, and what stays on record."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from folkmoot.site.errors import NotNow
from folkmoot.site.panel import domain
from folkmoot.site.panel.models import Panel, Sharing
from folkmoot.site.panel.sharing import organisations_of
from folkmoot.site.panel.targets_text import read_targets
from tests.site import make
from tests.site.panel import joining

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_a_panel_stands_on_a_sample_of_the_method_panel_with_its_groups():
    panel = joining.panel()
    assert (panel.sample.method, panel.sample.targets, panel.sample.organisation) == ("panel", joining.TARGETS, panel.organisation)
    assert panel.levels == {"age": ["16 to 34", "35 to 64", "65 and over"], "area": ["North", "South"]}
    assert (panel.rest_days, panel.most_a_year) == (60, 4)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"targets": {}, "asks": {}}, "Say how many people"),
        ({"asks": {}}, "Give each attribute the question"),
        ({"targets": {**joining.TARGETS, "age": {"source": "x", "percent": {"All": 100}}}}, "needs two groups at least"),
        ({"targets": {**joining.TARGETS, "age": {"source": "x", "percent": {"A": 50, "B": 40}}}}, "add up to 90, not to 100"),
        ({"targets": {**joining.TARGETS, "age": {"source": " ", "percent": {"A": 50, "B": 50}}}}, "Say where the numbers"),
        ({"most_a_year": 0}, "from 1 to 52 times"),
        ({"rest_days": 400}, "365 days at most"),
    ],
)
def test_what_does_not_add_up_founds_nothing(change, words):
    with pytest.raises(ValidationError, match=words):
        joining.panel(**change)
    assert Panel.objects.count() == 0


def test_nobody_but_those_with_the_role_in_that_organisation_changes_a_panel():
    panel = joining.panel()
    limits = {"panel": panel, "rest_days": 30, "most_a_year": 6}
    for by in (make.user(), make.member(make.organisation()), make.former_member(panel.organisation)):
        with pytest.raises(PermissionDenied):
            domain.change_limits(by=by, **limits)
        with pytest.raises(PermissionDenied):
            domain.share_panel(by=by, panel=panel, organisation=make.organisation(), agreed_by="An office")
        make.no_writes_by(by)
    assert domain.change_limits(by=make.member(panel.organisation), **limits).rest_days == 30


def test_sharing_is_on_record_with_the_office_that_agreed_and_the_newest_row_counts():
    panel, police = joining.panel(), make.organisation("Police of Harrowmere", kind="police")
    officer = make.member(panel.organisation)
    shared = {"panel": panel, "organisation": police}
    domain.share_panel(by=officer, agreed_by="Head of research", on=timezone.localdate() - dt.timedelta(days=3), **shared)
    assert organisations_of(panel) == [panel.organisation, police]
    with pytest.raises(ValidationError, match="already"):
        domain.share_panel(by=officer, agreed_by="Head of research", **shared)
    domain.end_sharing(by=make.member(police), agreed_by="Head of research", **shared)
    assert organisations_of(panel) == [panel.organisation]
    with pytest.raises(NotNow):
        domain.end_sharing(by=officer, agreed_by="Head of research", **shared)
    assert [row.shares for row in Sharing.objects.all()] == [True, False]
    with pytest.raises(IntegrityError), transaction.atomic():
        Sharing.objects.update(agreed_by="Somebody else")


@pytest.mark.parametrize(("agreed_by", "days"), [(" ", 0), ("Head of research", 1)])
def test_a_sharing_without_an_office_or_on_a_day_to_come_is_refused(agreed_by, days):
    panel = joining.panel()
    on = timezone.localdate() + dt.timedelta(days=days)
    with pytest.raises(ValidationError):
        domain.share_panel(by=make.member(panel.organisation), panel=panel, organisation=make.organisation(), agreed_by=agreed_by, on=on)
    assert Sharing.objects.count() == 0


def test_groups_are_read_as_an_officer_types_them():
    age = "age: How old are you?\nEasy read: Your age?\nWelsh: Faint?\nsource: Census 2021\n16 to 34 = 30\n35 and over = 70%"
    typed = f"{age}\n\narea: Where?\nN=50\nS=50"
    targets, asks = read_targets(typed)
    assert targets == {
        "age": {"source": "Census 2021", "percent": {"16 to 34": 30.0, "35 and over": 70.0}},
        "area": {"source": "", "percent": {"N": 50.0, "S": 50.0}},
    }
    assert asks["age"] == {"en": {"standard": "How old are you?", "easy": "Your age?"}, "cy": {"standard": "Faint?"}}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("How old are you?\na = 1", "Line 1: begin each block"),
        ("age: How old?\n\nage: Again?\nb = 1", "“age” is there twice"),
        ("age: How old?\na = many", "Line 2: “many” is no number"),
        ("age: How old?\na = 50\na = 50", "Line 3: write a group"),
        ("age: How old?\nnonsense", "Line 2: write a group"),
    ],
)
def test_a_group_that_cannot_be_read_is_named_by_its_line(typed, words):
    with pytest.raises(ValidationError, match=words):
        read_targets(typed)
