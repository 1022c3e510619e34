"""British postcodes: one way to write each, and the sector it lies in."""

import re

_FORM = re.compile(r"(?:[A-Z]{1,2}[0-9][0-9A-Z]?|GIR)[0-9][A-Z]{2}", re.ASCII)
LONGEST = 20  # with any spaces somebody may put in


def normalised(text: str) -> str:
    """A postcode in capitals without spaces, such as SW1A1AA. Raises ValueError, without the text in it, for what has not its form.

    The form is that of BS 7666 (an area of one or two letters, a district, then a digit and two letters), and Girobank's GIR 0AA. That
    there is such a postcode is not said by its form.
    """
    plain = "".join(text[: LONGEST + 1].upper().split())
    if len(text) > LONGEST or not _FORM.fullmatch(plain):
        raise ValueError("not the form of a postcode")
    return plain


def sector_and_unit(postcode: str) -> tuple[str, str]:
    """The sector (SW1A1) and the unit within it (AA) of a normalised postcode."""
    return postcode[:-2], postcode[-2:]
