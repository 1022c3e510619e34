"""How an initiative ends: what it had to do to be accepted, what was learnt, who takes over, and whether it was worth it."""

from django.db import models
from django.db.models import Q

from folkmoot.site.progress.models.recorded import OfInitiative, Recorded
from folkmoot.site.renditions import RenditionsField


class AcceptanceCriterion(OfInitiative):
    """Something that must be so before those who use the result accept it, and who tests it."""

    words = RenditionsField()
    tester = models.CharField(max_length=160)  # an office: "The early years team"

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"criterion {self.pk} of {self.initiative}"


class AcceptanceResult(Recorded):
    """What a test of a criterion showed. The newest row counts."""

    class Result(models.TextChoices):
        """Whether the criterion is met."""

        MET = "met", "Met"
        PARTLY = "partly", "Partly met"
        NOT_MET = "not-met", "Not met"

    criterion = models.ForeignKey(AcceptanceCriterion, on_delete=models.PROTECT, related_name="results")
    result = models.CharField(max_length=20, choices=Result.choices)
    on = models.DateField()
    words = RenditionsField()

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(result__in=["met", "partly", "not-met"]), name="acceptance_result_is_known")]

    def __str__(self) -> str:
        return f"result of criterion {self.criterion_id} on {self.on}"


class Lesson(OfInitiative):
    """What happened, why, and what is to be done differently."""

    what = RenditionsField()
    why = RenditionsField()
    action = RenditionsField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"lesson {self.pk} of {self.initiative}"


class Handover(OfInitiative):
    """Who takes what over at the end, and when the initiative is to be evaluated. The newest row counts."""

    words = RenditionsField()
    evaluate_on = models.DateField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"handover {self.pk} of {self.initiative}"


class NextDecision(models.TextChoices):
    """What an evaluation leads to."""

    CONTINUE = "continue", "Go on as it is"
    CHANGE = "change", "Go on, with changes"
    STOP = "stop", "Stop"


class Evaluation(OfInitiative):
    """Whether it was worth it: outcome against measure, who gained and who lost, what nobody meant, cost, and what is decided."""

    on = models.DateField()
    outcome = RenditionsField()
    gained_or_lost = RenditionsField()
    unintended = RenditionsField()
    cost = RenditionsField()
    decision = models.CharField(max_length=20, choices=NextDecision.choices)
    reasons = RenditionsField()

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(decision__in=NextDecision.values), name="evaluation_decision_is_known")]

    def __str__(self) -> str:
        return f"evaluation {self.pk} of {self.initiative}"
