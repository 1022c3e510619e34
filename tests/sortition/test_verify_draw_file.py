"""Frauds that a forger plants in a draw file or an opening file, with a new hash: each is found by what the files say."""

import json

import pytest

from folkmoot.sortition.commitment import opening_for
from folkmoot.sortition.draw_files import OpenedPerson
from folkmoot.sortition.verify import verify
from tests.sortition.small_draws import SECRET, changed, small_draw

DRAW = small_draw(secret=SECRET)


def swap_in_panel(draw):
    inside = draw["panels"][7]
    outside = next(person["code"] for person in draw["people"] if person["code"] not in inside)
    draw["panels"][7] = sorted([*inside[1:], outside])
    draw["panels"].sort()


def exchange_types(draw):
    first = draw["people"][0]
    other = next(person for person in draw["people"] if person["type"] != first["type"])
    first["type"], other["type"] = other["type"], first["type"]


def move_chance(draw):
    for person, step in zip(draw["people"][:2], (1, -1), strict=True):
        person["chance"] = f"{float(person['chance']) + step * 0.01:.9f}"


def move_much_chance(draw):
    ordered = sorted(draw["people"], key=lambda person: person["chance"])
    for person, step in ((ordered[0], 0.2), (ordered[-1], -0.2)):
        person["chance"] = f"{float(person['chance']) + step:.9f}"


def put_in_one_household(draw):
    for code in draw["panels"][0][:2]:
        next(person for person in draw["people"] if person["code"] == code)["household"] = 99


@pytest.mark.parametrize(
    ("fraud", "words"),
    [
        (swap_in_panel, "other numbers of panels than the file says"),
        (exchange_types, "quotas of single panels are not met"),
        (move_chance, "do not have the same chance"),
        (move_much_chance, "Rounding alone does not do that"),
        (put_in_one_household, "two people of one household"),
        (lambda draw: draw["quotas"][0].update(min=3), "quotas of single panels are not met. The first: 2 of gender: female in panel"),
        (lambda draw: draw["quotas"][0].update(level="other"), "quotas for what is no feature or level"),
        (lambda draw: draw["people"][0].update(panels=draw["people"][0]["panels"] + 1), "other numbers of panels"),
        (lambda draw: draw["people"][0].update(chance="0.5"), "not written as numbers from 0 to 1 with nine decimals"),
        (lambda draw: draw["people"][0].update(chance="0.999999999"), "They should add up to 4"),
        (lambda draw: draw["people"][0].update(code="7KQF-3M25"), "check sign does not fit"),
        (lambda draw: draw["people"].reverse(), "not listed by rising ticket code"),
        (lambda draw: draw["people"][0].update(commitment="0" * 63), "not 64 hexadecimal digits"),
        (lambda draw: draw["people"][0].update(commitment=draw["people"][1]["commitment"]), "same commitment"),
        (lambda draw: draw["people"][0].update(type=None), "does not tell everybody's type"),
        (lambda draw: draw["people"][0].update(type=4), "does not tell everybody's type"),
        (lambda draw: draw["types"][0].append("x"), "person types do not fit"),
        (lambda draw: draw.update(publication="closed"), "closed, and yet tells"),
        (lambda draw: draw["panels"].pop(), "There are 99 panels"),
        (lambda draw: draw["panels"].reverse(), "their order could tell something"),
        (lambda draw: draw["panels"][3].__setitem__(0, draw["panels"][3][1]), "Panel 4 of the file is not 4 different people"),
        (lambda draw: draw["panels"][3].__setitem__(0, "7KQF-3M24"), "Panel 4 of the file is not 4 different people"),
        (lambda draw: draw.update(size=5), "Panel 1 of the file is not 5 different people"),
        (lambda draw: draw["public_numbers"].update(count=1), "59 possible outcomes"),
        (lambda draw: draw.update(secret_commitment=None), "another draw file"),
    ],
)
def test_a_fraud_in_the_draw_file_is_found_even_with_a_new_hash(fraud, words):
    verification = verify(changed(DRAW.commitment.draw, fraud), DRAW.result((4, 2)))
    assert any(words in sentence for sentence in verification.failures), verification.failures
    assert "Do not trust this draw" in verification.sentences[0]


def forged(opening, change):
    return changed(opening, lambda document: change(document["people"]))


def exchange_rows(people):
    people[0]["row"], people[1]["row"] = people[1]["row"], people[0]["row"]


@pytest.mark.parametrize("publication", ["open", "closed"])
@pytest.mark.parametrize(
    ("fraud", "words"),
    [
        (exchange_rows, "2 do not open"),
        (lambda people: people[0].update(salt="0" * 64), "1 do not open"),
        (lambda people: people[0]["features"].reverse(), "1 do not open"),
        (lambda people: people.append(people[0]), "a code that stands there twice"),
        (lambda people: people[0].update(code="7KQF-3M24"), "The first: 7KQF-3M24"),
    ],
)
def test_a_fraud_in_the_opening_is_found_even_with_a_new_hash(publication, fraud, words):
    small = small_draw(publication=publication)
    verification = verify(small.commitment.draw, None, forged(small.commitment.opening, fraud))
    assert any(words in sentence for sentence in verification.failures), verification.failures


def test_an_opening_that_contradicts_the_published_type_is_found():
    """The organiser commits to one thing and publishes another: the commitment opens, and does not fit the type."""
    small = small_draw()
    person = json.loads(small.commitment.opening)["people"][0]
    lie = OpenedPerson(person["code"], person["row"], ("male", "16 to 39"), person["household"], person["salt"])
    if lie.features == tuple(person["features"]):
        lie = OpenedPerson(person["code"], person["row"], ("female", "16 to 39"), person["household"], person["salt"])
    draw = changed(small.commitment.draw, lambda document: document["people"][0].update(commitment=lie.commitment))

    def lying(document):
        document["people"][0]["features"] = list(lie.features)
        document["draw"] = json.loads(draw)["hash"]

    assert "do not open" in verify(draw, None, changed(small.commitment.opening, lying)).failures[0]


def test_one_person_can_check_their_own_part():
    small = small_draw(publication="closed")
    code = json.loads(small.commitment.draw)["people"][4]["code"]
    verification = verify(small.commitment.draw, None, opening_for(small.commitment.opening, code))
    assert verification.passed
    assert "The opening file opens 1 of 10 people, each as was committed to." in [check.sentence for check in verification.checks]
    assert any(sentence.startswith("The quotas.") for sentence in verification.to_compare)
    other = small_draw(publication="open").commitment.draw
    assert verify(other, None, opening_for(small.commitment.opening, code)).failures == ("The opening file belongs to another draw file.",)


def test_broken_quotas_of_a_closed_draw_are_found_with_the_opening_and_only_with_it():
    small = small_draw(publication="closed")
    draw = changed(small.commitment.draw, lambda document: document["quotas"][0].update(min=3))
    opening = changed(small.commitment.opening, lambda document: document.update(draw=json.loads(draw)["hash"]))
    assert verify(draw).passed
    assert "quotas of single panels are not met" in verify(draw, None, opening).failures[0]
