"""Minimum standards set as conditions: from the committee's form to the page that shows how each is kept."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from folkmoot.licence import STANDARDS
from folkmoot.site.governance import domain, queries
from folkmoot.site.governance.domain import NewCondition
from folkmoot.site.governance.forms import ConditionForm
from folkmoot.site.governance.models import Condition
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import plain
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

NAMES_OFF = STANDARDS["names-off"].text


def filled(**typed: str) -> NewCondition | None:
    owner = make.organisation()
    given = {"c-owner": owner.slug, "c-before_stage": "join"} | {f"c-{key}": value for key, value in typed.items()}
    form = ConditionForm(given, prefix="c", owners=[owner])
    assert form.is_valid(), form.errors
    return form.condition()


def test_a_standard_is_set_in_its_own_words_or_in_others_and_a_condition_may_be_none():
    as_it_stands, sharper, own = filled(standard="names-off"), filled(standard="names-off", text="Sharper."), filled(text="Own.")
    assert (as_it_stands.text, as_it_stands.standard) == (NAMES_OFF, "names-off")
    assert (sharper.text["en"]["standard"], sharper.standard) == ("Sharper.", "names-off")
    assert (own.text["en"]["standard"], own.standard) == ("Own.", "")


def test_what_is_chosen_must_have_an_owner_and_a_time():
    form = ConditionForm({"c-standard": "names-off"}, prefix="c", owners=[make.organisation()])
    assert not form.is_valid()
    assert set(form.errors) == {"owner", "due"}


def test_a_standard_that_there_is_not_is_refused():
    about = make.initiative()
    make.notice(about)
    condition = NewCondition(text=plain("Wipe them."), owner=about.lead, before_stage="join", standard="nice")
    with pytest.raises(ValidationError, match="There is no minimum standard called"):
        make.decision(about, "yes-with-conditions", conditions=[condition])
    assert not Condition.objects.exists()


def test_the_page_shows_what_keeps_each_and_where_it_was_set_with_what_shows_that_it_is_met():
    page = Client().get("/standards").content.decode()
    assert all(standard.control.replace("'", "&#39;") in page for standard in STANDARDS.values())
    assert page.count("No committee has set it as a condition yet, so nothing shows that it is kept.") == 5
    about = make.initiative()
    make.notice(about)
    condition = NewCondition(text=NAMES_OFF, owner=about.lead, before_stage="join", standard="names-off")
    other = NewCondition(text=plain("Something else."), owner=about.lead, before_stage="join")
    make.decision(about, "yes-with-conditions", conditions=[condition, other])
    page = Client().get("/standards").content.decode()
    assert page.count("No committee has set it as a condition yet") == 4
    assert "Not done yet" in page
    assert "Something else." not in page
    lead = make.member(about.lead, Role.GOVERNANCE_LEAD)
    kept = Condition.objects.get(standard="names-off")
    domain.meet_condition(by=lead, condition=kept, evidence=plain("A second person looked."), on=timezone.localdate())
    assert "Met. A second person looked." in Client().get("/standards").content.decode()
    assert 'href="/standards#names-off"' in Client().get(f"/i/{about.slug}/decisions/1").content.decode()
    [(made, now)] = queries.set_as_conditions()["names-off"]
    assert (made.number, now.state) == (1, "met")
