"""What part citizens have at a stage, as it was said and since when. Rows are written once: the database refuses to change them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from folkmoot.site.involvement.stages import LEVELS, STAGES, Level, Stage
from folkmoot.site.renditions import RenditionsField


class CitizensPart(models.Model):
    """That citizens have such a part at a stage since a day: who and how, or why they have none. Of a stage the newest row counts."""

    initiative = models.ForeignKey("initiatives.Initiative", on_delete=models.PROTECT, related_name="citizens_parts")
    stage = models.CharField(max_length=20, choices=[(stage.value, STAGES[stage]["en"]["standard"]) for stage in Stage])
    level = models.CharField(max_length=20, choices=[(level.value, LEVELS[level].name) for level in Level])
    words = RenditionsField()  # who takes part, how and when; or why nobody does
    engagement = models.ForeignKey("engagement.Engagement", on_delete=models.PROTECT, related_name="citizens_parts", null=True, blank=True)
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="citizens_parts")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=[stage.value for stage in Stage]), name="citizens_part_stage_is_known"),
            models.CheckConstraint(condition=Q(level__in=[level.value for level in Level]), name="citizens_part_level_is_known"),
            models.CheckConstraint(
                condition=~Q(level=Level.NONE.value) | Q(engagement__isnull=True), name="citizens_without_a_part_are_not_asked"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} at {self.stage} of {self.initiative}"
