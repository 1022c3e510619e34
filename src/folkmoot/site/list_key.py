"""The list key: what the tokens of an objection list are made with. It is kept apart from the home folder, so that no copy of the data can
tell who is on a list that was handed out."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from folkmoot.linkage import key_from_text

ASK_FOR_ONE = (
    "This server has no list key, so no list can be made. Whoever runs it sets FOLKMOOT_LIST_KEY_FILE, as docs/reference/settings.md says."
)


def list_key(text: str, file: str, *, home: Path) -> bytes | None:
    """The key in FOLKMOOT_LIST_KEY, or in the file that FOLKMOOT_LIST_KEY_FILE names; None when neither is set.

    Raises ImproperlyConfigured, in words without the key, for both, a file in the home folder, one that cannot be read, or what is no key.
    """
    if text and file:
        raise ImproperlyConfigured("Set FOLKMOOT_LIST_KEY or FOLKMOOT_LIST_KEY_FILE, not both.")
    if file:
        if Path(file).resolve().is_relative_to(home.resolve()):
            raise ImproperlyConfigured("FOLKMOOT_LIST_KEY_FILE is in the home folder, beside the data. Keep the key in another folder.")
        try:
            text = Path(file).read_text("utf-8")
        except (OSError, ValueError):
            raise ImproperlyConfigured(
                "The file that FOLKMOOT_LIST_KEY_FILE names cannot be read. Check its path and its permissions."
            ) from None
    if not text and not file:
        return None
    try:
        return key_from_text(text)
    except ValueError as wrong:
        raise ImproperlyConfigured(f"{'FOLKMOOT_LIST_KEY_FILE' if file else 'FOLKMOOT_LIST_KEY'}: {wrong}") from None
