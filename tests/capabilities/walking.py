"""What the walks share: someone in office presses a button, anyone reads a page."""

import datetime as dt
import html
import re
from typing import Any

from django.test import Client
from django.utils import timezone

from tests.site import make
from tests.site.initiatives.reading import words

DAY = dt.timedelta(days=1)


def day(later: int = 0) -> str:
    """A day from today, as it is typed."""
    return (timezone.localdate() + later * DAY).isoformat()


def office(where: Any, role: str) -> Client:
    """The browser of someone who holds a role and has signed in."""
    return make.signed_in(make.member(where, role))


def does(browser: Client, path: str, **typed: Any) -> str:
    """Sends a form that is taken; the address it leads to."""
    answer = browser.post(path, typed)
    assert answer.status_code == 302, told(answer.content.decode())
    return str(answer["Location"])


def refused(browser: Client, path: str, **typed: Any) -> list[str]:
    """Sends a form that is not taken; what is said at the top of it."""
    answer = browser.post(path, typed)
    assert answer.status_code == 400, answer.status_code
    return told(answer.content.decode())


def told(page: str) -> list[str]:
    """The errors at the top of a page."""
    return [html.unescape(said) for said in re.findall(r'<li><a href="#[^"]+">([^<]+)</a></li>', page)]


def read(path: str, browser: Client | None = None) -> str:
    """The words of a page, as anyone reads it unless a browser is given."""
    answer = (browser or Client()).get(path)
    assert answer.status_code == 200, path
    return words(answer.content.decode())
