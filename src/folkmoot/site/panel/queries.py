"""What may be read of panels: what the public sees, and what a member sees of themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from folkmoot.site import small_counts
from folkmoot.site.engagement import queries as engagements
from folkmoot.site.engagement.answered import given_by, open_to
from folkmoot.site.panel.members import how_many
from folkmoot.site.panel.membership import AboutMe, state_of, ways_of
from folkmoot.site.panel.models import Declaration, Member, NewsEntry, Panel, Sharing, Standing, Wave, WaveMember
from folkmoot.site.panel.renewal import Touched, touched
from folkmoot.site.panel.sharing import keys_shared_with, organisations_of, sharings_now
from folkmoot.site.panel.wording import HELD
from folkmoot.site.people.queries import identities_of
from folkmoot.site.people.rules import organisations_where
from folkmoot.site.renditions import Texts, filled


@dataclass(frozen=True)
class Asked:
    """A time members were asked: about what, on which day, and how many were drawn, as it may be published."""

    wave: Wave
    is_public: bool
    drawn: str


@dataclass(frozen=True)
class PanelPage:
    """A panel as anyone may see it. `members` is how many there are, as it may be published."""

    panel: Panel
    shared_by: Sequence[Sharing]
    members: str
    asked: Sequence[Asked]
    news: Sequence[NewsEntry]


@dataclass(frozen=True)
class Mine:
    """What a member sees of themselves. `to_answer` are the engagements that wait for them, each with their code."""

    member: Member
    state: str
    state_words: str
    ways: frozenset[str]
    about: AboutMe
    to_answer: Sequence[tuple[Any, str]]
    waves: Sequence[Asked]
    touched: Touched


def panels() -> list[Panel]:
    """Every panel, the oldest first."""
    return list(_panels())


def panel_at(slug: str) -> Panel | None:
    """The panel at an address, or None."""
    return _panels().filter(slug=slug).first()


def run_by(user: Any) -> list[Panel]:
    """The panels that a member of staff looks after, for an organisation that keeps or shares them."""
    mine = organisations_where(user, "panel.run")
    return list(_panels().filter(Q(organisation__in=mine) | Q(pk__in=keys_shared_with(mine))))


def page_of(panel: Panel) -> PanelPage:
    """A panel as anyone may see it."""
    return PanelPage(panel, sharings_now(panel), small_counts.about(how_many(panel)), _asked(panel), news_of(panel)[:3])


def news_of(panel: Panel) -> list[NewsEntry]:
    """What members were told, the newest first; an entry that was corrected carries `corrected_by`."""
    return list(panel.news.select_related("engagement__initiative", "corrected_by"))


def waves_of(panel: Panel) -> list[Wave]:
    """The waves of a panel, the newest first."""
    return list(Wave.objects.filter(panel=panel).select_related("engagement", "organisation", "sample").order_by("-number"))


def wave_of(panel: Panel, number: int) -> Wave | None:
    """A wave by its number, or None."""
    found = Wave.objects.select_related("engagement__initiative__lead", "organisation", "sample", "panel__organisation", "panel__sample")
    return found.filter(panel=panel, number=number).first()


def to_draw_for(user: Any, panel: Panel) -> list[Any]:
    """The engagements, drafts or open, that someone may draw a wave of this panel for: those that people enter with a code."""
    mine = [organisation for organisation in organisations_of(panel) if organisation in organisations_where(user, "panel.run")]
    running = [one for one in engagements.run_by(user) if one.initiative.lead in mine and one.state != "closed"]
    return [one for one in running if one.config.get("entry", "open") != "open"]


def told_of(user: Any, panel: Panel) -> list[Any]:
    """The closed engagements that members of this panel were drawn for, of which someone may tell them what came."""
    drawn = set(Wave.objects.filter(panel=panel).values_list("engagement_id", flat=True))
    mine = organisations_where(user, "panel.run")
    return [one for one in engagements.closed_in(mine) if one.pk in drawn]


def mine_of(member: Member) -> Mine:
    """What a member sees of themselves."""
    said = Declaration.objects.filter(member=member).order_by("-pk").first()
    about = AboutMe(
        (said.attributes or {}) if said else {}, (said.language or "en") if said else "en", (said.support or ()) if said else ()
    )
    in_it = set(WaveMember.objects.filter(member=member).values_list("wave_id", flat=True))
    state = state_of(member)
    return Mine(
        member=member,
        state=state,
        state_words=Standing.State(state).label,
        ways=ways_of(member),
        about=about,
        to_answer=open_to(member.participant_id, timezone.localdate()) if member.participant_id else [],
        waves=[asked for asked in _asked(member.panel) if asked.wave.pk in in_it],
        touched=touched(member.panel, member),
    )


def everything_of(member: Member) -> dict[str, Any]:
    """Everything that is held about a member, for them to take with them. For whoever holds their link alone."""
    assert member.participant is not None  # noqa: S101 - `member_of` finds no other
    name, contact = identities_of([member.participant.pseudonym]).get(member.participant.pseudonym, ("", ""))
    return {
        "panel": member.panel.slug,
        "kept_by": member.panel.organisation.name,
        "name": name,
        "contact": contact,
        "joined_at": member.joined_at.isoformat(),
        "standing": [{"state": row.state, "at": row.recorded_at.isoformat()} for row in member.standings.all()],
        "consents": [
            {"way": row.way, "given": row.given, "wording": row.wording, "at": row.recorded_at.isoformat()} for row in member.consents.all()
        ],
        "said_of_myself": [
            {"attributes": row.attributes, "language": row.language, "support": row.support, "at": row.recorded_at.isoformat()}
            for row in member.declarations.all()
        ],
        "waves": [
            {
                "number": row.wave.number,
                "engagement": row.wave.engagement.slug,
                "drawn_at": row.wave.drawn_at.isoformat(),
                "promise": row.wave.promise,
                "became": [{"state": one.state, "at": one.recorded_at.isoformat()} for one in row.incentives.all()],
            }
            for row in member.waves.select_related("wave__engagement").prefetch_related("incentives")
        ],
        "answers": given_by(member.participant.pk),
    }


def _asked(panel: Panel) -> list[Asked]:
    return [
        Asked(
            wave=wave,
            is_public=wave.engagement.state != "draft",
            drawn=small_counts.FEW_WORDS if wave.drawn < small_counts.FEW else f"{wave.drawn:,}",
        )
        for wave in Wave.objects.filter(panel=panel).select_related("engagement").order_by("-number")
    ]


def _panels() -> Any:
    return Panel.objects.select_related("organisation", "sample")


def held_of(participant: Any) -> list[tuple[Texts, Texts]]:
    """That somebody is a member of a panel, for that person."""
    members = Member.objects.filter(participant=participant).select_related("panel").order_by("pk")
    return [(HELD["member"], filled(HELD["since"], panel=member.panel.title, day=member.day)) for member in members]
