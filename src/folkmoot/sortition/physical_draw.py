"""From balls and dice to the number of a panel, each number as likely.

* **Digits**: for 1,000 panels three digits, each from a drum of its own with balls 0 to 9 (or a ten-sided die); the first digit counts
  hundreds. One drum from which three balls are taken will not do: 111 could never come.
* **Six-sided dice**: rolls are taken in tries. A try for 1,000 panels is 4 rolls: 6 x 6 x 6 x 6 = 1,296 results. With a roll of 1 to 6
  counted as 0 to 5, the try is a number in base six, the first roll counting most. If it is below 1,000 it is the panel's number; otherwise
  the try is thrown away and made again (that happens in 23 of 100 tries; on average 5.2 rolls are needed). For 10, 100 and 10,000
  panels a try has 2, 3 and 6 rolls, and each number has 3, 2 and 4 results: the number is the result divided by that, rounded down.
"""

from collections.abc import Sequence

SIZES = (10, 100, 1000, 10_000)


def digits_needed(panels: int) -> int:
    """How many digits draw one of so many panels. Raises ValueError unless they are 10, 100, 1,000 or 10,000."""
    if panels not in SIZES:
        raise ValueError(f"A draw has 10, 100, 1,000 or 10,000 panels, not {panels}.")
    return SIZES.index(panels) + 1


def number_text(number: int, panels: int) -> str:
    """The number with all its digits: 042 of 1,000."""
    return str(number).zfill(digits_needed(panels))


def number_from_digits(digits: Sequence[int], panels: int) -> int:
    """The panel's number. Raises ValueError unless there are as many digits as needed, each from 0 to 9."""
    needed = digits_needed(panels)
    if len(digits) != needed:
        raise ValueError(f"{panels:,} panels need {needed} digits; {len(digits)} were typed.")
    for place, digit in enumerate(digits, 1):
        if not 0 <= digit <= 9:
            raise ValueError(f"Digit {place} is {digit}. It should be from 0 to 9.")
    return int("".join(str(digit) for digit in digits))


def rolls_in_a_try(panels: int) -> int:
    """How many rolls of a six-sided die make one try: the fewest with at least as many results as panels."""
    return (2, 3, 4, 6)[digits_needed(panels) - 1]


def number_from_dice(rolls: Sequence[int], panels: int) -> int:
    """The panel's number from all rolls in order, those of tries thrown away too.

    Raises ValueError when a roll is not from 1 to 6, when the last try is not whole or is thrown away (roll again), and when a try
    before the last already gave a number: rolls after that would be a choice.
    """
    length = rolls_in_a_try(panels)
    results = int(6**length) // panels
    for place, roll in enumerate(rolls, 1):
        if not 1 <= roll <= 6:
            raise ValueError(f"Roll {place} is {roll}. It should be from 1 to 6.")
    for start in range(0, len(rolls), length):
        attempt = rolls[start : start + length]
        if len(attempt) < length:
            raise ValueError(f"The last try has {len(attempt)} of its {length} rolls. Roll the die {length - len(attempt)} times more.")
        value = 0
        for roll in attempt:
            value = 6 * value + roll - 1
        if value < results * panels:
            if start + length < len(rolls):
                raise ValueError(f"The first {start + length} rolls already drew the panel. Leave out the rolls after them.")
            return value // results
    again = "The rolls were thrown away by the rule. " if rolls else ""
    raise ValueError(f"{again}Roll the die {length} times{' more' if rolls else ''} and type the rolls after the others.")
