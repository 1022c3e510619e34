"""The gates of the Double Diamond (Design Council), the project board and its advisory group."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from folkmoot.site.progress.models.money import pounds
from folkmoot.site.progress.models.recorded import OfInitiative
from folkmoot.site.renditions import RenditionsField


class Gate(models.TextChoices):
    """The four gates, in their order."""

    DISCOVER = "discover", "Discover"
    DEFINE = "define", "Define"
    DEVELOP = "develop", "Develop"
    DELIVER = "deliver", "Deliver"


class GateOutcome(models.TextChoices):
    """What was decided at a gate."""

    PASSED = "passed", "Passed"
    NOT_PASSED = "not-passed", "Not passed yet"
    STOP = "stop", "Stop"


class GateDecision(OfInitiative):
    """What a body decided at a gate, why, and how much money that released."""

    gate = models.CharField(max_length=20, choices=Gate.choices)
    outcome = models.CharField(max_length=20, choices=GateOutcome.choices)
    on = models.DateField()
    body = models.CharField(max_length=160)  # "The project board"
    reasons = RenditionsField()
    funding_released = pounds(default=Decimal(0))

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "gate"], condition=Q(outcome="passed"), name="gate_is_passed_once"),
            models.CheckConstraint(condition=Q(gate__in=Gate.values, outcome__in=GateOutcome.values), name="gate_decision_is_known"),
            models.CheckConstraint(
                condition=Q(funding_released=0) | Q(outcome="passed", funding_released__gt=0),
                name="only_a_passed_gate_releases_money",
                violation_error_message="Only a gate that is passed releases money.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gate} gate of {self.initiative}: {self.outcome}"


class BoardKind(models.TextChoices):
    """Which of the two bodies."""

    BOARD = "board", "Project board"
    ADVISORY = "advisory", "Advisory group"


class TermsOfReference(OfInitiative):
    """A version of what a board is for, who is on it and how it works. A new version is a new row."""

    kind = models.CharField(max_length=20, choices=BoardKind.choices)
    version = models.PositiveIntegerField()
    words = RenditionsField()

    class Meta:
        ordering = ["kind", "version"]
        constraints = [models.UniqueConstraint(fields=["initiative", "kind", "version"], name="terms_version_is_new")]

    def __str__(self) -> str:
        return f"terms {self.version} of the {self.kind} of {self.initiative}"


class BoardMeeting(OfInitiative):
    """That a board met on a day, what it talked about and decided, and where its minutes are. A later row for the same day takes its
    place."""

    kind = models.CharField(max_length=20, choices=BoardKind.choices)
    on = models.DateField()
    words = RenditionsField()
    link = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ["on", "id"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=BoardKind.values), name="meeting_is_of_a_known_board")]

    def __str__(self) -> str:
        return f"meeting of the {self.kind} of {self.initiative} on {self.on}"


class BoardMember(OfInitiative):
    """Someone in office who sits on a board from a day up to, and not including, another: a public role."""

    kind = models.CharField(max_length=20, choices=BoardKind.choices)
    name = models.CharField(max_length=120)
    organisation = models.CharField(max_length=160)
    role = models.CharField(max_length=160)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "starts", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="board_member_ends_after_they_start",
                violation_error_message="The last day must not be before the first.",
            )
        ]

    def __str__(self) -> str:
        return f"member {self.pk} of the {self.kind} of {self.initiative}"
