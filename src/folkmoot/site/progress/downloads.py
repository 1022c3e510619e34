"""Tables as CSV (RFC 4180) and milestones as a calendar (iCalendar, RFC 5545)."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from folkmoot.charts import Table
from folkmoot.site.csv_files import csv_text
from folkmoot.site.progress.queries.milestones import MilestoneNow

LONGEST_LINE = 75
"""Octets in a line of a calendar, without its line end (RFC 5545, 3.1)."""


def csv_bytes(table: Table) -> bytes:
    """The table in UTF-8 with its headings."""
    return csv_text([[column.text for column in table.columns], *table.rows]).encode()


def calendar_bytes(name: str, entries: Sequence[tuple[MilestoneNow, str, str]], *, address: str, host: str) -> bytes:
    """Milestones as days of a calendar: each with its words and how it stands. `address` is the page, `host` makes the keys unique.

    What was dropped is CANCELLED, what was reached stands on the day it was; SEQUENCE counts what was recorded since, so that a calendar
    that has read an older file moves the day.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Folkmoot//Progress//EN", "CALSCALE:GREGORIAN", f"X-WR-CALNAME:{escaped(name)}"]
    for milestone, words, state in entries:
        day = milestone.reached or milestone.expected
        lines += [
            "BEGIN:VEVENT",
            f"UID:milestone-{milestone.id}@{host}",
            f"DTSTAMP:{_moment(milestone.changed_at)}",
            f"CREATED:{_moment(milestone.recorded_at)}",
            f"LAST-MODIFIED:{_moment(milestone.changed_at)}",
            f"SEQUENCE:{milestone.changes}",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{escaped(words)}",
            f"DESCRIPTION:{escaped(state)}",
            f"STATUS:{'CANCELLED' if milestone.state == 'dropped' else 'CONFIRMED'}",
            "TRANSP:TRANSPARENT",
            f"URL:{address}",
            "END:VEVENT",
        ]
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def escaped(text: str) -> str:
    """A TEXT value (RFC 5545, 3.3.11): backslash, semicolon, comma and line ends escaped, other control characters left out."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(letter for letter in lines if letter in "\n\t" or (letter >= " " and letter != "\x7f"))
    return kept.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> str:
    """A line in pieces of at most 75 octets, each after the first behind a space (RFC 5545, 3.1). No letter is cut in two."""
    pieces, piece, size = [], "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > LONGEST_LINE:
            pieces.append(piece)
            piece, size = "", 1  # the space that a piece begins with
        piece, size = piece + letter, size + octets
    return "\r\n ".join([*pieces, piece])


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
