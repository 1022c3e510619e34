"""Reads a whole record from a file and says, in one plain sentence that names the field, what is wrong with it."""

import json
import re
import types
from datetime import date, datetime
from typing import Annotated, Any, get_args, get_origin, get_type_hints, is_typeddict

from folkmoot.record.answers import check_answer
from folkmoot.record.documents import PUBLICATIONS, content_hash
from folkmoot.record.fields import QUESTIONS
from folkmoot.record.whole import FORMAT, FORMAT_VERSION, FirstFormat, WholeRecord, as_file, whole_hash

SHAPES = {1: FirstFormat, FORMAT_VERSION: WholeRecord}
"""The shape of each format. A record of an older one stays as it is: its hash is that of its own format."""

MOST_BYTES = 50_000_000
DEEPEST = 100  # parts in parts
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(?:/[A-Za-z0-9._~%!$&'()*+,;=:@/-]*)?")
_SLUG = re.compile(r"[A-Za-z0-9_-]{1,80}")
_WORDS = {str: "words", int: "a whole number", bool: "true or false", types.NoneType: "nothing (null)"}


def read_whole(file: bytes) -> WholeRecord:
    """The record in a file; one of format 1 has none of the parts of `Afterwards`.

    Raises ValueError, in one sentence, for a file that is too big, is not JSON, is of a newer format, has not the shape of a record (naming
    the field), or has changed since it was written (its hash does not match).
    """
    whole = _json(file)
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise ValueError("This is not the record of an initiative. Choose a file that another installation gave as record.json.")
    version = whole.get("format_version")
    if isinstance(version, int) and not isinstance(version, bool) and version > FORMAT_VERSION:
        raise ValueError(f"The file is of format {version}. This installation reads formats up to {FORMAT_VERSION}: update it first.")
    check_whole(whole)
    if whole["hash"] != whole_hash(whole):
        raise ValueError("The file was changed after it was written: its hash does not match what it says. Ask for it again.")
    return whole  # type: ignore[return-value]


def check_whole(whole: Any) -> None:
    """Raises ValueError, naming the field, unless it has the shape of a whole record and each publication has the hash of its content."""
    version = whole.get("format_version", FORMAT_VERSION) if isinstance(whole, dict) else FORMAT_VERSION
    if isinstance(version, bool) or version not in list(SHAPES):
        raise ValueError(f"The field format_version must be {' or '.join(map(str, SHAPES))}.")
    _check(whole, SHAPES[version], "")
    if not _SLUG.fullmatch(whole["identity"]["slug"]):
        raise ValueError("The field identity.slug must be made of letters, digits and hyphens, 80 at most.")
    seen = set()
    for number, made in enumerate(whole["publications"]):
        at = f"publications[{number}]"
        _check_content(made, at)
        if content_hash(made["content"]) != made["hash"]:
            raise ValueError(f"The field {at}.hash is not the fingerprint of its content.")
        if (made["kind"], made["version"]) in seen:
            raise ValueError(f"The field {at}.version is there twice.")
        seen.add((made["kind"], made["version"]))


def _json(file: bytes) -> Any:
    if len(file) > MOST_BYTES:
        raise ValueError(f"The file has {len(file) / 1_000_000:.1f} MB. The most is {MOST_BYTES // 1_000_000} MB.")
    try:
        text = file.decode("utf-8-sig")
        if "\\u0000" in text or "\0" in text:
            raise ValueError
        found = json.loads(text, parse_constant=_refuse, parse_float=_refuse)
        _refuse_deep(found)
        as_file(found)  # half a surrogate pair is no text
    except (ValueError, RecursionError):
        raise ValueError("The file cannot be read: it is not JSON in UTF-8, as a record is.") from None
    return found


def _refuse_deep(found: Any) -> None:
    """Raises ValueError for what could not be written again: a record has parts in parts, a dozen deep."""
    level = [found]
    for _ in range(DEEPEST):
        level = [part for held in level if isinstance(held, dict | list) for part in (held.values() if isinstance(held, dict) else held)]
        if not level:
            return
    raise ValueError


def _refuse(number: str) -> Any:
    raise ValueError(number)


def _check(value: Any, shape: Any, at: str) -> None:
    if is_typeddict(shape):
        _check_fields(value, shape, at)
    elif get_origin(shape) is list:
        if not isinstance(value, list):
            raise ValueError(f"The field {at} must be a list.")
        for number, entry in enumerate(value):
            _check(entry, get_args(shape)[0], f"{at}[{number}]")
    elif isinstance(shape, types.UnionType) or types.NoneType in get_args(shape):
        if value is not None:
            _check(value, next(one for one in get_args(shape) if one is not types.NoneType), at)
    elif get_origin(shape) is Annotated:
        _KINDS[get_args(shape)[1]](value, at)
    elif not isinstance(value, shape) or (shape is int and isinstance(value, bool)):
        raise ValueError(f"The field {at} must be {_WORDS[shape]}.")


def _check_fields(value: Any, shape: Any, at: str) -> None:
    if not isinstance(value, dict):
        raise ValueError(f"The field {at} must have named parts." if at else "A record must have named parts.")
    hints = get_type_hints(shape, include_extras=True)
    path = f"{at}." if at else ""
    for name in hints:
        if name not in value:
            raise ValueError(f"The field {path}{name} is missing.")
    for name in value:
        if name not in hints:
            raise ValueError(f"The field {path}{name} is not part of a record.")
        _check(value[name], hints[name], f"{path}{name}")


def _texts(value: Any, at: str) -> None:
    well = isinstance(value, dict) and all(
        _LANGUAGE.fullmatch(language)
        and isinstance(styles, dict)
        and set(styles) <= {"standard", "easy"}
        and all(isinstance(words, str) for words in styles.values())
        for language, styles in value.items()
    )
    if not well:
        raise ValueError(f'The field {at} must be a text by language and style, such as {{"en": {{"standard": "Words."}}}}.')


def _day(value: Any, at: str) -> None:
    try:
        well = date.fromisoformat(value).isoformat() == value
    except (TypeError, ValueError):
        well = False
    if not well:
        raise ValueError(f"The field {at} must be a day, such as 2027-04-01.")


def _moment(value: Any, at: str) -> None:
    try:
        well = datetime.fromisoformat(value).tzinfo is not None
    except (TypeError, ValueError):
        well = False
    if not well:
        raise ValueError(f"The field {at} must be a moment with its time zone, such as 2027-04-01T12:00:00+01:00.")


def _fingerprint(value: Any, at: str) -> None:
    if not isinstance(value, str) or not _FINGERPRINT.fullmatch(value):
        raise ValueError(f"The field {at} must be a fingerprint of 64 hexadecimal signs.")


def _address(value: Any, at: str) -> None:
    if not isinstance(value, str) or len(value) > 500 or not _ADDRESS.fullmatch(value):
        raise ValueError(f"The field {at} must be an address that starts with https:// or http://.")


def _content(value: Any, at: str) -> None:
    if not isinstance(value, dict):
        raise ValueError(f"The field {at} must be a notice or a business case.")


_KINDS = {"texts": _texts, "day": _day, "moment": _moment, "fingerprint": _fingerprint, "address": _address, "content": _content}


def _check_content(made: Any, at: str) -> None:
    """A document whose known answers have the shape their questions ask for. Answers to questions that are asked no more are kept."""
    content = made["content"]
    if made["kind"] not in PUBLICATIONS:
        raise ValueError(f"The field {at}.kind must be notice or case.")
    for name in ("title", "summary"):
        _texts(content.get(name), f"{at}.content.{name}")
    answers = content.get("answers", content.get("fields"))
    if not isinstance(answers, dict):
        raise ValueError(f"The field {at}.content.answers must be there, by question.")
    for key, answer in answers.items():
        question = QUESTIONS.get(key)
        if "answers" not in content or question is None or question.publication != made["kind"]:
            continue
        where = f"{at}.content.answers.{key}"
        try:
            check_answer(question, answer, lambda texts, where=where: _texts(texts, where))  # type: ignore[misc]
        except ValueError as wrong:
            raise ValueError(f"The field {where} is not as it should be. {wrong}" if where not in str(wrong) else str(wrong)) from None
    if made["kind"] == "notice" and "answers" in content:
        _check_lists(content, f"{at}.content")


_PARTIES = {"slug": "words", "name": "words", "duty": "words", "role": "texts"}
_DATASETS = {"holder": "words", "holder_name": "words", "sensitivity": "words"}
_NOTICE = {"parties": _PARTIES, "datasets": _DATASETS | dict.fromkeys(("title", "fields_used", "people_covered"), "texts")}


def _check_lists(content: Any, at: str) -> None:
    for name, parts in _NOTICE.items():
        rows = content.get(name)
        if not isinstance(rows, list):
            raise ValueError(f"The field {at}.{name} must be a list.")
        for number, row in enumerate(rows):
            for part, shape in parts.items():
                where, value = f"{at}.{name}[{number}].{part}", row.get(part) if isinstance(row, dict) else None
                if shape == "texts":
                    _texts(value, where)
                elif not isinstance(value, str):
                    raise ValueError(f"The field {where} must be words.")
    for name in ("kind", "topic", "area"):
        if not isinstance(content.get(name), str):
            raise ValueError(f"The field {at}.{name} must be words.")
