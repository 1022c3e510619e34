"""This survey beside the published results of another authority, where the same was asked, counted and sampled alike."""

from dataclasses import dataclass
from math import isnan
from typing import Any

from folkmoot.survey import base_quality, proportions
from folkmoot.survey.chance import could_be_chance
from folkmoot.survey.comparisons import PublishedShare, compare_question
from folkmoot.survey.comparisons.authorities import Comparison, Difference
from folkmoot.weigh.analyses.files_beside import file_tag, frame_beside
from folkmoot.weigh.analyses.given import Given
from folkmoot.weigh.analyses.names import Names
from folkmoot.weigh.analyses.section import Column, Row, Section
from folkmoot.weigh.beside import FINDINGS, file_name
from folkmoot.weigh.plan import Statement
from folkmoot.weigh.plan_keys import Table
from folkmoot.weigh.published_shares import SCHEMA, counted_by, plain

KEYS = ("kind", "title", "with")


@dataclass(frozen=True, slots=True)
class Compare:
    """other: the findings of the other authority, a file beside the plan."""

    title: str
    other: str

    @property
    def files(self) -> tuple[str, ...]:
        """Those to look for beside the plan."""
        return (self.other,) if self.other else ()


@dataclass(frozen=True, slots=True)
class _Pair:
    """One statement that both asked. comparison: None where a share is not published; mark says why."""

    statement: Statement
    comparison: Comparison | None
    mark: str
    their_text: str


def read(table: Table, names: Names) -> Compare:
    """From the plan. Mistakes go to the table's problems."""
    if not names.statements:
        table.problem("", "has no statements to compare.")
    return Compare(table.text("title", default="Beside another authority"), file_name(table, "with", FINDINGS, required=True))


def run(wanted: Compare, given: Given) -> Section:
    """Welch's test of each statement that both published."""
    frame = frame_beside(given, wanted.other)
    if any(name not in frame.columns for name in SCHEMA) or frame.is_empty():
        raise ValueError(f"{wanted.other} holds no published shares. Give the findings.json of a weighing by Folkmoot.")
    theirs = {row["statement"]: row for row in frame.to_dicts()}
    one = next(iter(theirs.values()))
    if one["dataset_hash"] == given.answers.hash:
        raise ValueError(f"{wanted.other} is of these very answers. Give the findings of another survey.")
    ours, other = _names(given, one)
    pairs = [_pair(statement, theirs[statement.id], ours, other, given) for statement in given.plan.statements if statement.id in theirs]
    if not pairs:
        raise ValueError(f"{wanted.other} has none of this survey's statements. They are matched by id.")
    columns = (
        Column("Statement"),
        Column(ours, "share"),
        Column(other, "share"),
        Column("Difference", "points"),
        Column("Lowest likely difference", "points"),
        Column("Highest likely difference", "points"),
        Column("p", "p"),
        Column(f"People who answered, {ours}", "count"),
        Column(f"People who answered, {other}", "count"),
        Column("Compared"),
    )
    made = [(pair.statement, pair.comparison) for pair in pairs if pair.comparison is not None]
    sentences = [_sentence(statement, found.differences[0]) for statement, found in made]
    notes = [
        f"{other}: “{one['title']}”, {one['dates']}. Its numbers are those of {wanted.other}.",
        "A difference is this survey's share less the other's. The two samples are taken to be independent. Each p stands for itself: "
        "who looks at many sees some below 0.05 by chance alone.",
        *dict.fromkeys(caution for _, found in made if not found.refused for caution in found.cautions),
        *(
            f"{pair.statement.id} is in other words there: “{pair.their_text}”."
            for pair in pairs
            if plain(pair.their_text) != plain(pair.statement.text)
        ),
    ]
    alone = [statement.id for statement in given.plan.statements if statement.id not in theirs]
    if alone:
        notes.append(f"Only {ours} asked {', '.join(alone)}: there is nothing to compare with.")
    tags = next((pair.comparison.method for pair in pairs if pair.comparison is not None), "published shares").split("; ")
    rows = tuple(_row(pair) for pair in pairs)
    return Section(
        wanted.title,
        tuple(sentences) or ("No statement can be compared.",),
        columns,
        rows,
        tuple(notes),
        (*tags, file_tag(given, wanted.other)),
    )


def _names(given: Given, other: dict[str, Any]) -> tuple[str, str]:
    """What to call the two: by organisation, with their dates where it is the same one."""
    survey = given.plan.survey
    ours, theirs = survey.organisation, str(other["organisation"])
    if ours == theirs:
        ours, theirs = f"{ours} ({survey.dates})", f"{theirs} ({other['dates']})"
    if ours == theirs:
        raise ValueError(f"the other survey is {theirs} too, at the same dates. Give the findings of another survey.")
    return ours, theirs


def _pair(statement: Statement, theirs: dict[str, Any], ours: str, other: str, given: Given) -> _Pair:
    found = proportions(given.design, given.outcomes[statement.id])
    n = int(found.n[0])
    mark = "[c]" if given.hidden.totals[statement.id] or given.hidden.everybody else "[x]" if n == 0 else ""
    if not mark and (base_quality(n).withheld or isnan(float(found.low[0]))):
        mark = "[u]"
    mark = mark or (theirs["mark"] or "[u]" if theirs["estimate"] is None else "")
    comparison = None
    if not mark:
        own = PublishedShare(
            ours, statement.id, counted_by(given.plan.recode_of(statement)), given.plan.survey.sample,
            float(found.estimate[0]), float(found.se[0]), n, float(found.df[0]),
        )  # fmt: skip
        published = PublishedShare(
            other, theirs["statement"], theirs["counted"], theirs["sample"], theirs["estimate"], theirs["se"], theirs["n"]
        )
        comparison = compare_question([own, published])
        mark = base_quality(n).shorthand or theirs["mark"] or ""
    return _Pair(statement, comparison, mark, theirs["text"])


def _row(pair: _Pair) -> Row:
    name = f"{pair.statement.id}. {pair.statement.short}"
    if pair.comparison is None:
        return Row((name, *[None] * 8, "no: a share is not published"), pair.mark)
    found = pair.comparison.differences[0]
    if found.refusal:
        same_rule = found.first.recode == found.second.recode
        return Row((name, *[""] * 8, "no: another kind of sample" if same_rule else "no: counted in another way"))
    numbers = found.first.estimate, found.second.estimate, found.estimate, found.low, found.high, found.p
    return Row((name, *numbers, found.first.n, found.second.n, "yes"), pair.mark)


def _sentence(statement: Statement, found: Difference) -> str:
    """The two shares and their difference, or why there is none."""
    if found.refusal:
        return found.refusal
    shares = ", ".join(f"{one.authority} {100 * round(one.estimate, 3):.1f}%" for one in (found.first, found.second))
    points = f"{100 * round(found.estimate, 3):+.1f} percentage points"
    interval = "" if isnan(found.low) else f" ({100 * round(found.low, 3):+.1f} to {100 * round(found.high, 3):+.1f})"
    return f"{statement.id}. {statement.short}: {shares}, a difference of {points}{interval}. {could_be_chance(found.p)}"
