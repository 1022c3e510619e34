"""Begin a document and write its draft: title, parties and clauses; send it for approval, or throw it away."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from folkmoot.record import content_hash
from folkmoot.site.audit.domain import record
from folkmoot.site.documents import content, queries
from folkmoot.site.documents.domain.quoting import refuse_quoted
from folkmoot.site.documents.kinds import KINDS, WITHHOLDING_WORDS, Kind, Need, Owner, Withholding
from folkmoot.site.documents.models import Document, DocumentDraft
from folkmoot.site.errors import NotNow
from folkmoot.site.people.rules import require
from folkmoot.site.renditions import Texts, check

DRAFT = "documents.draft"


@dataclass(frozen=True)
class Withhold:
    """That something is withheld: a reason of WITHHOLDING_WORDS, and words that everyone reads."""

    reason: str
    words: Texts


def begin_document(
    *, by: Any, kind: str, owner: Any, slug: str, title: Texts, parties: Sequence[Any] = (), initiative: Any = None
) -> DocumentDraft:
    """A new document of a kind, with the draft that its kind starts with. The public learns nothing of it yet.

    Raises PermissionDenied without `documents.draft` in the owner; ValidationError, by field, for an address that is taken, an owner that
    this kind cannot have, parties that it does not have, or an initiative that is missing or too much.
    """
    require(by, DRAFT, owner)
    if kind not in set(Kind):
        raise ValidationError({"kind": "Choose what kind of document it is."})
    check(title)
    refuse_quoted(owner, title=title)
    _check_owner(Kind(kind), owner, parties, initiative)
    with transaction.atomic():
        if Document.objects.filter(slug=slug).exists():
            raise ValidationError({"slug": "There is a document at that address already. Choose another."})
        made = Document(slug=slug, kind=kind, owner=owner, initiative=initiative, title=title, begun_by=by, begun_at=timezone.now())
        made.full_clean()
        made.save()
        record(by=by, verb="document.begun", subject=made, detail={"slug": slug, "kind": str(kind), "owner": owner.slug})
        return _write(by, made, None, content.first_draft(kind, title, [party.slug for party in parties]))


def save_outline(
    *, by: Any, document: Document, title: Texts, parties: Sequence[Any] = (), withhold: Withhold | None = None
) -> DocumentDraft:
    """The title, who agrees, and whether all of it is withheld, in the draft (a new one, when there is none).

    Raises ValidationError, by field, for what will not do, PermissionDenied without `documents.draft` in the owner.
    """
    check(title)
    _check_markless(document, title=title)
    facts = KINDS[Kind(document.kind)]
    _check_owner(Kind(document.kind), document.owner, parties, document.initiative)
    if withhold is not None and not facts.may_be_withheld:
        raise ValidationError({"withhold": f"A {facts.name.lower()} cannot be withheld as a whole. Withhold single clauses, with reasons."})

    def change(draft: dict[str, Any]) -> None:
        draft |= {"title": dict(title), "parties": [party.slug for party in parties], "withheld": _withheld(document, withhold)}

    return _change(by, document, change)


def save_clause(
    *,
    by: Any,
    document: Document,
    clause: str = "",
    heading: Texts,
    text: Texts,
    withhold: Withhold | None = None,
    position: int | None = None,
    seen: str | None = None,
) -> DocumentDraft:
    """Write a clause of the draft by its id, or a new one; at a position counted from 1 (where it is, or the end). `seen` is the hash of
    the clause as the writer last read it, if they say.

    Raises ValidationError, by field, for marks of quotes that are none, words of a quote in the text itself, or too many clauses; NotNow
    when the clause is gone or was changed meanwhile.
    """
    check(heading)
    _check_markless(document, heading=heading)
    _check_text(document, text)
    made = {"heading": dict(heading), "text": dict(text), "withheld": _withheld(document, withhold)}

    def change(draft: dict[str, Any]) -> None:
        clauses = draft["clauses"]
        at = next((i for i, one in enumerate(clauses) if one["id"] == clause), None)
        if clause and at is None:
            raise NotNow("This clause was taken out while you wrote. Copy what you wrote into a new clause.")
        if at is None:
            if len(clauses) >= content.MOST_CLAUSES:
                raise ValidationError(f"A document has {content.MOST_CLAUSES} clauses at most.")
            kept = {"id": f"c{draft['next']}", "prompt": ""}
            draft["next"] += 1
            at = len(clauses)
        else:
            kept = clauses.pop(at)
            if seen is not None and seen != content_hash(kept):
                raise NotNow("Someone else changed this clause while you wrote. What you wrote still stands here. Read theirs first.")
        clauses.insert(at if position is None else max(0, min(position - 1, len(clauses))), {**kept, **made})

    return _change(by, document, change)


def remove_clause(*, by: Any, document: Document, clause: str) -> DocumentDraft:
    """Take a clause out of the draft. Raises NotNow when it is gone already."""

    def change(draft: dict[str, Any]) -> None:
        left = [one for one in draft["clauses"] if one["id"] != clause]
        if len(left) == len(draft["clauses"]):
            raise NotNow("This clause was taken out already.")
        draft["clauses"] = left

    return _change(by, document, change)


def send_draft(*, by: Any, document: Document) -> DocumentDraft:
    """Send the draft to a second person for approval. Raises ValidationError naming all that is missing, NotNow without a draft."""
    require(by, DRAFT, document.owner)
    with transaction.atomic():
        held = queries.held(document)
        draft = queries.draft_of(held)
        if draft is None:
            raise NotNow("There is no draft to send. Write one first.")
        missing = [*content.gaps(KINDS[Kind(held.kind)], draft.content), *queries.unknown_quotes(held, draft.content)]
        if missing:
            raise ValidationError(missing)
        draft.sent_at, draft.returned = timezone.now(), ""
        draft.save(update_fields=["sent_at", "returned"])
        record(by=by, verb="document.sent", subject=held, detail={"hash": draft.hash})
    return draft


def discard_draft(*, by: Any, document: Document) -> None:
    """Throw the draft away. What is public stays. Raises NotNow when there is none."""
    require(by, DRAFT, document.owner)
    with transaction.atomic():
        held = queries.held(document)
        draft = queries.draft_of(held)
        if draft is None:
            raise NotNow("This draft was published or thrown away already.")
        digest = draft.hash
        draft.delete()
        record(by=by, verb="document.discarded", subject=held, detail={"hash": digest})


def _change(by: Any, document: Document, change: Callable[[dict[str, Any]], None]) -> DocumentDraft:
    require(by, DRAFT, document.owner)
    with transaction.atomic():
        held = queries.held(document)
        draft = queries.draft_of(held)
        writing = queries.draft_content(held)
        change(writing)
        return _write(by, held, draft, writing)


def _write(by: Any, document: Document, before: DocumentDraft | None, writing: dict[str, Any]) -> DocumentDraft:
    digest = content_hash(writing)
    hands = sorted({by.pk, *(before.hands if before else [])})
    values = {"content": writing, "hash": digest, "drafted_by": by, "drafted_at": timezone.now(), "hands": hands, "sent_at": None}
    draft, _ = DocumentDraft.objects.update_or_create(document=document, defaults=values)
    record(by=by, verb="document.drafted", subject=document, detail={"hash": digest})
    return draft


def _check_owner(kind: Kind, owner: Any, parties: Sequence[Any], initiative: Any) -> None:
    facts = KINDS[kind]
    if parties and not facts.has_parties:
        raise ValidationError({"parties": f"A {facts.name.lower()} has no parties."})
    if facts.has_parties and len({party.pk for party in parties}) < 2:
        raise ValidationError({"parties": "Choose two organisations or more that agree."})
    if facts.owner is Owner.PARTY and owner not in parties:
        raise ValidationError({"parties": f"{owner} keeps this agreement, so it must be one of those who agree."})
    if initiative is None and facts.initiative is Need.MUST:
        raise ValidationError({"initiative": "Choose the initiative that it reports on."})
    if initiative is not None and facts.initiative is Need.NEVER:
        raise ValidationError({"initiative": f"A {facts.name.lower()} stands for itself. Choose no initiative."})
    if facts.owner is Owner.LEAD and initiative is not None and initiative.lead_id != owner.pk:
        raise ValidationError({"owner": f"{initiative.lead} leads this initiative, so it keeps this document."})


def _check_text(document: Document, text: Texts) -> None:
    if text:
        check(text)
    wrong = content.wrong_marks(text)
    if wrong:
        raise ValidationError({"text": f"“{wrong[0]}” is no mark of a quote. Write it like this: {{quote:the-key}}."})
    refuse_quoted(document.owner, text=text)


def _check_markless(document: Document, **by_field: Texts) -> None:
    for field, texts in by_field.items():
        if content.LOOKS_LIKE_A_MARK.search(" ".join(words for styles in texts.values() for words in styles.values())):
            raise ValidationError({field: "A quote can stand in the text of a clause alone."})
    refuse_quoted(document.owner, **by_field)


def _withheld(document: Document, withhold: Withhold | None) -> dict[str, Any] | None:
    if withhold is None:
        return None
    _check_markless(document, why=withhold.words)
    if withhold.reason not in set(Withholding):
        raise ValidationError({"withhold": f"Choose a reason: {'; '.join(WITHHOLDING_WORDS.values())}."})
    if not withhold.words.get("en", {}).get("standard"):
        raise ValidationError({"why": "Say in words why it is withheld. Everyone reads this."})
    check(withhold.words)
    return {"reason": str(withhold.reason), "words": dict(withhold.words)}
