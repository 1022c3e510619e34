"""Whose contact questions and complaints still need: until well after the answer."""

import datetime as dt
from collections.abc import Collection

from folkmoot.site.concerns.complaint_steps import Step
from folkmoot.site.concerns.models import Answer, Complaint, ComplaintStep, Question


def still_needed(participants: Collection[int], since: dt.datetime) -> set[int]:
    """Those of these Participants (by id) with a question or a complaint that is not answered, or was answered after a time."""
    answered = Answer.objects.filter(answered_at__lte=since).values("question_id")
    asked = Question.objects.filter(participant_id__in=participants).exclude(pk__in=answered)
    ended = ComplaintStep.objects.filter(step=Step.ANSWERED, recorded_at__lte=since).values("complaint_id")
    complained = Complaint.objects.filter(participant_id__in=participants).exclude(pk__in=ended)
    found = [*asked.values_list("participant_id", flat=True), *complained.values_list("participant_id", flat=True)]
    return {key for key in found if key is not None}
