"""Whether somebody is still to be written to, looked up at the moment of writing; and then who and where, from the vault."""

from dataclasses import dataclass

from folkmoot.site.engagement import queries as engagements
from folkmoot.site.outbox import tokens
from folkmoot.site.outbox.models import Due, OptOut, State
from folkmoot.site.people import queries as people


@dataclass(frozen=True)
class Ready:
    """Who is written to, where, with which code, and the token of their link to opt out. Never kept."""

    name: str
    contact: str
    code: str
    token: str


def ready(due: Due) -> Ready | State:
    """All that a mail or letter needs; or what became of it, when they opted out, were erased or have answered, or it has closed."""
    if due.participant is None:
        return State.LAPSED
    if OptOut.objects.filter(participant_id=due.participant_id).exists():
        return State.OPTED_OUT
    shown = engagements.code_for(due.engagement, due.participant.pk)
    who = people.reached(due.participant.pseudonym)
    if due.engagement.state != "open" or shown is None or shown.used or who is None or not who.contact:
        return State.LAPSED
    return Ready(who.name, who.contact, shown.code, tokens.token_of(due.participant.pseudonym))
