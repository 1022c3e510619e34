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

MOST_DOCUMENTS = 256


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
    kept = Results.objects.filter(pk__in=newest).select_related("engagement__initiative__lead").defer("document", "tables")
    lead = engagement.initiative.lead_id
    own, others = [], []
    for one in kept.order_by("-engagement__closes", "-id"):
        if one.engagement_id == engagement.pk:
            own = _shares(one)
        elif one.engagement.initiative.lead_id != lead:
            others += _shares(one)
    return matched(own, others)


def _shares(kept: Results) -> list[Share]:
    about = kept.engagement
    return [Share(authority=about.initiative.lead.name, source=about, document_hash=kept.hash, **row) for row in _read(kept.pk, kept.hash)]


@lru_cache(maxsize=MOST_DOCUMENTS)
def _read(results_id: int, digest: str) -> tuple[Mapping[str, Any], ...]:
    """What a published document says. A document never changes."""
    return shares_in(json.loads(Results.objects.values_list("document", flat=True).get(pk=results_id, hash=digest)))
