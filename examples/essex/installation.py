"""The example as an installation: replays its story through the site's own domain functions, each step at its own date."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any
from unittest.mock import patch

from django.utils import timezone

from examples.essex import (
    business_case,
    companies,
    documents,
    drafts,
    engagement_plan,
    guide,
    involvement,
    key_findings,
    notice,
    on_paper,
    panel,
    preferences,
    progress,
    story,
    survey,
    wordings,
    worries,
)
from examples.essex import commitments as promised
from examples.essex import decision as decided
from folkmoot.site.commitments import domain as commitments
from folkmoot.site.engagement import domain as engagement
from folkmoot.site.evidence import domain as evidence
from folkmoot.site.governance import domain as governance
from folkmoot.site.governance.domain import NewCondition
from folkmoot.site.initiatives import domain as initiatives
from folkmoot.site.initiatives import publishing
from folkmoot.site.people import domain as people
from folkmoot.site.people.roles import Role
from folkmoot.site.planning import domain as planning

SOURCE = "Exploring citizen attitudes towards data sharing and analytics within the public sector, Essex Centre for Data Analytics, 2021"
STAFF = {  # an office, its e-mail address, its organisation, its roles
    "officer": ("Research officer", "officer@essex.example", story.COUNCIL, (Role.RESEARCH_OFFICER, Role.ADMINISTRATOR)),
    "lead": ("Information governance lead", "governance@essex.example", story.COUNCIL, (Role.GOVERNANCE_LEAD,)),
    "police": ("Information governance lead of the police", "governance@police.example", story.POLICE, (Role.GOVERNANCE_LEAD,)),
    "member": ("Chair of the committee", "committee@essex.example", decided.COMMITTEE, (Role.COMMITTEE_MEMBER,)),
}
KINDS = {story.COUNCIL: "council", story.POLICE: "police", story.UNIVERSITY: "university", decided.COMMITTEE: "committee"}


def build(*, today: date, tell: Callable[[str], None]) -> dict[str, Any]:
    """Fill an empty, migrated installation with the story, so that its licence is in force on `today`. Gives the staff by office."""
    dates = decided.Dates.around(today)

    tell("The organisations and their staff")
    with on(date(2020, 1, 6)):
        organisations = {name: people.add_organisation(by="folkmoot", name=name, kind=kind) for name, kind in KINDS.items()}
        staff = {office: _member(organisations, *facts) for office, facts in STAFF.items()}
    officer, lead, member = staff["officer"], staff["lead"], staff["member"]
    council = organisations[story.COUNCIL]

    tell("An initiative is proposed")
    with on(dates.proposed):
        initiative = initiatives.propose_initiative(
            by=officer,
            slug="ready-for-school",
            title=story.TITLE,
            summary=story.SUMMARY,
            lead=council,
            kind="insight",
            topic="places",
            area=story.AREA,
            partners=[(organisations[name], role, story.DUTIES[name]) for name, role in story.PARTIES.items()],
            committees=[organisations[decided.COMMITTEE]],
        )
        for dataset in story.DATASETS:
            initiatives.describe_dataset(
                by=officer,
                initiative=initiative,
                holder=organisations[dataset.held_by],
                title=dataset.title,
                fields_used=dataset.fields,
                people_covered=dataset.people,
                sensitivity=dataset.sensitivity,
            )

    tell("How people are to be asked is planned, in rounds")
    engagement_plan.publish(
        by=officer, initiative=initiative, opens=decided.SURVEY_OPENED, closes=decided.SURVEY_CLOSED, today=today, on=on
    )

    tell("People are asked: 3,021 made-up answers to the residents' survey")
    with on(decided.SURVEY_OPENED):
        version = engagement.version_instrument(
            by=officer, organisation=council, slug="residents-survey", title=survey.TITLE, questions=survey.pages()
        )
        engagement.sign_off_easy_read(by=officer, version=version, on=decided.SURVEY_OPENED, **survey.EASY_READ_CHECK)
        sample = engagement.describe_sample(by=officer, organisation=council, **survey.SAMPLE)
        asked = _survey(
            officer,
            initiative,
            version,
            sample,
            "residents-survey-2020",
            survey.TITLE,
            survey.QUESTION,
            decided.SURVEY_CLOSED,
            engagement_plan.SURVEY_ROUND,
        )
    with on(decided.SURVEY_CLOSED):
        engagement.import_responses(by=officer, engagement=asked, rows=survey.rows())
        asked = engagement.close_engagement(by=officer, engagement=asked)

    tell("What they said is weighed and published")
    with on(decided.SURVEY_CLOSED + timedelta(days=21)):
        evidence.publish_findings(by=lead, engagement=asked)
    with on(decided.SURVEY_CLOSED + timedelta(days=28)):
        guide.build(by=officer, initiative=initiative)
    with on(date(2021, 5, 10)):
        for finding in key_findings.KEY_FINDINGS:
            evidence.record_theme(
                by=officer,
                initiative=initiative,
                key=f"key-finding-{finding.number}",
                words=finding.title,
                n=key_findings.PEOPLE,
                method="Focus groups and interviews",
                source=SOURCE,
                detail=f"{finding.summary} {finding.groups}",
            )

    engagement_plan.decide(by=officer, initiative=initiative, on=on)

    tell("The business case and the notice are written and published by a second person; the risk check and agreements are signed")
    with on(dates.dpia_signed):
        governance.sign_dpia(by=lead, initiative=initiative, office=decided.DPIA_SIGNED_BY, advice=decided.DPIA_ADVICE, residual="low")
    for agreement in decided.agreements(dates):
        with on(agreement.signed):
            parties = [organisations[name] for name in agreement.parties]
            governance.sign_agreement(by=lead, initiative=initiative, kind=agreement.kind, parties=parties, ends_on=agreement.ends)
    with on(dates.notice_published):
        for kind, answers in (("case", business_case.ANSWERS), ("notice", notice.answers(dates.decided, dates.decision_ends))):
            draft = publishing.draft_publication(by=officer, initiative=initiative, kind=kind, answers=answers)
            publishing.publish_publication(by=lead, draft=draft)

    tell("A committee decides, with a condition")
    with on(dates.decided):
        governance.make_decision(
            by=member,
            committee=organisations[decided.COMMITTEE],
            initiative=initiative,
            outcome="yes-with-conditions",
            reasons=decided.REASONS,
            stages=decided.STAGES,
            valid_from=dates.decided,
            valid_until=dates.decision_ends,
            review_by=dates.review,
            conditions=[
                NewCondition(
                    text=decided.CONDITION.text,
                    owner=organisations[decided.CONDITION.owner],
                    before_stage=decided.CONDITION.due_before_stage,
                    standard=decided.CONDITION.standard,
                )
            ],
            answers=decided.ANSWERS,
        )

    tell("The council says what it will do because of what people said")
    with on(dates.decided + timedelta(days=7)):
        made = [_promise(officer, organisations, initiative, promise) for promise in promised.PROMISES]
        commitments.sign_commitment(by=lead, commitment=made[0], organisation=council, office=promised.SIGNED_BY)
    with on(dates.decided + timedelta(days=21)):
        commitments.report_commitment(by=officer, commitment=made[0], state="under_way", reason=promised.REPORT)

    involvement.build(by=officer, initiative=initiative, engagement_slug=asked.slug, day=dates.decided, on=on)

    tell("The board keeps its milestones, money, benefits and risks, and publishes a report")
    progress.build(staff=staff, initiative=initiative, organisations=organisations, today=today, source=SOURCE, on=on)

    tell("People ask and complain, and a near miss is put right")
    worries.replay(initiative=initiative, staff=staff, committee=organisations[decided.COMMITTEE], today=today, on=on)

    tell("A charter, a statement, an agreement and a policy are written, commented on and signed")
    documents.build(staff=staff, organisations=organisations, initiative=initiative, today=today, on=on)
    companies.build(officer=officer, lead=lead, council=council, initiative=initiative, day=dates.decided, on=on)

    tell("Residents say once what they think of uses of their records")
    preferences.build(lead=lead, council=council, today=today, on=on)

    tell("The words of two forms are kept, and parents are asked what they understood")
    wordings.build(officer=officer, organisations=organisations, initiative=initiative, today=today, on=on)

    tell("A citizens' panel is founded, a wave is drawn from it, and members are told what came of it")
    panel.build(staff=staff, initiative=initiative, version=version, sharing=organisations[story.UNIVERSITY], today=today, on=on)

    tell("People are asked again: a survey is open now")
    with on(today):
        closes = today + timedelta(days=60)
        again = _survey(
            officer,
            initiative,
            version,
            sample,
            "ready-for-school-again",
            survey.AGAIN_TITLE,
            survey.AGAIN_QUESTION,
            closes,
            engagement_plan.AGAIN_ROUND,
        )
        on_paper.offer(officer, again)
    tell("The next questionnaire is being written")
    drafts.build(officer=officer, council=council, today=today, on=on)
    return staff


@contextmanager
def on(day: date) -> Iterator[None]:
    """Everything inside happens at noon of `day`, as the site sees it."""
    noon = datetime.combine(day, time(12), tzinfo=timezone.get_default_timezone())
    with patch.object(timezone, "now", lambda: noon):
        yield


def _member(organisations: dict[str, Any], name: str, email: str, organisation: str, roles: tuple[Role, ...]) -> Any:
    first, *others = roles
    user = people.invite_user(by="folkmoot", email=email, organisation=organisations[organisation], role=first, name=name).user
    for role in others:
        people.start_membership(by="folkmoot", user=user, organisation=organisations[organisation], role=role)
    return user


def _survey(by: Any, initiative: Any, version: Any, sample: Any, slug: str, title: Any, question: Any, closes: date, number: int) -> Any:
    """A survey that opens today, in a round of the plan."""
    made = engagement.configure_engagement(
        by=by,
        initiative=initiative,
        slug=slug,
        title=title,
        question=question,
        method="survey",
        config=survey.CONFIG,
        version=version,
        sample=sample,
        opens=timezone.localdate(),
        closes=closes,
    )
    engagement.add_cohort(by=by, engagement=made, kind="general", name="Adults of Essex", support=survey.SUPPORT)
    planning.link_engagement(by=by, initiative=initiative, number=number, engagement_slug=slug)
    return engagement.open_engagement(by=by, engagement=made)


def _promise(by: Any, organisations: dict[str, Any], initiative: Any, promise: promised.Promise) -> Any:
    """What an organisation will do, or will not."""
    return commitments.make_commitment(
        by=by,
        owner=organisations[promise.owner],
        origin=promise.origin,
        answer=promise.answer,
        words=promise.words,
        asked=promise.asked,
        initiative=initiative,
        finding=promise.finding,
        due=timezone.localdate() + timedelta(days=promise.days) if promise.days else None,
    )
