"""What may be read of frames and draws. Nothing here says who stands in a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from folkmoot.site.people.rules import organisations_where
from folkmoot.site.renditions import Texts, filled, plain
from folkmoot.site.sampling.columns import Columns
from folkmoot.site.sampling.drawing import ALLOCATIONS, Stratum
from folkmoot.site.sampling.models import Draw, Frame, Member

DRAWN = plain("Drawn by chance from a list", easy="Chosen by chance from a list", welsh="Tynnwyd ar hap o restr")
FROM_LIST = plain(
    "{name} ({source}). Its rows are kept until {day} at most",
    easy="{name} ({source}). We delete it by {day}",
    welsh="{name} ({source}). Cedwir ei rhesi tan {day} ar y mwyaf",
)


@dataclass(frozen=True)
class Chosen:
    """How the people of a Sample were chosen, one step of the way from a frame: its name, what it was drawn from, and the words."""

    name: str
    drawn_from: str
    rows: int
    drawn: int
    words: Sequence[str]
    strata: Sequence[Stratum]
    fingerprint: str


def frames_of(user: Any) -> list[Frame]:
    """The frames of the organisations where a member of staff may run engagements, the newest first."""
    return list(Frame.objects.filter(organisation__in=organisations_where(user, "engagement.run")).select_related("organisation"))


def frame(frame_id: int) -> Frame | None:
    """One frame, or None."""
    return Frame.objects.filter(pk=frame_id).select_related("organisation").first()


def draws_of(found: Frame) -> list[Draw]:
    """What was drawn from a frame, the first first."""
    return list(found.draws.select_related("sample", "frame__organisation"))


def draw(draw_id: int) -> Draw | None:
    """One draw, or None."""
    return Draw.objects.filter(pk=draw_id).select_related("sample", "frame__organisation", "drawn_by").first()


def columns_of(found: Frame) -> Columns:
    """What a frame's columns are for."""
    return Columns.of(found.columns)


def engagements_asking(drawn: Draw) -> list[Any]:
    """The engagements that were configured with the sample of a draw, and have not closed."""
    return list(drawn.sample.engagements.exclude(state="closed"))


def people_left(drawn: Draw) -> int:
    """How many of those drawn are not erased."""
    return int(drawn.members.filter(participant__isnull=False).count())


def held_of(participant: Any) -> list[tuple[Texts, Texts]]:
    """That somebody was drawn from a list, for that person."""
    drawn = Member.objects.filter(participant=participant).select_related("draw__frame").order_by("pk")
    return [
        (DRAWN, filled(FROM_LIST, name=frame.name, source=frame.source, day=frame.keep_until))
        for frame in dict.fromkeys(member.draw.frame for member in drawn)
    ]


def chain_of(sample: Any) -> list[Chosen]:
    """How the people of a Sample were chosen, from the frame on; empty where it was not drawn here."""
    steps: list[Chosen] = []
    at = sample
    while at is not None:
        drawn = Draw.objects.filter(sample=at).select_related("frame", "sample__drawn_from").first()
        if drawn is None:
            break
        steps.insert(0, chosen(drawn))
        at = drawn.sample.drawn_from
    return steps


def chosen(drawn: Draw) -> Chosen:
    """How the sample of a draw was drawn, in words."""
    strata = [Stratum(*stratum) for stratum in drawn.strata]
    words = [f"{drawn.method.capitalize()} draw."]
    if drawn.stratified_by:
        words.append(f"Within each stratum of {' and '.join(drawn.stratified_by)}, {ALLOCATIONS[drawn.allocation]}.")
    if drawn.sorted_by:
        words.append(f"From the list sorted by {', then '.join(drawn.sorted_by)}.")
    if drawn.one_per_household:
        words.append("One person of each household at most.")
    if drawn.left_out["draws"]:
        words.append("People drawn earlier from the same list were left out.")
    source = drawn.sample.drawn_from.name if drawn.sample.drawn_from else f"{drawn.frame.name} ({drawn.frame.source})"
    rows, number = sum(stratum.rows for stratum in strata), sum(stratum.drawn for stratum in strata)
    return Chosen(drawn.sample.name, source, rows, number, words, strata, drawn.rows_hash)
