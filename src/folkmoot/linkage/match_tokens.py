"""Who someone is, as keyed tokens: the same for two spellings of one person, and nothing to anyone without the key.

Each token is HMAC-SHA256 (RFC 2104) over several identifiers at once, never over a name alone: single hashed names give themselves away by
how common they are, even to someone without the key. The recipe has a version; a list says with which it was made.
"""

import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass, fields
from datetime import date

KEY_BYTES = 32
TITLES = {"mr", "mrs", "ms", "miss", "mx", "master", "mstr", "dr", "prof", "professor", "rev", "revd", "reverend"}
TITLES |= {"sir", "dame", "lord", "lady", "cllr", "councillor"}
LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})  # NFKD leaves these
PLACEHOLDERS = frozenset({"1900-01-01", "1901-01-01", "9999-12-31"})  # what records hold for a date of birth nobody knows
DATES = (r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})", r"(?P<d>\d{1,2})[-/. ](?P<m>\d{1,2})[-/. ](?P<y>\d{4})")
POSTCODE = re.compile(r"(?:[A-Z]{1,2}[0-9][A-Z0-9]?)[0-9][A-Z]{2}")


@dataclass(frozen=True, repr=False)  # so that no log or error shows them
class Identifiers:
    """Who a row or a person is, as written there; "" for what is not known.

    name: all names, first ones first or "Surname, First". date_of_birth: 1951-03-02, 02/03/1951 (day first), or either with dots.
    """

    name: str = ""
    date_of_birth: str = ""
    postcode: str = ""
    nhs_number: str = ""


FIELD_WORDS = {
    "name": "The name has no letters.",
    "date_of_birth": "The date of birth is not a date. Write day, month and year in numbers, such as 02/03/1951.",
    "postcode": "The postcode is not one of the United Kingdom, such as CM1 1QH.",
    "nhs_number": "The NHS number is not right. It has ten digits, and the last one checks the others.",
}
"""What is wrong with an identifier that cannot be read, in words that do not repeat it."""


@dataclass(frozen=True)
class TokenKind:
    """One way to find a person: a name for it, and the normalised identifiers it is made of."""

    name: str
    made_of: tuple[str, ...]


RECIPE = "folkmoot-match-tokens/1"
TOKEN_KINDS = (
    TokenKind("nhs", ("nhs_number",)),
    TokenKind("name-born", ("all_names", "date_of_birth")),
    TokenKind("first-last-born", ("first_and_last_name", "date_of_birth")),
    TokenKind("born-postcode", ("date_of_birth", "postcode")),
)
"""The recipe. A change of it, or of `normalised`, is a new version of RECIPE: old lists must not silently find nobody."""


def normalised(who: Identifiers) -> dict[str, str]:
    """What tokens are made of: all_names, first_and_last_name, date_of_birth (ISO 8601), postcode and nhs_number, "" where there is
    none or it cannot be read (see `problems`).

    Names lose case, accents, titles, hyphens, apostrophes and spaces; "Ní Bhriain-O'Dea, Áine" and "Mrs AINE NI BHRIAIN ODEA" are the
    same. Dates and numbers that stand for "not known" (1 January 1900, a no-fixed-abode postcode ZZ99, an NHS number of one digit ten
    times) are none.
    """
    words = _name_words(who.name)
    return {
        "all_names": "".join(words),
        "first_and_last_name": f"{words[0]} {words[-1]}" if len(words) > 1 else "",
        "date_of_birth": _date(who.date_of_birth) or "",
        "postcode": _postcode(who.postcode) or "",
        "nhs_number": _nhs_number(who.nhs_number) or "",
    }


def problems(who: Identifiers) -> dict[str, str]:
    """What of `who` is written but cannot be read: the field, and what is wrong in words."""
    read = {"name": "".join(_name_words(who.name)) or None, "date_of_birth": _date(who.date_of_birth)}
    read |= {"postcode": _postcode(who.postcode), "nhs_number": _nhs_number(who.nhs_number)}
    return {field.name: FIELD_WORDS[field.name] for field in fields(who) if getattr(who, field.name).strip() and read[field.name] is None}


def match_tokens(who: Identifiers, *, key: bytes, family: str) -> dict[str, str]:
    """The tokens of a person by kind, 64 hexadecimal digits each; a kind is left out where any of its identifiers is not there.

    The purpose family is part of what is hashed: without the key nobody can tell that two families' lists speak of the same person.
    Raises ValueError for a key that is not 32 bytes.
    """
    _check_key(key)
    known = normalised(who)
    return {
        kind.name: hmac.new(
            key, "\x1f".join((RECIPE, family, kind.name, *(known[part] for part in kind.made_of))).encode(), hashlib.sha256
        ).hexdigest()
        for kind in TOKEN_KINDS
        if all(known[part] for part in kind.made_of)
    }


def key_id(key: bytes) -> str:
    """Which key it is, in sixteen hexadecimal digits that tell nothing of the key."""
    _check_key(key)
    return hmac.new(key, b"folkmoot list key id", hashlib.sha256).hexdigest()[:16]


def key_from_text(text: str) -> bytes:
    """A list key as files and settings hold it. Raises ValueError, without repeating it, unless it is 64 hexadecimal digits."""
    if not re.fullmatch(r"[0-9a-fA-F]{64}", text.strip()):
        raise ValueError("A list key is 64 hexadecimal digits (32 random bytes), such as `openssl rand -hex 32` prints.")
    return bytes.fromhex(text.strip())


def _check_key(key: bytes) -> None:
    if len(key) != KEY_BYTES:
        raise ValueError(f"A list key has {KEY_BYTES} bytes; this one has {len(key)}.")


def _name_words(name: str) -> list[str]:
    last, comma, first = name.partition(",")
    decomposed = unicodedata.normalize("NFKD", f"{first} {last}" if comma else name)
    plain = "".join(sign for sign in decomposed.casefold().translate(LETTERS) if not unicodedata.combining(sign))
    words = ["".join(sign for sign in word if sign.isalpha()) for word in plain.split()]
    words = [word for word in words if word]
    while len(words) > 1 and words[0] in TITLES:
        words.pop(0)
    return words


def _date(text: str) -> str | None:
    """ISO 8601; "" for none or a placeholder, None for what is no date."""
    text = text.strip()
    text = re.sub(r"[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$", "", text)  # a date as some systems export it: with midnight
    if not text:
        return ""
    for pattern in DATES:
        if found := re.fullmatch(pattern, text, re.ASCII):
            try:
                iso = date(int(found["y"]), int(found["m"]), int(found["d"])).isoformat()
            except ValueError:
                return None
            return "" if iso in PLACEHOLDERS else iso
    return None


def _postcode(text: str) -> str | None:
    sealed = "".join(text.upper().split())
    if not sealed or sealed.startswith("ZZ99"):  # the NHS's postcodes for people without a fixed address
        return ""
    return sealed if POSTCODE.fullmatch(sealed) else None


def _nhs_number(text: str) -> str | None:
    """Ten digits whose last one is right (modulus 11, NHS Data Dictionary)."""
    digits = re.sub(r"[\s-]", "", text)
    if not digits:
        return ""
    if not re.fullmatch(r"[0-9]{10}", digits):
        return None
    if len(set(digits)) == 1:  # 0000000000 passes the check, and is what records hold for "not known"
        return ""
    check = -sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return digits if check == int(digits[9]) else None
