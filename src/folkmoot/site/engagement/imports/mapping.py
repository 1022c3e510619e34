"""Which column holds the answers to which question, and which of its values is which option. Written as TOML, or made by the officer."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from folkmoot.site.engagement.imports.export import Column, Export

NOT_BROUGHT_IN = ""
MOST_PAIRS = 2_000
LONGEST = 500


@dataclass(frozen=True)
class Target:
    """Where a column goes: a question, and of its rows, options or places the one it holds ("" for the whole answer)."""

    question: str
    part: str = ""

    @property
    def written(self) -> str:
        """As a mapping says it: `think/fair`."""
        return f"{self.question}/{self.part}" if self.part else self.question


@dataclass(frozen=True)
class ColumnMapping:
    """`columns` by the column's name: a target as it is written, "" for a column that is not brought in. `values` by question key: what
    stands in the file, and the option it means ("" for no answer). `survey` names the survey there, where answers come from several."""

    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    survey: str = ""

    @classmethod
    def of(cls, data: Any) -> "ColumnMapping":
        """The mapping in plain data. Raises ValidationError for anything that is none."""
        wrong = not isinstance(data, dict) or set(data) - {"columns", "values", "survey"} or not isinstance(data.get("survey", ""), str)
        columns, values = (data.get("columns", {}), data.get("values", {})) if not wrong else ({}, {})
        wrong = wrong or not _words(columns) or not isinstance(values, dict) or not all(_words(pairs) for pairs in values.values())
        if wrong or len(data.get("survey", "")) > 40:
            raise ValidationError(
                "A mapping has [columns], [values.QUESTION] and survey, each of words. docs/how-to shows how it is written."
            )
        return cls(columns, values, data.get("survey", "").strip())

    @property
    def data(self) -> dict[str, Any]:
        """As plain data."""
        return {"survey": self.survey, "columns": dict(self.columns), "values": {key: dict(pairs) for key, pairs in self.values.items()}}


def read_toml(text: str) -> ColumnMapping:
    """The mapping in a TOML file. Raises ValidationError."""
    try:
        return ColumnMapping.of(tomllib.loads(text.replace("\r\n", "\n")))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ValidationError(f"This mapping is not TOML: {error}.") from None


def write_toml(mapping: ColumnMapping) -> str:
    """The mapping as TOML."""
    lines = [f"survey = {_quoted(mapping.survey)}", "", "[columns]"]
    lines += [f"{_quoted(name)} = {_quoted(target)}" for name, target in mapping.columns.items()]
    for key, pairs in mapping.values.items():
        lines += ["", f"[values.{key}]", *(f"{_quoted(value)} = {_quoted(option)}" for value, option in pairs.items())]
    return "\n".join(lines) + "\n"


def targets_of(questionnaire: Any) -> list[Target]:
    """Every place a column can go."""
    found = []
    for question in questionnaire.questions:
        if question.type != "grid" and question.type != "budget":
            found.append(Target(question.key))
        found += [Target(question.key, part) for part in parts_of(question)]
    return found


def parts_of(question: Any) -> list[str]:
    """The parts of a question that columns may hold: rows of a grid, options of boxes, rankings and budgets, and a ranking's places."""
    if question.type == "grid":
        return [row.value for row in question.rows]
    if question.type in {"multiple_choice", "budget"}:
        return list(question.values)
    if question.type == "ranking":
        return [*question.values, *(str(place) for place in range(1, len(question.options) + 1) if str(place) not in question.values)]
    return []


def suggested(export: Export, questionnaire: Any, known: ColumnMapping) -> dict[str, Target | None]:
    """For each column where it goes: as `known` says, else by its code, else by its words. None where neither is found."""
    written = {target.written: target for target in targets_of(questionnaire)}
    found: dict[str, Target | None] = {}
    for column in export.columns:
        if column.name in known.columns:
            found[column.name] = written.get(known.columns[column.name])
        else:
            found[column.name] = next((t for t in _matches(column, questionnaire) if t.written in written), None)
    return _each_once(found)


def same(one: str, other: str) -> bool:
    """Whether two texts say the same: capitals, spaces and a last full stop do not count."""
    return squeezed(one) == squeezed(other)


def squeezed(words: str) -> str:
    """A text without what does not count when two are compared."""
    return " ".join(words.split()).rstrip(".:").casefold().replace("’", "'")


def words_of(option: Any) -> list[str]:
    """All that an option or row is called: its value, and its words in every rendition."""
    return [option.value, *(words for styles in option.text.values() for words in styles.values())]


def _matches(column: Column, questionnaire: Any) -> Iterator[Target]:
    for question in questionnaire.questions:
        called = [question.label, *(words for styles in question.text.values() for words in styles.values())]
        if (column.code and column.code.lower() == question.key.lower()) or (column.words and any(same(column.words, w) for w in called)):
            names = [name for name in (column.part, column.part_words) if name]
            parts = {option.value: words_of(option) for option in (*question.rows, *question.options)}
            yield from (
                Target(question.key, part) for part in parts_of(question) for n in names if any(same(n, w) for w in parts.get(part, [part]))
            )
            if not names:
                yield Target(question.key)
    for question in questionnaire.questions:
        if column.name.lower() == question.key.lower():
            yield Target(question.key)


def _each_once(found: Mapping[str, Target | None]) -> dict[str, Target | None]:
    """A place is filled by one column: the first."""
    seen: set[Target] = set()
    kept: dict[str, Target | None] = {}
    for name, target in found.items():
        kept[name] = None if target in seen else target
        seen |= {target} if target else set()
    return kept


def _words(pairs: Any) -> bool:
    return (
        isinstance(pairs, dict)
        and len(pairs) <= MOST_PAIRS
        and all(isinstance(word, str) and len(word) <= LONGEST for pair in pairs.items() for word in pair)
    )


def _quoted(words: str) -> str:
    signs: Sequence[tuple[str, str]] = (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"))
    for sign, escaped in signs:
        words = words.replace(sign, escaped)
    return '"' + "".join(f"\\u{ord(s):04x}" if ord(s) < 32 or ord(s) == 127 else s for s in words) + '"'
