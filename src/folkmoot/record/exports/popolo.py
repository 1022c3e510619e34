"""The decisions of committees in Popolo, the open data standard for legislatures: bodies, motions and their outcomes. No people are named.

A motion is what was decided on; its vote event is the decision. Committees record an outcome and not how many voted for it, so there are no
counts and no votes.
"""

from typing import Any

from folkmoot.record.documents import english
from folkmoot.record.exports.in_words import title_of
from folkmoot.record.whole import WholeRecord, site_of

_RESULTS = {"yes": "pass", "yes-with-conditions": "pass", "no": "fail", "defer": "deferred"}


def popolo(whole: WholeRecord) -> dict[str, Any]:
    """The committees, motions and vote events of one record, each with its address as its id."""
    site, identity = site_of(whole), whole["identity"]
    bodies = {committee["slug"]: committee["name"] for committee in whole["committees"]}
    bodies |= {made["committee"]: made["committee_name"] for made in whole["decisions"]}
    return {
        "organizations": [
            {"id": f"{site}/org/{slug}", "name": name, "classification": "committee", "links": [{"url": f"{site}/org/{slug}"}]}
            for slug, name in bodies.items()
        ],
        "motions": [_motion(made, identity, site, title_of(whole)) for made in whole["decisions"]],
        "vote_events": [_event(made, identity, site) for made in whole["decisions"]],
    }


def _motion(made: Any, identity: Any, site: str, title: str) -> dict[str, Any]:
    at = f"{identity['address']}/decisions/{made['number']}"
    return {
        "id": f"{at}#motion",
        "organization_id": f"{site}/org/{made['committee']}",
        "classification": "use of data",
        "text": f"{title}: {english(identity['summary'])}",
        "date": made["decided_on"],
        "requirement": "decision of the committee",
        "result": _RESULTS.get(made["outcome"], made["outcome"]),
        "sources": [{"url": at}],
    }


def _event(made: Any, identity: Any, site: str) -> dict[str, Any]:
    at = f"{identity['address']}/decisions/{made['number']}"
    return {
        "id": f"{at}#event",
        "identifier": str(made["number"]),
        "motion_id": f"{at}#motion",
        "organization_id": f"{site}/org/{made['committee']}",
        "start_date": made["decided_on"],
        "result": _RESULTS.get(made["outcome"], made["outcome"]),
        "extras": {
            "outcome": made["outcome"],
            "reasons": english(made["reasons"]),
            "conditions": [english(condition["text"]) for condition in made["conditions"]],
        },
        "sources": [{"url": at}],
    }
