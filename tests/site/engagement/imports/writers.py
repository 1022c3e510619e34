"""Small writers of the exports that other systems make, for made-up people. Each person is their answers by our question keys."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from folkmoot.site.engagement.questionnaire import parse
from tests.site.paper.world import questions

QUESTIONS = {question.key: question for question in parse(questions()).questions}
WHEN = "2026-01-15 10:30:00"
PERSONAL = ("198.51.100.7", "pat@example.org", "Pat", "Synthetic")


def written(rows: Iterable[Sequence[str]], between: str = ",") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=between, quoting=csv.QUOTE_ALL).writerows(rows)
    return out.getvalue()


def text_of(key: str) -> str:
    return QUESTIONS[key].text["en"]["standard"]


def words_of(key: str, value: str) -> str:
    options = (*QUESTIONS[key].options, *QUESTIONS[key].rows)
    return next(option.text["en"]["standard"] for option in options if option.value == value)


def parts(key: str, answer: Any) -> list[tuple[str, str]]:
    """The columns a question takes where each option or row has its own, with the cell of each."""
    question = QUESTIONS[key]
    if question.type == "grid":
        return [(row.value, (answer or {}).get(row.value, "")) for row in question.rows]
    if question.type == "multiple_choice":
        return [(value, "Y" if value in (answer or []) else "") for value in question.values]
    if question.type == "ranking":
        return [(value, str(answer.index(value) + 1) if answer and value in answer else "") for value in question.values]
    if question.type == "budget":
        return [(value, str(answer[value]) if answer else "") for value in question.values]
    return [("", "" if answer is None else str(answer))]


def lime_survey(people: Sequence[Mapping[str, Any]], *, headings: str = "code", submitted: Sequence[str] = (), between: str = ",") -> str:
    """Headings by code (`q[part]`), by the question's words (“Words [part]”), or both."""
    words = headings != "code"
    system = (
        ["Response ID", "Date submitted", "Last page", "Start language", "Seed"]
        if words
        else ["id", "submitdate", "lastpage", "startlanguage", "seed"]
    )
    head = [*system, "IP address" if words else "ipaddr", "E-mail" if words else "email"]
    for key in QUESTIONS:
        for part, _ in parts(key, None):
            told = f"{text_of(key)} [{words_of(key, part)}]" if part else text_of(key)
            code = f"{key}[{part}]" if part else key
            head.append({"code": code, "words": told, "both": f"{code}. {told}"}[headings])
    head += [("Other" if words else "health[other]"), "groupTime8020"]
    rows = [head]
    for at, person in enumerate(people):
        when = submitted[at] if submitted else WHEN
        row = [str(at + 1), when, "3", ("en", "cy")[at % 2], "12345", *PERSONAL[:2]]
        for key in QUESTIONS:
            for _, cell in parts(key, person.get(key)):
                row.append(f"{cell}.0000000000" if QUESTIONS[key].type == "number" and cell else cell)
        rows.append([*row, "", "4.5"])
    return written(rows, between)


def qualtrics(people: Sequence[Mapping[str, Any]], *, finished: Sequence[str] = (), in_one_cell: bool = True) -> str:
    """Three rows of headings. Several choices stand in one cell, or in a column each."""
    names = [
        "StartDate",
        "EndDate",
        "Status",
        "IPAddress",
        "Progress",
        "Duration",
        "Finished",
        "RecordedDate",
        "ResponseId",
        "RecipientLastName",
        "RecipientFirstName",
    ]
    names += ["RecipientEmail", "LocationLatitude", "DistributionChannel", "UserLanguage"]
    heads: list[tuple[str, str, str]] = [(name, name, name) for name in names]
    for key, question in QUESTIONS.items():
        if question.type == "multiple_choice" and in_one_cell:
            heads.append((key, f"{text_of(key)} - Selected Choice", f"QID_{key}"))
            continue
        for at, (part, _) in enumerate(parts(key, None), start=1):
            name = f"{key}_{at}" if part else key
            heads.append((name, f"{text_of(key)} - {words_of(key, part)}" if part else text_of(key), f"QID_{name}"))
    rows = [[name for name, _, _ in heads], [words for _, words, _ in heads], [json.dumps({"ImportId": key}) for _, _, key in heads]]
    for at, person in enumerate(people):
        done = finished[at] if finished else "True"
        row = [WHEN, WHEN, "0", PERSONAL[0], "100", "90", done, WHEN, f"R_{at}", *PERSONAL[3:1:-1], PERSONAL[1], "51.5", "anonymous",
               ("EN-GB", "CY")[at % 2]]  # fmt: skip
        for key, question in QUESTIONS.items():
            if question.type == "multiple_choice" and in_one_cell:
                row.append(",".join(words_of(key, value) for value in person.get(key) or []))
            else:
                row += [cell for _, cell in parts(key, person.get(key))]
        rows.append(row)
    return written(rows)


def smart_survey(people: Sequence[Mapping[str, Any]], *, ended: Sequence[str] = ()) -> str:
    """Two rows of headings: the question over the first of its columns, the parts below. Dates as Britain writes them."""
    above = ["UserID", "UserNo", "Name", "Email", "IP Address", "Started", "Ended", "Tracking Link"]
    below = [""] * len(above)
    for key in QUESTIONS:
        for at, (part, _) in enumerate(parts(key, None)):
            above.append("" if at else text_of(key))
            below.append(words_of(key, part) if part else "Response")
    rows = [above, below]
    for at, person in enumerate(people):
        row = [
            f"9000{at}",
            str(at),
            PERSONAL[2],
            PERSONAL[1],
            PERSONAL[0],
            "15/01/2026 10:00",
            ended[at] if ended else "15/01/2026 10:30",
            "Web",
        ]
        for key, question in QUESTIONS.items():
            cells = parts(key, person.get(key))
            row += [words_of(key, part) if cell == "Y" and question.type == "multiple_choice" else cell for part, cell in cells]
        rows.append(row)
    return written(rows)


def decidim(people: Sequence[Mapping[str, Any]]) -> str:
    """Numbered questions, a matrix a column for each row, several choices in one cell; semicolons between columns."""
    head = ["Session token", "Created at", "Ip hash", "User status"]
    for number, key in enumerate(QUESTIONS, start=1):
        names = [f"/{words_of(key, part)}" for part, _ in parts(key, None)] if QUESTIONS[key].type in {"grid", "budget"} else [""]
        head += [f"{number}. {text_of(key)}{name}" for name in names]
    rows = [head]
    for at, person in enumerate(people):
        row = [f"{at:032x}", WHEN, "abc123", "unregistered"]
        for key, question in QUESTIONS.items():
            answer = person.get(key)
            if question.type in {"multiple_choice", "ranking"}:
                row.append(", ".join(words_of(key, value) for value in answer or []))
            else:
                row += [cell for _, cell in parts(key, answer)]
        rows.append(row)
    return written(rows, ";")


WRITERS = {"limesurvey": lime_survey, "qualtrics": qualtrics, "smartsurvey": smart_survey, "decidim": decidim}
