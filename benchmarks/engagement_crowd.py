"""A crowd that answers while the server is killed: what was acknowledged is there, once and whole; how long each had to wait."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

CLIENTS = 16


@dataclass(frozen=True)
class Crowded:
    """What a crowd met: seconds that half, 99 of 100 and the slowest waited for an answer, and how many were cut off by a kill."""

    database: str
    people: int
    kills: int
    median: float
    p99: float
    slowest: float
    cut_off: int


def crowd(database: str, settings: dict[str, str], people: int, kills: int) -> Crowded:
    """Let so many answer, CLIENTS at a time. Raises AssertionError when a response is lost, halved or there twice."""
    from tests.crash.crowd import Crowd, check_that_all_is_there, killed_in_the_middle
    from tests.running_site import RunningSite

    with tempfile.TemporaryDirectory() as folder:
        running = RunningSite(Path(folder) / "home", settings, {"FOLKMOOT_PROXIES": "1"})
        running.home.mkdir(mode=0o700)
        slug, begun = running.run("tests.crash.open_survey").split()
        running.start()
        try:
            made = Crowd(running.port, slug, begun, CLIENTS, people // CLIENTS)
            check_that_all_is_there(running, made, killed_in_the_middle(running, made, kills))
        finally:
            if running.process is not None:
                running.end()
    waited = sorted(made.seconds)
    return Crowded(database, len(waited), kills, waited[len(waited) // 2], waited[len(waited) * 99 // 100], waited[-1], len(made.broken))
