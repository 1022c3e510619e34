"""Ticket codes: the code each person is listed under in what is published, in place of a name, such as 7KQF-3M24.

Eight signs out of 29: the digits 2 to 9 and the consonants (no vowels, so no words; no 0, 1, O or I to mix up). Seven are random and the
last is a check: with the signs numbered 0 to 28 in that order, 8 x first + 7 x second + ... + 1 x last must be a multiple of 29. As 29 is
a prime, every single mistyped sign and every two signs that changed places are noticed.
"""

from folkmoot.sortition.generator import Generator

SIGNS = "23456789BCDFGHJKLMNPQRSTVWXYZ"
LENGTH = 8


def new_codes(count: int, generator: Generator) -> tuple[str, ...]:
    """As many different codes, each sign but the last drawn by `generator.below(29)`; a code that came before is drawn again.

    The codes say nothing of the order in which they were made when the generator's seed is secret.
    """
    codes: dict[str, None] = {}
    while len(codes) < count:
        values = [generator.below(len(SIGNS)) for _ in range(LENGTH - 1)]
        check = -_weighted(values) % len(SIGNS)
        text = "".join(SIGNS[value] for value in (*values, check))
        codes[f"{text[:4]}-{text[4:]}"] = None
    return tuple(codes)


def is_code(text: str) -> bool:
    """Whether the text is a ticket code exactly as it is printed, with the right check."""
    signs = text[:4] + text[5:]
    if len(text) != LENGTH + 1 or text[4] != "-" or any(sign not in SIGNS for sign in signs):
        return False
    return _weighted([SIGNS.index(sign) for sign in signs]) % len(SIGNS) == 0


def typed_code(text: str) -> str:
    """The code somebody typed, in capitals or not, with or without the hyphen and spaces, as it is printed.

    Raises ValueError when it is no ticket code.
    """
    signs = "".join(text.upper().replace("-", " ").split())
    code = f"{signs[:4]}-{signs[4:]}"
    if not is_code(code):
        raise ValueError(
            f"“{text.strip()[:20]}” is not a ticket code. A ticket code looks like 7KQF-3M24. Check each sign and type it again."
        )
    return code


def _weighted(values: list[int]) -> int:
    return sum((LENGTH - place) * value for place, value in enumerate(values))
