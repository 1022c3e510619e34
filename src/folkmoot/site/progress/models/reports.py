"""Monthly status reports: a draft, then a numbered report for good."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from folkmoot.site.ordered_json import OrderedJSONField

STAFF = settings.AUTH_USER_MODEL


class ReportDraft(models.Model):
    """What may become the next report. It stands in a table of its own, so that no public page can read it by mistake."""

    initiative = models.OneToOneField("initiatives.Initiative", on_delete=models.PROTECT, related_name="+")
    content = OrderedJSONField()
    hash = models.CharField(max_length=64)
    drafted_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    hands = models.JSONField(default=list)  # the keys of everyone who wrote in it: none of them may publish it

    def __str__(self) -> str:
        return f"draft report on {self.initiative}"


class StatusReport(models.Model):
    """A report as it was published: a frozen picture of its period."""

    initiative = models.ForeignKey("initiatives.Initiative", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    content = OrderedJSONField()
    hash = models.CharField(max_length=64)
    drafted_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")
    published_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["initiative_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "number"], name="report_number_is_new"),
            models.CheckConstraint(condition=Q(number__gte=1), name="report_numbers_count_from_one"),
            models.CheckConstraint(condition=~Q(published_by=F("drafted_by")), name="report_by_a_second_person"),
        ]

    def __str__(self) -> str:
        return f"report {self.number} on {self.initiative}"

    @property
    def published_on(self) -> date:
        """The local day it was published."""
        return timezone.localdate(self.published_at)
