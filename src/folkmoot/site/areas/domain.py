"""What can be done to look-ups of areas: read one in, for good."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from folkmoot.site.areas.importing import Read, read_in
from folkmoot.site.areas.levels import Levels
from folkmoot.site.areas.models import AreaLookup, AreaSector
from folkmoot.site.audit.domain import record
from folkmoot.site.people.rules import require
from folkmoot.site.table_files import rows_of

BATCH = 1_000


def read_in_lookup(
    *,
    by: Any,
    organisation: Any,
    name: str,
    slug: str,
    source: str,
    on: dt.date,
    postcode: str,
    value: str,
    levels: Levels,
    file: BinaryIO,
    file_name: str,
    size: int,
) -> Iterator[int | AreaLookup]:
    """Read a look-up in: all of it or none. Gives how many rows are read, again and again, and the AreaLookup at last.

    `postcode` and `value` name two columns of the file; all others are left where they are. The database is asked for one short
    transaction once all rows are read. Raises ValidationError for a slug that is taken, a day to come, and for what is wrong in the file,
    naming the row and the column; PermissionDenied without `engagement.run` in the organisation.
    """
    require(by, "engagement.run", organisation)
    if on > timezone.localdate():
        raise ValidationError({"on": "This day is still to come. Give the day that the levels are of."})
    lookup = AreaLookup(
        organisation=organisation,
        slug=slug.strip(),
        name=name.strip(),
        source=source.strip(),
        on=on,
        levels=list(levels.words),
        counts=[0],
        without=0,
        how=levels.stored,
        content_hash="-",
        read_in_by=by,
        read_in_at=timezone.now(),
    )
    lookup.full_clean(exclude=["how"])
    for read in read_in(rows_of(file, file_name, size), postcode, value, levels):
        if not isinstance(read, Read):
            yield read
            continue
        lookup.counts, lookup.without, lookup.content_hash = list(read.counts), read.without, read.content_hash
        with transaction.atomic():
            require(by, "engagement.run", organisation)
            lookup.validate_unique()
            lookup.save()
            made = (AreaSector(lookup=lookup, sector=sector, units=units) for sector, units in read.sectors)
            AreaSector.objects.bulk_create(made, batch_size=BATCH)
            record(by=by, verb="areas.read_in", subject=lookup, detail={"postcodes": lookup.postcodes, "hash": lookup.content_hash})
        yield lookup
