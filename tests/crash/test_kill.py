"""Killing the server in the middle of a survey loses no answer that someone was told was received, and keeps none by halves."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crash.crowd import Crowd, check_that_all_is_there, killed_in_the_middle, send
from tests.running_site import RunningSite, site

pytestmark = pytest.mark.crash

CLIENTS, EACH, KILLS = 8, 250, 2


@pytest.fixture
def surveyed(tmp_path: Path) -> Iterator[tuple[RunningSite, str, str]]:
    """A site with one open survey, its name in addresses, and the token of someone who began to answer it."""
    with site(tmp_path / "home") as running:
        running.settings["FOLKMOOT_PROXIES"] = "1"
        slug, begun = running.run("tests.crash.open_survey").split()
        running.start()
        yield running, slug, begun


def test_no_acknowledged_response_is_lost_and_a_retry_is_answered_as_received(surveyed):
    running, slug, begun = surveyed
    crowd = Crowd(running.port, slug, begun, CLIENTS, EACH)
    stored_unacknowledged = killed_in_the_middle(running, crowd, KILLS)
    assert crowd.broken  # the kills did hit people who were sending
    again = sorted(crowd.acknowledged)[:5]
    assert {send(running.port, slug, begun, receipt) for receipt in again} == {"already"}
    check_that_all_is_there(running, crowd, stored_unacknowledged)
    assert running.end() == 0
    assert (running.home / "stderr.txt").read_text("utf-8") == ""
