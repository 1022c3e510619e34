"""Everything that can be done with topic guides. Who may is whoever may run engagements for the Organisation that leads the initiative."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from folkmoot.site.audit.domain import record
from folkmoot.site.errors import NotNow
from folkmoot.site.evidence import queries as evidence
from folkmoot.site.guides.guide_text import LONGEST, read_guide
from folkmoot.site.guides.models import Guide, GuideVersion
from folkmoot.site.ordered_json import canonical
from folkmoot.site.people.rules import require
from folkmoot.site.renditions import Texts, check

RUN = "engagement.run"
MOST_TEXT = LONGEST * 200
MOST_FINDINGS = 30


def begin_guide(*, by: Any, initiative: Any, slug: str, title: Texts, kind: str, minutes: int) -> Guide:
    """A guide that nobody outside sees yet. Raises ValidationError by field; PermissionDenied without `engagement.run` in the Organisation
    that leads the initiative."""
    with transaction.atomic():
        require(by, RUN, initiative.lead)
        made = Guide(initiative=initiative, slug=slug, title=title, kind=kind, minutes=minutes, findings=[])
        made.full_clean(exclude=["findings"])
        made.save()
        record(by=by, verb="guide.begun", subject=made, detail={"slug": slug})
    return made


def write_guide(*, by: Any, guide: Guide, findings: Sequence[str], text: str) -> Guide:
    """Keep what a guide says from now on, and which published findings (by key) it explores, in their order.

    Raises ValidationError by field for a finding that is not published, and for text that is none of a guide, naming the line;
    PermissionDenied as above.
    """
    with transaction.atomic():
        held = _held(by, guide)
        known = {one.key for one in evidence.explorable(held.initiative_id)}
        if not set(findings) <= known or len(findings) > MOST_FINDINGS:
            raise ValidationError({"findings": f"Choose from the findings that are published, {MOST_FINDINGS} at most."})
        if len(text) > MOST_TEXT:
            raise ValidationError({"text": f"The guide has more than {MOST_TEXT:,} letters."})
        try:
            read_guide(text, len(findings))
        except ValidationError as wrong:
            raise ValidationError({"text": wrong.messages}) from None
        held.findings, held.text = list(findings), "\n".join(text.splitlines())
        held.save(update_fields=["findings", "text"])
        record(by=by, verb="guide.written", subject=held)
    return held


def publish_guide(*, by: Any, guide: Guide) -> GuideVersion:
    """Make a version of what a guide says, with the numbers of its findings as they are published now. It is public at once and for good.

    Raises NotNow while nothing is written, and where nothing changed since the version before; ValidationError and PermissionDenied as
    above.
    """
    with transaction.atomic():
        held = _held(by, guide)
        if not held.text:
            raise NotNow("Nothing is written yet. Write the guide first, and keep it.")
        there = {one.key: one for one in evidence.explorable(held.initiative_id)}
        if gone := [key for key in held.findings if key not in there]:
            raise NotNow(f"“{gone[0]}” is not among the published findings any more. Choose the findings again.")
        considerations = [there[key].frozen for key in held.findings]
        parts = read_guide(held.text, len(considerations))
        said = {"title": held.title, "kind": held.kind, "minutes": held.minutes, "considerations": considerations, "parts": parts}
        digest = hashlib.sha256(canonical(said).encode()).hexdigest()
        if held.versions.filter(hash=digest).exists():
            raise NotNow("This is published already: nothing changed since.")
        number = held.versions.count() + 1
        made = GuideVersion.objects.create(guide=held, number=number, hash=digest, by=by, published_at=timezone.now(), **said)
        record(by=by, verb="guide.published", subject=held, detail={"number": number, "hash": digest})
    return made


def begin_from(*, by: Any, initiative: Any, content: Mapping[str, Any]) -> Guide:
    """A guide for an initiative from what travelled in a kit (`travelling`); it explores no findings yet.

    Raises ValidationError for what is no guide; PermissionDenied as above.
    """
    check_travelling(content)
    given = {name: content[name] for name in ("slug", "title", "kind", "minutes")}
    with transaction.atomic():
        made = begin_guide(by=by, initiative=initiative, **given)
        return write_guide(by=by, guide=made, findings=[], text=content["text"])


def check_travelling(content: Mapping[str, Any]) -> None:
    """Raises ValidationError, in words, unless this is what `travelling` gives."""
    kinds = {"slug": str, "title": dict, "kind": str, "minutes": int, "text": str}
    if content.keys() != kinds.keys() or not all(type(content[name]) is kind for name, kind in kinds.items()):
        raise ValidationError("It is not a topic guide. Ask for the kit again.")
    check(content["title"])
    read_guide(content["text"], 0)
    given = {name: content[name] for name in ("slug", "title", "kind", "minutes")}
    Guide(**given, findings=[]).full_clean(exclude=["initiative", "findings"], validate_unique=False)


def _held(by: Any, guide: Guide) -> Guide:
    held = Guide.objects.select_for_update(of=("self",)).select_related("initiative__lead").get(pk=guide.pk)
    require(by, RUN, held.initiative.lead)
    return held
