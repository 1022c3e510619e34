"""The newest version, and the newest draft for comment, of each document: one reading of the database for all of them."""

from typing import Any

from django.db.models import Exists, OuterRef

from folkmoot.site.documents.models import CommentRound, DocumentVersion


def newest_versions() -> Any:
    """The versions that no later one follows."""
    later = DocumentVersion.objects.filter(document=OuterRef("document"), number__gt=OuterRef("number"))
    return DocumentVersion.objects.filter(~Exists(later))


def newest_rounds() -> Any:
    """The drafts that were put out for comment and that no later one follows."""
    later = CommentRound.objects.filter(document=OuterRef("document"), number__gt=OuterRef("number"))
    return CommentRound.objects.filter(~Exists(later))
