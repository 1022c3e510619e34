"""The shape of an instrument file as JSON Schema 2020-12, made from the tables that the code checks files by.

What goes beyond shape (keys differ, rules name earlier questions, each type needs its parts) is in docs/reference/question-types.md.
"""

import re
from typing import Any

from folkmoot.site.editor.instrument_file import FORMAT, FORMAT_VERSION, KEYS, NAME
from folkmoot.site.engagement import questionnaire_rules as rules
from folkmoot.site.engagement.question_types import QUESTION_TYPES
from folkmoot.site.engagement.questionnaire import STEP
from folkmoot.site.engagement.routing import MOST_RULES, TESTS, TOGETHER
from folkmoot.site.renditions import LANGUAGES, LONGEST, STYLES

KINDS = {str: "string", bool: "boolean", int: "integer"}
END = r"(?![\s\S])"  # the end of the text, in the regular expressions of every language
TEXT, RULE, LEVEL = "#/$defs/text", "#/$defs/rule", "#/$defs/level"


def schema() -> dict[str, Any]:
    """The schema of format FORMAT_VERSION."""
    properties = {
        FORMAT: {"const": FORMAT_VERSION},
        "name": {"type": "string", "pattern": _whole(NAME)},
        "title": {"$ref": TEXT},
        "sections": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/section"}},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Folkmoot instrument file",
        **_object(properties, required=KEYS),
        "$defs": {
            "text": _text(),
            "section": _section(),
            "question": _question(),
            "rule": _rule(),
            "level": _object(_only(_row(), rules.ROW_KEYS), required=("value", "text")),
        },
    }


def _section() -> dict[str, Any]:
    questions = {"type": "array", "items": {"$ref": "#/$defs/question"}}
    information = {"type": "array", "maxItems": rules.MOST_PARAGRAPHS, "items": {"$ref": TEXT}}
    properties = {
        "key": _key(),
        "title": {"$ref": TEXT},
        "intro": {"$ref": TEXT},
        "information": information,
        "steps": {"type": "array", "uniqueItems": True, "items": {"type": "string", "pattern": _whole(STEP)}},
        "questions": questions,
    }
    either = [{"required": [name], "properties": {name: {"minItems": 1}}} for name in ("questions", "information")]
    return {**_object(_only(properties, rules.SECTION_KEYS), required=("key", "title")), "anyOf": either}


def _question() -> dict[str, Any]:
    properties: dict[str, Any] = {"key": _key(), "text": {"$ref": TEXT}, "hint": {"$ref": TEXT}}
    properties |= {name: {"type": KINDS[kind]} for name, (kind, _) in rules.SINGLE.items()}
    properties["type"] = {"enum": list(QUESTION_TYPES)}
    properties["bank"] = {"type": "string", "pattern": f"^{rules.BANK.pattern.replace('.{1,120}$', '[a-z0-9/-]{1,120}' + END)}{END}"}
    together = [
        _object({name: {"type": "array", "minItems": 1, "maxItems": MOST_RULES, "items": {"$ref": RULE}}}, (name,)) for name in TOGETHER
    ]
    properties["only_if"] = {"anyOf": [{"$ref": RULE}, *together]}
    for name, (_, known) in rules.LISTED.items():
        one = _object(_only(_row(), known), required=("value", "text"))
        properties[name] = {"type": "array", "maxItems": rules.MOST_OPTIONS, "items": one}
    combination = {"type": "object", "additionalProperties": {"type": "string"}}
    properties["left_out"] = {"type": "array", "maxItems": rules.MOST_OPTIONS, "items": combination}
    return _object(_only(properties, rules.QUESTION_KEYS), required=("key", "type", "text"))


def _row() -> dict[str, Any]:
    """What an option, a row, a feature or a level of one may have."""
    return {
        "value": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": rf"^\S([\s\S]*\S)?{END}"},
        "text": {"$ref": TEXT},
        "sign": {"enum": ["", *rules.SIGNS]},
        "alone": {"type": "boolean"},
        "missing": {"type": "boolean"},
        "levels": {"type": "array", "maxItems": rules.MOST_OPTIONS, "items": {"$ref": LEVEL}},
    }


def _rule() -> dict[str, Any]:
    return {
        "anyOf": [
            _object({"question": {"type": "string"}, test: {"type": KINDS[kind]}}, ("question", test)) for test, kind in TESTS.items()
        ]
    }


def _text() -> dict[str, Any]:
    words = {"type": "string", "maxLength": LONGEST}
    languages: dict[str, Any] = {code: _object(dict.fromkeys(STYLES, words)) for code in LANGUAGES}
    languages["en"] = _object({**dict.fromkeys(STYLES, words), "standard": {**words, "pattern": r"\S"}}, ("standard",))
    return _object(languages, ("en",))


def _object(properties: dict[str, Any], required: Any = ()) -> dict[str, Any]:
    made = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**made, "required": list(required)} if required else made


def _only(properties: dict[str, Any], known: set[str]) -> dict[str, Any]:
    """The properties that the code knows, every one of them. Raises KeyError for one that has no shape here yet."""
    return {name: properties[name] for name in sorted(known, key=[*properties, *known].index)}


def _key() -> dict[str, Any]:
    return {"type": "string", "pattern": _whole(rules.KEY)}


def _whole(pattern: re.Pattern[str]) -> str:
    return f"^(?:{pattern.pattern}){END}"
