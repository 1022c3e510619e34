"""The kinds of document there are: one table of data, which the rules, the pages and the tests read."""

from dataclasses import dataclass
from enum import StrEnum

type Prompt = tuple[str, str]
"""A clause that a draft starts with: its heading, and what to write there."""


class Kind(StrEnum):
    """A kind of document."""

    AGREEMENT = "agreement"
    STATEMENT = "statement"
    CHARTER = "charter"
    POLICY = "policy"
    EVALUATION = "evaluation"


class Owner(StrEnum):
    """Which organisation keeps a document of a kind."""

    BODY = "body"
    PARTY = "party"
    LEAD = "lead"


OWNER_WORDS = {
    Owner.BODY: "the public body that it binds",
    Owner.PARTY: "one of the organisations that agree",
    Owner.LEAD: "the organisation that leads the initiative",
}


class Need(StrEnum):
    """Whether a document is about an initiative."""

    NEVER = "never"
    MAY = "may"
    MUST = "must"


@dataclass(frozen=True)
class KindFacts:
    """A kind of document: its name and what it is for, who keeps it, whether it is about an initiative and has parties, whether people must
    be asked before each version, whether organisations sign it, whether all of it may be withheld, and the clauses a draft starts with."""

    name: str
    purpose: str
    owner: Owner
    initiative: Need
    has_parties: bool
    asks_comments: bool
    is_signed: bool
    may_be_withheld: bool
    clauses: tuple[Prompt, ...]


KINDS: dict[Kind, KindFacts] = {
    Kind.AGREEMENT: KindFacts(
        name="Collaboration agreement",
        purpose="Organisations say what they do together with data, who answers for what, and how it ends.",
        owner=Owner.PARTY,
        initiative=Need.MAY,
        has_parties=True,
        asks_comments=False,
        is_signed=True,
        may_be_withheld=True,
        clauses=(
            ("Why we work together", "The public good it is for, in two sentences. What each organisation cannot do alone."),
            ("What each of us does", "One sentence for each organisation: what it gives, what it gets, what it answers for."),
            ("What records are used", "Whose records, which facts from them, and what is left out."),
            ("What nobody may do", "Uses that are ruled out, such as selling records or deciding about one person."),
            ("Who answers when something goes wrong", "Who tells people and the Information Commissioner, and how fast."),
            ("Money, and who owns the results", "Who pays what. Who may use the results, and on what terms."),
            ("How it ends", "The day it ends, how anyone may leave before, and what happens to the records then."),
        ),
    ),
    Kind.STATEMENT: KindFacts(
        name="Standing statement on identifiable data and commerce",
        purpose="A body says once, for all it does, whether a company may ever have records from which a person could be told.",
        owner=Owner.BODY,
        initiative=Need.NEVER,
        has_parties=False,
        asks_comments=False,
        is_signed=True,
        may_be_withheld=False,
        clauses=(
            ("What we will never do", "Such as: no company gets records from which a person could be told, whatever it gives."),
            ("When a company may work for us", "What it may do, and what it gets: numbers, texts, tools. Never records about people."),
            ("What the public gets", "What comes back to the public when a company gains from work on our records."),
            ("How anyone can check", "Where contracts stand, who looks at them, and whom to ask."),
        ),
    ),
    Kind.CHARTER: KindFacts(
        name="Data charter",
        purpose="What a place promises its people about the use of their data, each promise with its evidence.",
        owner=Owner.BODY,
        initiative=Need.NEVER,
        has_parties=False,
        asks_comments=True,
        is_signed=True,
        may_be_withheld=False,
        clauses=(
            ("What we want data to do for people here", "The aim, in words that a resident would use."),
            ("We say what we do", "What is published, where, and by when: every use, every agreement."),
            ("We ask first", "Who is asked before records are joined, and how often."),
            ("We use as little as we can", "How you keep to the least, and how anyone could tell."),
            ("We keep it safe", "Who checks that, and what people are told when it goes wrong."),
            ("We answer for it", "Who is in charge, how to complain, and when the charter is looked at again."),
        ),
    ),
    Kind.POLICY: KindFacts(
        name="Policy",
        purpose="How a body goes about one thing, each time: such as pictures from cameras, or predictions about people.",
        owner=Owner.BODY,
        initiative=Need.NEVER,
        has_parties=False,
        asks_comments=True,
        is_signed=False,
        may_be_withheld=False,
        clauses=(
            ("What this is about", "What it covers and what it does not."),
            ("What we do", "One rule to a sentence. Say who does it."),
            ("What we do not do", "What is ruled out, without exception."),
            ("Who makes sure", "The office in charge, and how it checks."),
            ("When we look at it again", "A day, and what could bring it forward."),
        ),
    ),
    Kind.EVALUATION: KindFacts(
        name="Evaluation and impact report",
        purpose="What an initiative changed, for whom, what it cost, and whether it should go on.",
        owner=Owner.LEAD,
        initiative=Need.MUST,
        has_parties=False,
        asks_comments=False,
        is_signed=False,
        may_be_withheld=False,
        clauses=(
            ("What it was meant to change", "The aim and the measures, as the business case gave them."),
            ("How we looked", "The method, the dates, who did it, and how far it can be trusted."),
            ("What changed", "Each measure: before, aim, now, with how sure you are."),
            ("Who gained, and who did not", "By group and by place. Say who may have lost by it."),
            ("What nobody expected", "Good and bad."),
            ("What it cost", "Money and hours, beside what was planned."),
            ("What people say", "In their own words, as quotes. Say how many were asked."),
            ("What happens next", "Go on, change or stop, and why."),
        ),
    ),
}

KIND_CHOICES = [(kind.value, facts.name) for kind, facts in KINDS.items()]


class Withholding(StrEnum):
    """Why something may be withheld."""

    PERSONAL = "personal"
    COMMERCIAL = "commercial"
    SECURITY = "security"
    LAW = "law"
    OTHER = "other"


WITHHOLDING_WORDS = {
    Withholding.PERSONAL: "It is about particular people",
    Withholding.COMMERCIAL: "It would harm a company's or a body's fair business",
    Withholding.SECURITY: "It would make records or buildings less safe",
    Withholding.LAW: "It would get in the way of preventing or finding crime",
    Withholding.OTHER: "Another reason, in the words beside it",
}
