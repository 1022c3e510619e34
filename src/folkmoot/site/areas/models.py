"""Look-ups of areas, and their postcodes by sector. Both are for good: a new version is a new look-up."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from folkmoot.site.ordered_json import OrderedJSONField


class AreaLookup(models.Model):
    """From postcodes to levels. Questions name it by its slug. The database refuses to change or delete it.

    `levels` are its words in order, `counts` how many postcodes have each, `without` how many stood in the file without a level; `how`
    says how the levels were told from the file (`levels.Levels`). `content_hash` is the SHA-256 of all postcodes in order
    (each a number in base 36, 8 bytes, lowest first), then of the places of their levels, a byte each.
    """

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="area_lookups")
    slug = models.SlugField(
        max_length=80, unique=True, error_messages={"unique": "There is a look-up with this short name already. Choose another."}
    )
    name = models.CharField(max_length=160)
    source = models.CharField(max_length=300)
    on = models.DateField()
    levels = models.JSONField()
    counts = models.JSONField()
    without = models.PositiveIntegerField()
    how = OrderedJSONField()
    content_hash = models.CharField(max_length=64)
    read_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    read_in_at = models.DateTimeField()

    class Meta:
        ordering = ["-read_in_at", "-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def postcodes(self) -> int:
        """How many postcodes have a level."""
        return int(sum(self.counts))


class AreaSector(models.Model):
    """The postcodes of one sector: `units` is three signs for each, its last two letters and the place of its level (`levels.PLACES`).

    A whole country is some 12,000 rows in place of 2,700,000, and the database is asked for a sector, never for a postcode.
    """

    lookup = models.ForeignKey(AreaLookup, on_delete=models.PROTECT, related_name="sectors", db_index=False)
    sector = models.CharField(max_length=5)
    units = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lookup", "sector"], name="sector_stands_once_in_a_lookup"),
            models.CheckConstraint(condition=~Q(units=""), name="sector_has_postcodes"),
        ]

    def __str__(self) -> str:
        return f"{self.sector} of {self.lookup_id}"
