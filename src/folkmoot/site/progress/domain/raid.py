"""Risks, issues, dependencies, assumptions and decisions: written down, and kept up to date."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from folkmoot.site.audit.domain import record
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.progress.domain.recording import add, needed, writing
from folkmoot.site.progress.models import RaidEntry
from folkmoot.site.renditions import Texts

CHANGEABLE = ("words", "probability", "impact", "owner", "due", "state", "done", "public", "summary")


def record_raid(
    *,
    by: Any,
    initiative: Any,
    kind: str,
    words: str,
    owner: Any,
    probability: int | None = None,
    impact: int | None = None,
    due: date | None = None,
    state: str = RaidEntry.State.OPEN,
    done: str = "",
    public: bool = False,
    summary: Texts | None = None,
) -> RaidEntry:
    """A risk (with its probability and impact, 1 to 5), issue, dependency, assumption or decision; everyone may read it only where
    `public` is set, and then only its `summary`."""
    with writing(by, initiative) as held:
        entry = RaidEntry(
            initiative=held,
            kind=kind,
            words=words.strip(),
            probability=probability,
            impact=impact,
            owner=_inside(held, owner),
            due=due,
            state=state,
            done=done.strip(),
            public=public,
            summary=_summary(summary, public=public),
        )
        return add(entry, by=by, verb="raid.recorded", initiative=held, detail={"kind": kind, "public": public})


def change_raid(*, by: Any, entry: RaidEntry, **values: Any) -> RaidEntry:
    """The entry as it stands now: any of `CHANGEABLE`. What it is (its kind) stays."""
    unknown = sorted(set(values) - set(CHANGEABLE))
    if unknown:
        raise ValueError(f"A risk or issue has no {unknown[0]!r} that can be changed.")
    with writing(by, entry.initiative) as held:
        kept = RaidEntry.objects.select_for_update().get(pk=entry.pk)
        before = {name: getattr(kept, name) for name in CHANGEABLE}
        for name, value in values.items():
            setattr(kept, name, value)
        kept.owner = _inside(held, kept.owner) if kept.owner != before["owner"] else kept.owner
        kept.summary = _summary(kept.summary, public=kept.public)
        kept.full_clean()
        kept.save()
        changed = [name for name in CHANGEABLE if getattr(kept, name) != before[name]]
        detail = {"row": kept.pk, "kind": kept.kind, "changed": changed, "public": kept.public}
        record(by=by, verb="raid.changed", subject=held, detail=detail)
    return kept


def _inside(initiative: Any, owner: Any) -> Any:
    if owner not in initiatives.organisations_of(initiative):
        raise ValidationError({"owner": f"{owner} is not in this initiative. Add it first, with its part in words."})
    return owner


def _summary(summary: Texts | None, *, public: bool) -> Texts:
    return needed(summary, "summary", "Write the summary that everyone can read.") if public else summary or {}
