"""Data as TOML 1.0 that a person can read and change: what JSON can hold, but for nothing (null)."""

import re
from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPED = {"\\": "\\\\", '"': '\\"', "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def toml_text(data: Mapping[str, Any], *, tables: Sequence[str] = ()) -> str:
    """A document. Lists of mappings under a name in `tables` become tables of their own, at any depth; the rest stands on one line each.

    Raises TypeError for what TOML cannot hold.
    """
    return "\n".join(_lines(data, "", tables)) + "\n"


def _lines(data: Mapping[str, Any], path: str, tables: Sequence[str]) -> list[str]:
    apart = {name: value for name, value in data.items() if name in tables and value}
    lines = [f"{_key(name)} = {_value(value)}" for name, value in data.items() if name not in apart]
    for name, rows in apart.items():
        inner = f"{path}{_key(name)}"
        for row in rows:
            lines += ["", f"[[{inner}]]", *_lines(row, f"{inner}.", tables)]
    return lines


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) or (isinstance(value, float) and isfinite(value)):
        return repr(value)
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(name)} = {_value(inner)}" for name, inner in value.items()) + " }" if value else "{}"
    if isinstance(value, Sequence):
        if value and all(isinstance(inner, Mapping) for inner in value):
            return "[\n" + "".join(f"    {_value(inner)},\n" for inner in value) + "]"
        return "[" + ", ".join(_value(inner) for inner in value) + "]"
    raise TypeError(f"TOML holds no {type(value).__name__}.")


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _string(name)


def _string(words: str) -> str:
    return '"' + "".join(_sign(sign) for sign in words) + '"'


def _sign(sign: str) -> str:
    if sign in _ESCAPED:
        return _ESCAPED[sign]
    return f"\\u{ord(sign):04x}" if ord(sign) < 0x20 or ord(sign) == 0x7F else sign
