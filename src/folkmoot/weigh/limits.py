"""How much one weighing takes. Beyond these it refuses, and says so, before any work is done."""

from typing import Final, NamedTuple


class Limits(NamedTuple):
    """The limits of one weighing; each is the largest number that is allowed."""

    rows: int
    columns: int
    file_megabytes: int
    levels: int
    factors: int
    statements: int
    analyses: int
    cell_letters: int
    plan_kilobytes: int
    unpacked_megabytes: int
    description_megabytes: int
    replicates: int
    replicated_units: int
    replicate_rows: int


LIMITS: Final = Limits(
    rows=2_000_000,  # a census-sized panel; 300 MB of answers is about this
    columns=2_000,  # in the file; the plan uses far fewer
    file_megabytes=1_000,
    levels=200,  # in one factor: a chart of more is not read by anyone
    factors=40,
    statements=100,
    analyses=40,
    cell_letters=10_000,  # one cell of a column the plan uses
    plan_kilobytes=1_000,
    unpacked_megabytes=4_000,  # an Excel workbook is a zip: a small file may unpack to more than the memory holds
    description_megabytes=20,  # the description (.sss) of a Triple-S survey
    replicates=2_000,  # of the bootstrap
    replicated_units=5_000,  # of the jackknife, which leaves out each in turn and rakes all again, and of balanced half-samples
    replicate_rows=500_000_000,  # replicates times responses: some minutes, and half a gigabyte
)
