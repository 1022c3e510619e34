"""Panels; their members as pseudonyms, what each agreed to and when; waves and what they promised; and, in the vault alone, contacts.

What a member says is never overwritten: a change is a new row, and the newest counts. Erasing a member blanks the link to who they are and
what they told about themselves; the numbers of the waves they were in stay as they were.
"""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from folkmoot.site.ordered_json import OrderedJSONField
from folkmoot.site.panel.ways import LANGUAGES, WAYS, english
from folkmoot.site.people.encryption import EncryptedTextField
from folkmoot.site.renditions import RenditionsField

STAFF = settings.AUTH_USER_MODEL
REST_DAYS, MOST_A_YEAR = 60, 4


class Panel(models.Model):
    """People who agreed to be asked again, kept by one Organisation. It stands on a Sample of the method "panel".

    `asks` holds, for each attribute of the sample's targets, the question by which people say which level is theirs. Nobody is drawn within
    `rest_days` of their last wave, nor more than `most_a_year` times in 365 days.
    """

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="panels")
    sample = models.OneToOneField("engagement.Sample", on_delete=models.PROTECT, related_name="panel")
    slug = models.SlugField(max_length=80, unique=True, error_messages={"unique": "Another panel has this address. Choose another."})
    title = RenditionsField()
    about = RenditionsField()
    asks = OrderedJSONField()
    rest_days = models.PositiveSmallIntegerField(default=REST_DAYS)
    most_a_year = models.PositiveSmallIntegerField(default=MOST_A_YEAR)
    founded_on = models.DateField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(most_a_year__gte=1, most_a_year__lte=52),
                name="panel_asks_at_most_so_often",
                violation_error_message="Say how often people are asked at most: from 1 to 52 times a year.",
            ),
            models.CheckConstraint(
                condition=Q(rest_days__lte=365),
                name="panel_rests_at_most_a_year",
                violation_error_message="People rest for 365 days at most.",
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def levels(self) -> dict[str, list[str]]:
        """The levels of each attribute, in the order of the sample's targets."""
        return {name: list(shares_of(target)) for name, target in self.sample.targets.items()}


def shares_of(target: dict[str, dict[str, float]]) -> dict[str, float]:
    """The share of each level in the population, from 0 to 1, from one target of a sample."""
    given = next((target[unit] for unit in ("people", "percent", "share") if unit in target), {})
    whole = sum(given.values()) or 1
    return {level: value / whole for level, value in given.items()}


class Sharing(models.Model):
    """That another Organisation may draw waves from a panel from a day on, or no longer; and whose office agreed. The newest counts."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="sharings")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="panels_shared")
    shares = models.BooleanField()
    agreed_by = models.CharField(max_length=200)  # an office, and nobody's name
    on = models.DateField()
    by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.organisation} {'shares' if self.shares else 'no longer shares'} {self.panel}"


class Member(models.Model):
    """Someone who joined a panel: a link to a pseudonym, and the keyed hash of their private link. Both are blanked when they are erased.

    `set_aside` where the same contact had joined before: such a row is never drawn and never counted.
    """

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="members")
    participant = models.ForeignKey("people.Participant", null=True, blank=True, on_delete=models.SET_NULL, related_name="panel_members")
    key_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    set_aside = models.BooleanField()
    joined_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"member {self.pk} of {self.panel_id}"

    @property
    def day(self) -> dt.date:
        """The day they joined."""
        return timezone.localdate(self.joined_at)


class Declaration(models.Model):
    """What a member said of themselves: a level for each attribute, and how they want to be asked. Blanked when they are erased."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="declarations")
    attributes = OrderedJSONField(null=True, blank=True)
    language = models.CharField(max_length=10, null=True, blank=True, choices=[(k, english(v)) for k, v in LANGUAGES.items()])  # noqa: DJ001
    support = OrderedJSONField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"declaration {self.pk} of {self.member_id}"


class Consent(models.Model):
    """That a member agreed, or no longer agrees, to be asked in one way. `wording` is the version of the words they read."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="consents")
    way = models.CharField(max_length=20, choices=[(key, english(texts)) for key, texts in WAYS.items()])
    given = models.BooleanField()
    wording = models.PositiveSmallIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(way__in=list(WAYS)), name="consent_is_to_a_known_way")]

    def __str__(self) -> str:
        return f"{'yes' if self.given else 'no'} to {self.way} by member {self.member_id}"


class Standing(models.Model):
    """How a member stands to the panel from a time on. The newest counts."""

    class State(models.TextChoices):
        """How someone may stand to a panel."""

        ACTIVE = "active", "Active"
        PAUSED = "paused", "Paused"
        LEFT = "left", "Left"
        ERASED = "erased", "Erased"

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="standings")
    state = models.CharField(max_length=10, choices=State.choices)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(state__in=["active", "paused", "left", "erased"]), name="standing_is_known")]

    def __str__(self) -> str:
        return f"member {self.member_id}: {self.state}"


class MemberContact(models.Model):
    """In the vault: the token of a member's private link, and a keyed hash of their contact, by which a second joining is found."""

    pseudonym = models.CharField(max_length=32, unique=True)
    panel = models.BigIntegerField()
    same = models.CharField(max_length=64, db_index=True)
    token = EncryptedTextField()

    def __str__(self) -> str:
        return self.pseudonym


class Wave(models.Model):
    """Members drawn by lot for one engagement, with all that is needed to draw them again. The database refuses to change it.

    `frame` holds the members who could be drawn, in order, each one's stratum, the strata's names and how many were drawn of each;
    `left_out` counts the others by reason; `levels` counts who was drawn by attribute and level. `invitations` are the invitations made
    for it, in an order that says nothing of who holds which.
    """

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="waves")
    engagement = models.ForeignKey("engagement.Engagement", on_delete=models.PROTECT, related_name="waves")
    sample = models.OneToOneField("engagement.Sample", on_delete=models.PROTECT, related_name="wave")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="waves")
    number = models.PositiveIntegerField()
    booster = models.BooleanField()
    seed = models.CharField(max_length=64)
    stratified_by = models.CharField(max_length=60, blank=True)
    among = OrderedJSONField(default=dict)
    frame = OrderedJSONField()
    eligible = models.PositiveIntegerField()
    drawn = models.PositiveIntegerField()
    left_out = OrderedJSONField()
    levels = OrderedJSONField()
    invitations = OrderedJSONField()
    promise = models.CharField(max_length=200, blank=True)
    promise_pence = models.PositiveIntegerField(default=0)
    drawn_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    class Meta:
        ordering = ["panel_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "number"], name="wave_number_is_new"),
            models.UniqueConstraint(fields=["panel", "engagement"], condition=Q(booster=False), name="wave_after_the_first_is_a_booster"),
            models.CheckConstraint(condition=Q(drawn__gte=1), name="wave_draws_someone"),
            models.CheckConstraint(condition=Q(promise_pence=0) | ~Q(promise=""), name="wave_promise_is_in_words"),
        ]

    def __str__(self) -> str:
        return f"wave {self.number} of {self.panel_id}"

    @property
    def day(self) -> dt.date:
        """The day it was drawn."""
        return timezone.localdate(self.drawn_at)


class WaveMember(models.Model):
    """That a member was drawn for a wave. The link to who they are alone may be blanked."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="wave_members")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="waves")
    participant = models.ForeignKey("people.Participant", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["wave", "member"], name="wave_member_is_drawn_once")]

    def __str__(self) -> str:
        return f"member {self.member_id} in wave {self.wave_id}"


class IncentiveEntry(models.Model):
    """What became of what a wave promised one member: promised, then sent or declined. Each once."""

    class State(models.TextChoices):
        """What can become of a promise."""

        PROMISED = "promised", "Promised"
        SENT = "sent", "Sent"
        DECLINED = "declined", "Declined"

    wave_member = models.ForeignKey(WaveMember, on_delete=models.PROTECT, related_name="incentives")
    state = models.CharField(max_length=10, choices=State.choices)
    by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["wave_member"], condition=Q(state="promised"), name="incentive_is_promised_once"),
            models.UniqueConstraint(fields=["wave_member"], condition=Q(state__in=["sent", "declined"]), name="incentive_is_settled_once"),
            models.CheckConstraint(condition=Q(state__in=["promised", "sent", "declined"]), name="incentive_state_is_known"),
        ]

    def __str__(self) -> str:
        return f"incentive of wave member {self.wave_member_id}: {self.state}"


class NewsEntry(models.Model):
    """What members told us in an engagement, and what happened. Published for good; a correction is a new row that names the old."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="news")
    title = RenditionsField()
    said = RenditionsField()
    happened = RenditionsField()
    engagement = models.ForeignKey("engagement.Engagement", on_delete=models.PROTECT, related_name="panel_news")
    decision = models.PositiveIntegerField(null=True, blank=True)  # the number of a decision on the engagement's initiative
    corrects = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by")
    by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"news {self.pk} of {self.panel_id}"

    @property
    def day(self) -> dt.date:
        """The day it was published."""
        return timezone.localdate(self.published_at)
