"""A sample from a frame, drawn in public: the published design, the draw, and what anybody and what an auditor can check."""

import hashlib
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.sortition.canonical import sealed
from folkmoot.sortition.frame import Frame
from folkmoot.sortition.frame_commitment import FrameAnnouncement, commit_frame, draw_frame
from folkmoot.sortition.frame_draws import draw_sample
from folkmoot.sortition.public_numbers import PublicNumbers, combined_seed
from folkmoot.sortition.verify_frame_draw import verify_frame_draw
from tests.sortition.small_draws import BALLS, LOTTO, SECRET

SALT = bytes(range(32))
STRATIFIED = Frame(40, np.arange(40) % 2, ("north", "south"), 1 + np.arange(40) % 7, (np.arange(40)[::-1].copy(),))
SAID = FrameAnnouncement("Invitations to the survey", "1 March 2027", LOTTO, "in proportion to the rows of each area")


def published_and_drawn(frame=STRATIFIED, method="pps systematic", numbers=(5, 4), secret=SECRET):
    published = commit_frame(frame, method, numbers, SAID, salt=SALT, secret=secret)
    result, sample = draw_frame(published, frame, BALLS, salt=SALT, secret=secret, time="7 March 2027")
    return published, result, sample


def test_the_published_file_tells_the_design_and_nothing_of_the_rows():
    published, _, _ = published_and_drawn()
    document = json.loads(published)
    assert document["strata"] == [{"name": "north", "rows": 20, "drawn": 5}, {"name": "south", "rows": 20, "drawn": 4}]
    assert document["sorted"] is True
    assert document["frame_commitment"] == STRATIFIED.fingerprint(SALT)
    assert set(document) == {
        "format", "folkmoot", "title", "time", "method", "sorted", "shuffled", "rows", "strata", "allocation", "frame_commitment",
        "public_numbers", "secret_commitment", "hash",
    }  # fmt: skip


def test_the_fingerprint_is_sha_256_of_the_columns_as_described():
    digest = hashlib.sha256(SALT)
    for name, column in (("strata", STRATIFIED.strata), ("sizes", STRATIFIED.sizes), ("order_by", STRATIFIED.order_by[0])):
        digest.update(name.encode() + b"".join(int(value).to_bytes(8, "little", signed=True) for value in column))
    digest.update(b"rows" + (40).to_bytes(8, "little"))
    assert STRATIFIED.fingerprint(SALT) == digest.hexdigest()
    assert STRATIFIED.fingerprint(SALT) != STRATIFIED.fingerprint(SALT[::-1])
    with pytest.raises(ValueError, match="31 bytes"):
        STRATIFIED.fingerprint(SALT[1:])


def test_the_rows_drawn_come_from_the_seed_of_hash_public_numbers_and_secret():
    published, result, sample = published_and_drawn()
    seed = combined_seed(json.loads(published)["hash"], BALLS, SECRET)
    again = draw_sample(STRATIFIED, "pps systematic", (5, 4), seed)
    assert json.loads(result)["rows"] == [row + 1 for row in again.rows.tolist()]
    assert (sample.weights == again.weights).all()


def test_an_honest_draw_passes_with_the_frame_and_without_it_says_what_is_left():
    published, result, _ = published_and_drawn()
    whole = verify_frame_draw(published, result, STRATIFIED, salt=SALT, expected_hash=json.loads(published)["hash"])
    assert whole.passed
    assert "Drawing again from the seed gives the same 9 rows." in [check.sentence for check in whole.checks]
    assert len(whole.to_compare) == 1
    alone = verify_frame_draw(published, result)
    assert alone.passed
    assert any(sentence.startswith("The rows drawn.") for sentence in alone.to_compare)


@pytest.mark.parametrize("method", ["simple random", "systematic"])
def test_anybody_can_draw_again_where_the_number_of_rows_is_enough(method):
    published, result, _ = published_and_drawn(Frame(500), method, (20,), None)
    assert "Drawing again from the seed gives the same 20 rows." in [
        check.sentence for check in verify_frame_draw(published, result).checks
    ]


def forged(data, **changes):
    document = {**json.loads(data), **changes}
    return sealed({key: value for key, value in document.items() if key != "hash"})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"rows": [1, 2, 3, 4, 5, 6, 7, 8, 9]}, "does not give the rows"),
        ({"public_numbers": ["7", "59", "1", "33", "20", "15"]}, "does not give the rows"),
        ({"public_numbers": ["7"]}, "should be 6 public numbers"),
        ({"secret": "0" * 64}, "not the secret"),
        ({"secret": None}, "committed to a secret"),
        ({"draw": "0" * 64}, "another draw file"),
        ({"format": "other"}, "cannot be relied on"),
    ],
)
def test_a_fraud_in_the_result_is_found(changes, words):
    published, result, _ = published_and_drawn()
    verification = verify_frame_draw(published, forged(result, **changes), STRATIFIED, salt=SALT)
    assert any(words in sentence for sentence in verification.failures), verification.failures


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"rows": 41}, "do not have as many rows together"),
        ({"strata": [{"name": "north", "rows": 20, "drawn": 21}, {"name": "south", "rows": 20, "drawn": 4}]}, "More is to be drawn"),
        ({"strata": [{"name": "x", "rows": 20, "drawn": 5}, {"name": "x", "rows": 20, "drawn": 4}]}, "same name"),
        ({"strata": [{"name": "a", "rows": 20, "drawn": 5}, {"name": "b", "rows": 20, "drawn": 4}]}, "its strata are not those"),
        ({"frame_commitment": "0" * 64}, "not the one that the draw file is committed to"),
        ({"method": "lucky dip"}, "cannot be relied on"),
    ],
)
def test_a_fraud_in_the_published_file_is_found(changes, words):
    published, result, _ = published_and_drawn()
    verification = verify_frame_draw(
        forged(published, **changes), result, STRATIFIED, salt=SALT, expected_hash=json.loads(published)["hash"]
    )
    assert not verification.passed
    assert any(words in sentence for sentence in verification.failures), verification.failures


def test_a_frame_with_one_changed_size_or_a_missing_salt_is_found():
    published, result, _ = published_and_drawn()
    sizes = STRATIFIED.sizes.copy()
    sizes[3] += 1
    other = Frame(40, STRATIFIED.strata, STRATIFIED.stratum_names, sizes, STRATIFIED.order_by)
    assert "not the one that the draw file is committed to" in verify_frame_draw(published, result, other, salt=SALT).failures[0]
    assert "without its salt" in verify_frame_draw(published, result, STRATIFIED).failures[0]
    with pytest.raises(ValueError, match="not the one that the published file is committed to"):
        draw_frame(published, other, BALLS, salt=SALT, secret=SECRET, time="now")


PUBLISHED, RESULT, _ = published_and_drawn(Frame(500), "simple random", (20,), SECRET)


@given(st.booleans(), st.integers(0, 10**6), st.integers(1, 255))
def test_any_changed_byte_fails(in_result, place, change):
    data = bytearray(RESULT if in_result else PUBLISHED)
    data[place % len(data)] ^= change
    files = (PUBLISHED, bytes(data)) if in_result else (bytes(data), RESULT)
    assert not verify_frame_draw(*files).passed


@given(st.booleans(), st.data())
def test_any_value_at_all_is_judged_without_raising(in_result, data):
    document = json.loads(RESULT if in_result else PUBLISHED)
    key = data.draw(st.sampled_from(sorted(document)))
    document[key] = data.draw(st.one_of(st.none(), st.booleans(), st.integers(-(10**14), 10**14), st.text("ab0", max_size=3), st.just([])))
    tampered = sealed({name: value for name, value in document.items() if name != "hash"})
    files = (PUBLISHED, tampered) if in_result else (tampered, RESULT)
    assert verify_frame_draw(*files).sentences


def test_what_cannot_be_announced_is_refused_in_words():
    with pytest.raises(ValueError, match="how the numbers of each stratum"):
        commit_frame(Frame(5), "simple random", (2,), FrameAnnouncement("a", "b", LOTTO, " "), salt=SALT)
    few = FrameAnnouncement("a", "b", PublicNumbers("dice", 2, 1, 6))
    with pytest.raises(ValueError, match="36 possible outcomes"):
        commit_frame(Frame(5), "simple random", (2,), few, salt=SALT)
    published = commit_frame(Frame(5), "simple random", (2,), SAID, salt=SALT)
    with pytest.raises(ValueError, match="Give the time"):
        draw_frame(published, Frame(5), BALLS, salt=SALT, time="")
