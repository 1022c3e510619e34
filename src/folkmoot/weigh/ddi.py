"""A description of the study for archives: DDI-Codebook 2.5, as the UK Data Service and CESSDA catalogues take it.

The variables come from the plan, never from answers. Numbers come from the document of findings alone, so that what is hidden there is
not here either; without a document the description has no numbers.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from typing import Any, Final

from folkmoot.survey import sample_sentences
from folkmoot.weigh.plan import Plan
from folkmoot.weigh.results import MADE_UP_FOR, weighted
from folkmoot.weigh.uncertainty_words import intervals
from folkmoot.weigh.variables import Variable, variables
from folkmoot.weigh.words import SAMPLE_HEADINGS, together
from folkmoot.weigh.xml_text import xml_bytes, xml_text

NAMESPACE: Final = "ddi:codebook:2_5"
SCHEMA: Final = "http://www.ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"
INSTANCE: Final = "http://www.w3.org/2001/XMLSchema-instance"
MADE_UP: Final = "Example only. All people and numbers here are made up."
NOT_PUBLISHED: Final = "The answers of single people are not published. Counts that could show who said what are left out."


def ddi(plan: Plan, document: Mapping[str, Any] | None = None, *, questions: Mapping[str, str] | None = None) -> bytes:
    """The description as XML in UTF-8; the same input gives the same bytes. `document` is the findings of a weighing by this plan,
    `questions` as `variables` takes them."""
    # no registered prefixes: the default namespace is written as an attribute, and reads the same
    root = ET.Element(
        "codeBook",
        {
            "xmlns": NAMESPACE,
            "xmlns:xsi": INSTANCE,
            "xsi:schemaLocation": f"{NAMESPACE} {SCHEMA}",
            "version": "2.5",
            "xml:lang": "en-GB",
        },
    )
    about = _add(_add(root, "docDscr"), "citation")
    _add(_add(about, "titlStmt"), "titl", f"Description of: {plan.survey.title}")
    made = _add(about, "prodStmt")
    _add(made, "producer", plan.survey.organisation)
    _add(made, "software", "Folkmoot", version=version("folkmoot"))
    every = variables(plan, questions)
    weight = next(variable.name for variable in every if variable.made == "weight")
    _study(_add(root, "stdyDscr"), plan, document, weight)
    data = _add(root, "dataDscr")
    for variable in every:
        _variable(data, variable, document, weight)
    return xml_bytes(root)


def _study(study: ET.Element, plan: Plan, document: Mapping[str, Any] | None, weight: str) -> None:
    survey = plan.survey
    citation = _add(study, "citation")
    titles = _add(citation, "titlStmt")
    _add(titles, "titl", survey.title)
    _add(titles, "IDNo", f"sha256:{plan.hash}", agency="Folkmoot plan")
    if document is not None:
        _add(titles, "IDNo", f"sha256:{document['dataset_hash']}", agency="Folkmoot answers")
    _add(_add(citation, "rspStmt"), "AuthEnty", survey.organisation)
    _add(_add(citation, "prodStmt"), "producer", survey.organisation)
    scope = _add(study, "stdyInfo")
    asked = " ".join(f"{statement.id}: {_sentence(statement.text)}" for statement in plan.statements)
    _add(scope, "abstract", f"{MADE_UP} {asked}" if survey.synthetic else asked)
    summary = _add(scope, "sumDscr")
    _add(summary, "collDate", survey.dates)
    _add(summary, "anlyUnit", "Individual")
    _add(summary, "universe", survey.population)
    _add(summary, "dataKind", "Survey data")
    method = _add(study, "method")
    collected = _add(method, "dataColl")
    came = " ".join([_sentence(SAMPLE_HEADINGS[survey.sample]), survey.how_people_came, *sample_sentences(survey.sample)])
    _add(collected, "sampProc", " ".join(came.split()))
    _add(collected, "weight", " ".join([*_weighting(plan, document), f"The weight is the variable {weight}."]))
    _add(collected, "cleanOps", "Every answer was checked against the plan, which lists the values that each column may hold.")
    _add(_add(method, "anlyInfo"), "EstSmpErr", _intervals(plan, document))
    _add(_add(_add(study, "dataAccs"), "useStmt"), "restrctn", NOT_PUBLISHED)


def _intervals(plan: Plan, document: Mapping[str, Any] | None) -> str:
    """How the uncertainty was worked out."""
    made = None if document is None else document.get("uncertainty")
    said = intervals(plan) if made is None else " ".join([made["intervals"], *made["notes"]])
    return said.replace("95%, ", "95% intervals ", 1)


def _weighting(plan: Plan, document: Mapping[str, Any] | None) -> Iterator[str]:
    """How the answers were weighted, in sentences."""
    targets, adjustment = plan.weights.targets, plan.weights.adjustment
    if adjustment is not None:
        yield f"{MADE_UP_FOR[adjustment.kind]}, by {together([plan.label(name) for name in adjustment.by])}."
    if not targets:
        if plan.weights.base:
            yield "Weighted with the weights in the file."
        elif adjustment is None:
            yield "The answers are not weighted."
    else:
        yield f"Raked (iterative proportional fitting) to {', '.join(plan.label(target.factor) for target in targets)}."
        yield from (f"Source of {plan.label(target.factor)}: {_sentence(target.source)}" for target in targets)
        if plan.weights.base:
            yield f"The starting weight is the column {plan.weights.base}."
        if plan.weights.bounds:
            low, high = plan.weights.bounds
            yield f"No weight is under {low:g} or over {high:g} times its starting weight."
    effect = None if document is None else document["weighting"]["kish_deff"]
    if effect is not None:
        yield f"Kish's design effect of the weights is {effect:.2f}."


def _variable(data: ET.Element, variable: Variable, document: Mapping[str, Any] | None, weight: str) -> None:
    kind = "numeric" if variable.numeric or variable.made == "numbered" else "code"
    element = _add(data, "var", ID=f"var-{variable.name}", name=variable.name)
    if variable.made == "weight":
        element.set("wgt", "wgt")
    element.set("intrvl", "contin" if variable.numeric else "discrete")
    element.set("representationType", kind)
    _add(element, "labl", variable.label)
    for text in variable.asked:
        _add(_add(element, "qstn"), "qstnLit", text)
    if variable.missing:
        invalid = _add(element, "invalrng")
        for number in variable.missing.values():
            _add(invalid, "item", VALUE=str(number))
    shown = _overall(variable, document)
    if shown is not None and shown["n"] is not None:
        _add(element, "sumStat", str(shown["n"]), type="vald")
    if variable.how:
        _add(element, "txt", variable.how)
    counts = _counts(variable, document)
    for code, words in variable.codes.items():
        category = _category(element, code, words)
        if words in counts:
            _add(category, "catStat", str(counts[words]), type="freq")
        if document is not None and shown is not None and shown["estimate"] is not None:
            share = shown["estimate"] if code else 1 - shown["estimate"]
            weights = {"wgtd": "wgtd", "wgt-var": f"var-{weight}"} if weighted(document) else {"wgtd": "not-wgtd"}
            _add(category, "catStat", f"{100 * share:.6g}", type="percent", **weights)
    for value, number in variable.missing.items():
        _category(element, number, f"No answer: {value}").set("missing", "Y")
    _add(element, "varFormat", type="numeric")


def _category(element: ET.Element, code: int, words: str) -> ET.Element:
    category = _add(element, "catgry")
    _add(category, "catValu", str(code))
    _add(category, "labl", words)
    return category


def _overall(variable: Variable, document: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """The finding of a statement among everybody."""
    if document is None or variable.made != "statement":
        return None
    rows: list[Mapping[str, Any]] = document["findings"]
    return next((row for row in rows if row["statement"] == variable.source and row["factor"] is None), None)


def _counts(variable: Variable, document: Mapping[str, Any] | None) -> dict[str, int]:
    """How many people have each level of a variable the answers were made fair by, without those that are hidden."""
    if document is None or variable.made not in {"column", "derived"}:
        return {}
    margins = [margin for margin in document["weighting"]["margins"] if margin["factor"] == variable.source]
    return {level["level"]: level["n"] for margin in margins for level in margin["levels"] if level["n"] is not None}


def _add(parent: ET.Element, tag: str, words: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, tag, {name: xml_text(value) for name, value in attributes.items()})
    if words:
        element.text = xml_text(words)
    return element


def _sentence(words: str) -> str:
    return words if words.endswith((".", "?", "!")) else f"{words}."
