"""Where Welsh has equal status, nothing is put to people in English alone (Welsh Language (Wales) Measure 2011, standards)."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone

from folkmoot.site.audit.domain import record
from folkmoot.site.engagement.models import Engagement, WelshStatus
from folkmoot.site.engagement.texts import texts_of
from folkmoot.site.people.rules import require
from folkmoot.site.renditions import Texts

EQUAL = "Welsh has equal status in {}, so this cannot open yet: {} no Welsh."


def set_welsh_status(*, by: Any, organisation: Any, equal: bool) -> WelshStatus:
    """Say whether Welsh has equal status in an Organisation. Raises PermissionDenied without `people.manage` in it."""
    with transaction.atomic():
        require(by, "people.manage", organisation)
        made, _ = WelshStatus.objects.update_or_create(organisation=organisation, defaults={"equal": equal, "changed_at": timezone.now()})
        record(by=by, verb="welsh_status.set", subject=organisation, detail={"equal": equal})
    return made


def has_equal_status(organisation: Any) -> bool:
    """Whether Welsh has equal status there. It has not until someone says so."""
    return WelshStatus.objects.filter(organisation=organisation, equal=True).exists()


def without_welsh(engagement: Engagement) -> list[str]:
    """Where each public text of an engagement stands that has no Welsh, in words."""
    return [where for where, texts in _public(engagement) if not str(texts.get("cy", {}).get("standard", "")).strip()]


def why_not_in_welsh(engagement: Engagement) -> list[str]:
    """What keeps an engagement from opening where Welsh has equal status, each in a sentence; [] where it has not, or nothing does."""
    organisation = engagement.initiative.lead
    missing = without_welsh(engagement) if has_equal_status(organisation) else []
    if not missing:
        return []
    words = "one text has" if len(missing) == 1 else f"{len(missing)} texts have"
    return [EQUAL.format(organisation.name, words), *(f"{where}: write it in Welsh." for where in missing)]


def _public(engagement: Engagement) -> Iterator[tuple[str, Texts]]:
    yield "The title", engagement.title
    yield "What you want to know", engagement.question
    for name, where in (("who_sees", "Who sees the answers"), ("help", "Who helps")):
        if engagement.config.get(name):
            yield where, engagement.config[name]
    for placed in texts_of(engagement.version.questions):
        yield placed.where, placed.texts
