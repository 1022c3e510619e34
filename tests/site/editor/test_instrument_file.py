"""Instrument files: what is written is read back the same, and the schema says what the code takes."""

import copy
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.site.editor.instrument_file import FORMAT, InstrumentFile, read
from folkmoot.site.editor.instrument_schema import schema
from folkmoot.site.engagement.question_types import QUESTION_TYPES
from folkmoot.site.engagement.questionnaire import content_hash
from folkmoot.site.engagement.questionnaire_rules import OPTION_KEYS, QUESTION_KEYS, SECTION_KEYS, SIGNS
from folkmoot.site.renditions import plain
from folkmoot.site.toml_text import toml_text
from tests.site import surveys
from tests.site.engagement.test_scenario_cards import asked as cards_asked

DOCS = Path(__file__).resolve().parents[3] / "docs/reference"
VALIDATOR = jsonschema.Draft202012Validator(schema())

letters = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
written = letters.filter(str.strip)
texts = st.builds(lambda en, easy, cy: plain(en, easy=easy, welsh=cy), written, letters, letters)
values = letters.map(str.strip).filter(lambda v: v and not set(v) & set(";=,[]"))


def _options(draw: Any, least: int) -> list[dict[str, Any]]:
    listed = draw(st.lists(values, min_size=least, max_size=5, unique=True))
    return [{"value": value, "text": draw(texts)} for value in listed]


@st.composite
def questions(draw: Any, key: str) -> dict[str, Any]:
    """A question of any type that is written rightly."""
    kind = draw(st.sampled_from(sorted(QUESTION_TYPES)))
    made: dict[str, Any] = {"key": key, "type": kind, "text": draw(texts), "required": draw(st.booleans())}
    if draw(st.booleans()):
        made |= {"hint": draw(texts), "label": draw(letters), "bank": "ecda-2020/a"}
    takes = QUESTION_TYPES[kind].takes
    if "options" in takes:
        made["options"] = _options(draw, 3)
    if "sign" in takes:
        made["options"][0]["sign"] = draw(st.sampled_from(SIGNS))
    if "rows" in takes:
        made["rows"] = _options(draw, 1)
    if kind == "number":
        made |= {"least": draw(st.integers(-(2**70), 0)), "most": draw(st.integers(1, 2**70))}
    if kind == "date":
        made["latest"] = "2031-12-31"
    if kind == "postcode":
        made |= {"look_up": "imd-2025", "attribute": key}
        made["options"][-1]["missing"] = True
    if kind == "scenario":
        made |= {"varied": [{**one, "levels": _options(draw, 2)} for one in _options(draw, 1)[:2]], "cards": 1}
    return made


@st.composite
def questionnaires(draw: Any) -> list[dict[str, Any]]:
    """Sections with questions, one of which may hang on an earlier answer."""
    made = [
        {"key": f"s{s}", "title": draw(texts), "questions": [draw(questions(f"q{s}_{q}")) for q in range(draw(st.integers(1, 3)))]}
        for s in range(draw(st.integers(1, 3)))
    ]
    if draw(st.booleans()):
        made[0]["information"] = [draw(texts)]
        made[-1]["questions"].append({**draw(questions("last")), "only_if": {"question": "q0_0", "answered": draw(st.booleans())}})
    return made


@given(questionnaires(), texts)
def test_a_questionnaire_comes_back_from_its_file_with_the_same_fingerprint(sections: list[dict[str, Any]], title: Any) -> None:
    file = InstrumentFile("survey", title, sections)
    for kind in ("toml", "json"):
        back = read(file.text(kind))
        assert back.hash == content_hash(sections)
        assert (back.name, back.title) == ("survey", title)
    VALIDATOR.validate(json.loads(file.text("json")))


@given(
    st.recursive(
        st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | letters,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(letters, inner, max_size=3),
        max_leaves=15,
    ).map(lambda held: {"held": held})
)
def test_what_is_written_as_toml_is_read_as_the_same(data: dict[str, Any]) -> None:
    assert tomllib.loads(toml_text(data)) == data


def test_what_toml_cannot_hold_is_refused() -> None:
    for value in (None, float("nan")):
        with pytest.raises(TypeError):
            toml_text({"a": value})


def test_the_schema_in_the_docs_is_what_the_code_takes() -> None:
    assert json.loads((DOCS / "instrument.schema.json").read_text("utf-8")) == schema()
    jsonschema.Draft202012Validator.check_schema(schema())


def test_the_example_in_the_docs_is_an_instrument_file() -> None:
    example = re.search(r"```toml\n(.+?)```", (DOCS / "instrument-file.md").read_text("utf-8"), flags=re.DOTALL)[1]
    assert read(example).name == "warm-homes"


ANYTHING = (
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["", " x", "x\n", "Yes", "before", "yes"]) | st.just([]) | st.just({})
)
NAMES = sorted(
    (SECTION_KEYS | QUESTION_KEYS | OPTION_KEYS | {"en", "cy", "standard", "easy", "levels", "colour", FORMAT, "name"}) - {"type"}
)


def _places(data: Any) -> list[Any]:
    """Every mapping and list in a file."""
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return ([data] if isinstance(data, dict | list) else []) + [place for value in inner for place in _places(value)]


WHOLE = [*surveys.questions(), *surveys.questions_in_parts()[:1], {"key": "cards", "title": plain("C"), "questions": [cards_asked()]}]


@given(st.data())
def test_a_file_spoiled_in_its_shape_is_refused_by_the_schema_and_by_the_code_alike(data: st.DataObject) -> None:
    file = json.loads(InstrumentFile("survey", plain("Title"), copy.deepcopy(WHOLE)).text("json"))
    place = data.draw(st.sampled_from(range(len(_places(file)))))
    spoiled = _places(file)[place]
    if isinstance(spoiled, list):
        spoiled.insert(data.draw(st.integers(0, len(spoiled))), data.draw(ANYTHING))
    elif data.draw(st.booleans()) and spoiled:
        del spoiled[data.draw(st.sampled_from(sorted(spoiled)))]
    else:
        spoiled[data.draw(st.sampled_from(NAMES))] = data.draw(ANYTHING)
    try:
        read(json.dumps(file))
        taken, words = True, []
    except ValidationError as refused:
        taken, words = False, refused.messages
    if taken:
        VALIDATOR.validate(file)
    elif not VALIDATOR.is_valid(file):
        assert words
    else:  # the shape is right, and what it says is not: the code says so of a question by its key, or of the whole
        sense = ("Question “", "The question key", "The section key", "The attribute", "No question", "The steps", "There are")
        assert all(message.startswith(sense) for message in words), words
