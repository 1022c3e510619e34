"""An initiative's own page: its notice, what people said, what was decided, its licence and what happened, from all the apps that know."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from markupsafe import Markup

from folkmoot.face import date_words
from folkmoot.licence import Outcome
from folkmoot.record import LoopFacts, Step, is_older, loop, who_sees
from folkmoot.record.exports.atrs import scores
from folkmoot.site import qr_codes
from folkmoot.site.audit import queries as audit
from folkmoot.site.commerce import queries as commerce
from folkmoot.site.commitments import queries as commitments
from folkmoot.site.concerns import queries as concerns
from folkmoot.site.documents import queries as documents
from folkmoot.site.engagement import queries as engagement
from folkmoot.site.evidence import queries as evidence
from folkmoot.site.governance import assurances
from folkmoot.site.governance import queries as governance
from folkmoot.site.initiatives import queries, timeline
from folkmoot.site.initiatives.licence_words import LicenceShown, shown
from folkmoot.site.initiatives.models import Initiative, Publication, PublicationKind
from folkmoot.site.involvement import queries as involvement
from folkmoot.site.planning import queries as planning
from folkmoot.site.progress import queries as progress
from folkmoot.site.wordings import queries as wordings


@dataclass(frozen=True)
class InitiativePage:
    """What the page shows. `content` is the current notice's document, or the same shape without answers before there is a notice;
    `case` the current business case; `who_sees` is worked out from the access that was given."""

    initiative: Initiative
    notice: Publication | None
    content: dict[str, Any]
    case: Publication | None
    who_sees: tuple[str, ...]
    steps: tuple[Step, ...]
    licence: LicenceShown
    said: evidence.Said | None
    engagements: tuple[Any, ...]
    committees: tuple[Any, ...]
    decisions: tuple[governance.DecisionMade, ...]
    signed: tuple[assurances.Signed, ...]
    timeline: tuple[dict[str, Any], ...]
    companies: tuple[commerce.Listed, ...]
    citizens_part: str
    plan: str
    progress: str
    report_overdue: bool
    incidents: tuple[concerns.PublicIncident, ...]
    wordings: tuple[wordings.Relied, ...]
    documents: tuple[documents.Listed, ...]

    @property
    def notice_answers(self) -> dict[str, Any]:
        """The notice's answers by question; those of an older form under the names they share."""
        return dict(self.content["fields"] if is_older(self.content) else self.content["answers"])

    @property
    def case_answers(self) -> dict[str, Any]:
        """The business case's answers by question."""
        return dict(self.case.content["answers"]) if self.case else {}

    @property
    def is_scored(self) -> bool:
        """Whether a computer scores, predicts, suggests or decides anything."""
        return scores(self.notice_answers | self.case_answers)


def initiative_page(initiative: Initiative, keep: str = "") -> InitiativePage:
    """All that one initiative's page shows now; `keep` is the query with which its links keep the reader's choice."""
    notice = queries.current_notice(initiative)
    decisions = governance.decisions_of(initiative)
    engagements = engagement.engagements_of(initiative.pk)
    return InitiativePage(
        initiative=initiative,
        notice=notice,
        content=notice.content if notice else queries.notice_document(initiative, {}),
        case=queries.current(initiative, PublicationKind.CASE),
        who_sees=tuple(who_sees([])),  # nothing gives access yet
        steps=loop(_loop_facts(initiative, engagements, decisions)),
        licence=shown(governance.licence_of(initiative), initiative),
        said=evidence.said(initiative.pk),
        engagements=tuple(engagements),
        committees=tuple(queries.committees_of(initiative)),
        decisions=tuple(reversed(decisions)),
        signed=tuple(assurances.signed_by_each(initiative)),
        timeline=tuple(_happened(initiative, engagements, decisions, keep)),
        companies=commerce.of_initiative(initiative),
        citizens_part=involvement.in_a_sentence(involvement.stages_of(initiative)),
        plan=planning.in_a_sentence(initiative),
        progress=progress.in_a_sentence(initiative),
        report_overdue=progress.overdue_since(initiative) is not None,
        incidents=tuple(concerns.public_incidents(initiative=initiative.slug)),
        wordings=wordings.relied_on_by(initiative),
        documents=tuple(documents.of_initiative(initiative)),
    )


def _loop_facts(initiative: Initiative, engagements: list[Any], decisions: list[governance.DecisionMade]) -> LoopFacts:
    first = queries.versions(initiative)[:1]
    made = [decision for decision in decisions if decision.outcome != Outcome.DEFER]
    today = timezone.localdate()
    return LoopFacts(
        notice=timezone.localdate(first[0].published_at) if first else None,
        opened=len(engagements),
        open_now=sum(e.state == "open" and e.opens <= today <= e.closes for e in engagements),
        results=len(evidence.published_slugs(initiative.pk)),
        decided=made[-1].decided_on if made else None,
        refused=bool(made) and made[-1].outcome == Outcome.NO,
        joined=timezone.localdate(initiative.joined_at) if initiative.joined_at else None,
        answers=sum(len(decision.answers) for decision in decisions) + len(commitments.of_initiative(initiative)),
    )


def _happened(initiative: Initiative, engagements: list[Any], decisions: list[governance.DecisionMade], keep: str) -> list[dict[str, Any]]:
    done = [entry for event in audit.history(initiative) if (entry := timeline.entry(initiative, event))]
    today = timezone.localdate()
    asked = [held for held in engagements if held.opens <= today]
    done += [{"date": held.opens, "words": "People were asked.", "href": held.url, "link": "See what was asked"} for held in asked]
    for entry in done:
        if "href" in entry:
            entry["href"] += keep
    done.sort(key=lambda entry: entry["date"])
    return timeline.told_once(done) + _coming(decisions)


def _coming(decisions: list[governance.DecisionMade]) -> list[dict[str, Any]]:
    today = timezone.localdate()
    standing = [d for d in decisions if d.review_by and d.valid_until and d.valid_until >= today]
    due = [(d.review_by, "It must be looked at again.") for d in standing[-1:] if d.review_by and d.review_by >= today]
    return [{"date": f"Next: by {date_words(day)}", "words": words, "next": True} for day, words in due]


def qr_code(address: str) -> Markup:
    """The address as a QR code (ISO/IEC 18004) in SVG: black on white whatever the page's colours, with its quiet zone of four modules."""
    size, path = qr_codes.modules(address)
    return Markup(
        '<svg role="img" aria-label="QR code of {address}" viewBox="0 0 {size} {size}" width="132" height="132"'
        ' shape-rendering="crispEdges">'
        '<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{path}"/></svg>'
    ).format(address=address, size=size, path=path)
