"""The names that the JSON-LD and the shapes may use: a short frozen list of standard terms, and our own.

The W3C Data Privacy Vocabulary (DPV) 2.3 has over a thousand terms; these are the ones used. A test looks each of them up in the published
vocabulary, and another that no export says anything that is not on the list.
"""

from collections.abc import Iterator

from folkmoot.record.fields import FIELDS, QUESTIONS, Kind, Question

FM = "https://ns.folkmoot.example/record#"  # a name, not a page: the declarations are in the shapes file and in each JSON-LD file
AREAS = "http://statistics.data.gov.uk/id/statistical-geography/"  # the Office for National Statistics' addresses of areas

NAMESPACES = {
    "fm": FM,
    "dpv": "https://w3id.org/dpv#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "legal-gb": "https://w3id.org/dpv/legal/gb#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

_STANDARD = {
    "dpv": """ActivityCompleted ActivityHalted ActivityOngoing ActivityProposed AlgorithmicLogic ApprovalProcedure Authority
        ConsultationWithDataSubject ControllerProcessorAgreement DPIA DataProtectionOfficer DataSubject
        DataSubjectRight JointDataControllersAgreement Justification Location Notice PersonalData Process
        Processing Purpose SpecialCategoryPersonalData StorageCondition TechnicalMeasure TechnicalOrganisationalMeasure
        hasActivityStatus hasAlgorithmicLogic hasApplicableLaw hasAuthority hasContact hasDataController hasDataProcessor
        hasDataProtectionOfficer hasDataSource hasDataSubject hasHumanInvolvement hasImpactAssessment hasJustification hasLegalBasis
        hasLegalMeasure hasLocation hasNotice hasPersonalData hasProcess hasProcessing hasPurpose hasRight hasStatus hasStorageCondition
        hasTechnicalMeasure hasTechnicalOrganisationalMeasure""",
    "eu-gdpr": """A6-1-a A6-1-b A6-1-c A6-1-d A6-1-e A6-1-f A9-2-a A9-2-b A9-2-c A9-2-f A9-2-g A9-2-h A9-2-i A9-2-j
        DPIAIndicatesLowRisk DPIAOutcomeHighResidualRisk DPIAOutcomeRisksAcceptable""",
    "legal-gb": "law-DPA law-GDPR",
    "dcat": "Dataset version",
    "dct": "date description identifier isVersionOf issued spatial title type",
    "odrl": "Agreement Duty Prohibition assigner duty prohibition",
    "prov": "Activity Entity generatedAtTime used wasAssociatedWith wasDerivedFrom wasRevisionOf",
    "rdf": "Property first nil rest type",
    "rdfs": "comment label subPropertyOf",
    "schema": """Audience Grant Organization abstract audience endDate funding identifier name startDate url validFrom
        validThrough""",
    "sh": """NodeShape datatype hasValue in languageIn lessThanOrEquals message minCount not or path pattern property qualifiedMinCount
        qualifiedValueShape select sparql targetClass""",
    "xsd": "boolean date dateTime integer",
}

CHOICES = {
    "kind": ("insight", "operational", "sensors"),
    "duty": ("controller", "joint", "processor", "linker", "none"),
    "sensitivity": ("ordinary", "special", "criminal"),
    "outcome": ("yes", "yes-with-conditions", "no", "defer"),
    "stage": ("scope", "join", "analyse", "publish", "close"),
    "licence": ("in_force", "draft", "needs_review", "suspended", "ended", "not_yet"),
    "residual": ("low", "medium", "high"),
}
"""Our own codes, by what they are codes of: each is the term fm:<of>-<code>."""

_OWN = """Initiative Notice BusinessCase Licence Party RecordsUseAgreement answer assessor beforeStage dataset decision dueOn duty
    engagement evidence fieldsUsed finding hash hasLicence holder inForce kind licenceState metOn organisation outcome owner party
    peopleCovered purpose reason residual respondents reviewBy sensitivity stage summary topic youSaidWeDid"""


def own_property(question: Question) -> str:
    """The property that a question's answer stands under, a sub-property of the question's standard term."""
    return f"fm:answer-{question.id}"


def option_term(question: Question, chosen: str) -> str:
    """The term of an answer that was chosen: its standard one, or our own. "" for a choice that the question does not have."""
    option = question.option(chosen)
    if option is None:
        return ""
    return option.term or f"fm:{question.id}-{option.id}"


def code(of: str, value: str) -> str:
    """The term of one of our own codes; "" for a code that there is not."""
    return f"fm:{of}-{value}" if value in CHOICES[of] else ""


def full(term: str) -> str:
    """The whole IRI of a term such as dpv:Purpose."""
    prefix, _, name = term.partition(":")
    return NAMESPACES[prefix] + name


def _own_terms() -> Iterator[str]:
    yield from (f"fm:{name}" for name in _OWN.split())
    yield from (f"fm:{of}-{value}" for of, values in CHOICES.items() for value in values)
    for question in QUESTIONS.values():
        yield own_property(question)
        yield question.term
        if question.kind is not Kind.TEXT:
            yield from (option_term(question, option.id) for option in question.options)
    yield from (term for field in FIELDS for term in field.terms)


STANDARD_TERMS: frozenset[str] = frozenset(f"{prefix}:{name}" for prefix, names in _STANDARD.items() for name in names.split())
"""Every standard term that an export uses, frozen."""

OWN_TERMS: frozenset[str] = frozenset(term for term in _own_terms() if term.startswith("fm:"))
"""Every term of our own: those of the table of fields, and a few more."""

TERMS: frozenset[str] = STANDARD_TERMS | OWN_TERMS
"""Every term that may stand in an export."""
