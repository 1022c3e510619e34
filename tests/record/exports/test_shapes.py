"""The shapes and the site's own gate find the same gaps, in the same words."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from pyshacl import validate
from rdflib import Graph, Namespace

from folkmoot.record import QUESTIONS, Kind, When, missing
from folkmoot.record.exports.dpv import dpv_jsonld
from folkmoot.record.exports.dpv_publications import publication_as_rdf
from folkmoot.record.exports.shapes import shacl_shapes
from folkmoot.record.exports.terms import NAMESPACES
from tests.record.complete import PURPOSES, complete_case, complete_notice, text
from tests.record.whole import SITE, whole_record

SH = Namespace("http://www.w3.org/ns/shacl#")
SHAPES = Graph().parse(data=shacl_shapes(), format="turtle")
CLASSES = {"notice": "fm:Notice", "case": "fm:BusinessCase"}
REQUIRED = [question for question in QUESTIONS.values() if question.needed]


def complaints(documents: Mapping[str, Any]) -> dict[str, list[str]]:
    """What SHACL finds amiss in each of some documents, in its words, sorted; all are checked in one go."""
    at = {f"{SITE}/i/warm-homes/{name}": name for name in documents}
    nodes = [
        {"@id": address, "@type": CLASSES[documents[name]["publication"]], **publication_as_rdf(documents[name], address, SITE)}
        for address, name in at.items()
    ]
    data = Graph().parse(data=json.dumps({"@context": NAMESPACES, "@graph": nodes}), format="json-ld")
    conforms, report, _ = validate(data, shacl_graph=SHAPES)
    found: dict[str, list[str]] = {name: [] for name in documents}
    for result in report.subjects(SH.resultSeverity):
        found[at[str(report.value(result, SH.focusNode))]] += [str(words) for words in report.objects(result, SH.resultMessage)]
    assert conforms is not any(found.values())
    return {name: sorted(words) for name, words in found.items()}


def both(**documents: Any) -> tuple[list[str], list[str]]:
    """What SHACL and what the site's gate say of some documents."""
    found = complaints(documents)
    return [words for name in documents for words in found[name]], [gap for name in documents for gap in sorted(missing(documents[name]))]


def without(document: dict[str, Any], key: str) -> dict[str, Any]:
    return {**document, "answers": {name: answer for name, answer in document["answers"].items() if name != key}}


def test_a_record_that_lacks_nothing_conforms() -> None:
    assert both(notice=complete_notice(tells_each="no"), case=complete_case()) == ([], [])


@pytest.fixture(scope="module")
def left_out() -> dict[str, tuple[list[str], list[str]]]:
    """For each answer that is needed, a document without it: what SHACL says, and what the site's gate says."""
    whole = {"notice": complete_notice(tells_each="no"), "case": complete_case()}
    documents = {question.id: without(whole[question.publication], question.id) for question in REQUIRED}
    found = complaints(documents)
    return {name: (found[name], sorted(missing(document))) for name, document in documents.items()}


@pytest.mark.parametrize("question", REQUIRED, ids=lambda question: question.id)
def test_each_answer_left_out_is_named_in_the_same_words(question: Any, left_out: dict[str, tuple[list[str], list[str]]]) -> None:
    found, gaps = left_out[question.id]
    assert found == gaps
    assert len(gaps) == (4 if question.kind is Kind.BASES else 1)


def test_what_only_some_uses_need_is_not_missed_in_others() -> None:
    only_some = [question for question in REQUIRED if question.when]
    ordinary = complete_notice(sensitivity="ordinary", kind="insight", tells_each="yes")
    simple = complete_case(predicts="no")
    documents = {q.id: without(ordinary if q.publication == "notice" else simple, q.id) for q in only_some}
    assert {question.when for question in only_some} == set(When)
    assert both(**documents) == ([], [])


def test_the_export_of_a_whole_record_conforms() -> None:
    data = Graph().parse(data=json.dumps(dpv_jsonld(whole_record(notice=complete_notice(tells_each="no")))), format="json-ld")
    assert validate(data, shacl_graph=SHAPES)[0]
    short = dpv_jsonld(whole_record(notice=without(complete_notice(), "kept")))
    assert not validate(Graph().parse(data=json.dumps(short), format="json-ld"), shacl_graph=SHAPES)[0]


def test_an_answer_in_easy_read_or_welsh_alone_or_an_unknown_choice_is_no_answer() -> None:
    notice = complete_notice(what={"en": {"easy": "We join."}}, people={"cy": {"standard": "Pobl."}}, identifies="perhaps")
    found, gaps = both(notice=notice)
    assert found == gaps
    assert len(gaps) == 3


def test_a_basis_with_an_article_and_no_words_or_words_and_no_article_is_missed_by_name() -> None:
    bases = {
        "council": {PURPOSES[0]: {"article": "6-1-e"}, PURPOSES[1]: {"words": text()}},
        "police": {purpose: {"article": "part-3", "words": text()} for purpose in PURPOSES},
    }
    found, gaps = both(notice=complete_notice(lawful_basis=bases))
    assert found == gaps
    assert [PURPOSES[0] in gaps[1], "County Council" in gaps[1]] == [True, True]


def test_a_notice_without_title_summary_or_datasets_and_with_its_days_the_wrong_way_round() -> None:
    notice = complete_notice(starts="2028-01-01", ends="2027-01-01", sensitive_condition=["9-2-a"])
    found, gaps = both(notice={**notice, "title": {}, "summary": text(" "), "datasets": []})
    assert found == gaps
    assert len(gaps) == 4
