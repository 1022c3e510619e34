"""Files: CSV that starts no formula, and a calendar that keeps to RFC 5545, read back by a reader of our own."""

import csv
import datetime as dt
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.charts import Column, Table
from folkmoot.site.progress.downloads import calendar_bytes, csv_bytes, escaped, folded
from folkmoot.site.progress.queries.milestones import MilestoneNow

NOW = dt.datetime(2031, 3, 2, 11, 30, tzinfo=dt.timezone(dt.timedelta(hours=1)))
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


def unfolded(content: str) -> list[str]:
    """The lines of a calendar as RFC 5545, 3.1 reads them."""
    return content.replace("\r\n ", "").split("\r\n")


def unescaped(text: str) -> str:
    """The TEXT value behind its escapes, as RFC 5545, 3.3.11 reads them."""
    out, letters = [], iter(text)
    for letter in letters:
        if letter == "\\":
            following = next(letters)
            out.append("\n" if following in "nN" else following)
        else:
            out.append(letter)
    return "".join(out)


@given(ANY_TEXT)
def test_a_line_is_folded_at_75_octets_and_comes_back_whole(text: str) -> None:
    line = "SUMMARY:" + escaped(text)
    pieces = folded(line).split("\r\n")
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert all(piece.startswith(" ") for piece in pieces[1:])
    assert "".join([pieces[0], *(piece[1:] for piece in pieces[1:])]) == line


@given(ANY_TEXT)
def test_a_text_comes_back_from_its_escapes_and_never_ends_a_line(text: str) -> None:
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(letter for letter in kept if letter in "\n\t" or (ord(letter) >= 32 and ord(letter) != 127))
    assert unescaped(escaped(text)) == kept
    assert "\n" not in escaped(text)


def milestone(number: int, state: str = "coming", reached: dt.date | None = None) -> MilestoneNow:
    day = dt.date(2031, 12, 31)
    return MilestoneNow(number, {}, day, day, (), reached, {}, state, "To come", NOW, NOW, 2)


def test_a_calendar_has_a_day_for_each_milestone_and_cancels_what_was_dropped() -> None:
    words = "Räume, Bücher; und\nalles \\ andere " * 6
    entries = [
        (milestone(1), words, "To come"),
        (milestone(2, "dropped"), "B", "Dropped"),
        (milestone(3, "reached", dt.date(2031, 5, 1)), "C", "R"),
    ]
    content = calendar_bytes("Ready, steady", entries, address="https://example.org/i/a/progress", host="example.org")
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    lines = unfolded(content.decode())
    assert lines[:5] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Folkmoot//Progress//EN",
        "CALSCALE:GREGORIAN",
        "X-WR-CALNAME:Ready\\, steady",
    ]
    events = content.decode().split("BEGIN:VEVENT\r\n")[1:]
    first = dict(line.split(":", 1) for line in unfolded(events[0]) if ":" in line)
    assert unescaped(first["SUMMARY"]) == words
    assert (first["UID"], first["DTSTAMP"], first["SEQUENCE"]) == ("milestone-1@example.org", "20310302T103000Z", "2")
    assert (first["DTSTART;VALUE=DATE"], first["DTEND;VALUE=DATE"]) == ("20311231", "20320101")
    assert [line for line in lines if line.startswith("STATUS:")] == ["STATUS:CONFIRMED", "STATUS:CANCELLED", "STATUS:CONFIRMED"]
    assert "DTSTART;VALUE=DATE:20310501" in unfolded(events[2])


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+44 20", "'+44 20"),
        ("-cmd", "'-cmd"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("-12.50", "-12.50"),
        ("-1.2.3", "'-1.2.3"),
        ("12", "12"),
        ("A, “B”\nC", "A, “B”\nC"),
        ("", ""),
    ],
)
def test_no_cell_starts_a_formula_and_numbers_stay_numbers(cell: str, written: str) -> None:
    content = csv_bytes(Table("T", (Column("A"), Column("=B")), ((cell, "x"),))).decode()
    assert list(csv.reader(io.StringIO(content, newline=""))) == [["A", "'=B"], [written, "x"]]
