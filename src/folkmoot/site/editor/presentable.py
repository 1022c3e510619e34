"""What keeps a draft from being a version, and what of it can be shown as it is."""

from django.core.exceptions import ValidationError

from folkmoot.site.editor.content import Sections
from folkmoot.site.engagement.questionnaire_rules import read


def mistakes(sections: Sections) -> list[str]:
    """What keeps a draft from being a version, each in a sentence."""
    try:
        read(sections)
    except ValidationError as error:
        return list(error.messages)
    return []


def presentable(sections: Sections) -> tuple[Sections, list[str]]:
    """What of a draft people could be shown as it is, and what is left out of that, in sentences.

    A question that is not right yet is left out, then each section that is empty, then the steps where they do not fit together.
    """
    if not (wrong := mistakes(sections)):
        return sections, []
    shown: Sections = []
    for section in sections:
        made = {**section, "questions": []}
        made.pop("steps", None)
        for question in section["questions"]:
            tried = {**made, "questions": [*made["questions"], question]}
            if not mistakes([*shown, tried]):
                made = tried
        if made["questions"] or made.get("information"):
            shown.append(made)
    steps = {section["key"]: section["steps"] for section in sections if section.get("steps")}
    stepped = [{**section, **({"steps": steps[section["key"]]} if section["key"] in steps else {})} for section in shown]
    if not mistakes(stepped):
        return stepped, wrong
    return ([], wrong) if mistakes(shown) else (shown, wrong)
