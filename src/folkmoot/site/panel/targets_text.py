"""The groups of a panel as an officer types them, a block for each attribute, and what they are as targets of a sample.

    age: How old are you?
    easy read: How old are you?
    Welsh: Faint yw eich oed?
    source: Census 2021
    16 to 34 = 30
    35 and over = 70

The first line names the attribute, as questionnaires do, and asks for it; the lines with "=" are the levels with their per cent.
"""

from typing import Any

from django.core.exceptions import ValidationError

from folkmoot.site.renditions import Texts, plain

NOTES = ("easy read", "welsh", "source")


def read_targets(typed: str) -> tuple[dict[str, Any], dict[str, Texts]]:
    """The targets and the questions. Raises ValidationError naming the line that cannot be read."""
    targets: dict[str, Any] = {}
    asks: dict[str, Texts] = {}
    for number, block in _blocks(typed):
        name, _, question = block[0].partition(":")
        name, question = name.strip(), question.strip()
        if not name or not question:
            raise ValidationError(f"Line {number}: begin each block with an attribute and its question, such as “age: How old are you?”.")
        if name in targets:
            raise ValidationError(f"Line {number}: “{name}” is there twice.")
        notes: dict[str, str] = {}
        percent: dict[str, float] = {}
        for at, line in enumerate(block[1:], start=number + 1):
            note, colon, words = line.partition(":")
            if colon and note.strip().lower() in NOTES:
                notes[note.strip().lower()] = words.strip()
                continue
            level, sign, share = line.rpartition("=")
            if not sign or not level.strip() or level.strip() in percent:
                raise ValidationError(f"Line {at}: write a group and its per cent, such as “16 to 34 = 30”, each group once.")
            percent[level.strip()] = _number(share, at)
        targets[name] = {"source": notes.get("source", ""), "percent": percent}
        asks[name] = plain(question, notes.get("easy read", ""), notes.get("welsh", ""))
    return targets, asks


def _blocks(typed: str) -> list[tuple[int, list[str]]]:
    found: list[tuple[int, list[str]]] = []
    begun = False
    for number, line in enumerate(typed.splitlines(), start=1):
        if not line.strip():
            begun = False
        elif begun:
            found[-1][1].append(line.strip())
        else:
            found.append((number, [line.strip()]))
            begun = True
    return found


def _number(share: str, line: int) -> float:
    try:
        return float(share.strip().rstrip("%"))
    except ValueError:
        raise ValidationError(f"Line {line}: “{share.strip()}” is no number. Write the per cent in digits, such as 30 or 12.5.") from None
