"""What is held about somebody who took part or was invited, for that person, by the code on their receipt or in their letter.

The code of a letter shows who they are and what they were asked; their answers are shown by the code on their receipt alone, as others in
a home may open a letter.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from folkmoot.site.engagement import receipts
from folkmoot.site.engagement.code_wording import CAME, CODE_WORDING, TO_WHAT
from folkmoot.site.engagement.invitations import participant_with
from folkmoot.site.engagement.models import Engagement, Invitation, Response
from folkmoot.site.engagement.question_types import QUESTION_TYPES
from folkmoot.site.engagement.questionnaire import Question
from folkmoot.site.people.domain import WHAT_IS_HELD
from folkmoot.site.people.queries import reached
from folkmoot.site.renditions import Reader, Texts, filled, plain, render


@dataclass(frozen=True, repr=False)  # so that no log or error shows who somebody is
class Mine:
    """What is held: name and contact ("" where none is), facts as pairs of a heading and words in renditions, and questions
    with their answers."""

    name: str
    contact: str
    facts: Sequence[tuple[Texts, Texts]]
    answers: Sequence[tuple[Question, Any]]

    def as_data(self, reader: Reader) -> Mapping[str, Any]:
        """The same for a file."""
        return {
            "name": self.name,
            "contact": self.contact,
            "held": [{"what": render(what, reader).words, "words": render(words, reader).words} for what, words in self.facts],
            "answers": [
                {"question": question.words(reader), "answer": QUESTION_TYPES[question.type].words(question, answer, reader)}
                for question, answer in self.answers
            ],
        }


def held_by_code(engagement: Engagement, code: str) -> Mine | None:
    """What is held about whoever has a code of this engagement; None for a code that is none."""
    receipt = receipts.read(code)
    kept = Response.objects.select_related("participant").filter(engagement=engagement, receipt=receipt).first() if receipt else None
    if kept is not None:
        series = Response.objects.filter(engagement=engagement, series=kept.series) if kept.series else Response.objects.filter(pk=kept.pk)
        given = list(series.order_by("pk"))
        return _mine(engagement, kept.participant, given, [pair for one in given for pair in _answers(engagement, one)])
    key = participant_with(engagement, code)
    place = Invitation.objects.select_related("participant").filter(engagement=engagement, participant_id=key).first() if key else None
    if place is None:
        return None
    given = list(Response.objects.filter(engagement=engagement, participant=place.participant).order_by("pk"))
    return _mine(engagement, place.participant, given, ())


def _mine(engagement: Engagement, participant: Any, given: Sequence[Response], answers: Sequence[tuple[Question, Any]]) -> Mine:
    who = reached(participant.pseudonym) if participant else None
    facts = [(CODE_WORDING["received_on"], filled(CAME[Response.Mode(one.mode)], at=one.given_at)) for one in given]
    if participant is not None:
        invited = Invitation.objects.filter(participant=participant).select_related("engagement").order_by("pk")
        facts += [(CODE_WORDING["invited"], filled(TO_WHAT, title=place.engagement.title, at=place.made_at)) for place in invited]
        for place in invited:
            facts += [(CODE_WORDING["known"], plain(f"{what}: {words}")) for what, words in place.known.items()]
        facts += [fact for what_is_held in WHAT_IS_HELD for fact in what_is_held(participant)]
    return Mine(who.name if who else "", who.contact if who else "", facts, answers)


def _answers(engagement: Engagement, given: Response) -> list[tuple[Question, Any]]:
    questions = engagement.version.questionnaire.questions
    return [(question, given.answers[question.key]) for question in questions if question.key in given.answers]
