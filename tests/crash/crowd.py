"""A crowd that answers a survey while its server is killed, for the tests and the benchmarks."""

import http.client
import json
import signal
import sqlite3
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import UUID, uuid4

import psycopg

from tests.running_site import RunningSite

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
    clients: int
    each: int
    seconds: list[float] = field(default_factory=list)
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
            for receipt in (uuid4() for _ in range(self.each)):
                while not self._acknowledged(receipt):
                    pass
        except BaseException as failed:  # noqa: BLE001 - shown by the test, which waits in another thread
            self.failures.append(failed)
        with self.changed:
            self.done += 1
            self.changed.notify_all()

    def _acknowledged(self, receipt: UUID) -> bool:
        sent = time.perf_counter()
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
            self.seconds.append(time.perf_counter() - sent)
            self.acknowledged[receipt] = said
            self.changed.notify_all()
        return True

    def until(self, enough: str, count: int = 0) -> None:
        """Wait until `count` are acknowledged, or everybody is waiting or done."""
        with self.changed:
            ready = {
                "acknowledged": lambda: len(self.acknowledged) >= count,
                "still": lambda: self.waiting + self.done == self.clients,
                "done": lambda: self.done == self.clients,
            }[enough]
            assert self.changed.wait_for(lambda: self.failures or ready(), DEADLINE)
        assert not self.failures, self.failures


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


def killed_in_the_middle(running: RunningSite, crowd: Crowd, kills: int) -> set[UUID]:
    """Let the crowd answer while the server is killed so many times, evenly spread; the receipts that were stored and not acknowledged.

    Fails when a receipt that was acknowledged is not in the database right after a kill.
    """
    people = [threading.Thread(target=crowd.person, daemon=True) for _ in range(crowd.clients)]
    for person in people:
        person.start()
    stored_unacknowledged: set[UUID] = set()
    for kill in range(1, kills + 1):
        crowd.until("acknowledged", kill * crowd.clients * crowd.each // (kills + 1))
        crowd.up.clear()
        running.end(signal.SIGKILL)
        crowd.until("still")
        stored = receipts_in_database(running)
        assert set(crowd.acknowledged) <= stored
        stored_unacknowledged |= stored - set(crowd.acknowledged)
        running.start()
        crowd.up.set()
    crowd.until("done")
    return stored_unacknowledged


def check_that_all_is_there(running: RunningSite, crowd: Crowd, stored_unacknowledged: set[UUID]) -> None:
    """Every acknowledged response is there, once and whole, and nothing else is."""
    responses = kept(running)
    assert len(crowd.acknowledged) == crowd.clients * crowd.each
    assert responses == {receipt: {**STORED, "comment": comment(receipt)} for receipt in crowd.acknowledged}
    assert {receipt for receipt, said in crowd.acknowledged.items() if said == "already"} == stored_unacknowledged <= crowd.broken
