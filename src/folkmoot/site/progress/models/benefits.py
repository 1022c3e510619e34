"""Benefits: what good an initiative is to do, how that is measured, and what was measured, good or bad."""

from django.db import models
from django.db.models import F, Q

from folkmoot.site.progress.models.recorded import OfInitiative, Recorded
from folkmoot.site.renditions import RenditionsField


class Unit(models.TextChoices):
    """What a benefit is counted in."""

    POUNDS = "pounds", "Pounds a year"
    HOURS = "hours", "Hours a year"
    PEOPLE = "people", "People"
    OTHER = "other", "Something else"


class Benefit(OfInitiative):
    """A good that is to come of an initiative: measured how, from where to where, by when, and for whom. It never changes."""

    words = RenditionsField()
    measure = RenditionsField()
    unit = models.CharField(max_length=20, choices=Unit.choices)
    unit_words = RenditionsField(blank=True)  # for "something else" alone
    baseline = models.DecimalField(max_digits=14, decimal_places=2)
    target = models.DecimalField(max_digits=14, decimal_places=2)
    target_day = models.DateField()
    owner = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="benefits")

    class Meta:
        ordering = ["target_day", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(unit__in=Unit.values), name="benefit_unit_is_known"),
            models.CheckConstraint(
                condition=~Q(target=F("baseline")),
                name="benefit_target_is_not_its_baseline",
                violation_error_message="The target must differ from where it starts.",
            ),
        ]

    def __str__(self) -> str:
        return f"benefit {self.pk} of {self.initiative}"


class BenefitActual(Recorded):
    """What was measured on a day, and how anyone can tell. A later row for the same day takes its place."""

    benefit = models.ForeignKey(Benefit, on_delete=models.PROTECT, related_name="actuals")
    on = models.DateField()
    value = models.DecimalField(max_digits=14, decimal_places=2)
    evidence = RenditionsField()

    class Meta:
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"actual of benefit {self.benefit_id} on {self.on}"


class BenefitWithdrawal(Recorded):
    """That a benefit was written down by mistake, and why. What a report has shown cannot be withdrawn: it must be measured."""

    benefit = models.OneToOneField(Benefit, on_delete=models.PROTECT, related_name="withdrawal")
    reason = RenditionsField()

    def __str__(self) -> str:
        return f"withdrawal of benefit {self.benefit_id}"
