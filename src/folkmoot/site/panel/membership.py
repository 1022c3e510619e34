"""What a member does: join, change what they agreed to and what they say of themselves, pause, come back, leave, be erased.

The vault commits first, inside the main database's transaction. Should the main one then fail, joining leaves a contact that no member
points to (`drop_stray_contacts` deletes it at the next start), and erasing leaves a member of nobody: never the other way round.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from folkmoot.site.audit.domain import lock_chain, record
from folkmoot.site.databases import VAULT
from folkmoot.site.errors import NotNow, Refused
from folkmoot.site.panel import tokens
from folkmoot.site.panel.models import Consent, Declaration, Member, MemberContact, Panel, Standing
from folkmoot.site.panel.ways import LANGUAGES, SUPPORT, VERSION, WAYS
from folkmoot.site.panel.wording import REFUSED
from folkmoot.site.people.domain import erase_participant, register_participant
from folkmoot.site.renditions import Texts, filled

LONGEST = 200
ACTIVE, PAUSED, LEFT, ERASED = Standing.State.ACTIVE, Standing.State.PAUSED, Standing.State.LEFT, Standing.State.ERASED


@dataclass(frozen=True, repr=False)  # so that no log or error shows a contact
class Joined:
    """The token of the private link that joining made; and where the same contact had joined before, the token of that link."""

    token: str
    earlier: str = ""


@dataclass(frozen=True)
class AboutMe:
    """What a member says of themselves: a level for each attribute, in which language and with which support they want to be asked."""

    attributes: Mapping[str, str]
    language: str = "en"
    support: Sequence[str] = ()


def join_panel(*, panel: Panel, name: str, contact: str, about: AboutMe, ways: Collection[str]) -> Joined:
    """Make someone a member: name and contact go into the vault alone. Where the same contact has joined already, the new row is set aside:
    it is shown like any other, so that nobody learns who is a member, but never drawn and never counted.

    Raises ValidationError by field for what is missing.
    """
    name, contact = name.strip(), contact.strip()
    wrong = {}
    if not name:
        wrong["name"] = Refused(REFUSED["name"])
    if len(contact) < 5:
        wrong["contact"] = Refused(REFUSED["contact"])
    for field, given in (("name", name), ("contact", contact)):
        if len(given) > LONGEST:
            wrong[field] = Refused(filled(REFUSED["long"], longest=LONGEST))
    if not ways:
        wrong["ways"] = Refused(REFUSED["ways"])
    if wrong:
        raise ValidationError(wrong)
    _check(panel, about, ways)
    same, token, now = tokens.same_contact(contact), tokens.new(), timezone.now()
    with transaction.atomic():
        lock_chain()
        earlier = _earlier(panel, same)
        participant = register_participant(name=name, contact=contact)
        member = Member.objects.create(
            panel=panel, participant=participant, key_hash=tokens.hash_of(token), set_aside=bool(earlier), joined_at=now
        )
        Standing.objects.create(member=member, state=ACTIVE, recorded_at=now)
        _declare(member, about)
        Consent.objects.bulk_create(Consent(member=member, way=way, given=True, wording=VERSION, recorded_at=now) for way in sorted(ways))
        record(by="participant", verb="panel.joined", subject=member, detail={"panel": panel.slug})
        MemberContact.objects.create(pseudonym=participant.pseudonym, panel=panel.pk, same=same, token=token)
    return Joined(token, earlier)


def change_consents(*, token: str, ways: Collection[str]) -> bool:
    """The holder of a link agrees to exactly these ways from now on. False when nothing changed. Raises NotNow for a link to nothing."""
    with transaction.atomic():
        member = _held(token)
        _check(member.panel, None, ways)
        now_given = ways_of(member)
        changed = [(way, way in ways) for way in WAYS if (way in ways) != (way in now_given)]
        now = timezone.now()
        Consent.objects.bulk_create(
            Consent(member=member, way=way, given=given, wording=VERSION, recorded_at=now) for way, given in changed
        )
        if changed:
            record(by="participant", verb="panel.consents_changed", subject=member, detail=dict(changed))
    return bool(changed)


def change_declaration(*, token: str, about: AboutMe) -> None:
    """The holder of a link says this of themselves from now on. Raises NotNow for a link to nothing, ValidationError as joining does."""
    with transaction.atomic():
        member = _held(token)
        _check(member.panel, about, ())
        _declare(member, about)
        record(by="participant", verb="panel.declared", subject=member)


def pause(*, token: str) -> None:
    """The holder of a link is not drawn until they come back. Raises NotNow unless they are active."""
    _stand(token, PAUSED, (ACTIVE,), REFUSED["paused"])


def resume(*, token: str) -> None:
    """The holder of a link may be drawn again. Raises NotNow unless they paused or left."""
    _stand(token, ACTIVE, (PAUSED, LEFT), REFUSED["active"])


def leave_panel(*, token: str) -> None:
    """The holder of a link is no member any more; they can come back. Raises NotNow when they left before."""
    _stand(token, LEFT, (ACTIVE, PAUSED), REFUSED["left"])


def erase_member(*, token: str) -> bool:
    """Erase who the holder of a link is, what they said of themselves, and the link itself. What they answered stays and names nobody;
    the numbers of the waves they were in stay too. False when there was nothing (any more)."""
    with transaction.atomic():
        lock_chain()
        member = Member.objects.select_for_update(of=("self",)).select_related("participant").filter(key_hash=tokens.hash_of(token)).first()
        if member is None or member.participant is None:
            return False
        erase_participant(by="participant", pseudonym=member.participant.pseudonym)
    return True


def blank_members_of(participant: Any) -> None:
    """Take away what is held of a person who is being erased, wherever they asked for it: their link, and what they said of themselves."""
    with transaction.atomic(using=VAULT):
        MemberContact.objects.filter(pseudonym=participant.pseudonym).delete()
    for member in Member.objects.filter(participant=participant):
        _blank(member)


def drop_stray_contacts() -> int:
    """Delete contacts that no member points to: what a joining left behind that did not finish. Returns how many.

    For the start of a server.
    """
    with transaction.atomic():
        lock_chain()
        known = set(Member.objects.filter(participant__isnull=False).values_list("participant__pseudonym", flat=True))
        stray = [i for i, pseudonym in MemberContact.objects.values_list("id", "pseudonym") if pseudonym not in known]
        for start in range(0, len(stray), 500):
            MemberContact.objects.filter(id__in=stray[start : start + 500]).delete()
        if stray:
            record(by="folkmoot", verb="panel.contacts_dropped", subject="vault:panel", detail={"count": len(stray)})
    return len(stray)


def member_of(token: str) -> Member | None:
    """Who holds a link; None when it leads to nothing."""
    found = Member.objects.select_related("panel__organisation", "panel__sample", "participant")
    return found.filter(key_hash=tokens.hash_of(token), participant__isnull=False).first()


def state_of(member: Member) -> str:
    """How a member stands now."""
    return str(Standing.objects.filter(member=member).order_by("-pk").values_list("state", flat=True)[0])


def ways_of(member: Member) -> frozenset[str]:
    """The ways a member agrees to now."""
    newest = dict(Consent.objects.filter(member=member).order_by("pk").values_list("way", "given"))
    return frozenset(way for way, given in newest.items() if given)


def _stand(token: str, state: Standing.State, before: Collection[str], texts: Texts) -> None:
    with transaction.atomic():
        member = _held(token)
        if state_of(member) not in before:
            raise NotNow(texts)
        Standing.objects.create(member=member, state=state, recorded_at=timezone.now())
        record(by="participant", verb="panel.standing_changed", subject=member, detail={"state": state.value})


def _blank(member: Member) -> None:
    Member.objects.filter(pk=member.pk).update(key_hash=None)
    Declaration.objects.filter(member=member).update(attributes=None, language=None, support=None)
    Standing.objects.create(member=member, state=ERASED, recorded_at=timezone.now())
    record(by="participant", verb="panel.standing_changed", subject=member, detail={"state": ERASED.value})


def _held(token: str) -> Member:
    found = Member.objects.select_for_update(of=("self",)).select_related("panel__sample")
    member = found.filter(key_hash=tokens.hash_of(token), participant__isnull=False).first()
    if member is None:
        raise NotNow(REFUSED["link"])
    return member


def _earlier(panel: Panel, same: str) -> str:
    """The token of a member who joined with the same contact and is not gone, "" where there is none."""
    held = {contact.pseudonym: contact for contact in MemberContact.objects.filter(panel=panel.pk, same=same)}
    for member in Member.objects.filter(panel=panel, set_aside=False, participant__pseudonym__in=list(held)).select_related("participant"):
        if state_of(member) != LEFT and member.participant is not None:
            return held[member.participant.pseudonym].token
    return ""


def _declare(member: Member, about: AboutMe) -> None:
    support = [key for key in SUPPORT if key in about.support]
    attributes = {name: about.attributes[name] for name in member.panel.levels if about.attributes.get(name)}
    Declaration.objects.create(member=member, attributes=attributes, language=about.language, support=support, recorded_at=timezone.now())


def _check(panel: Panel, about: AboutMe | None, ways: Collection[str]) -> None:
    if not set(ways) <= set(WAYS):
        raise ValidationError({"ways": Refused(REFUSED["listed"])})
    if about is None:
        return
    levels = panel.levels
    for name, level in about.attributes.items():
        if level and level not in levels.get(name, ()):
            raise Refused(REFUSED["listed"])
    if about.language not in LANGUAGES:
        raise ValidationError({"language": Refused(REFUSED["language"])})
    if not set(about.support) <= set(SUPPORT):
        raise ValidationError({"support": Refused(REFUSED["listed"])})
