"""Instruments: what is put to people, in versions that stay as they were put; who checked their easy read, and how Welsh stands."""

from functools import cached_property, lru_cache

from django.conf import settings
from django.db import models
from django.db.models import Q

from folkmoot.site.engagement.questionnaire import Questionnaire, parse
from folkmoot.site.keyed import Keyed
from folkmoot.site.ordered_json import OrderedJSONField
from folkmoot.site.renditions import RenditionsField


class Instrument(models.Model):
    """What is put to people. Its questions are in its versions."""

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="instruments")
    slug = models.SlugField(max_length=80, unique=True)
    title = RenditionsField()

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug


@lru_cache(maxsize=128)
def _parsed(version: Keyed) -> Questionnaire:
    return parse(version.of.questions)


class InstrumentVersion(models.Model):
    """The questions as they were put, for good: the database refuses to change or delete them."""

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    questions = OrderedJSONField()
    hash = models.CharField(max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["instrument_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "number"], name="instrument_version_is_new"),
            models.UniqueConstraint(fields=["instrument", "hash"], name="instrument_version_says_something_new"),
            models.CheckConstraint(condition=Q(number__gte=1), name="instrument_versions_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.instrument}, version {self.number}"

    @cached_property
    def questionnaire(self) -> Questionnaire:
        """The questions as typed parts: read once for all rows with the same hash."""
        return _parsed(Keyed(self.hash, self))


class EasyReadCheck(models.Model):
    """That a group of readers checked the easy read of a version, and what they changed. The database refuses to change or delete it."""

    version = models.ForeignKey(InstrumentVersion, on_delete=models.PROTECT, related_name="easy_read_checks")
    readers = models.CharField(max_length=200)  # which group, and nobody's name
    people = models.PositiveIntegerField()
    on = models.DateField()
    changed = models.TextField(max_length=2_000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(people__gte=1),
                name="easy_read_is_checked_by_someone",
                violation_error_message="Say how many people checked it.",
            )
        ]

    def __str__(self) -> str:
        return f"easy read of {self.version}, checked on {self.on}"


class WelshStatus(models.Model):
    """Whether Welsh has equal status in an Organisation: then nothing opens there in English alone."""

    organisation = models.OneToOneField("people.Organisation", on_delete=models.PROTECT, related_name="welsh_status")
    equal = models.BooleanField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Welsh in {self.organisation}: {'equal' if self.equal else 'not said to be equal'}"
