"""Snapshots of responses, the findings made from them, and the results as they were published. The database refuses to change any of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from folkmoot.site.ordered_json import OrderedJSONField


class Snapshot(models.Model):
    """The Responses of a closed engagement as analysis reads them: columns in chunks on disk, named by the hash of what they hold.

    `flagged` are the ids of those that looked odd as they came in (engagement/arrivals.py), which the hash is taken of too."""

    engagement = models.ForeignKey("engagement.Engagement", on_delete=models.PROTECT, related_name="snapshots")
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    last_response = models.BigIntegerField()
    columns = OrderedJSONField()
    chunks = OrderedJSONField()
    flagged = OrderedJSONField(default=list)
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["engagement", "sha256"], name="snapshot_holds_something_new")]

    def __str__(self) -> str:
        return f"snapshot {self.sha256[:8]} of {self.engagement_id}"


class GrownChunk(models.Model):
    """A chunk of a snapshot to come, written while answers still come in: which Responses it holds, and the hash of its file."""

    engagement = models.ForeignKey("engagement.Engagement", on_delete=models.PROTECT, related_name="grown_chunks")
    name = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    rows = models.PositiveIntegerField()
    columns_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["engagement_id", "first"]
        constraints = [models.UniqueConstraint(fields=["engagement", "columns_hash", "first"], name="chunk_is_grown_once")]

    def __str__(self) -> str:
        return self.name


class Results(models.Model):
    """What was published of an engagement: the document every page and file is made from, and its table file, as they were."""

    engagement = models.ForeignKey("engagement.Engagement", on_delete=models.PROTECT, related_name="results")
    version = models.PositiveIntegerField()
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="results")
    document = models.TextField()
    hash = models.CharField(max_length=64)
    tables = models.BinaryField()
    method_version = models.CharField(max_length=20)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["engagement_id", "version"]
        verbose_name_plural = "results"
        constraints = [
            models.UniqueConstraint(fields=["engagement", "version"], name="results_version_is_new"),
            models.UniqueConstraint(fields=["engagement", "hash"], name="results_say_something_new"),
        ]

    def __str__(self) -> str:
        return f"results {self.version} of {self.engagement_id}"


class Finding(models.Model):
    """A claim from evidence: an estimate from published results, or a theme from published research. Decisions answer it by its key."""

    class Kind(models.TextChoices):
        """Where a claim comes from."""

        ESTIMATE = "estimate", "Estimate"
        THEME = "theme", "Theme"

    initiative = models.ForeignKey("initiatives.Initiative", on_delete=models.PROTECT, related_name="findings")
    results = models.ForeignKey(Results, null=True, blank=True, on_delete=models.PROTECT, related_name="findings")
    key = models.CharField(max_length=180)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    words = models.TextField()
    n = models.PositiveIntegerField(null=True, blank=True)
    method = models.TextField()
    method_version = models.CharField(max_length=20)
    dataset_hash = models.CharField(max_length=64)
    document = OrderedJSONField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["results", "key"], name="finding_key_is_its_own_in_results"),
            models.UniqueConstraint(fields=["initiative", "key"], condition=Q(results__isnull=True), name="theme_key_is_its_own"),
            models.CheckConstraint(
                condition=Q(kind="estimate", results__isnull=False) | Q(kind="theme", results__isnull=True),
                name="estimates_come_from_results",
            ),
        ]

    def __str__(self) -> str:
        return self.key
