"""What the example's bodies put in writing, what people said of it, who signed, and what shows that it is kept. All of it is made up."""

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from examples.essex import charter, story
from examples.essex.charter import Clauses
from examples.essex.texts import Texts, texts
from folkmoot.site.commitments import queries as commitments
from folkmoot.site.documents import domain, queries
from folkmoot.site.documents.domain import Withhold

type On = Callable[[date], AbstractContextManager[None]]


def build(*, staff: dict[str, Any], organisations: dict[str, Any], initiative: Any, today: date, on: On) -> None:
    """A charter in two versions, a standing statement, an agreement with a withheld clause, and a policy that is out for comment now."""
    officer, lead = staff["officer"], staff["lead"]
    council, police = organisations[story.COUNCIL], organisations[story.POLICE]

    def day(days: int) -> date:
        return today - timedelta(days=days)

    with on(day(62)):
        for key, words, said_by in charter.QUOTES:
            domain.add_quote(
                by=officer,
                organisation=council,
                key=key,
                words=words,
                said_by=said_by,
                consent="Made up, for the example.",
                source="a made-up focus group",
            )
    with on(day(60)):
        statement = begin_with(officer, council, "statement", "companies-and-data", charter.STATEMENT_TITLE, charter.STATEMENT)
        publish(officer, lead, statement)
        _sign(lead, statement, council, charter.OFFICE)
        _sign(staff["police"], statement, police, charter.POLICE_OFFICE)
        _agreement(officer, lead, organisations, initiative)
    _charter(officer, lead, staff["police"], council, police, day, on)
    with on(day(5)):
        promised = commitments.of_initiative(initiative)[0]
        agreed = queries.by_slug("essex-data-charter")
        second = queries.current(agreed).content["clauses"][1]["id"]
        words = texts("The notice of Ready for school, published before anything was joined.", "We told people first.")
        domain.link_evidence(by=officer, document=agreed, clause=second, address="/i/ready-for-school/notice", words=words)
        domain.link_evidence(by=officer, document=agreed, clause=second, commitment=promised.number)
        words = texts("The one company in this use prints leaflets, and gets no records.")
        domain.link_evidence(by=officer, document=statement, clause="c2", address="/i/ready-for-school", words=words)
        policy = begin_with(officer, council, "policy", "predictions", charter.POLICY_TITLE, charter.POLICY)
        put_out = _put_out(officer, lead, policy, 30)
    with on(day(2)):
        clause = put_out.content["clauses"][1]["id"]
        _said(put_out, "Say who checks the computer's guesses.", clause=clause)
    with on(day(1)):
        domain.withdraw_quote(by=officer, quote=queries.quote("one-mistake"))


def _charter(officer: Any, lead: Any, constable: Any, council: Any, police: Any, day: Callable[[int], date], on: On) -> None:
    """Two drafts with comments, two versions: the council signed both, the police the first."""
    with on(day(56)):
        agreed = begin_with(officer, council, "charter", "essex-data-charter", charter.CHARTER_TITLE, charter.CHARTER)
        domain.save_clause(by=officer, document=agreed, heading=charter.ANSWERED_FOR, text=charter.ANSWERED_FOR_DRAFT)
        clauses = [one["id"] for one in queries.draft_content(agreed)["clauses"]]
        put_out = _put_out(officer, lead, agreed, 14)
    with on(day(50)):
        said = [
            (_said(put_out, words, clause=clause, name=name), outcome, answer)
            for (words, name, outcome, answer), clause in zip(charter.SAID_OF_DRAFT_1, (clauses[4], ""), strict=True)
        ]
        refused = _said(put_out, "Buy cheap windows from us.")
    with on(day(40)):
        domain.look_at_comment(by=officer, comment=refused, show=False, reason="advert")
        for comment, outcome, answer in said:
            domain.look_at_comment(by=officer, comment=comment, show=True)
            domain.answer_comment(by=officer, comment=comment, outcome=outcome, words=answer)
        _rewrite(officer, agreed, clauses[4], charter.ANSWERED_FOR, charter.ANSWERED_FOR_FINAL)
        publish(officer, lead, agreed)
        _sign(lead, agreed, council, charter.OFFICE)
        _sign(constable, agreed, police, charter.POLICE_OFFICE)
    with on(day(36)):
        domain.save_clause(
            by=officer,
            document=agreed,
            clause=clauses[2],
            heading=charter.CHARTER[2][0],
            text=texts("Residents are asked before records are joined. A committee answers what they said within three months."),
        )
        again = _put_out(officer, lead, agreed, 14)
    words, name, outcome, answer = charter.SAID_OF_DRAFT_2
    with on(day(30)):
        comment = _said(again, words, clause=clauses[2], name=name)
        domain.look_at_comment(by=lead, comment=comment, show=True)
    with on(day(20)):
        domain.answer_comment(by=officer, comment=comment, outcome=outcome, words=answer)
        _rewrite(officer, agreed, clauses[2], charter.CHARTER[2][0], charter.ASKED_FIRST_NOW)
        publish(officer, lead, agreed)
        _sign(lead, agreed, council, charter.OFFICE)


def _agreement(officer: Any, lead: Any, organisations: dict[str, Any], initiative: Any) -> None:
    """Three bodies agree; one clause is withheld; the university has not signed yet."""
    parties = [organisations[name] for name in (story.COUNCIL, story.POLICE, story.UNIVERSITY)]
    agreed = begin_with(
        officer, parties[0], "agreement", "ready-for-school-together", charter.AGREEMENT_TITLE, (), parties=parties, initiative=initiative
    )
    for at, (heading, text) in enumerate(charter.AGREEMENT):
        withhold = Withhold("security", charter.WITHHELD_WHY) if at == charter.WITHHELD_AT else None
        domain.save_clause(by=officer, document=agreed, heading=heading, text=text, withhold=withhold)
    publish(officer, lead, agreed)
    _sign(lead, agreed, parties[0], charter.OFFICE)


def begin_with(by: Any, owner: Any, kind: str, slug: str, title: Texts, clauses: Clauses, **more: Any) -> Any:
    """A document whose draft holds these clauses in place of its prompts."""
    draft = domain.begin_document(by=by, kind=kind, owner=owner, slug=slug, title=title, **more)
    prompts = [one["id"] for one in draft.content["clauses"]]
    for heading, text in clauses:
        domain.save_clause(by=by, document=draft.document, clause=prompts.pop(0) if prompts else "", heading=heading, text=text)
    for clause in prompts:
        domain.remove_clause(by=by, document=draft.document, clause=clause)
    return draft.document


def _rewrite(by: Any, document: Any, clause: str, heading: Texts, text: Texts) -> None:
    domain.save_clause(by=by, document=document, clause=clause, heading=heading, text=text)


def publish(by: Any, approver: Any, document: Any) -> None:
    """Its draft, sent by one person and published by another."""
    domain.send_draft(by=by, document=document)
    domain.publish_draft(by=approver, document=document)


def _put_out(by: Any, approver: Any, document: Any, days: int) -> Any:
    domain.send_draft(by=by, document=document)
    return domain.open_for_comment(by=approver, document=document, until=timezone.localdate() + timedelta(days=days))


def _said(put_out: Any, words: str, **more: str) -> Any:
    number = domain.receive_comment(put_out=put_out, receipt=uuid.uuid4(), words=words, **more).number
    return put_out.comments.get(number=number)


def _sign(by: Any, document: Any, organisation: Any, office: str) -> None:
    domain.sign_document(by=by, version=queries.current(document), organisation=organisation, office=office)
