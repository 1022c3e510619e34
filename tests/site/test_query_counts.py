"""A page that lists rows asks the database as often for thirty of them as for one."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from folkmoot.site.commerce import domain as companies
from folkmoot.site.commitments import domain as commitments
from folkmoot.site.commitments import queries as commitments_kept
from folkmoot.site.concerns import domain as concerns
from folkmoot.site.concerns import handling
from folkmoot.site.documents import domain as documents
from folkmoot.site.documents.models import Document
from folkmoot.site.editor import domain as editor
from folkmoot.site.engagement import domain as engagements
from folkmoot.site.evidence import domain as evidence
from folkmoot.site.initiatives import domain as initiatives
from folkmoot.site.panel import domain as panel_domain
from folkmoot.site.panel import queries as panels
from folkmoot.site.people.roles import Role
from folkmoot.site.progress import domain as progress
from folkmoot.site.renditions import plain
from tests.site import make, surveys
from tests.site.commerce.test_register import begun, content, published
from tests.site.concerns import asking
from tests.site.documents import writing
from tests.site.editor import writing as drafting
from tests.site.panel import joining

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

MANY = 30
DAY = dt.timedelta(days=1)
_numbers = count(1)


class Council:
    """A council with people in its roles, and one initiative of which everything is said."""

    @cached_property
    def lead(self) -> Any:
        return make.organisation()

    @cached_property
    def officer(self) -> Any:
        return make.member(self.lead, Role.RESEARCH_OFFICER)

    @cached_property
    def checker(self) -> Any:
        return make.member(self.lead, Role.GOVERNANCE_LEAD)

    @cached_property
    def about(self) -> Any:
        return make.initiative(self.lead)

    def another(self) -> Any:
        """One more initiative of the council."""
        return initiatives.propose_initiative(
            by=self.officer,
            slug=f"use-{next(_numbers)}",
            title=plain("Another use"),
            summary=plain("It is one more."),
            lead=self.lead,
            kind="insight",
            topic="health",
            area="The county",
        )


def questionnaire(at: Council) -> None:
    """A draft, the version that was made of it, and a question of that in the bank."""
    number = next(_numbers)
    draft = drafting.draft(at.officer, at.lead, slug=f"questions-{number}")
    version = editor.publish_draft(by=at.officer, draft=draft, seen=draft.revision)
    editor.add_to_bank(by=at.officer, version=version, key="A", name=f"a-{number}", theme="uses", why="It is asked often.")


def survey(at: Council) -> None:
    surveys.opened(at.officer, at.lead, f"survey-{next(_numbers)}", initiative=at.about)


def panel(at: Council) -> None:
    joining.panel(at.lead, title=plain(f"Panel {next(_numbers)}"))


def wave(at: Council) -> None:
    """One more wave of the council's panel, of one member who joins for it, closed and told of."""
    number = next(_numbers)
    found = panels.panel_at("people") or joining.panel(at.lead, "people", rest_days=0)
    joining.joined(found)
    given = {"initiative": at.about, "version": asked_by(at), "sample": found.sample}
    held = joining.by_code(at.officer, at.lead, f"wave-{number}", **given)
    panel_domain.draw_wave(by=at.officer, panel=found, engagement=held, number=1, promise="A voucher")
    held = engagements.close_engagement(by=at.officer, engagement=held)
    told = {"title": plain(f"News {number}"), "said": plain("Yes."), "happened": plain("It begins.")}
    panel_domain.tell_members(by=at.officer, panel=found, engagement=held, **told)


def asked_by(at: Council) -> Any:
    """The council's questions."""
    return surveys.version(at.officer, at.lead, "of-waves")


def question(at: Council) -> None:
    row = asking.received(at.about)
    answer = concerns.answer_question(by=at.officer, question=row, wording=plain("Who?"), answer=plain("Three people."))
    concerns.look_at_answer(by=at.checker, answer=answer, publish=True)


def waiting_question(at: Council) -> None:
    asking.received(at.another())
    row = asking.received(at.about)
    concerns.answer_question(by=at.officer, question=row, wording=plain("Who?"), answer=plain("Three people."))


def complaint(at: Council) -> None:
    about = at.another()
    asking.received(about, kind="complaint")
    row = asking.received(at.about, kind="complaint")
    concerns.move_complaint(by=at.officer, complaint=row, step="acknowledged")


def incident(at: Council) -> None:
    given = {"organisation": at.lead, "found_at": timezone.now() - DAY, "happened": "A letter got lost.", "data_affected": "Names."}
    for inside in (at.another(), at.about):
        made = handling.record_incident(by=at.officer, initiative=inside, **given)
        handling.correct_incident(by=at.officer, incident=made, ico_told_at=timezone.now())
        handling.move_incident(by=at.officer, incident=made, state="contained")
        summary = handling.write_summary(by=at.officer, incident=made, title=plain("A letter"), text=plain("It came back."))
        handling.publish_summary(by=at.checker, summary=summary)


def promise(at: Council) -> None:
    given = {"owner": at.lead, "origin": "idea", "answer": "yes", "words": plain("Put up posters."), "asked": plain("Tell us.")}
    for inside in (at.another(), at.about):
        made = commitments.make_commitment(by=at.officer, initiative=inside, due=timezone.localdate() + 30 * DAY, **given)
        commitments.report_commitment(by=at.officer, commitment=made, state="under_way", reason=plain("Begun."))
        commitments.sign_commitment(by=at.checker, commitment=made, organisation=at.lead, office="The Chief Executive")


def finding(at: Council) -> None:
    said = {"words": "People want to know.", "n": 40, "method": "Interviews", "source": "A report"}
    evidence.record_theme(by=at.officer, initiative=at.about, key=f"theme-{next(_numbers)}", **said)


def benefit(at: Council) -> None:
    costed(at.another())


def costed(about: Any) -> None:
    make.spent(make.budget_line(about), 100)
    make.measured(make.benefit(about), 50)


def progressed(at: Council) -> None:
    costed(at.about)
    number = next(_numbers)
    done = make.milestone(at.about)
    progress.reach_milestone(by=at.officer, milestone=done)
    here = {"by": at.officer, "initiative": at.about}
    risk = {"words": "It may be late.", "owner": at.lead, "probability": 2, "impact": 3}
    progress.record_raid(**here, kind="risk", public=True, summary=plain("It may be late."), **risk)
    progress.name_stakeholder(**here, name=f"School {number}", influence=2, interest=3, relation=plain("They teach."))
    progress.record_source(**here, citation=f"Paper {number}", method="A trial", claims=plain("It works."), quality="strong")
    day = timezone.localdate() - dt.timedelta(days=number)
    progress.record_meeting(**here, kind="board", on=day, words=plain("It met."))
    progress.learn(**here, what=plain("It took long."), why=plain("Staff left."), action=plain("Plan for it."))
    criterion = progress.set_criterion(**here, words=plain("It adds up."), tester="Audit")
    progress.record_acceptance(by=at.officer, criterion=criterion, result="met", words=plain("It does."))


def in_office(at: Council) -> None:
    make.member(at.lead)
    make.former_member(at.lead)


def decision(at: Council) -> None:
    if not at.about.publications.exists():
        make.notice(at.about)
    make.decision(at.about, "no", committee=make.organisation(kind="committee"))


def relationship(at: Council) -> None:
    company, about = make.organisation(kind="supplier"), at.about
    writing.published(writing.begun("agreement", at.lead, parties=[at.lead, company], initiative=about))
    published(begun(at.lead, partner=company, initiative=about))
    companies.write_entry(by=at.officer, relationship=begun(at.lead, partner=company), content=content())


def document(at: Council) -> None:
    made = writing.begun(owner=at.lead)
    version = writing.published(made)
    documents.sign_document(by=at.checker, version=version, organisation=at.lead, office="The Chief Executive")
    writing.clause_saved(made, "Another clause.")


def comment(at: Council) -> None:
    charter = Document.objects.filter(owner=at.lead, kind="charter").first() or writing.begun("charter", at.lead, slug="charter")
    out = charter.rounds.first() or writing.out_for_comment(charter)
    writing.commented(out)
    answered = writing.commented(out, shown=True)
    documents.answer_comment(by=at.officer, comment=answered, outcome="changed", words=plain("It is changed."))


def quote(at: Council) -> None:
    made = writing.begun(owner=at.lead)
    writing.clause_saved(made, f"{{quote:{writing.quoted(at.lead).key}}}")
    writing.published(made)


def evidenced(at: Council) -> None:
    made = Document.objects.filter(slug="statement").first() or writing.begun(owner=at.lead, slug="statement")
    if not made.versions.exists():
        writing.published(made)
    promise(at)
    number = commitments_kept.tracker().rows[-1].number
    clause = made.versions.get().content["clauses"][0]["id"]
    documents.link_evidence(by=at.officer, document=made, clause=clause, commitment=number)


@dataclass(frozen=True)
class Listing:
    """A page, and what adds a row to it; `of` what it is, or its address there; `staff` says that the council's officer is signed in."""

    route: str
    add: Callable[[Council], None]
    of: str = ""
    staff: bool = False

    def __str__(self) -> str:
        return f"{self.route} with {self.add.__name__}"

    def address(self, at: Council) -> str:
        """Where it is."""
        given = {"initiative": [at.about.slug], "organisation": [at.lead.slug]}.get(self.of, [self.of] if self.of else [])
        return reverse(self.route, args=given)


LISTINGS = [
    Listing("people:organisation", in_office, of="organisation"),
    Listing("commitments:tracker", promise),
    Listing("commitments:you_said", promise, of="initiative"),
    Listing("commitments:you_said", finding, of="initiative"),
    Listing("concerns:incidents", incident),
    Listing("concerns:incidents_csv", incident),
    Listing("concerns:questions", question, of="initiative"),
    Listing("concerns:questions_csv", question, of="initiative"),
    Listing("concerns:complaints", complaint, of="initiative"),
    Listing("concerns:organisation_complaints", complaint, of="organisation"),
    Listing("concerns:complaints_csv", complaint),
    Listing("concerns:waiting", waiting_question, staff=True),
    Listing("concerns:waiting", complaint, staff=True),
    Listing("concerns:waiting", incident, staff=True),
    Listing("concerns:staff_incidents", incident, staff=True),
    Listing("progress:benefits", benefit),
    Listing("progress:benefits_csv", benefit),
    Listing("progress:sources", progressed),
    Listing("progress:sources_csv", progressed),
    Listing("progress:progress", progressed, of="initiative"),
    Listing("initiatives:initiative", incident, of="initiative"),
    Listing("initiatives:initiative", promise, of="initiative"),
    Listing("initiatives:initiative", progressed, of="initiative"),
    Listing("initiatives:initiative", decision, of="initiative"),
    Listing("initiatives:initiative", relationship, of="initiative"),
    Listing("commerce:register", relationship),
    Listing("commerce:register_csv", relationship),
    Listing("commerce:staff_list", relationship, staff=True),
    Listing("documents:all", document),
    Listing("documents:staff_list", document, staff=True),
    Listing("documents:document", evidenced, of="statement"),
    Listing("documents:comments", comment, of="charter"),
    Listing("documents:comments_waiting", comment, staff=True),
    Listing("documents:quotes", quote, staff=True),
    Listing("editor:drafts", questionnaire, staff=True),
    Listing("editor:bank", questionnaire, staff=True),
    Listing("engagement:engagements", survey, staff=True),
    Listing("panel:panels", panel),
    Listing("panel:panels_staff", panel, staff=True),
    Listing("panel:panel", wave, of="people"),
    Listing("panel:news", wave, of="people"),
    Listing("panel:panel_staff", wave, of="people", staff=True),
    Listing("panel:incentives", wave, of="people", staff=True),
]


def asked(browser: Client, address: str) -> list[str]:
    """What the database is asked for a page."""
    ContentType.objects.clear_cache()
    with CaptureQueriesContext(connections["default"]) as main, CaptureQueriesContext(connections["vault"]) as vault:
        answer = browser.get(address)
        assert answer.status_code == 200
        assert answer.getvalue()
    return [query["sql"] for query in [*main.captured_queries, *vault.captured_queries]]


@pytest.mark.parametrize("listing", LISTINGS, ids=str)
def test_a_page_asks_the_database_as_often_for_thirty_rows_as_for_one(listing: Listing) -> None:
    at = Council()
    browser = make.signed_in(at.officer) if listing.staff else Client()
    listing.add(at)
    address = listing.address(at)
    asked(browser, address)  # what is kept in memory from the first visit on is there now
    one = asked(browser, address)
    length = len(browser.get(address).getvalue())
    for _ in range(MANY - 1):
        listing.add(at)
    many = asked(browser, address)
    assert len(browser.get(address).getvalue()) > length or listing.add is complaint  # of complaints there are numbers alone
    assert len(many) == len(one), "\n".join(sorted(set(many) - set(one))[:5])
