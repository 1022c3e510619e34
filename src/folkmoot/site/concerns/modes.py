"""How a question or a complaint came in: through the site's own form, or some other way, typed in by staff."""

from enum import StrEnum


class Mode(StrEnum):
    """The way it came."""

    FORM = "form"
    LETTER = "letter"
    TELEPHONE = "telephone"
    IN_PERSON = "in_person"
    EMAIL = "email"


MODE_WORDS = {
    Mode.FORM: "through this site",
    Mode.LETTER: "by letter",
    Mode.TELEPHONE: "by telephone",
    Mode.IN_PERSON: "in person",
    Mode.EMAIL: "by e-mail",
}
TYPED_IN = tuple(mode for mode in Mode if mode != Mode.FORM)
"""The ways in which staff type it in for whoever asked or complained."""
