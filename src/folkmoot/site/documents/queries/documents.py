"""Documents, their drafts and versions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch

from folkmoot.site.documents import content
from folkmoot.site.documents.kinds import KINDS, Kind
from folkmoot.site.documents.models import CommentRound, Document, DocumentDraft, DocumentVersion, Signature
from folkmoot.site.documents.queries.comments import is_open
from folkmoot.site.documents.queries.newest import newest_rounds, newest_versions
from folkmoot.site.documents.queries.withheld import sealed_by
from folkmoot.site.people.queries import by_slugs
from folkmoot.site.people.rules import organisations_where
from folkmoot.site.renditions import Texts

STAFF_MAY = ("documents.draft", "documents.approve", "documents.answer", "documents.sign")


@dataclass(frozen=True)
class Listed:
    """A document in a list for everyone: its newest version, or (`version` 0) its first draft out for comment, and until when it is
    open."""

    slug: str
    title: Texts
    kind: str
    kind_name: str
    owner: Any
    version: int
    published_on: date | None
    open_until: date | None
    organisations: frozenset[str]


def by_slug(slug: str) -> Document | None:
    """The document at an address, public or not, or None."""
    return Document.objects.select_related("owner", "initiative__lead").filter(slug=slug).first()


def held(document: Document) -> Document:
    """The same document, read again and locked until the transaction ends."""
    return Document.objects.select_for_update(of=("self",)).select_related("owner", "initiative__lead").get(pk=document.pk)


def draft_of(document: Document) -> DocumentDraft | None:
    """What may become the next version. For staff alone: no public page calls this."""
    return DocumentDraft.objects.select_related("drafted_by").filter(document=document).first()


def draft_content(document: Document) -> dict[str, Any]:
    """What the next version says so far: the draft, or what it would begin with. For staff alone."""
    draft = draft_of(document)
    if draft is not None:
        return dict(draft.content)
    last = current(document)
    if last is None:
        return content.first_draft(document.kind, document.title, [])
    return content.draft_after(last.content, list(sealed_by(last).values()))


def facts_of(document: Document, draft: dict[str, Any]) -> dict[str, Any]:
    """What a version says of its document besides the draft's own words."""
    parties = by_slugs(draft["parties"])
    return {
        "kind": document.kind,
        "slug": document.slug,
        "owner": {"slug": document.owner.slug, "name": document.owner.name},
        "initiative": document.initiative.slug if document.initiative else "",
        "parties": [{"slug": slug, "name": parties[slug].name} for slug in draft["parties"]],
    }


def next_content(document: Document, draft: dict[str, Any]) -> dict[str, Any]:
    """What the next version would say if this draft were published now, its seals for show."""
    made, _ = content.published(draft, facts=facts_of(document, draft), before=sealed_by(current(document)))
    return made


def versions(document: Document) -> list[DocumentVersion]:
    """Its published versions, the first one first."""
    return list(document.versions.order_by("number"))


def version(document: Document, number: int) -> DocumentVersion | None:
    """One published version, or None."""
    return document.versions.filter(number=number).first()


def current(document: Document) -> DocumentVersion | None:
    """Its newest version, or None before the first."""
    return document.versions.order_by("-number").first()


def listed(initiative: Any = None) -> list[Listed]:
    """Every document that everyone may read, by title; of one initiative, where it is given."""
    found = Document.objects.select_related("owner")
    if initiative is not None:
        found = found.filter(initiative=initiative)
    signatures = Signature.objects.filter(leaving__isnull=True).select_related("organisation")
    versions_of = {row.document_id: row for row in newest_versions().prefetch_related(Prefetch("signatures", signatures))}
    rounds_of = {row.document_id: row for row in newest_rounds()}
    rows = [row for document in found if (row := _listed(document, versions_of.get(document.pk), rounds_of.get(document.pk)))]
    return sorted(rows, key=lambda row: (row.title["en"]["standard"].casefold(), row.slug))


def narrowed(rows: Iterable[Listed], *, kind: str = "", organisation: str = "") -> list[Listed]:
    """Those of a kind, where it is given, and those that an organisation (by slug) keeps, agrees in or has signed the newest version of."""
    return [row for row in rows if kind in {"", row.kind} and organisation in {"", *row.organisations}]


def of_initiative(initiative: Any) -> list[Listed]:
    """The documents about an initiative that everyone may read."""
    return listed(initiative)


def titles(document: Document) -> Texts:
    """What a document is called, for everyone: by its newest version, or its newest draft out for comment."""
    last = current(document) or document.rounds.order_by("-number").first()
    return last.content["title"] if last is not None else {}


def staff_list(user: Any) -> list[tuple[Document, Texts, DocumentDraft | None, DocumentVersion | None]]:
    """Every document that a member of staff may do something with, with its title, its draft and its newest version.

    Drafts are given to those alone who may write or approve them.
    """
    where = {permission: set(organisations_where(user, permission)) for permission in STAFF_MAY}
    writes = where["documents.draft"] | where["documents.approve"]
    drafts = {row.document_id: row for row in DocumentDraft.objects.select_related("drafted_by").filter(document__owner__in=writes)}
    versions_of = {row.document_id: row for row in newest_versions()}
    rounds_of = {row.document_id: row for row in newest_rounds()}
    found = []
    for document in Document.objects.select_related("owner"):
        last, draft, out = versions_of.get(document.pk), drafts.get(document.pk), rounds_of.get(document.pk)
        signs = bool(where["documents.sign"]) and last is not None and KINDS[Kind(document.kind)].is_signed
        if document.owner in writes or signs or (document.owner in where["documents.answer"] and out is not None):
            public = last or out
            title = draft.content["title"] if draft else public.content["title"] if public else document.title
            found.append((document, title, draft, last))
    return found


def _listed(document: Document, version: DocumentVersion | None, put_out: CommentRound | None) -> Listed | None:
    last = version or put_out
    if last is None:
        return None
    signed = [signature.organisation.slug for signature in version.signatures.all()] if version else []
    return Listed(
        slug=document.slug,
        title=last.content["title"],
        kind=document.kind,
        kind_name=KINDS[Kind(document.kind)].name,
        owner=document.owner,
        version=version.number if version else 0,
        published_on=version.published_on if version else None,
        open_until=put_out.closes_on if put_out and is_open(put_out) else None,
        organisations=frozenset({document.owner.slug, *(party["slug"] for party in last.content["parties"]), *signed}),
    )
