"""What an engagement found beside what other organisations found: which published documents are set side by side.

The numbers are compared by folkmoot.weigh.authorities.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.db.models import Max

from folkmoot.site.evidence.models import Results
from folkmoot.weigh.authorities import Beside, Share, matched, rows_of, set_beside, shares_in

MOST_DOCUMENTS = 4_096


def is_beside_any(engagement: Any) -> bool:
    """Whether another organisation has published what the same words found."""
    return bool(_matched(engagement))


def statements_beside(engagement: Any) -> list[Beside]:
    """Every statement of an engagement that another organisation published too, in the order it was published in."""
    return set_beside(_matched(engagement))


def rows_beside(engagement: Any) -> list[dict[str, Any]]:
    """Every number of that, a row for each organisation and statement, for files; [] where there is nothing beside it."""
    return rows_of(statements_beside(engagement))


def _matched(engagement: Any) -> Any:
    """The statements of an engagement with those of other organisations, of each the engagement that closed last."""
    newest = Results.objects.values("engagement").annotate(newest=Max("id")).values("newest")
    there = Results.objects.filter(pk__in=newest).order_by("-engagement__closes", "-id")
    own, others = [], []
    for lead, key, shares in _published(tuple(there.values_list("pk", "hash", "engagement__slug", "engagement__initiative__lead__name"))):
        if key == engagement.pk:
            own = shares
        elif lead != engagement.initiative.lead_id:
            others += shares
    return matched(own, others)


@lru_cache(maxsize=2)
def _published(there: tuple[tuple[int, str, str, str], ...]) -> list[tuple[int, int, list[Share]]]:
    """Everything in some results, in their order: the organisation, the engagement, and its shares. Asked with every page of results, and
    read again only when something more is published."""
    kept = Results.objects.select_related("engagement__initiative__lead").defer("document", "tables")
    found = kept.in_bulk([key for key, *_ in there])
    about = [(found[key].engagement, _shares(found[key])) for key, *_ in there]
    return [(one.initiative.lead_id, one.pk, shares) for one, shares in about]


def _shares(kept: Results) -> list[Share]:
    name = kept.engagement.initiative.lead.name
    return [Share(authority=name, source=kept.engagement, document_hash=kept.hash, **row) for row in _read(kept.pk, kept.hash)]


@lru_cache(maxsize=MOST_DOCUMENTS)
def _read(results_id: int, digest: str) -> tuple[Mapping[str, Any], ...]:
    """What a published document says. A document never changes."""
    return shares_in(json.loads(Results.objects.values_list("document", flat=True).get(pk=results_id, hash=digest)))
