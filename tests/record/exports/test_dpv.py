"""The record as linked data says nothing that is not in the standard vocabularies or declared as our own."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, RDFS, Graph, Literal, URIRef

from folkmoot.record import QUESTIONS
from folkmoot.record.exports.dpv import dpv_jsonld
from folkmoot.record.exports.shapes import shacl_shapes
from folkmoot.record.exports.terms import AREAS, NAMESPACES, OWN_TERMS, STANDARD_TERMS, TERMS, full, own_property
from tests.record.complete import PURPOSES, complete_notice
from tests.record.whole import SITE, whole_record

NOTICE = URIRef(f"{SITE}/i/warm-homes/notice/2")
SHAPE_NAMES = {question.id for question in QUESTIONS.values()} | {"title-of-notice", "title-of-case", "datasets-and-dates"}
KNOWN = {full(term) for term in TERMS}


def graph(whole: Any) -> Graph:
    return Graph().parse(data=json.dumps(dpv_jsonld(whole)), format="json-ld")


WHOLE = graph(whole_record())
SHAPES = Graph().parse(data=shacl_shapes(), format="turtle")


def names(found: Graph) -> set[str]:
    """Every IRI in a graph that names no thing of the installation itself."""
    iris = {str(part) for triple in found for part in triple if isinstance(part, URIRef)}
    iris |= {str(part.datatype) for _, _, part in found if isinstance(part, Literal) and part.datatype}
    return {iri for iri in iris if not iri.startswith((SITE, AREAS)) and "langString" not in iri}


def published(schemas: Path) -> set[str]:
    files = sorted((schemas / "dpv").glob("*.csv"))
    return {row["iri"] for file in files for row in csv.DictReader(file.read_text("utf-8").splitlines())}


def test_every_dpv_term_on_the_frozen_list_is_in_the_published_vocabulary(shared_schemas: Path) -> None:
    listed = {full(term) for term in STANDARD_TERMS if "w3id.org/dpv" in full(term)}
    assert len(listed) > 60
    assert listed <= published(shared_schemas)


def test_the_table_of_fields_uses_no_dpv_term_that_is_not_published(shared_schemas: Path) -> None:
    asked = {question.term for question in QUESTIONS.values()}
    asked |= {option.term for question in QUESTIONS.values() for option in question.options if option.term}
    assert {full(term) for term in asked if "w3id.org/dpv" in full(term)} <= published(shared_schemas)


def test_an_export_says_nothing_that_is_not_on_the_list() -> None:
    assert names(WHOLE) <= KNOWN
    assert names(SHAPES) <= KNOWN | {full(f"fm:shape-{name}") for name in SHAPE_NAMES}


def test_the_list_names_nothing_that_no_export_says() -> None:
    identity, licence, check = (whole_record()[part] for part in ("identity", "licence", "risk_checks"))
    variants: list[dict[str, Any]] = [{"notice": complete_notice(sensitivity="ordinary")}, {"licence": licence | {"state": "suspended"}}]
    variants += [{"identity": identity | {"stage": stage, "example": "Made up."}} for stage in ("scope", "close")]
    variants += [{"risk_checks": [check[0] | {"residual": residual}]} for residual in ("medium", "high")]
    said = names(WHOLE) | names(SHAPES)
    for variant in variants:
        said |= names(graph(whole_record(**variant)))
    chosen = {option.term for question in QUESTIONS.values() for option in question.options}  # no record makes every choice
    assert {term for term in STANDARD_TERMS - chosen if full(term) not in said} == set()


@pytest.mark.parametrize("question", [q for q in QUESTIONS.values() if q.kind != "bases"], ids=lambda question: question.id)
def test_each_answer_stands_under_our_own_property_and_under_its_standard_term(question: Any) -> None:
    found = WHOLE
    at = NOTICE if question.publication == "notice" else URIRef(f"{SITE}/i/warm-homes/business-case/1")
    assert list(found.objects(at, URIRef(full(own_property(question)))))
    assert list(found.objects(at, URIRef(full(question.term))))


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda question: question.id)
def test_each_of_our_properties_is_declared_a_kind_of_the_standard_one(question: Any) -> None:
    declared = (URIRef(full(own_property(question))), RDFS.subPropertyOf, URIRef(full(question.term)))
    assert declared in WHOLE
    assert declared in SHAPES


def test_each_controller_has_a_process_for_each_purpose_with_its_basis_in_law_and_a_processor_has_none() -> None:
    found = WHOLE
    rows = found.query(
        """SELECT ?who ?purpose ?basis WHERE {
             ?process a dpv:Process ; dpv:hasDataController ?who ; dpv:hasPurpose/dct:title ?purpose ; dpv:hasLegalBasis ?basis }""",
        initNs={prefix: NAMESPACES[prefix] for prefix in ("dpv", "dct")},
    )
    bases = ("A6-1-a", "A9-2-a", "A9-2-b")  # the first article, and the two conditions for sensitive records
    expected = {(who, purpose, basis) for who in ("council", "police") for purpose in PURPOSES for basis in bases}
    assert {(str(w).rpartition("/")[2], str(p), str(b).rpartition("#")[2]) for w, p, b in rows} == expected


def test_a_text_is_tagged_with_its_language_and_its_easy_read() -> None:
    titles = WHOLE.objects(URIRef(f"{SITE}/i/warm-homes"), URIRef(full("dct:title")))
    assert {(str(title), title.language) for title in titles} == {
        ("Warm homes", "en"),
        ("Homes", "en-x-easy"),
        ("Cartrefi cynnes", "cy"),
    }


def test_conditions_are_duties_of_an_agreement_with_their_owner_and_state() -> None:
    found = WHOLE
    decision = URIRef(f"{SITE}/i/warm-homes/decisions/1")
    duties = sorted(found.objects(decision, URIRef(full("odrl:duty"))))
    assert (decision, RDF.type, URIRef(full("odrl:Agreement"))) in found
    assert [str(found.value(duty, URIRef(full("fm:owner")))) for duty in duties] == [f"{SITE}/org/council", f"{SITE}/org/police"]
    assert [found.value(duty, URIRef(full("fm:metOn"))) is not None for duty in duties] == [True, False]


def test_a_no_is_no_agreement() -> None:
    refused = whole_record()["decisions"][0] | {"outcome": "no", "conditions": []}
    assert (None, RDF.type, URIRef(full("odrl:Agreement"))) not in graph(whole_record(decisions=[refused]))


def test_a_notice_in_the_older_form_and_a_record_without_any_can_be_exported() -> None:
    bare = whole_record(publications=[], engagements=[], findings=[], decisions=[], risk_checks=[], agreements=[], stops=[], changes=[])
    assert (URIRef(f"{SITE}/i/warm-homes"), RDF.type, URIRef(full("fm:Initiative"))) in graph(bare)
    older = {key: value for key, value in complete_notice().items() if key != "answers"} | {"fields": {}}
    found = graph(whole_record(notice=older))
    assert (NOTICE, RDF.type, URIRef(full("fm:Notice"))) not in found


def test_our_terms_are_ours_alone() -> None:
    assert all(term.startswith("fm:") for term in OWN_TERMS)
    assert not any(NAMESPACES["fm"].startswith(address) for prefix, address in NAMESPACES.items() if prefix != "fm")
