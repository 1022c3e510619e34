"""Frames (lists of the people or addresses there are), draws from them, and their members. Who stands in a row is in the vault alone."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from folkmoot.site.ordered_json import OrderedJSONField
from folkmoot.site.people.encryption import EncryptedTextField


class Frame(models.Model):
    """A list that samples are drawn from. Its rows are on disk in chunks (storage.py), without names; `content_hash` is of all of them.

    `columns` says what each stored column is for (columns.py), `chunks` the SHA-256 of each file, in order.
    """

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="frames")
    name = models.CharField(max_length=120)
    population = models.CharField(max_length=200)
    source = models.CharField(max_length=300)
    key = models.UUIDField(unique=True, default=uuid.uuid4)
    columns = OrderedJSONField()
    rows = models.PositiveIntegerField()
    chunks = models.JSONField()
    content_hash = models.CharField(max_length=64)
    keep_until = models.DateField()
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()
    discarded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-imported_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="frame_name_is_its_own",
                violation_error_message="There is a frame with this name already. Choose another.",
            ),
            models.CheckConstraint(condition=Q(rows__gte=1), name="frame_has_rows"),
        ]

    def __str__(self) -> str:
        return self.name


class FrameIdentities(models.Model):
    """Who stands in a chunk of a frame's rows: names, addresses and ids of their source as JSON, encrypted. In the vault."""

    frame = models.UUIDField()
    number = models.PositiveIntegerField()
    sealed = EncryptedTextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["frame", "number"], name="frame_chunk_is_sealed_once")]

    def __str__(self) -> str:
        return f"chunk {self.number} of {self.frame}"


class BlankedRow(models.Model):
    """A row of a frame whose person was erased. It is never drawn again. The database refuses to change or delete it."""

    frame = models.ForeignKey(Frame, on_delete=models.PROTECT, related_name="blanked_rows")
    row = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["frame", "row"], name="frame_row_is_blanked_once")]

    def __str__(self) -> str:
        return f"row {self.row} of {self.frame_id}"


class Draw(models.Model):
    """How a Sample was drawn from a frame: its design, its seed and what came of it, for good. The database refuses to change or delete it.

    `strata` are the strata in order, each with its name, how many rows could be drawn and how many were. `left_out` says which rows could
    not be drawn: those of earlier draws (by id), and those blanked by then. `rows_hash` is the SHA-256 of the rows drawn, one a line.
    """

    sample = models.OneToOneField("engagement.Sample", on_delete=models.PROTECT, related_name="draw")
    frame = models.ForeignKey(Frame, on_delete=models.PROTECT, related_name="draws")
    method = models.CharField(max_length=20)
    stratified_by = models.JSONField(default=list)
    sorted_by = models.JSONField(default=list)
    one_per_household = models.BooleanField(default=False)
    allocation = models.CharField(max_length=20)
    strata = OrderedJSONField()
    left_out = OrderedJSONField()
    seed = models.CharField(max_length=64)
    rows_hash = models.CharField(max_length=64)
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"draw of {self.sample_id}"


class Member(models.Model):
    """A row that was drawn, with its chance, and the Participant it became. The database lets that link alone be blanked."""

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="members")
    row = models.PositiveIntegerField()
    chance = models.FloatField()
    stratum = models.PositiveIntegerField()
    participant = models.ForeignKey("people.Participant", null=True, blank=True, on_delete=models.SET_NULL, related_name="drawn")

    class Meta:
        ordering = ["draw_id", "row"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "row"], name="row_is_drawn_once_in_a_draw"),
            models.CheckConstraint(condition=Q(chance__gt=0, chance__lte=1), name="chance_of_a_member_is_one"),
        ]

    def __str__(self) -> str:
        return f"row {self.row} of draw {self.draw_id}"
