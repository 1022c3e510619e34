"""How an initiative ends, and what is missing before it may."""

from dataclasses import dataclass
from typing import Any

from folkmoot.licence.stages import Stage
from folkmoot.site.progress.models import AcceptanceCriterion, AcceptanceResult, Evaluation, Handover, Lesson
from folkmoot.site.progress.queries.benefits import benefits_of
from folkmoot.site.renditions import Reader, Texts, render


@dataclass(frozen=True)
class CriterionNow:
    """A criterion with its newest result, None before it was tested."""

    id: int
    words: Texts
    tester: str
    result: AcceptanceResult | None


@dataclass(frozen=True)
class ClosureNow:
    """All that is on record about the end of an initiative. `evaluations` are the newest first."""

    criteria: tuple[CriterionNow, ...]
    lessons: tuple[Lesson, ...]
    handover: Handover | None
    evaluations: tuple[Evaluation, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is on record yet."""
        return not (self.criteria or self.lessons or self.handover or self.evaluations)


def closure_of(initiative: Any) -> ClosureNow:
    """What is on record about the end of an initiative."""
    criteria = AcceptanceCriterion.objects.filter(initiative=initiative).prefetch_related("results")
    return ClosureNow(
        tuple(CriterionNow(c.pk, c.words, c.tester, (list(c.results.all()) or [None])[-1]) for c in criteria),
        tuple(Lesson.objects.filter(initiative=initiative)),
        Handover.objects.filter(initiative=initiative).last(),
        tuple(Evaluation.objects.filter(initiative=initiative).order_by("-id")),
    )


def closing_gaps(initiative: Any) -> list[str]:
    """What must be on record before an initiative may be closed, in plain sentences; [] when nothing is missing.

    Every benefit has been measured, every acceptance criterion tested, and lessons and an evaluation are written. An initiative that went
    beyond its scope needs at least one benefit and one criterion: without any there would be nothing to answer for.
    """
    closure, benefits = closure_of(initiative), benefits_of(initiative)
    began = Stage(initiative.stage) is not Stage.SCOPE
    gaps = ["Write down at least one benefit, and measure it."] if began and not benefits else []
    gaps += [f"Measure this benefit: {_words(benefit.words)}" for benefit in benefits if benefit.latest is None]
    gaps += ["Write down at least one acceptance criterion, and test it."] if began and not closure.criteria else []
    gaps += [f"Test this acceptance criterion: {_words(criterion.words)}" for criterion in closure.criteria if criterion.result is None]
    gaps += [] if closure.lessons else ["Write down at least one lesson."]
    gaps += [] if closure.evaluations else ["Write the evaluation."]
    return gaps


def criterion(criterion_id: int) -> AcceptanceCriterion | None:
    """One criterion as a row, for the staff page that tests it."""
    return AcceptanceCriterion.objects.select_related("initiative__lead").filter(pk=criterion_id).first()


def _words(texts: Texts) -> str:
    words = render(texts, Reader()).words
    return words if words.endswith((".", "?", "!")) else f"{words}."
