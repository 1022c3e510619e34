"""The catalogue says nothing that is not in the vocabularies it names, and has what DCAT-AP asks of one."""

import json
from typing import Any

import pytest
from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, XSD, Graph, Literal, URIRef

from folkmoot.record.exports import dcat
from folkmoot.record.exports.dpv import dpv_jsonld
from tests.record.complete import complete_notice, text
from tests.record.whole import SITE, whole_record

NAMES = """Catalog CatalogRecord DataService Dataset DatasetSeries Distribution Relationship Resource Role
    accessService accessURL bbox byteSize catalog centroid compressFormat contactPoint dataset distribution downloadURL endDate
    endpointDescription endpointURL first hadRole hasCurrentVersion hasVersion inCatalog inSeries isDistributionOf isVersionOf keyword
    landingPage last mediaType next nextVersion packageFormat prev previousVersion qualifiedRelation record resource seriesMember
    servesDataset service spatialResolutionInMeters startDate temporalResolution theme themeTaxonomy version"""
PUBLISHED = frozenset(NAMES.split())
"""Every name of the namespace http://www.w3.org/ns/dcat#, as in the W3C Recommendation "Data Catalog Vocabulary (DCAT) - Version 3" of
22 August 2024, sections 6 and 7."""

AT = f"{SITE}/i/warm-homes"
NOTICE = f"{AT}/notice/2"
COUNCIL = dcat.organisation(f"{SITE}/org/council", "The Council")
LICENCE = "https://example.org/licence"
FILES = {f"{AT}/record.json": "application/json", f"{AT}/lines.jsonl": ""}
OTHERS = {"dct": DCTERMS, "foaf": FOAF, "rdfs": RDFS, "xsd": XSD}


def made(**changed: Any) -> str:
    page = f"{SITE}/api"
    register = f"{SITE}/register/catalogue.jsonld#register"
    programs = dcat.service(
        f"{SITE}/api/v1", title="Programs", words="Asks.", page=page, description=f"{SITE}/o.json", serves=[register], publisher=COUNCIL
    )
    uses = dcat.record_of_a_use(
        AT,
        title={"en": {"standard": "Warm homes", "easy": "Homes"}, "cy": {"standard": "Cartrefi cynnes"}},
        summary=text("Finding cold homes."),
        proposed_on="2027-01-01",
        area="The county",
        topic="health",
        files=FILES,
        licence=LICENCE,
        lead=COUNCIL,
    )
    whole = dcat.open_files(register, title="The register", words="All of it.", page=SITE, files=FILES, licence=LICENCE, publisher=COUNCIL)
    whole["dcat:distribution"].append(dcat.through(register, programs["@id"], LICENCE))
    used = dcat.records_used(complete_notice(), at=NOTICE, published_on="2027-02-02", record=f"{AT}#record", site=SITE)
    given = {
        "name": "Folkmoot",
        "changed": "2027-02-03T04:05:06+00:00",
        "licence": LICENCE,
        "services": [programs],
        "datasets": [whole, uses, *used],
    }
    return "".join(dcat.catalogue(SITE, **(given | changed)))


CATALOGUE = Graph().parse(data=made(), format="json-ld")


def term(name: str) -> URIRef:
    prefix, _, rest = name.partition(":")
    return URIRef(dcat.PREFIXES[prefix] + rest)


def test_each_term_on_the_frozen_list_is_in_the_vocabulary_it_names() -> None:
    for name in dcat.TERMS:
        prefix, _, rest = name.partition(":")
        assert rest in (PUBLISHED if prefix == "dcat" else OTHERS[prefix]), name
    for prefix, vocabulary in {"dcat": DCAT, **OTHERS}.items():
        assert dcat.PREFIXES[prefix] == str(vocabulary)


def test_the_list_of_version_3_has_all_that_the_version_before_had() -> None:
    version_2 = {name for name in DCAT.__annotations__ if not name.startswith("_")}
    assert len(version_2) > 30
    assert version_2 <= PUBLISHED


def test_a_catalogue_says_what_is_on_the_list_and_all_of_it() -> None:
    used = {str(part) for _, name, kind in CATALOGUE for part in (name, *([kind] if name == RDF.type else []))}
    used |= {str(part.datatype) for part in CATALOGUE.objects() if isinstance(part, Literal) and part.datatype}
    assert used - {str(RDF.type), str(RDF.langString)} == {str(term(name)) for name in dcat.TERMS}


@pytest.mark.parametrize(
    ("kind", "needed"),
    [
        (
            "dcat:Catalog",
            ("dct:title", "dct:description", "dct:publisher", "dcat:dataset", "dcat:service", "foaf:homepage", "dct:language"),
        ),
        ("dcat:Dataset", ("dct:title", "dct:description", "dct:publisher", "dct:accessRights", "dcat:landingPage")),
        ("dcat:DataService", ("dct:title", "dct:description", "dct:publisher", "dcat:endpointURL", "dcat:endpointDescription")),
        ("dcat:Distribution", ("dcat:accessURL",)),
        ("foaf:Organization", ("foaf:name",)),
    ],
)
def test_each_thing_has_what_dcat_ap_asks_of_its_kind(kind: str, needed: tuple[str, ...]) -> None:
    found = set(CATALOGUE.subjects(RDF.type, term(kind)))
    assert found
    for thing in found:
        for name in needed:
            assert CATALOGUE.value(thing, term(name)) is not None, (thing, name)


def test_the_catalogue_names_each_dataset_once_and_each_service() -> None:
    at = URIRef(f"{SITE}/register/catalogue.jsonld#catalogue")
    assert set(CATALOGUE.objects(at, DCAT.dataset)) == set(CATALOGUE.subjects(RDF.type, DCAT.Dataset))
    assert set(CATALOGUE.objects(at, DCAT.service)) == set(CATALOGUE.subjects(RDF.type, DCAT.DataService))


def test_records_that_a_use_has_are_described_and_not_to_be_had_and_have_the_address_of_the_linked_record() -> None:
    found = set(CATALOGUE.subjects(DCTERMS.accessRights, URIRef(dcat.CLOSED["@id"])))
    linked = Graph().parse(data=json.dumps(dpv_jsonld(whole_record())), format="json-ld")
    assert found == {thing for thing in linked.subjects(RDF.type, DCAT.Dataset) if str(thing).startswith(NOTICE)}
    assert len(found) == len(complete_notice()["datasets"])
    for thing in found:
        assert (thing, DCAT.distribution, None) not in CATALOGUE
        assert CATALOGUE.value(thing, DCTERMS.isReferencedBy) == URIRef(f"{AT}#record")


def test_a_file_without_a_registered_media_type_has_none() -> None:
    kinds = {str(at): str(kind) for at, kind in CATALOGUE.subject_objects(DCAT.mediaType)}
    assert kinds[f"{AT}/record.json#file"] == "https://www.iana.org/assignments/media-types/application/json"
    assert f"{AT}/lines.jsonl#file" not in kinds


def test_a_notice_in_the_older_form_names_no_records_and_an_empty_catalogue_is_one() -> None:
    older = {key: value for key, value in complete_notice().items() if key != "answers"} | {"fields": {}}
    assert dcat.records_used(older, at=NOTICE, published_on="2027-02-02", record=AT, site=SITE) == []
    assert json.loads(made(datasets=[]))["dcat:dataset"] == []


def test_it_comes_a_dataset_at_a_time() -> None:
    taken: list[int] = []

    def datasets() -> Any:
        for number in range(3):
            taken.append(number)
            yield {"@id": str(number)}

    pieces = dcat.catalogue(SITE, name="Folkmoot", changed="2027-02-03T04:05:06+00:00", licence=LICENCE, services=[], datasets=datasets())
    next(pieces)
    assert taken == []
    next(pieces)
    assert taken == [0]
