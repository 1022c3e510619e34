"""What was decided, on what conditions, and what was signed, as linked data: PROV, ODRL and DPV."""

from collections.abc import Iterator
from typing import Any

from folkmoot.record.exports.nodes import coded, day, literals, organisation, publication_address, refer, without_empty
from folkmoot.record.exports.terms import code
from folkmoot.record.whole import WholeRecord

_AGREEMENTS = {"joint": "dpv:JointDataControllersAgreement", "processor": "dpv:ControllerProcessorAgreement"}
_RESIDUAL = {
    "low": "eu-gdpr:DPIAIndicatesLowRisk",
    "medium": "eu-gdpr:DPIAOutcomeRisksAcceptable",
    "high": "eu-gdpr:DPIAOutcomeHighResidualRisk",
}


def decisions(whole: WholeRecord) -> Iterator[dict[str, Any]]:
    """Its decisions, as agreements (ODRL) where they allow something, with their conditions as duties and what they answer."""
    at = whole["identity"]["address"]
    read = {made["hash"]: publication_address(whole, made) for made in whole["publications"]}
    keys = {finding["key"]: number for number, finding in enumerate(whole["findings"], 1)}
    for made in whole["decisions"]:
        here = f"{at}/decisions/{made['number']}"
        allows = ["odrl:Agreement"] if made["outcome"].startswith("yes") else []
        committee = organisation(whole, made["committee"])
        yield without_empty(
            {
                "@id": here,
                "@type": ["prov:Activity", "dpv:ApprovalProcedure", *allows],
                "fm:outcome": coded("outcome", made["outcome"]),
                "dct:description": literals(made["reasons"]),
                "dct:date": day(made["decided_on"]),
                "fm:stage": [refer(f"fm:stage-{stage}") for stage in made["stages"] if code("stage", stage)],
                "schema:validFrom": day(made["valid_from"]),
                "schema:validThrough": day(made["valid_until"]),
                "fm:reviewBy": day(made["review_by"]),
                "prov:wasAssociatedWith": committee,
                "odrl:assigner": committee if allows else None,
                "prov:used": [refer(read[made["notice_hash"]])] if made["notice_hash"] in read else [],
                "fm:youSaidWeDid": [_answered(at, keys, given) for given in made["answers"]],
                "odrl:duty": [_condition(whole, here, number, c) for number, c in enumerate(made["conditions"], 1)],
            }
        )


def _answered(at: str, keys: dict[str, int], given: Any) -> dict[str, Any]:
    of = refer(f"{at}#finding-{keys[given['finding']]}") if given["finding"] in keys else None
    return without_empty({"fm:finding": of, "dct:identifier": given["finding"], "fm:answer": literals(given["answer"])})


def _condition(whole: WholeRecord, decision: str, number: int, condition: Any) -> dict[str, Any]:
    return without_empty(
        {
            "@id": f"{decision}#condition-{number}",
            "@type": "odrl:Duty",
            "dct:description": literals(condition["text"]),
            "fm:owner": organisation(whole, condition["owner"]),
            "fm:dueOn": day(condition["due"]),
            "fm:beforeStage": coded("stage", condition["before_stage"]),
            "fm:metOn": day(condition["met_on"]),
            "fm:evidence": literals(condition["evidence"]),
        }
    )


def assurances(whole: WholeRecord) -> Iterator[dict[str, Any]]:
    """Its risk checks and its agreements."""
    at = whole["identity"]["address"]
    for number, check in enumerate(whole["risk_checks"], 1):
        outcome = _RESIDUAL.get(check["residual"])
        node = {
            "@id": f"{at}#risk-check-{number}",
            "@type": "dpv:DPIA",
            "dct:date": day(check["signed_on"]),
            "fm:assessor": check["office"],
        }
        found = {"dpv:hasStatus": refer(outcome) if outcome else None, "fm:residual": coded("residual", check["residual"])}
        yield without_empty({**node, **found, "dct:description": literals(check["advice"]), "schema:url": check["address"]})
    for number, agreement in enumerate(whole["agreements"], 1):
        yield without_empty(
            {
                "@id": f"{at}#agreement-{number}",
                "@type": _AGREEMENTS.get(agreement["kind"], "fm:RecordsUseAgreement"),
                "fm:organisation": [organisation(whole, slug) for slug in agreement["parties"]],
                "schema:validFrom": day(agreement["signed_on"]),
                "schema:validThrough": day(agreement["ends_on"]),
                "fm:reviewBy": day(agreement["review_by"]),
            }
        )
