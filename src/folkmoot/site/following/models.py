"""People who follow, as pseudonyms; what each chose; the mails that are due; and, in the vault alone, their addresses.

These are lists that are kept up to date, not a ledger: whoever stops is deleted from every one of them.
"""

from django.db import models
from django.db.models import F, Q

from folkmoot.site.people.encryption import EncryptedTextField
from folkmoot.site.renditions import LANGUAGES, STYLES


class Follower(models.Model):
    """Someone who asked to be told by e-mail: how to write to them, and up to which event of the audit log they have been told.

    Nobody is written to before they have confirmed, from a link that was sent to their address.
    """

    pseudonym = models.CharField(max_length=32, unique=True)
    language = models.CharField(max_length=2, choices=LANGUAGES.items())
    style = models.CharField(max_length=10, choices=STYLES.items())
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    told_to = models.BigIntegerField(default=0)  # decision points, up to this event
    digest_to = models.BigIntegerField(default=0)  # everything else, up to this event
    digest_on = models.DateField(null=True, blank=True)  # when the last digest was made; before the first, when they confirmed

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, digest_on__isnull=True) | Q(confirmed_at__isnull=False, digest_on__isnull=False),
                name="follower_has_a_digest_day_once_confirmed",
            )
        ]

    def __str__(self) -> str:
        return f"follower {self.pk}"


class Follow(models.Model):
    """One thing a Follower chose to be told of: a topic, a place, an organisation or one initiative."""

    class Kind(models.TextChoices):
        """What kind of thing it is; `key` is a topic's key, a place's name in small letters, or a slug."""

        TOPIC = "topic", "Topic"
        AREA = "area", "Place"
        ORGANISATION = "organisation", "Organisation"
        INITIATIVE = "initiative", "Use of data"

    follower = models.ForeignKey(Follower, on_delete=models.CASCADE, related_name="follows")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    key = models.CharField(max_length=120)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["follower", "kind", "key"], name="follow_is_chosen_once"),
            models.CheckConstraint(condition=Q(kind__in=["topic", "area", "organisation", "initiative"]), name="follow_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class DueMail(models.Model):
    """A mail that is to be sent, and is deleted once it is: the decision points after one event and, where a digest is due, everything else
    after another, both up to a third. `claimed_at` is when a pass took it in hand; `tries` how often the mail server refused it."""

    follower = models.ForeignKey(Follower, on_delete=models.CASCADE, related_name="due_mails")
    points_after = models.BigIntegerField()
    digest_after = models.BigIntegerField(null=True, blank=True)
    up_to = models.BigIntegerField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(up_to__gt=F("points_after")) | Q(digest_after__isnull=False, up_to__gt=F("digest_after")),
                name="due_mail_tells_something",
            ),
        ]

    def __str__(self) -> str:
        return f"due mail {self.pk}"


class FollowerContact(models.Model):
    """The address of a Follower and the token of their link, encrypted. Lives in the vault, and is deleted when they stop."""

    pseudonym = models.CharField(max_length=32, unique=True)
    email = EncryptedTextField()
    token = EncryptedTextField()
    same = models.CharField(max_length=64, db_index=True)  # a keyed hash of the address: who asks twice gets each mail once

    def __str__(self) -> str:
        return self.pseudonym
