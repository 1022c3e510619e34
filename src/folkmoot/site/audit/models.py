"""One row per thing done. Rows are never changed or deleted: the database refuses."""

from django.db import models

from folkmoot.site.ordered_json import OrderedJSONField


class Event(models.Model):
    """Something that was done. Holds plain words and keys, never a foreign key, so that the log outlives what it speaks of."""

    at = models.DateTimeField()
    actor = models.CharField(max_length=64)  # "user:12", "participant", "folkmoot"
    verb = models.CharField(max_length=64)  # "decision.made"
    subject = models.CharField(max_length=96)  # "initiative:3"
    detail = OrderedJSONField(default=dict)  # as text: what comes back is what the hash was taken of
    previous = models.CharField(max_length=64, unique=True)  # two events cannot follow the same one: the chain cannot fork
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["subject", "id"])]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"
