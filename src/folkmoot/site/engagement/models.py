"""The people that are asked, engagements, and the responses people gave. What is put to them is in instrument_models.py."""

import uuid

from django.db import models
from django.db.models import F, Q

from folkmoot.site.engagement.instrument_models import EasyReadCheck, Instrument, InstrumentVersion, WelshStatus
from folkmoot.site.engagement.questionnaire import ONCE
from folkmoot.site.engagement.states import State
from folkmoot.site.ordered_json import OrderedJSONField
from folkmoot.site.renditions import RenditionsField

__all__ = [
    "Arrival",
    "Cohort",
    "EasyReadCheck",
    "Engagement",
    "Instrument",
    "InstrumentVersion",
    "Invitation",
    "Response",
    "Sample",
    "SavedSitting",
    "WelshStatus",
]


class Sample(models.Model):
    """The people an engagement is put to: how they came to it, whom they stand for, and what that population is like.

    `targets` are as in a plan of weighing (`weights.targets`): for each attribute its source and how many people are in each level.
    `drawn_from` is the Sample its people were drawn from, where they were in one before: a wave of a panel, or some of those invited.
    `design_weights`: its people had chances of different size of being drawn, so each answer weighs 1 / the chance of who gave it.
    """

    class Method(models.TextChoices):
        """How people come to take part. The words stand beside every number."""

        VOLUNTEER = "volunteer", "volunteer sample"
        PROBABILITY = "probability", "random sample"
        PANEL = "panel", "citizens' panel"

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="samples")
    name = models.CharField(max_length=120)
    method = models.CharField(max_length=20, choices=Method.choices)
    population = models.CharField(max_length=200)
    how_people_came = models.TextField(blank=True)
    targets = OrderedJSONField(default=dict)
    population_total = models.FloatField(null=True, blank=True)
    design_weights = models.BooleanField(default=False)
    drawn_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="drawn_samples")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="sample_name_is_its_own",
                violation_error_message="There is a sample with this name already. Choose another.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Engagement(models.Model):
    """One use of one method on a stated question. What is particular to the method is in `config`, checked by the method itself.

    It takes answers from the start of the day `opens` to the end of the day `closes`, while its state is open. Engagements may overlap.
    `preview_at` is set on none that is stored: it is where the forms of a preview are sent (preview.py).
    """

    preview_at = ""

    initiative = models.ForeignKey("initiatives.Initiative", on_delete=models.PROTECT, related_name="engagements")
    slug = models.SlugField(max_length=80, unique=True, error_messages={"unique": "Another engagement has this address. Choose another."})
    title = RenditionsField()
    question = RenditionsField()
    method = models.CharField(max_length=20)
    config = OrderedJSONField()
    version = models.ForeignKey(InstrumentVersion, on_delete=models.PROTECT, related_name="engagements")
    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="engagements")
    opens = models.DateField()
    closes = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opens", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gte=F("opens")),
                name="engagement_closes_after_it_opens",
                violation_error_message="It cannot close before it opens. Choose a later closing day.",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="engagement_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=State.CLOSED, closed_at__isnull=False) | (~Q(state=State.CLOSED) & Q(closed_at__isnull=True)),
                name="engagement_is_closed_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class Cohort(models.Model):
    """A group of people that an engagement asks, and how they are kept safe. Its kind says which texts it needs (safeguarding.py)."""

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="cohorts")
    kind = models.CharField(max_length=30)
    name = models.CharField(max_length=200)
    support = models.TextField(blank=True)
    lead = models.TextField(blank=True)
    consent = models.TextField(blank=True)
    disclosure = models.TextField(blank=True)
    distress = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="general") | ~(Q(support="") | Q(lead="") | Q(consent="") | Q(disclosure="") | Q(distress="")),
                name="cohort_at_risk_is_kept_safe",
            )
        ]

    def __str__(self) -> str:
        return f"cohort {self.pk} of {self.engagement_id}"


class Invitation(models.Model):
    """One person's place in an engagement, opened by a code of their own. What they give at each step shares its `series`.

    The code is worked out again from the series and the vault's key (codes.py), and only its keyed hash is kept, so that whoever reads
    this database can answer for nobody. `known` is what the list they were drawn from says of them without asking, by attribute, with
    their design weight: it is frozen into what they give.
    """

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="invitations")
    participant = models.ForeignKey("people.Participant", null=True, blank=True, on_delete=models.SET_NULL, related_name="invitations")
    series = models.UUIDField(unique=True, default=uuid.uuid4)
    code_hash = models.CharField(max_length=64, unique=True)
    known = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["engagement", "participant"], condition=Q(participant__isnull=False), name="invitation_is_one_for_each_person"
            )
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk} to {self.engagement_id}"


class Arrival(models.Model):
    """How many submissions came from one place in one hour, or with the same answers from one place on the day that began at `hour`.

    `place` is a keyed hash of where they came from, or of that and all they answered, which changes every day (arrivals.py)."""

    place = models.CharField(max_length=32)
    hour = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "hour"], name="arrivals_are_counted_once")]

    def __str__(self) -> str:
        return f"{self.count} in an hour"


class SavedSitting(models.Model):
    """Answers somebody saved to come back to, sealed so that only their code opens them (saved.py). In the vault."""

    code_hash = models.CharField(max_length=64, unique=True)
    engagement_id = models.BigIntegerField()
    sealed = models.TextField()
    kept_until = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["engagement_id"])]

    def __str__(self) -> str:
        return f"saved answers to {self.engagement_id}"


class Response(models.Model):
    """One submission, as it was given. The database refuses to change or delete it; only the link to a Participant may be blanked.

    `attributes` are what weights and breakdowns need, frozen when it was given, so that no profile is ever read to make a number.
    `series` is shared by what one person, or one group, gave at the steps of an engagement; it is empty for one that asks once and invites
    nobody. `authority` is by what right somebody answered for another, `consents` the two yeses of someone under 16, `flags` what looked
    odd about how it came in.
    """

    class Mode(models.TextChoices):
        """How the answers came in."""

        ONLINE = "online", "On this site"
        ASSISTED = "assisted", "On this site, with help"
        PAPER = "paper", "On paper"
        PHONE = "phone", "By phone"
        IN_PERSON = "in person", "In person"
        GROUP = "group", "From a group together"
        IMPORT = "import", "From another system"

    class Authority(models.TextChoices):
        """By what right somebody answered for another."""

        OWN = "", "They are my own answers"
        ATTORNEY = "attorney", "I hold a lasting power of attorney"
        DEPUTY = "deputy", "A court made me their deputy"
        PARENT = "parent", "I am their parent, or have parental responsibility"
        CONSULTEE = "consultee", "They cannot decide this, and I was asked what they would want"

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="responses")
    receipt = models.UUIDField(unique=True)
    answers = models.JSONField()
    attributes = models.JSONField()
    mode = models.CharField(max_length=20, choices=Mode.choices)
    language = models.CharField(max_length=8)
    style = models.CharField(max_length=20)
    step = models.CharField(max_length=10, default=ONCE)
    series = models.UUIDField(null=True, blank=True)
    group_size = models.PositiveSmallIntegerField(null=True, blank=True)
    authority = models.CharField(max_length=20, choices=Authority.choices, blank=True, default=Authority.OWN)
    consents = models.JSONField(default=dict)
    flags = models.JSONField(default=list)
    participant = models.ForeignKey("people.Participant", null=True, blank=True, on_delete=models.SET_NULL, related_name="responses")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["engagement", "id"])]
        constraints = [
            models.UniqueConstraint(fields=["engagement", "series", "step"], name="response_is_given_once_at_each_step"),
            models.CheckConstraint(
                condition=Q(mode="group", group_size__gte=2) | (~Q(mode="group") & Q(group_size__isnull=True)),
                name="response_of_a_group_says_how_many",
            ),
        ]

    def __str__(self) -> str:
        return f"response {self.pk} to {self.engagement_id}"
