"""The reference page of the record, read from the table of fields: `python -m folkmoot.record.fields_page > docs/reference/record.md`."""

import sys

from folkmoot.record.fields import FIELDS, PARTS, SECTIONS, Field, Kind, Need, Question, When

_NEEDS = {
    Need.NOTICE: "the notice is published",
    Need.CASE: "the business case is published, and so before a committee decides",
    Need.LICENCE: "records are touched",
    Need.CLOSURE: "the initiative closes",
}
_KINDS = {
    Kind.TEXT: "words",
    Kind.LIST: "a list, one entry a line",
    Kind.CHOICE: "one choice",
    Kind.CHOICES: "choices",
    Kind.DATE: "a day",
    Kind.CODES: "codes of areas",
    Kind.BASES: "an article and words for each controller and purpose",
}
_WHEN = {
    When.SENSITIVE: "when a dataset is about health, beliefs or crime",
    When.SENSORS: "when it senses places",
    When.UNTOLD: "when people are not told one by one",
    When.PREDICTS: "when a computer scores or predicts",
}
_HEAD = """# The record of an initiative

This page is written by `python -m folkmoot.record.fields_page` from `src/folkmoot/record/fields.toml`. Do not edit it: edit that.

An initiative's record has 57 fields. Staff answer some in words, in two publications: the transparency notice and the business case. The
others are kept by the system as things happen, and nobody types them: least of all field 25, who can see the joined records.

A publication is written by some and published by a second person, when nothing is missing from it. Every version stays at its address.
Changing a word of a public notice takes the licence out of force at once, until the new notice is published and a committee has looked at
it, or the draft is thrown away. Answers have renditions in standard English, easy read and Welsh; only the first is needed.
"""


def fields_page() -> str:
    """The page in Markdown."""
    lines = [_HEAD]
    for section, name in SECTIONS.items():
        lines.append(f"## {name}\n")
        for field in FIELDS:
            if field.section == section:
                lines += _field(field)
    return "\n".join(lines).rstrip() + "\n"


def _field(field: Field) -> list[str]:
    said = [f"### {field.number}. {field.name}\n"]
    if field.needed:
        said.append(f"Needed before {_NEEDS[field.needed]}.\n")
    if field.kept:
        said.append(f"Kept from {field.kept}.\n")
    if field.questions:
        said += [_question(question) for question in field.questions] + [""]
    named = {"UK GDPR": field.law, "Digital Economy Act register": field.dea, "Data Use Register": field.dur, "ATRS": field.atrs}
    elsewhere = [f"{register} {name}" for register, name in named.items() if name]
    said.append(f"Terms: {', '.join(f'`{term}`' for term in field.terms)}.{_sentence(elsewhere)}\n")
    return said


def _question(question: Question) -> str:
    rules = [_KINDS[question.kind]]
    rules += [] if question.needed else ["may stay empty"]
    rules += [_WHEN[question.when]] if question.when else []
    return f"* **{question.ask}** `{question.id}`, in “{PARTS[question.part].heading}”: {', '.join(rules)}. For example: {question.example}"


def _sentence(parts: list[str]) -> str:
    return f" Elsewhere: {'; '.join(parts)}." if parts else ""


if __name__ == "__main__":
    sys.stdout.write(fields_page())
