"""What the columns of a frame's file are for: who a row is (to the vault), and what the draw and the weights need to know of it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError

MOST_ATTRIBUTES = 12
MOST_LEVELS = 2_000
LONGEST_CELL = 300
NOT_KNOWN = "Not known"


@dataclass(frozen=True)
class Columns:
    """The headings of a frame's file by what they are for; every other column is left where it is.

    reference: the row's own number or code in its source. name: of the person, or those who live there. address: its lines. email.
    household: what the rows of one household, or one address, share. size: a whole number for draws in proportion to size. attributes:
    what strata are made of, and what is known of each row without asking.
    """

    reference: str
    name: Sequence[str] = ()
    address: Sequence[str] = ()
    email: str = ""
    household: str = ""
    size: str = ""
    attributes: Sequence[str] = ()

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Columns":
        """Columns as they were stored."""
        return cls(**stored)

    def stored(self) -> dict[str, Any]:
        """As the database keeps them."""
        return asdict(self)

    def named(self) -> list[str]:
        """Every heading, in the order above."""
        return [
            heading
            for heading in (self.reference, *self.name, *self.address, self.email, self.household, self.size, *self.attributes)
            if heading
        ]

    def check(self, header: Sequence[str]) -> None:
        """Raises ValidationError, by field, for what the file's first row does not allow."""
        errors: dict[str, str] = {}
        for field, value in self.stored().items():
            for heading in [value] if isinstance(value, str) else value:
                if heading and list(header).count(heading) != 1:
                    times = "has no column" if heading not in header else "has more than one column"
                    errors[field] = f"The file {times} “{heading}”. Its columns are: {', '.join(filter(None, header))}."
        if not self.reference:
            errors["reference"] = "Say which column holds the number or code of each row."
        if not (self.name or self.address or self.email):
            errors["address"] = "Say which columns hold the address, the name or the e-mail address: without one nobody can be written to."
        if len(self.attributes) > MOST_ATTRIBUTES:
            errors["attributes"] = f"Keep {MOST_ATTRIBUTES} columns at most."
        who = {self.reference, *self.name, *self.address, self.email}
        for heading in self.attributes:
            if heading in who:
                errors["attributes"] = f"“{heading}” says who someone is, so it goes to the vault and cannot be kept beside the rows."
        if errors:
            raise ValidationError(errors)
