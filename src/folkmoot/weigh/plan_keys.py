"""Every key a plan may hold, by table, and the reader that knows them. `docs/reference/plan.md` explains each; a test compares."""

import math
from collections.abc import Callable, Mapping
from typing import Any, Final

from folkmoot.files.problems import did_you_mean, listed

KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "": ("survey", "columns", "derive", "recodes", "statements", "weights", "design", "publish", "analyses"),
    "survey": ("title", "organisation", "dates", "sample", "population", "how_people_came", "id", "synthetic"),
    "columns.NAME": ("label", "values", "codes", "missing", "number", "source"),
    "derive.NAME": ("label", "from", "groups", "bands", "up_to", "coalesce", "join", "score", "parts_needed", "leave_out", "blank"),
    "recodes.NAME": ("said", "yes", "no", "neither", "neither_counts_as", "leave_out"),
    "statements": ("id", "text", "short", "column", "recode"),
    "weights": ("base", "method", "bounds", "caps", "population_total", "targets", "nonresponse", "attrition"),
    "weights.nonresponse": ("responded", "yes", "no", "not_eligible", "unknown", "by", "method", "classes"),
    "weights.attrition": ("stayed", "yes", "no", "by"),
    "weights.targets.NAME": ("source", "people", "percent", "share", "not_in_source"),
    "design": ("strata", "psu", "fpc", "lonely_psu", "variance", "replicates", "seed", "missing", "interval", "df"),
    "publish": ("factors", "small_cell", "letters"),
}


class Table:
    """One table of a plan as it is read. Every mistake goes to `problems` and reading goes on with a harmless value."""

    def __init__(self, value: object, kind: str, path: str, problems: list[str], *, known: tuple[str, ...] | None = None) -> None:
        self.path, self.problems, self.known = path, problems, KEYS[kind] if known is None else known
        self.values: Mapping[str, Any] = value if isinstance(value, Mapping) else {}
        if value is not None and not isinstance(value, Mapping):
            self.problem("", f"must be a table, not {value!r}.")
        for key in self.values:
            if key not in self.known:
                meant = did_you_mean(key, self.known) or f" It may be: {listed(self.known)}."
                self.problem(key, f"is not a key Folkmoot knows.{meant}")

    def at(self, key: str) -> str:
        """The path of a key, as it is written in the plan."""
        return ".".join(part for part in (self.path, key) if part)

    def problem(self, key: str, words: str) -> None:
        """Report a mistake at a key."""
        self.problems.append(f"{self.at(key) or 'the plan'}: {words}")

    def _of[T](self, key: str, right: Callable[[object], bool], what: str, default: T, *, required: bool = False) -> T:
        if key not in self.known:
            raise KeyError(key)
        if key not in self.values:
            if required:
                self.problem(key, f"is missing. Give {what}.")
            return default
        value: T = self.values[key]
        if not right(value):
            self.problem(key, f"must be {what}, not {value!r}.")
            return default
        return value

    def text(self, key: str, *, default: str = "", required: bool = False) -> str:
        """One line of words."""
        return self._of(key, lambda v: isinstance(v, str) and bool(v.strip()), "words in quotes", default, required=required).strip()

    def maybe_text(self, key: str) -> str | None:
        """One line of words, or nothing."""
        return self.text(key) or None

    def choice(self, key: str, choices: tuple[str, ...], *, required: bool = False) -> str | None:
        """One of a few words."""
        value = self._of(key, lambda v: isinstance(v, str), f"one of {listed(choices)}", "", required=required)
        if value and value not in choices:
            self.problem(key, f"must be one of {listed(choices)}, not {value!r}.{did_you_mean(value, choices)}")
        return value if value in choices else None

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of words, each once. Numbers are taken as their digits, so that a code may be written 1 or "1"."""
        nothing: list[object] = []
        value = self._of(key, _is_texts, 'a list of words, as in ["a", "b"]', nothing, required=required)
        words = tuple(code_text(v) for v in value)
        twice = sorted({w for w in words if words.count(w) > 1})
        if twice:
            self.problem(key, f"names {listed(twice)} twice. Name each once.")
        return tuple(dict.fromkeys(words))

    def number(self, key: str) -> float | None:
        """A number above 0, or nothing."""
        value: float | None = self._of(key, lambda v: is_number(v) and v > 0, "a number above 0", None)  # type: ignore[operator]
        return None if value is None else float(value)

    def whole(self, key: str, default: int, least: int, most: int) -> int:
        """A whole number in a range."""
        what = f"a whole number from {least:,} to {most:,}"
        return self._of(key, lambda v: isinstance(v, int) and not isinstance(v, bool) and least <= v <= most, what, default)

    def flag(self, key: str) -> bool:
        """true or false; false when not there."""
        return self._of(key, lambda v: isinstance(v, bool), "true or false", False)  # noqa: FBT003

    def numbers(self, key: str) -> dict[str, float]:
        """A table of numbers by name."""
        value: Mapping[str, float] = self._of(key, lambda v: isinstance(v, Mapping), "a table of numbers", {})
        for name, amount in value.items():
            if not is_number(amount):
                self.problem(f"{key}.{name}", f"must be a number, not {amount!r}.")
        return {name: float(amount) for name, amount in value.items() if is_number(amount)}

    def table(self, key: str) -> Mapping[str, Any]:
        """A table of anything by name."""
        return self._of(key, lambda v: isinstance(v, Mapping), "a table", {})

    def tables(self, key: str) -> list[Any]:
        """A list of tables."""
        return self._of(key, lambda v: isinstance(v, list), f"a list of tables, each headed [[{key}]]", [])


def is_number(value: object) -> bool:
    """A finite int or float, and not true or false."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def code_text(value: object) -> str:
    """A code as text: 1, 1.0 and "1" are the same code, and so are true and "true"."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _is_texts(value: object) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(v, str | int | float) for v in value)
