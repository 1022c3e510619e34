"""Benefits: what is to get better, and what was measured, good or bad."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from folkmoot.site.errors import NotNow
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.progress.domain.recording import add, not_to_come, writing
from folkmoot.site.progress.models import Benefit, BenefitActual, BenefitWithdrawal, StatusReport, Unit
from folkmoot.site.renditions import Texts


def plan_benefit(
    *,
    by: Any,
    initiative: Any,
    words: Texts,
    measure: Texts,
    unit: str,
    baseline: Decimal,
    target: Decimal,
    target_day: date,
    owner: Any,
    unit_words: Texts | None = None,
) -> Benefit:
    """A good that is to come of it: how it is measured, from where to where and by when, and the organisation that answers for it.

    Raises ValidationError when `owner` is not in the initiative, or when only one of "something else" and its own words is given.
    """
    if (unit == Unit.OTHER) != bool(unit_words):
        raise ValidationError({"unit_words": "Say what it is counted in, if it is something else, and only then."})
    if unit == Unit.PEOPLE and (min(baseline, target) < 0 or baseline % 1 or target % 1):
        raise ValidationError({"target": "People are counted in whole numbers from 0."})
    with writing(by, initiative) as held:
        if owner not in initiatives.organisations_of(held):
            raise ValidationError({"owner": f"{owner} is not in this initiative. Add it first, with its part in words."})
        row = Benefit(
            initiative=held,
            words=words,
            measure=measure,
            unit=unit,
            unit_words=unit_words or {},
            baseline=baseline,
            target=target,
            target_day=target_day,
            owner=owner,
        )
        return add(row, by=by, verb="benefit.planned", initiative=held, detail={"organisation": owner.slug})


def measure_benefit(*, by: Any, benefit: Benefit, value: Decimal, evidence: Texts, on: date | None = None) -> BenefitActual:
    """What was measured on a day (today), good or bad, and how anyone can tell. After the end too: benefits come late.

    A second measure for the same day takes the place of the first, which stays on record.
    """
    day = not_to_come(on, "A benefit cannot have been measured on a day to come.")
    if benefit.unit == Unit.PEOPLE and (value < 0 or value % 1):
        raise ValidationError({"value": "People are counted in whole numbers from 0."})
    with writing(by, benefit.initiative, also_after_the_end=True) as held:
        if BenefitWithdrawal.objects.filter(benefit=benefit).exists():
            raise NotNow("This benefit was withdrawn.")
        row = BenefitActual(benefit=benefit, on=day, value=value, evidence=evidence)
        return add(row, by=by, verb="benefit.measured", initiative=held, detail={"benefit": benefit.pk, "on": day.isoformat()})


def withdraw_benefit(*, by: Any, benefit: Benefit, reason: Texts) -> BenefitWithdrawal:
    """That it was written down by mistake. Raises NotNow once it was measured, or a report has shown it: then it must be measured."""
    with writing(by, benefit.initiative) as held:
        if BenefitWithdrawal.objects.filter(benefit=benefit).exists():
            raise NotNow("This benefit was withdrawn already.")
        shown = any(
            shown["id"] == benefit.pk for report in StatusReport.objects.filter(initiative=held) for shown in report.content["benefits"]
        )
        if shown or benefit.actuals.exists():
            raise NotNow("A report has shown this benefit, or it was measured. It stays, and what comes of it must be said.")
        return add(
            BenefitWithdrawal(benefit=benefit, reason=reason),
            by=by,
            verb="benefit.withdrawn",
            initiative=held,
            detail={"benefit": benefit.pk},
        )
