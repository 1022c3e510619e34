"""Drafts out for comment, and the comments. What people wrote, and their names, are in the vault alone."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from folkmoot.site.documents.comment_rules import OUTCOME_CHOICES, REFUSAL_CHOICES
from folkmoot.site.people.encryption import EncryptedTextField
from folkmoot.site.renditions import RenditionsField

STAFF = settings.AUTH_USER_MODEL


class CommentRound(models.Model):
    """A draft as it was put out for comment, until and with a day."""

    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    hash = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    closes_on = models.DateField()
    drafted_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="comment_rounds_drafted")
    opened_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="comment_rounds_opened")

    class Meta:
        ordering = ["document_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="comment_round_is_new"),
            models.CheckConstraint(condition=~Q(opened_by=F("drafted_by")), name="comment_round_by_a_second_person"),
        ]

    def __str__(self) -> str:
        return f"draft {self.number} of {self.document}"

    @property
    def opened_on(self) -> date:
        """The local day it was put out."""
        return timezone.localdate(self.opened_at)


class Comment(models.Model):
    """That someone commented on a clause of a draft (on all of it, without a clause). Their words are in the vault."""

    round = models.ForeignKey(CommentRound, on_delete=models.PROTECT, related_name="comments")
    number = models.PositiveIntegerField()
    clause = models.CharField(max_length=20, blank=True)
    receipt = models.UUIDField(unique=True, default=uuid.uuid4)  # made with the form, so that sending twice is harmless
    participant = models.ForeignKey("people.Participant", null=True, blank=True, on_delete=models.SET_NULL, related_name="comments")
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["round_id", "number"]
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="comment_number_is_new")]

    def __str__(self) -> str:
        return f"comment {self.number} on {self.round}"


class CommentWords(models.Model):
    """What someone wrote in a comment, and the name to show beside it, encrypted. Lives in the vault; can be deleted."""

    receipt = models.UUIDField(unique=True)  # of the comment, in the main database
    words = EncryptedTextField()
    name = EncryptedTextField(blank=True)

    def __str__(self) -> str:
        return f"words of comment {self.receipt}"


class CommentLook(models.Model):
    """Whether everyone may read a Comment, or why not. The last look counts."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="looks")
    show = models.BooleanField()
    reason = models.CharField(max_length=20, blank=True, choices=REFUSAL_CHOICES)
    words = models.CharField(max_length=300, blank=True)  # for colleagues
    looked_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="comments_looked_at")
    looked_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(show=True, reason="") | Q(show=False, reason__in=[reason for reason, _ in REFUSAL_CHOICES]),
                name="comment_is_refused_with_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"look at {self.comment}"


class CommentAnswer(models.Model):
    """What came of a Comment, and why. A better answer is a new row; the last one counts."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="answers")
    outcome = models.CharField(max_length=20, choices=OUTCOME_CHOICES)
    words = RenditionsField()
    answered_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="comments_answered")
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=[outcome for outcome, _ in OUTCOME_CHOICES]), name="comment_outcome_is_known")
        ]

    def __str__(self) -> str:
        return f"answer to {self.comment}"
