"""The residents' survey as the site asks it: its pages, whom it is put to, and how its answers are weighed.

What counts as what, and the population's targets, are read from plan.toml, so that `folkmoot weigh` and the site cannot differ.
"""

import tomllib
from pathlib import Path
from typing import Any

import polars as pl

from examples.essex import residents
from examples.essex.questionnaire import ABOUT_YOU, LEAD_IN, OUTLOOK, STATEMENTS, Option, Question
from examples.essex.texts import Texts, texts

PLAN = tomllib.loads((Path(__file__).parent / "plan.toml").read_text("utf-8"))

TITLE = texts("Residents' survey 2020", "Survey 2020: what do you think?", "Arolwg trigolion 2020")
QUESTION = texts(
    "For what may public bodies in Essex use what they know about you, with your consent and knowledge?",
    "Is it OK to use records about you?",
)
AGAIN_TITLE = texts("Ready for school: we are asking again", "Ready for school: we ask again", "Barod am yr ysgol: rydym yn gofyn eto")
AGAIN_QUESTION = texts(
    "Five years and more have gone by. What do you think now about uses of records in Essex?",
    "What do you think now about the use of records?",
)
WHO_SEES = texts(
    "Two people in the council's research team. Your answers are kept apart from your name. "
    "Totals are published, never one person's answers.",
    "Two people at the council. They do not see your name.",
)
EASY_READ_CHECK = {
    "readers": "A made-up reading group of people with learning disabilities",
    "people": 6,
    "changed": "“Data” became “records”, and a record was explained.",
}
SAMPLE = {
    "name": "Residents who chose to answer",
    "method": PLAN["survey"]["sample"],
    "population": PLAN["survey"]["population"],
    "how_people_came": PLAN["survey"]["how_people_came"],
    "targets": PLAN["weights"]["targets"],
}
SUPPORT = "People who would rather not use this site can answer by phone or on paper. The council's contact centre helps them."
CONFIG: dict[str, Any] = {
    "minutes": 5,
    "who_sees": WHO_SEES,
    "statements": PLAN["statements"],
    "recodes": PLAN["recodes"],
    "derive": PLAN["derive"],
    "analyses": PLAN["analyses"],
    "publish": PLAN["publish"],
}

SIGNS = {
    "Strongly agree": "yes a lot",
    "Slightly agree": "yes",
    "Neither agree nor disagree": "between",
    "Slightly disagree": "no",
    "Strongly disagree": "no not at all",
    "Don't know": "not sure",
}
AGREEMENT = set(SIGNS)

# What is known of where a person lives from their postcode, and is not asked.
FROM_THE_POSTCODE = (
    {
        "key": "deprivation",
        "type": "single_choice",
        "text": texts(PLAN["columns"]["deprivation"]["label"]),
        "options": [{"value": words, "text": texts(words)} for words in PLAN["columns"]["deprivation"]["codes"].values()],
        "attribute": "deprivation",
        "asked": False,
    },
    {
        "key": "area",
        "type": "single_choice",
        "text": texts(PLAN["columns"]["area"]["label"]),
        "options": [{"value": value, "text": texts(value)} for value in PLAN["columns"]["area"]["values"]],
        "attribute": "area",
        "asked": False,
    },
)


def rows() -> list[dict[str, str | None]]:
    """The made-up responses as the site imports them: a cell for each question, and the id of each response."""
    wanted = {question["key"] for page in pages() for question in page["questions"]} | {"response"}
    fifths = PLAN["columns"]["deprivation"]["codes"]
    frame = residents.responses().select(sorted(wanted)).with_columns(pl.col("deprivation").cast(pl.String).replace_strict(fifths))
    return frame.to_dicts()


def pages() -> list[dict[str, Any]]:
    """The survey's sections, as an instrument holds them."""
    return [
        {
            "key": "uses",
            "title": texts("Uses of records", "Using records", "Defnyddio cofnodion"),
            "intro": LEAD_IN,
            "questions": [_question(question) for question in STATEMENTS],
        },
        {
            "key": "place",
            "title": texts("Where you live", "Near your home", "Ble rydych chi'n byw"),
            "questions": [_question(question) for question in OUTLOOK],
        },
        {
            "key": "you",
            "title": texts("About you", "About you", "Amdanoch chi"),
            "intro": texts(
                "These help us see who has answered and who is missing. Skip any you like.",
                "This helps us to hear from everyone. You can skip any question.",
            ),
            "questions": [*(_question(question) for question in ABOUT_YOU), *FROM_THE_POSTCODE],
        },
    ]


def _question(question: Question) -> dict[str, Any]:
    agreement = {option.value for option in question.options} <= AGREEMENT
    made: dict[str, Any] = {
        "key": question.id,
        "type": "scale" if agreement else "single_choice",
        "text": question.text,
        "options": [_option(option) for option in question.options],
    }
    if question.hint:
        made["hint"] = question.hint
    if question.only_if:
        made["only_if"] = {"question": question.only_if[0], "answer": question.only_if[1]}
    if label := PLAN["columns"].get(question.id, {}).get("label"):
        made["label"] = label
    if question not in STATEMENTS:
        made["attribute"] = question.id
    return made


def _option(option: Option) -> dict[str, Any]:
    text: Texts = option.text
    return {"value": option.value, "text": text} | ({"sign": SIGNS[option.value]} if option.value in SIGNS else {})
