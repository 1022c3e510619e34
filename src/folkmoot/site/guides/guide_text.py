"""A topic guide as people write it, and the parts it has.

    # What records are for (30 minutes)
    aim: To hear why people answered as they did.
    What went through your mind when you answered this? [1, 2]
    - Whom did you think of?
    material: Two cards, each with a use of records

A line with `#` begins a part. Under it stands its aim, its materials and its questions, a line each; a line with `-` is a prompt for the
question above it. Numbers in square brackets at the end of a question say which considerations it explores. `easy read:` and `Welsh:` give
the heading or question above them in another rendition.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from folkmoot.site.renditions import plain

MOST_PARTS, MOST_QUESTIONS, MOST_PROMPTS, LONGEST, MOST_MINUTES = 20, 100, 10, 500, 600
MOST_PROBLEMS = 20
_HEADING = re.compile(r"#+\s*(.*?)\s*\((\d{1,3}) min(?:ute)?s?\)")
_EXPLORES = re.compile(r"(.*?)\s*\[([\d,\s]+)\]")
_NOTE = re.compile(r"(aim|material|easy read|welsh)\s*:\s*(.*)", re.IGNORECASE)


def read_guide(text: str, considerations: int) -> list[dict[str, Any]]:
    """The parts of a guide in which this many considerations can be named, counted from 1.

    Raises ValidationError with every problem, each naming its line, up to MOST_PROBLEMS.
    """
    parts: list[dict[str, Any]] = []
    problems: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        problem = "It is longer than 500 letters." if len(line) > LONGEST else _take(line.strip(), parts, considerations)
        if problem:
            problems.append(f"Line {number}: {problem}")
    if not problems:
        problems = _whole(parts)
    if problems:
        raise ValidationError(problems[:MOST_PROBLEMS])
    return parts


def text_of(parts: Sequence[Mapping[str, Any]]) -> str:
    """The same as people write it: `read_guide` gives the parts back."""
    lines: list[str] = []
    for part in parts:
        lines += ["", f"# {part['title']['en']['standard']} ({part['minutes']} minutes)", *_notes(part["title"])]
        lines += [f"aim: {part['aim']}"] if part["aim"] else []
        for question in part["questions"]:
            explores = f" [{', '.join(str(at) for at in question['explores'])}]" if question["explores"] else ""
            lines += [f"{question['text']['en']['standard']}{explores}", *_notes(question["text"])]
            lines += [f"- {prompt}" for prompt in question["prompts"]]
        lines += [f"material: {material}" for material in part["materials"]]
    return "\n".join(lines).lstrip("\n") + "\n"


def hints_of(parts: Sequence[Mapping[str, Any]], considerations: int, minutes: int) -> list[str]:
    """What a facilitator may want to put right, each in a sentence; [] when nothing."""
    explored = {at for part in parts for question in part["questions"] for at in question["explores"]}
    said = [f"No question explores consideration {at} yet." for at in range(1, considerations + 1) if at not in explored]
    together = sum(part["minutes"] for part in parts)
    if parts and together > minutes:
        said.append(f"Its parts take {together} minutes together, and it is to take {minutes}.")
    if considerations:
        said += [
            f"No question in “{part['title']['en']['standard']}” explores a consideration."
            for part in parts
            if part["questions"] and not any(question["explores"] for question in part["questions"])
        ]
    return said


def _take(line: str, parts: list[dict[str, Any]], considerations: int) -> str:
    """Put a line where it belongs; what is wrong with it."""
    if line.startswith("#"):
        heading = _HEADING.fullmatch(line)
        if not heading or not heading[1]:
            return "write a heading with its minutes, such as “# Warm up (10 minutes)”."
        parts.append({"title": plain(heading[1]), "minutes": int(heading[2]), "aim": "", "materials": [], "questions": []})
        return ""
    if not parts:
        return "begin with a heading, such as “# Warm up (10 minutes)”."
    questions = parts[-1]["questions"]
    if line.startswith("-"):
        if not questions or not line[1:].strip():
            return "a prompt stands under a question, and says something."
        questions[-1]["prompts"].append(line[1:].strip())
        return ""
    if note := _NOTE.fullmatch(line):
        return _take_note(note[1].casefold(), note[2], parts[-1])
    words, explores = line, []
    if found := _EXPLORES.fullmatch(line):
        words, explores = found[1], sorted({int(at) for at in re.findall(r"\d+", found[2])})
    if not words:
        return "write the question before the square brackets."
    questions.append({"text": plain(words), "explores": explores, "prompts": []})
    if strange := [at for at in explores if not 1 <= at <= considerations]:
        there = f"they go from 1 to {considerations}" if considerations else "none is chosen"
        return f"there is no consideration {strange[0]}: {there}."
    return ""


def _take_note(kind: str, words: str, part: dict[str, Any]) -> str:
    if not words:
        return f"write something after “{kind}:”."
    if kind == "aim":
        part["aim"] = words
    elif kind == "material":
        part["materials"].append(words)
    else:
        texts = part["questions"][-1]["text"] if part["questions"] else part["title"]
        language, style = ("en", "easy") if kind == "easy read" else ("cy", "standard")
        texts.setdefault(language, {})[style] = words
    return ""


def _whole(parts: Sequence[Mapping[str, Any]]) -> list[str]:
    questions = [question for part in parts for question in part["questions"]]
    checks = {
        "Write at least one part with a question.": not questions,
        f"There are {len(parts)} parts. The most is {MOST_PARTS}.": len(parts) > MOST_PARTS,
        f"There are {len(questions)} questions. The most is {MOST_QUESTIONS}.": len(questions) > MOST_QUESTIONS,
        f"A question has more than {MOST_PROMPTS} prompts.": any(len(question["prompts"]) > MOST_PROMPTS for question in questions),
        f"Its parts take more than {MOST_MINUTES} minutes together.": sum(part["minutes"] for part in parts) > MOST_MINUTES,
    }
    return [words for words, holds in checks.items() if holds]


def _notes(texts: Mapping[str, Mapping[str, str]]) -> list[str]:
    easy, welsh = texts.get("en", {}).get("easy", ""), texts.get("cy", {}).get("standard", "")
    return [f"easy read: {easy}"] * bool(easy) + [f"Welsh: {welsh}"] * bool(welsh)
