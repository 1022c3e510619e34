"""What people send through the public forms, as a browser sends it."""

import re
import time
import uuid
from typing import Any
from unittest.mock import patch

from django.test import Client
from django.urls import reverse

from folkmoot.site.concerns import domain
from folkmoot.site.concerns.models import Complaint, Question
from folkmoot.site.concerns.public_form import PublicForm


def form(about: Any, kind: str = "question", *, seconds_ago: float = 60) -> str:
    """The token of a form that was loaded some time ago; of one loaded now, from the page itself."""
    then = time.time() - seconds_ago
    if seconds_ago:
        with patch("django.core.signing.time.time", lambda: then):
            return PublicForm(kind=kind, slug=about.slug).new_token()
    (token,) = re.findall(r'name="token" value="([^"]+)"', Client().get(address(about, kind)).content.decode())
    return str(token)


def address(about: Any, kind: str = "question") -> str:
    return reverse("concerns:ask" if kind == "question" else "concerns:complain", args=[about.slug])


def received(about: Any, words: str = "Who sees my records?", *, kind: str = "question", contact: str = "") -> Any:
    """A question or a complaint, as a row."""
    reference = domain.receive(kind=kind, initiative=about, receipt=uuid.uuid4(), words=words, contact=contact).reference
    return (Question if kind == "question" else Complaint).objects.get(reference=reference)
