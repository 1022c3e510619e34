"""Everything staff can do to a panel itself: found it, change its limits, share it. What members do is in membership.py, waves are in
waves.py, what was promised in incentives.py, what members are told in telling.py."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from folkmoot.site import renditions
from folkmoot.site.audit.domain import record
from folkmoot.site.engagement import domain as engagement
from folkmoot.site.errors import NotNow
from folkmoot.site.panel.incentives import settle_incentives
from folkmoot.site.panel.membership import (
    change_consents,
    change_declaration,
    drop_stray_contacts,
    erase_member,
    join_panel,
    leave_panel,
    pause,
    resume,
)
from folkmoot.site.panel.models import MOST_A_YEAR, REST_DAYS, Panel, Sharing, shares_of
from folkmoot.site.panel.sharing import organisations_of, require_a_say
from folkmoot.site.panel.telling import tell_members
from folkmoot.site.panel.waves import draw_wave, take_contacts
from folkmoot.site.people.rules import require
from folkmoot.site.renditions import Texts

__all__ = [
    "change_consents",
    "change_declaration",
    "change_limits",
    "draw_wave",
    "drop_stray_contacts",
    "end_sharing",
    "erase_member",
    "found_panel",
    "join_panel",
    "leave_panel",
    "pause",
    "require_a_say",
    "resume",
    "settle_incentives",
    "share_panel",
    "take_contacts",
    "tell_members",
]

PERCENT_SLACK = 0.5


def found_panel(
    *,
    by: Any,
    organisation: Any,
    slug: str,
    title: Texts,
    about: Texts,
    population: str,
    targets: Mapping[str, Any],
    asks: Mapping[str, Texts],
    rest_days: int = REST_DAYS,
    most_a_year: int = MOST_A_YEAR,
) -> Panel:
    """Found a panel. `targets` are those of its sample: for each attribute its source and the population in each level; `asks` holds for
    each attribute the question by which people say which level is theirs. It is public at once, and takes members.

    Raises ValidationError for what is missing or does not add up; PermissionDenied without `panel.run` and `engagement.run` in the
    organisation.
    """
    with transaction.atomic():
        require(by, "panel.run", organisation)
        _check(targets, asks)
        sample = engagement.describe_sample(
            by=by,
            organisation=organisation,
            name=f"Panel: {title.get('en', {}).get('standard', slug)}"[:120],
            method="panel",
            population=population,
            how_people_came="They joined a citizens' panel by themselves, and agreed to be asked again.",
            targets=targets,
        )
        panel = Panel(
            organisation=organisation,
            sample=sample,
            slug=slug,
            title=title,
            about=about,
            asks=dict(asks),
            rest_days=rest_days,
            most_a_year=most_a_year,
            founded_on=timezone.localdate(),
        )
        panel.full_clean(exclude=["asks"])
        panel.save()
        record(by=by, verb="panel.founded", subject=panel, detail={"slug": slug, "rest_days": rest_days, "most_a_year": most_a_year})
    return panel


def change_limits(*, by: Any, panel: Panel, rest_days: int, most_a_year: int) -> Panel:
    """Change how long members rest and how often they are asked at most. The panel's page says it at once.

    Raises ValidationError for numbers that will not do; PermissionDenied without `panel.run` in the Organisation that keeps the panel.
    """
    with transaction.atomic():
        require(by, "panel.run", panel.organisation)
        held = Panel.objects.select_for_update(of=("self",)).get(pk=panel.pk)
        held.rest_days, held.most_a_year = rest_days, most_a_year
        held.full_clean(exclude=["asks"])
        held.save(update_fields=["rest_days", "most_a_year"])
        record(by=by, verb="panel.limits_changed", subject=held, detail={"rest_days": rest_days, "most_a_year": most_a_year})
    return held


def share_panel(*, by: Any, panel: Panel, organisation: Any, agreed_by: str, on: dt.date | None = None) -> Sharing:
    """Let another Organisation draw waves from a panel, from a day on (today); `agreed_by` is the office that agreed for it.

    Raises ValidationError for its own organisation, one that shares it already, a day to come or no office; PermissionDenied as above.
    """
    with transaction.atomic():
        require(by, "panel.run", panel.organisation)
        panel = Panel.objects.select_for_update(of=("self",)).get(pk=panel.pk)
        if organisation in organisations_of(panel):
            raise ValidationError({"organisation": "This organisation draws from the panel already."})
        made = _sharing(by, panel, organisation, shares=True, agreed_by=agreed_by, on=on)
        record(by=by, verb="panel.shared", subject=panel, detail={"organisation": organisation.slug, "on": made.on.isoformat()})
    return made


def end_sharing(*, by: Any, panel: Panel, organisation: Any, agreed_by: str, on: dt.date | None = None) -> Sharing:
    """An Organisation draws no more waves from a panel it shared. The organisation that keeps the panel can end it, and so can the other.

    Raises NotNow for one that does not share it; ValidationError as above; PermissionDenied without `panel.run` in either.
    """
    with transaction.atomic():
        try:
            require(by, "panel.run", panel.organisation)
        except PermissionDenied:
            require(by, "panel.run", organisation)
        panel = Panel.objects.select_for_update(of=("self",)).get(pk=panel.pk)
        if organisation == panel.organisation or organisation not in organisations_of(panel):
            raise NotNow("This organisation does not share the panel.")
        made = _sharing(by, panel, organisation, shares=False, agreed_by=agreed_by, on=on)
        record(by=by, verb="panel.sharing_ended", subject=panel, detail={"organisation": organisation.slug, "on": made.on.isoformat()})
    return made


def _sharing(by: Any, panel: Panel, organisation: Any, *, shares: bool, agreed_by: str, on: dt.date | None) -> Sharing:
    today = timezone.localdate()
    if on is not None and on > today:
        raise ValidationError({"on": "That day is still to come. Record it on the day."})
    made = Sharing(
        panel=panel,
        organisation=organisation,
        shares=shares,
        agreed_by=agreed_by.strip(),
        on=on or today,
        by=by,
        recorded_at=timezone.now(),
    )
    made.full_clean()
    made.save()
    return made


def _check(targets: Mapping[str, Any], asks: Mapping[str, Texts]) -> None:
    if not targets:
        raise ValidationError({"targets": "Say how many people of the population are in each group, for one attribute at least."})
    if set(targets) != set(asks):
        raise ValidationError({"targets": "Give each attribute the question that people are asked, and its groups."})
    for name, target in targets.items():
        shares = shares_of(target)
        if len(shares) < 2 or any(not 0 <= share <= 1 for share in shares.values()):
            raise ValidationError({"targets": f"“{name}” needs two groups at least, each with a number that is not below 0."})
        if "percent" in target and abs(sum(target["percent"].values()) - 100) > PERCENT_SLACK:
            raise ValidationError({"targets": f"The percentages of “{name}” add up to {sum(target['percent'].values()):g}, not to 100."})
        if not str(target.get("source", "")).strip():
            raise ValidationError({"targets": f"Say where the numbers of “{name}” come from."})
        renditions.check(asks[name])
