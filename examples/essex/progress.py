"""How "Ready for school" gets on: milestones, money, benefits, risks, one report, a board. All of it is made up."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from examples.essex.story import COUNCIL, POLICE, UNIVERSITY
from examples.essex.texts import texts
from folkmoot.site.progress import domain as progress
from folkmoot.site.progress.domain import NewSection

MILESTONES = (  # words, days from today when planned, days from today when reached (None: not yet)
    (texts("The notice is public.", "Everyone can read the notice."), -37, -35),
    (texts("A committee has decided.", "A group of people has decided."), -28, -28),
    (texts("The records are joined.", "The records are put together."), 21, None),
    (texts("The first table is checked.", "Someone checks the first table."), 120, None),
    (texts("Everyone can see what was found.", "We show what we found."), 200, None),
)
LATER = texts(
    "The police need three more weeks to take the names off in their own building.",
    "The police need more time. They take the names off first.",
)

BUDGET = (  # what for, who pays, pounds and hours planned, pounds and hours spent
    (texts("Joining the records and counting", "Putting records together"), COUNCIL, 18_000, 240, 3_000, 40),
    (texts("The council's own staff", "Council staff"), COUNCIL, 0, 600, 0, 150),
    (texts("Easy read, printing and rooms to meet in", "Easy words, paper and rooms"), COUNCIL, 2_400, 0, 900, 0),
)

HOURS_SAVED = texts(
    "Staff need fewer hours to find out where help is missing.",
    "Staff find out faster where help is needed.",
)
DIARY = texts("The team's diary for one year", "What staff write in their diary")
DIARY_SAYS = texts("The team wrote down its hours for one month. That is times twelve here.", "Staff wrote down their hours.")
GROUPS_OPEN = texts(
    "Play, talk and parent groups open in places that have none.",
    "New play groups open near families.",
)
GROUPS_COUNTED = texts("The council's list of groups", "The list of groups")
GROUPS_UNIT = texts("groups", "groups")

BAD_NAME = texts(
    "A small place could get a bad name if a map singled it out. So no map of fewer than 2,000 homes is shown.",
    "A small place could get a bad name. So we show no map of it.",
)

SUMMARY = texts(
    "The committee said yes. The join is three weeks later than planned. Money is as planned.",
    "The answer was yes. The next step is three weeks late.",
)
DONE = texts("The notice was published. The committee decided, with one condition.", "Everyone can read the notice. The answer was yes.")
NEXT = texts(
    "The names come off in each body's own building. Then the records are joined.", "The names come off. Then we join the records."
)

REASONS = texts("The question is clear, and people were asked about it.", "We know what we want to find out. We asked people.")
TERMS = texts(
    "The board meets once a month. It looks at the report, the risks and the money, and says whether the work goes on to the next gate. "
    "It cannot change what the committee decided.",
    "The board meets each month. It checks the work and the money.",
)
ADVICE = texts("The group says what families need to know. It meets before each gate.", "The group speaks for families.")

MEETINGS = (  # which board, what it talked about and decided, days from today
    ("advisory", texts("It read the leaflets and asked for shorter words.", "It asked for short words."), -20),
    ("board", texts("It read the report and agreed to wait three weeks for the police.", "It agreed to wait for the police."), -6),
)

PLAN = texts("Names come off first, then the records are joined, then they are counted.", "We take names off. Then we count.")
STEPS = (  # words, first and last day from today
    (texts("Each body takes the names off.", "The names come off."), 1, 40),
    (texts("The university joins the records.", "The records are put together."), 41, 60),
    (texts("The university counts, and the council checks.", "We count. Someone checks."), 61, 120),
)

STAKES = (  # who, influence, interest, relation, whether it has a part in the benefits
    ("Families with children under five", 2, 5, texts("The records are about their children.", "It is about their children."), True),
    ("Nurseries and playgroups", 3, 4, texts("They would open the new groups.", "They run the groups."), True),
    (POLICE, 4, 3, texts("Holds the records of calls about harm at home.", "The police hold some records."), False),
)

CARNEGIE = "Carnegie UK Trust, Involve and Understanding Patient Data, Data for Public Benefit, 2018"
CLAIM = texts(
    "A use of data brings public benefit when the benefit is tangible, and service providers and the public recognise and value it.",
    "A good use of data helps people. You can see that it does.",
)
WHO_SEES = texts(
    "Who sees the records matters to people: one person, several teams, or a whole organisation.",
    "People want to know who sees their records.",
)
CRITERION = texts("No table shows a count of fewer than 10 children.", "No table shows just a few children.")


def build(
    *,
    staff: Mapping[str, Any],
    initiative: Any,
    organisations: Mapping[str, Any],
    today: date,
    source: str,
    on: Callable[[date], AbstractContextManager[None]],
) -> None:
    """Records all of it, each thing on its own day; `on` makes everything inside happen on a day, `source` is the published report."""
    by, lead = {"by": staff["officer"], "initiative": initiative}, staff["lead"]

    def day(days: int) -> date:
        return today + timedelta(days=days)

    with on(day(-34)):
        milestones = [progress.plan_milestone(**by, words=words, planned=day(planned)) for words, planned, _ in MILESTONES]
        lines = [
            progress.plan_budget_line(**by, words=words, funder=funder, planned_pounds=Decimal(pounds), planned_hours=Decimal(hours))
            for words, funder, pounds, hours, _, _ in BUDGET
        ]
        hours, groups = _benefits(by, organisations[COUNCIL], day(330))
        progress.record_raid(
            **by,
            kind="risk",
            words="An area is singled out by a map and gets a bad name.",
            owner=organisations[COUNCIL],
            probability=3,
            impact=5,
            done="The condition of the committee is in the plan.",
            public=True,
            summary=BAD_NAME,
        )
        progress.record_raid(
            **by, kind="dependency", words="The join waits for the police's files.", owner=organisations[POLICE], due=day(40)
        )
        for kind, words in (("board", TERMS), ("advisory", ADVICE)):
            progress.write_terms(**by, kind=kind, words=words)
        for kind, name, organisation, role in (
            ("board", "Director of children's services (made up)", COUNCIL, "Chair"),
            ("board", "Professor of statistics (made up)", UNIVERSITY, "Member"),
            ("advisory", "Head of a nursery (made up)", "A nursery", "Chair"),
        ):
            progress.start_board_member(**by, kind=kind, name=name, organisation=organisation, role=role)
        sections = [NewSection(words, day(starts), day(ends)) for words, starts, ends in STEPS]
        progress.write_plan(**by, kind="implementation", words=PLAN, sections=sections)
        for name, influence, interest, relation, gains in STAKES:
            part = [hours, groups] if gains else []
            progress.name_stakeholder(**by, name=name, influence=influence, interest=interest, relation=relation, benefits=part)
        given = {"method": "Workshops", "claims": CLAIM, "quality": "middling", "tags": ["public benefit"]}
        progress.record_source(**by, citation=CARNEGIE, **given)
        progress.record_source(
            **by, citation=source, method="A survey, focus groups and interviews", claims=WHO_SEES, quality="strong", tags=["essex"]
        )
        progress.set_criterion(**by, words=CRITERION, tester="The council's early years team")

    with on(day(-27)):
        for milestone, (_, _, reached) in zip(milestones, MILESTONES, strict=True):
            if reached is not None:
                progress.reach_milestone(by=staff["officer"], milestone=milestone, on=day(reached))
        progress.decide_gate(
            by=lead,
            initiative=initiative,
            gate="discover",
            outcome="passed",
            body="The project board",
            reasons=REASONS,
            funding_released=Decimal(8_000),
        )
    with on(day(-6)):
        progress.forecast_milestone(by=staff["officer"], milestone=milestones[2], on=day(42), reason=LATER)
        progress.measure_benefit(by=staff["officer"], benefit=hours, value=Decimal(876), evidence=DIARY_SAYS)
        for line, (_, _, pounds, planned, spent, worked) in zip(lines, BUDGET, strict=True):
            progress.update_budget_line(
                by=staff["officer"],
                line=line,
                forecast_pounds=Decimal(pounds),
                forecast_hours=Decimal(planned),
                actual_pounds=Decimal(spent),
                actual_hours=Decimal(worked),
            )
    _meetings(by, day, on)
    with on(day(-4)):
        rag = {"time": "amber", "cost": "green", "scope": "green", "benefit": "green"}
        draft = progress.draft_report(**by, starts=day(-35), ends=day(-5), rag=rag, summary=SUMMARY, this_period=DONE, next_period=NEXT)
        progress.publish_report(by=lead, draft=draft)


def _meetings(by: Mapping[str, Any], day: Callable[[int], date], on: Callable[[date], AbstractContextManager[None]]) -> None:
    for kind, words, days in MEETINGS:
        with on(day(days)):
            progress.record_meeting(**by, kind=kind, words=words)


def _benefits(by: Mapping[str, Any], owner: Any, target_day: date) -> tuple[Any, Any]:
    hours = progress.plan_benefit(
        **by,
        words=HOURS_SAVED,
        measure=DIARY,
        unit="hours",
        baseline=Decimal(900),
        target=Decimal(300),
        target_day=target_day,
        owner=owner,
    )
    groups = progress.plan_benefit(
        **by,
        words=GROUPS_OPEN,
        measure=GROUPS_COUNTED,
        unit="other",
        unit_words=GROUPS_UNIT,
        baseline=Decimal(0),
        target=Decimal(6),
        target_day=target_day,
        owner=owner,
    )
    return hours, groups
