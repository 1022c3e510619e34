"""A whole record that says something in every one of its parts, for the tests of the exports."""

from typing import Any

from folkmoot.record import content_hash
from folkmoot.record.whole import WholeRecord, sealed
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
    return sealed(parts | changed, worked_out_at="2027-04-10T12:00:00+01:00")


PARTIES = (("council", "County Council", "controller"), ("police", "Police", "joint"), ("linker", "Linker", "linker"))


def party(slug: str, name: str, duty: str) -> dict[str, Any]:
    """An organisation in it."""
    return {"slug": slug, "name": name, "kind": "council", "duty": duty, "role": text(), "ico_number": "Z1234567", "company_number": ""}
