"""What people asked and complained about, and what nearly went wrong, in the example. All of it is made up."""

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from examples.essex.texts import Texts, texts
from folkmoot.site.concerns import domain, handling, queries

QUESTIONS: tuple[tuple[str, Texts, Texts], ...] = (
    (
        "Can someone from the council look my little boy up in this?",
        texts(
            "Can the council look up one child in the joined records?",
            easy="Can you look up one child?",
            welsh="A all y cyngor chwilio am un plentyn yn y cofnodion?",
        ),
        texts(
            "No. Names, addresses and dates of birth are taken out before the records are joined. The analysts see a made-up code for each "
            "child, and may only publish numbers about groups.",
            easy="No.\n\nWe take names out first.\n\nWe only look at groups of children.",
            welsh="Na. Mae enwau, cyfeiriadau a dyddiadau geni yn cael eu tynnu cyn i'r cofnodion gael eu huno.",
        ),
    ),
    (
        "Our nursery asked what happens to all this when the project is over.",
        texts(
            "What happens to the joined records when this ends?",
            easy="What happens at the end?",
            welsh="Beth sy'n digwydd i'r cofnodion wedyn?",
        ),
        texts(
            "They are deleted on the day the notice gives. The results, which show no child, stay public.",
            easy="We delete the records.\n\nThe results stay.",
            welsh="Maent yn cael eu dileu ar y diwrnod y mae'r hysbysiad yn ei roi.",
        ),
    ),
)
COMPLAINT = "The letter about the survey came to us twice, and I had already said no on the telephone."
COMPLAINT_ANSWERED = "You are right. Your telephone call was not written down. It is now, and we have changed how calls are noted."
NEAR_MISS = {
    "happened": "A test file with ten made-up rows was sent to the wrong internal address. It held made-up rows only.",
    "data_affected": "None about anybody: every row was made up.",
    "cause": "The address was typed by hand.",
    "effects": "None.",
    "remedial": "The receiver deleted the file. Addresses are now chosen from a list.",
    "ico_why_not": "Nothing about anybody was sent.",
    "people_why_not": "Nothing about anybody was sent.",
    "lessons": "A list of addresses is safer than typing.",
}
NEAR_MISS_TITLE = texts(
    "A test file went to the wrong address",
    easy="A file went to the wrong place",
    welsh="Aeth ffeil brawf i'r cyfeiriad anghywir",
)
NEAR_MISS_TEXT = texts(
    "Before any records were joined, a test file was sent to the wrong colleague. Every row was made up, so nothing about anybody was "
    "seen. The file was deleted the same day. Addresses are no longer typed by hand.",
    easy="We sent a test file to the wrong person.\n\nIt had no real people in it.\n\nThe file was deleted.",
    welsh="Anfonwyd ffeil brawf at y cydweithiwr anghywir. Roedd pob rhes ynddi wedi'i gwneud i fyny.",
)


def replay(
    *, initiative: Any, staff: dict[str, Any], committee: Any, today: date, on: Callable[[date], AbstractContextManager[None]]
) -> None:
    """Two published questions, a third that waits, a complaint that was answered and one that waits, and a near miss that is closed."""
    officer, lead = staff["officer"], staff["lead"]

    def day(days: int) -> date:
        return today - timedelta(days=days)

    for days, (words, wording, answer) in zip((26, 19), QUESTIONS, strict=True):
        with on(day(days)):
            asked = queries.question(_receive("question", initiative, words))
        with on(day(days - 6)):
            answered = domain.answer_question(by=officer, question=asked, wording=wording, answer=answer)
            domain.look_at_answer(by=lead, answer=answered, publish=True)
    with on(day(27)):
        complained = queries.complaint(_receive("complaint", initiative, COMPLAINT))
    for days, step in ((24, "acknowledged"), (20, "looked_into"), (9, "answered")):
        with on(day(days)):
            told = COMPLAINT_ANSWERED if step == "answered" else ""
            domain.move_complaint(by=officer, complaint=complained, step=step, told=told, outcome="upheld")
    with on(day(3)):
        _receive("question", initiative, "Who decides whether this goes on next year?")
        _receive("complaint", initiative, "I could not find out whom to telephone.")
    _near_miss(initiative, officer, lead, staff["member"], committee, day, on)


def _receive(kind: str, initiative: Any, words: str) -> int:
    received = domain.receive(kind=kind, initiative=initiative, receipt=uuid.uuid4(), words=words)
    return queries.key_of(received.reference)


def _near_miss(initiative: Any, officer: Any, lead: Any, member: Any, committee: Any, day: Any, on: Any) -> None:
    with on(day(22)):
        found_at = timezone.now() - timedelta(hours=2)
        incident = handling.record_incident(
            by=officer,
            organisation=initiative.lead,
            initiative=initiative,
            found_at=found_at,
            near_miss=True,
            people="nobody",
            likelihood="low",
            severity="low",
            **NEAR_MISS,
        )
        for state in ("contained", "notified", "remedied"):
            handling.move_incident(by=officer, incident=incident, state=state)
        summary = handling.write_summary(by=officer, incident=incident, title=NEAR_MISS_TITLE, text=NEAR_MISS_TEXT)
        handling.publish_summary(by=lead, summary=summary)
    with on(day(12)):
        handling.appraise(
            by=member,
            incident=incident,
            organisation=committee,
            history="It is the first at this organisation. Nothing like it is on record.",
            mitigation="The cause was removed, not only the file. We are content.",
        )
        for state in ("reviewed", "closed"):
            handling.move_incident(by=officer, incident=incident, state=state)
