"""Wordings with their versions, who relies on them, whether residents understood them; and the versions of the glossary's terms.

All but what relies on a wording is written once and never changed: the database refuses.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from folkmoot.record.glossary import State, Topic
from folkmoot.record.wording import HEADINGS
from folkmoot.site.renditions import LANGUAGES, STYLES, RenditionsField

STAFF = settings.AUTH_USER_MODEL
CHECKS = list(HEADINGS.items())
STATES = [(State.PREFERRED.value, "Use it"), (State.AVOID.value, "Avoid it"), (State.EXPLAIN.value, "Explain it")]
TOPICS = [(Topic.USE.value, "How records are used"), (Topic.PEOPLE.value, "Groups of people, and places")]


class Wording(models.Model):
    """What an Organisation tells people on one form or in one notice when it takes their records. The words are in its versions."""

    slug = models.SlugField(max_length=80, unique=True)
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="wordings")
    title = RenditionsField()
    recorded_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="wordings_recorded")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug


class WordingVersion(models.Model):
    """The exact words since a day, and where they are used; `hash` is of all it says."""

    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    words = RenditionsField()
    where = RenditionsField()  # the form and the service
    since = models.DateField()
    hash = models.CharField(max_length=64)
    recorded_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="wording_versions")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["wording_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["wording", "number"], name="wording_version_is_new"),
            models.CheckConstraint(condition=Q(number__gte=1), name="wording_versions_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.wording} version {self.number}"


class Reliance(models.Model):
    """That records an initiative would use were collected under a wording: one of its datasets, or, where none is described, in words."""

    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="reliances")
    initiative = models.ForeignKey("initiatives.Initiative", on_delete=models.PROTECT, related_name="wordings_relied_on")
    dataset = models.ForeignKey("initiatives.Dataset", on_delete=models.PROTECT, related_name="wordings_relied_on", null=True, blank=True)
    records = RenditionsField(blank=True)  # where there is no dataset
    recorded_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="reliances_recorded")
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["wording", "dataset"], condition=Q(ended_at__isnull=True), name="dataset_relies_once_on_a_wording"
            )
        ]

    def __str__(self) -> str:
        return f"{self.initiative} relies on {self.wording}"


class Overruling(models.Model):
    """That someone in office overruled a flag on one rendition of a version, or put it back, and why."""

    version = models.ForeignKey(WordingVersion, on_delete=models.PROTECT, related_name="overrulings")
    language = models.CharField(max_length=5, choices=list(LANGUAGES.items()))
    style = models.CharField(max_length=10, choices=list(STYLES.items()))
    check_id = models.CharField(max_length=20, choices=CHECKS)
    overruled = models.BooleanField()  # False: put back
    reason = RenditionsField()
    by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="overrulings")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.check_id} of {self.version}"


class ComprehensionResult(models.Model):
    """That residents were asked on a day whether they understood one rendition of a version: how, and by whom (an office or a body)."""

    version = models.ForeignKey(WordingVersion, on_delete=models.PROTECT, related_name="results")
    language = models.CharField(max_length=5, choices=list(LANGUAGES.items()))
    style = models.CharField(max_length=10, choices=list(STYLES.items()))
    how = RenditionsField()
    asked_by = models.CharField(max_length=200)
    engagement = models.ForeignKey(
        "engagement.Engagement", on_delete=models.PROTECT, related_name="comprehension_results", null=True, blank=True
    )
    on = models.DateField()
    recorded_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="comprehension_results")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"result {self.pk} of {self.version}"


class ComprehensionAnswer(models.Model):
    """Of one question of a result: how many were asked, and how many of them understood."""

    result = models.ForeignKey(ComprehensionResult, on_delete=models.PROTECT, related_name="answers")
    question = RenditionsField()
    asked = models.PositiveIntegerField()
    understood = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(asked__gte=1), name="comprehension_asked_someone"),
            models.CheckConstraint(condition=Q(understood__lte=F("asked")), name="comprehension_of_those_asked"),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk} of {self.result}"


class ResultWithdrawal(models.Model):
    """That a comprehension result does not count, and why. Its numbers are shown no more."""

    result = models.OneToOneField(ComprehensionResult, on_delete=models.PROTECT, related_name="withdrawal")
    reason = RenditionsField()
    by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="result_withdrawals")
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"withdrawal of {self.result}"


class TermVersion(models.Model):
    """A version of a term of the glossary. The first may be the starting list's, kept when someone changes it: nobody recorded that one."""

    slug = models.SlugField(max_length=80)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=STATES)
    topic = models.CharField(max_length=20, choices=TOPICS)
    term = RenditionsField()
    phrases = models.JSONField(default=dict)  # by language, as folkmoot.record.phrases reads them
    instead = RenditionsField()
    why = RenditionsField()
    source = models.CharField(max_length=500)
    initiative = models.ForeignKey("initiatives.Initiative", on_delete=models.PROTECT, related_name="terms", null=True, blank=True)
    finding = models.CharField(max_length=200, blank=True)  # the key of a finding about that initiative
    asked = models.PositiveIntegerField(null=True, blank=True)  # residents, whether they understood what is said instead
    understood = models.PositiveIntegerField(null=True, blank=True)
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="terms", null=True, blank=True)
    recorded_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="term_versions", null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["slug", "number"]
        constraints = [
            models.UniqueConstraint(fields=["slug", "number"], name="term_version_is_new"),
            models.CheckConstraint(condition=Q(number__gte=1), name="term_versions_count_from_one"),
            models.CheckConstraint(
                condition=Q(organisation__isnull=True, recorded_by__isnull=True, number=1)
                | Q(organisation__isnull=False, recorded_by__isnull=False),
                name="term_version_is_someones",
            ),
            models.CheckConstraint(
                condition=Q(asked__isnull=True, understood__isnull=True) | Q(asked__gte=1, understood__lte=F("asked")),
                name="term_understood_by_those_asked",
            ),
            models.CheckConstraint(condition=Q(finding="") | Q(initiative__isnull=False), name="term_finding_of_an_initiative"),
        ]

    def __str__(self) -> str:
        return f"{self.slug} version {self.number}"
