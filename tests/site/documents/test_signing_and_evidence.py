"""Who stands behind which version, since when and until when; and what shows that a clause is kept."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from folkmoot.site.documents import domain, models, queries
from folkmoot.site.errors import NotNow
from folkmoot.site.people.queries import by_slugs
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import plain
from tests.site import make
from tests.site.commitments.test_domain import promise
from tests.site.documents import writing

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def signer(where: Any) -> Any:
    return make.member(where, Role.GOVERNANCE_LEAD)


def signed(version: models.DocumentVersion, where: Any, **more: Any) -> models.Signature:
    return domain.sign_document(by=signer(where), version=version, organisation=where, office="The Chief Executive", **more)


def left(document: models.Document, where: Any, **more: Any) -> None:
    domain.leave_document(by=signer(where), document=document, organisation=where, reason=plain("We have our own now."), **more)


def names(rows: Any) -> list[str]:
    return [row.organisation.name for row in rows]


def test_a_new_version_says_who_signed_which_and_asks_again() -> None:
    document = writing.begun()
    one, two, three = (make.organisation(f"Body {letter}") for letter in "ABC")
    first = writing.published(document)
    for where in (one, two, three):
        signed(first, where)
    writing.clause_saved(document, "More.")
    second = writing.published(document)
    assert names(queries.standing(document, second).earlier) == ["Body A", "Body B", "Body C"]
    signed(second, one)
    left(document, three)
    now = queries.standing(document, second)
    assert (names(now.this), names(now.earlier), names(now.left)) == (["Body A"], ["Body B"], ["Body C"])
    assert now.earlier[0].version.number == 1
    assert names(queries.standing(document, first).this) == ["Body A", "Body B"]
    with pytest.raises(NotNow, match="A newer version is published"):
        signed(first, two)
    with pytest.raises(NotNow, match="has signed this version already"):
        signed(second, one)


def test_leaving_is_dated_with_a_reason_the_past_stays_and_one_may_come_back() -> None:
    document = writing.begun()
    where = make.organisation()
    version = writing.published(document)
    first = signed(version, where)
    with pytest.raises(ValidationError):
        domain.leave_document(by=signer(where), document=document, organisation=where, reason={})
    left(document, where)
    first.refresh_from_db()
    assert (first.office, first.leaving.reason) == ("The Chief Executive", plain("We have our own now."))
    with pytest.raises(NotNow, match="has left it already"):
        left(document, where)
    signed(version, where)
    now = queries.standing(document, version)
    assert (names(now.this), now.left) == ([where.name], ())
    assert models.Signature.objects.count() == 2


def test_the_days_are_checked() -> None:
    document = writing.begun()
    where = make.organisation()
    with writing.days_ago(10):
        version = writing.published(document)
    today = timezone.localdate()
    for days in (11, -1):
        with pytest.raises(ValidationError, match="from the day it was published"):
            signed(version, where, on=today - dt.timedelta(days=days))
    signed(version, where, on=today - dt.timedelta(days=5))
    for days in (6, -1):
        with pytest.raises(ValidationError, match="from the day it signed"):
            left(document, where, on=today - dt.timedelta(days=days))
    left(document, where, on=today - dt.timedelta(days=5))


def test_only_parties_sign_an_agreement_nobody_a_policy_and_each_for_their_own_organisation() -> None:
    agreement = writing.begun("agreement")
    version = writing.published(agreement)
    with pytest.raises(ValidationError, match="is not one of those who agree"):
        signed(version, make.organisation())
    signed(version, agreement.owner)
    other = next(o for o in by_slugs([p["slug"] for p in version.content["parties"]]).values() if o != agreement.owner)
    assert queries.standing(agreement, version).missing == ((other.slug, other.name),)
    policy = writing.published(writing.begun("policy"))
    with pytest.raises(NotNow, match="is not signed by organisations"):
        signed(policy, policy.document.owner)
    for who in (signer(agreement.owner), make.member(other), make.former_member(other, Role.GOVERNANCE_LEAD), make.user()):
        with pytest.raises(PermissionDenied):
            domain.sign_document(by=who, version=version, organisation=other, office="The Chief")
        with pytest.raises(PermissionDenied):
            domain.leave_document(by=who, document=agreement, organisation=other, reason=plain("No."))


def test_a_clause_has_its_evidence_until_it_is_taken_back() -> None:
    document = writing.begun()
    by = writing.drafter(document.owner)
    clause = writing.clauses(document)[0]
    with pytest.raises(NotNow, match="Publish the first version"):
        domain.link_evidence(by=by, document=document, clause=clause, address="/i/x", words=plain("See."))
    writing.published(document)
    promised = promise(make.initiative(document.owner))
    domain.link_evidence(by=by, document=document, clause=clause, commitment=promised.pk)
    linked = domain.link_evidence(by=by, document=document, clause=clause, address="/i/x", words=plain("The use itself."))
    found = queries.evidence_of(document)[clause]
    assert [(one.commitment.number if one.commitment else 0, one.address) for one in found] == [(promised.pk, ""), (0, "/i/x")]
    with pytest.raises(ValidationError, match="Say why"):
        domain.take_evidence_back(by=by, evidence=linked, reason="")
    domain.take_evidence_back(by=by, evidence=linked, reason="It led elsewhere.")
    assert len(queries.evidence_of(document)[clause]) == 1
    with pytest.raises(NotNow, match="taken back already"):
        domain.take_evidence_back(by=by, evidence=linked, reason="Again.")


@pytest.mark.parametrize(
    "address",
    [
        *("http://example.org", "javascript:alert(1)", "//example.org", "example.org", "https://", "https://me@example.org/x"),
        *("/a b", '/"onclick', "ftp://example.org", "/\\example.org", "https://[", "/" + "x" * 500),
    ],
)
def test_an_address_leads_to_this_site_or_by_https(address: str) -> None:
    document = writing.published(writing.begun()).document
    with pytest.raises(ValidationError) as refused:
        domain.link_evidence(by=writing.drafter(document.owner), document=document, clause="c1", address=address, words=plain("See."))
    assert list(refused.value.error_dict) == ["address"]


def test_evidence_is_checked_and_linked_by_the_owner_alone() -> None:
    document = writing.begun()
    clause = writing.clauses(document)[0]
    writing.published(document)
    by = writing.drafter(document.owner)
    good = {"clause": clause, "address": "https://example.org/report", "words": plain("The report.")}
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    for wrong, field in (
        ({"clause": "c99"}, "clause"),
        ({"words": {}}, "words"),
        ({"address": ""}, "address"),
        ({"commitment": 1}, "address"),
        ({"on": tomorrow}, "on"),
        ({"address": "", "words": {}, "commitment": 999}, "commitment"),
    ):
        with pytest.raises(ValidationError) as refused:
            domain.link_evidence(by=by, document=document, **(good | wrong))
        assert list(refused.value.error_dict) == [field]
    linked = domain.link_evidence(by=by, document=document, **good)
    for who in (make.user(), make.member(make.organisation()), make.former_member(document.owner), signer(document.owner)):
        with pytest.raises(PermissionDenied):
            domain.link_evidence(by=who, document=document, **good)
        with pytest.raises(PermissionDenied):
            domain.take_evidence_back(by=who, evidence=linked, reason="No.")


def test_the_database_keeps_what_was_signed_and_shown() -> None:
    document = writing.begun()
    clause = writing.clauses(document)[0]
    signature = signed(writing.published(document), document.owner)
    left(document, document.owner)
    domain.link_evidence(by=writing.drafter(document.owner), document=document, clause=clause, address="/d", words=plain("All."))
    for change in (
        lambda: models.Signature.objects.update(office="Nobody"),
        models.Leaving.objects.all().delete,
        lambda: models.ClauseEvidence.objects.update(address="/other"),
        models.ClauseEvidence.objects.all().delete,
    ):
        with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
            change()
    row = {"document": document, "clause": clause, "on": signature.on, "by": signature.by, "recorded_at": timezone.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        models.ClauseEvidence.objects.create(**row)
