"""How answers come in, for those who run an engagement: how many, by day and by how they were given. Nothing of what was answered."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import CharField, Count
from django.db.models.functions import Cast, Substr
from django.utils import timezone

from folkmoot.charts import Column, Table, number
from folkmoot.face import date_words
from folkmoot.site.engagement.arrivals import FLAGS
from folkmoot.site.engagement.models import Engagement, Response
from folkmoot.site.engagement.queries import CodeCounts, asks_code, code_counts
from folkmoot.site.engagement.questionnaire import ONCE
from folkmoot.site.renditions import LANGUAGES, STYLES

MOST_DAYS = 100
"""Days listed one by one, the newest first; those before them stand in one row."""
HOUR = Substr(Cast("given_at", CharField()), 1, 13)
"""Such as “2031-01-06 14”, in UTC, as both databases write it: SQLite would ask Python for the day of every row."""


@dataclass(frozen=True)
class Counts:
    """How answers came in. `responses` counts submissions, `people` everyone in a group that answered together; `flagged` how many looked
    odd in some way. `tables` hold the numbers by day, mode, language, step, flag and size of group, those that there are. `codes` is None
    where nobody comes with one."""

    responses: int
    people: int
    flagged: int
    tables: Sequence[Table]
    codes: CodeCounts | None


def counts_of(engagement: Engagement) -> Counts:
    """The counts as they are now: two questions to the database, and one more where people come with codes."""
    given = Response.objects.filter(engagement=engagement).order_by()
    of = ("mode", "language", "style", "step", "group_size")
    groups = list(given.annotate(hour=HOUR).values("hour", *of).annotate(n=Count("pk")))
    odd = list(given.exclude(flags=[]).values("flags").annotate(n=Count("pk")))
    steps = engagement.version.questionnaire.steps
    readings = {(language, style): _reading(language, style) for language in LANGUAGES for style in STYLES}
    tables = (
        _by_day(_sum((_day(group["hour"]), group["n"]) for group in groups)),
        _table("How they came in", "Mode", Response.Mode.choices, _sum((group["mode"], group["n"]) for group in groups)),
        _table(
            "How they read the questions",
            "Language and style",
            readings.items(),
            _sum(((group["language"], group["style"]), group["n"]) for group in groups),
        ),
        _table("At each step", "Step", [(step, step) for step in steps], _sum((group["step"], group["n"]) for group in groups)),
        _table("Flagged, and why", "Why", FLAGS.items(), _sum((flag, group["n"]) for group in odd for flag in group["flags"])),
        _by_size(_sum((group["group_size"], group["n"]) for group in groups if group["group_size"])),
    )
    return Counts(
        responses=sum(group["n"] for group in groups),
        people=sum(group["n"] * (group["group_size"] or 1) for group in groups),
        flagged=sum(group["n"] for group in odd),
        tables=[table for table in tables if table.rows and (table.columns[0].text != "Step" or steps != (ONCE,))],
        codes=code_counts(engagement) if asks_code(engagement) else None,
    )


def _sum[Key](pairs: Iterable[tuple[Key, int]]) -> Counter[Key]:
    counted: Counter[Key] = Counter()
    for key, n in pairs:
        counted[key] += n
    return counted


def _table[Key](caption: str, heading: str, names: Iterable[tuple[Key, str]], counted: Counter[Key]) -> Table:
    """A row for each name that has a count, in the order of the names."""
    rows = tuple((name, number(counted[key])) for key, name in names if counted[key])
    return Table(caption, (Column(heading), Column("Submissions", numeric=True)), rows)


def _day(hour: str) -> dt.date:
    """The day here that an hour of UTC is in."""
    return timezone.localdate(dt.datetime.fromisoformat(f"{hour}:00+00:00"))


def _by_day(counted: Counter[dt.date]) -> Table:
    days = sorted(counted, reverse=True)
    names: list[tuple[object, str]] = [(day, date_words(day)) for day in days[:MOST_DAYS]]
    if days[MOST_DAYS:]:
        names.append(("before", f"Before {date_words(days[MOST_DAYS - 1])}"))
    before = {"before": sum(counted[day] for day in days[MOST_DAYS:])}
    return _table("By the day they were given, the newest first", "Day", names, Counter({**counted, **before}))


def _by_size(counted: Counter[int]) -> Table:
    return _table("Groups that answered together", "People in the group", [(size, str(size)) for size in sorted(counted)], counted)


def _reading(language: str, style: str) -> str:
    return LANGUAGES[language] + ("" if style == "standard" else f", {STYLES[style].lower()}")
