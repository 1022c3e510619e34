"""The rules of completeness as SHACL shapes, made from the table of fields: anyone can check a notice as the site does.

The words of each rule are those of `folkmoot.record.completeness`. Two rules have no shape: the length of the summary, and a basis in law
whose organisation or purpose is not in the notice (which is never looked at).
"""

from collections.abc import Iterator

from folkmoot.record.completeness import DATES_REVERSED, NO_DATASET, NO_SUMMARY, NO_TITLE, gap_words
from folkmoot.record.documents import CONTROLLERS, SENSITIVE
from folkmoot.record.exports.terms import NAMESPACES, full, option_term, own_property
from folkmoot.record.fields import QUESTIONS, Kind, Question, When

_CLASSES = {"notice": "fm:Notice", "case": "fm:BusinessCase"}
_PREFIXES = ("fm", "dct", "dpv", "eu-gdpr", "rdf", "rdfs", "schema", "sh", "xsd")
_STANDARD_ENGLISH = 'sh:languageIn ( "en" ) ; sh:not [ sh:languageIn ( "en-x-easy" ) ] ; sh:pattern "\\\\S"'


def shacl_shapes() -> str:
    """The vocabulary's declarations and the shapes, as Turtle."""
    parts = [
        "\n".join(f"@prefix {prefix}: <{NAMESPACES[prefix]}> ." for prefix in _PREFIXES),
        *_declarations(),
        *(_titled(publication) for publication in _CLASSES),
        _datasets_and_dates(),
        *(_shape(question) for question in QUESTIONS.values() if question.needed),
    ]
    return "\n\n".join(parts) + "\n"


def _declarations() -> Iterator[str]:
    for question in QUESTIONS.values():
        term = _short(question.term)
        yield f"{own_property(question)} a rdf:Property ; rdfs:label {_text(question.ask)}@en ; rdfs:subPropertyOf {term} ."


def _titled(publication: str) -> str:
    rules = [_at_least_one(path, _STANDARD_ENGLISH, words) for path, words in (("dct:title", NO_TITLE), ("fm:summary", NO_SUMMARY))]
    return _node(f"title-of-{publication}", publication, [f"sh:property {rule}" for rule in rules])


def _datasets_and_dates() -> str:
    starts, ends = (own_property(QUESTIONS[name]) for name in ("starts", "ends"))
    return _node(
        "datasets-and-dates",
        "notice",
        [
            f"sh:property [ sh:path fm:dataset ; sh:minCount 1 ; sh:message {_text(NO_DATASET)} ]",
            f"sh:property [ sh:path {starts} ; sh:lessThanOrEquals {ends} ; sh:message {_text(DATES_REVERSED)} ]",
        ],
    )


def _shape(question: Question) -> str:
    if question.kind is Kind.BASES:
        return _node(question.id, question.publication, [f"sh:sparql {_bases(question)}"])
    rule = _at_least_one(own_property(question), _given(question), gap_words(question))
    if question.when is None:
        return _node(question.id, question.publication, [f"sh:property {rule}"])
    unless = f"sh:or ( [ sh:not [ sh:property {_HOLDS[question.when]} ] ] [ sh:property {rule} ] )"
    return _node(question.id, question.publication, [unless, f"sh:message {_text(gap_words(question))}"])


def _given(question: Question) -> str:
    """What one value must be for the answer to be given."""
    if question.kind in {Kind.CHOICE, Kind.CHOICES}:
        return f"sh:in ( {' '.join(_short(option_term(question, option.id)) for option in question.options)} )"
    if question.kind is Kind.DATE:
        return "sh:datatype xsd:date"
    if question.kind is Kind.CODES:
        return 'sh:pattern "\\\\S"'
    return _STANDARD_ENGLISH


def _at_least_one(path: str, value: str, words: str) -> str:
    return f"[ sh:path {path} ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [ {value} ] ; sh:message {_text(words)} ]"


def _node(name: str, publication: str, rules: list[str]) -> str:
    body = " ;\n  ".join([f"fm:shape-{name} a sh:NodeShape", f"sh:targetClass {_CLASSES[publication]}", *rules])
    return f"{body} ."


def _bases(question: Question) -> str:
    """A basis for each controller and purpose: a rule over pairs, so in SPARQL, with their names in its words."""
    controllers = ", ".join(f"<{full(f'fm:duty-{duty}')}>" for duty in sorted(CONTROLLERS))
    terms = ", ".join(f"<{full(option_term(question, option.id))}>" for option in question.options)
    select = f"""SELECT $this ?party ?purpose WHERE {{
    $this <{full("fm:party")}> ?part ; <{full("fm:purpose")}> ?use .
    ?part <{full("schema:name")}> ?party ; <{full("fm:organisation")}> ?who ; <{full("fm:duty")}> ?duty .
    ?use <{full("dct:title")}> ?purpose .
    FILTER (?duty IN ({controllers}))
    FILTER NOT EXISTS {{
      $this <{full("dpv:hasProcess")}> ?basis .
      ?basis <{full("dpv:hasDataController")}> ?who ; <{full("dpv:hasPurpose")}> ?use ;
        <{full("dpv:hasLegalBasis")}> ?article ; <{full(own_property(question))}> ?words .
      FILTER (?article IN ({terms}))
      FILTER (lang(?words) = "en" && regex(str(?words), "[^ ]"))
    }}
  }}"""
    return f'[ sh:message {_text(gap_words(question, "{?party}", "{?purpose}"))} ; sh:select """{select}""" ]'


_HOLDS = {
    When.SENSITIVE: "[ sh:path ( fm:dataset fm:sensitivity ) ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [ sh:in ( "
    + " ".join(f"fm:sensitivity-{kind}" for kind in sorted(SENSITIVE))
    + " ) ] ]",
    When.SENSORS: "[ sh:path fm:kind ; sh:hasValue fm:kind-sensors ]",
    When.UNTOLD: "[ sh:path fm:answer-tells_each ; sh:hasValue fm:tells_each-no ]",
    When.PREDICTS: "[ sh:path fm:answer-predicts ; sh:qualifiedMinCount 1 ; "
    "sh:qualifiedValueShape [ sh:in ( fm:predicts-groups fm:predicts-people ) ] ]",
}
"""When a question is needed that most uses do not need, as a rule over the publication."""


def _short(term: str) -> str:
    """A term as Turtle has it: with its prefix where the file declares it."""
    return term if term.partition(":")[0] in _PREFIXES else f"<{full(term)}>"


def _text(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'
