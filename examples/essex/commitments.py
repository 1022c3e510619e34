"""What the example's bodies promise because of what people said, and one thing they refuse."""

from dataclasses import dataclass

from examples.essex.story import COUNCIL
from examples.essex.texts import Texts, texts


@dataclass(frozen=True)
class Promise:
    """What an organisation will do or will not, the finding it answers (or what was asked for), and how many days it has."""

    owner: str
    answer: str
    words: Texts
    finding: str = ""
    origin: str = "finding"
    asked: Texts | None = None
    days: int | None = None


PROMISES = (
    Promise(
        COUNCIL,
        "yes",
        texts(
            "Put a poster about this use in every nursery and health visitor's room, in plain words, with a phone number.",
            "We put up posters. They say what we do. They have a phone number.",
        ),
        finding="key-finding-8",
        days=60,
    ),
    Promise(
        COUNCIL,
        "part",
        texts(
            "Show results for the 12 districts, not for wards: a ward can get a bad name.",
            "We show big areas. We do not show small ones.",
        ),
        finding="key-finding-6",
        days=200,
    ),
    Promise(
        COUNCIL,
        "no",
        texts(
            "The joined records will not decide where officers go. That would be policing, which the notice rules out.",
            "No. The police do not use these records.",
        ),
        origin="idea",
        asked=texts("Use the joined records to send more officers where children are at risk.", "Send more police."),
    ),
)
SIGNED_BY = "The Chief Executive"
REPORT = texts("Posters are up in 84 of 140 places. The number is made up.", "84 of 140 posters are up. The number is made up.")
