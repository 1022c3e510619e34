"""A document, its draft, its published versions and what they withhold."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from folkmoot.site.documents.kinds import KIND_CHOICES
from folkmoot.site.people.encryption import EncryptedTextField
from folkmoot.site.renditions import RenditionsField

STAFF = settings.AUTH_USER_MODEL


class Document(models.Model):
    """Something written that a public body publishes, in versions. Everyone learns of it with the first version or the first public
    draft."""

    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=20, choices=KIND_CHOICES)
    owner = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="documents")
    initiative = models.ForeignKey("initiatives.Initiative", on_delete=models.PROTECT, related_name="documents", null=True, blank=True)
    title = RenditionsField()  # as it was begun; each version has its own
    begun_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="documents_begun")
    begun_at = models.DateTimeField()

    class Meta:
        ordering = ["slug"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=[kind for kind, _ in KIND_CHOICES]), name="document_kind_is_known")]

    def __str__(self) -> str:
        return self.slug


class DocumentDraft(models.Model):
    """What may become the next version. It alone holds in full what a version withholds, until that is published."""

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="draft")
    content = models.JSONField()
    hash = models.CharField(max_length=64)
    drafted_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="document_drafts")
    drafted_at = models.DateTimeField()
    hands = models.JSONField(default=list)  # the keys of everyone who wrote in it: none of them may approve it
    sent_at = models.DateTimeField(null=True, blank=True)  # for approval
    returned = models.TextField(blank=True)  # why it was last sent back, for colleagues

    def __str__(self) -> str:
        return f"draft of {self.document}"


class DocumentVersion(models.Model):
    """A published version, for good."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    hash = models.CharField(max_length=64)
    drafted_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="document_versions_drafted")
    approved_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="document_versions_approved")
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["document_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="document_version_is_new"),
            models.CheckConstraint(condition=Q(number__gte=1), name="document_versions_count_from_one"),
            models.CheckConstraint(condition=~Q(approved_by=F("drafted_by")), name="document_version_by_a_second_person"),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.document}"

    @property
    def published_on(self) -> date:
        """The local day it was published."""
        return timezone.localdate(self.published_at)


class DocumentParty(models.Model):
    """An Organisation that agrees in a version of an agreement."""

    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="parties")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="document_parts")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["version", "organisation"], name="document_party_is_named_once")]

    def __str__(self) -> str:
        return f"{self.organisation} in {self.version}"


class Withheld(models.Model):
    """The part of the approved draft that a version withholds, encrypted, with the salt of its seal. Staff alone read it."""

    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="withheld")
    clause = models.CharField(max_length=20)  # content.ALL for all of it
    text = EncryptedTextField()  # canonical JSON
    salt = EncryptedTextField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["version", "clause"], name="withheld_once_in_a_version")]

    def __str__(self) -> str:
        return f"{self.clause} of {self.version}"
