"""Milestones, and what became of them."""

from django.db import models
from django.db.models import Q

from folkmoot.site.progress.models.recorded import OfInitiative, Recorded
from folkmoot.site.renditions import RenditionsField


class Milestone(OfInitiative):
    """Something to be reached, in words, and the day it was first planned for."""

    words = RenditionsField()
    planned = models.DateField()

    class Meta:
        ordering = ["planned", "id"]

    def __str__(self) -> str:
        return f"milestone {self.pk} of {self.initiative}"


class MilestoneChange(Recorded):
    """A new forecast of a milestone, that it was reached, that it was not reached after all, or that it was dropped."""

    class Kind(models.TextChoices):
        """What became of it."""

        FORECAST = "forecast", "A new forecast"
        REACHED = "reached", "Reached"
        REOPENED = "reopened", "Not reached after all"
        DROPPED = "dropped", "Dropped"

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    on = models.DateField(null=True, blank=True)
    reason = RenditionsField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["forecast", "reached"], on__isnull=False) | Q(kind__in=["reopened", "dropped"], on__isnull=True),
                name="milestone_change_has_its_day",
                violation_error_message="A forecast and a milestone that is reached need a day.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of milestone {self.milestone_id}"
