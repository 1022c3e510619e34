"""Who stands behind which version of a document, since when, and until when."""

from django.conf import settings
from django.db import models

from folkmoot.site.renditions import RenditionsField

STAFF = settings.AUTH_USER_MODEL


class Signature(models.Model):
    """That an Organisation signed a version: the office that signed, and the day."""

    version = models.ForeignKey("documents.DocumentVersion", on_delete=models.PROTECT, related_name="signatures")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="documents_signed")
    office = models.CharField(max_length=120)  # "The Chief Executive"
    on = models.DateField()
    by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="document_signatures")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.organisation} signed {self.version}"


class Leaving(models.Model):
    """The end of a Signature, with its reason. The signature stays on record."""

    signature = models.OneToOneField(Signature, on_delete=models.PROTECT, related_name="leaving")
    on = models.DateField()
    reason = RenditionsField()
    by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="document_leavings")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"end of {self.signature}"
