"""Records that other installations published, kept here whole."""

from django.conf import settings
from django.db import models


class HeldRecord(models.Model):
    """The record of an initiative that is held elsewhere, as its file said it: the database refuses to change or delete it.

    `document` is the file's text, `hash` the fingerprint it bears, `address` the page that it is the record of.
    """

    hash = models.CharField(max_length=64, unique=True)
    address = models.CharField(max_length=500)
    document = models.TextField()
    worked_out_at = models.DateTimeField()  # the moment the licence in it was worked out
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["-kept_at", "-id"]

    def __str__(self) -> str:
        return f"record {self.hash[:8]} of {self.address}"
