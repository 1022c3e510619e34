"""What can be had from an installation as a catalogue in the W3C Data Catalog Vocabulary (DCAT 3), with what DCAT-AP asks of one.

A catalogue of ten thousand initiatives is not held whole: `catalogue` gives it piece by piece.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from folkmoot.record.documents import Document
from folkmoot.record.exports.nodes import day, literals, refer, without_empty
from folkmoot.record.exports.terms import NAMESPACES
from folkmoot.record.older import is_older

PREFIXES = {prefix: NAMESPACES[prefix] for prefix in ("dcat", "dct", "rdfs", "xsd")} | {"foaf": "http://xmlns.com/foaf/0.1/"}

_TERMS = {
    "dcat": """Catalog DataService Dataset Distribution accessService accessURL dataset distribution downloadURL endpointDescription
        endpointURL landingPage mediaType servesDataset service theme""",
    "dct": "Location accessRights description isReferencedBy issued language license modified publisher spatial title",
    "foaf": "Organization homepage name",
    "rdfs": "label",
    "xsd": "date dateTime",
}

TERMS = frozenset(f"{prefix}:{name}" for prefix, names in _TERMS.items() for name in names.split())
"""Every term that stands in a catalogue, frozen. A test looks each of them up in its vocabulary."""

MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_AUTHORITY = "http://publications.europa.eu/resource/authority/"  # the EU Publications Office's lists, which DCAT-AP 3 asks for
LANGUAGES = [refer(f"{_AUTHORITY}language/{code}") for code in ("ENG", "CYM")]
OPEN, CLOSED = (refer(f"{_AUTHORITY}access-right/{code}") for code in ("PUBLIC", "NON_PUBLIC"))
THEMES = {"protect": "SOCI", "health": "HEAL", "harm": "JUST", "places": "REGI"}
"""Our topics as themes of the EU's list: population and society, health, justice and public safety, regions and cities."""

Node = dict[str, Any]
Texts = Mapping[str, Mapping[str, str]]


def catalogue(site: str, *, name: str, changed: str, licence: str, services: Sequence[Node], datasets: Iterable[Node]) -> Iterator[str]:
    """The catalogue of the installation at the address `site`, as JSON-LD in pieces: one for its head, then one for each dataset.

    `name` is what the installation is called, `changed` when anything in the register last became other than it was (ISO 8601), `licence`
    the address of the licence under which anyone may use its open data.
    """
    head = {
        "@context": PREFIXES,
        "@id": f"{site}/register/catalogue.jsonld#catalogue",
        "@type": "dcat:Catalog",
        "dct:title": literals({"en": {"standard": f"{name}: uses of data"}, "cy": {"standard": f"{name}: defnyddiau o ddata"}}),
        "dct:description": _english(
            "Every use of data that public bodies have put on record here, as open data, and which records each of them uses."
        ),
        "dct:publisher": organisation(f"{site}/", name),
        "dct:language": LANGUAGES,
        "dct:modified": {"@value": changed, "@type": "xsd:dateTime"},
        "dct:license": refer(licence),
        "foaf:homepage": refer(f"{site}/"),
        "dcat:service": list(services),
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "dcat:dataset": ['
    between = "\n"
    for dataset in datasets:
        yield between + json.dumps(dataset, ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"


def organisation(address: str, name: str) -> Node:
    """An organisation with the address of its page."""
    return {"@id": address, "@type": "foaf:Organization", "foaf:name": name}


def open_files(at: str, *, title: str, words: str, page: str, files: Mapping[str, str], licence: str, publisher: Node) -> Node:
    """Open data at the address `at`: its files by address with their media types ("" for one that has none), and its `page` for people."""
    return {
        "@id": at,
        "@type": "dcat:Dataset",
        "dct:title": _english(title),
        "dct:description": _english(words),
        "dct:publisher": publisher,
        "dct:accessRights": OPEN,
        "dcat:landingPage": refer(page),
        "dcat:distribution": [_file(address, kind, licence) for address, kind in files.items()],
    }


def record_of_a_use(
    address: str,
    *,
    title: Texts,
    summary: Texts,
    proposed_on: str,
    area: str,
    topic: str,
    files: Mapping[str, str],
    licence: str,
    lead: Node,
) -> Node:
    """The public record of the initiative whose page is at `address`, as open data."""
    return {
        "@id": f"{address}#record",
        "@type": "dcat:Dataset",
        "dct:title": literals(title),
        "dct:description": literals(summary),
        "dct:publisher": lead,
        "dct:accessRights": OPEN,
        "dct:issued": day(proposed_on),
        "dct:spatial": _place(area),
        "dcat:theme": _theme(topic),
        "dcat:landingPage": refer(address),
        "dcat:distribution": [_file(file, kind, licence) for file, kind in files.items()],
    }


def service(at: str, *, title: str, words: str, page: str, description: str, serves: Sequence[str], publisher: Node) -> Node:
    """An interface for programs at the address `at`, described for programs at `description`; `serves` are the datasets it gives."""
    return {
        "@id": at,
        "@type": "dcat:DataService",
        "dct:title": _english(title),
        "dct:description": _english(words),
        "dct:publisher": publisher,
        "dct:accessRights": OPEN,
        "dcat:endpointURL": refer(at),
        "dcat:endpointDescription": refer(description),
        "dcat:landingPage": refer(page),
        "dcat:servesDataset": [refer(one) for one in serves],
    }


def through(at: str, service: str, licence: str) -> Node:
    """A distribution of the dataset `at` that is asked for through a service, not taken as a file."""
    return {
        "@id": f"{at}-by-request",
        "@type": "dcat:Distribution",
        "dcat:accessURL": refer(service),
        "dcat:accessService": refer(service),
        "dcat:mediaType": refer(f"{MEDIA_TYPES}application/json"),
        "dct:license": refer(licence),
    }


def records_used(notice: Document, *, at: str, published_on: str, record: str, site: str) -> list[Node]:
    """The datasets that a published notice, at the address `at`, says are used: described for all to read, and to be had by nobody here.

    Each has the address that it has in the record's linked data; `record` is that of the record. A notice in the older form gives none.
    """
    if is_older(notice):
        return []
    return [
        without_empty(
            {
                "@id": f"{at}#dataset-{number}",
                "@type": "dcat:Dataset",
                "dct:title": literals(dataset["title"]),
                "dct:description": [*literals(dataset["fields_used"]), *literals(dataset["people_covered"])],
                "dct:publisher": organisation(f"{site}/org/{dataset['holder']}", dataset["holder_name"]),
                "dct:accessRights": CLOSED,
                "dct:issued": day(published_on),
                "dct:spatial": _place(notice["area"]),
                "dcat:theme": _theme(notice["topic"]),
                "dct:isReferencedBy": refer(record),
                "dcat:landingPage": refer(at),
            }
        )
        for number, dataset in enumerate(notice["datasets"], 1)
    ]


def _place(name: str) -> Node:
    return {"@type": "dct:Location", "rdfs:label": name}


def _theme(topic: str) -> Node:
    return refer(f"{_AUTHORITY}data-theme/{THEMES[topic]}")


def _file(address: str, kind: str, licence: str) -> Node:
    return {
        "@id": f"{address}#file",
        "@type": "dcat:Distribution",
        "dcat:accessURL": refer(address),
        "dcat:downloadURL": refer(address),
        "dct:license": refer(licence),
        **({"dcat:mediaType": refer(MEDIA_TYPES + kind)} if kind else {}),
    }


def _english(words: str) -> list[dict[str, str]]:
    return literals({"en": {"standard": words}})
