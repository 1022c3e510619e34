"""Killing the server in the middle of a survey loses no answer that someone was told was received, and keeps none by halves."""

import http.client
import json
import signal
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID, uuid4

import psycopg
import pytest

from tests.running_site import RunningSite, site

pytestmark = pytest.mark.crash

CLIENTS, EACH, KILLS = 8, 250, 2
DEADLINE = 180
TOKEN = "a" * 32
NOBODY_ELSE = """DO $$ BEGIN
  WHILE EXISTS (SELECT FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend') LOOP
    PERFORM pg_sleep(0.02);
    PERFORM pg_stat_clear_snapshot();
  END LOOP;
END $$"""  # what a killed server had sent may still be finished for it
STORED = {"A": "Agree a lot", "B": "Disagree a little", "age": "16 to 34", "health": "Yes", "health_kind": ["Body", "Mind"], "people": 3}


def comment(receipt: UUID) -> str:
    """What tells one response's answers from another's."""
    return f"Comment of {receipt}"


def send(port: int, slug: str, begun: str, receipt: UUID) -> str:
    """Send the survey's last step; "new" or "already" once it is acknowledged. Raises OSError or HTTPException when it is not."""
    fields = {"receipt": str(receipt), "at": "99", "go": "send", "csrfmiddlewaretoken": TOKEN, "begun": begun}
    answers = {"answer-comment": comment(receipt)} | {f"answer-{key}": value for key, value in STORED.items()}
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"csrftoken={TOKEN}", "Connection": "close"}
    headers["X-Forwarded-For"] = f"203.0.113.{receipt.int % 250}"  # people at two hundred and fifty addresses
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("POST", f"/e/{slug}/answer", urlencode(fields | answers, doseq=True), headers)
        answer = connection.getresponse()
        assert answer.status == 302, answer.read()
        cookie = next(value for name, value in answer.getheaders() if name == "Set-Cookie" and value.startswith("receipt="))
        return "already" if "/already:" in cookie else "new"
    finally:
        connection.close()


@dataclass
class Crowd:
    """People who send responses one after another and, when the line breaks, wait for the server and send the same one again."""

    port: int
    slug: str
    begun: str
    acknowledged: dict[UUID, str] = field(default_factory=dict)
    broken: set[UUID] = field(default_factory=set)
    failures: list[BaseException] = field(default_factory=list)
    waiting: int = 0
    done: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)
    up: threading.Event = field(default_factory=threading.Event)

    def person(self) -> None:
        """One of them, from the first response to the last."""
        try:
            for receipt in (uuid4() for _ in range(EACH)):
                while not self._acknowledged(receipt):
                    pass
        except BaseException as failed:  # noqa: BLE001 - shown by the test, which waits in another thread
            self.failures.append(failed)
        with self.changed:
            self.done += 1
            self.changed.notify_all()

    def _acknowledged(self, receipt: UUID) -> bool:
        try:
            said = send(self.port, self.slug, self.begun, receipt)
        except (OSError, http.client.HTTPException):
            with self.changed:
                self.broken.add(receipt)
                self.waiting += 1
                self.changed.notify_all()
            assert self.up.wait(DEADLINE)
            with self.changed:
                self.waiting -= 1
            return False
        with self.changed:
            self.acknowledged[receipt] = said
            self.changed.notify_all()
        return True

    def until(self, enough: str, count: int = 0) -> None:
        """Wait until `count` are acknowledged, or everybody is waiting or done."""
        with self.changed:
            ready = {
                "acknowledged": lambda: len(self.acknowledged) >= count,
                "still": lambda: self.waiting + self.done == CLIENTS,
                "done": lambda: self.done == CLIENTS,
            }[enough]
            assert self.changed.wait_for(lambda: self.failures or ready(), DEADLINE)
        assert not self.failures, self.failures


@pytest.fixture
def surveyed(tmp_path: Path) -> Iterator[tuple[RunningSite, str, str]]:
    """A site with one open survey, its name in addresses, and the token of someone who began to answer it."""
    with site(tmp_path / "home") as running:
        running.settings["FOLKMOOT_PROXIES"] = "1"
        slug, begun = running.run("tests.crash.open_survey").split()
        running.start()
        yield running, slug, begun


def kept(running: RunningSite) -> dict[UUID, dict[str, object]]:
    """Every response in the database by its receipt, after a look at the audit chain."""
    found = json.loads(running.run("tests.crash.kept"))
    assert found["broken_at"] is None
    assert found["events"] == [subject for _, _, subject in found["responses"]]  # a response without its event, or the other way round
    responses = {UUID(receipt): answers for receipt, answers, _ in found["responses"]}
    assert len(responses) == len(found["responses"])
    return responses


def receipts_in_database(running: RunningSite) -> set[UUID]:
    """Those that are stored while no server runs."""
    if url := running.databases.get("FOLKMOOT_DATABASE_URL"):
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(NOBODY_ELSE)
            return {receipt for (receipt,) in connection.execute("SELECT receipt FROM engagement_response")}
    with closing(sqlite3.connect(running.home / "main.sqlite3")) as connection:
        return {UUID(receipt) for (receipt,) in connection.execute("SELECT receipt FROM engagement_response")}


def test_no_acknowledged_response_is_lost_and_a_retry_is_answered_as_received(surveyed):
    running, slug, begun = surveyed
    crowd = Crowd(running.port, slug, begun)
    people = [threading.Thread(target=crowd.person, daemon=True) for _ in range(CLIENTS)]
    for person in people:
        person.start()
    stored_unacknowledged: set[UUID] = set()
    for kill in range(1, KILLS + 1):
        crowd.until("acknowledged", kill * CLIENTS * EACH // (KILLS + 1))
        crowd.up.clear()
        running.end(signal.SIGKILL)
        crowd.until("still")
        stored = receipts_in_database(running)
        assert set(crowd.acknowledged) <= stored
        stored_unacknowledged |= stored - set(crowd.acknowledged)
        running.start()
        crowd.up.set()
    crowd.until("done")
    assert crowd.broken  # the kills did hit people who were sending

    again = sorted(crowd.acknowledged)[:5]
    assert {send(running.port, slug, begun, receipt) for receipt in again} == {"already"}
    responses = kept(running)
    assert len(crowd.acknowledged) == CLIENTS * EACH
    assert responses == {receipt: {**STORED, "comment": comment(receipt)} for receipt in crowd.acknowledged}
    assert {receipt for receipt, said in crowd.acknowledged.items() if said == "already"} == stored_unacknowledged <= crowd.broken

    assert running.end() == 0
    assert (running.home / "stderr.txt").read_text("utf-8") == ""
