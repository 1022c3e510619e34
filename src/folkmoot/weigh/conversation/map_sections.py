"""What the report of a map tells, section by section, from the document alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from folkmoot.charts import Column, Figure, Range, Table, figure_of_ranges, number, percent
from folkmoot.charts.opinion_map import Place, key, opinion_map
from folkmoot.charts.words import percent_range

type Document = Mapping[str, Any]
type Rows = tuple[tuple[str, ...], ...]

TOP: Final = 10
MOST_PAIRS: Final = 20
MAP_TITLE: Final = "Where people stand by how they voted"
CHECKS: Final = {
    "coordinated bloc": "voted alike on some statements far more than their other votes predict",
    "identical ballots": "cast identical votes, more than chance would give",
    "straight-liners": "gave the same vote to everything",
    "fast voters": "voted faster than anyone can read",
    "burst": "came in a short time, far more than at other times",
}


@dataclass(frozen=True)
class Section:
    """A heading, sentences, then pictures and tables."""

    ident: str
    heading: str
    sentences: tuple[str, ...]
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()


def sections(document: Document) -> Iterator[Section]:
    """What the report tells, in its order."""
    yield Section("people", "Who took part", tuple(document["sentences"]), *_map(document))
    yield _consensus(document)
    if document["groups_shown"]:
        yield Section("groups", "What each group holds", (), (), tuple(_representative(document)))
        yield _dividing(document)
    yield _unsure(document)
    yield _flags(document)
    yield from _alike(document)
    yield Section("all", "Every statement", (), (), (_every(document),))


def _texts(document: Document) -> dict[int, str]:
    return {row["id"]: row["text"] or f"Statement {row['id']}" for row in document["per_statement"]}


def _names(document: Document) -> list[str]:
    return [group["name"] for group in document["groups"]] or ["Everybody"]


def picture(document: Document) -> Markup:
    """The picture of the map."""
    drawn = [Place(place["across"], place["up"], place["group"], place["people"]) for place in document["places"]]
    return opinion_map("opinion-map", MAP_TITLE, drawn, _names(document))


def _map(document: Document) -> tuple[tuple[Figure, ...], tuple[Table, ...]]:
    groups = document["groups"]
    columns: tuple[Column, ...] = (Column("Group"), Column("People", numeric=True))
    rows: Rows = (("Everybody placed", number(document["placed"])),)
    if groups:
        columns += (Column("Of those placed", numeric=True), Column("Stability", numeric=True))
        rows = tuple((g["name"], number(g["people"]), percent(100 * g["share_of_placed"]), f"{g['stability']:.2f}") for g in groups)
    drawn = sum(place["people"] for place in document["places"])
    notes = [
        "People near each other voted alike; who is far apart voted differently. The two directions have no meaning of their own.",
        f"Marks stand for at least {document['least_shown']} people of one group. Places with fewer are not drawn.",
    ]
    if not drawn:
        notes.append("Too few people stand near each other to be drawn.")
    if groups:
        notes.append("Stability: how well the group is found again among other people of the same kind, from 0 to 1.")
    table = Table("People in each group", columns, rows)
    return (Figure("map", MAP_TITLE, MAP_TITLE, picture(document), table, tuple(notes), key(_names(document))),), ()


def _range(row: Mapping[str, Any], label: str) -> Range:
    share = row["share_agree"]
    if share["estimate"] is None:
        return Range(label, None, None, None, row["mark"] or "[c]")
    return Range(label, 100 * share["estimate"], 100 * share["low"], 100 * share["high"])


def _consensus(document: Document) -> Section:
    texts, by_id = _texts(document), {row["id"]: row for row in document["per_statement"]}
    order = [ident for ident in document["consensus_order"] if by_id[ident]["seen"]][:TOP]
    heading = "What most people, in every group, agree with"
    if not order:
        return Section("agreed", heading, ("Nobody could be placed, so there is no consensus among groups to show.",))
    rows = [_range(by_id[ident], texts[ident]) for ident in order]
    more = [
        (Column("People who saw it", numeric=True), [number(by_id[ident]["seen"]) for ident in order]),
        (Column("Lowest group", numeric=True), [_lowest(by_id[ident]) for ident in order]),
    ]
    sentences = [
        "In the order of consensus: each group counts by its size, and a group that stands against pulls a statement down.",
    ]
    if document["consensus_order"] != document["consensus_order_of_all"]:
        sentences.append("The order leaves out people who voted as a coordinated bloc. The numbers beside each statement count everybody.")
    figure = figure_of_ranges(
        "agreed-chart",
        "Agreement among everybody",
        "The share of those who saw it who agreed",
        rows,
        heading="Statement",
        estimate="Agreed",
        more=more,
    )
    return Section("agreed", heading, tuple(sentences), (figure,))


def _lowest(row: Mapping[str, Any]) -> str:
    shares = [(g["share_agree"]["estimate"], g["group"]) for g in row["by_group"] if g["share_agree"]["estimate"] is not None]
    if not shares:
        return "not shown"
    least, name = min(shares)
    return f"{percent(100 * least)} in {name}"


def _representative(document: Document) -> Iterator[Table]:
    texts = _texts(document)
    columns = (Column("Statement"), Column("The group"), Column("Share", numeric=True), Column("People who saw it", numeric=True))
    for group in document["groups"]:
        rows = tuple(
            (
                texts[each["statement"]],
                "agreed" if each["side"] == "agree" else "disagreed",
                percent(100 * each["share"]),
                number(each["n"]),
            )
            for each in group["representative"]
        )
        name = f"Group {group['name']}, {number(group['people'])} people: what sets it apart"
        yield Table(name, columns, rows or (("Nothing sets this group apart clearly", "", "", ""),))


def _dividing(document: Document) -> Section:
    held = [row for row in document["per_statement"] if row["divisiveness"] is not None]
    top = sorted(held, key=lambda row: (-row["divisiveness"], row["id"]))[:TOP]
    names = _names(document)
    columns = (Column("Statement"), *(Column(f"Agreed in {name}", numeric=True) for name in names))
    rows = tuple((row["text"] or f"Statement {row['id']}", *(_share_cell(each) for each in row["by_group"])) for row in top)
    table = Table("Statements on which groups stand furthest apart", columns, rows)
    return Section("divides", "What divides them", (), (), (table,) if rows else ())


def _share_cell(each: Mapping[str, Any]) -> str:
    share = each["share_agree"]
    if share["estimate"] is None:
        return each["mark"] or "[c]"
    return f"{percent(100 * share['estimate'])} ({percent_range(100 * share['low'], 100 * share['high'])})"


def _unsure(document: Document) -> Section:
    held = [row for row in document["per_statement"] if row["uncertain"] is not None and row["seen"]]
    top = sorted(held, key=lambda row: (-row["uncertain"], row["id"]))[:TOP]
    columns = (
        Column("Statement"),
        Column("Passed", numeric=True),
        Column("Likely range", numeric=True),
        Column("People who saw it", numeric=True),
    )
    rows = tuple(
        (
            row["text"] or f"Statement {row['id']}",
            percent(100 * row["share_passed"]["estimate"]),
            percent_range(100 * row["share_passed"]["low"], 100 * row["share_passed"]["high"]),
            number(row["seen"]),
        )
        for row in top
    )
    return Section(
        "unsure", "What people are unsure of", (), (), (Table("Statements on which most people passed", columns, rows),) if rows else ()
    )


def _flags(document: Document) -> Section:
    if not document["flags"]:
        return Section("flags", "Votes that look made together", ("The checks found nothing to look at.",))
    rows = tuple(
        (
            CHECKS[flag["check"]].capitalize(),
            f"fewer than {document['least_shown']}" if flag["people"] is None else number(flag["people"]),
            ", ".join(str(ident) for ident in flag.get("statements", [])) or "",
        )
        for flag in document["flags"]
    )
    columns = (Column("What some people did"), Column("People", numeric=True), Column("On statements"))
    words = "A flag is a reason to look, and no proof: people who share a view vote alike too. No vote was left out of any count."
    return Section("flags", "Votes that look made together", (words,), (), (Table("Flags", columns, rows),))


def _alike(document: Document) -> Iterator[Section]:
    texts = _texts(document)
    told = [pair for pair in document["similar_statements"] if pair["kind"] != "like words"][:MOST_PAIRS]
    if told:
        pair_columns = (
            Column("One statement"),
            Column("The other"),
            Column("What votes say"),
            Column("People who voted on both", numeric=True),
        )
        says = {"duplicate": "may be the same", "opposite": "opposite sides"}
        pairs = tuple((texts[p["first"]], texts[p["second"]], says[p["kind"]], number(p["voters"])) for p in told)
        yield Section("alike", "Statements in like words", (), (), (Table("Pairs of statements", pair_columns, pairs),))
    if document["topics"]:
        columns = (Column("Words that set it apart"), Column("A statement that stands for it"), Column("Statements", numeric=True))
        rows = tuple((t["label"] or "No words of its own", texts[t["medoid"]], number(len(t["statements"]))) for t in document["topics"])
        words = "Statements sorted by their words, by a computer: no one read them to make these."
        yield Section("topics", "What it was about", (words,), (), (Table("Topics", columns, rows),))


def _every(document: Document) -> Table:
    columns = (
        Column("Statement"),
        Column("Agreed", numeric=True),
        Column("Likely range", numeric=True),
        Column("Disagreed", numeric=True),
        Column("Passed", numeric=True),
        Column("People who saw it", numeric=True),
        Column("Place in the order of consensus", numeric=True),
    )
    rows = []
    for row in document["per_statement"]:
        shares = [row[f"share_{name}"] for name in ("agree", "disagree", "passed")]
        if shares[0]["estimate"] is None:
            numbers = [row["mark"]] * 4
        else:
            agreed, disagreed, passed = (percent(100 * share["estimate"]) for share in shares)
            numbers = [agreed, percent_range(100 * shares[0]["low"], 100 * shares[0]["high"]), disagreed, passed]
        seen = "[c]" if row["seen"] is None else number(row["seen"])
        rows.append((f"{row['id']}. {row['text']}".strip(), *numbers, seen, "" if row["rank"] is None else number(row["rank"])))
    return Table("All statements", columns, tuple(rows))
