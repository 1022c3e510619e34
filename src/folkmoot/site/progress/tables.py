"""Every public table of an initiative's progress: what its page shows and what its file holds."""

from collections.abc import Callable, Iterable
from typing import Any

from folkmoot.charts import Column, Figure, Stake, Table, stakeholder_map
from folkmoot.site.progress import queries
from folkmoot.site.progress.queries.benefits import BenefitNow
from folkmoot.site.progress.queries.raid import open_to_all
from folkmoot.site.progress.report_document import RATED, RATINGS
from folkmoot.site.progress.wording import ForPeople


def milestones(initiative: Any, say: ForPeople) -> Table:
    """Milestones with every forecast and its reason."""
    rows = []
    for m in queries.milestones_of(initiative):
        moves = [say.listed([f"{say.day(on)}:", say.text(reason)]) for on, reason in m.forecasts]
        why = [say.text(m.why)] if m.why else []
        rows.append((say.text(m.words), say.day(m.planned), say.day(m.expected), m.state_words, say.listed([*moves, *why])))
    columns = ("Milestone", "Planned for", "Expected", "Now", "What changed, and why")
    return _table("Milestones", columns, rows)


def money(initiative: Any, say: ForPeople) -> Table:
    """Budget lines, and their sum."""
    found = queries.money_of(initiative)
    rows = [
        (say.text(line.words), line.funder, *_figures(line.figures, say), say.day(line.on), say.text(line.reason)) for line in found.lines
    ]
    if found.lines:
        rows.append(("All together", "", *_figures(found.total, say), "", ""))
    amounts = [f"{what} ({unit})" for what in ("Planned", "Forecast", "Spent") for unit in ("£", "hours")]
    return _table("Money and staff time", ("For", "Who pays", *amounts, "Spent up to", "Why it changed"), rows, numeric=amounts)


def benefits(initiative: Any, say: ForPeople) -> Table:
    """Benefits: where they start, where they are to get to, and where they are."""
    rows = [
        (
            say.text(b.words),
            say.text(b.measure),
            with_unit(b.baseline_words, b, say),
            with_unit(b.target_words, b, say),
            say.day(b.target_day),
            with_unit(b.latest.words, b, say) if b.latest else "Not measured yet",
            say.day(b.latest.on) if b.latest else "",
            b.state_words,
            say.text(b.latest.evidence) if b.latest else "",
            b.owner.name,
        )
        for b in queries.benefits_of(initiative)
    ]
    columns = (
        "Benefit",
        "Measure",
        "At the start",
        "Target",
        "By",
        "Measured last",
        "Measured on",
        "Now",
        "How anyone can tell",
        "Answers for it",
    )
    return _table("Benefits", columns, rows)


def risks(initiative: Any, say: ForPeople) -> Table:
    """Open risks and issues that everyone may read about."""
    rows = [(say.text(e.summary), e.kind_words, e.band or "Not rated", e.owner.name, say.day(e.due)) for e in open_to_all(initiative)]
    return _table("Open risks and issues", ("What", "Kind", "How high", "Who deals with it", "By"), rows)


def reports(initiative: Any, say: ForPeople) -> Table:
    """Published reports with their ratings."""
    rows = [
        (
            f"Report {r.number}",
            say.day(r.published_on),
            *(RATINGS[r.content["rag"][name]][0] for name in RATED),
            say.text(r.content["summary"]),
            r.hash,
        )
        for r in queries.reports_of(initiative)
    ]
    return _table("Status reports", ("Report", "Published on", *RATED.values(), "In short", "Fingerprint"), rows)


def gates(initiative: Any, say: ForPeople) -> Table:
    """What was decided at the gates."""
    rows = [
        (g.get_gate_display(), g.get_outcome_display(), say.day(g.on), g.body, say.pounds(g.funding_released), say.text(g.reasons))
        for g in queries.gates_of(initiative)
    ]
    return _table("Gates", ("Gate", "Decided", "On", "By", "Money released (£)", "Why"), rows, numeric=("Money released (£)",))


def board(initiative: Any, say: ForPeople) -> Table:
    """Who sits on which board today."""
    rows = [
        (m.name, m.role, m.organisation, b.name, say.day(m.starts), say.day(m.ends, "further notice"))
        for b in queries.board_of(initiative)
        for m in b.members
    ]
    return _table("Who is on the boards", ("Name", "Role", "From", "Board", "Since", "Until"), rows)


def meetings(initiative: Any, say: ForPeople) -> Table:
    """When the boards met, the newest meeting first."""
    found = sorted((met for b in queries.board_of(initiative) for met in b.meetings), key=lambda met: met.on, reverse=True)
    rows = [(say.day(met.on), met.get_kind_display(), say.text(met.words), met.link) for met in found]
    return _table("Meetings of the boards", ("On", "Board", "What was talked about and decided", "Minutes"), rows)


def plans(initiative: Any, say: ForPeople) -> Table:
    """The dated sections of each plan's newest version."""
    rows = [
        (say.text(section.words), plan.name, f"{plan.versions[0].version}", say.day(section.starts), say.day(section.ends))
        for plan in queries.plans_of(initiative)
        for section in plan.versions[0].sections.all()
    ]
    return _table("Plans", ("What", "Plan", "Version", "From", "To"), rows)


def stakeholders(initiative: Any, say: ForPeople) -> Table:
    """Who has a stake, and in which benefits."""
    rows = [
        (
            s.name,
            f"{at}",
            say.text(s.relation),
            f"{s.influence}",
            f"{s.interest}",
            s.how,
            say.listed([say.text(words) for words in s.benefits]),
        )
        for at, s in enumerate(queries.stakeholders_of(initiative), start=1)
    ]
    numbers = ("On the map", "Influence, 1 to 5", "Interest, 1 to 5")
    columns = ("Who", numbers[0], "What it has to do with this", *numbers[1:], "How to work with it", "Benefits it has a part in")
    return _table("Who has a stake", columns, rows, numeric=numbers)


def stakeholder_map_of(initiative: Any, say: ForPeople) -> tuple[Figure, Table]:
    """The same as a page shows it: the picture with its numbers, then what each has to do with it."""
    whole = stakeholders(initiative, say)
    stakes = [Stake(s.name, s.influence, s.interest) for s in queries.stakeholders_of(initiative)]
    caption = "How much each can change it, and how much it matters to them. Each number is one of those in the table."
    svg = stakeholder_map("stakes", "Who has a stake", stakes)
    figure = Figure("stakes", "Who has a stake", caption, svg, _columns_of(whole, "Who has a stake", (0, 1, 3, 4)))
    return figure, _columns_of(whole, "What each has to do with it", (0, 2, 5, 6))


def sources(initiative: Any, say: ForPeople) -> Table:
    """What was read before."""
    rows = [
        (s.citation, s.method, say.text(s.claims), s.get_quality_display(), ", ".join(s.tags), s.link)
        for s in queries.sources_of(initiative)
    ]
    return _table("What was read before", ("Source", "How it was done", "What it says", "How strong", "Tags", "Where"), rows)


def source_library(found: Iterable[Any], say: ForPeople) -> Table:
    """What was read before, for every initiative."""
    rows = [
        (s.citation, say.text(s.initiative.title), s.method, say.text(s.claims), s.get_quality_display(), ", ".join(s.tags), s.link)
        for s in found
    ]
    columns = ("Source", "Read for", "How it was done", "What it says", "How strong", "Tags", "Where")
    return _table("What was read before", columns, rows)


def criteria(initiative: Any, say: ForPeople) -> Table:
    """Acceptance criteria with their newest results."""
    rows = [
        (
            say.text(c.words),
            c.tester,
            c.result.get_result_display() if c.result else "Not tested yet",
            say.day(c.result.on) if c.result else "",
            say.text(c.result.words) if c.result else "",
        )
        for c in queries.closure_of(initiative).criteria
    ]
    return _table("What it must do to be accepted", ("It must", "Who tests it", "Result", "On", "What the test showed"), rows)


def lessons(initiative: Any, say: ForPeople) -> Table:
    """Lessons."""
    rows = [(say.text(x.what), say.text(x.why), say.text(x.action)) for x in queries.closure_of(initiative).lessons]
    return _table("Lessons", ("What happened", "Why", "What to do differently"), rows)


TABLES: dict[str, Callable[[Any, ForPeople], Table]] = {
    "milestones": milestones,
    "money": money,
    "benefits": benefits,
    "risks": risks,
    "reports": reports,
    "gates": gates,
    "board": board,
    "meetings": meetings,
    "plans": plans,
    "stakeholders": stakeholders,
    "sources": sources,
    "criteria": criteria,
    "lessons": lessons,
}
"""Every table by the name of its file."""


def with_unit(words: str, benefit: BenefitNow, say: ForPeople) -> str:
    """An amount with the words of its unit, where it is "something else"."""
    return say.listed([words, say.text(benefit.words_of_unit)]) if benefit.words_of_unit else words


def _figures(figures: Any, say: ForPeople) -> tuple[str, ...]:
    return tuple(say.hours(value) if at % 2 else say.pounds(value) for at, value in enumerate(figures.each))


def _columns_of(table: Table, caption: str, kept: tuple[int, ...]) -> Table:
    return Table(caption, tuple(table.columns[at] for at in kept), tuple(tuple(row[at] for at in kept) for row in table.rows))


def _table(caption: str, columns: Any, rows: Any, numeric: Any = ()) -> Table:
    return Table(caption, tuple(Column(text, numeric=text in numeric) for text in columns), tuple(rows))
