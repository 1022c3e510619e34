"""What someone asks the register for, as it stands in an address, and the addresses of its other pages."""

from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from folkmoot.site.register.queries import Asked, Found

LONGEST_SEARCH = 200

NAMES = {"words": "q", "area": "area", "topic": "topic", "organisation": "organisation", "kind": "kind", "stage": "stage", "state": "state"}
"""Each choice with its name in an address."""


def asked_for(query: QueryDict) -> Asked:
    """What an address asks for. Nothing is refused: what is too long is cut."""
    return Asked(**{choice: query.get(name, "")[:LONGEST_SEARCH].replace("\x00", "").strip() for choice, name in NAMES.items()})


def page_number(query: QueryDict) -> int:
    """The page an address asks for, 1 for anything that is no page."""
    text = query.get("page", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 1


def other_pages(query: QueryDict, found: Found) -> dict[str, str]:
    """The addresses of the page before and the page after, where there are any. They keep what is looked for and how it is read."""
    before = {"previous": _address(query, found.number - 1)} if found.number > 1 else {}
    return before | ({"next": _address(query, found.number + 1)} if found.number < found.pages else {})


def more_link(asked: Asked, keep: str) -> str:
    """The address that drops the words and the area but keeps the other choices: what to try when nothing fits. '' when it is no other."""
    kept = {NAMES[choice]: value for choice in ("topic", "organisation", "kind", "stage", "state") if (value := getattr(asked, choice))}
    if not kept or not (asked.words or asked.area):
        return ""
    return f"{reverse('initiatives:home')}?{'&'.join(filter(None, [keep.removeprefix('?'), urlencode(kept)]))}"


def _address(query: QueryDict, number: int) -> str:
    kept = query.copy()
    kept.pop("page", None)
    if number > 1:
        kept["page"] = str(number)
    return reverse("initiatives:home") + (f"?{kept.urlencode()}" if kept else "") + "#uses"
