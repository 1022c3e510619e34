"""What may be read of topic guides."""

from typing import Any

from django.db.models import Max
from django.urls import reverse

from folkmoot.site.guides.models import Guide, GuideVersion


def guides_of(initiative: Any) -> list[Guide]:
    """All guides of an initiative, those that are being written too: for staff."""
    return list(Guide.objects.filter(initiative=initiative))


def guide_of(initiative: Any, slug: str) -> Guide | None:
    """One of them."""
    return Guide.objects.filter(initiative=initiative, slug=slug).select_related("initiative__lead").first()


def published_version(guide: Guide) -> GuideVersion | None:
    """The version that counts; None before the first."""
    return guide.versions.order_by("-number").first()


def versions_of(guide: Guide) -> list[GuideVersion]:
    """All versions, the newest first."""
    return list(guide.versions.order_by("-number"))


def exploring(engagement: Any) -> list[tuple[Any, str]]:
    """The public guides that explore what was published of an engagement: the title and the address of each."""
    newest = GuideVersion.objects.filter(guide__initiative=engagement.initiative_id).values("guide").annotate(newest=Max("id"))
    found = GuideVersion.objects.filter(pk__in=newest.values("newest")).select_related("guide__initiative")
    return [
        (one.title, reverse("guides:guide", args=[one.guide.initiative.slug, one.guide.slug]))
        for one in found
        if any(held["engagement"] == engagement.slug for held in one.considerations)
    ]
