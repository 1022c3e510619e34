"""Relationships with companies, what is said of each, and who let it stand. Every row is written once: the database refuses changes."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

STAFF = settings.AUTH_USER_MODEL


class Relationship(models.Model):
    """That a public Organisation deals with a company, in general or in an initiative. Ended ones stay on the register."""

    slug = models.SlugField(max_length=80, unique=True)
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="companies")
    partner = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="public_partners")
    initiative = models.ForeignKey(
        "initiatives.Initiative", on_delete=models.PROTECT, related_name="commercial_relationships", null=True, blank=True
    )
    recorded_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="relationships_recorded")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(partner=F("organisation")), name="relationship_is_between_two"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} and {self.partner}"


class Entry(models.Model):
    """What is said of a relationship, as one document. It is public once a second person has published it."""

    relationship = models.ForeignKey(Relationship, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    hash = models.CharField(max_length=64)
    written_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="relationship_entries")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["relationship_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["relationship", "number"], name="relationship_entry_number_is_new"),
            models.CheckConstraint(condition=Q(number__gte=1), name="relationship_entries_count_from_one"),
            models.CheckConstraint(
                condition=Q(content__has_key="personal_data") & (Q(content__personal_data="never") | Q(content__personal_data="none")),
                name="no_company_gets_records_about_people",
            ),
        ]

    def __str__(self) -> str:
        return f"entry {self.number} of {self.relationship}"


class EntryPublication(models.Model):
    """That a second person published an entry."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="publication")
    written_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")
    published_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="relationship_entries_published")
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(published_by=F("written_by")), name="relationship_entry_by_a_second_person"),
        ]

    def __str__(self) -> str:
        return f"publication of {self.entry}"
