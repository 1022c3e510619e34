"""The record as JSON-LD in the W3C Data Privacy Vocabulary 2.3, with ODRL, PROV and our own terms."""

from collections.abc import Iterator
from typing import Any

from folkmoot.record.documents import CONTROLLERS
from folkmoot.record.exports.dpv_decisions import assurances, decisions
from folkmoot.record.exports.dpv_publications import publication_as_rdf
from folkmoot.record.exports.nodes import coded, day, literals, organisation, publication_address, refer, without_empty
from folkmoot.record.exports.terms import NAMESPACES, own_property
from folkmoot.record.fields import QUESTIONS
from folkmoot.record.whole import WholeRecord, current, site_of


def dpv_jsonld(whole: WholeRecord) -> dict[str, Any]:
    """One JSON-LD document: the initiative, its current notice and business case, and all they rest on, each at its address."""
    prefixes = {prefix: address for prefix, address in NAMESPACES.items() if prefix != "sh"}
    nodes = [_initiative(whole), *_organisations(whole), *_declarations(whole)]
    for kind in ("notice", "case"):
        nodes += _publications(whole, kind)
    nodes += _engagements(whole)
    nodes += _findings(whole)
    nodes += decisions(whole)
    nodes += assurances(whole)
    nodes.append(_licence(whole))
    return {"@context": prefixes, "@graph": nodes}


def _initiative(whole: WholeRecord) -> dict[str, Any]:
    identity, at = whole["identity"], whole["identity"]["address"]
    duties = {duty: [organisation(whole, p["slug"]) for p in whole["parties"] if p["duty"] in slugs] for duty, slugs in _DUTIES.items()}
    newest = [made for kind in ("notice", "case") if (made := current(whole, kind))]
    return without_empty(
        {
            "@id": at,
            "@type": ["fm:Initiative", "dpv:Process"],
            "dct:identifier": at,
            "rdfs:comment": {"@value": identity["example"], "@language": "en"} if identity["example"] else None,
            "dct:title": literals(identity["title"]),
            "dct:description": literals(identity["summary"]),
            "dct:spatial": identity["area"],
            "fm:topic": identity["topic"],
            "fm:kind": coded("kind", identity["kind"]),
            "fm:stage": coded("stage", identity["stage"]),
            "fm:hash": whole["hash"],
            "dct:issued": day(identity["proposed_on"]),
            "dpv:hasActivityStatus": refer(_status(whole)),
            "dpv:hasApplicableLaw": [refer("legal-gb:law-GDPR"), refer("legal-gb:law-DPA")],
            **duties,
            "dpv:hasNotice": [refer(publication_address(whole, made)) for made in newest if made["kind"] == "notice"],
            "fm:engagement": [refer(f"{at}#asked-{held['slug']}") for held in whole["engagements"]],
            "fm:decision": [refer(f"{at}/decisions/{made['number']}") for made in whole["decisions"]],
            "prov:wasDerivedFrom": [refer(f"{at}#finding-{number}") for number, _ in enumerate(whole["findings"], 1)],
            "dpv:hasImpactAssessment": [refer(f"{at}#risk-check-{number}") for number, _ in enumerate(whole["risk_checks"], 1)],
            "dpv:hasLegalMeasure": [refer(f"{at}#agreement-{number}") for number, _ in enumerate(whole["agreements"], 1)],
            "fm:hasLicence": refer(f"{at}#licence"),
        }
    )


_DUTIES = {"dpv:hasDataController": CONTROLLERS, "dpv:hasDataProcessor": frozenset({"processor", "linker"})}


def _status(whole: WholeRecord) -> str:
    if whole["licence"]["state"] == "suspended":
        return "dpv:ActivityHalted"
    stage = whole["identity"]["stage"]
    return {"scope": "dpv:ActivityProposed", "close": "dpv:ActivityCompleted"}.get(stage, "dpv:ActivityOngoing")


def _organisations(whole: WholeRecord) -> Iterator[dict[str, Any]]:
    told = set()
    for party in whole["parties"]:
        told.add(party["slug"])
        numbers = [number for number in (party["ico_number"], party["company_number"]) if number]
        node = {"@id": organisation(whole, party["slug"])["@id"], "@type": "schema:Organization", "schema:name": party["name"]}
        yield without_empty({**node, "dct:type": party["kind"], "schema:identifier": numbers})
    named = {body["slug"]: body["name"] for body in whole["committees"]}
    named |= {made["committee"]: made["committee_name"] for made in whole["decisions"]}
    for slug, name in named.items():
        if slug not in told:
            yield {"@id": organisation(whole, slug)["@id"], "@type": "schema:Organization", "schema:name": name, "dct:type": "committee"}


def _declarations(whole: WholeRecord) -> Iterator[dict[str, Any]]:
    """What our own properties mean: each is a kind of the standard one."""
    given = {key for kind in ("notice", "case") if (made := current(whole, kind)) for key in made["content"].get("answers", {})}
    for question in QUESTIONS.values():
        if question.id in given:
            yield {
                "@id": own_property(question),
                "@type": "rdf:Property",
                "rdfs:label": {"@value": question.ask, "@language": "en"},
                "rdfs:subPropertyOf": refer(question.term),
            }


def _publications(whole: WholeRecord, kind: str) -> Iterator[dict[str, Any]]:
    before = None
    newest = current(whole, kind)
    for made in sorted((made for made in whole["publications"] if made["kind"] == kind), key=lambda made: made["version"]):
        at = publication_address(whole, made)
        node: dict[str, Any] = {
            "@id": at,
            "@type": ["fm:Notice", "dpv:Notice"] if kind == "notice" else "fm:BusinessCase",
            "dct:isVersionOf": refer(whole["identity"]["address"]),
            "dcat:version": str(made["version"]),
            "dct:issued": {"@value": made["published_at"], "@type": "xsd:dateTime"},
            "fm:hash": made["hash"],
        }
        if before is not None:
            node["prov:wasRevisionOf"] = refer(before)
        if made is newest and "answers" in made["content"]:
            node |= publication_as_rdf(made["content"], at, site_of(whole))
        else:
            node["@type"] = "prov:Entity"  # an older version is named with its hash; what a notice must have is asked of the current one
        before = at
        yield node


def _engagements(whole: WholeRecord) -> Iterator[dict[str, Any]]:
    for held in whole["engagements"]:
        yield {
            "@id": f"{whole['identity']['address']}#asked-{held['slug']}",
            "@type": "dpv:ConsultationWithDataSubject",
            "schema:url": f"{site_of(whole)}/e/{held['slug']}",
            "dct:type": held["method"],
            "dct:title": literals(held["title"]),
            "dct:description": literals(held["question"]),
            "schema:startDate": day(held["opens"]),
            "schema:endDate": day(held["closes"]),
        }


def _findings(whole: WholeRecord) -> Iterator[dict[str, Any]]:
    for number, finding in enumerate(whole["findings"], 1):
        count = {"@value": finding["n"], "@type": "xsd:integer"} if finding["n"] is not None else None
        yield without_empty(
            {
                "@id": f"{whole['identity']['address']}#finding-{number}",
                "@type": "prov:Entity",
                "dct:identifier": finding["key"],
                "dct:type": finding["kind"],
                "dct:description": {"@value": finding["words"], "@language": "en"},
                "fm:respondents": count,
                "fm:hash": finding["dataset_hash"],
            }
        )


def _licence(whole: WholeRecord) -> dict[str, Any]:
    licence = whole["licence"]
    return without_empty(
        {
            "@id": f"{whole['identity']['address']}#licence",
            "@type": "fm:Licence",
            "fm:licenceState": coded("licence", licence["state"]),
            "fm:stage": coded("stage", licence["stage"]),
            "fm:inForce": {"@value": licence["in_force"], "@type": "xsd:boolean"},
            "fm:reason": [{"@value": words, "@language": "en"} for words in licence["reasons"]],
            "schema:validThrough": day(licence["until"]),
            "prov:generatedAtTime": {"@value": whole["worked_out_at"], "@type": "xsd:dateTime"},
        }
    )
