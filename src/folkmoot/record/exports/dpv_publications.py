"""What a notice or a business case says, as linked data."""

from collections.abc import Iterator
from typing import Any

from folkmoot.record.documents import SENSITIVE, Document, controllers, purposes
from folkmoot.record.exports.answers_as_rdf import answers_as_rdf
from folkmoot.record.exports.nodes import coded, literals, refer, without_empty
from folkmoot.record.exports.terms import option_term, own_property
from folkmoot.record.fields import QUESTIONS

_BASIS = QUESTIONS["lawful_basis"]
_SENSITIVE = QUESTIONS["sensitive_condition"]


def publication_as_rdf(content: Document, at: str, site: str) -> dict[str, Any]:
    """What a notice or a business case says, as the properties of the thing at the address `at`."""
    summary = literals(content["summary"])
    said = {"dct:title": literals(content["title"]), "fm:summary": summary, "dct:description": summary}
    written = answers_as_rdf(content["answers"], content["publication"], at)
    said["dct:description"] = [*said["dct:description"], *written.pop("dct:description", [])]
    found: dict[str, Any] = {**said, **written}
    if content["publication"] == "notice":
        found |= _of_notice(content, at, site)
    return without_empty(found)


def _of_notice(content: Document, at: str, site: str) -> dict[str, Any]:
    named = [{"@id": f"{at}#purpose-{number}", **_purpose(words)} for number, words in enumerate(purposes(content), 1)]
    return {
        "fm:kind": coded("kind", content["kind"]),
        "fm:topic": content["topic"],
        "fm:party": [
            without_empty(
                {
                    "@id": f"{at}#party-{party['slug']}",
                    "@type": "fm:Party",
                    "fm:organisation": refer(f"{site}/org/{party['slug']}"),
                    "schema:name": party["name"],
                    "fm:duty": coded("duty", party["duty"]),
                    "dct:description": literals(party["role"]),
                }
            )
            for party in content["parties"]
        ],
        "fm:dataset": [_dataset(dataset, f"{at}#dataset-{number}", site) for number, dataset in enumerate(content["datasets"], 1)],
        "fm:purpose": named,
        "dpv:hasProcess": list(_bases(content, at, site)),
    }


def _purpose(words: str) -> dict[str, Any]:
    return {"@type": "dpv:Purpose", "dct:title": {"@value": words, "@language": "en"}}


def _dataset(dataset: Document, at: str, site: str) -> dict[str, Any]:
    data = "dpv:SpecialCategoryPersonalData" if dataset["sensitivity"] == "special" else "dpv:PersonalData"
    holder = refer(f"{site}/org/{dataset['holder']}")
    return without_empty(
        {
            "@id": at,
            "@type": ["dcat:Dataset", data],
            "dct:title": literals(dataset["title"]),
            "fm:fieldsUsed": literals(dataset["fields_used"]),
            "fm:peopleCovered": literals(dataset["people_covered"]),
            "fm:sensitivity": coded("sensitivity", dataset["sensitivity"]),
            "fm:holder": holder,
            "dpv:hasDataSource": holder,
        }
    )


def _bases(content: Document, at: str, site: str) -> Iterator[dict[str, Any]]:
    """One process for each controller and purpose: the basis in law that it rests on, where it is given."""
    given = content["answers"].get(_BASIS.id) or {}
    data = [refer(f"{at}#dataset-{number}") for number, _ in enumerate(content["datasets"], 1)]
    conditions = [term for choice in content["answers"].get("sensitive_condition", []) if (term := option_term(_SENSITIVE, choice))]
    sensitive = any(dataset["sensitivity"] in SENSITIVE for dataset in content["datasets"])
    for party in controllers(content):
        for number, purpose in enumerate(purposes(content), 1):
            basis = given.get(party["slug"], {}).get(purpose) or {}
            terms = [option_term(_BASIS, basis.get("article", "")), *(conditions if sensitive else [])]
            yield without_empty(
                {
                    "@id": f"{at}#basis-{party['slug']}-{number}",
                    "@type": "dpv:Process",
                    "dpv:hasDataController": refer(f"{site}/org/{party['slug']}"),
                    "dpv:hasPurpose": refer(f"{at}#purpose-{number}"),
                    "dpv:hasPersonalData": data,
                    "dpv:hasLegalBasis": [refer(term) for term in terms if term],
                    own_property(_BASIS): literals(basis.get("words")),
                }
            )
