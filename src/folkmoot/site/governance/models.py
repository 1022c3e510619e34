"""Decisions and their conditions, signatures and stops. Every row is written once and never changed: the database refuses."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from folkmoot.licence.facts import Outcome
from folkmoot.licence.stages import LICENSED, STAGES
from folkmoot.site.renditions import RenditionsField

OUTCOMES = [
    (Outcome.YES.value, "Yes"),
    (Outcome.YES_WITH_CONDITIONS.value, "Yes, with conditions"),
    (Outcome.NO.value, "No"),
    (Outcome.DEFER.value, "Not yet: more is needed first"),
]
ALLOWS = [Outcome.YES.value, Outcome.YES_WITH_CONDITIONS.value]
LICENSED_CHOICES = [(stage.value, STAGES[stage].name) for stage in LICENSED]
STAFF = settings.AUTH_USER_MODEL


class Decision(models.Model):
    """A committee's reasoned outcome on an Initiative: the notice it read, the findings it answers, and how long a yes holds."""

    committee = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="decisions")
    initiative = models.ForeignKey("initiatives.Initiative", on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=24, choices=OUTCOMES)
    reasons = RenditionsField()
    stages = models.JSONField()
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    review_by = models.DateField(null=True, blank=True)
    notice_hash = models.CharField(max_length=64)
    answers = models.JSONField(default=list)  # [{"finding": key, "answer": renditions}]
    decided_on = models.DateField()
    recorded_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="decisions_recorded")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["decided_on", "number"]
        indexes = [models.Index(fields=["-decided_on", "-id"], name="decision_newest_first")]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "number"], name="decision_number_is_new"),
            models.CheckConstraint(condition=Q(outcome__in=[o.value for o in Outcome]), name="decision_outcome_is_known"),
            models.CheckConstraint(
                condition=Q(outcome__in=ALLOWS, valid_from__isnull=False, valid_until__isnull=False, review_by__isnull=False)
                | (~Q(outcome__in=ALLOWS) & Q(valid_from__isnull=True, valid_until__isnull=True, review_by__isnull=True)),
                name="decision_that_allows_has_dates",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_until__gte=F("valid_from"), review_by__gte=F("valid_from")),
                name="decision_dates_are_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"decision {self.number} on {self.initiative}"


class Condition(models.Model):
    """Something a Decision requires: in words, owned, and due by a date or before a stage; a minimum standard, or of its own."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="conditions")
    text = RenditionsField()
    owner = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="conditions")
    due = models.DateField(null=True, blank=True)
    before_stage = models.CharField(max_length=20, choices=LICENSED_CHOICES, blank=True)
    standard = models.SlugField(max_length=60, blank=True)  # the minimum standard it sets (folkmoot.licence.STANDARDS), if it is one

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due__isnull=False, before_stage="") | Q(due__isnull=True, before_stage__in=[stage.value for stage in LICENSED]),
                name="condition_is_due_by_a_date_or_before_a_stage",
            ),
        ]

    def __str__(self) -> str:
        return f"condition {self.pk} of {self.decision}"


class ConditionMet(models.Model):
    """That a Condition is met: since when, who says so, and how anyone can tell."""

    condition = models.OneToOneField(Condition, on_delete=models.PROTECT, related_name="met")
    on = models.DateField()
    by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="conditions_met")
    evidence = RenditionsField()
    recorded_at = models.DateTimeField(null=True, blank=True)  # None: on that day

    def __str__(self) -> str:
        return f"condition {self.condition_id} met on {self.on}"


class DpiaSignature(models.Model):
    """A signature under an initiative's data protection impact assessment: whose office, what the data protection officer advised, and the
    risk that is left."""

    class Residual(models.TextChoices):
        """What risk is left to people once the measures are taken (UK GDPR Articles 35 and 36)."""

        LOW = "low", "Low"
        MEDIUM = "medium", "Medium: accepted, with reasons"
        HIGH = "high", "High: the Information Commissioner must be asked first"

    initiative = models.ForeignKey("initiatives.Initiative", on_delete=models.PROTECT, related_name="dpia_signatures")
    signed_on = models.DateField()
    office = models.CharField(max_length=120)  # "The data protection officer"
    advice = RenditionsField(blank=True)  # the data protection officer's, in words, and what was done about it
    residual = models.CharField(max_length=20, choices=Residual.choices, blank=True)
    address = models.URLField(max_length=500, blank=True)  # where anyone can read it
    recorded_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="dpias_recorded")
    recorded_at = models.DateTimeField(null=True, blank=True)  # None: on the day it was signed

    class Meta:
        ordering = ["signed_on", "id"]

    def __str__(self) -> str:
        return f"risk check of {self.initiative} signed on {self.signed_on}"


class Agreement(models.Model):
    """An agreement between organisations, signed, until a day."""

    class Kind(models.TextChoices):
        """What kind of agreement it is."""

        USE = "use", "Agreement on the use of records"
        JOINT = "joint", "Joint controllers' agreement"
        PROCESSOR = "processor", "Contract with a processor"

    initiative = models.ForeignKey("initiatives.Initiative", on_delete=models.PROTECT, related_name="agreements")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    signed_on = models.DateField()
    ends_on = models.DateField()
    review_by = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="agreements_recorded")
    recorded_at = models.DateTimeField(null=True, blank=True)  # None: on the day it was signed

    class Meta:
        ordering = ["signed_on", "id"]
        constraints = [models.CheckConstraint(condition=Q(ends_on__gte=F("signed_on")), name="agreement_ends_after_it_is_signed")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.initiative}"


class AgreementParty(models.Model):
    """An Organisation that signed an Agreement."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="parties")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="agreements")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["agreement", "organisation"], name="agreement_party_signs_once")]

    def __str__(self) -> str:
        return f"{self.organisation} in agreement {self.agreement_id}"


class Suspension(models.Model):
    """A stop: nobody may use the records from `started` until it is ended."""

    initiative = models.ForeignKey("initiatives.Initiative", on_delete=models.PROTECT, related_name="suspensions")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="suspensions")
    started = models.DateTimeField()
    reason = RenditionsField()
    by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="suspensions")

    class Meta:
        ordering = ["started", "id"]

    def __str__(self) -> str:
        return f"suspension {self.pk} of {self.initiative}"


class SuspensionEnd(models.Model):
    """The end of a Suspension, and what changed."""

    suspension = models.OneToOneField(Suspension, on_delete=models.PROTECT, related_name="end")
    ended = models.DateTimeField()
    reason = RenditionsField()
    by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="suspensions_ended")

    def __str__(self) -> str:
        return f"end of suspension {self.suspension_id}"
