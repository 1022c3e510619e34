"""Makes rows for tests, by the same domain functions as the site. One function a noun."""

import datetime as dt
from decimal import Decimal
from itertools import count
from typing import Any

from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from folkmoot.site.people import domain
from folkmoot.site.people.encryption import encrypted
from folkmoot.site.people.models import Membership, Organisation, User
from folkmoot.site.people.roles import Role

PASSWORD = "seven quiet herons wade"  # every test user's
TOTP_SECRET = "JBSWY3DPEHPK3PXP"

_numbers = count(1)


def number_from(first: int) -> None:
    """Number what is made from here on, for another process in the same home."""
    global _numbers
    _numbers = count(first)


def organisation(name: str = "", *, kind: str = "council") -> Organisation:
    """An Organisation, with a name of its own."""
    return domain.add_organisation(by="folkmoot", name=name or f"Test Council {next(_numbers)}", kind=kind)


def user(name: str = "Robin Clerk", *, email: str = "", second_factor: bool = True) -> User:
    """Someone in office without any role yet, who can sign in with PASSWORD and (unless told otherwise) an authenticator app."""
    made = User.objects.create_user(email or f"staff{next(_numbers)}@example.org", name, PASSWORD)
    if second_factor:
        Authenticator.objects.create(user=made, type=Authenticator.Type.TOTP, data={"secret": encrypted(TOTP_SECRET)})
    return made


def membership(who: User, where: Organisation, role: str, **dates: dt.date | None) -> Membership:
    """A role for `who` in `where`, from today unless `starts` and `ends` say otherwise."""
    return domain.start_membership(by="folkmoot", user=who, organisation=where, role=role, **dates)


def member(where: Organisation, role: str = Role.RESEARCH_OFFICER, *, name: str = "Robin Clerk", **dates: dt.date | None) -> User:
    """A user who holds `role` in `where`."""
    made = user(name)
    membership(made, where, role, **dates)
    return made


def former_member(where: Organisation, role: str = Role.RESEARCH_OFFICER) -> User:
    """A user whose role in `where` has ended."""
    return member(where, role, starts=dt.date(2020, 1, 1), ends=dt.date(2020, 12, 31))


def signed_in(who: User) -> Client:
    """A browser in which `who` has signed in."""
    client = Client()
    client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def no_writes_by(*people: Any) -> None:
    """Nothing in the audit log is by any of `people`."""
    from folkmoot.site.audit.models import Event

    assert not Event.objects.filter(actor__in=[f"user:{person.pk}" for person in people]).exists()


PURPOSE = "Answer to purposes."  # the one purpose of a made notice


def answers(kind: str = "notice", **changed: Any) -> dict[str, Any]:
    """Answers to all that a notice or a business case may ask, each in words of its own, but the bases in law; `changed` replaces some."""
    from folkmoot import record

    asked = [question for question in record.QUESTIONS.values() if question.publication == kind]
    made: dict[str, Any] = {q.id: {"en": {"standard": f"Answer to {q.id}."}} for q in asked if q.kind in {"text", "list"}}
    made |= {q.id: q.options[0].id for q in asked if q.kind == "choice"}
    made |= {q.id: [q.options[0].id] for q in asked if q.kind == "choices"}
    made |= {q.id: ["E10000012"] for q in asked if q.kind == "codes"}
    made |= {q.id: day for q, day in zip((q for q in asked if q.kind == "date"), ("2026-01-01", "2031-12-31"), strict=kind == "notice")}
    return made | changed


def initiative(lead: Organisation | None = None, slug: str = "", *, title: str = "Warm and well at home", partners: Any = ()) -> Any:
    """An initiative led by `lead`, with one dataset of the lead's; `partners` are Organisations."""
    from folkmoot.site.initiatives import domain as initiatives
    from folkmoot.site.renditions import plain

    lead = lead or organisation()
    officer = member(lead, Role.RESEARCH_OFFICER)
    number = next(_numbers)
    made = initiatives.propose_initiative(
        by=officer,
        slug=slug or f"initiative-{number}",
        title=plain(title, easy=f"{title} (easy)", welsh=f"{title} (Cymraeg)"),
        summary=plain(f"Finding cold homes, number {number}."),
        lead=lead,
        kind="insight",
        topic="health",
        area="The county",
        partners=[(partner, plain("Holds hospital records."), "controller") for partner in partners],
    )
    dataset(made, by=officer)
    return made


def dataset(about: Any, by: User | None = None) -> Any:
    """A dataset of the lead's that an initiative would use."""
    from folkmoot.site.initiatives import domain as initiatives
    from folkmoot.site.renditions import plain

    return initiatives.describe_dataset(
        by=by or member(about.lead, Role.RESEARCH_OFFICER),
        initiative=about,
        holder=about.lead,
        title=plain("Home repairs"),
        fields_used=plain("Kind of home and heating."),
        people_covered=plain("People aged 65 and over."),
        sensitivity="ordinary",
    )


def draft(about: Any, by: User | None = None, kind: str = "notice", **changed: Any) -> Any:
    """A draft of a complete notice or business case about an initiative."""
    from folkmoot.site.initiatives import publishing, queries

    basis = {PURPOSE: {"article": "6-1-e", "words": {"en": {"standard": "Public task."}}}}
    bases = {"lawful_basis": {o.slug: basis for o in queries.organisations_of(about)}} if kind == "notice" else {}
    given = answers(kind, **(bases | changed))
    return publishing.draft_publication(by=by or member(about.lead, Role.RESEARCH_OFFICER), initiative=about, kind=kind, answers=given)


def notice(about: Any, kind: str = "notice", **changed: Any) -> Any:
    """A published notice (or business case) about an initiative, drafted by one person and published by another.

    Where a notice is the first, the business case is published before it.
    """
    from folkmoot.site.initiatives import publishing, queries

    if kind == "notice" and queries.current(about, "case") is None:
        case(about)
    return publishing.publish_publication(by=member(about.lead, Role.GOVERNANCE_LEAD), draft=draft(about, kind=kind, **changed))


def case(about: Any, **changed: Any) -> Any:
    """A published business case about an initiative."""
    return notice(about, "case", **changed)


def committee(*decides_on: Any) -> Organisation:
    """A committee that is named to decide on some initiatives."""
    made = organisation(kind="committee")
    for about in decides_on:
        named(about, made)
    return made


def named(about: Any, committee: Organisation) -> None:
    """The committee is named to decide on an initiative, where it is not yet."""
    from folkmoot.site.initiatives import domain as initiatives
    from folkmoot.site.initiatives import queries

    if committee not in queries.committees_of(about):
        initiatives.name_committee(by=member(about.lead, Role.RESEARCH_OFFICER), initiative=about, committee=committee)


def decision(about: Any, outcome: str = "yes", *, committee: Organisation | None = None, conditions: Any = (), **more: Any) -> Any:
    """A decision on an initiative that has a notice, by a committee named for it; a yes holds for a year, for joining and analysing."""
    from folkmoot.site.governance import domain as governance
    from folkmoot.site.initiatives import queries
    from folkmoot.site.renditions import plain

    committee = committee or organisation(kind="committee")
    named(about, committee)
    if queries.current(about, "case") is None:
        case(about)
    today, year = timezone.localdate(), dt.timedelta(days=365)
    dates = {"valid_from": today, "valid_until": today + year, "review_by": today + year / 2} if outcome.startswith("yes") else {}
    return governance.make_decision(
        by=member(committee, Role.COMMITTEE_MEMBER),
        committee=committee,
        initiative=about,
        outcome=outcome,
        conditions=conditions,
        **({"stages": ["join", "analyse"], "reasons": plain("Because it helps.")} | dates | more),
    )


def licensed(about: Any | None = None, **more: Any) -> Any:
    """An initiative with all seven checks passed for joining and analysing."""
    from folkmoot.site.governance import domain as governance
    from folkmoot.site.initiatives import queries

    about = about or initiative()
    notice(about)
    decision(about, **more)
    lead = member(about.lead, Role.GOVERNANCE_LEAD)
    governance.sign_dpia(by=lead, initiative=about, office="The data protection officer")
    inside = queries.organisations_of(about)
    if len(inside) > 1:
        ends = timezone.localdate() + dt.timedelta(days=300)
        governance.sign_agreement(by=lead, initiative=about, kind="use", parties=inside, ends_on=ends)
    return about


def milestone(about: Any, words: str = "The first table is checked", **more: Any) -> Any:
    """A milestone of an initiative, planned for a month from now."""
    from folkmoot.site.progress import domain as progress
    from folkmoot.site.renditions import plain

    given = {"planned": timezone.localdate() + dt.timedelta(days=30)} | more
    return progress.plan_milestone(by=member(about.lead), initiative=about, words=plain(words), **given)


def budget_line(about: Any, words: str = "Staff", pounds: int = 12_000, hours: int = 300) -> Any:
    """A budget line of an initiative."""
    from folkmoot.site.progress import domain as progress
    from folkmoot.site.renditions import plain

    money = {"planned_pounds": Decimal(pounds), "planned_hours": Decimal(hours)}
    return progress.plan_budget_line(by=member(about.lead), initiative=about, words=plain(words), funder="The county", **money)


def spent(line: Any, pounds: int, hours: int = 0) -> Any:
    """What is spent on a budget line so far; its forecast stays as planned."""
    from folkmoot.site.progress import domain as progress

    forecast = {"forecast_pounds": line.planned_pounds, "forecast_hours": line.planned_hours}
    actual = {"actual_pounds": Decimal(pounds), "actual_hours": Decimal(hours)}
    return progress.update_budget_line(by=member(line.initiative.lead), line=line, **forecast, **actual)


def benefit(about: Any, words: str = "Fewer visits to look up records", **more: Any) -> Any:
    """A benefit of an initiative, in hours a year unless told otherwise, from 100 to 40."""
    from folkmoot.site.progress import domain as progress
    from folkmoot.site.renditions import plain

    numbers = {"unit": "hours", "baseline": Decimal(100), "target": Decimal(40), "target_day": timezone.localdate()}
    given = {"measure": plain("The diary of the team"), "owner": about.lead, **numbers} | more
    return progress.plan_benefit(by=member(about.lead), initiative=about, words=plain(words), **given)


def measured(benefit: Any, value: int, **more: Any) -> Any:
    """What was measured of a benefit."""
    from folkmoot.site.progress import domain as progress
    from folkmoot.site.renditions import plain

    given = {"evidence": plain("The diary says so.")} | more
    return progress.measure_benefit(by=member(benefit.initiative.lead), benefit=benefit, value=Decimal(value), **given)


def report(about: Any, **more: Any) -> Any:
    """A status report on the last month of an initiative, drafted by one person and published by another."""
    from folkmoot.site.progress import domain as progress

    return progress.publish_report(by=member(about.lead, Role.GOVERNANCE_LEAD), draft=report_draft(about, **more))


def report_draft(about: Any, by: User | None = None, **more: Any) -> Any:
    """The draft of a status report on the last month."""
    from folkmoot.site.progress import domain as progress
    from folkmoot.site.renditions import plain

    today = timezone.localdate()
    texts = {name: plain(f"Words on {name}.") for name in ("summary", "this_period", "next_period")}
    rag = dict.fromkeys(("time", "cost", "scope", "benefit"), "green")
    given = {"starts": today - dt.timedelta(days=30), "ends": today, "rag": rag} | texts | more
    return progress.draft_report(by=by or member(about.lead), initiative=about, **given)


def evaluation(about: Any) -> Any:
    """An evaluation of an initiative."""
    from folkmoot.site.progress import domain as progress
    from folkmoot.site.renditions import plain

    texts = {name: plain(f"Words on {name}.") for name in ("outcome", "gained_or_lost", "unintended", "cost", "reasons")}
    return progress.evaluate(by=member(about.lead), initiative=about, decision="stop", **texts)


def all_on_record(about: Any) -> Any:
    """An initiative of which everything is on record that must be before it may be closed."""
    from folkmoot.site.progress import domain as progress
    from folkmoot.site.renditions import plain

    officer = member(about.lead)
    measured(benefit(about), 50)
    criterion = progress.set_criterion(by=officer, initiative=about, words=plain("The table adds up."), tester="The audit team")
    progress.record_acceptance(by=officer, criterion=criterion, result="met", words=plain("It does."))
    progress.learn(by=officer, initiative=about, what=plain("It took long."), why=plain("Staff left."), action=plain("Plan for it."))
    evaluation(about)
    return about


KWAME = {"name": "Kwame Łukasz", "date_of_birth": "24/12/1979", "postcode": "SS0 7AB", "nhs_number": "943 476 5919"}


def preference(choices: Any = None, *, reference: str = "", proxy: Any = None, reader: Any = None, **who: str) -> str:
    """What someone (Kwame, unless `who` says otherwise) chose by family, an objection on health unless told otherwise; gives the
    reference."""
    from folkmoot.linkage import Identifiers
    from folkmoot.record.preferences import Choice
    from folkmoot.site.preferences import domain as preferences
    from folkmoot.site.references import PREFERENCE

    reference = reference or PREFERENCE.new()
    chosen = {family: Choice(choice) for family, choice in (choices or {"health": "object"}).items()}
    preferences.give_preferences(reference=reference, choices=chosen, who=Identifiers(**(KWAME | who)), proxy=proxy, reader=reader)
    return reference


def objection_answer(objection: Any, where: Organisation | None = None, outcome: str = "upheld", why: str = "We leave you out.") -> Any:
    """An organisation's answer to an objection (a PreferenceEvent)."""
    from folkmoot.site.preferences import objections
    from folkmoot.site.renditions import plain

    where = where or organisation()
    by = member(where, Role.GOVERNANCE_LEAD)
    return objections.answer_objection(by=by, organisation=where, objection=objection, outcome=outcome, reason=plain(why))


def follower(*chosen: tuple[str, str], email: str = "", confirmed: bool = True, reader: Any = None) -> str:
    """Someone who follows these kinds and keys (health, unless told otherwise), and has confirmed it; gives the token of their link."""
    from folkmoot.site.following import domain as following
    from folkmoot.site.renditions import Reader

    given = {"email": email or f"reader{next(_numbers)}@example.net", "chosen": chosen or (("topic", "health"),)}
    token = following.ask_to_follow(**given, reader=reader or Reader())
    return following.confirm(token=token) if confirmed else token


LEAVES_OUT = "By signing this form you agree that we may share your data with third parties."
SAYS_IT = (
    "We will join your records with records of Essex Police, to find out where families lack help. "
    "You can say no: ring 0345 000 0000. We will answer."
)


def wording(about: Any = None, said: str = LEAVES_OUT, *, where: Organisation | None = None, slug: str = "", relied: bool = True) -> Any:
    """A wording (of the lead of an initiative, whose first dataset relies on it, when one is given), with its first version."""
    from folkmoot.site.initiatives import queries as initiatives
    from folkmoot.site.renditions import plain
    from folkmoot.site.wordings import domain as wordings

    where = where or (about.lead if about else organisation())
    officer = member(where)
    number = next(_numbers)
    made = wordings.add_wording(
        by=officer,
        organisation=where,
        slug=slug or f"wording-{number}",
        title=plain(f"The form of desk {number}", welsh=f"Ffurflen desg {number}"),
        words=plain(said),
        where=plain("On the form for home repairs."),
        since=dt.date(2024, 3, 1),
    )
    if about and relied:
        wordings.rely(by=officer, wording=made, initiative=about, dataset=initiatives.datasets_of(about)[0])
    return made
