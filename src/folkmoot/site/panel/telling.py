"""Telling members what came of what they said: published for good; what was wrong is corrected by a new entry that names the old."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from folkmoot.site.audit.domain import record
from folkmoot.site.engagement.states import State
from folkmoot.site.errors import NotNow
from folkmoot.site.governance import queries as governance
from folkmoot.site.panel.models import NewsEntry, Panel
from folkmoot.site.panel.sharing import organisations_of
from folkmoot.site.people.rules import require
from folkmoot.site.renditions import Texts


def tell_members(
    *,
    by: Any,
    panel: Panel,
    engagement: Any,
    title: Texts,
    said: Texts,
    happened: Texts,
    decision: int | None = None,
    corrects: NewsEntry | None = None,
) -> NewsEntry:
    """Publish what members said in an engagement and what happened because of it; `decision` is the number of the one it led to, on
    the same initiative, where there is one.

    Raises ValidationError for an engagement or a decision that does not fit, or an entry that was corrected before; NotNow before the
    engagement has closed; PermissionDenied without `panel.run` in the Organisation that leads the engagement's initiative.
    """
    with transaction.atomic():
        lead = engagement.initiative.lead
        require(by, "panel.run", lead)
        panel = Panel.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=panel.pk)
        if lead not in organisations_of(panel) or not panel.waves.filter(engagement=engagement).exists():
            raise ValidationError({"engagement": "Choose an engagement for which members of this panel were drawn."})
        if engagement.state != State.CLOSED:
            raise NotNow("Members are still answering. Tell them what came of it once the engagement has closed.")
        if decision is not None and governance.decision_of(engagement.initiative, decision) is None:
            raise ValidationError({"decision": "Choose a decision on the initiative they were asked about."})
        if corrects is not None and (corrects.panel_id != panel.pk or NewsEntry.objects.filter(corrects=corrects).exists()):
            raise ValidationError({"corrects": "This entry was corrected already. Correct the newest."})
        made = NewsEntry(
            panel=panel,
            engagement=engagement,
            title=title,
            said=said,
            happened=happened,
            decision=decision,
            corrects=corrects,
            by=by,
            published_at=timezone.now(),
        )
        made.full_clean()
        made.save()
        record(by=by, verb="panel.told", subject=made, detail={"panel": panel.slug, "engagement": engagement.slug})
    return made
