"""Commitments, what was reported of them, and who signed them. Every row is written once and never changed: the database refuses."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from folkmoot.site.commitments.states import STATES
from folkmoot.site.renditions import RenditionsField

STAFF = settings.AUTH_USER_MODEL
STATE_CHOICES = [(state.value, facts.words) for state, facts in STATES.items()]


class Commitment(models.Model):
    """What an Organisation will do, or why it will not, in answer to something people said or asked for."""

    class Origin(models.TextChoices):
        """What it answers."""

        FINDING = "finding", "Something people said"
        RECOMMENDATION = "recommendation", "A recommendation"
        CLAUSE = "clause", "A clause of a data charter"
        IDEA = "idea", "A resident's idea"

    class Answer(models.TextChoices):
        """What the answer is."""

        YES = "yes", "Yes"
        PART = "part", "In part"
        NO = "no", "No"

    owner = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="commitments")
    initiative = models.ForeignKey("initiatives.Initiative", on_delete=models.PROTECT, related_name="commitments", null=True, blank=True)
    origin = models.CharField(max_length=20, choices=Origin.choices)
    finding = models.CharField(max_length=200, blank=True)  # the key of the finding it answers
    asked = RenditionsField()  # what was said or asked for, in words
    answer = models.CharField(max_length=10, choices=Answer.choices)
    words = RenditionsField()  # what will be done, or why not
    due = models.DateField(null=True, blank=True)
    made_on = models.DateField()
    recorded_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="commitments_recorded")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="no", due__isnull=True) | (Q(answer__in=["yes", "part"]) & Q(due__isnull=False)),
                name="commitment_is_due_unless_refused",
            ),
            models.CheckConstraint(
                condition=(Q(origin="finding") & ~Q(finding="") & Q(initiative__isnull=False)) | (~Q(origin="finding") & Q(finding="")),
                name="commitment_names_the_finding_it_answers",
            ),
        ]

    def __str__(self) -> str:
        return f"commitment {self.pk}"


class CommitmentReport(models.Model):
    """How a commitment stands since a day, with the reason and how anyone can tell."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="reports")
    state = models.CharField(max_length=20, choices=STATE_CHOICES)
    on = models.DateField()
    reason = RenditionsField()
    evidence = models.URLField(max_length=500, blank=True)
    by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="commitment_reports")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.state} since {self.on}: {self.commitment}"


class CommitmentSignature(models.Model):
    """That an Organisation stands behind a commitment: the office that signed, and the day."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="signatures")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="commitments_signed")
    office = models.CharField(max_length=120)  # "The Chief Executive"
    signed_on = models.DateField()
    by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="commitment_signatures")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["signed_on", "id"]
        constraints = [models.UniqueConstraint(fields=["commitment", "organisation"], name="commitment_is_signed_once_by_each")]

    def __str__(self) -> str:
        return f"{self.organisation} signed {self.commitment}"
