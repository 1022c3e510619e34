"""Answers on paper: whether an engagement offers them, the numbers given to copies, and the forms that came back."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from folkmoot.site.ordered_json import OrderedJSONField


class Offer(models.Model):
    """How an engagement is answered on paper: where forms go back to, and whether its start page offers the form to everyone."""

    engagement = models.OneToOneField("engagement.Engagement", on_delete=models.PROTECT, related_name="paper")
    return_to = models.TextField(max_length=500)
    public = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"paper for {self.engagement_id}"


class Numbers(models.Model):
    """A range of numbers given to copies, printed on them or written on by hand. Each number is given once in an engagement, for good."""

    engagement = models.ForeignKey("engagement.Engagement", on_delete=models.PROTECT, related_name="paper_numbers")
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    language = models.CharField(max_length=8)
    style = models.CharField(max_length=20)
    large = models.BooleanField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["engagement_id", "first"]
        constraints = [
            models.UniqueConstraint(fields=["engagement", "first"], name="paper_numbers_begin_once"),
            models.UniqueConstraint(fields=["engagement", "last"], name="paper_numbers_end_once"),
            models.CheckConstraint(condition=Q(first__gte=1, last__gte=F("first")), name="paper_numbers_count_up_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.first} to {self.last}"


class ReturnedForm(models.Model):
    """A form that came back. It becomes one Response once two people have keyed it and every difference is resolved, or is set aside.

    `resolved` holds what it comes to until it is sent, then nothing; `differed` keeps the keys of the questions that were keyed
    differently, for error rates.
    """

    engagement = models.ForeignKey("engagement.Engagement", on_delete=models.PROTECT, related_name="paper_forms")
    number = models.PositiveIntegerField()
    came_on = models.DateField()
    language = models.CharField(max_length=8)
    style = models.CharField(max_length=20)
    resolved = OrderedJSONField(null=True, blank=True)
    differed = OrderedJSONField(null=True, blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    set_aside_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    why_aside = models.TextField(max_length=500, blank=True)

    class Meta:
        ordering = ["engagement_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["engagement", "number"], name="paper_form_comes_back_once"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, sent_by__isnull=True, differed__isnull=True)
                | Q(sent_at__isnull=False, sent_by__isnull=False, differed__isnull=False, resolved__isnull=True),
                name="paper_form_is_sent_whole",
            ),
            models.CheckConstraint(
                condition=Q(set_aside_by__isnull=True, why_aside="")
                | (Q(set_aside_by__isnull=False, sent_at__isnull=True) & ~Q(why_aside="")),
                name="paper_form_is_set_aside_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"paper form {self.number} of {self.engagement_id}"


class Keying(models.Model):
    """What one person read on a form: for each question the form's values, ["?"] where they cannot be read. Deleted once it is sent.

    Two at most, by two people: the database says so too.
    """

    form = models.ForeignKey(ReturnedForm, on_delete=models.CASCADE, related_name="keyings")
    place = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given = OrderedJSONField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["form_id", "place"]
        constraints = [
            models.UniqueConstraint(fields=["form", "place"], name="paper_form_is_keyed_twice_at_most"),
            models.UniqueConstraint(fields=["form", "by"], name="paper_form_is_keyed_by_two_people"),
            models.CheckConstraint(condition=Q(place__in=[1, 2]), name="paper_keying_is_first_or_second"),
        ]

    def __str__(self) -> str:
        return f"keying {self.place} of {self.form_id}"


class Resolution(models.Model):
    """How a difference, or an answer that breaks the form's rules, was settled: by whom, which value, and why when it was neither.

    The values themselves are in the Response alone.
    """

    class Chosen(models.TextChoices):
        """Which value counts."""

        FIRST = "first", "What was keyed first"
        SECOND = "second", "What was keyed second"
        OTHER = "other", "Something else"
        NONE = "none", "No answer"

    form = models.ForeignKey(ReturnedForm, on_delete=models.CASCADE, related_name="resolutions")
    question = models.CharField(max_length=40)
    chosen = models.CharField(max_length=10, choices=Chosen.choices)
    why = models.TextField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["form_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["form", "question"], name="paper_difference_is_resolved_once"),
            models.CheckConstraint(
                condition=Q(chosen__in=["first", "second"]) | ~Q(why=""), name="paper_resolution_that_is_neither_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} of {self.form_id}"
