"""The licence under which anyone may use the open data of an installation."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

OPEN_GOVERNMENT_LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
"""What public bodies in the United Kingdom use where nothing else is said."""


def data_licence(address: str) -> str:
    """The address of the licence in FOLKMOOT_DATA_LICENCE; of the Open Government Licence 3.0 when that is not set.

    Raises ImproperlyConfigured, in words, for what is no address.
    """
    if not address:
        return OPEN_GOVERNMENT_LICENCE
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname or set(address) & set(" \"'<>\n"):
        raise ImproperlyConfigured(
            f"FOLKMOOT_DATA_LICENCE is {address!r}, which is no address. Give one such as https://creativecommons.org/licenses/by/4.0/."
        )
    return address
