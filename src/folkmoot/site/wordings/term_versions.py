"""Writing a version of a term of the glossary, with its rule, its row and its audit event in one transaction."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from folkmoot.record.glossary import Term
from folkmoot.site.audit.domain import record
from folkmoot.site.errors import NotNow
from folkmoot.site.evidence.queries import findings_of
from folkmoot.site.people.rules import require
from folkmoot.site.renditions import Texts
from folkmoot.site.wordings import glossary
from folkmoot.site.wordings.models import TermVersion

MOST_PHRASES = 40
LONGEST_PHRASE = 200
_KEPT = ("state", "topic", "term", "phrases", "instead", "why", "source", "initiative", "finding", "asked", "understood")


def write_term(
    *,
    by: Any,
    organisation: Any,
    slug: str,
    state: str,
    topic: str,
    term: Texts,
    instead: Texts,
    why: Texts,
    source: str,
    phrases: Mapping[str, Sequence[str]] | None = None,
    initiative: Any = None,
    finding: str = "",
    asked: int | None = None,
    understood: int | None = None,
) -> TermVersion:
    """The next version of a term, or the first of a new one, public at once; it counts for every organisation of the installation.

    `source` says in words where it comes from; `initiative` and `finding` (a key) name a published finding; `asked` and `understood` how
    many residents were asked whether they understood `instead`, and how many did. A term of the starting list keeps what it was as its
    first version. Raises ValidationError for phrases that would be found everywhere, or a finding that is not published.
    """
    require(by, "wordings.keep", organisation)
    kept = {language: [" ".join(phrase.lower().split()) for phrase in given] for language, given in (phrases or {}).items()}
    _check_phrases(kept)
    if finding and (initiative is None or finding not in {found.key for found in findings_of(initiative.pk)}):
        raise ValidationError({"finding": "There is no such published finding."})
    if (asked is None) != (understood is None) or (asked is not None and not 0 <= understood <= max(asked, 1) <= asked):
        raise ValidationError({"understood": "Give how many were asked and how many of them understood, or neither."})
    given = {"state": state, "topic": topic, "term": term, "phrases": kept, "instead": instead, "why": why, "source": source.strip()}
    given |= {"initiative": initiative, "finding": finding, "asked": asked, "understood": understood}
    with transaction.atomic():
        before = glossary.newest(slug)
        if before is None and (starting := glossary.starting_term(slug)) is not None:
            before = _keep(starting)
        if before is not None and all(getattr(before, name) == value for name, value in given.items()):
            raise NotNow("That is what the glossary says already.")
        number = before.number + 1 if before else 1
        made = TermVersion(slug=slug, number=number, organisation=organisation, recorded_by=by, recorded_at=timezone.now(), **given)
        made.full_clean()
        made.save()
        record(by=by, verb="term.versioned", subject=f"term:{slug}", detail={"number": number, "organisation": organisation.slug})
    return made


def _keep(term: Term) -> TermVersion:
    """The starting list's term as it is, so that what is changed now can be read for good."""
    return TermVersion.objects.create(
        slug=term.slug,
        number=1,
        state=term.state.value,
        topic=term.topic.value,
        term=term.term,
        phrases={language: list(phrases) for language, phrases in term.phrases.items()},
        instead=term.instead,
        why=term.why,
        source=term.source,
        recorded_at=timezone.now(),
    )


def _check_phrases(phrases: Mapping[str, Sequence[str]]) -> None:
    for language, given in phrases.items():
        field = f"phrases_{language}"
        if language not in {"en", "cy"} or len(given) > MOST_PHRASES:
            raise ValidationError({field: f"Give at most {MOST_PHRASES} phrases, in English or Welsh."})
        for phrase in given:
            if len(phrase) > LONGEST_PHRASE or len(re.findall(r"(?:^| )\.\.+(?= |$)", phrase)) > 2:
                raise ValidationError({field: f"“{phrase}” is too long, or has more than two gaps."})
            if (
                not re.fullmatch(r"[\w’'*|!~. -]+", phrase)
                or not re.search(r"\w{3}", phrase)
                or re.search(r"(?:^|[ |])\*(?:$|[ |])", phrase)
            ):
                raise ValidationError({field: f"“{phrase}” would be found everywhere. Write words, with * at the end of one if need be."})
