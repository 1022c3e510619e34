"""Plans with dates, who has a stake, and what was read before."""

from django.db import models
from django.db.models import F, Q

from folkmoot.site.progress.models.raid import ONE_TO_FIVE
from folkmoot.site.progress.models.recorded import OfInitiative
from folkmoot.site.renditions import RenditionsField


class PlanKind(models.TextChoices):
    """What a plan is about."""

    RESOURCING = "resourcing", "People and money"
    IMPLEMENTATION = "implementation", "Doing the work"
    DISSEMINATION = "dissemination", "Telling others"
    STAKEHOLDERS = "stakeholders", "Working with those who have a stake"


class Plan(OfInitiative):
    """A version of a plan. A new version is a new row."""

    kind = models.CharField(max_length=20, choices=PlanKind.choices)
    version = models.PositiveIntegerField()
    words = RenditionsField()

    class Meta:
        ordering = ["kind", "version"]
        constraints = [models.UniqueConstraint(fields=["initiative", "kind", "version"], name="plan_version_is_new")]

    def __str__(self) -> str:
        return f"{self.kind} plan {self.version} of {self.initiative}"


class PlanSection(models.Model):
    """What a plan says is done between two days."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="sections")
    starts = models.DateField()
    ends = models.DateField()
    words = RenditionsField()

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="plan_section_ends_after_it_starts",
                violation_error_message="The last day must not be before the first.",
            )
        ]

    def __str__(self) -> str:
        return f"section {self.pk} of {self.plan}"


class Stakeholder(OfInitiative):
    """An organisation or a group that the initiative matters to, and how much it can change it."""

    name = models.CharField(max_length=160)
    influence = models.PositiveSmallIntegerField(validators=ONE_TO_FIVE)
    interest = models.PositiveSmallIntegerField(validators=ONE_TO_FIVE)
    relation = RenditionsField()

    class Meta:
        ordering = ["-influence", "-interest", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "name"], name="stakeholder_is_named_once", violation_error_message="It is on the list already."
            ),
            models.CheckConstraint(condition=Q(influence__range=(1, 5), interest__range=(1, 5)), name="stakeholder_numbers_are_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"stakeholder {self.pk} of {self.initiative}"


class StakeholderBenefit(models.Model):
    """That a stakeholder has a part in a benefit, or gains by it."""

    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.CASCADE, related_name="benefits")
    benefit = models.ForeignKey("progress.Benefit", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["benefit_id"]
        constraints = [models.UniqueConstraint(fields=["stakeholder", "benefit"], name="stakeholder_gains_once_by_a_benefit")]

    def __str__(self) -> str:
        return f"benefit {self.benefit_id} of stakeholder {self.stakeholder_id}"


class Quality(models.TextChoices):
    """How far a source can be leant on."""

    STRONG = "strong", "Strong"
    MIDDLING = "middling", "Middling"
    WEAK = "weak", "Weak"
    UNJUDGED = "unjudged", "Not judged"


class EvidenceSource(OfInitiative):
    """Something that was read: what it is, how it was done, what it claims, and how far it can be leant on."""

    citation = models.CharField(max_length=500)
    method = models.CharField(max_length=300)
    claims = RenditionsField()
    quality = models.CharField(max_length=20, choices=Quality.choices)
    tags = models.JSONField(default=list, blank=True)
    link = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ["citation", "id"]
        constraints = [models.CheckConstraint(condition=Q(quality__in=Quality.values), name="source_quality_is_known")]

    def __str__(self) -> str:
        return f"source {self.pk} of {self.initiative}"
