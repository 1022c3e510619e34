"""Waves: members drawn by lot for an engagement, invited to it, and the draw made again by whoever doubts it."""

import secrets
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from folkmoot.site.audit.domain import record
from folkmoot.site.engagement import domain as engagement_domain
from folkmoot.site.engagement.answered import places_of, unused_codes
from folkmoot.site.engagement.states import State
from folkmoot.site.errors import NotNow
from folkmoot.site.panel.members import members_now
from folkmoot.site.panel.models import IncentiveEntry, Panel, Wave, WaveMember, shares_of
from folkmoot.site.panel.rules import Limits, MemberNow, Wanted, numbers_to_draw, why_not
from folkmoot.site.panel.sharing import organisations_of
from folkmoot.site.panel.ways import WAYS
from folkmoot.site.people import queries as people
from folkmoot.site.people.rules import require
from folkmoot.sortition import Frame, draw_sample, new_secret

SEED_BYTES = 32
EVERYONE = "everyone"


def draw_wave(
    *,
    by: Any,
    panel: Panel,
    engagement: Any,
    number: int,
    seed: bytes | None = None,
    stratified_by: str = "",
    among: Mapping[str, Collection[str]] | None = None,
    promise: str = "",
    promise_pence: int = 0,
) -> Wave:
    """Draw `number` members by lot for an engagement and give each a place in it. The second draw for one engagement is a booster.

    They are drawn from those who are active, agreed to be asked in this way, and have rested; in proportion to the population's shares of
    the levels of `stratified_by`, or as a simple random sample where it is "". `among` names the groups it is for alone. `seed` has
    32 bytes; without one a new one is made. `promise` is what each is promised, such as "A £5 voucher".

    Raises ValidationError, in words, for what does not fit or more than can be drawn; NotNow once the engagement has closed;
    PermissionDenied without `panel.run` and `engagement.run` in the Organisation that leads the initiative, or where it has no part in the
    panel.
    """
    seed = new_secret() if seed is None else seed
    if len(seed) != SEED_BYTES:
        raise ValidationError(f"The seed of a draw has {SEED_BYTES} bytes.")
    among = {name: sorted(levels) for name, levels in (among or {}).items() if levels}
    with transaction.atomic():
        panel = Panel.objects.select_for_update(of=("self",)).select_related("organisation", "sample").get(pk=panel.pk)
        lead = engagement.initiative.lead
        if lead not in organisations_of(panel):
            raise PermissionDenied(f"{lead} leads this engagement, and has no part in the panel. Share the panel with it first.")
        require(by, "panel.run", lead)
        _check(panel, engagement, number, stratified_by, among, promise, promise_pence)
        today = timezone.localdate()
        wanted = Wanted(engagement.method, engagement.pk, stratified_by, among)
        everyone = members_now(panel)
        reasons = {member.pk: why_not(member, wanted, Limits(panel.rest_days, panel.most_a_year), today) for member in everyone}
        eligible = [member for member in everyone if not reasons[member.pk]]
        if number > len(eligible):
            raise ValidationError({"number": f"{number:,} cannot be drawn: {len(eligible):,} members can be asked now."})
        frame = _frame(panel, eligible, stratified_by, number)
        rows = _drawn_rows(frame, seed)
        drawn = [eligible[row] for row in rows]
        participants = [member.participant_id for member in drawn if member.participant_id is not None]
        secrets.SystemRandom().shuffle(participants)  # so that the order of the invitations says nothing of who holds which
        engagement_domain.invite_people(by=by, engagement=engagement, participants=participants)
        last = panel.waves.order_by("-number").values_list("number", flat=True).first() or 0
        booster = Wave.objects.filter(panel=panel, engagement=engagement).exists()
        wave = Wave.objects.create(
            panel=panel,
            engagement=engagement,
            sample=_sample(by, panel, lead, last + 1),
            organisation=lead,
            number=last + 1,
            booster=booster,
            seed=seed.hex(),
            stratified_by=stratified_by,
            among=among,
            frame=frame,
            eligible=len(eligible),
            drawn=len(drawn),
            left_out=dict(Counter(reason for reason in reasons.values() if reason)),
            levels=_levels(panel, drawn),
            invitations=sorted(places_of(engagement, participants)),
            promise=promise.strip(),
            promise_pence=promise_pence,
            drawn_by=by,
            drawn_at=timezone.now(),
        )
        in_it = WaveMember.objects.bulk_create(
            WaveMember(wave=wave, member_id=member.pk, participant_id=member.participant_id) for member in drawn
        )
        if wave.promise:
            IncentiveEntry.objects.bulk_create(
                IncentiveEntry(wave_member=one, state="promised", by=by, recorded_at=wave.drawn_at) for one in in_it
            )
        detail = {"panel": panel.slug, "engagement": engagement.slug, "number": wave.number, "drawn": wave.drawn, "booster": booster}
        record(by=by, verb="wave.drawn", subject=wave, detail=detail)
    return wave


def redraw(wave: Wave) -> list[int]:
    """The members (by id) whom the stored frame and seed give: the same as were drawn, or the record was tampered with."""
    members = wave.frame["members"]
    return [members[row] for row in _drawn_rows(wave.frame, bytes.fromhex(wave.seed))]


def take_contacts(*, by: Any, wave: Wave) -> list[tuple[str, str, str]]:
    """Name, contact and code of everyone drawn for a wave who has not answered yet, in no order, for letters. The audit log says so.

    Raises PermissionDenied without `panel.run` and `engagement.run` in the Organisation that drew the wave; NotNow once it has closed.
    """
    with transaction.atomic():
        require(by, "panel.run", wave.organisation)
        require(by, "engagement.run", wave.organisation)
        if wave.engagement.state == State.CLOSED:
            raise NotNow("This engagement has closed, so nobody is written to any more.")
        unused = unused_codes(wave.engagement)
        in_it = [one for one in wave.wave_members.select_related("participant") if one.participant_id in unused]
        who = people.identities_of([one.participant.pseudonym for one in in_it])
        rows = [(*who[one.participant.pseudonym], unused[one.participant_id]) for one in in_it if one.participant.pseudonym in who]
        record(by=by, verb="panel.letters_made", subject=wave, detail={"people": len(rows)})
    return sorted(rows, key=lambda row: row[2])


def _check(panel: Panel, engagement: Any, number: int, stratified_by: str, among: Mapping[str, Any], promise: str, pence: int) -> None:
    if engagement.state == State.CLOSED:
        raise NotNow("This engagement has closed: nobody can be invited any more.")
    if engagement.method not in WAYS:
        raise ValidationError("Members were not asked whether they agree to be asked in this way.")
    if number < 1:
        raise ValidationError({"number": "Draw one member at least."})
    levels = panel.levels
    if stratified_by and stratified_by not in levels:
        raise ValidationError({"stratified_by": "Choose one of the panel's attributes."})
    for name, chosen in among.items():
        if name not in levels or not set(chosen) <= set(levels[name]):
            raise ValidationError({"among": "Choose from the panel's groups."})
    if pence and not promise.strip():
        raise ValidationError({"promise": "Say in words what each is promised, such as: A £5 voucher."})


def _frame(panel: Panel, eligible: list[MemberNow], stratified_by: str, number: int) -> dict[str, Any]:
    names = panel.levels[stratified_by] if stratified_by else [EVERYONE]
    strata = [names.index(member.attributes[stratified_by]) if stratified_by else 0 for member in eligible]
    in_each = [strata.count(at) for at in range(len(names))]
    shares = list(shares_of(panel.sample.targets[stratified_by]).values()) if stratified_by else None
    numbers = numbers_to_draw(number, in_each, shares)
    return {"members": [member.pk for member in eligible], "strata": strata, "names": names, "eligible": in_each, "numbers": list(numbers)}


def _drawn_rows(frame: Mapping[str, Any], seed: bytes) -> list[int]:
    listed = Frame(rows=len(frame["members"]), strata=np.array(frame["strata"], np.int64), stratum_names=tuple(frame["names"]))
    return [int(row) for row in draw_sample(listed, "simple random", tuple(frame["numbers"]), seed).rows]


def _levels(panel: Panel, drawn: list[MemberNow]) -> dict[str, dict[str, int]]:
    return {name: {level: sum(m.attributes.get(name) == level for m in drawn) for level in levels} for name, levels in panel.levels.items()}


def _sample(by: Any, panel: Panel, organisation: Any, number: int) -> Any:
    """The Sample that a wave is: people drawn from the panel's own."""
    return engagement_domain.describe_sample(
        by=by,
        organisation=organisation,
        name=f"Panel {panel.slug}, wave {number}",
        method="panel",
        population=panel.sample.population,
        how_people_came=f"Drawn by lot from the citizens' panel “{panel.title['en']['standard']}”, whose members joined by themselves.",
        targets=panel.sample.targets,
        population_total=panel.sample.population_total,
        drawn_from=panel.sample,
    )
