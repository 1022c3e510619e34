"""Notices from before the record had its 57 fields: what they say can still be read, for good, as it was published."""

from typing import Any

from folkmoot.record.documents import Document
from folkmoot.record.fields import QUESTIONS

_NO_LONGER_ASKED = {
    "label_sees": "Who sees it, in one line?",
    "who_sees": "Who will see the joined records?",
    "safeguards": "What else keeps them safe?",
}


def is_older(content: Document) -> bool:
    """Whether a notice was written in the form that notices had before."""
    return "answers" not in content


def older_answers(content: Document) -> list[tuple[str, list[Any]]]:
    """What an older notice answers: each question with its texts (in renditions), or with the words of a choice."""
    found = []
    for key, answer in content["fields"].items():
        ask = QUESTIONS[key].ask if key in QUESTIONS else _NO_LONGER_ASKED.get(key, key)
        if isinstance(answer, str):
            option = QUESTIONS[key].option(answer) if key in QUESTIONS else None
            found.append((ask, [{"en": {"standard": option.words if option else answer}}]))
        else:
            found.append((ask, [answer] if "en" in answer else list(answer.values())))
    return found
