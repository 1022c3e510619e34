"""Verification with no database: an honest draw passes, every changed byte and every planted fraud is found, and nothing ever raises."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.sortition.canonical import canonical, hash_of, sealed
from folkmoot.sortition.verify import verify
from tests.sortition.small_draws import BALLS, SECRET, changed, small_draw

TYPED = {"digits": (4, 2), "dice": (6, 6, 6, 1, 2, 3), "seed": ()}
slow = settings(max_examples=150)


@pytest.mark.parametrize("drawn_by", list(TYPED))
@pytest.mark.parametrize("publication", ["open", "closed"])
@pytest.mark.parametrize("secret", [None, SECRET])
def test_an_honest_draw_passes_every_check(drawn_by, publication, secret):
    small = small_draw(drawn_by=drawn_by, publication=publication, secret=secret)
    numbering = json.loads(small.numbering())["hash"]
    verification = verify(
        small.commitment.draw,
        small.result(TYPED[drawn_by]),
        small.commitment.opening,
        expected_hash=small.commitment.hash,
        expected_numbering_hash=numbering,
    )
    assert verification.passed
    assert len(verification.to_compare) == (1 if drawn_by == "seed" else 2)
    assert any("meets all 3 quotas" in sentence for sentence in verification.sentences)
    assert any("No panel holds two people of one household" in sentence for sentence in verification.sentences)
    assert verification.sentences[0].startswith(f"All {len(verification.checks) - len(verification.to_compare)} checks passed.")


def test_what_was_not_handed_over_is_said_and_not_passed_over():
    small = small_draw(publication="closed")
    verification = verify(small.commitment.draw, small.numbering())
    assert verification.passed
    assert [sentence.split(".")[0].split(":")[0] for sentence in verification.to_compare] == [
        "Compare this hash of the draw file with the one that was published before the draw (1 March 2027, 09",
        "The quotas",
        f"Compare the public numbers {', '.join(map(str, BALLS))} with those that appeared",
        "Compare this hash of the numbering with the one that was published before the draw (6 March 2027, 20",
    ]
    assert small.commitment.hash in verification.to_compare[0]
    assert json.loads(small.numbering())["hash"] in verification.to_compare[3]


def test_an_open_draw_file_alone_is_enough_for_the_quotas():
    verification = verify(small_draw().commitment.draw)
    assert verification.passed
    assert any("Each of the 100 panels meets all 3 quotas" in sentence for sentence in verification.sentences)
    assert any("People with the same features have the same chance" in sentence for sentence in verification.sentences)


bytes_changed = st.one_of(
    st.tuples(st.just("flip"), st.integers(0, 10**9), st.integers(0, 7)),
    st.tuples(st.just("set"), st.integers(0, 10**9), st.integers(0, 255)),
    st.tuples(st.just("insert"), st.integers(0, 10**9), st.integers(0, 255)),
    st.tuples(st.just("delete"), st.integers(0, 10**9), st.integers(1, 20)),
    st.tuples(st.just("double"), st.integers(0, 10**9), st.integers(1, 20)),
)


def with_byte_change(data, kind, place, value):
    place %= len(data)
    if kind == "flip":
        return data[:place] + bytes([data[place] ^ 1 << value]) + data[place + 1 :]
    if kind == "set":
        return data[:place] + bytes([value]) + data[place + 1 :]
    if kind == "insert":
        return data[:place] + bytes([value]) + data[place:]
    if kind == "delete":
        return data[:place] + data[place + value :]
    return data[: place + value] + data[place:]


@slow
@given(bytes_changed, st.sampled_from(["draw", "result", "opening", "numbering"]), st.sampled_from(["open", "closed"]))
def test_any_changed_byte_of_any_file_fails(change, which, publication):
    small = small_draw(publication=publication, secret=SECRET)
    files = {"draw": small.commitment.draw, "opening": small.commitment.opening}
    files["result"] = small.numbering() if which == "numbering" else small.result((4, 2))
    key = "result" if which == "numbering" else which
    tampered = with_byte_change(files[key], *change)
    verification = verify(**{"published" if name == "draw" else name: tampered if name == key else data for name, data in files.items()})
    assert verification.passed == (tampered == files[key])


def places_in(value, path=()):
    """Every place of a document, as the keys that lead to it."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield from places_in(part, (*path, key))


DRAW = small_draw(secret=SECRET)
FILES = {
    "published": DRAW.commitment.draw,
    "result": DRAW.result((4, 2)),
    "opening": DRAW.commitment.opening,
}
PLACES = {name: [path for path in places_in(json.loads(data)) if path] for name, data in FILES.items()}
odd_values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 10**15 - 1),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=10),
    st.just([]),
    st.just({}),
)


def edited(document, path, value):
    for key in path[:-1]:
        document = document[key]
    document[path[-1]] = value


@slow
@given(st.sampled_from(list(FILES)), st.data(), odd_values)
def test_a_value_edited_without_a_new_hash_fails(which, data, value):
    document = json.loads(FILES[which])
    edited(document, data.draw(st.sampled_from(PLACES[which])), value)
    tampered = canonical(document)
    assert verify(**{**FILES, which: tampered}).passed == (tampered == FILES[which])


@slow
@given(st.sampled_from(list(FILES)), st.data(), odd_values)
def test_a_value_edited_with_a_new_hash_never_raises_and_the_hash_published_before_finds_it(which, data, value):
    document = json.loads(FILES[which])
    edited(document, data.draw(st.sampled_from(PLACES[which])), value)
    tampered = sealed({key: each for key, each in document.items() if key != "hash"})
    verification = verify(**{**FILES, which: tampered}, expected_hash=DRAW.commitment.hash)
    if which == "published":
        assert verification.passed == (tampered == FILES[which])
    assert verification.sentences


@given(st.binary(max_size=300), st.binary(max_size=300), st.binary(max_size=300))
def test_any_bytes_at_all_are_judged_without_raising(published, result, opening):
    assert not verify(published, result, opening).passed
    assert not verify(FILES["published"], result).passed
    assert not verify(FILES["published"], None, opening).passed


@pytest.mark.parametrize(
    ("fraud", "words"),
    [
        (lambda result: result.update(number=43), "gives the number 42, not 43"),
        (lambda result: result.update(typed=[4, 3]), "gives the number 43, not 42"),
        (lambda result: result.update(typed=[4]), "100 panels need 2 digits; 1 were typed"),
        (lambda result: result.update(drawn_by="dice"), "in another way than the draw file announced"),
        (lambda result: result["panel"].reverse(), "not those of panel 42"),
        (lambda result: result.update(numbering_hash="0" * 64), "does not have the hash"),
        (lambda result: result["numbering"]["order"].reverse(), "not the one that the seed makes"),
        (lambda result: result["numbering"].update(public_numbers=["7", "59", "1", "33", "20", "15"]), "not the one that the seed makes"),
        (lambda result: result["numbering"].update(public_numbers=["7", "59", "1", "33", "20", "60"]), "Public number 6 is 60"),
        (lambda result: result["numbering"].update(public_numbers=["07", "59", "1", "33", "20", "14"]), "“07” is not a whole number"),
        (lambda result: result["numbering"].update(secret="0" * 64), "not the secret"),
        (lambda result: result["numbering"].update(secret="zz"), "64 hexadecimal digits"),
        (lambda result: result["numbering"].update(secret=None), "committed to a secret"),
        (lambda result: result["numbering"].update(draw="0" * 64), "another draw file"),
    ],
)
def test_a_fraud_in_the_result_is_found_even_with_a_new_hash(fraud, words):
    verification = verify(DRAW.commitment.draw, changed(DRAW.result((4, 2)), fraud))
    assert any(words in sentence for sentence in verification.failures), verification.failures


def test_another_numbering_that_would_pass_is_found_by_the_hash_published_before_the_digits():
    honest = json.loads(DRAW.numbering())["hash"]
    later = changed(DRAW.numbering(), lambda numbering: numbering.update(time="after the digits"))
    assert verify(DRAW.commitment.draw, DRAW.numbering(), expected_numbering_hash=honest).passed
    failures = verify(DRAW.commitment.draw, later, expected_numbering_hash=honest).failures
    assert failures == (failures[0],)
    assert failures[0].startswith("The numbering is not the one that was published before the draw")


def test_the_seal_is_sha_256_of_the_rest():
    document = json.loads(DRAW.commitment.draw)
    assert document["hash"] == hash_of(document) == DRAW.commitment.hash
