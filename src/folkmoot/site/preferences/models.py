"""The ledger of choices, where no row is ever changed; controllers' answers to objections; and, in the vault alone, who people are."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from folkmoot.record.preferences import Choice, Recorded
from folkmoot.site.initiatives.queries import TOPICS
from folkmoot.site.people.encryption import EncryptedTextField
from folkmoot.site.renditions import LANGUAGES, STYLES, RenditionsField

STAFF = settings.AUTH_USER_MODEL
STATE_WORDS = {
    Recorded.GIVEN: "Given",
    Recorded.CHANGED: "Changed",
    Recorded.WITHDRAWN: "Withdrawn",
    Recorded.ANSWERED: "Answered",
    Recorded.ERASED: "Identity details erased",
}
CHOICE_WORDS = {Choice.HAPPY: "Happy", Choice.OBJECT: "Object", Choice.ASK: "Ask me first"}


class PreferenceEvent(models.Model):
    """One thing someone did about one purpose family (all of them, for an erasure), and how they read what they were asked. Holds no
    more."""

    class By(models.TextChoices):
        """Who acted."""

        PERSON = "person", "The person"
        PROXY = "proxy", "Someone with authority to act for the person"
        CONTROLLER = "controller", "A body that answered"

    pseudonym = models.CharField(max_length=32, db_index=True)
    family = models.CharField(max_length=20, choices=TOPICS.items(), blank=True)
    state = models.CharField(max_length=10, choices=[(state.value, words) for state, words in STATE_WORDS.items()])
    choice = models.CharField(max_length=10, choices=[(choice.value, words) for choice, words in CHOICE_WORDS.items()], blank=True)
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=10, choices=By.choices)
    language = models.CharField(max_length=2, choices=LANGUAGES.items(), blank=True)
    style = models.CharField(max_length=10, choices=STYLES.items(), blank=True)
    wording = models.PositiveSmallIntegerField(null=True, blank=True)  # the version in wording.py

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["given", "changed"], choice__in=[c.value for c in Choice], by__in=["person", "proxy"])
                & Q(family__in=list(TOPICS))
                | Q(state="withdrawn", choice="", family__in=list(TOPICS), by__in=["person", "proxy"])
                | Q(state="answered", choice="object", family__in=list(TOPICS), by="controller")
                | Q(state="erased", choice="", family="", by__in=["person", "proxy"]),
                name="preference_event_is_whole",
            )
        ]

    def __str__(self) -> str:
        return f"preference event {self.pk}"

    @property
    def on(self) -> date:
        """The day it was recorded, here."""
        return timezone.localdate(self.recorded_at)


class ObjectionAnswer(models.Model):
    """What a body answered to an objection."""

    class Outcome(models.TextChoices):
        """What the answer is (UK GDPR Article 21(1))."""

        UPHELD = "upheld", "We stop using the person's records for this"
        GROUNDS = "grounds", "We have compelling reasons to go on"

    objection = models.ForeignKey(PreferenceEvent, on_delete=models.PROTECT, related_name="answers")
    event = models.OneToOneField(PreferenceEvent, on_delete=models.PROTECT, related_name="answer")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="objections_answered")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = RenditionsField()
    by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="objections_answered")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["objection", "organisation"], name="objection_is_answered_once_by_each")]

    def __str__(self) -> str:
        return f"answer to {self.objection}"


class PreferenceIdentity(models.Model):
    """Who a pseudonym of the ledger is, encrypted. Lives in the vault and is deleted when the person asks."""

    class Authority(models.TextChoices):
        """By what right someone acts for another."""

        ATTORNEY = "attorney", "I hold a power of attorney, or am a deputy named by a court"
        PARENT = "parent", "I am a parent or guardian"
        OTHER = "other", "I have another authority"

    pseudonym = models.CharField(max_length=32, unique=True)
    name = EncryptedTextField()
    date_of_birth = EncryptedTextField()
    postcode = EncryptedTextField()
    nhs_number = EncryptedTextField(blank=True)
    proxy_name = EncryptedTextField(blank=True)
    proxy_authority = EncryptedTextField(blank=True)  # one of Authority
    proxy_other = EncryptedTextField(blank=True)  # the other authority, in words
    declared_at = models.DateTimeField(null=True, blank=True)  # when the proxy declared that they may act

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(proxy_authority="", proxy_name="", declared_at__isnull=True)
                | (~Q(proxy_authority="") & ~Q(proxy_name="") & Q(declared_at__isnull=False)),
                name="a_proxy_is_named_and_has_declared",
            )
        ]

    def __str__(self) -> str:
        return self.pseudonym
