"""The tables of a report, from its frozen document alone: nothing in them changes when a record does."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from folkmoot.charts import Column, Table
from folkmoot.site.progress.report_document import FIGURES, RATED, RATINGS
from folkmoot.site.progress.wording import ForPeople

HEADINGS = tuple(f"{what} ({unit})" for what in ("Planned", "Forecast", "Spent") for unit in ("£", "hours"))


def report_tables(content: Mapping[str, Any], say: ForPeople) -> dict[str, Table]:
    """Ratings, milestones, money, benefits and risks as they stood."""
    return {
        "rag": _rag(content),
        "milestones": Table(
            "Milestones",
            _columns("Milestone", "Planned for", "Expected", "At the end of the period"),
            tuple(
                (say.text(m["words"]), _day(m["planned"], say), _day(m["expected"], say), m["state_words"]) for m in content["milestones"]
            ),
        ),
        "money": _money(content["money"], say),
        "benefits": Table(
            "Benefits",
            _columns("Benefit", "At the start", "Target", "By", "Measured last", "At the end of the period", "Answers for it"),
            tuple(_benefit(benefit, say) for benefit in content["benefits"]),
        ),
        "risks": Table(
            "Open risks and issues",
            _columns("What", "Kind", "How high", "Who deals with it", "By"),
            tuple((say.text(r["summary"]), r["kind"], r["band"] or "Not rated", r["owner"], _day(r["due"], say)) for r in content["risks"]),
        ),
    }


def _rag(content: Mapping[str, Any]) -> Table:
    before = content["before"]
    rows = []
    for name, words in RATED.items():
        colour, meaning = RATINGS[content["rag"][name]]
        rows.append((words, f"{colour}: {meaning.lower()}", RATINGS[before["rag"][name]][0] if before else "There was none"))
    last = f"In report {before['number']}" if before else "In the report before"
    return Table("How it stands", _columns("About", "Now", last), tuple(rows))


def _money(money: Mapping[str, Any], say: ForPeople) -> Table:
    rows = [(say.text(line["words"]), line["funder"], *_figures(line, say)) for line in money["lines"]]
    if rows:
        rows.append(("All together", "", *_figures(money["total"], say)))
    columns = (Column("For"), Column("Who pays"), *(Column(heading, numeric=True) for heading in HEADINGS))
    return Table("Money and staff time", columns, tuple(rows))


def _figures(figures: Mapping[str, str], say: ForPeople) -> tuple[str, ...]:
    return tuple(say.hours(Decimal(figures[name])) if name.endswith("hours") else say.pounds(Decimal(figures[name])) for name in FIGURES)


def _benefit(benefit: Mapping[str, Any], say: ForPeople) -> tuple[str, ...]:
    def with_unit(words: str) -> str:
        return say.listed([words, say.text(benefit["words_of_unit"])]) if benefit["words_of_unit"] else words

    actual = benefit["actual"]
    return (
        say.text(benefit["words"]),
        with_unit(benefit["baseline"]),
        with_unit(benefit["target"]),
        _day(benefit["target_day"], say),
        say.listed([with_unit(actual["words"]), f"({_day(actual['on'], say)})"]) if actual else "Not measured yet",
        benefit["state_words"],
        benefit["owner"],
    )


def _day(written: str, say: ForPeople) -> str:
    return say.day(date.fromisoformat(written)) if written else ""


def _columns(*headings: str) -> tuple[Column, ...]:
    return tuple(Column(heading) for heading in headings)
