"""Plans of engagement, their published versions, their rounds, and what was decided after each. What was published stays."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from folkmoot.site.involvement.stages import LEVELS
from folkmoot.site.ordered_json import OrderedJSONField
from folkmoot.site.planning.gunning import ASKS, Check
from folkmoot.site.planning.methods import WAYS
from folkmoot.site.planning.risk import PROMISES
from folkmoot.site.renditions import RenditionsField


class Plan(models.Model):
    """One initiative's plan as it is being written: the answers of each step. Nobody outside sees them before they are published."""

    initiative = models.OneToOneField("initiatives.Initiative", on_delete=models.PROTECT, related_name="engagement_plan")
    answers = OrderedJSONField(default=dict)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"plan of {self.initiative}"


class PlanVersion(models.Model):
    """A plan as it was published, with the SHA-256 of its answers."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    answers = OrderedJSONField()
    hash = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="engagement_plan_version_is_new"),
            models.CheckConstraint(condition=Q(number__gte=1), name="engagement_plan_versions_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.plan}, version {self.number}"


class Round(models.Model):
    """One round of a plan: a way to ask, a question, its dates, and what it is planned to cost. Rounds are in order by number."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveIntegerField()
    method = models.CharField(max_length=20, choices=[(way.key, way.name) for way in WAYS.values()])
    question = RenditionsField()
    starts = models.DateField()
    ends = models.DateField()
    pounds = models.PositiveIntegerField()
    hours = models.PositiveIntegerField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="round_number_is_new"),
            models.CheckConstraint(condition=Q(number__gte=1), name="rounds_count_from_one"),
            models.CheckConstraint(condition=Q(method__in=list(WAYS)), name="round_method_is_known"),
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="round_ends_after_it_starts",
                violation_error_message="It cannot end before it starts. Choose a later last day.",
            ),
        ]

    def __str__(self) -> str:
        return f"round {self.number} of the {self.plan}"


class RoundEngagement(models.Model):
    """That an engagement is part of a round. An engagement is in one round at most."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="linked")
    engagement = models.OneToOneField("engagement.Engagement", on_delete=models.PROTECT, related_name="planned_in")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.engagement} in {self.round}"


class RoundDecision(models.Model):
    """What was decided after a round: what was learnt, what changes, whether to go on, and which office decided. The newest row counts."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="decisions")
    goes_on = models.BooleanField()
    learnt = RenditionsField()
    changes = RenditionsField()
    findings = models.JSONField(default=list, blank=True)  # the keys of the findings it rests on
    office = models.CharField(max_length=120)
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"decision after {self.round}"


class CheckAnswer(models.Model):
    """What a body says of one of Gunning's checks for one engagement, with a link to what shows it. The newest row counts."""

    engagement = models.ForeignKey("engagement.Engagement", on_delete=models.PROTECT, related_name="check_answers")
    check_key = models.CharField(max_length=20, choices=[(check.value, ASKS[check]["en"]["standard"]) for check in Check])
    words = RenditionsField()
    evidence = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(check_key__in=[check.value for check in Check]), name="gunning_check_is_known")]

    def __str__(self) -> str:
        return f"{self.check_key} of {self.engagement}"


class LevelReached(models.Model):
    """How much of a part people had in the end, and what shows it. The newest row counts."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reached")
    level = models.CharField(max_length=20, choices=[(level.value, LEVELS[level].name) for level in PROMISES])
    words = RenditionsField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(level__in=[level.value for level in PROMISES]), name="level_reached_is_known")]

    def __str__(self) -> str:
        return f"{self.level} reached by the {self.plan}"


class Kit(models.Model):
    """A kit's file as an organisation offers it to others, or as it was brought here; who did so, and from where, stays on record."""

    class Way(models.TextChoices):
        """Whether it goes out or came in."""

        OFFERED = "offered", "Offered to others"
        RECEIVED = "received", "Brought here"

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="kits")
    way = models.CharField(max_length=10, choices=Way.choices)
    title = models.CharField(max_length=1000)
    hash = models.CharField(max_length=64)
    content = models.BinaryField()
    came_from = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)  # when what is in it was added here

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "way", "hash"], name="kit_is_there_once"),
            models.CheckConstraint(condition=Q(way__in=["offered", "received"]), name="kit_way_is_known"),
        ]

    def __str__(self) -> str:
        return self.title
