"""Which addresses a server answers to, and how many proxies of our own stand before it."""

import re
from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured

LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "[::1]")
_NAME = re.compile(r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$", re.IGNORECASE)


def allowed_hosts(names: str, *, loopback: bool) -> Sequence[str]:
    """The names in FOLKMOOT_HOSTS, separated by commas. Raises ImproperlyConfigured when there is none, or one is not a plain name."""
    if loopback:
        return list(LOOPBACK_HOSTS)
    hosts = [name.strip() for name in names.split(",") if name.strip()]
    if not hosts:
        raise ImproperlyConfigured(
            "FOLKMOOT_HOSTS is empty. Say which names this server answers to, such as FOLKMOOT_HOSTS=folkmoot.example.org, and start again."
        )
    for host in hosts:
        if not _NAME.match(host):
            raise ImproperlyConfigured(
                f"FOLKMOOT_HOSTS has {host!r}, which is not a plain host name. Write it without https://, port or *."
            )
    return hosts


def proxies(count: str) -> int:
    """The number in FOLKMOOT_PROXIES. Raises ImproperlyConfigured for anything but a whole number from 0 to 9."""
    if not re.fullmatch(r"[0-9]", count.strip()):
        raise ImproperlyConfigured(f"FOLKMOOT_PROXIES is {count!r}. Write how many proxies of your own stand before this server: 0 to 9.")
    return int(count)
