"""Questions and complaints. What people wrote and how to reach them is in the vault alone; these rows say what was done and when."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from folkmoot.site.concerns.complaint_steps import OUTCOME_WORDS, Outcome, Step
from folkmoot.site.concerns.incident_models import Appraisal, Incident, IncidentStep, IncidentVersion, Summary, SummaryPublished
from folkmoot.site.concerns.modes import MODE_WORDS, TYPED_IN, Mode
from folkmoot.site.people.encryption import EncryptedTextField
from folkmoot.site.references import CONCERN
from folkmoot.site.renditions import RenditionsField

__all__ = [
    "Answer",
    "Appraisal",
    "Complaint",
    "ComplaintStep",
    "Incident",
    "IncidentStep",
    "IncidentVersion",
    "Look",
    "Question",
    "Summary",
    "SummaryPublished",
    "Words",
]

STAFF = settings.AUTH_USER_MODEL


class Words(models.Model):
    """What someone wrote to us, or was told in answer, encrypted. Lives in the vault; can be deleted."""

    key = models.CharField(max_length=60, unique=True)  # "question:" or "complaint:" and its reference, for a step its name as well
    text = EncryptedTextField()

    def __str__(self) -> str:
        return self.key


class Received(models.Model):
    """How a question or a complaint came in. `received_at` is, for one that staff typed in, the start of the day on which it came."""

    received_at = models.DateTimeField()
    mode = models.CharField(max_length=20, choices=[(mode.value, MODE_WORDS[mode]) for mode in Mode], default=Mode.FORM.value)
    typed_by = models.ForeignKey(STAFF, null=True, blank=True, on_delete=models.PROTECT, related_name="+")  # None: whoever wrote it

    class Meta:
        abstract = True
        ordering = ["received_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(mode=Mode.FORM.value, typed_by__isnull=True)
                | Q(mode__in=[mode.value for mode in TYPED_IN], typed_by__isnull=False),
                name="%(class)s_is_typed_in_by_staff_or_sent",
            )
        ]


class Question(Received):
    """Something someone asked about an initiative. Its words are in the vault."""

    initiative = models.ForeignKey("initiatives.Initiative", on_delete=models.PROTECT, related_name="questions")
    reference = models.CharField(max_length=CONCERN.length, unique=True)
    receipt = models.UUIDField(unique=True, default=uuid.uuid4)  # made with the form, so that sending twice is harmless
    participant = models.ForeignKey("people.Participant", null=True, blank=True, on_delete=models.SET_NULL, related_name="questions")

    def __str__(self) -> str:
        return f"question {self.pk}"


class Answer(models.Model):
    """An answer to a Question, and the question in words that may be published. A correction is a new version."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    version = models.PositiveIntegerField()
    wording = RenditionsField()  # the question as everyone may read it
    answer = RenditionsField()
    answered_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="answers_written")
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["question_id", "version"]
        constraints = [
            models.UniqueConstraint(fields=["question", "version"], name="answer_version_is_new"),
            models.CheckConstraint(condition=Q(version__gte=1), name="answer_versions_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"answer {self.version} to {self.question}"


class Look(models.Model):
    """A second person's look at an Answer: whether everyone may read it. The last look counts, so that what went out can be taken back."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="looks")
    publish = models.BooleanField()
    reason = models.CharField(max_length=300, blank=True)  # why it is kept back; staff alone read it
    answered_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="answers_looked_at_by_others")
    looked_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="looks_taken")
    looked_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(publish=False) | ~Q(looked_by=F("answered_by")), name="look_by_a_second_person"),
            models.CheckConstraint(condition=Q(publish=True) | ~Q(reason=""), name="kept_back_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"look at {self.answer}"


class Complaint(Received):
    """That someone complained about an initiative. Its words are in the vault."""

    initiative = models.ForeignKey("initiatives.Initiative", on_delete=models.PROTECT, related_name="complaints")
    reference = models.CharField(max_length=CONCERN.length, unique=True)
    receipt = models.UUIDField(unique=True, default=uuid.uuid4)
    participant = models.ForeignKey("people.Participant", null=True, blank=True, on_delete=models.SET_NULL, related_name="complaints")

    def __str__(self) -> str:
        return f"complaint {self.pk}"


class ComplaintStep(models.Model):
    """A step a Complaint took, on a day, and when the system learnt it. What the person was told is in the vault."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=20, choices=[(step.value, step.value) for step in Step])
    outcome = models.CharField(max_length=20, blank=True, choices=[(o.value, OUTCOME_WORDS[o]) for o in Outcome])
    on = models.DateField()
    by = models.ForeignKey(STAFF, null=True, on_delete=models.PROTECT, related_name="complaint_steps")  # None: the person who complained
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["complaint", "step"], name="complaint_takes_a_step_once"),
            models.CheckConstraint(condition=Q(step__in=[step.value for step in Step]), name="complaint_step_is_known"),
            models.CheckConstraint(
                condition=Q(step=Step.ANSWERED.value, outcome__in=[o.value for o in Outcome])
                | (~Q(step=Step.ANSWERED.value) & Q(outcome="")),
                name="complaint_is_answered_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=True, step=Step.RECEIVED.value) | (Q(by__isnull=False) & ~Q(step=Step.RECEIVED.value)),
                name="complaint_steps_are_by_staff_but_the_first",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} of {self.complaint}"
