"""Incidents: breaches and near misses. Every row is written once: a correction of the facts is a new version of them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from folkmoot.site.concerns.incident_states import BANDS, LEVELS, State
from folkmoot.site.renditions import RenditionsField

STAFF = settings.AUTH_USER_MODEL
BAND_CHOICES = [(band.value, words) for band, words in BANDS.items()]
LEVEL_CHOICES = list(LEVELS.items())


class Incident(models.Model):
    """That something went wrong with data, or nearly did, at an Organisation and perhaps in an initiative."""

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="incidents")
    initiative = models.ForeignKey("initiatives.Initiative", null=True, blank=True, on_delete=models.PROTECT, related_name="incidents")
    recorded_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="incidents_recorded")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"incident {self.pk}"


class IncidentVersion(models.Model):
    """The facts of an incident as known when they were written. The newest version counts."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    near_miss = models.BooleanField(default=False)
    began_at = models.DateTimeField(null=True, blank=True)  # None: not known
    found_at = models.DateTimeField()
    happened = models.TextField(blank=True)
    cause = models.TextField(blank=True)
    data_affected = models.TextField(blank=True)
    people = models.CharField(max_length=20, choices=BAND_CHOICES, default="unknown")
    effects = models.TextField(blank=True)
    remedial = models.TextField(blank=True)
    likelihood = models.CharField(max_length=10, choices=LEVEL_CHOICES, blank=True)
    severity = models.CharField(max_length=10, choices=LEVEL_CHOICES, blank=True)
    ico_told_at = models.DateTimeField(null=True, blank=True)
    ico_why_not = models.TextField(blank=True)
    ico_outcome = models.TextField(blank=True)
    people_told_at = models.DateTimeField(null=True, blank=True)
    people_why_not = models.TextField(blank=True)
    lessons = models.TextField(blank=True)
    recurrence_of = models.ForeignKey(Incident, null=True, blank=True, on_delete=models.PROTECT, related_name="recurrences")
    written_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="incident_versions")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["incident_id", "version"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "version"], name="incident_version_is_new"),
            models.CheckConstraint(condition=Q(version__gte=1), name="incident_versions_count_from_one"),
            models.CheckConstraint(
                condition=Q(began_at__isnull=True) | Q(began_at__lte=F("found_at")), name="incident_began_before_it_was_found"
            ),
            models.CheckConstraint(condition=Q(ico_told_at__isnull=True) | Q(ico_why_not=""), name="incident_ico_told_or_a_reason"),
            models.CheckConstraint(
                condition=Q(people_told_at__isnull=True) | Q(people_why_not=""), name="incident_people_told_or_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(recurrence_of__isnull=True) | ~Q(recurrence_of=F("incident")), name="incident_recurs_from_another"
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.version} of {self.incident}"


class IncidentStep(models.Model):
    """That an incident reached a state, on a day, and when the system learnt it."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=20, choices=[(state.value, state.value) for state in State])
    on = models.DateField()
    by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="incident_steps")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "state"], name="incident_reaches_a_state_once"),
            models.CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="incident_state_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.incident} {self.state}"


class Appraisal(models.Model):
    """What a second organisation makes of an incident: the history behind it, and how well it was put right."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="appraisals")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="appraisals_made")
    history = models.TextField()
    mitigation = models.TextField()
    by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="appraisals_made")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"appraisal of {self.incident}"


class Summary(models.Model):
    """An incident in words for everyone. It is public once a second person has published it; a better one is a new version."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="summaries")
    version = models.PositiveIntegerField()
    title = RenditionsField()
    text = RenditionsField()
    written_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="incident_summaries")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["incident_id", "version"]
        constraints = [models.UniqueConstraint(fields=["incident", "version"], name="summary_version_is_new")]

    def __str__(self) -> str:
        return f"summary {self.version} of {self.incident}"


class SummaryPublished(models.Model):
    """That a second person published a summary."""

    summary = models.OneToOneField(Summary, on_delete=models.PROTECT, related_name="published")
    written_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="incident_summaries_published_by_others")
    published_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="incident_summaries_published")
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(published_by=F("written_by")), name="summary_by_a_second_person")]

    def __str__(self) -> str:
        return f"publication of {self.summary}"
