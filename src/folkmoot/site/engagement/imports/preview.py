"""What an import would do, before anything is written. An import cannot be taken back: this is where it is looked at."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from folkmoot.site.engagement import receipts
from folkmoot.site.engagement.imports.answers import Misfit, Reading, cell_for
from folkmoot.site.engagement.imports.export import Export, Row, language_of, moment
from folkmoot.site.engagement.imports.mapping import ColumnMapping, Target, suggested
from folkmoot.site.engagement.methods import METHODS
from folkmoot.site.engagement.models import Response
from folkmoot.site.engagement.responses import ID_COLUMN, LONGEST_ID
from folkmoot.site.engagement.row_facts import GIVEN, LANGUAGE
from folkmoot.site.renditions import Reader, render

MOST_SHOWN = 20


@dataclass
class Preview:
    """`rows` would come in; `already` are; `incomplete` were left out; `refused` says by row and field what is wrong in `refusals` rows.

    `columns` says for each column where it goes; `misfits` for each question which values fit no option and how often each is there;
    `languages` are those that we do not have, whose rows are kept as English.
    """

    export: Export
    columns: Mapping[str, Target | None]
    rows: list[dict[str, str]] = field(default_factory=list)
    already: int = 0
    incomplete: int = 0
    refusals: int = 0
    refused: list[str] = field(default_factory=list)
    misfits: dict[str, Counter[str]] = field(default_factory=dict)
    languages: Counter[str] = field(default_factory=Counter)

    @property
    def unmapped(self) -> Sequence[str]:
        """The columns that go nowhere."""
        return [name for name, target in self.columns.items() if target is None]


def look(engagement: Any, export: Export, mapping: ColumnMapping, *, with_incomplete: bool = False) -> Preview:
    """Work out what importing an export would do; nothing is written."""
    questionnaire = engagement.version.questionnaire
    made = Preview(export, suggested(export, questionnaire, mapping))
    kept = set(Response.objects.filter(engagement=engagement).values_list("receipt", flat=True))
    readings = [Reading.of(question, mapping) for question in questionnaire.questions]
    seen: dict[str, int] = {}
    for row in export.rows:
        if not row.complete and not with_incomplete:
            made.incomplete += 1
            continue
        if wrong := _wrong_id(row, seen):
            _refuse(made, [f"Row {row.number}, id: {wrong}"])
            continue
        seen[row.id] = row.number
        source = source_id(export.system, mapping.survey, row.id)
        if receipts.of_source(engagement.slug, source) in kept:
            made.already += 1
            continue
        cells, wrongs = _answers(engagement, row, readings, made)
        facts, more = _facts(row, made)
        if wrongs + more:
            _refuse(made, wrongs + more)
        else:
            made.rows.append({ID_COLUMN: source, **facts, **cells})
    return made


def source_id(system: str, survey: str, row_id: str) -> str:
    """What a row's receipt is made from: the same each time the same answers are imported."""
    return f"{system} {survey} {row_id}" if survey else f"{system} {row_id}"


def _answers(engagement: Any, row: Row, readings: Sequence[Reading], made: Preview) -> tuple[dict[str, str], list[str]]:
    """Our cells for a row, and what is wrong with it, naming row and field."""
    by_question: dict[str, dict[Target, str]] = {}
    for name, target in made.columns.items():
        if target is not None:
            by_question.setdefault(target.question, {})[target] = row.cells[name]
    cells: dict[str, str] = {}
    wrong: list[str] = []
    misfits: set[str] = set()
    for reading in readings:
        question = reading.question
        try:
            cell = cell_for(reading, by_question.get(question.key, {}))
        except Misfit as misfit:
            made.misfits.setdefault(question.key, Counter())[misfit.value] += 1
            misfits.add(question.key)
            wrong.append(f"Row {row.number}, {question.key}: “{misfit.value[:60]}” is none of the answers.")
            continue
        cells |= {question.key: cell} if cell else {}
    collected = METHODS[engagement.method].collect(engagement, {key: [cell] for key, cell in cells.items()}, imported=True)
    wrong += [f"Row {row.number}, {key}: {render(texts, Reader())}" for key, texts in collected.errors.items() if key not in misfits]
    if not wrong and not collected.answers:
        wrong.append(f"Row {row.number}: it has no answer to any of the questions.")
    return cells, wrong


def _facts(row: Row, made: Preview) -> tuple[dict[str, str], list[str]]:
    """When and in which language it was given, and what is wrong with that."""
    try:
        given = moment(row.given)
    except ValueError:
        return {}, [f"Row {row.number}, date: “{row.given[:40]}” is no date we can read. Export dates as in 2026-01-31 14:05."]
    if given is not None and given > timezone.now():
        return {}, [f"Row {row.number}, date: this is in the future."]
    language = language_of(row.language)
    if language is None:
        made.languages[row.language.strip()[:20]] += 1
    return {GIVEN: given.isoformat() if given else "", LANGUAGE: language or ""}, []


def _wrong_id(row: Row, seen: Mapping[str, int]) -> str:
    if not 0 < len(row.id) <= LONGEST_ID - 60:
        return f"each row needs the id it has there, {LONGEST_ID - 60} letters at most."
    return f"“{row.id}” is in row {seen[row.id]} already." if row.id in seen else ""


def _refuse(made: Preview, sentences: Sequence[str]) -> None:
    made.refusals += 1
    made.refused += list(sentences)[: max(0, MOST_SHOWN - len(made.refused))]
