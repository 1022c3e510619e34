"""How a panel wears away and what renews it: members by month, answers by wave and level, the silent, whom to recruit, who heard back."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from folkmoot.site.engagement.answered import answered_by_level, answers_of
from folkmoot.site.panel.members import members_now
from folkmoot.site.panel.missing import Counted, to_recruit
from folkmoot.site.panel.models import Member, NewsEntry, Panel, Standing, Wave, WaveMember, shares_of
from folkmoot.site.panel.rules import MemberNow

RUNNING = 3
"""Who was asked so many waves running without an answer is called silent."""


@dataclass(frozen=True)
class Month:
    """What happened in one month, and how many members there were at its end, pausing or not."""

    begins: dt.date
    joined: int
    paused: int
    left: int
    erased: int
    members: int


@dataclass(frozen=True)
class WaveRate:
    """How many of those drawn for a wave have answered."""

    wave: Wave
    answered: Counted


@dataclass(frozen=True)
class LevelRate:
    """Of one level over all waves: how many drawn have answered; how many members there are, and how many are to be recruited."""

    attribute: str
    level: str
    drawn: int
    answered: int
    members: int
    population: float
    recruit: int


@dataclass(frozen=True)
class Touched:
    """How often one member was asked, answered, and was told what came of what they answered."""

    asked: int
    answered: int
    heard_back: int


@dataclass(frozen=True)
class Renewal:
    """The whole report. `heard_back` counts, of the members who ever answered, those who were told what came of it."""

    months: Sequence[Month]
    waves: Sequence[WaveRate]
    levels: Sequence[LevelRate]
    members: int
    size: int
    silent: int
    touched: Sequence[Touched]

    @property
    def heard_back(self) -> Counted:
        """Of those who answered at least once."""
        answered = [one for one in self.touched if one.answered]
        return Counted(sum(one.heard_back > 0 for one in answered), len(answered))

    @property
    def by_times(self) -> list[tuple[int, int, int, int]]:
        """For each number of times asked: how many members, and how often they answered and heard back in all."""
        groups: dict[int, list[Touched]] = {}
        for one in self.touched:
            groups.setdefault(one.asked, []).append(one)
        return [(n, len(of), sum(o.answered for o in of), sum(o.heard_back for o in of)) for n, of in sorted(groups.items())]


def renewal(panel: Panel, size: int = 0) -> Renewal:
    """The report of a panel; `size` is how many members it is to have (as many as there are, where it is less)."""
    everyone = members_now(panel)
    members = [member for member in everyone if member.counts]
    waves = list(Wave.objects.filter(panel=panel).select_related("engagement", "organisation"))
    names = list(panel.levels)
    rates, by_level = [], {name: Counter[str]() for name in names}
    for wave in waves:
        people, levels = answered_by_level(wave.engagement, names, wave.invitations)
        rates.append(WaveRate(wave, Counted(people, wave.drawn)))
        for name in names:
            by_level[name].update(levels[name])
    history = _history(panel)
    return Renewal(
        months=_months(panel),
        waves=rates,
        levels=[row for name in names for row in _levels(panel, name, members, waves, by_level[name], size)],
        members=len(members),
        size=max(size, len(members)),
        silent=sum(_is_silent(history.get(member.pk, [])) for member in members),
        touched=[touched_of(history.get(member.pk, [])) for member in members],
    )


def touched(panel: Panel, member: Member) -> Touched:
    """How often one member was asked, answered and heard back."""
    return touched_of(_history(panel, member).get(member.pk, []))


def touched_of(history: Sequence[tuple[bool, bool]]) -> Touched:
    """The same, from whether they answered each wave, and whether they were then told what came of it."""
    return Touched(len(history), sum(answered for answered, _ in history), sum(answered and told for answered, told in history))


def _history(panel: Panel, member: Member | None = None) -> dict[int, list[tuple[bool, bool]]]:
    """For each member, by wave: whether they answered, and whether what came of it has been told."""
    drawn = WaveMember.objects.filter(wave__panel=panel, participant__isnull=False).order_by("wave__number")
    if member is not None:
        drawn = drawn.filter(member=member)
    rows = list(drawn.values_list("member_id", "participant_id", "wave__engagement_id"))
    answered = answers_of({engagement for _, _, engagement in rows}, {who for _, who, _ in rows})
    told = set(NewsEntry.objects.filter(panel=panel).values_list("engagement_id", flat=True))
    found: dict[int, list[tuple[bool, bool]]] = {}
    for member_id, who, engagement in rows:
        found.setdefault(member_id, []).append(((engagement, who) in answered, engagement in told))
    return found


def _is_silent(history: Sequence[tuple[bool, bool]]) -> bool:
    return len(history) >= RUNNING and not any(answered for answered, _ in history[-RUNNING:])


def _levels(
    panel: Panel, name: str, members: Sequence[MemberNow], waves: Sequence[Wave], answered: Counter[str], size: int
) -> list[LevelRate]:
    shares = shares_of(panel.sample.targets[name])
    said = Counter(member.attributes.get(name, "") for member in members)
    held = [said[level] for level in shares]
    wanted = to_recruit(sum(held), list(shares.values()), held, size)
    return [
        LevelRate(name, level, sum(w.levels[name][level] for w in waves), answered[level], said[level], share, recruit)
        for (level, share), recruit in zip(shares.items(), wanted, strict=True)
    ]


def _months(panel: Panel) -> list[Month]:
    moves: dict[dt.date, Counter[str]] = {}
    before: dict[int, str] = {}
    rows = Standing.objects.filter(member__panel=panel, member__set_aside=False).order_by("pk")
    for member_id, state, at in rows.values_list("member_id", "state", "recorded_at"):
        month = moves.setdefault(timezone.localdate(at).replace(day=1), Counter())
        was = before.get(member_id, "")
        month["joined" if not was else state] += 1
        month["members"] += (state in {"active", "paused"}) - (was in {"active", "paused"})
        before[member_id] = state
    found, members = [], 0
    for begins, counts in sorted(moves.items()):
        members += counts["members"]
        found.append(Month(begins, counts["joined"], counts["paused"], counts["left"], counts["erased"], members))
    return found
