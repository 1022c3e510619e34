"""Everything a person can do about their choices: give, change, take back, erase who they are. What staff do is in objections.py.

The vault commits first, inside the main database's transaction. Should the main one then fail, giving leaves identity details that no event
points to (`drop_stray_identities` deletes them at the next start), and erasing leaves choices of nobody: never the other way round.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from folkmoot.linkage import Identifiers, normalised, problems
from folkmoot.record.preferences import Choice, Recorded, change_to
from folkmoot.site.audit.domain import lock_chain, record
from folkmoot.site.databases import VAULT
from folkmoot.site.errors import NotNow
from folkmoot.site.initiatives.queries import TOPICS
from folkmoot.site.preferences import queries, wording
from folkmoot.site.preferences.models import PreferenceEvent, PreferenceIdentity
from folkmoot.site.preferences.pseudonyms import pseudonym_of
from folkmoot.site.renditions import Reader, render

OLDEST_YEARS = 125
ERASED = "The identity details of this reference were erased, so its choices can no longer be changed. To choose again, start again."
VERB_OF = {
    Recorded.GIVEN: "preference.given",
    Recorded.CHANGED: "preference.changed",
    Recorded.WITHDRAWN: "preference.withdrawn",
    Recorded.ERASED: "preference.erased",
}
NO_SUCH_REFERENCE = "We know no such reference. Check each digit, or start again."


@dataclass(frozen=True, repr=False)  # so that no log or error shows a name
class Proxy:
    """Who acts for someone, by which authority (of PreferenceIdentity.Authority; `other` says which), and that they declared they may."""

    name: str
    authority: str
    other: str = ""
    declared: bool = False


def check_identity(who: Identifiers) -> None:
    """Raises ValidationError by field, without repeating anything, unless a source could find someone by a name, date of birth and
    postcode."""
    wrong = dict(problems(who))
    read = normalised(who)
    for field, known, words in (
        ("name", read["all_names"], "Write the full name."),
        ("date_of_birth", read["date_of_birth"], "Write the date of birth: day, month and year."),
        ("postcode", read["postcode"], "Write the postcode of the home, such as CM1 1QH."),
    ):
        if not known:
            wrong.setdefault(field, words)
    if who.nhs_number and not read["nhs_number"]:
        wrong.setdefault("nhs_number", "That is no one's NHS number. Leave it empty if you do not know it.")
    today = timezone.localdate()
    if born := read["date_of_birth"]:
        if born > today.isoformat():
            wrong["date_of_birth"] = "That day is still to come. Write the date of birth."
        elif born < (today - timedelta(days=OLDEST_YEARS * 366)).isoformat():
            wrong["date_of_birth"] = "Nobody living was born then. Check the year."
    if wrong:
        raise ValidationError(wrong)


def check_proxy(proxy: Proxy) -> None:
    """Raises ValidationError by field unless a proxy is named, says by which authority they act, and declares that they may."""
    wrong = {}
    if not proxy.name.strip():
        wrong["proxy_name"] = "Write your own name, as the one who acts for the person."
    if proxy.authority == PreferenceIdentity.Authority.OTHER and not proxy.other.strip():
        wrong["proxy_other"] = "Say which authority you have to act for the person."
    if not proxy.declared:
        wrong["declared"] = "Tick this to declare that you may act for the person. Without it we cannot take the choices."
    if proxy.authority not in PreferenceIdentity.Authority:
        wrong["acting"] = "Say by which authority you act for the person."
    if wrong:
        raise ValidationError(wrong)


def give_preferences(
    *, reference: str, choices: Mapping[str, Choice], who: Identifiers, proxy: Proxy | None = None, reader: Reader | None = None
) -> bool:
    """Record what someone chose, by family, under a new reference; who they are goes into the vault alone. False when this reference has
    given before: what is sent twice is kept once.

    Raises ValidationError by field for anything that will not do.
    """
    if not choices:
        raise ValidationError("Choose something for at least one of the four kinds of purpose.")
    if not set(choices) <= set(TOPICS):
        raise ValidationError("One of these is not a kind of purpose we ask about.")
    check_identity(who)
    if proxy is not None:
        check_proxy(proxy)
    pseudonym = pseudonym_of(reference)
    with transaction.atomic():
        lock_chain()
        if PreferenceEvent.objects.filter(pseudonym=pseudonym).exists():
            return False
        by = PreferenceEvent.By.PROXY if proxy else PreferenceEvent.By.PERSON
        events = _append(pseudonym, {family: (Recorded.GIVEN, choice) for family, choice in choices.items()}, by, reader or Reader())
        _record(Recorded.GIVEN, events)
        details = {"name": who.name.strip(), "date_of_birth": who.date_of_birth.strip()}
        details |= {"postcode": who.postcode.strip(), "nhs_number": who.nhs_number.strip()}
        if proxy:
            details |= {"proxy_name": proxy.name.strip(), "proxy_authority": proxy.authority, "proxy_other": proxy.other.strip()}
        declared_at = timezone.now() if proxy else None
        identity = PreferenceIdentity(pseudonym=pseudonym, declared_at=declared_at, **details)
        with transaction.atomic(using=VAULT):
            PreferenceIdentity.objects.filter(pseudonym=pseudonym).delete()  # left by a try that did not finish
            identity.save()
    return True


def change_preferences(*, reference: str, choices: Mapping[str, Choice | None], reader: Reader | None = None) -> dict[str, Recorded]:
    """Make someone's choices what they are to be in the families given (None takes one back); says what was recorded, by family.

    Raises ValidationError for a reference nobody holds, and NotNow once the identity details were erased.
    """
    if not set(choices) <= set(TOPICS):
        raise ValidationError("One of these is not a kind of purpose we ask about.")
    with transaction.atomic():
        lock_chain()
        held = _held(reference)
        if held.erased:
            raise NotNow(ERASED)
        now = {family: stands.choice for family, stands in held.standing.items()}
        steps = {family: (step, wanted) for family, wanted in choices.items() if (step := change_to(now.get(family), wanted)) is not None}
        events = _append(held.pseudonym, steps, held.by, reader or Reader())
        for state in (Recorded.GIVEN, Recorded.CHANGED, Recorded.WITHDRAWN):
            _record(state, [event for event in events if event.state == state])
    return {family: step for family, (step, _) in steps.items()}


def erase_identity(*, reference: str, reader: Reader | None = None) -> bool:
    """Delete from the vault who someone is: their choices stay on record and name nobody. False when it was done before.

    Raises ValidationError for a reference nobody holds.
    """
    with transaction.atomic():
        lock_chain()
        held = _held(reference)
        with transaction.atomic(using=VAULT):
            PreferenceIdentity.objects.filter(pseudonym=held.pseudonym).delete()
        if any(event.state == Recorded.ERASED for event in held.events):
            return False
        _record(Recorded.ERASED, _append(held.pseudonym, {"": (Recorded.ERASED, None)}, held.by, reader or Reader()))
    return True


def drop_stray_identities() -> int:
    """Delete identity details that no event points to: what giving left behind that did not finish. Returns how many.

    For the start of a server.
    """
    with transaction.atomic():
        lock_chain()
        known = set(PreferenceEvent.objects.values_list("pseudonym", flat=True))
        stray = [i for i, pseudonym in PreferenceIdentity.objects.values_list("id", "pseudonym") if pseudonym not in known]
        for start in range(0, len(stray), 500):
            PreferenceIdentity.objects.filter(id__in=stray[start : start + 500]).delete()
        if stray:
            record(by="folkmoot", verb="identities.dropped", subject="vault:preferences", detail={"count": len(stray)})
    return len(stray)


def _held(reference: str) -> queries.Mine:
    held = queries.mine(reference)
    if held is None:
        raise ValidationError({"reference": NO_SUCH_REFERENCE})
    return held


def _append(pseudonym: str, steps: Mapping[str, tuple[Recorded, Choice | None]], by: str, reader: Reader) -> list[PreferenceEvent]:
    shown, now = render(wording.WORDING["not_consent"], reader), timezone.now()
    events = [
        PreferenceEvent(
            pseudonym=pseudonym,
            family=family,
            state=state.value,
            choice=choice.value if choice else "",
            recorded_at=now,
            by=by,
            language=shown.language,
            style=shown.style,
            wording=wording.VERSION,
        )
        for family, (state, choice) in sorted(steps.items())
    ]
    for event in events:
        event.full_clean()
        event.save()
    return events


def _record(state: Recorded, events: list[Any]) -> None:
    if events:
        detail = {"families": [event.family for event in events]} if state != Recorded.ERASED else {}
        record(by="participant", verb=VERB_OF[state], subject=events[0], detail=detail)
