"""What the population of a frame is like: how many rows each level of each attribute has, as a Sample's targets."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError

from folkmoot.site.sampling.columns import NOT_KNOWN
from folkmoot.site.sampling.models import Frame
from folkmoot.site.sampling.storage import read_chunks

MOST_LEVELS = 30
"""An attribute with more levels, such as a small area, is no target: most levels would have nobody among those who answer."""


def margins_of(frame: Frame, names: Sequence[str]) -> dict[str, Any]:
    """For each of these attributes its source and how many rows are in each level. Raises ValidationError for one that is no target."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in names}
    if names:
        for chunk in read_chunks(frame, names):
            for name in names:
                counts[name].update(dict(chunk[name].value_counts().iter_rows()))
    for name, levels in counts.items():
        if not 2 <= len(levels) <= MOST_LEVELS or NOT_KNOWN in levels:
            why = f"has {len(levels):,} levels" if NOT_KNOWN not in levels else "is not known of every row"
            raise ValidationError({"targets": f"“{name}” {why}. A target has 2 to {MOST_LEVELS} levels, and is known of every row."})
    source = f"{frame.name}: {frame.source}"
    return {name: {"source": source, "people": dict(sorted(levels.items()))} for name, levels in counts.items()}
