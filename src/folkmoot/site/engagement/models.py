"""Instruments, the people they are put to, engagements, and the responses people gave."""

import uuid
from functools import cached_property, lru_cache

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from folkmoot.site.engagement.questionnaire import ONCE, Questionnaire, parse
from folkmoot.site.engagement.states import State
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


class Sample(models.Model):
    """The people an engagement is put to: how they came to it, whom they stand for, and what that population is like.

    `targets` are as in a plan of weighing (`weights.targets`): for each attribute its source and how many people are in each level.
    """

    class Method(models.TextChoices):
        """How people come to take part. The words stand beside every number."""

        VOLUNTEER = "volunteer", "volunteer sample"
        PROBABILITY = "probability", "random sample"
        PANEL = "panel", "citizens' panel"

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="samples")
    name = models.CharField(max_length=120)
    method = models.CharField(max_length=20, choices=Method.choices)
    population = models.CharField(max_length=200)
    how_people_came = models.TextField(blank=True)
    targets = OrderedJSONField(default=dict)
    population_total = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="sample_name_is_its_own",
                violation_error_message="There is a sample with this name already. Choose another.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Engagement(models.Model):
    """One use of one method on a stated question. What is particular to the method is in `config`, checked by the method itself.

    It takes answers from the start of the day `opens` to the end of the day `closes`, while its state is open. Engagements may overlap.
    `preview_at` is set on none that is stored: it is where the forms of a preview are sent (preview.py).
    """

    preview_at = ""

    initiative = models.ForeignKey("initiatives.Initiative", on_delete=models.PROTECT, related_name="engagements")
    slug = models.SlugField(max_length=80, unique=True, error_messages={"unique": "Another engagement has this address. Choose another."})
    title = RenditionsField()
    question = RenditionsField()
    method = models.CharField(max_length=20)
    config = OrderedJSONField()
    version = models.ForeignKey(InstrumentVersion, on_delete=models.PROTECT, related_name="engagements")
    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="engagements")
    opens = models.DateField()
    closes = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opens", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gte=F("opens")),
                name="engagement_closes_after_it_opens",
                violation_error_message="It cannot close before it opens. Choose a later closing day.",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="engagement_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=State.CLOSED, closed_at__isnull=False) | (~Q(state=State.CLOSED) & Q(closed_at__isnull=True)),
                name="engagement_is_closed_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class Cohort(models.Model):
    """A group of people that an engagement asks, and how they are kept safe. Its kind says which texts it needs (safeguarding.py)."""

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="cohorts")
    kind = models.CharField(max_length=30)
    name = models.CharField(max_length=200)
    support = models.TextField(blank=True)
    lead = models.TextField(blank=True)
    consent = models.TextField(blank=True)
    disclosure = models.TextField(blank=True)
    distress = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="general") | ~(Q(support="") | Q(lead="") | Q(consent="") | Q(disclosure="") | Q(distress="")),
                name="cohort_at_risk_is_kept_safe",
            )
        ]

    def __str__(self) -> str:
        return f"cohort {self.pk} of {self.engagement_id}"


class Invitation(models.Model):
    """One person's place in an engagement, opened by a code of their own. What they give at each step shares its `series`.

    The code is worked out again from the series and the vault's key (codes.py), and only its keyed hash is kept, so that whoever reads
    this database can answer for nobody.
    """

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="invitations")
    participant = models.ForeignKey("people.Participant", null=True, blank=True, on_delete=models.SET_NULL, related_name="invitations")
    series = models.UUIDField(unique=True, default=uuid.uuid4)
    code_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["engagement", "participant"], condition=Q(participant__isnull=False), name="invitation_is_one_for_each_person"
            )
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk} to {self.engagement_id}"


class Arrival(models.Model):
    """How many submissions came from one place in one hour. The place is a keyed hash that changes every day (arrivals.py)."""

    place = models.CharField(max_length=32)
    hour = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "hour"], name="arrivals_are_counted_once")]

    def __str__(self) -> str:
        return f"{self.count} in an hour"


class Response(models.Model):
    """One submission, as it was given. The database refuses to change or delete it; only the link to a Participant may be blanked.

    `attributes` are what weights and breakdowns need, frozen when it was given, so that no profile is ever read to make a number.
    `series` is shared by what one person, or one group, gave at the steps of an engagement; it is empty for one that asks once and invites
    nobody. `authority` is by what right somebody answered for another, `consents` the two yeses of someone under 16, `flags` what looked
    odd about how it came in.
    """

    class Mode(models.TextChoices):
        """How the answers came in."""

        ONLINE = "online", "On this site"
        ASSISTED = "assisted", "On this site, with help"
        PAPER = "paper", "On paper"
        PHONE = "phone", "By phone"
        IN_PERSON = "in person", "In person"
        GROUP = "group", "From a group together"
        IMPORT = "import", "From another system"

    class Authority(models.TextChoices):
        """By what right somebody answered for another."""

        OWN = "", "They are my own answers"
        ATTORNEY = "attorney", "I hold a lasting power of attorney"
        DEPUTY = "deputy", "A court made me their deputy"
        PARENT = "parent", "I am their parent, or have parental responsibility"
        CONSULTEE = "consultee", "They cannot decide this, and I was asked what they would want"

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="responses")
    receipt = models.UUIDField(unique=True)
    answers = models.JSONField()
    attributes = models.JSONField()
    mode = models.CharField(max_length=20, choices=Mode.choices)
    language = models.CharField(max_length=8)
    style = models.CharField(max_length=20)
    step = models.CharField(max_length=10, default=ONCE)
    series = models.UUIDField(null=True, blank=True)
    group_size = models.PositiveSmallIntegerField(null=True, blank=True)
    authority = models.CharField(max_length=20, choices=Authority.choices, blank=True, default=Authority.OWN)
    consents = models.JSONField(default=dict)
    flags = models.JSONField(default=list)
    participant = models.ForeignKey("people.Participant", null=True, blank=True, on_delete=models.SET_NULL, related_name="responses")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["engagement", "id"])]
        constraints = [
            models.UniqueConstraint(fields=["engagement", "series", "step"], name="response_is_given_once_at_each_step"),
            models.CheckConstraint(
                condition=Q(mode="group", group_size__gte=2) | (~Q(mode="group") & Q(group_size__isnull=True)),
                name="response_of_a_group_says_how_many",
            ),
        ]

    def __str__(self) -> str:
        return f"response {self.pk} to {self.engagement_id}"
