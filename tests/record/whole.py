"""A whole record that says something in every one of its parts, for the tests of the exports."""

from typing import Any

from folkmoot.record import content_hash
from folkmoot.record.whole import WholeRecord, sealed, whole_hash
from tests.record.complete import complete_case, complete_notice, text

SITE = "https://moot.example"


def publication(kind: str, version: int, content: dict[str, Any]) -> dict[str, Any]:
    """A published version."""
    at = f"2027-0{version}-02T12:00:00+00:00"
    return {"kind": kind, "version": version, "published_at": at, "hash": content_hash(content), "content": content}


def whole_record(notice: dict[str, Any] | None = None, case: dict[str, Any] | None = None, **changed: Any) -> WholeRecord:
    """A record with two versions of its notice; `notice` and `case` are the newest, `changed` replaces parts."""
    newest, argued = notice or complete_notice(), case or complete_case()
    first = complete_notice(what=text("Before."))
    parts = {
        "identity": {
            "address": f"{SITE}/i/warm-homes",
            "example": "",
            "slug": "warm-homes",
            "title": {"en": {"standard": "Warm homes", "easy": "Homes"}, "cy": {"standard": "Cartrefi cynnes"}},
            "summary": text("Finding cold homes."),
            "kind": "insight",
            "topic": "health",
            "area": "The county",
            "lead": "council",
            "stage": "join",
            "proposed_on": "2027-01-01",
            "joined_on": None,
            "closed_on": None,
        },
        "parties": [party(slug, name, duty) for slug, name, duty in PARTIES],
        "committees": [{"slug": "ethics", "name": "Ethics Committee"}],
        "datasets": [dict(dataset) for dataset in newest["datasets"]],
        "publications": [publication("notice", 1, first), publication("notice", 2, newest), publication("case", 1, argued)],
        "engagements": [
            {
                "slug": "residents-survey",
                "method": "Survey",
                "title": text("Residents' survey"),
                "question": text("May we?"),
                "opens": "2027-01-05",
                "closes": "2027-02-05",
                "state": "closed",
            }
        ],
        "findings": [
            {
                "key": "residents-survey:B",
                "kind": "estimate",
                "words": "About 71 in 100 agree.",
                "n": 3021,
                "method": "Raked.",
                "dataset_hash": "0" * 64,
                "source": "",
            },
            {
                "key": "theme-1",
                "kind": "theme",
                "words": "Tell us.",
                "n": None,
                "method": "Groups.",
                "dataset_hash": "",
                "source": "Report",
            },
        ],
        "decisions": [
            {
                "number": 1,
                "committee": "ethics",
                "committee_name": "Ethics Committee",
                "outcome": "yes-with-conditions",
                "reasons": text("It helps."),
                "stages": ["join", "analyse"],
                "decided_on": "2027-03-01",
                "valid_from": "2027-03-01",
                "valid_until": "2028-03-01",
                "review_by": "2027-09-01",
                "notice_hash": content_hash(newest),
                "answers": [{"finding": "theme-1", "answer": text("We will.")}],
                "conditions": [
                    {
                        "text": text("Publish the map."),
                        "owner": "council",
                        "owner_name": "County Council",
                        "due": "2027-06-01",
                        "before_stage": "",
                        "met_on": "2027-05-01",
                        "evidence": text("It is on the page."),
                    },
                    {
                        "text": text("Train everyone."),
                        "owner": "police",
                        "owner_name": "Police",
                        "due": None,
                        "before_stage": "analyse",
                        "met_on": None,
                        "evidence": {},
                    },
                ],
            }
        ],
        "risk_checks": [
            {
                "signed_on": "2027-02-10",
                "office": "The data protection officer",
                "advice": text("Train people first."),
                "residual": "low",
                "address": "https://council.example/dpia",
            }
        ],
        "agreements": [
            {"kind": kind, "parties": ["council", "police"], "signed_on": "2027-02-11", "ends_on": "2028-03-01", "review_by": None}
            for kind in ("use", "joint", "processor")
        ],
        "stops": [
            {
                "organisation": "council",
                "organisation_name": "County Council",
                "started": "2027-04-01T09:00:00+01:00",
                "reason": text("A fault."),
                "ended": "2027-04-02T09:00:00+01:00",
                "end_reason": text("Mended."),
            }
        ],
        "changes": [{"kind": "notice", "version": 2, "published_at": "2027-02-02T12:00:00+00:00", "changed": ["What"]}],
        "licence": {
            "stage": "join",
            "state": "not_yet",
            "in_force": False,
            "until": None,
            "reasons": ["A condition is not met."],
            "checks": [{"name": "Conditions", "passed": False, "words": "A condition is not met."}],
        },
    }
    return sealed(parts | AFTERWARDS | changed, worked_out_at="2027-04-10T12:00:00+01:00")


def first_format(**changed: Any) -> dict[str, Any]:
    """The same record as an installation wrote it that knew format 1 alone."""
    kept = {name: part for name, part in whole_record(**changed).items() if name not in {*AFTERWARDS, "hash"}} | {"format_version": 1}
    return kept | {"hash": whole_hash(kept)}


AFTERWARDS: dict[str, Any] = {
    "commitments": [
        {
            "number": 4,
            "owner": "council",
            "owner_name": "County Council",
            "finding": "theme-1",
            "asked": text("Tell us."),
            "answer": "yes",
            "words": text("We put up posters."),
            "made_on": "2027-03-02",
            "due": "2027-05-01",
            "state": "under_way",
            "reports": [{"on": "2027-04-01", "state": "under_way", "reason": text("Printed."), "evidence": ""}],
            "signatures": [{"organisation": "council", "office": "The Chief Executive", "signed_on": "2027-03-03"}],
        }
    ],
    "milestones": [
        {
            "words": text("The table is checked."),
            "planned": "2027-03-10",
            "expected": "2027-03-20",
            "reached": None,
            "state": "overdue",
            "why": {},
        }
    ],
    "budget": [
        {
            "words": text("Staff"),
            "funder": "County Council",
            "planned_pounds": "12000.00",
            "planned_hours": "300.00",
            "forecast_pounds": "12000.00",
            "forecast_hours": "300.00",
            "actual_pounds": "100.50",
            "actual_hours": "0",
        }
    ],
    "benefits": [
        {
            "words": text("Fewer cold homes."),
            "measure": text("The survey of homes."),
            "unit": "people",
            "baseline": "fewer than 10 people",
            "target": "400 people",
            "target_day": "2028-01-01",
            "owner": "council",
            "owner_name": "County Council",
            "measured_on": "2027-04-01",
            "measured": "120 people",
            "evidence": text("Counted."),
            "standing": "Better, short of the target",
        }
    ],
    "risks": [
        {
            "kind": "risk",
            "summary": text("Staff may leave."),
            "band": "Medium",
            "owner": "police",
            "owner_name": "Police",
            "due": None,
        }
    ],
    "reports": [
        {
            "number": 1,
            "published_on": "2027-04-02",
            "starts": "2027-03-01",
            "ends": "2027-03-31",
            "hash": "a" * 64,
            "ratings": [{"of": "time", "colour": "amber"}],
            "summary": text("It goes on."),
            "this_period": text("We joined."),
            "next_period": text("We count."),
            "lessons": {},
        }
    ],
    "plans": [
        {
            "kind": "resourcing",
            "version": 1,
            "words": text("Two people work on it."),
            "sections": [{"starts": "2027-03-01", "ends": "2027-04-01", "words": text("Prepare.")}],
        }
    ],
    "gates": [{"gate": "discover", "outcome": "passed", "on": "2027-03-05", "body": "The project board", "reasons": text("It is clear.")}],
    "criteria": [
        {
            "words": text("The table adds up."),
            "tester": "The audit team",
            "result": "met",
            "tested_on": "2027-04-05",
            "found": text("It does."),
        }
    ],
    "lessons": [{"what": text("It took long."), "why": text("Staff left."), "action": text("Plan for it.")}],
    "handovers": [{"words": text("The housing team goes on."), "evaluate_on": "2028-04-01"}],
    "evaluations": [
        {
            "on": "2027-04-06",
            "outcome": text("Homes are warmer."),
            "gained_or_lost": text("Gained."),
            "unintended": text("None."),
            "cost": text("As planned."),
            "decision": "continue",
            "reasons": text("It helps people."),
        }
    ],
    "questions": [
        {
            "wording": text("Who sees my records?"),
            "answer": text("Three named people."),
            "received_on": "2027-03-01",
            "answered_on": "2027-03-09",
        }
    ],
    "incidents": [
        {
            "number": 7,
            "organisation": "council",
            "organisation_name": "County Council",
            "found_on": "2027-03-12",
            "near_miss": False,
            "people": "Fewer than 10 people",
            "state": "Open",
            "clock": "told",
            "people_told_on": None,
            "title": text("A letter went astray."),
            "text": text("It came back unopened."),
        }
    ],
    "choices": [{"choice": "object", "people": "fewer than 10"}],
}


PARTIES = (("council", "County Council", "controller"), ("police", "Police", "joint"), ("linker", "Linker", "linker"))


def party(slug: str, name: str, duty: str) -> dict[str, Any]:
    """An organisation in it."""
    return {"slug": slug, "name": name, "kind": "council", "duty": duty, "role": text(), "ico_number": "Z1234567", "company_number": ""}
