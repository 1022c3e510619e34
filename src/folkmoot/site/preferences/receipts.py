"""The receipt of someone's choices, from what is on record under their reference."""

from typing import Any

from folkmoot.record.preference_receipt import ReceiptAnswer, ReceiptEvent, receipt
from folkmoot.record.preferences import Choice, PreferenceEvent, Recorded
from folkmoot.site.initiatives.queries import TOPICS
from folkmoot.site.preferences.queries import Mine
from folkmoot.site.preferences.wording import VERSION, WORDING
from folkmoot.site.renditions import DEFAULT, Reader, render

SHOWN = ("not_consent", "objecting", "asking", "reach")
"""The words of the page that a receipt repeats."""


def receipt_of(held: Mine, address: str) -> dict[str, Any]:
    """The receipt as JSON-LD, for whoever holds the reference; `address` is where choices are changed. The words shown are repeated where
    they are of the version in use now; older ones are named by their version."""
    events = [
        ReceiptEvent(
            PreferenceEvent(e.pk, e.family, Recorded(e.state), Choice(e.choice) if e.choice else None, e.recorded_at),
            e.by,
            e.language,
            e.style,
            e.wording,
        )
        for e in held.events
    ]
    answers = [
        ReceiptAnswer(a.objection_id, a.event_id, a.organisation.name, a.outcome, str(render(a.reason, Reader(*DEFAULT))))
        for a in held.answers
    ]
    readers = {(e.language, e.style) for e in held.events if e.wording == VERSION}
    words = {f"{lang}/{style}": " ".join(str(render(WORDING[key], Reader(lang, style))) for key in SHOWN) for lang, style in readers}
    return receipt(held.pseudonym, events, answers, families=TOPICS, notice={VERSION: words}, address=address)
