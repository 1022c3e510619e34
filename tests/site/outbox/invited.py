"""People who were invited by name to an open survey, for tests: clearly made up."""

import re
from dataclasses import dataclass
from typing import Any

from folkmoot.site.engagement import domain as engagements
from folkmoot.site.engagement import receipts
from folkmoot.site.engagement.how_given import HowGiven
from folkmoot.site.engagement.invitations import code_for
from folkmoot.site.people.domain import erase_participant, register_participant
from folkmoot.site.renditions import Reader
from tests.site import make, surveys

NAME = "Philippa Quillfeather"
LETTER = "4 Made-up Mews\nHarrowmere\nHM1 4ZZ"


@dataclass
class Invited:
    """A survey, who runs it, and the people invited, by the address each left."""

    where: Any
    officer: Any
    engagement: Any
    people: dict[str, Any]

    def code(self, contact: str) -> str:
        """The code of one of them."""
        return code_for(self.engagement, self.people[contact].pk).code

    def answers(self, contact: str) -> None:
        """One of them answers."""
        how, given = HowGiven(code=self.code(contact)), {"age": ["16 to 34"]}
        engagements.receive_response(engagement=self.engagement, receipt=receipts.new(), given=given, reader=Reader(), how=how)

    def erased(self, contact: str) -> None:
        """One of them asks to be erased."""
        assert erase_participant(by="participant", pseudonym=self.people[contact].pseudonym)


def invited(*contacts: str) -> Invited:
    """An open survey to which people with these addresses are invited."""
    where = make.organisation()
    officer = make.member(where)
    engagement = surveys.opened(officer, where, config={**surveys.config(), "entry": "invited"})
    people = {contact: register_participant(name=NAME, contact=contact) for contact in contacts}
    engagements.invite_people(by=officer, engagement=engagement, participants=[person.pk for person in people.values()], cards=1)
    return Invited(where, officer, engagement, people)


def link_in(text: str) -> str:
    """The path of the link to opt out in a mail."""
    return re.search(r"https://folkmoot\.example\.org(/out/[\w-]{24})", text)[1]
