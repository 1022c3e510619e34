"""What every row of this app has: whose initiative it is about, who recorded it, and when the system learnt it."""

from django.conf import settings
from django.db import models


class Recorded(models.Model):
    """A row that someone in office recorded at a moment."""

    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True


class OfInitiative(Recorded):
    """A recorded row about one initiative."""

    initiative = models.ForeignKey("initiatives.Initiative", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
