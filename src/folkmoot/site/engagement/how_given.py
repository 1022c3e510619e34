"""How a submission came to us: with which code and to which step, by whose hand, for whom, and with whose yes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from folkmoot.site.engagement.methods.survey_config import OF_AGE
from folkmoot.site.engagement.models import Response
from folkmoot.site.engagement.wording import WORDING
from folkmoot.site.errors import Refused

BY_STAFF = (Response.Mode.ASSISTED, Response.Mode.PHONE, Response.Mode.IN_PERSON, Response.Mode.GROUP)
LARGEST_GROUP = 500


@dataclass(frozen=True)
class HowGiven:
    """How one submission came.

    `code` is what opened it ("" for an open address) and `step` which it answers ("" for the first). `authority` is by what right
    somebody answers for another. Someone under 16 says so, and then both a responsible adult and they themselves must say yes. `seconds`
    is how long it took and `from_place` where it came from (arrivals.py), where those are known.
    """

    code: str = ""
    step: str = ""
    mode: str = Response.Mode.ONLINE
    group_size: int | None = None
    authority: str = Response.Authority.OWN
    under_16: bool = False
    adult_yes: bool = False
    own_yes: bool = False
    seconds: float | None = None
    from_place: str = ""

    @property
    def consents(self) -> dict[str, bool]:
        """The two yeses of someone under 16, to be kept; empty for anyone else."""
        return {"responsible_adult": self.adult_yes, "own": self.own_yes} if self.under_16 else {}

    def check(self, *, by_staff: bool, config: Mapping[str, Any]) -> None:
        """Raises Refused, or ValidationError for what staff got wrong, for what is missing or does not go together."""
        if (self.mode in BY_STAFF) != by_staff or (self.mode not in BY_STAFF and self.mode != Response.Mode.ONLINE):
            raise ValidationError("Say how these answers came in: with help, by phone, in person or from a group.")
        if self.mode == Response.Mode.GROUP and not 2 <= (self.group_size or 0) <= LARGEST_GROUP:
            raise ValidationError(f"Say how many people answered together: from 2 to {LARGEST_GROUP}.")
        if self.mode != Response.Mode.GROUP and self.group_size is not None:
            raise ValidationError("Only answers from a group say how many people answered.")
        if self.authority not in Response.Authority.values or (self.authority and not config.get("for_someone")):
            raise Refused(WORDING["not_for_someone"])
        if self.under_16 and config.get("youngest", OF_AGE) >= OF_AGE:
            raise Refused(WORDING["too_young"])
        if self.under_16 and not (self.adult_yes and self.own_yes):
            raise Refused(WORDING["both_yes"])
