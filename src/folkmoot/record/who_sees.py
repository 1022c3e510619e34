"""Who can see the joined records: worked out from the access that was given, never typed."""

from collections.abc import Sequence
from dataclasses import dataclass

NOBODY = "Nobody. No one has been given access."


@dataclass(frozen=True)
class Grant:
    """How many named people of an organisation may see the joined records, and in which job."""

    organisation: str
    job: str
    people: int


def who_sees(grants: Sequence[Grant]) -> list[str]:
    """One line for each organisation and job, in the order given; one line that says nobody when nobody may."""
    lines = [
        f"{grant.organisation}: {grant.people} {'person' if grant.people == 1 else 'people'}, {grant.job}."
        for grant in grants
        if grant.people
    ]
    return lines or [NOBODY]
