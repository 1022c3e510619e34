"""No company is ever given records that show who people are: no path in the site lets that be recorded, nor does the database."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from folkmoot.site.initiatives import domain
from folkmoot.site.initiatives.models import Dataset, Initiative, Party
from folkmoot.site.people.models import Organisation
from folkmoot.site.renditions import plain
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

DUTIES = [duty for duty in Party.Duty.values if duty != Party.Duty.NONE]


@pytest.mark.parametrize("duty", DUTIES)
def test_a_company_takes_part_only_without_records_about_people(duty: str) -> None:
    about, company = make.initiative(), make.organisation(kind="supplier")
    with pytest.raises(ValidationError, match="No company is ever given records"):
        domain.add_party(by=make.member(about.lead), initiative=about, organisation=company, role=plain("Links."), duty=duty)
    with pytest.raises(IntegrityError, match="no company is given records"), transaction.atomic():
        Party.objects.create(initiative=about, organisation=company, role=plain("Links."), duty=duty, starts=timezone.localdate())
    party = domain.add_party(by=make.member(about.lead), initiative=about, organisation=company, role=plain("Prints."), duty="none")
    with pytest.raises(IntegrityError, match="no company is given records"), transaction.atomic():
        Party.objects.filter(pk=party.pk).update(duty=duty)


def test_a_company_leads_no_use_of_data_and_holds_none_of_its_records() -> None:
    company, about = make.organisation(kind="supplier"), make.initiative()
    with pytest.raises(ValidationError, match="A company cannot lead"):
        domain.propose_initiative(
            by=make.member(company),
            slug="sold",
            title=plain("Sold"),
            summary=plain("To be sold."),
            lead=company,
            kind="insight",
            topic="health",
            area="Essex",
        )
    with pytest.raises(IntegrityError, match="no company is given records"), transaction.atomic():
        Initiative.objects.filter(pk=about.pk).update(lead=company)
    domain.add_party(by=make.member(about.lead), initiative=about, organisation=company, role=plain("Prints."), duty="none")
    with pytest.raises(ValidationError, match="is a company, so it has no records"):
        domain.describe_dataset(
            by=make.member(about.lead),
            initiative=about,
            holder=company,
            title=plain("A list"),
            fields_used=plain("Names"),
            people_covered=plain("All"),
            sensitivity="ordinary",
        )


@pytest.mark.parametrize("kind", ["council", "police", "health", "university", "voluntary"])
def test_public_and_voluntary_bodies_may(kind: str) -> None:
    about = make.initiative()
    added = domain.add_party(
        by=make.member(about.lead), initiative=about, organisation=make.organisation(kind=kind), role=plain("Joins."), duty="processor"
    )
    assert added.pk


def test_a_company_holds_no_dataset_whenever_its_part_ends_and_no_body_in_a_use_of_data_becomes_a_company() -> None:
    about, company = make.initiative(), make.organisation(kind="supplier")
    party = domain.add_party(by=make.member(about.lead), initiative=about, organisation=company, role=plain("Prints."), duty="none")
    domain.end_party(by=make.member(about.lead), party=party, ends=timezone.localdate() + timedelta(days=30))
    fields = {"title": plain("A list"), "fields_used": plain("Names"), "people_covered": plain("All"), "sensitivity": "ordinary"}
    with pytest.raises(ValidationError, match="is a company"):
        domain.describe_dataset(by=make.member(about.lead), initiative=about, holder=company, **fields)
    held = domain.describe_dataset(by=make.member(about.lead), initiative=about, holder=about.lead, **fields)
    with pytest.raises(IntegrityError, match="no company is given records"), transaction.atomic():
        Dataset.objects.create(initiative=about, holder=company, **fields)
    with pytest.raises(IntegrityError, match="no company is given records"), transaction.atomic():
        Dataset.objects.filter(pk=held.pk).update(holder=company)
    partner = make.organisation()
    domain.add_party(by=make.member(about.lead), initiative=about, organisation=partner, role=plain("Joins."), duty="processor")
    for body in (about.lead, partner):
        with pytest.raises(IntegrityError, match="no company is given records"), transaction.atomic():
            Organisation.objects.filter(pk=body.pk).update(kind="supplier")
    assert Organisation.objects.filter(pk=make.organisation().pk).update(kind="supplier") == 1


def test_a_body_whose_duty_is_none_holds_no_dataset() -> None:
    about, partner = make.initiative(), make.organisation()
    domain.add_party(by=make.member(about.lead), initiative=about, organisation=partner, role=plain("Advises."), duty="none")
    fields = {"title": plain("A list"), "fields_used": plain("Names"), "people_covered": plain("All"), "sensitivity": "ordinary"}
    with pytest.raises(ValidationError, match="its duty in law is “none”"):
        domain.describe_dataset(by=make.member(about.lead), initiative=about, holder=partner, **fields)
