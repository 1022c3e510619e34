"""Frozen dataclasses as sealed documents and back, strictly: every field must be there, of its own type, and nothing else.

The type of a field says what may stand in the file: str, int, bool, a Literal, another dataclass, tuple[X, ...], or X | None. A class with
`as_document` and `from_document` of its own is asked to do it itself. So a stranger's file either becomes a whole object or is refused.
"""

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Literal, TypeAliasType, get_args, get_origin, get_type_hints

from folkmoot.sortition.canonical import Document, NotSealedError, Value, hash_of, read_sealed, sealed


def as_document(thing: Any) -> Document:
    """The fields of a dataclass as a document."""
    return {field.name: _as_value(getattr(thing, field.name)) for field in fields(thing)}


def write(thing: Any) -> bytes:
    """The dataclass as the bytes of a sealed file."""
    return sealed(as_document(thing))


def document_hash(thing: Any) -> str:
    """The hash that `write` seals it with."""
    return hash_of(as_document(thing))


def read[T](kind: type[T], data: bytes) -> T:
    """The dataclass in a sealed file. Raises NotSealedError saying what is wrong: the seal, or the first field that does not fit."""
    document = read_sealed(data)
    return from_document(kind, {key: value for key, value in document.items() if key != "hash"}, "the file")


def from_document[T](kind: type[T], document: Value, where: str) -> T:
    """The dataclass in a document; `where` names it in what is raised, which is NotSealedError."""
    result = _from_value(kind, document, where)
    if not isinstance(result, kind):
        raise NotSealedError(f"In {where} there is no {kind.__name__}.")
    return result


def _as_value(thing: Any) -> Value:
    if hasattr(thing, "as_document"):
        document: Document = thing.as_document()
        return document
    if is_dataclass(thing):
        return as_document(thing)
    if isinstance(thing, tuple):
        return [_as_value(part) for part in thing]
    value: Value = thing
    return value


def _from_value(kind: Any, value: Value, where: str) -> Any:
    if isinstance(kind, TypeAliasType):
        kind = kind.__value__
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        if any(value == each and type(value) is type(each) for each in arguments):
            return value
    elif origin is types.UnionType:
        if value is None:
            return None
        return _from_value(arguments[0], value, where)
    elif origin is tuple:
        if isinstance(value, list):
            return tuple(_from_value(arguments[0], part, f"{where}, number {place}") for place, part in enumerate(value, 1))
    elif hasattr(kind, "from_document"):
        try:
            return kind.from_document(value)
        except ValueError as error:
            raise NotSealedError(f"In {where}: {error}") from error
    elif is_dataclass(kind):
        if isinstance(value, dict):
            return _whole(kind, value, where)
    elif type(value) is kind:
        return value
    raise NotSealedError(f"In {where} stands something that does not belong there. Folkmoot did not write this file, or it was changed.")


def _whole(kind: Any, document: Mapping[str, Value], where: str) -> Any:
    hints = _hints(kind)
    if set(document) != set(hints):
        differ = ", ".join(sorted(key[:40] for key in set(document) ^ set(hints)))
        raise NotSealedError(f"In {where}, these are missing or should not be there: {differ}.")
    try:
        return kind(**{name: _from_value(hint, document[name], f"{where}, {name}") for name, hint in hints.items()})
    except NotSealedError:
        raise
    except ValueError as error:
        raise NotSealedError(f"In {where}: {error}") from error


@cache  # get_type_hints is slow, and a file may hold thousands of people
def _hints(kind: Any) -> dict[str, Any]:
    every = get_type_hints(kind)
    return {field.name: every[field.name] for field in fields(kind)}
