"""What happened to an initiative, as everyone may know it: told on its page and in the feeds."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from folkmoot.licence import STAGES, Stage
from folkmoot.record import PUBLICATIONS
from folkmoot.site.initiatives.models import Initiative

PUBLIC = {
    "initiative.proposed": "It was proposed.",
    "initiative.stage_changed": "It moved to another stage.",
    "party.added": "Another organisation became part of it.",
    "party.ended": "An organisation left it.",
    "committee.named": "A committee was named to decide on it.",
    "publication.published": "The notice was published.",
    "decision.made": "A decision was made.",
    "condition.met": "A condition was met.",
    "company.told": "A company's part in it was published.",
    "involvement.said": "It was said what part citizens have.",
    "plan.published": "The plan to ask people was published.",
    "round.decided": "It was decided what a round of asking people changes.",
    "commitment.made": "Something was promised, or refused with reasons, because of what people said.",
    "assurance.signed": "A risk check or an agreement was signed.",
    "initiative.suspended": "It was stopped.",
    "initiative.resumed": "The stop ended.",
    "milestone.reached": "A milestone was reached.",
    "milestone.reopened": "A milestone was not reached after all.",
    "benefit.measured": "A benefit was measured.",
    "gate.decided": "It was decided at a gate whether to go on.",
    "status_report.published": "A status report was published.",
    "evaluation.recorded": "It was evaluated.",
}
"""The verbs of the audit log that everyone is told, in words. Drafts are told to nobody."""


def entry(initiative: Initiative, event: Mapping[str, Any]) -> dict[str, Any] | None:
    """What everyone is told of an event about an initiative: its day, its words and the page to read, if any; None when nothing."""
    words = PUBLIC.get(event["verb"])
    if words is None:
        return None
    detail = event["detail"]
    on = detail.get("on")
    told: dict[str, Any] = {"date": date.fromisoformat(on) if on else timezone.localdate(event["at"]), "words": words}
    if event["verb"] == "publication.published":
        kind = detail["kind"]
        told["words"] = f"Version {detail['version']} of the {PUBLICATIONS[kind]} was published."
        told |= {"href": reverse(f"initiatives:{kind}_version", args=[initiative.slug, detail["version"]]), "link": "Read it"}
    elif event["verb"] == "decision.made":
        told |= {"href": reverse("governance:decision", args=[initiative.slug, detail["number"]]), "link": "Read it"}
    elif event["verb"] == "company.told":
        told |= {"href": reverse("commerce:version", args=[detail["relationship"], detail["number"]]), "link": "Read it"}
    elif event["verb"] == "involvement.said":
        told |= {"href": reverse("involvement:citizens_part", args=[initiative.slug]), "link": "Read it"}
    elif event["verb"] in {"plan.published", "round.decided"}:
        told |= {"href": reverse("planning:plan", args=[initiative.slug]), "link": "Read it"}
    elif event["verb"] == "commitment.made":
        told |= {"href": reverse("commitments:commitment", args=[detail["commitment"]]), "link": "Read it"}
    elif event["verb"] == "status_report.published":
        told |= {"href": reverse("progress:report", args=[initiative.slug, detail["number"]]), "link": "Read it"}
    elif event["verb"] == "initiative.stage_changed":
        stage = STAGES[Stage(detail["to"])]
        told["words"] = f"It moved to the stage “{stage.name}”. {stage.words}"
    elif event["verb"] == "assurance.signed":
        told["words"] = "The risk check was signed." if detail["what"] == "dpia" else "An agreement was signed."
    return told


def told_once(entries: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Entries as a page shows them, in their order: what happened several times on a day, with the same page to read, is one line that says
    how often."""
    times: dict[tuple[Any, ...], int] = {}
    first: dict[tuple[Any, ...], dict[str, Any]] = {}
    for told in entries:
        key = (told["date"], told["words"], told.get("href", ""))
        times[key] = times.get(key, 0) + 1
        first.setdefault(key, dict(told))
    return [told | ({"words": f"{told['words']} ({times[key]} times)"} if times[key] > 1 else {}) for key, told in first.items()]
