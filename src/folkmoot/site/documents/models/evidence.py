"""What shows that a clause is kept."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from folkmoot.site.renditions import RenditionsField

STAFF = settings.AUTH_USER_MODEL


class ClauseEvidence(models.Model):
    """A promise, or an address with a line of words, that shows since a day how a clause is kept."""

    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="evidence")
    clause = models.CharField(max_length=20)
    commitment = models.ForeignKey(
        "commitments.Commitment", on_delete=models.PROTECT, related_name="clauses_evidenced", null=True, blank=True
    )
    address = models.CharField(max_length=500, blank=True)
    words = RenditionsField(blank=True)
    on = models.DateField()
    by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="clause_evidence")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(commitment__isnull=False, address="") | (Q(commitment__isnull=True) & ~Q(address="")),
                name="evidence_is_a_promise_or_an_address",
            )
        ]

    def __str__(self) -> str:
        return f"evidence {self.pk} for {self.clause} of {self.document}"


class EvidenceTakenBack(models.Model):
    """That a piece of evidence no longer stands, and why."""

    evidence = models.OneToOneField(ClauseEvidence, on_delete=models.PROTECT, related_name="taken_back")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="evidence_taken_back")
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"end of {self.evidence}"
