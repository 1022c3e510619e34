"""Quotes: people's own words, kept with their consent, referred to by documents, and erased when the person withdraws them."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from folkmoot.site.audit.domain import record
from folkmoot.site.documents import queries
from folkmoot.site.documents.models import Quote, QuoteWithdrawal
from folkmoot.site.engagement import queries as engagements
from folkmoot.site.errors import NotNow
from folkmoot.site.people.rules import require
from folkmoot.site.renditions import Texts

QUOTE = "documents.quote"
LONGEST_QUOTE = 1000


def add_quote(
    *,
    by: Any,
    organisation: Any,
    key: str,
    words: str,
    said_by: str,
    consent: str,
    engagement: Any = None,
    source: str = "",
    language: str = "en",
) -> Quote:
    """Words that someone agreed to see quoted, under a described role ("a woman, 35 to 44"), from an engagement here or another source.

    Raises PermissionDenied without `documents.quote` in the organisation; ValidationError, by field, for a key that is taken, and for
    missing words, role, source or consent.
    """
    require(by, QUOTE, organisation)
    given = {"words": words.strip(), "said_by": said_by.strip(), "consent": consent.strip()}
    asked = {
        "words": "Write the words, as they were said.",
        "said_by": "Say who said it as a described role, such as: a woman, 35 to 44. No name.",
        "consent": "Say how and when the person agreed to be quoted.",
    }
    wrong = {name: asked[name] for name, value in given.items() if not value}
    if len(given["words"]) > LONGEST_QUOTE:
        wrong["words"] = f"That is {len(given['words'])} characters. A quote has {LONGEST_QUOTE} at most."
    if engagement is None and not source.strip():
        wrong["source"] = "Say where it was said: choose an engagement, or describe where."
    if engagement is not None and engagement not in engagements.closed_in([organisation]):
        wrong["engagement"] = f"Choose an engagement of {organisation} that has closed."
    if Quote.objects.filter(key=key).exists():
        wrong["key"] = "There is a quote with that key already. Choose another."
    if wrong:
        raise ValidationError(wrong)
    with transaction.atomic():
        made = Quote(
            key=key,
            organisation=organisation,
            engagement=engagement,
            source="" if engagement else source.strip(),
            language=language,
            added_by=by,
            added_at=timezone.now(),
            **given,
        )
        made.full_clean()
        made.save()
        record(by=by, verb="quote.added", subject=made, detail={"key": key, "organisation": organisation.slug})
    return made


def refuse_quoted(organisation: Any, **by_field: Texts) -> None:
    """Raises ValidationError, at its field, for a text that holds the words of a quote itself, however they are spaced: they could not be
    withdrawn from there."""
    for field, texts in by_field.items():
        if key := queries.quoted_verbatim(organisation, texts):
            raise ValidationError({field: f"These are someone's own words. In a clause's text, write {{quote:{key}}} instead."})


def withdraw_quote(*, by: Any, quote: Quote, on: date | None = None) -> QuoteWithdrawal:
    """Erase a quote's words, who said it and their consent, on a day (today). Every version that refers to it shows a marked gap from now
    on.

    It cannot be undone. Raises PermissionDenied without `documents.quote` in its organisation, NotNow when it is withdrawn already,
    ValidationError for a day to come.
    """
    require(by, QUOTE, quote.organisation)
    today = timezone.localdate()
    if on is not None and on > today:
        raise ValidationError({"on": "Give a day that has come."})
    with transaction.atomic():
        held = Quote.objects.select_for_update(of=("self",)).get(pk=quote.pk)
        if QuoteWithdrawal.objects.filter(quote=held).exists():
            raise NotNow("This quote is withdrawn already.")
        held.words = held.said_by = held.consent = None
        held.save(update_fields=["words", "said_by", "consent"])
        made = QuoteWithdrawal.objects.create(quote=held, on=on or today, by=by, recorded_at=timezone.now())
        record(by=by, verb="quote.withdrawn", subject=held, detail={"key": held.key, "on": made.on.isoformat()})
    return made
