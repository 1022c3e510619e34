"""Risks, issues, dependencies, assumptions and decisions: one list, kept up to date."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from folkmoot.site.progress.models.recorded import OfInitiative
from folkmoot.site.renditions import RenditionsField

ONE_TO_FIVE = [MinValueValidator(1, "Give a number from 1 to 5."), MaxValueValidator(5, "Give a number from 1 to 5.")]


class RaidKind(models.TextChoices):
    """What an entry is."""

    RISK = "risk", "Risk"
    ISSUE = "issue", "Issue"
    DEPENDENCY = "dependency", "Dependency"
    ASSUMPTION = "assumption", "Assumption"
    DECISION = "decision", "Decision"


class RaidEntry(OfInitiative):
    """One thing to watch. Everyone may read its summary where staff say so, and nobody else the rest."""

    class State(models.TextChoices):
        """Whether it is still to be watched."""

        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    kind = models.CharField(max_length=20, choices=RaidKind.choices)
    words = models.TextField(max_length=4000)
    probability = models.PositiveSmallIntegerField(null=True, blank=True, validators=ONE_TO_FIVE)
    impact = models.PositiveSmallIntegerField(null=True, blank=True, validators=ONE_TO_FIVE)
    owner = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    due = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.OPEN)
    done = models.TextField(max_length=4000, blank=True)
    public = models.BooleanField(default=False)
    summary = RenditionsField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                # a comparison with NULL is not false, so the two are asked for by name
                condition=Q(kind="risk", probability__isnull=False, impact__isnull=False, probability__range=(1, 5), impact__range=(1, 5))
                | (~Q(kind="risk") & Q(probability__isnull=True, impact__isnull=True)),
                name="only_risks_have_probability_and_impact",
                violation_error_message="A risk needs a probability and an impact, from 1 to 5. Nothing else has them.",
            ),
            models.CheckConstraint(
                condition=Q(public=False) | ~Q(summary={}),
                name="public_raid_entry_has_a_summary",
                violation_error_message="Write the summary that everyone can read.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} of {self.initiative}"
