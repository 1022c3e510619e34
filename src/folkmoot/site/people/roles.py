"""What each role may do: one table, read by the rules, the pages, the docs and the tests."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """A role someone holds in an Organisation, between two dates."""

    ADMINISTRATOR = "administrator"
    RESEARCH_OFFICER = "research_officer"
    GOVERNANCE_LEAD = "governance_lead"
    DATA_STEWARD = "data_steward"
    COMMITTEE_MEMBER = "committee_member"
    KEYING_CLERK = "keying_clerk"


@dataclass(frozen=True)
class RoleFacts:
    """A role in words, and the permissions it gives within its own Organisation."""

    name: str
    description: str
    permissions: frozenset[str]


PERMISSIONS: dict[str, str] = {
    "people.manage": "Invite staff, start and end memberships",
    "initiatives.propose": "Propose an initiative and draft its publications",
    "initiatives.publish": "Publish what someone else drafted",
    "engagement.run": "Configure, open and close engagements",
    "paper.key": "Key in answers that came on paper",
    "panel.run": "Look after a citizens' panel: draw waves from it, and tell its members what came of them",
    "evidence.publish": "Publish findings from a closed engagement",
    "governance.decide": "Record a committee's decision and its conditions",
    "governance.assure": "Sign risk checks and agreements, say when a condition is met",
    "governance.suspend": "Suspend an initiative, or end a suspension",
    "involvement.say": "Say what part citizens have at each stage",
    "planning.plan": "Plan engagement in rounds, publish the plan, and record what each round changed",
    "commitments.keep": "Promise things in answer to what people said, and report on them",
    "commitments.sign": "Record that an organisation's office signed a promise",
    "progress.record": "Record milestones, money, benefits, risks and plans, and draft status reports",
    "progress.publish": "Publish a status report that someone else drafted",
    "progress.decide": "Record what was decided at a gate",
    "commerce.record": "Put relationships with companies on the register, and write about them",
    "commerce.publish": "Publish what someone else wrote about a company",
    "concerns.answer": "Answer questions and complaints, and write answers down for everyone",
    "concerns.record": "Record incidents, what is done about them, and a summary of each for everyone",
    "concerns.publish": "Read and publish answers and summaries of incidents that someone else wrote, or keep answers back",
    "concerns.appraise": "Appraise how another organisation dealt with an incident",
    "exports.keep": "Keep a record from another installation",
    "preferences.answer": "Answer objections to uses of records",
    "preferences.export": "Make the objection list for use at source",
    "wordings.keep": "Keep the library of wordings and the glossary, and record whether residents understood them",
    "wordings.overrule": "Overrule a flag on a wording, or put it back, with a reason",
    "documents.draft": "Draft charters, agreements, policies and other documents, and show how their clauses are kept",
    "documents.approve": "Publish a document that someone else drafted, put its draft out for comment, or send it back",
    "documents.answer": "Let comments on drafts through or refuse them, and answer them",
    "documents.quote": "Keep the words of people that documents quote, and withdraw them",
    "documents.sign": "Sign a document for an organisation, or leave it",
    "audit.read": "Read and verify the audit log",
}

ROLES: dict[Role, RoleFacts] = {
    Role.ADMINISTRATOR: RoleFacts("Administrator", "Looks after the organisation's staff.", frozenset({"people.manage", "audit.read"})),
    Role.RESEARCH_OFFICER: RoleFacts(
        "Research officer",
        "Proposes initiatives, asks people, and publishes what they said.",
        frozenset(
            {
                "initiatives.propose",
                "engagement.run",
                "paper.key",
                "panel.run",
                "evidence.publish",
                "involvement.say",
                "planning.plan",
                "commitments.keep",
                "progress.record",
                "commerce.record",
                "concerns.answer",
                "concerns.record",
                "wordings.keep",
                "documents.draft",
                "documents.answer",
                "documents.quote",
            }
        ),
    ),
    Role.GOVERNANCE_LEAD: RoleFacts(
        "Information governance lead",
        "Checks and publishes what colleagues drafted, signs agreements, can stop an initiative.",
        frozenset(
            {
                "initiatives.publish",
                "evidence.publish",
                "governance.assure",
                "governance.suspend",
                "commitments.sign",
                "progress.publish",
                "progress.decide",
                "commerce.publish",
                "concerns.answer",
                "concerns.record",
                "concerns.publish",
                "concerns.appraise",
                "exports.keep",
                "preferences.answer",
                "preferences.export",
                "wordings.keep",
                "wordings.overrule",
                "documents.approve",
                "documents.answer",
                "documents.quote",
                "documents.sign",
                "audit.read",
            }
        ),
    ),
    Role.DATA_STEWARD: RoleFacts(
        "Data steward",
        "Stands up for the people whose records are used, in a body or a data trust: keeps their choices, and can stop an initiative.",
        frozenset({"governance.suspend", "concerns.answer", "concerns.record", "preferences.answer", "preferences.export", "audit.read"}),
    ),
    Role.COMMITTEE_MEMBER: RoleFacts(
        "Committee member",
        "Decides, with conditions, and can stop an initiative.",
        frozenset({"governance.decide", "governance.suspend", "commitments.keep", "concerns.appraise", "audit.read"}),
    ),
    Role.KEYING_CLERK: RoleFacts("Keying clerk", "Keys in answers that came on paper, and does nothing else.", frozenset({"paper.key"})),
}
