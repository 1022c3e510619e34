"""One way to write a document, so that its hash is the same for everybody: canonical JSON, sealed with its own SHA-256.

A document is an object of text, whole numbers, true, false, null, lists and objects. Its canonical form is UTF-8 without a byte order
mark, no spaces or line ends, the keys of every object in rising order, each once, and text escaped only where JSON must: RFC 8785 for
these kinds of value (numbers that are not whole are not used; nor are keys outside ASCII; so no corner of that standard matters).

A **sealed** document has a key "hash": the SHA-256, in 64 hexadecimal digits, of the canonical form of all its other keys. Any change to
a sealed file shows, unless whoever changed it made a new hash. That is why the hash is published somewhere else as well, beforehand.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import NoReturn

type Value = str | int | bool | list[Value] | dict[str, Value] | None
type Document = dict[str, Value]


class NotSealedError(ValueError):
    """The bytes are not a sealed document in canonical form. The message says what is wrong with them, in plain words."""


def canonical(document: Mapping[str, Value]) -> bytes:
    """The document's one canonical form. Raises ValueError for text that is no text (half of a surrogate pair)."""
    try:
        return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()
    except UnicodeEncodeError as error:
        raise ValueError("A text holds half of a character. Type it again.") from error


def hash_of(document: Mapping[str, Value]) -> str:
    """SHA-256 of the canonical form of the document without its key "hash", in hexadecimal."""
    return hashlib.sha256(canonical({key: value for key, value in document.items() if key != "hash"})).hexdigest()


def sealed(document: Mapping[str, Value]) -> bytes:
    """The canonical form of the document with its "hash". Raises ValueError for what could not be read back."""
    data = canonical({**document, "hash": hash_of(document)})
    read_canonical(data)
    return data


def read_sealed(data: bytes) -> Document:
    """The document in `data`. Raises NotSealedError unless the bytes are its canonical form and its hash is right."""
    document = read_canonical(data)
    if not isinstance(document.get("hash"), str):
        raise NotSealedError('The file has no "hash".')
    if hash_of(document) != document["hash"]:
        raise NotSealedError("The file's hash does not fit what the file says. It was changed after it was made, or damaged on its way.")
    return document


def read_canonical(data: bytes) -> Document:
    """The document in `data`, whatever its hash. Raises NotSealedError unless the bytes are its canonical form."""
    try:
        document = json.loads(
            data.decode(), parse_float=_refuse, parse_constant=_refuse, parse_int=_whole_number, object_pairs_hook=_each_key_once
        )
    except NotSealedError:
        raise
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise NotSealedError("The file is not JSON. It was changed after it was made, or is another file.") from error
    if not isinstance(document, dict):
        raise NotSealedError("The file does not hold one JSON object.")
    try:
        same = canonical(document) == data
    except (ValueError, RecursionError) as error:
        raise NotSealedError("The file holds text that is no text.") from error
    if not same:
        raise NotSealedError(
            "The file is not in canonical form (spaces, order of keys, way of writing). It was written again by some program."
        )
    return document


def _refuse(text: str) -> NoReturn:
    raise NotSealedError(f"The file holds the number {text[:20]}. Only whole numbers of up to 15 digits are used.")


def _whole_number(text: str) -> int:
    if len(text.removeprefix("-")) > 15:  # every program reads whole numbers of up to 15 digits alike; larger ones are written as text
        _refuse(text)
    return int(text)


def _each_key_once(pairs: list[tuple[str, Value]]) -> Document:
    document = dict(pairs)
    if len(document) != len(pairs):
        raise NotSealedError("The file says something twice (a key stands in one object more than once).")
    return document
