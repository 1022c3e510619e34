"""Measures one survey in this process, with the databases that the environment names, which must be empty."""

import time
import uuid
from typing import Any
from urllib.parse import urlencode

ROUNDS, TURNS = 5, 60


def page_cpu() -> dict[str, float]:
    """CPU milliseconds of showing the page and of keeping its answers, of Folkmoot and of the bare view: the least of ROUNDS means."""
    import django
    from django.test import Client, override_settings

    django.setup()
    from benchmarks.engagement_survey import KEYS, OPTIONS, SLUG, opened
    from folkmoot.site.engagement.models import Response
    from folkmoot.site.upgrade import pending
    from tests.site.surveys import begun as token

    assert not pending()
    opened()
    begun = token(seconds_ago=600)
    answers = {f"answer-{key}": OPTIONS[at % 5] for at, key in enumerate(KEYS)}
    paths = {"ours": f"/e/{SLUG}/answer", "bare": "/bare"}
    spent: dict[str, list[float]] = {f"{who} {what}": [] for who in paths for what in ("shown", "kept")}
    with override_settings(ROOT_URLCONF="benchmarks.engagement_bare"):
        client = Client(headers={"host": "localhost"})
        for _ in range(ROUNDS):
            for who, path in paths.items():
                spent[f"{who} shown"].append(_cpu(lambda path=path: _ok(client.get(path), 200)))
                sent = {**answers, "go": "send", "at": "99", "step": "once", "begun": begun}
                turn = iter(range(10**9))
                spent[f"{who} kept"].append(
                    _cpu(
                        lambda path=path, sent=sent, turn=turn: _ok(
                            client.post(
                                path,
                                urlencode({**sent, "receipt": str(uuid.uuid4())}),
                                content_type="application/x-www-form-urlencoded",
                                REMOTE_ADDR=f"10.0.{next(turn) % 250}.1",
                            ),
                            302,
                        )
                    )
                )
        kept = Response.objects.count()
    assert kept == 2 * ROUNDS * TURNS, kept
    assert all(set(response.answers) == set(KEYS) for response in Response.objects.all()[:50])
    return {name: min(each) for name, each in spent.items()}


def _cpu(action: Any) -> float:
    begun = time.process_time()
    for _ in range(TURNS):
        action()
    return 1_000 * (time.process_time() - begun) / TURNS


def _ok(answer: Any, status: int) -> None:
    assert answer.status_code == status, answer.content[:2_000]
