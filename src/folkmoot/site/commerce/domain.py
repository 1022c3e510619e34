"""Everything that can be done to the register: begin a relationship, write an entry, publish it as a second person."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from folkmoot.record import content_hash
from folkmoot.site.audit.domain import record
from folkmoot.site.commerce import queries
from folkmoot.site.commerce.content import Content
from folkmoot.site.commerce.models import Entry, EntryPublication, Relationship
from folkmoot.site.commerce.terms import TEXTS, PersonalData
from folkmoot.site.errors import NotNow
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.people import queries as people
from folkmoot.site.people.rules import require
from folkmoot.site.renditions import check

HARD_RULE = (
    "No company is ever given records that show who people are. Say that it gets none, or do not record this: it may not be done either."
)
LONGEST = 2_000


def begin_relationship(*, by: Any, organisation: Any, partner: Any, initiative: Any = None) -> Relationship:
    """That an organisation deals with a company (an Organisation of the kind Supplier), in general or in an initiative it is in. It is not
    public before an entry about it is.

    Raises PermissionDenied unless `by` may write entries for `organisation`, ValidationError for a partner that is no company, an
    organisation that is one, or an initiative it is not in, and NotNow when there is such a relationship already.
    """
    require(by, "commerce.record", organisation)
    if not people.is_company(partner) or people.is_company(organisation):
        raise ValidationError({"partner": "Choose a company. Other bodies sign agreements, on the page of a use of data."})
    if initiative is not None and organisation not in initiatives.organisations_of(initiative):
        raise ValidationError({"initiative": f"{organisation} is not in this use of data."})
    with transaction.atomic():
        if Relationship.objects.filter(organisation=organisation, partner=partner, initiative=initiative).exists():
            raise NotNow("This relationship is on the register already. Write a new entry about it.")
        made = Relationship(
            slug=_free_slug(slugify(f"{organisation.slug} {partner.slug}")),
            organisation=organisation,
            partner=partner,
            initiative=initiative,
            recorded_by=by,
            recorded_at=timezone.now(),
        )
        made.full_clean()
        made.save()
        record(by=by, verb="relationship.begun", subject=made, detail={"organisation": organisation.slug, "partner": partner.slug})
    return made


def write_entry(*, by: Any, relationship: Relationship, content: Content) -> Entry:
    """What is to be said of a relationship, as a whole (`content_of` makes it). It may lack things, and waits for a second person.

    Raises PermissionDenied, and ValidationError by field: for records that show who people are, texts that are none, days that run
    backwards, and words that are too long.
    """
    require(by, "commerce.record", relationship.organisation)
    if content["personal_data"] not in set(PersonalData):
        raise ValidationError({"personal_data": HARD_RULE})
    for key in TEXTS:
        if content["texts"].get(key):
            check(content["texts"][key])
    if content["starts"] and content["ends"] and content["ends"] < content["starts"]:
        raise ValidationError({"ends": "It ends before it starts."})
    reasons = [content["value_why"], content["agreement_why"], *(said["why"] for said in content["criteria"].values())]
    if any(len(why) > LONGEST for why in reasons):
        raise ValidationError(f"A reason has {LONGEST:,} characters at most.")
    with transaction.atomic():
        held = queries.held(relationship)
        made = Entry(
            relationship=held,
            number=held.entries.count() + 1,
            content=content,
            hash=content_hash(content),
            written_by=by,
            written_at=timezone.now(),
        )
        made.full_clean()
        made.save()
        record(by=by, verb="relationship.written", subject=held, detail={"number": made.number, "hash": made.hash})
    return made


def publish_entry(*, by: Any, entry: Entry) -> EntryPublication:
    """Let an entry that someone else wrote stand. What stood before stays at its address.

    Raises PermissionDenied for who wrote it or may not, and NotNow for an entry that lacks something, is published or has a later one.
    """
    relationship = entry.relationship
    require(by, "commerce.publish", relationship.organisation)
    if entry.written_by == by:
        raise PermissionDenied("You wrote this entry, so someone else must publish it.")
    with transaction.atomic():
        held = queries.held(relationship)
        if held.entries.filter(number__gt=entry.number).exists():
            raise NotNow("There is a later entry. Read and publish that one.")
        if EntryPublication.objects.filter(entry=entry).exists():
            raise NotNow("This entry is published already.")
        if lacking := queries.gaps_of(entry):
            raise NotNow(" ".join(lacking))
        made = EntryPublication(entry=entry, written_by=entry.written_by, published_by=by, published_at=timezone.now())
        made.full_clean()
        made.save()
        detail = {"number": entry.number, "hash": entry.hash}
        record(by=by, verb="relationship.published", subject=held, detail=detail)
        if held.initiative is not None:
            on = {"relationship": held.slug, "number": entry.number}
            record(by=by, verb="company.told", subject=held.initiative, detail=on)
    return made


def _free_slug(wanted: str) -> str:
    taken = set(Relationship.objects.filter(slug__startswith=wanted[:70]).values_list("slug", flat=True))
    tries = (wanted[:70] if at == 1 else f"{wanted[:70]}-{at}" for at in range(1, len(taken) + 2))
    return next(slug for slug in tries if slug not in taken)
