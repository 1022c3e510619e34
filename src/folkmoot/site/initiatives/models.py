"""Initiatives, the organisations in them, the datasets they would use, and what is published about them."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from folkmoot.licence.stages import STAGES, Stage
from folkmoot.site.renditions import RenditionsField

STAGE_CHOICES = [(stage.value, facts.name) for stage, facts in STAGES.items()]


class Initiative(models.Model):
    """A proposed or running use of data. What it is called and the line under it are said once, when it is proposed."""

    class Kind(models.TextChoices):
        """What the use is for."""

        INSIGHT = "insight", "To learn about groups of people"
        OPERATIONAL = "operational", "To help particular people"
        SENSORS = "sensors", "To sense places, as a smart city does"

    class Topic(models.TextChoices):
        """What it is about; people are asked what they think of uses by topic."""

        PROTECT = "protect", "Protecting people at risk"
        HEALTH = "health", "Health and wellbeing"
        HARM = "harm", "Preventing harm"
        PLACES = "places", "Shaping local places"

    slug = models.SlugField(max_length=80, unique=True)
    title = RenditionsField()
    summary = RenditionsField()
    lead = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="initiatives_led")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    topic = models.CharField(max_length=20, choices=Topic.choices)
    area = models.CharField(max_length=120)
    stage = models.CharField(max_length=20, choices=STAGE_CHOICES, default=Stage.SCOPE.value)
    proposed_on = models.DateField()
    joined_at = models.DateTimeField(null=True, blank=True)  # when the first join was done
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-proposed_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=[stage.value for stage in Stage]), name="initiative_stage_is_known"),
            models.CheckConstraint(
                condition=Q(stage=Stage.CLOSE.value, closed_at__isnull=False) | (~Q(stage=Stage.CLOSE.value) & Q(closed_at__isnull=True)),
                name="initiative_is_closed_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class Party(models.Model):
    """An Organisation's part in an initiative, in words and in law, between two dates. A lead without one is a controller."""

    class Duty(models.TextChoices):
        """What an organisation is in data protection law (UK GDPR Articles 4, 26 and 28)."""

        CONTROLLER = "controller", "A controller: it decides why and how its records are used"
        JOINT = "joint", "A joint controller: it decides together with others"
        PROCESSOR = "processor", "A processor: it works on records for others, as they say"
        LINKER = "linker", "The trusted third party that joins the records, as a processor"
        NONE = "none", "None: it has no records about people"

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="parties")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="parts")
    role = RenditionsField()
    duty = models.CharField(max_length=20, choices=Duty.choices, default=Duty.CONTROLLER)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(null=True, blank=True)  # None: when it starts
    ended_at = models.DateTimeField(null=True, blank=True)  # when its end was recorded; None: when it ends

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "organisation", "starts"], name="party_starts_once_a_day"),
            models.CheckConstraint(condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="party_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} in {self.initiative}"


class DecidingCommittee(models.Model):
    """A committee that was named to decide on an initiative, from a day on and for good. The database takes a Decision from no other."""

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="deciding_committees")
    committee = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="named_to_decide")
    named_on = models.DateField()

    class Meta:
        ordering = ["named_on", "id"]
        constraints = [models.UniqueConstraint(fields=["initiative", "committee"], name="committee_is_named_once")]

    def __str__(self) -> str:
        return f"{self.committee} decides on {self.initiative}"


class Dataset(models.Model):
    """Records that an Organisation holds and an initiative would use: described here, kept elsewhere."""

    class Sensitivity(models.TextChoices):
        """How much care the law asks for (UK GDPR Articles 9 and 10)."""

        ORDINARY = "ordinary", "Ordinary"
        SPECIAL = "special", "Special: health, beliefs, ethnic group and the like"
        CRIMINAL = "criminal", "About crime"

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="datasets")
    holder = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="datasets")
    title = RenditionsField()
    fields_used = RenditionsField()
    people_covered = RenditionsField()
    sensitivity = models.CharField(max_length=20, choices=Sensitivity.choices)
    described_at = models.DateTimeField(null=True, blank=True)  # None: since the initiative was proposed

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"dataset {self.pk} of {self.initiative}"


class PublicationKind(models.TextChoices):
    """What may be published about an initiative."""

    CASE = "case", "Business case"
    NOTICE = "notice", "Notice"


class Draft(models.Model):
    """What may become the next Publication. It stands in a table of its own, so that no public page can read it by mistake."""

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="drafts")
    kind = models.CharField(max_length=20, choices=PublicationKind.choices)
    content = models.JSONField()
    hash = models.CharField(max_length=64)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="drafts")
    drafted_at = models.DateTimeField()
    hands = models.JSONField(default=list)  # the keys of everyone who wrote in it: none of them may publish it

    class Meta:
        constraints = [models.UniqueConstraint(fields=["initiative", "kind"], name="one_draft_of_a_kind")]

    def __str__(self) -> str:
        return f"draft {self.kind} of {self.initiative}"


class NoticeEdit(models.Model):
    """That the words of a notice were changed in its draft, or changed back. The licence counts the change from that moment on."""

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="notice_edits")
    at = models.DateTimeField()
    hash = models.CharField(max_length=64)  # of the draft as it then was

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"edit of the notice of {self.initiative}"


class Publication(models.Model):
    """A version of a public document, for good: the database refuses to change or delete it."""

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="publications")
    kind = models.CharField(max_length=20, choices=PublicationKind.choices)
    version = models.PositiveIntegerField()
    content = models.JSONField()
    hash = models.CharField(max_length=64)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="publications_drafted")
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="publications_published")
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["initiative_id", "kind", "version"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "kind", "version"], name="publication_version_is_new"),
            models.CheckConstraint(condition=Q(version__gte=1), name="publication_versions_count_from_one"),
            models.CheckConstraint(condition=~Q(published_by=F("drafted_by")), name="publication_by_a_second_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.version} of {self.initiative}"

    @property
    def published_on(self) -> date:
        """The local day it was published."""
        return timezone.localdate(self.published_at)
