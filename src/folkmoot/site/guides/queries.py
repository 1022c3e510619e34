"""What may be read of topic guides."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Max
from django.urls import reverse

from folkmoot.site.guides.guide_text import text_of
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


def public_guides(initiative: Any) -> list[GuideVersion]:
    """The versions that count of the guides of an initiative (or of the one with this id)."""
    newest = GuideVersion.objects.filter(guide__initiative=initiative).values("guide").annotate(newest=Max("id"))
    return list(GuideVersion.objects.filter(pk__in=newest.values("newest")).select_related("guide__initiative"))


def travelling(version: GuideVersion) -> dict[str, Any]:
    """What of a guide means something elsewhere: all but the findings it explores."""
    parts = [{**part, "questions": [{**one, "explores": []} for one in part["questions"]]} for part in version.parts]
    facts = {"title": version.title, "kind": version.kind, "minutes": version.minutes}
    return {"slug": version.guide.slug, **facts, "text": text_of(parts)}


def standing(content: Mapping[str, Any]) -> str:
    """How what travelled stands to what is here: "new", "here" (the same) or "clash" (another guide has its address)."""
    found = Guide.objects.filter(slug=content["slug"]).first()
    if found is None:
        return "new"
    said = [found.text, *(travelling(version)["text"] for version in versions_of(found)[:1])]
    return "here" if content["text"].strip() in {text.strip() for text in said} else "clash"


def exploring(engagement: Any) -> list[tuple[Any, str]]:
    """The public guides that explore what was published of an engagement: the title and the address of each."""
    return [
        (one.title, reverse("guides:guide", args=[one.guide.initiative.slug, one.guide.slug]))
        for one in public_guides(engagement.initiative_id)
        if any(held["engagement"] == engagement.slug for held in one.considerations)
    ]
