"""A whole record: its hash, its file, and what is refused when it is read again."""

import copy
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.record.read_whole import MOST_BYTES, check_whole, read_whole
from folkmoot.record.whole import FORMAT_VERSION, as_file, sealed, whole_hash
from tests.record.complete import complete_notice, text
from tests.record.whole import AFTERWARDS, first_format, publication, whole_record

WHOLE = whole_record()
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)


def resealed(**changed: Any) -> bytes:
    """A file with a part changed and its hash made to fit."""
    parts = {key: value for key, value in copy.deepcopy(dict(WHOLE)).items() if key not in {"hash", "worked_out_at"}} | changed
    found = {**parts, "worked_out_at": WHOLE["worked_out_at"]}
    return as_file(found | {"hash": whole_hash(found)})


def refusal(file: bytes) -> str:
    with pytest.raises(ValueError) as refused:
        read_whole(file)
    words = str(refused.value)
    assert "\n" not in words
    return words


def test_a_file_is_read_as_it_was_written_and_written_again_to_the_same_bytes() -> None:
    file = as_file(WHOLE)
    assert read_whole(file) == WHOLE
    assert as_file(read_whole(file)) == file


def test_a_file_that_someone_laid_out_anew_says_the_same() -> None:
    assert as_file(read_whole(b"\xef\xbb\xbf" + json.dumps(WHOLE, indent=4).encode())) == as_file(WHOLE)


def test_the_hash_does_not_change_with_the_moment_and_does_with_any_word() -> None:
    parts = {key: value for key, value in WHOLE.items() if key not in {"format", "format_version", "hash", "worked_out_at"}}
    assert sealed(parts, worked_out_at="2030-01-01T00:00:00+00:00")["hash"] == WHOLE["hash"]
    other = copy.deepcopy(parts)
    other["stops"][0]["reason"]["en"]["standard"] += " "
    assert sealed(other, worked_out_at=WHOLE["worked_out_at"])["hash"] != WHOLE["hash"]


@given(words=WORDS, where=st.sampled_from(["area", "topic", "kind"]))
@settings(max_examples=50)
def test_any_words_come_back_as_they_were(words: str, where: str) -> None:
    file = resealed(identity={**WHOLE["identity"], where: words, "title": {"en": {"standard": words}}})
    if "\\u0000" in file.decode():
        return
    assert as_file(read_whole(file)) == file


@pytest.mark.parametrize(("depth", "taken"), [(20, True), (90, True), (100, False), (900, False), (5000, False)])
def test_what_is_nested_too_deep_to_be_given_again_is_not_taken(depth: int, taken: bool) -> None:
    marked = complete_notice() | {"answers": complete_notice()["answers"] | {"retired": "HERE"}}
    content = json.dumps(marked, sort_keys=True, separators=(",", ":"), ensure_ascii=False).replace('"HERE"', "[" * depth + "]" * depth)
    made = publication("notice", 1, marked) | {"hash": hashlib.sha256(content.encode()).hexdigest()}
    parts = {key: value for key, value in json.loads(resealed(publications=[made])).items() if key not in {"hash", "worked_out_at"}}
    whole = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).replace('"HERE"', "[" * depth + "]" * depth)
    sealing = f',"hash":"{hashlib.sha256(whole.encode()).hexdigest()}","worked_out_at":"2027-04-10T12:00:00+01:00"}}'
    file = (whole[:-1] + sealing).encode()
    if taken:
        assert read_whole(as_file(read_whole(file))) == read_whole(file)
    else:
        assert refusal(file) == "The file cannot be read: it is not JSON in UTF-8, as a record is."


def test_a_file_that_was_changed_is_refused() -> None:
    changed = as_file(WHOLE).replace(b"It helps.", b"It hurts.")
    assert refusal(changed) == "The file was changed after it was written: its hash does not match what it says. Ask for it again."


def test_a_newer_format_is_refused_before_anything_else_is_looked_at() -> None:
    newer = json.dumps({"format": "folkmoot-record", "format_version": FORMAT_VERSION + 1, "new": 1}).encode()
    assert refusal(newer) == "The file is of format 3. This installation reads formats up to 2: update it first."


def test_a_record_of_format_1_is_read_and_stays_as_it_was() -> None:
    older = first_format()
    assert not set(AFTERWARDS) & set(older)
    assert as_file(read_whole(as_file(older))) == as_file(older)
    assert refusal(as_file(older | {"milestones": []})) == "The field milestones is not part of a record."


@pytest.mark.parametrize("version", [0, 3, True, "2", None, [2]])
def test_a_format_that_is_none_is_refused(version: Any) -> None:
    assert refusal(resealed(format_version=version)).startswith(
        "The file is of format 3." if version == 3 else "The field format_version must be 1 or 2."
    )


def test_a_file_over_50_mb_is_refused() -> None:
    assert refusal(b" " * (MOST_BYTES + 1)) == "The file has 50.0 MB. The most is 50 MB."


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"PK\3\4",
        b"\xff\xfe{}",
        b"[" * 200_000,
        b'{"a": NaN}',
        b'{"a": 1.5}',
        b'"\\ud800"',
        b'{"a": "\\u0000"}',
        b'{"a": 1' + b"0" * 5000 + b"}",
    ],
    ids=["empty", "a zip", "not UTF-8", "too deep", "NaN", "a fraction", "half a sign", "a null sign", "too many digits"],
)
def test_what_is_not_json_is_refused_in_one_sentence(file: bytes) -> None:
    assert refusal(file) == "The file cannot be read: it is not JSON in UTF-8, as a record is."


@pytest.mark.parametrize("file", [b"[]", b"{}", b'"record"', b'{"format": "other"}'])
def test_json_that_is_something_else_is_refused(file: bytes) -> None:
    assert refusal(file).startswith("This is not the record of an initiative.")


BAD: list[tuple[str, Any, str]] = [
    ("stops", None, "The field stops must be a list."),
    ("people", [], "The field people is not part of a record."),
    ("findings", [{}], "The field findings[0].key is missing."),
    ("licence", [], "The field licence must have named parts."),
    ("commitments", [WHOLE["commitments"][0] | {"contact": "x"}], "The field commitments[0].contact is not part of a record."),
    ("benefits", [WHOLE["benefits"][0] | {"measured_on": 3}], "The field benefits[0].measured_on must be a day"),
    ("reports", [WHOLE["reports"][0] | {"ratings": [{"of": "time"}]}], "The field reports[0].ratings[0].colour is missing."),
    ("identity", WHOLE["identity"] | {"proposed_on": "1 May"}, "The field identity.proposed_on must be a day, such as 2027-04-01."),
    ("identity", WHOLE["identity"] | {"address": "javascript:alert(1)"}, "The field identity.address must be an address that starts with"),
    ("identity", WHOLE["identity"] | {"slug": "../up"}, "The field identity.slug must be made of letters"),
    ("identity", WHOLE["identity"] | {"title": "Words"}, "The field identity.title must be a text by language and style"),
    ("identity", WHOLE["identity"] | {"area": 3}, "The field identity.area must be words."),
    ("findings", [WHOLE["findings"][0] | {"n": True}], "The field findings[0].n must be a whole number."),
    ("decisions", [WHOLE["decisions"][0] | {"notice_hash": "abc"}], "The field decisions[0].notice_hash must be a fingerprint"),
    ("stops", [WHOLE["stops"][0] | {"started": "2027-01-01T00:00:00"}], "The field stops[0].started must be a moment with its time zone"),
    (
        "publications",
        [WHOLE["publications"][0] | {"hash": "0" * 64}],
        "The field publications[0].hash is not the fingerprint of its content.",
    ),
    ("publications", [WHOLE["publications"][0]] * 2, "The field publications[1].version is there twice."),
    ("publications", [WHOLE["publications"][0] | {"kind": "poster"}], "The field publications[0].kind must be notice or case."),
    (
        "publications",
        [publication("notice", 1, complete_notice(identifies="perhaps"))],
        "The field publications[0].content.answers.identifies is not as it should be.",
    ),
    (
        "publications",
        [publication("notice", 1, complete_notice(what="Words."))],
        "The field publications[0].content.answers.what must be a text by language and style",
    ),
    (
        "publications",
        [publication("notice", 1, complete_notice() | {"datasets": [{}]})],
        "The field publications[0].content.datasets[0].holder must be words.",
    ),
]


@pytest.mark.parametrize(("part", "value", "words"), BAD, ids=[words for _, _, words in BAD])
def test_a_wrong_part_is_named(part: str, value: Any, words: str) -> None:
    assert refusal(resealed(**{part: value})).startswith(words)


@pytest.mark.parametrize("part", sorted(set(WHOLE) - {"format", "format_version"}))
def test_a_missing_part_is_named(part: str) -> None:
    assert refusal(as_file({key: value for key, value in WHOLE.items() if key != part})) == f"The field {part} is missing."


def test_answers_that_are_asked_no_more_are_kept_and_older_notices_too() -> None:
    retired = publication("notice", 1, complete_notice() | {"answers": {**complete_notice()["answers"], "retired": text()}})
    older = {key: value for key, value in complete_notice().items() if key != "answers"} | {"fields": {"what": text()}}
    check_whole(read_whole(resealed(publications=[retired, publication("notice", 2, older)])))


def test_the_reference_names_every_field_of_the_record() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "exports.md").read_text("utf-8")
    for part, value in WHOLE.items():
        rows = value if isinstance(value, list) else [value]
        named = {part, *(name for row in rows if isinstance(row, dict) for name in row)}
        assert {name for name in named if f"`{name}`" not in page} == set()
