"""Drafts of instruments with their steps, and questions that Organisations put into the bank."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from folkmoot.site.ordered_json import OrderedJSONField
from folkmoot.site.renditions import Texts


class InstrumentDraft(models.Model):
    """A questionnaire while it is written. It is never put to people: a version is made of it.

    `content` is what it says now: `slug`, the name of its instrument, `title`, and `questions` as docs/reference/question-types.md has
    them. `revision` counts every change, undoing too, so that of two people who change it at once the second is told. `at` is the number
    of the step it stands at.
    """

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="instrument_drafts")
    content = OrderedJSONField()
    revision = models.PositiveIntegerField(default=0)
    at = models.PositiveIntegerField(default=0)
    version = models.ForeignKey("engagement.InstrumentVersion", on_delete=models.PROTECT, related_name="drafts", null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-changed_at", "-id"]

    def __str__(self) -> str:
        return f"draft {self.pk} of {self.slug}"

    @property
    def slug(self) -> str:
        """The name of its instrument."""
        return str(self.content["slug"])

    @property
    def title(self) -> Texts:
        """Its title."""
        found: Texts = self.content["title"]
        return found

    @property
    def questions(self) -> list[dict[str, Any]]:
        """Its sections, as data."""
        found: list[dict[str, Any]] = self.content["questions"]
        return found


class DraftStep(models.Model):
    """One step in the making of a draft: what was done, in words, and what the draft said after it."""

    draft = models.ForeignKey(InstrumentDraft, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    words = models.CharField(max_length=200)
    content = OrderedJSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["draft_id", "number"]
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="draft_step_has_its_number")]

    def __str__(self) -> str:
        return f"step {self.number} of draft {self.draft_id}"


class BankQuestion(models.Model):
    """A question that an Organisation put into the bank, from a version in which it stood."""

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="bank_questions")
    name = models.CharField(max_length=120, unique=True)  # what stands under `bank` in a question
    theme = models.CharField(max_length=40)
    question = OrderedJSONField()
    why = models.TextField(max_length=1_000)
    tested = models.CharField(max_length=300, blank=True)
    version = models.ForeignKey("engagement.InstrumentVersion", on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="bank_question_has_a_name")]

    def __str__(self) -> str:
        return self.name
