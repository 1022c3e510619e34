"""Topic guides: one that is being written, and its versions, which the database refuses to change or delete."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from folkmoot.site.guides.guide_text import MOST_MINUTES
from folkmoot.site.ordered_json import OrderedJSONField
from folkmoot.site.renditions import RenditionsField


class Kind(models.TextChoices):
    """What a guide is for."""

    FOCUS_GROUP = "focus_group", "Focus group"
    INTERVIEW = "interview", "Interview"
    WORKSHOP = "workshop", "Workshop"


class Guide(models.Model):
    """A guide as it is being written: its text, and the keys of the findings it explores, in the order they are numbered."""

    initiative = models.ForeignKey("initiatives.Initiative", on_delete=models.PROTECT, related_name="guides")
    slug = models.SlugField(max_length=80, unique=True, error_messages={"unique": "Another guide has this address. Choose another."})
    title = RenditionsField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    minutes = models.PositiveIntegerField()
    findings = OrderedJSONField(default=list)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="guide_kind_is_known"),
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=MOST_MINUTES),
                name="guide_takes_some_minutes",
                violation_error_message=f"It takes from 5 to {MOST_MINUTES} minutes.",
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class GuideVersion(models.Model):
    """A guide as it was published. `considerations`: the findings with their numbers as they were published; `parts`: as guide_text has
    them."""

    guide = models.ForeignKey(Guide, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = RenditionsField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    minutes = models.PositiveIntegerField()
    considerations = OrderedJSONField()
    parts = OrderedJSONField()
    hash = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["guide_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["guide", "number"], name="guide_version_is_new"),
            models.UniqueConstraint(fields=["guide", "hash"], name="guide_version_says_something_new"),
        ]

    def __str__(self) -> str:
        return f"{self.guide}, version {self.number}"
