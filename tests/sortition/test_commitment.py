"""What is published before the draw: ticket codes, exact chances, commitments that each person can open, and no more than was chosen."""

import hashlib
import json
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.sortition.canonical import NotSealedError, canonical, hash_of, read_canonical, read_sealed, sealed
from folkmoot.sortition.commitment import Announcement, codes_by_row, commit, exact_chances, opening_for, singled_out
from folkmoot.sortition.documents import read
from folkmoot.sortition.draw_files import DrawFile, OpeningFile
from folkmoot.sortition.generator import seeded
from folkmoot.sortition.pool import Pool
from folkmoot.sortition.quotas import Quota, Quotas
from folkmoot.sortition.ticket_codes import SIGNS, is_code, new_codes, typed_code
from folkmoot.sortition.tickets import make_tickets
from tests.sortition.small_draws import KEY, LOTTO, SECRET, small_draw, symmetric_lottery, ten_people


def test_the_draw_file_says_all_that_decides_the_draw():
    small = small_draw(secret=SECRET)
    draw = json.loads(small.commitment.draw)
    assert draw["size"] == 4
    assert draw["quotas"] == [
        {"feature": quota.feature, "level": quota.level, "min": quota.min, "max": quota.max} for quota in small.quotas
    ]
    assert draw["public_numbers"] == {"source": LOTTO.source, "count": 6, "low": "1", "high": "59"}
    assert draw["secret_commitment"] == hashlib.sha256(SECRET).hexdigest()
    assert draw["hash"] == small.commitment.hash == hash_of(draw)
    codes = codes_by_row(small.commitment.opening)
    assert sorted(draw["panels"]) == draw["panels"] == sorted(sorted(codes[person] for person in panel) for panel in small.tickets.panels)
    by_code = {person["code"]: person for person in draw["people"]}
    for row, code in enumerate(codes):
        assert by_code[code]["panels"] == small.tickets.counts[row]
        assert abs(float(by_code[code]["chance"]) - small.lottery.probabilities[row]) < 2e-9


def test_an_open_draw_file_tells_features_only_beside_a_ticket_code():
    small = small_draw()
    draw = json.loads(small.commitment.draw)
    codes = codes_by_row(small.commitment.opening)
    told = {person["code"]: tuple(draw["types"][person["type"]]) for person in draw["people"]}
    levels = {
        code: tuple(small.pool.features[name][small.pool.codes[name][row]] for name in small.pool.features)
        for row, code in enumerate(codes)
    }
    assert told == levels
    homes = {person["code"]: person["household"] for person in draw["people"]}
    assert {code for code, home in homes.items() if home is not None} == {codes[1], codes[5]}
    assert set(draw["people"][0]) == {"code", "chance", "panels", "commitment", "type", "household"}


def test_a_closed_draw_file_tells_nothing_of_features_and_households():
    draw = json.loads(small_draw(publication="closed").commitment.draw)
    assert draw["types"] is None
    assert {(person["type"], person["household"]) for person in draw["people"]} == {(None, None)}
    told = {json.dumps(person) for person in draw["people"]}
    assert not any(level in text for text in told for level in ("female", "16 to 39", "40 or over"))


def test_no_order_in_the_draw_file_is_the_order_of_the_list():
    small = small_draw()
    draw = json.loads(small.commitment.draw)
    listed = [person["code"] for person in draw["people"]]
    assert listed == sorted(listed)
    assert list(codes_by_row(small.commitment.opening)) != listed
    again = commit(small.pool, small.quotas, small.lottery, small.tickets, small.announcement, key=KEY[::-1])
    assert set(codes_by_row(again.opening)).isdisjoint(listed)


def test_without_a_key_codes_and_salts_are_new_each_time_and_with_it_the_same():
    small = small_draw()
    parts = (small.pool, small.quotas, small.lottery, small.tickets, small.announcement)
    assert commit(*parts).draw != commit(*parts).draw
    assert commit(*parts, key=KEY).draw == small.commitment.draw


def test_each_commitment_is_the_hash_of_the_persons_part_of_the_opening():
    small = small_draw(publication="closed")
    published = {person["code"]: person["commitment"] for person in json.loads(small.commitment.draw)["people"]}
    opening = json.loads(small.commitment.opening)
    assert opening["draw"] == small.commitment.hash
    for person in opening["people"]:
        text = json.dumps(person, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert hashlib.sha256(text.encode()).hexdigest() == published[person["code"]]
    assert len({person["salt"] for person in opening["people"]}) == 10
    assert sorted(person["row"] for person in opening["people"]) == list(range(1, 11))


def test_a_person_is_handed_their_own_part_and_nobody_elses():
    opening = small_draw().commitment.opening
    whole = read(OpeningFile, opening)
    mine = read(OpeningFile, opening_for(opening, whole.people[3].code))
    assert mine.people == (whole.people[3],)
    assert mine.draw == whole.draw
    with pytest.raises(ValueError, match="nobody with the ticket code"):
        opening_for(opening, "7KQF-3M24")


def test_people_who_could_be_recognised_by_their_features_are_counted():
    rows = [{"a": a, "b": b, "c": str(row)} for row, (a, b) in enumerate(("xy", "xy", "xz", "wz", "vz", "vz", "wy"))]
    pool = Pool.from_rows(rows)
    assert singled_out(pool, Quotas([Quota("a", "x", 1, 2), Quota("b", "y", 1, 2)])) == 3
    assert singled_out(pool, Quotas([Quota("b", "y", 1, 2)])) == 0
    assert singled_out(pool, Quotas([Quota("c", "3", 0, 1)])) == 7


def test_a_feature_without_a_quota_is_not_published():
    small = small_draw()
    codes = {**small.pool.codes, "illness": np.arange(10) % 3}
    pool = Pool({**small.pool.features, "illness": ("none", "rare", "common")}, codes, small.pool.households)
    committed = commit(pool, small.quotas, small.lottery, small.tickets, small.announcement, key=KEY)
    assert committed.draw == small.commitment.draw
    assert b"illness" not in committed.draw + committed.opening
    free = symmetric_lottery(pool, Quotas([]), 4)
    tickets = make_tickets(free, pool, Quotas([]), count=100)
    assert json.loads(commit(pool, Quotas([]), free, tickets, small.announcement).draw)["types"] == [[]]


def test_a_draw_that_would_not_pass_its_own_verification_is_not_made():
    small = small_draw()
    quotas = Quotas([Quota("gender", "female", 3, 3)])
    with pytest.raises(ValueError, match=r"would not pass its own verification.*\n.*quotas of single panels are not met"):
        commit(small.pool, quotas, small.lottery, small.tickets, small.announcement)


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=60), st.integers(0, 5))
def test_chances_have_nine_decimals_and_add_up_exactly(parts, sure):
    probabilities = np.array([1.0] * sure + [part / sum(parts) for part in parts])
    chances = exact_chances(probabilities)
    assert sum(Fraction(chance) for chance in chances) == sure + 1
    assert all(abs(float(chance) - probability) <= 2e-9 for chance, probability in zip(chances, probabilities, strict=True))
    assert all(len(chance) == 11 for chance in chances)


def test_chances_of_exactly_0_and_1_stay_so():
    assert exact_chances(np.array([1.0, 0.0, 1 / 3, 1 / 3, 1 / 3])) == (
        "1.000000000",
        "0.000000000",
        "0.333333334",
        "0.333333333",
        "0.333333333",
    )


def test_chances_that_do_not_add_up_are_refused():
    with pytest.raises(ValueError, match="do not add up"):
        exact_chances(np.array([0.5, 0.4]))


def test_parts_that_do_not_belong_together_are_refused():
    small = small_draw()
    pool, quotas = ten_people()
    other = symmetric_lottery(pool, quotas, 4)
    smaller = replace(other, panels=other.panels[:, :3])
    with pytest.raises(ValueError, match="not of the same people"):
        commit(pool, quotas, smaller, small.tickets, small.announcement)
    with pytest.raises(ValueError, match="up to 15 digits"):
        commit(pool, Quotas([Quota("age", "16 to 39", 2, 10**20)]), other, small.tickets, small.announcement)
    with pytest.raises(ValueError, match="title and the time"):
        commit(pool, quotas, other, small.tickets, Announcement(" ", "now", LOTTO))


@given(st.integers(0, 10**9))
def test_ticket_codes_are_different_and_every_mistyped_sign_or_swap_is_noticed(seed):
    codes = new_codes(20, seeded(seed, "codes"))
    assert len(set(codes)) == 20
    for code in codes[:2]:
        assert is_code(code)
        assert typed_code(f" {code.lower().replace('-', ' ')} ") == code
        for place in (0, 1, 2, 3, 5, 6, 7, 8):
            assert not any(is_code(code[:place] + sign + code[place + 1 :]) for sign in SIGNS if sign != code[place])
            for other in (0, 1, 2, 3, 5, 6, 7, 8):
                if code[place] != code[other]:
                    signs = list(code)
                    signs[place], signs[other] = signs[other], signs[place]
                    assert not is_code("".join(signs))


@pytest.mark.parametrize("text", ["", "7KQF3M24", "7KQF-3M2", "7KQF-3M25", "7kqf-3m24", "AEIO-UAEI", "7KQF-3M24 "])
def test_what_is_not_a_printed_ticket_code_is_known_as_such(text):
    assert not is_code(text)
    assert is_code("7KQF-3M24")


def test_a_code_that_cannot_be_read_is_refused_in_words():
    with pytest.raises(ValueError, match="“7KQF-3M2” is not a ticket code"):
        typed_code("7KQF-3M2")


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**14), 10**14) | st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abcxyz_", min_size=1, max_size=5), inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(st.text("abcdefg", min_size=1, max_size=5), values, max_size=5))
def test_a_sealed_document_reads_back_as_it_was(document):
    data = sealed(document)
    assert read_sealed(data) == {**document, "hash": hash_of(document)}
    assert canonical(read_canonical(data)) == data


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not JSON"),
        (b"\xff", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[1]", "one JSON object"),
        (b'{"a":1.5}', "holds the number 1.5"),
        (b'{"a":1e3}', "holds the number 1e3"),
        (b'{"a":NaN}', "holds the number NaN"),
        (b'{"a":1234567890123456}', "up to 15 digits"),
        (b'{"a":1,"a":1}', "says something twice"),
        (b'{"a": 1}', "canonical form"),
        (b'{"b":1,"a":1}', "canonical form"),
        (b'{"a":-0}', "canonical form"),
        (b'{"a":"\\u0041"}', "canonical form"),
        (b'{"a":"\\ud800"}', "text that is no text"),
        (b'{"a":1}', 'no "hash"'),
        (b'{"a":1,"hash":"00"}', "hash does not fit"),
    ],
)
def test_what_is_not_sealed_is_refused_in_words(data, words):
    with pytest.raises(NotSealedError, match=words):
        read_sealed(data)


def test_canonical_form_is_that_of_rfc_8785():
    document = {"b": [56, "€$\u000f\nA'\u0042\u0022\u005c\\\"/", None, True], "a": {"z": -1, "é": ""}}
    expected = '{"a":{"z":-1,"é":""},"b":[56,"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/",null,true]}'
    assert canonical(document).decode() == expected
    assert canonical({"a": "\u007f\u2028<"}) == '{"a":"\u007f\u2028<"}'.encode()


def test_a_sealed_file_with_other_fields_than_its_kind_is_refused_in_words():
    draw = json.loads(small_draw().commitment.draw)
    for change, words in [
        ({"size": "4"}, "In the file, size stands something"),
        ({"size": True}, "In the file, size stands something"),
        ({"goal": "random"}, "In the file, goal"),
        ({"extra": 1}, "should not be there: extra"),
        ({"people": [{"code": "x"}]}, "people, number 1, these are missing"),
        ({"public_numbers": {"source": "x", "count": 1, "low": "2", "high": "01"}}, "public_numbers: “01” is not a whole number"),
    ]:
        with pytest.raises(NotSealedError, match=words):
            read(DrawFile, sealed({**draw, **change}))
