"""How a cell is written: for people on a page, or for a spreadsheet in a file. One table serves both."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from markupsafe import Markup

from folkmoot.face import date_words
from folkmoot.site.progress import amounts
from folkmoot.site.renditions import Reader, Texts, in_language, render


@dataclass(frozen=True)
class ForPeople:
    """Words in the reader's rendition, marked where they are in another language than the page; days and amounts in words."""

    reader: Reader

    def text(self, texts: Texts) -> str:
        """A public text."""
        return in_language(texts, self.reader)

    def day(self, day: date | None, none: str = "") -> str:
        """3 March 2031, or `none`."""
        return date_words(day) if day else none

    def pounds(self, value: Decimal | None, none: str = "") -> str:
        """£1,204, or `none`."""
        return amounts.pounds(_pence(value)) if value is not None else none

    def hours(self, value: Decimal | None, none: str = "") -> str:
        """1,204.5, or `none`."""
        return amounts.number(_pence(value)) if value is not None else none

    def listed(self, cells: list[str]) -> str:
        """Some cells in one."""
        return Markup(" ").join(cells)


@dataclass(frozen=True)
class ForFile(ForPeople):
    """The same words unmarked; days as 2031-03-02, amounts as bare numbers."""

    def text(self, texts: Texts) -> str:
        """A public text."""
        return render(texts, self.reader).words

    def day(self, day: date | None, none: str = "") -> str:
        """2031-03-02, or nothing."""
        return day.isoformat() if day else ""

    def pounds(self, value: Decimal | None, none: str = "") -> str:
        """1204.00, or nothing."""
        return f"{_pence(value)}" if value is not None else ""

    def hours(self, value: Decimal | None, none: str = "") -> str:
        """1204.50, or nothing."""
        return f"{_pence(value)}" if value is not None else ""

    def listed(self, cells: list[str]) -> str:
        """Some cells in one."""
        return " ".join(cells)


def _pence(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)
