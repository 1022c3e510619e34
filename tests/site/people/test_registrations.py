"""Where an organisation is registered: recorded by its administrators, shown to everyone."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from folkmoot.site.audit.models import Event
from folkmoot.site.people import domain
from folkmoot.site.people.roles import Role
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_only_its_administrators_record_where_it_is_registered():
    where = make.organisation()
    for person in (make.user(), make.member(where), make.member(make.organisation(), Role.ADMINISTRATOR)):
        with pytest.raises(PermissionDenied):
            domain.register_numbers(by=person, organisation=where, ico_number="Z1234567")
    made = domain.register_numbers(by=make.member(where, Role.ADMINISTRATOR), organisation=where, ico_number="z123 4567")
    assert (made.ico_number, made.company_number) == ("Z1234567", "")
    assert Event.objects.get(verb="organisation.numbered").detail == {"ico_number": "Z1234567", "company_number": ""}


@pytest.mark.parametrize(
    "given", [{"ico_number": "1234567"}, {"ico_number": "Z123456"}, {"company_number": "1234567"}, {"company_number": "X"}]
)
def test_what_is_no_such_number_is_refused_at_its_field(given):
    where = make.organisation()
    with pytest.raises(ValidationError) as refused:
        domain.register_numbers(by=make.member(where, Role.ADMINISTRATOR), organisation=where, **given)
    assert set(refused.value.message_dict) == set(given)
    where.refresh_from_db()
    assert (where.ico_number, where.company_number) == ("", "")


def test_the_numbers_are_typed_in_a_form_and_stand_on_the_page_for_everyone():
    where = make.organisation()
    administrator, address = make.signed_in(make.member(where, Role.ADMINISTRATOR)), f"/staff/organisations/{where.slug}/numbers"
    assert administrator.post(address, {"ico_number": "wrong"}).status_code == 400
    assert administrator.post(address, {"ico_number": "ZA123456", "company_number": "SC123456"}).status_code == 302
    page = Client().get(f"/org/{where.slug}").content.decode()
    assert "Registered with the Information Commissioner: ZA123456" in page
    assert "Company number: SC123456" in page
    assert 'value="ZA123456"' in administrator.get(address).content.decode()
