"""What a page of results shows, made from the document of findings alone: the report and the site draw the same sections from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from folkmoot.charts import Column, Figure, Range, Share, Table, figure_of_ranges, figure_of_shares, number, percent
from folkmoot.weigh import uncertainty_words
from folkmoot.weigh.column_letters import higher_words, letter_notes
from folkmoot.weigh.words import SAMPLE_HEADINGS, rounds, together

MAIN: Final = "what-people-said"
MADE_UP_FOR: Final = {
    "nonresponse": "Weights make up for people who were asked and did not respond",
    "attrition": "Weights make up for people of the wave before who left",
}
IN_THE_FILE: Final = {
    "nonresponse": ("People asked", "Everybody who was asked, whether or not they responded."),
    "attrition": ("People in the wave before", "Everybody who could have taken part again."),
}
WEIGHTED: Final = {"raking": "Raked to", "linear": "Calibrated (linear) to", "logit": "Calibrated (logit) to"}


@dataclass(frozen=True, slots=True)
class ByFactor:
    """A factor, how its groups are made, and a figure for each statement."""

    label: str
    how_grouped: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class AnalysisSection:
    """One analysis: its heading, what was found, its table and what to know to read it."""

    id: str
    title: str
    sentences: tuple[str, ...]
    table: Table
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """All that `face/results.jinja` draws. `document` is the findings it was made from; `bases` are (name, count in words, meaning)."""

    document: Mapping[str, Any]
    heading: str
    sample_heading: str
    main: Figure
    counting: tuple[tuple[str, str], ...]
    bases: tuple[tuple[str, str, str], ...]
    who: tuple[Figure, ...]
    factors: tuple[ByFactor, ...]
    analyses: tuple[AnalysisSection, ...]
    marks: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]


def results(document: Mapping[str, Any], *, heading: str = "") -> Results:
    """What to show of a document of findings."""
    statements = {statement["id"]: statement for statement in document["statements"]}
    fair = weighted(document)
    overall = [row for row in document["findings"] if row["factor"] is None]
    main = _ranges(
        MAIN,
        "What people said",
        [(f"{row['statement']}. {statements[row['statement']]['short']}", row) for row in overall],
        heading="Statement",
        fair=fair,
        notes=_fair_words(document),
    )
    factors = []
    for place, factor in enumerate(document["factors"]):
        figures = []
        for at, statement in enumerate(document["statements"]):
            rows = [r for r in document["findings"] if r["factor"] == factor["name"] and r["statement"] == statement["id"]]
            figures.append(
                _ranges(
                    f"by-{place + 1}-{at + 1}",
                    f"{statement['id']}. {statement['short']}: {statement['said']}, by {factor['label']}",
                    [(row["level"], row) for row in rows],
                    heading=factor["label"],
                    fair=fair,
                    notes=[_how(statement), *(letter_notes(rows[0]["pairs_tested"]) if "letter" in rows[0] else ())],
                )
            )
        factors.append(ByFactor(factor["label"], factor["how_grouped"], tuple(figures)))
    shown = {row["mark"] for row in document["findings"] if row["mark"]}
    shown |= {row["mark"] for section in document.get("analyses", []) for row in section["rows"] if row["mark"]}
    shown |= {level["suppressed"] for margin in document["weighting"]["margins"] for level in margin["levels"] if level["suppressed"]}
    return Results(
        document=document,
        heading=heading or document["survey"]["title"],
        sample_heading=SAMPLE_HEADINGS[document["survey"]["sample"]],
        main=main,
        counting=tuple(_counting(document)),
        bases=tuple(_bases(document)),
        who=tuple(_who(document, place) for place in range(len(document["weighting"]["margins"]))),
        factors=tuple(factors),
        analyses=tuple(_analysis(section) for section in document.get("analyses", [])),
        marks=tuple((mark, words) for mark, words in document["shorthand"].items() if mark in shown),
        facts=tuple(_facts(document)),
    )


def weighted(document: Mapping[str, Any]) -> bool:
    """Whether anybody's answers count for more than another's."""
    weighting = document["weighting"]
    return bool(weighting["made_fair"] or weighting["base_weights"] or "response" in weighting)


def _ranges(
    ident: str, title: str, rows: Sequence[tuple[str, Mapping[str, Any]]], *, heading: str, fair: bool, notes: Sequence[str]
) -> Figure:
    ranges = [
        Range(label, _percent(row["estimate"]), _percent(row["low"]), _percent(row["high"]), row["mark"] or "") for label, row in rows
    ]
    given = [row["mark"] if row["unweighted"] is None else percent(100 * row["unweighted"]) for _, row in rows]
    people = [(row["mark"] if row["n"] is None else number(row["n"])) for _, row in rows]
    more: list[tuple[Column, Sequence[str]]] = [(Column("As given", numeric=True), given)] if fair else []
    words = f"{'Weighted %' if fair else '% of those who answered'}, with the range the true number is likely to be in (95% interval)"
    return figure_of_ranges(
        ident,
        title,
        words if ident == MAIN else f"{title}. {words}",
        ranges,
        heading=heading,
        estimate="Made fair" if fair else "As given",
        more=[*more, (Column("People who answered", numeric=True), people), *_letters(rows)],
        notes=notes,
    )


def _letters(rows: Sequence[tuple[str, Mapping[str, Any]]]) -> list[tuple[Column, Sequence[str]]]:
    """Each group's letter, and those of the groups it is higher than, where the plan asked for them."""
    if not rows or "letter" not in rows[0][1]:
        return []
    higher = [higher_words(row, row["mark"] or "[x]") for _, row in rows]
    return [(Column("Letter"), [row["letter"] for _, row in rows]), (Column("Higher than"), higher)]


def _analysis(section: Mapping[str, Any]) -> AnalysisSection:
    kinds = [column["kind"] for column in section["columns"]]
    columns = tuple(Column(column["label"], numeric=column["kind"] != "text") for column in section["columns"])
    rows = tuple(_marked(row, kinds) for row in section["rows"])
    method = f"Method: {'; '.join(section['method'])}."
    return AnalysisSection(
        id=section["id"],
        title=section["title"],
        sentences=tuple(section["sentences"]),
        table=Table(section["title"], columns, rows),
        notes=(*section["notes"], method),
    )


def _marked(row: Mapping[str, Any], kinds: Sequence[str]) -> tuple[str, ...]:
    """A row in words. A mark stands in place of the numbers that are left out; where all are shown, after the row's heading."""
    words = tuple(cell_words(cell, kind, row["mark"]) for cell, kind in zip(row["cells"], kinds, strict=True))
    shown = all(cell is not None for cell in row["cells"])
    return (f"{words[0]} {row['mark']}", *words[1:]) if row["mark"] and shown else words


def cell_words(cell: str | float | None, kind: str, mark: str | None) -> str:
    """A cell of an analysis as people read it."""
    if cell is None:
        return mark or ""
    if isinstance(cell, str):
        return cell
    match kind:
        case "share":
            return f"{100 * cell:.1f}%"
        case "points":
            return f"{100 * cell:+.1f}" if round(100 * cell, 1) else "0.0"
        case "count":
            return number(round(cell))
        case "p":
            return "under 0.001" if cell < 0.001 else f"{cell:.3f}"
        case "ratio":
            return f"{cell:.2f}"
        case _:
            return f"{cell:,.3f}".rstrip("0").rstrip(".")


def _who(document: Mapping[str, Any], place: int) -> Figure:
    margin = document["weighting"]["margins"][place]
    rows = [Share(level["level"], _percent(level["answered"]), _percent(level["population"])) for level in margin["levels"]]
    notes = [f"Source for the population: {margin['source']}."]
    if margin["not_in_source"]:
        names = ", ".join(f"“{name}”" for name in margin["not_in_source"])
        notes.append(f"The source does not count {names}. They keep the share they have among those who answered.")
    if margin["how_grouped"]:
        notes.append(f"How the groups are made: {margin['how_grouped']}")
    title = f"{margin['label']}: who answered, and who lives here"
    caption = f"{margin['label']}, out of every 100 people"
    return figure_of_shares(f"who-{place + 1}", title, caption, rows, heading=margin["label"], population="In the population", notes=notes)


def _counting(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """How each statement's answers were counted; statements counted alike stand together."""
    alike: dict[str, list[Mapping[str, Any]]] = {}
    for statement in document["statements"]:
        alike.setdefault(statement["how_counted"], []).append(statement)
    counting = []
    for words, statements in alike.items():
        alone = len(statements) == 1
        outside = [("" if alone else f"{statement['id']}: ") + _outside(statement) for statement in statements if _outside(statement)]
        counting.append((", ".join(statement["id"] for statement in statements), " ".join([words, *outside])))
    return counting


def _how(statement: Mapping[str, Any]) -> str:
    return f"How we counted: {statement['how_counted']} {_outside(statement)}".strip()


def _outside(statement: Mapping[str, Any]) -> str:
    """How many people are in no base, and why; nothing when nobody is, or when that is hidden."""
    words = []
    if statement["left_out"]:
        words.append(f"{_people(statement['left_out'])} left out.")
    if statement["no_answer"]:
        words.append(f"{_people(statement['no_answer'])} gave no answer.")
    return " ".join(words)


def _people(n: int) -> str:
    return "1 person" if n == 1 else f"{number(n)} people"


def _fair_words(document: Mapping[str, Any]) -> list[str]:
    weighting, population = document["weighting"], document["survey"]["population"]
    response = weighting.get("response")
    others = [] if response is None else [f"{MADE_UP_FOR[response['kind']]}, by {together(response['by'])}."]
    if weighting["made_fair"]:
        by = " and ".join(", ".join(weighting["by"]).rsplit(", ", 1))
        return [
            f"Made fair is weighted by {by}, so that every group counts as much as it does among: {population}. As given is not weighted.",
            *others,
        ]
    if others:
        return ["Made fair is weighted to make up for people without answers. As given is not weighted.", *others]
    if weighting["base_weights"]:
        return ["Made fair is weighted with the weights in the file. As given is not weighted."]
    return ["These numbers are as given. They are not weighted: no group was made to count for more or less."]


def _bases(document: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    weighting, n = document["weighting"], document["responses"]["n"]
    bases = [("People who answered", "[c]" if n is None else number(n), "The unweighted base. Each is a real response.")]
    if "response" in weighting:
        name, meaning = IN_THE_FILE[weighting["response"]["kind"]]
        bases.insert(0, (name, number(weighting["response"]["asked"]), meaning))
    if weighting["population"] is not None:
        bases.append(("People they stand for", number(weighting["population"]), f"The weighted base. {document['survey']['population']}."))
    if weighting["n_effective"] is not None:
        worth = number(weighting["n_effective"])
        bases.append(
            (
                "What the answers are worth",
                worth,
                f"The effective base. Making it fair costs sureness: it is as if {worth} people had answered.",
            )
        )
    return bases


def _facts(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The method in words and numbers."""
    weighting = document["weighting"]
    facts = uncertainty_words.facts(document)
    if "response" in weighting:
        rate, *made_up = weighting["response"]["sentences"]
        facts += [("Who responded" if weighting["response"]["kind"] == "nonresponse" else "Who stayed", rate)]
        facts += [("Making up for the others", " ".join(made_up))]
    if weighting["made_fair"]:
        how = WEIGHTED[weighting.get("method") or "raking"]
        facts += [
            ("Weights", f"{how} {', '.join(weighting['by'])}; it took {rounds(weighting['iterations'])}."),
            ("Largest distance from a target", f"{weighting['largest_margin_error']:.0e} of the target."),
        ]
    for limit, words in (("bounds", "the starting weight"), ("caps", "the mean weight")):
        if not weighting.get(limit):
            continue
        low, high = weighting[limit]
        at = weighting["at_lower_bound"] + weighting["at_upper_bound"]
        facts.append(("Bounds on weights", f"{low:g} to {high:g} times {words}; {number(at)} weights are at a bound."))
    if weighting["kish_deff"] is not None:
        facts.append(("What weighting costs", f"Kish design effect {weighting['kish_deff']:.2f}."))
        ends = f"{weighting['smallest_weight']:.2f} to {weighting['largest_weight']:.2f}"
        facts.append(("Weights run from", f"{ends} times the mean weight."))
    facts.append(("Hidden on purpose", f"Anything that could show what fewer than {document['small_cell']} people said."))
    facts += [("To know", notice) for notice in document["responses"]["notices"]]
    facts.append(("Versions", f"Method {document['method_version']}, Folkmoot {document['folkmoot_version']}."))
    return facts


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share
