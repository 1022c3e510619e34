"""News of initiatives: what everyone may know that happened, newest first. Feeds and mails to those who follow are made from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from folkmoot.site.audit import queries as audit
from folkmoot.site.engagement import queries as engagement
from folkmoot.site.evidence import queries as evidence
from folkmoot.site.initiatives import queries, timeline
from folkmoot.site.initiatives.models import Initiative
from folkmoot.site.renditions import Texts, filled, plain

OPENED, RESULTS, DECISION, PUBLISHED = "engagement.opened", "findings.published", "decision.made", "publication.published"
ASKED = plain(
    "People are asked what they think: {dates}.", easy="You can say what you think: {dates}.", welsh="Gofynnir i bobl am eu barn: {dates}."
)
VERBS = frozenset({OPENED, RESULTS, *timeline.PUBLIC})


@dataclass(frozen=True)
class News:
    """One thing that happened to an initiative: the number of its event in the audit log, when, in words, and the page to read.

    is_decision_point: a notice was published, people are asked, what they said is out, or a decision was made: when it matters to know.
    """

    number: int
    at: datetime
    initiative: Initiative
    words: Texts
    path: str
    is_decision_point: bool


def news(*, among: Sequence[Initiative] | None = None, after: int = 0, up_to: int | None = None, most: int | None = None) -> list[News]:
    """The news of all initiatives, or of those `among`, newest first: by the events numbered above `after` and up to `up_to`, from the
    newest `most` of them."""
    events = audit.happened(VERBS, after=after, up_to=up_to, subjects=None if among is None else _subjects(among), most=most)
    return [told for event in events if (told := _told(event)) is not None]


def _subjects(initiatives: Sequence[Initiative]) -> list[str]:
    keys = [initiative.pk for initiative in initiatives]
    asked = engagement.keys_in(keys)
    found = {"initiative": keys, "engagement": asked, "results": evidence.keys_in(asked)}
    return [f"{model}:{key}" for model, of_model in found.items() for key in of_model]


def _told(event: dict[str, Any]) -> News | None:
    model, _, key = event["subject"].partition(":")
    if model == "initiative":
        initiative = queries.by_id(int(key))
        told = timeline.entry(initiative, event) if initiative else None
        if initiative is None or told is None:
            return None
        path = told.get("href", reverse("initiatives:initiative", args=[initiative.slug]))
        notice = event["verb"] == PUBLISHED and event["detail"]["kind"] == "notice"
        return News(event["number"], event["at"], initiative, _words(event, told["words"]), path, notice or event["verb"] == DECISION)
    asked = engagement.engagement_with(int(key) if model == "engagement" else evidence.engagement_of(int(key)))
    if event["verb"] == OPENED:
        words = filled(ASKED, dates=engagement.summary(asked).dates)
        path = reverse("engagement:start", args=[asked.slug])
    else:
        words = plain("What people said was published.", easy="You can read what people said.", welsh="Cyhoeddwyd yr hyn a ddywedodd pobl.")
        path = reverse("evidence:results", args=[asked.slug])
    return News(event["number"], event["at"], asked.initiative, words, path, is_decision_point=True)


def _words(event: dict[str, Any], english: str) -> Texts:
    if event["verb"] == DECISION:
        return plain(english, easy="There is a decision. You can read it.", welsh="Gwnaed penderfyniad.")
    if event["verb"] == PUBLISHED and event["detail"]["kind"] == "notice":
        number = event["detail"]["version"]
        return plain(english, easy="There is a new notice. It says what will be done.", welsh=f"Cyhoeddwyd fersiwn {number} o'r hysbysiad.")
    return plain(english)
