"""Quotes as documents show them, and as staff keep them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from folkmoot.site.documents import content
from folkmoot.site.documents.models import Document, DocumentVersion, Quote
from folkmoot.site.people.rules import organisations_where
from folkmoot.site.renditions import Texts

SHORTEST_KNOWN = 20
"""Characters from which on the words of a quote may not stand in a text itself: shorter ones may stand there by chance."""


@dataclass(frozen=True)
class QuoteShown:
    """A quote as everyone reads it. `words` is "" once it is withdrawn: nothing of it is left. `engagement` is what people were asked
    in."""

    key: str
    words: str
    language: str
    said_by: str
    engagement: Texts | None
    source: str


def quotes_in(document: Mapping[str, Any]) -> dict[str, QuoteShown]:
    """The quotes that a version or a draft refers to, by key."""
    found = Quote.objects.filter(key__in=content.marks(document)).select_related("engagement")
    return {
        row.key: QuoteShown(
            key=row.key,
            words=row.words or "",
            language=row.language,
            said_by=row.said_by or "",
            engagement=row.engagement.title if row.engagement else None,
            source=row.source,
        )
        for row in found
    }


def quoted_verbatim(organisation: Any, *given: Texts) -> str:
    """The key of a quote of an organisation whose words stand in any of some texts themselves, however they are spaced; "" for none."""
    said = [" ".join(words.split()) for texts in given for styles in texts.values() for words in styles.values()]
    for key, kept in Quote.objects.filter(organisation=organisation, words__isnull=False).values_list("key", "words"):
        words = " ".join(kept.split())
        if len(words) >= SHORTEST_KNOWN and any(words in one for one in said):
            return str(key)
    return ""


def unknown_quotes(document: Document, draft: Mapping[str, Any]) -> list[str]:
    """What is wrong with the quotes in a draft, in words: not there, another organisation's, withdrawn, or copied and not referred to."""
    known = dict(Quote.objects.filter(organisation=document.owner).values_list("key", "words"))
    wrong = []
    for key in content.marks(draft):
        if key not in known:
            wrong.append(f"There is no quote “{key}” of {document.owner}. Add it first, or take its mark out.")
        elif known[key] is None:
            wrong.append(f"The quote “{key}” was withdrawn. Take its mark out.")
    whole = {"The title": draft["title"], "The reason why all of it is withheld": (draft["withheld"] or {"words": {}})["words"]}
    for name, texts in whole.items():
        if key := quoted_verbatim(document.owner, texts):
            wrong.append(f"{name} holds the words of the quote “{key}” themselves. Write other words.")
    for number, clause in enumerate(draft["clauses"], 1):
        reasons = [clause["withheld"]["words"]] if clause["withheld"] else []
        if key := quoted_verbatim(document.owner, clause["heading"], clause["text"], *reasons):
            wrong.append(f"Clause {number} holds the words of the quote “{key}” themselves. Write its mark instead.")
    return wrong


def quote(key: str) -> Quote | None:
    """The quote with a key, or None."""
    return Quote.objects.select_related("organisation", "engagement").filter(key=key).first()


def quotes_of(user: Any) -> list[Quote]:
    """The quotes that a member of staff looks after."""
    owners = organisations_where(user, "documents.quote")
    return list(Quote.objects.filter(organisation__in=owners).select_related("organisation", "engagement", "withdrawal"))


def used_in(row: Quote) -> list[DocumentVersion]:
    """The published versions that refer to a quote."""
    return used_in_each([row])[row.key]


def used_in_each(rows: Iterable[Quote]) -> dict[str, list[DocumentVersion]]:
    """The published versions that refer to each of some quotes, by key."""
    found: dict[str, list[DocumentVersion]] = {row.key: [] for row in rows}
    owners = Quote.objects.filter(key__in=found).values("organisation")
    for version in DocumentVersion.objects.filter(document__owner__in=owners).select_related("document"):
        for key in content.marks(version.content):
            if key in found:
                found[key].append(version)
    return found
