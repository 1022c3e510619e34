"""Who checked an easy read: a rendition of a questionnaire is offered to the public only once readers have checked it.

Easy read is checked by the people it is for (Department of Health 2010, Making written information easier to understand). What they
checked is one version; the next has to be checked again. It is said which group of readers it was, and nobody's name.
"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from folkmoot.site.audit.domain import record
from folkmoot.site.engagement.models import EasyReadCheck, Engagement, InstrumentVersion
from folkmoot.site.people.rules import require


def sign_off_easy_read(*, by: Any, version: InstrumentVersion, readers: str, people: int, on: date, changed: str) -> EasyReadCheck:
    """That a group of readers checked the easy read of a version on a day: who they are as a group, how many, and what they changed.

    From then on the public is offered it. Raises ValidationError by field, and where some question that is asked has no easy read;
    PermissionDenied without `engagement.run` in the Organisation whose instrument it is.
    """
    with transaction.atomic():
        require(by, "engagement.run", version.instrument.organisation)
        if on > timezone.localdate():
            raise ValidationError({"on": "They cannot have checked it on a day to come."})
        missing = [question.key for question in version.questionnaire.asked if not question.text.get("en", {}).get("easy")]
        if missing:
            named = ", ".join(f"“{key}”" for key in missing)
            raise ValidationError(f"These questions have no easy read: {named}. Write it in the next version, then have that one checked.")
        made = EasyReadCheck(
            version=version, readers=readers.strip(), people=people, on=on, changed=changed.strip(), by=by, recorded_at=timezone.now()
        )
        made.full_clean()
        made.save()
        record(by=by, verb="easy_read.checked", subject=version, detail={"people": people, "on": on.isoformat()})
    return made


def easy_read_is_offered(engagement: Engagement) -> bool:
    """Whether people may choose easy read here: every question has it and readers checked it. A preview shows what there is of it."""
    if engagement.preview_at:
        return any(question.text["en"].get("easy") for question in engagement.version.questionnaire.asked)
    if not engagement.version.questionnaire.easy:
        return False
    known = getattr(engagement, "easy_read_checked", None)  # read with the engagement, where queries did
    return engagement.version.easy_read_checks.exists() if known is None else bool(known)
