"""The public draw from numbering to result, and the balls and dice that draw a panel."""

import hashlib
import json
from collections import Counter
from contextlib import suppress
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.sortition.documents import read
from folkmoot.sortition.draw_files import DrawFile, NumberingFile, ResultFile, numbers_of
from folkmoot.sortition.generator import Generator
from folkmoot.sortition.physical_draw import digits_needed, number_from_dice, number_from_digits, number_text, rolls_in_a_try
from folkmoot.sortition.public_draw import draw_panel, number_panels
from folkmoot.sortition.public_numbers import PublicNumbers, commitment_to, new_secret
from tests.sortition.small_draws import BALLS, SECRET, small_draw

SIZES = (10, 100, 1000, 10_000)


@pytest.mark.parametrize(("panels", "rolls", "each"), [(10, 2, 3), (100, 3, 2), (1000, 4, 1), (10_000, 6, 4)])
def test_dice_give_every_number_equally_often_over_all_possible_rolls(panels, rolls, each):
    assert rolls_in_a_try(panels) == rolls
    seen = Counter()
    for attempt in product(range(1, 7), repeat=rolls):
        with suppress(ValueError):
            seen[number_from_dice(attempt, panels)] += 1
    assert seen == dict.fromkeys(range(panels), each)


def test_a_try_that_is_thrown_away_is_followed_by_another():
    assert number_from_dice([6, 6, 6, 6, 1, 1, 1, 3], 1000) == 2
    assert number_from_dice([5, 4, 4, 4], 1000) == 4 * 216 + 3 * 36 + 3 * 6 + 3 == 993


@pytest.mark.parametrize(
    ("rolls", "words"),
    [
        ([], "^Roll the die 4 times and type"),
        ([6, 6, 6, 6], "thrown away by the rule. Roll the die 4 times more"),
        ([1, 2, 3], "3 of its 4 rolls. Roll the die 1 times more"),
        ([1, 2, 3, 4, 1, 2, 3, 4], "first 4 rolls already drew the panel"),
        ([1, 2, 3, 7], "Roll 4 is 7"),
        ([0, 2, 3, 6], "Roll 1 is 0"),
    ],
)
def test_rolls_that_draw_no_panel_are_refused_in_words(rolls, words):
    with pytest.raises(ValueError, match=words):
        number_from_dice(rolls, 1000)


@given(st.sampled_from(SIZES), st.data())
def test_digits_are_the_number_as_it_is_read_aloud(panels, data):
    number = data.draw(st.integers(0, panels - 1))
    text = number_text(number, panels)
    assert len(text) == digits_needed(panels)
    assert number_from_digits([int(digit) for digit in text], panels) == number


def test_digits_that_draw_no_panel_are_refused_in_words():
    with pytest.raises(ValueError, match="1,000 panels need 3 digits; 2 were typed"):
        number_from_digits([1, 2], 1000)
    with pytest.raises(ValueError, match="Digit 2 is 10"):
        number_from_digits([1, 10, 2], 1000)
    with pytest.raises(ValueError, match="not 500"):
        digits_needed(500)


def seed_again(draw, secret):
    """The seed written again from its description, from the bytes of the published file."""
    file_hash = json.loads(draw)["hash"]
    shown = "null" if secret is None else f'"{secret.hex()}"'
    numbers = ",".join(f'"{ball}"' for ball in BALLS)
    return hashlib.sha256(f'{{"file":"{file_hash}","public_numbers":[{numbers}],"secret":{shown}}}'.encode()).digest()


@pytest.mark.parametrize("secret", [None, SECRET])
def test_the_numbering_is_the_permutation_of_the_seed_of_hash_public_numbers_and_secret(secret):
    small = small_draw(secret=secret)
    numbering = json.loads(small.numbering())
    seed = seed_again(small.commitment.draw, secret)
    assert numbering["order"] == Generator(seed, "panel numbers").permutation(100)
    assert numbering["draw"] == small.commitment.hash
    assert numbering["public_numbers"] == [str(ball) for ball in BALLS]
    assert numbering["secret"] == (None if secret is None else secret.hex())


def test_digits_draw_the_panel_of_that_number():
    small = small_draw()
    draw, numbering = json.loads(small.commitment.draw), json.loads(small.numbering())
    result = json.loads(small.result([4, 2]))
    assert result["number"] == 42
    assert result["panel"] == draw["panels"][numbering["order"][42]]
    assert result["numbering_hash"] == numbering["hash"]


def test_dice_draw_the_panel_they_give():
    small = small_draw(drawn_by="dice")
    result = read(ResultFile, small.result([6, 6, 6, 1, 2, 3]))
    assert result.number == (0 * 36 + 1 * 6 + 2) // 2 == 4
    assert result.typed == (6, 6, 6, 1, 2, 3)


def test_the_seed_draws_the_panel_by_another_purpose_than_the_numbering():
    small = small_draw(drawn_by="seed", secret=SECRET)
    seed = seed_again(small.commitment.draw, SECRET)
    assert read(ResultFile, small.result()).number == Generator(seed, "panel drawn").below(100)


def test_everybody_learns_the_numbers_of_their_panels():
    small = small_draw()
    draw, numbering = read(DrawFile, small.commitment.draw), read(NumberingFile, small.numbering())
    tickets = numbers_of(draw, numbering)
    for person in draw.people:
        assert len(tickets[person.code]) == person.panels
    for number in range(100):
        members = tuple(code for code in sorted(tickets) if number in tickets[code])
        assert members == draw.panels[numbering.order[number]]


def test_every_panel_is_as_likely_over_many_public_numbers():
    """Number 0 over 1,000 draws of 10 panels: chi-square with 9 degrees of freedom below 39.3 except once in 100,000 (fixed inputs)."""
    small = small_draw(count=10)
    first = Counter(
        json.loads(number_panels(small.commitment.draw, [1 + each % 59, 1 + each // 59, 3, 4, 5, 6], time="later"))["order"][0]
        for each in range(1000)
    )
    assert sum((first[panel] - 100) ** 2 / 100 for panel in range(10)) < 39.3


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([1, 2, 3], "should be 6 public numbers; 3 were given"),
        ([1, 2, 3, 4, 5, 60], "Public number 6 is 60. It should be from 1 to 59"),
        ([1, 2, 3, 4, 5, "x"], "Public number 6 is “x”"),
        ([1, 2, 3, 4, 5, -6], "Public number 6 is “-6”"),
    ],
)
def test_public_numbers_that_were_not_announced_are_refused(numbers, words):
    with pytest.raises(ValueError, match=words):
        number_panels(small_draw().commitment.draw, numbers, time="later")


def test_public_numbers_may_be_typed_in_any_usual_way():
    draw = small_draw().commitment.draw
    assert number_panels(draw, ["07", " 59", "0x1", 33, "20", "14"], time="later") == number_panels(draw, BALLS, time="later")


def test_a_value_of_256_bits_can_be_the_public_number():
    beacon = PublicNumbers("round 5000000 of the beacon", 1, 0, 2**256 - 1)
    draw = small_draw(numbers=beacon).commitment.draw
    numbering = json.loads(number_panels(draw, ["0x" + "f" * 64], time="later"))
    assert numbering["public_numbers"] == [str(2**256 - 1)]


def test_the_secret_must_be_the_one_committed_to():
    committed, without = small_draw(secret=SECRET).commitment.draw, small_draw().commitment.draw
    with pytest.raises(ValueError, match="not the secret"):
        number_panels(committed, BALLS, secret=bytes(32), time="later")
    with pytest.raises(ValueError, match="announce that this draw is void"):
        number_panels(committed, BALLS, time="later")
    with pytest.raises(ValueError, match="not committed to a secret"):
        number_panels(without, BALLS, secret=SECRET, time="later")
    with pytest.raises(ValueError, match="31 bytes"):
        commitment_to(bytes(31))
    assert len(new_secret()) == 32
    assert new_secret() != new_secret()


def test_nothing_is_typed_where_the_seed_draws_and_a_time_is_always_given():
    small = small_draw(drawn_by="seed")
    with pytest.raises(ValueError, match="no digits or dice count"):
        small.result([1, 2])
    with pytest.raises(ValueError, match="Give the time"):
        draw_panel(small.commitment.draw, small.numbering(), time=" ")


def test_a_numbering_of_another_draw_or_with_another_order_is_refused():
    small, other = small_draw(), small_draw(publication="closed")
    with pytest.raises(ValueError, match="another draw file"):
        draw_panel(small.commitment.draw, other.numbering(), [1, 2], time="later")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ((" ", 6, 1, 59), "Say where the public numbers come from"),
        (("lottery", 0, 1, 59), "from 1 to 1,000 public numbers, not 0"),
        (("lottery", 6, 5, 5), "from 5 to 5 cannot be used"),
        (("lottery", 6, -1, 5), "from -1 to 5 cannot be used"),
    ],
)
def test_an_announcement_of_public_numbers_that_says_nothing_is_refused(values, words):
    with pytest.raises(ValueError, match=words):
        PublicNumbers(*values)


def test_public_numbers_with_few_outcomes_are_refused():
    with pytest.raises(ValueError, match=r"100,000 possible outcomes.*at least 1,000,000"):
        small_draw(count=1000, numbers=PublicNumbers("five digits", 5, 0, 9))
    assert PublicNumbers("six digits", 6, 0, 9).outcomes == 1_000_000
    small_draw(count=1000, numbers=PublicNumbers("six digits", 6, 0, 9))
