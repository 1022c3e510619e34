"""The written answers of a publication as linked data: each under our own property, and under the standard term of its question."""

from collections.abc import Mapping
from typing import Any

from folkmoot.record.documents import lines
from folkmoot.record.exports.nodes import literals, refer
from folkmoot.record.exports.terms import AREAS, option_term, own_property
from folkmoot.record.fields import QUESTIONS, Kind, Question

_RANGES = {
    "dpv:hasAlgorithmicLogic": "dpv:AlgorithmicLogic",
    "dpv:hasAuthority": "dpv:Authority",
    "dpv:hasDataProtectionOfficer": "dpv:DataProtectionOfficer",
    "dpv:hasDataSubject": "dpv:DataSubject",
    "dpv:hasJustification": "dpv:Justification",
    "dpv:hasLocation": "dpv:Location",
    "dpv:hasNotice": "dpv:Notice",
    "dpv:hasProcessing": "dpv:Processing",
    "dpv:hasRight": "dpv:DataSubjectRight",
    "dpv:hasStorageCondition": "dpv:StorageCondition",
    "dpv:hasTechnicalMeasure": "dpv:TechnicalMeasure",
    "dpv:hasTechnicalOrganisationalMeasure": "dpv:TechnicalOrganisationalMeasure",
    "odrl:prohibition": "odrl:Prohibition",
    "schema:audience": "schema:Audience",
    "schema:funding": "schema:Grant",
}
"""What stands under a standard term that takes a thing and not words: a thing of this class, described in the answer's words."""


def answers_as_rdf(answers: Mapping[str, Any], publication: str, base: str) -> dict[str, Any]:
    """The properties of a publication's answers. `base` is the publication's address. Bases in law are given with their purposes apart."""
    found: dict[str, Any] = {}
    for question in QUESTIONS.values():
        answer = answers.get(question.id)
        if question.publication != publication or question.kind is Kind.BASES or not answer:
            continue
        own, standard = _both(question, answer, base)
        if own:
            found[own_property(question)] = own
            found.setdefault(question.term, []).extend(standard)
    return found


def _both(question: Question, answer: Any, base: str) -> tuple[list[Any], list[Any]]:
    """The answer under our own property, and under the standard term."""
    if question.kind in {Kind.CHOICE, Kind.CHOICES}:
        chosen = [answer] if isinstance(answer, str) else answer
        terms = [refer(term) for choice in chosen if (term := option_term(question, choice))]
        return terms, terms
    if question.kind is Kind.DATE:
        day = [{"@value": answer, "@type": "xsd:date"}]
        return day, day
    if question.kind is Kind.CODES:
        return list(answer), [refer(AREAS + each) for each in answer]
    words = literals(answer, by_line=question.kind is Kind.LIST)
    if question.id == "purposes":
        return words, [refer(f"{base}#purpose-{number}") for number, _ in enumerate(lines(answer), 1)]
    if question.term not in _RANGES:
        return words, words
    if question.kind is Kind.LIST:
        return words, [{"@type": _RANGES[question.term], "dct:description": [word]} for word in words]
    return words, [{"@type": _RANGES[question.term], "dct:description": words}]
