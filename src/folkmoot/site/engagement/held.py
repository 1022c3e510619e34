"""An engagement held while it is changed by someone who may run it."""

from typing import Any

from folkmoot.site.engagement.models import Engagement
from folkmoot.site.people.rules import require


def held_by(by: Any, engagement: Engagement) -> Engagement:
    """The engagement read again and locked until the transaction ends, with its questions and who leads its initiative.

    Raises PermissionDenied without `engagement.run` in the Organisation that leads the initiative.
    """
    found = Engagement.objects.select_for_update(of=("self",)).select_related("version", "initiative__lead")
    held = found.get(pk=engagement.pk)
    require(by, "engagement.run", held.initiative.lead)
    return held
