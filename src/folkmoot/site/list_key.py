"""The list key: what the tokens of an objection list are made with. It is kept apart from the home folder, so that no copy of the data can
tell who is on a list that was handed out."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from folkmoot.linkage import key_from_text
from folkmoot.site.key_files import given_key

ASK_FOR_ONE = (
    "This server has no list key, so no list can be made. Whoever runs it sets FOLKMOOT_LIST_KEY_FILE, as docs/reference/settings.md says."
)


def list_key(text: str, file: str, *, home: Path) -> bytes | None:
    """The key in FOLKMOOT_LIST_KEY, or in the file that FOLKMOOT_LIST_KEY_FILE names; None when neither is set.

    Raises ImproperlyConfigured, in words without the key, for both, a file in the home folder, one that cannot be read, or what is no key.
    """
    if not text and not file:
        return None
    words = given_key("FOLKMOOT_LIST_KEY", text, file, home=home)
    try:
        return key_from_text(words)
    except ValueError as wrong:
        raise ImproperlyConfigured(f"{'FOLKMOOT_LIST_KEY_FILE' if file else 'FOLKMOOT_LIST_KEY'}: {wrong}") from None
