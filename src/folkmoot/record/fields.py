"""The questions a notice answers: one table, which forms, the public page, the completeness check and the tests all read.

Drawn from the fields that UK GDPR Articles 13 and 14, the Digital Economy Act's register of agreements and the UK Data Use Register ask
for, put the way people ask them.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a field is answered."""

    TEXT = "text"  # paragraphs, in renditions
    LIST = "list"  # one entry a line, in renditions
    CHOICE = "choice"  # one of `options`
    PARTY = "party"  # a text for each organisation in the initiative


class Need(StrEnum):
    """What a field must be filled in for. No notice is published without either; NOTICE is what the law asks before records are used."""

    NOTICE = "notice"
    PUBLISHING = "publishing"


GROUPS = {
    "label": "The data use label",
    "what": "What",
    "why": "Why",
    "whose": "Whose data",
    "sees": "Who sees it",
    "joined": "How names come off and records are joined",
    "law": "What the law says",
    "answers": "Who answers for it",
    "object": "Ask a question, or say no",
}
"""The parts of a notice in the order people ask, with their headings."""


@dataclass(frozen=True)
class Field:
    """One question: where it stands, how it is asked, what helps to answer it, an example answer, and what it is needed for."""

    id: str
    group: str
    question: str
    help: str
    example: str
    needed_for: Need = Need.NOTICE
    kind: Kind = Kind.TEXT
    options: tuple[tuple[str, str], ...] = ()
    only_when_sensitive: bool = False


FIELDS: tuple[Field, ...] = (
    Field(
        "label_purpose",
        "label",
        "What is it for, in one line?",
        "It stands on posters. Start with “To”.",
        "To find cold homes that make people ill",
    ),
    Field("label_people", "label", "Whose data is it, in one line?", "Say if names come off.", "People aged 65 and over. Names taken off."),
    Field("label_sees", "label", "Who sees it, in one line?", "Count people, and say what companies get.", "4 trained people. No company."),
    Field(
        "what",
        "what",
        "What will be done with the records?",
        "Say what is joined to what, and what is left after.",
        "We join home repairs and winter hospital stays.",
    ),
    Field(
        "decides", "what", "Will a computer decide anything about a person?", "If yes: what, and how to have a person look again.", "No."
    ),
    Field(
        "problem",
        "why",
        "What is the problem, and what will be done about it?",
        "Use one number if there is one.",
        "612 older people went to hospital last winter.",
        Need.PUBLISHING,
    ),
    Field(
        "benefit",
        "why",
        "How will anyone know that it helped, and by when?",
        "A measure, where it stands now, and a date.",
        "60 fewer hospital stays by winter 2033.",
        Need.PUBLISHING,
    ),
    Field(
        "alternatives",
        "why",
        "What else was looked at, including not joining records?",
        "Say why it would not do.",
        "We could ask every home. It would miss people who do not answer.",
        Need.PUBLISHING,
    ),
    Field(
        "groups",
        "why",
        "Who could lose by it, and what is done about that?",
        "Think of people and places that could get a bad name.",
        "No map is smaller than 2,000 homes.",
        Need.PUBLISHING,
    ),
    Field(
        "purposes",
        "why",
        "What may the records be used for?",
        "One purpose a line.",
        "Offering repairs where they help most",
        kind=Kind.LIST,
    ),
    Field("excluded_purposes", "why", "What may they never be used for?", "One a line.", "Rent, benefits or debt", kind=Kind.LIST),
    Field(
        "people",
        "whose",
        "Who is in the records?",
        "Say which people, how many, and which years.",
        "People aged 65 and over in 41,000 homes, 2026 to 2031.",
    ),
    Field("left_out", "whose", "What is not in them?", "One a line.", "Notes from doctors", kind=Kind.LIST),
    Field(
        "identifies",
        "whose",
        "Can anyone who uses the joined records tell who someone is?",
        "Say it as it is, not as it should be.",
        "No, and they may not try",
        kind=Kind.CHOICE,
        options=(("no", "No, and they may not try"), ("source", "Only the organisation the records came from"), ("yes", "Yes, some can")),
    ),
    Field(
        "who_sees",
        "sees",
        "Who will see the joined records?",
        "One organisation a line: how many people, in which job.",
        "County Council: 3 analysts",
        kind=Kind.LIST,
    ),
    Field("companies", "sees", "What does any company get?", "Say “Nothing” if nothing.", "Nothing."),
    Field(
        "where",
        "sees",
        "Where are the records kept?",
        "Say if they ever leave the country.",
        "On the council's own computers, in the county.",
    ),
    Field(
        "names_off",
        "joined",
        "How do names come off?",
        "Say who takes them off, and where.",
        "Each organisation takes names off its own records before they leave.",
    ),
    Field(
        "joining",
        "joined",
        "How are the records joined, and who holds the keys?",
        "Say when the keys are destroyed.",
        "By codes. The keys are destroyed after the join.",
    ),
    Field(
        "moving", "joined", "How do the records travel?", "Say how they are protected on the way.", "Encrypted, from computer to computer."
    ),
    Field(
        "kept",
        "joined",
        "How long are the joined records kept, and then?",
        "A date or a time, and what happens to them.",
        "One year. Then they are wiped.",
    ),
    Field(
        "safeguards",
        "joined",
        "What else keeps them safe?",
        "One a line: people, places, and how work is checked.",
        "A second person checks every number before it leaves",
        kind=Kind.LIST,
    ),
    Field(
        "lawful_basis",
        "law",
        "What in the law lets this organisation use its records?",
        "Each organisation may have its own: name the article.",
        "Its public task, UK GDPR Article 6(1)(e).",
        kind=Kind.PARTY,
    ),
    Field(
        "sensitive_basis",
        "law",
        "What in the law lets anyone use records on health, beliefs or crime?",
        "Name the article.",
        "UK GDPR Article 9(2)(h).",
        only_when_sensitive=True,
    ),
    Field(
        "power", "law", "What power lets the records be passed on?", "Name the Act and section.", "Digital Economy Act 2017, section 35."
    ),
    Field("telling", "law", "How are people told?", "If not one by one, say why.", "On this page, and by posters in every clinic."),
    Field("owner", "answers", "Who answers for it?", "An office, not a person's name.", "The Director of Public Health, County Council."),
    Field(
        "dpo",
        "answers",
        "Who looks after people's rights?",
        "How to reach the data protection officer.",
        "The data protection officer, dpo@council.example.",
    ),
    Field(
        "cost",
        "answers",
        "What does it cost, and who pays?",
        "Money and staff time.",
        "£40,000 from the public health grant.",
        Need.PUBLISHING,
    ),
    Field(
        "contact",
        "object",
        "How can anyone ask a question?",
        "A phone number, an address and how soon you answer.",
        "Phone 0800 000 0000. We answer within 10 working days.",
    ),
    Field(
        "objecting",
        "object",
        "How can someone say no?",
        "What happens then, and what cannot be undone.",
        "Phone us. We take you out of the next join.",
    ),
    Field(
        "own_records",
        "object",
        "How can someone see or correct their own records?",
        "Say which organisation to ask.",
        "Ask the council or the hospital.",
    ),
    Field(
        "complaining",
        "object",
        "How can someone complain?",
        "Say how soon you reply, and who is next.",
        "Write to us. We reply within 30 days. Then there is the Information Commissioner.",
    ),
)


def fields_of(group: str) -> tuple[Field, ...]:
    """The fields of one part of a notice, in order. Raises KeyError when there is no such part."""
    if group not in GROUPS:
        raise KeyError(group)
    return tuple(field for field in FIELDS if field.group == group)
