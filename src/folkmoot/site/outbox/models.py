"""Invitations that are due or done, batches of letters, and people who opted out. No name and no address: those are in the vault."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Kind(models.TextChoices):
    """What somebody is written to for."""

    INVITATION = "invitation", "Invitation"
    REMINDER = "reminder", "Reminder"


class Way(models.TextChoices):
    """How it goes to them."""

    MAIL = "mail", "E-mail"
    LETTER = "letter", "Letter"


class State(models.TextChoices):
    """What became of it. LAPSED: erased, answered, withdrawn or closed before it went."""

    DUE = "due", "Waiting"
    SENT = "sent", "Sent by e-mail"
    PRINTED = "printed", "Printed as a letter"
    GIVEN_UP = "given up", "Given up: the mail server refused it"
    OPTED_OUT = "opted out", "Not sent: they opted out"
    LAPSED = "lapsed", "Not sent: no longer needed"


class Batch(models.Model):
    """Letters that were printed together. It can be printed again by its number."""

    engagement = models.ForeignKey("engagement.Engagement", on_delete=models.PROTECT, related_name="letter_batches")
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["engagement_id", "number"]
        constraints = [models.UniqueConstraint(fields=["engagement", "number"], name="batch_has_a_number_of_its_own")]

    def __str__(self) -> str:
        return f"batch {self.number} of {self.engagement_id}"


class Due(models.Model):
    """One invitation or reminder to one person. `claimed_at` is when a pass took it in hand; `tries` how often it was refused.

    `out_hash` is the keyed hash of the token in their link to opt out (tokens.py).
    """

    participant = models.ForeignKey("people.Participant", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    engagement = models.ForeignKey("engagement.Engagement", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    round = models.PositiveSmallIntegerField()
    way = models.CharField(max_length=8, choices=Way.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DUE)
    out_hash = models.CharField(max_length=64, db_index=True)
    batch = models.ForeignKey(Batch, null=True, blank=True, on_delete=models.PROTECT, related_name="letters")
    queued_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["engagement", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "engagement", "kind", "round"],
                condition=Q(participant__isnull=False),
                name="nobody_is_due_the_same_twice",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="due_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=State.DUE, done_at__isnull=True) | (~Q(state=State.DUE) & Q(done_at__isnull=False)),
                name="due_is_done_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state=State.PRINTED, batch__isnull=False) | (~Q(state=State.PRINTED) & Q(batch__isnull=True)),
                name="printed_letters_are_in_a_batch",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class OptOut(models.Model):
    """Somebody who is never written to again. It goes with them when they are erased: then nobody is left to write to."""

    participant = models.OneToOneField("people.Participant", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"opt-out {self.pk}"
