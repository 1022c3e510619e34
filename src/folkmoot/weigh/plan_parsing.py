"""From a mapping to the parts of a plan, with every mistake reported at its key."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, cast, get_args

from folkmoot.files.problems import RefusedError, listed
from folkmoot.weigh.analyses import read_analyses
from folkmoot.weigh.analyses.names import Names
from folkmoot.weigh.limits import LIMITS
from folkmoot.weigh.plan import (
    Column,
    Derived,
    Publish,
    Recode,
    Sample,
    Side,
    Statement,
    Survey,
)
from folkmoot.weigh.plan_design import read_design
from folkmoot.weigh.plan_keys import Table, code_text, is_number
from folkmoot.weigh.plan_rules import Known
from folkmoot.weigh.plan_weights import read_weights

LEAST_SMALL_CELL: Final = 3
DEFAULT_SMALL_CELL: Final = 5
WAYS: Final = ("groups", "bands", "coalesce", "join", "score")
SEVERAL: Final = frozenset({"coalesce", "join", "score"})


def parts(mapping: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of a plan by the names of Plan's fields. Raises RefusedError with every mistake."""
    problems: list[str] = []
    plan = Table(mapping, "", "", problems)
    for key in ("survey", "statements"):
        if key not in plan.values:
            plan.problem(key, "is missing. Every plan has it.")
    survey = _survey(Table(plan.values.get("survey"), "survey", "survey", problems))

    def named(key: str) -> Iterator[tuple[str, Table]]:
        """Each table under a key, as in [columns.NAME]."""
        for name, value in plan.table(key).items():
            yield name, Table(value, f"{key}.NAME", f"{key}.{name}", problems)

    columns = {name: _column(name, table) for name, table in named("columns")}
    known = Known(columns, problems)
    derived: dict[str, Derived] = {}
    for name, table in named("derive"):
        derived[name] = _derived(name, table, known)
        known.add(derived[name])
    recodes = {name: _recode(name, table) for name, table in named("recodes")}
    statements = tuple(
        _statement(Table(value, "statements", f"statements[{row}]", problems))
        for row, value in enumerate(plan.tables("statements"), start=1)
    )
    weights = read_weights(Table(plan.values.get("weights"), "weights", "weights", problems))
    design = read_design(Table(plan.values.get("design"), "design", "design", problems), weights)
    publish = _publish(Table(plan.values.get("publish"), "publish", "publish", problems))
    known.check_statements(statements, recodes)
    known.check_targets(weights)
    if weights.adjustment is not None:
        known.check_adjustment(weights.adjustment, survey.sample)
    known.check_factors(publish.factors)
    given = plan.tables("analyses")
    if len(given) > LIMITS.analyses:
        problems.append(f"analyses: there are {len(given):,}. The most is {LIMITS.analyses:,}.")
    numbers = [name for name, column in columns.items() if column.number]
    names = Names(
        levels={name: levels for name, levels in known.levels.items() if levels},
        numbers=numbers,
        statements=[statement.id for statement in statements],
        published=publish.factors,
        naming=[name for name in dict.fromkeys((survey.id, design.strata, design.psu, *numbers)) if name is not None],
        psu=design.psu,
        adjustment=weights.adjustment,
    )
    analyses = read_analyses(given, names, problems)
    if problems:
        raise RefusedError(dict.fromkeys(problems))
    return {
        "survey": survey,
        "columns": columns,
        "derived": derived,
        "recodes": recodes,
        "statements": statements,
        "weights": weights,
        "design": design,
        "publish": publish,
        "analyses": analyses,
    }


def _survey(table: Table) -> Survey:
    sample = table.choice("sample", get_args(Sample), required=True)
    return Survey(
        title=table.text("title", required=True),
        organisation=table.text("organisation", required=True),
        dates=table.text("dates", required=True),
        sample=cast("Sample", sample or "volunteer"),
        population=table.text("population", required=True),
        how_people_came=table.text("how_people_came"),
        id=table.maybe_text("id"),
        synthetic=table.flag("synthetic"),
    )


def _column(name: str, table: Table) -> Column:
    values, number, missing = table.texts("values"), table.flag("number"), table.texts("missing")
    codes = {code_text(code): words for code, words in table.table("codes").items()}
    for code, words in codes.items():
        if not isinstance(words, str) or not words.strip():
            table.problem(f"codes.{code}", f"must be words in quotes, not {words!r}.")
    given = sum((bool(values), bool(codes), number))
    if given != 1:
        table.problem("", "needs exactly one of values (the answers allowed), codes (code and words) or number = true.")
    both = [value for value in missing if value in codes or value in values]
    if both:
        table.problem("missing", f"names {listed(both)}, which is also an answer. An answer is one or the other.")
    if not values:
        values = ()
    return Column(
        name=name,
        label=table.text("label", default=name),
        codes={code: str(words).strip() for code, words in codes.items()} or {value: value for value in values},
        missing=missing,
        number=number,
        source=table.text("source"),
    )


def _derived(name: str, table: Table, known: Known) -> Derived:
    ways = [way for way in WAYS if way in table.values and not (way == "bands" and "score" in table.values)]
    if len(ways) != 1:
        table.problem("", f"needs exactly one of {listed(WAYS)}.")
    way = ways[0] if ways else "groups"
    source = table.text("from", required=way in {"groups", "bands"})
    if way in SEVERAL and source:
        table.problem("from", f"is only for groups and bands; {way} lists its columns itself.")
    points = {part: _points(part, table) for part in table.table("score")} if way == "score" else {}
    sources = tuple(points) or (((source,) if source else ()) if way in {"groups", "bands"} else table.texts(way))
    if way in SEVERAL and len(sources) < 2:
        table.problem(way, "needs two columns or more.")
    groups = {level: _group(table, level, words) for level, words in table.table("groups").items()}
    made = Derived(
        name=name,
        label=table.text("label", default=name),
        how=cast("Any", way),
        sources=sources,
        groups=groups,
        bands=table.numbers("bands"),
        up_to=table.number("up_to"),
        leave_out=table.texts("leave_out"),
        blank=table.maybe_text("blank"),
        levels=(),
        points=points,
        needed=table.whole("parts_needed", len(points), 1, len(points)) if points else 0,
    )
    if way != "score" and "parts_needed" in table.values:
        table.problem("parts_needed", "is only for a score.")
    if made.up_to is not None and way != "bands":
        table.problem("up_to", "is only for bands.")
    if way not in {"groups", "score"} and made.leave_out:
        table.problem("leave_out", "is only for groups and scores.")
    if way != "groups" and made.blank:
        table.problem("blank", "is only for groups.")
    return known.with_levels(made, table)


def _points(part: str, table: Table) -> dict[str, float]:
    given = table.table("score")[part]
    if not isinstance(given, Mapping) or not given or not all(is_number(points) for points in given.values()):
        table.problem(f"score.{part}", 'must give points to answers, as in { "Agree" = 1, "Disagree" = 0 }.')
        return {}
    return {code_text(answer): float(points) for answer, points in given.items()}


def _group(table: Table, level: str, words: object) -> tuple[str, ...]:
    if not isinstance(words, list | tuple) or not words:
        table.problem(f"groups.{level}", f'must be a list of the answers in it, as in ["a", "b"], not {words!r}.')
        return ()
    return tuple(code_text(word) for word in words)


def _recode(name: str, table: Table) -> Recode:
    recode = Recode(
        name=name,
        said=table.text("said", default="agreed"),
        yes=table.texts("yes", required=True),
        no=table.texts("no", required=True),
        neither=table.texts("neither"),
        neither_counts_as=cast("Side | None", table.choice("neither_counts_as", get_args(Side))),
        leave_out=table.texts("leave_out"),
    )
    if bool(recode.neither) != (recode.neither_counts_as is not None):
        table.problem("neither_counts_as", 'and neither go together: say whether those answers count as "yes", "no" or "left out".')
    every = [*recode.yes, *recode.no, *recode.neither, *recode.leave_out]
    twice = sorted({answer for answer in every if every.count(answer) > 1})
    if twice:
        table.problem("", f"puts {listed(twice)} in two lists. Each answer counts once.")
    return recode


def _statement(table: Table) -> Statement:
    text = table.text("text", required=True)
    return Statement(
        id=table.text("id", required=True),
        text=text,
        short=table.text("short", default=text),
        column=table.text("column", required=True),
        recode=table.text("recode", required=True),
    )


def _publish(table: Table) -> Publish:
    return Publish(
        factors=table.texts("factors"),
        small_cell=table.whole("small_cell", DEFAULT_SMALL_CELL, LEAST_SMALL_CELL, LIMITS.rows),
        letters=table.flag("letters"),
    )
