"""What the desk links to: one row for each thing a permission lets people start."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DeskLink:
    """A page, by its route's name, for holders of a permission; with `by_organisation`, the route takes the Organisation's slug."""

    permission: str
    route: str
    words: str
    by_organisation: bool = False


LINKS: tuple[DeskLink, ...] = (
    DeskLink("people.manage", "people:staff", "See, invite and end the roles of staff", by_organisation=True),
    DeskLink("people.manage", "people:numbers", "Record where it is registered", by_organisation=True),
    DeskLink("people.manage", "people:organisations", "Add an organisation"),
    DeskLink("people.manage", "editor:welsh", "Say whether Welsh has equal status", by_organisation=True),
    DeskLink("initiatives.propose", "initiatives:staff_list", "Propose uses of data, and write their notices"),
    DeskLink("initiatives.publish", "initiatives:staff_list", "Read and publish what colleagues drafted, and record signatures"),
    DeskLink("governance.decide", "initiatives:staff_list", "Record decisions on uses of data"),
    DeskLink("engagement.run", "engagement:engagements", "Configure, open and close engagements"),
    DeskLink("engagement.run", "editor:drafts", "Write questionnaires, and take questions from the bank"),
    DeskLink("paper.key", "paper:desks", "Key in answers that came on paper"),
    DeskLink("panel.run", "panel:panels_staff", "Look after citizens' panels: members, waves, who is missing"),
    DeskLink("evidence.publish", "evidence:to_publish", "Publish findings"),
    DeskLink("commitments.keep", "commitments:staff_list", "Promise things in answer to what people said, and say how they stand"),
    DeskLink("commitments.sign", "commitments:staff_list", "Sign promises"),
    DeskLink("commerce.record", "commerce:staff_list", "Say which companies your organisation deals with, and on what terms"),
    DeskLink("commerce.publish", "commerce:staff_list", "Read and publish what colleagues wrote about companies"),
    DeskLink("concerns.answer", "concerns:waiting", "Answer questions and complaints: what is waiting, the most urgent first"),
    DeskLink("concerns.publish", "concerns:waiting", "Read answers that colleagues wrote, and publish them"),
    DeskLink("concerns.record", "concerns:staff_incidents", "Record incidents, and what is done about them"),
    DeskLink("concerns.appraise", "concerns:staff_incidents", "Appraise how other organisations dealt with incidents"),
    DeskLink("exports.keep", "exports:keep", "Keep a record from another installation"),
    DeskLink("preferences.answer", "preferences:objections", "Answer objections, and make the objection list"),
    DeskLink("wordings.keep", "wordings:staff_list", "Keep the words of forms, and the glossary"),
    DeskLink("wordings.overrule", "wordings:staff_list", "Look at what is flagged in the words of forms"),
    DeskLink("documents.draft", "documents:staff_list", "Write charters, agreements, policies and other documents"),
    DeskLink("documents.approve", "documents:staff_list", "Read and publish documents that colleagues drafted"),
    DeskLink("documents.answer", "documents:comments_waiting", "Read and answer comments on drafts"),
    DeskLink("documents.quote", "documents:quotes", "Keep people's words that documents quote, and withdraw them"),
    DeskLink("documents.sign", "documents:staff_list", "Sign documents, or leave them"),
    DeskLink("audit.read", "audit:log", "Read and check the audit log"),
)
