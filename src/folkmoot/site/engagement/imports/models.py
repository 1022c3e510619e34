"""How the columns and values of another system's exports were matched to the questions of an engagement, for its next export."""

from django.db import models

from folkmoot.site.ordered_json import OrderedJSONField


class SavedMapping(models.Model):
    """The last mapping used for a system's exports. It holds names of columns and values to choose from, never an answer in words."""

    engagement = models.ForeignKey("engagement.Engagement", on_delete=models.PROTECT, related_name="import_mappings")
    system = models.CharField(max_length=20)
    mapping = OrderedJSONField()

    class Meta:
        ordering = ["engagement_id", "system"]
        constraints = [models.UniqueConstraint(fields=["engagement", "system"], name="import_mapping_is_one_for_each_system")]

    def __str__(self) -> str:
        return f"{self.system} for {self.engagement_id}"
