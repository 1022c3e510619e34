"""The number of a copy: five digits and a check digit, so that a slip in writing or keying one is found.

The check digit is H. Michael Damm's (Total anti-symmetrische Quasigruppen, Marburg 2004): it finds every wrong digit and every swap of
two neighbours.
"""

DIGITS = 5
LARGEST = 10**DIGITS - 1
_TABLE = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2), (7, 0, 9, 2, 1, 5, 4, 8, 6, 3), (4, 2, 0, 6, 8, 7, 1, 3, 5, 9), (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8), (3, 6, 7, 4, 2, 0, 9, 5, 8, 1), (5, 8, 6, 9, 7, 2, 0, 1, 3, 4), (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5), (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)  # fmt: skip


def check_digit(digits: str) -> int:
    """The digit that makes a string of digits come to 0 with the digit behind it."""
    at = 0
    for digit in digits:
        at = _TABLE[at][int(digit)]
    return at


def written(number: int) -> str:
    """A number as it stands on a form: “00012-7”."""
    digits = f"{number:0{DIGITS}}"
    return f"{digits}-{check_digit(digits)}"


def read(words: str) -> int:
    """The number in what someone typed. Raises ValueError, in words, for what is none or has a slip in it."""
    digits = "".join(sign for sign in words if sign not in " -‐‑–\t")
    if not (digits.isascii() and digits.isdigit() and len(digits) == DIGITS + 1):
        raise ValueError(f"A form's number has {DIGITS} digits, a dash and one more digit, as in {written(12)}.")
    if check_digit(digits) != 0 or int(digits[:DIGITS]) == 0:
        raise ValueError(f"No form has the number {digits[:DIGITS]}-{digits[DIGITS:]}: a digit is wrong. Look at the form again.")
    return int(digits[:DIGITS])
