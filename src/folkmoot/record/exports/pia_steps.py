"""The seven steps of the Information Commissioner's DPIA template, as the sections of a form that the CNIL's PIA tool can open.

A question's number is its step, its part and its place: 311 is step 3, part 1, question 1. The record prefills what it knows.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class PiaQuestion:
    """A question of a step; `prefill` says what the record knows of it: questions of the record by id, or `engagements`, `findings`,
    `parties`, `datasets`, `checks` or `decisions`."""

    ask: str
    prefill: tuple[str, ...] = ()


STEPS: tuple[tuple[str, tuple[PiaQuestion, ...]], ...] = (
    (
        "Why an assessment is needed",
        (PiaQuestion("What is it meant to do, and why is an assessment needed?", ("problem", "what", "gains")),),
    ),
    (
        "What is done with the records",
        (
            PiaQuestion(
                "Nature: where records come from, how they travel, are joined, kept and deleted", ("datasets", "moving", "joining", "kept")
            ),
            PiaQuestion("Scope: whose records, which, how many, for how long and where", ("people", "left_out", "starts", "ends", "where")),
            PiaQuestion("Context: what people would expect, and how they are told", ("telling", "opt_outs", "groups")),
            PiaQuestion("Purposes: what is to come of it, and for whom", ("purposes", "excluded_purposes", "benefit")),
        ),
    ),
    (
        "Who was asked",
        (
            PiaQuestion("How and when people were asked what they think", ("engagements",)),
            PiaQuestion("What they said", ("findings",)),
            PiaQuestion("What was answered to them", ("decisions",)),
        ),
    ),
    (
        "Whether it is necessary and in proportion",
        (
            PiaQuestion("The basis in law, and the power to pass records on", ("lawful_basis", "sensitive_basis", "power", "confidence")),
            PiaQuestion("Whether it does what it is for, and what else would", ("methods", "alternatives")),
            PiaQuestion("How little is used, and how well", ("safe_data", "model")),
            PiaQuestion(
                "People's rights, and who does what among the organisations", ("own_records", "objecting", "complaining", "parties")
            ),
        ),
    ),
    ("Risks to people", (PiaQuestion("Each risk: how likely, how severe, and how great in all", ("groups", "equality")),)),
    (
        "What lowers the risks",
        (
            PiaQuestion(
                "Each measure: what it does, and the risk that is left",
                ("names_off", "safe_people", "safe_projects", "safe_settings", "safe_outputs"),
            ),
        ),
    ),
    (
        "Signing off",
        (PiaQuestion("Who approved the measures, the data protection officer's advice, and the day to look again", ("checks",)),),
    ),
)


def numbered() -> list[tuple[int, PiaQuestion]]:
    """Every question with its number."""
    return [(step * 100 + 10 + at, question) for step, (_, asked) in enumerate(STEPS, 1) for at, question in enumerate(asked, 1)]


def structure_data() -> dict[str, Any]:
    """The steps as the PIA tool's own form of a structure."""
    sections = []
    for step, (title, asked) in enumerate(STEPS, 1):
        questions = [
            {
                "id": step * 100 + 10 + at,
                "title": question.ask,
                "short_title": question.ask,
                "link_knowledge_base": [],
                "placeholder": "",
                "answer_type": "text",
                "answer": "",
                "active": True,
            }
            for at, question in enumerate(asked, 1)
        ]
        item = {"id": 1, "title": title, "evaluation_mode": "item", "short_help": "", "questions": questions}
        sections.append({"id": step, "title": f"{step}. {title}", "short_help": "", "items": [item]})
    return {"sections": sections}
