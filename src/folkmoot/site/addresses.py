"""Addresses of pages, worked out once: a page has some thirty, and most pages have the same."""

from functools import lru_cache
from typing import Any

from django.urls import get_urlconf, reverse


def address(name: str, *args: Any) -> str:
    """The path of the page called `name`, such as "engagement:start", with what stands in it. Raises NoReverseMatch."""
    return _worked_out(get_urlconf(), name, args)


@lru_cache(maxsize=4_096)
def _worked_out(urlconf: str | None, name: str, args: tuple[Any, ...]) -> str:
    return reverse(name, urlconf=urlconf, args=args)
