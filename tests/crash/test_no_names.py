"""After a run on a real server no name and no contact is in the main database, a log, a file or an error page."""

import http.client
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import polars as pl
import psycopg
import pytest

from tests.running_site import RunningSite, site

pytestmark = pytest.mark.crash

TOKEN = "a" * 32
NAMES = ("Wilhelmina Featherstonehaugh", "Zebedee Quattlebaum")
CONTACTS = ("wilhelmina@featherstonehaugh.example", "07700 900461")
PLANTED = (*NAMES, *CONTACTS, "Featherstonehaugh", "Quattlebaum", "900461")


@pytest.fixture
def surveyed(tmp_path: Path) -> Iterator[tuple[RunningSite, str, str]]:
    """A site with one open survey, its name in addresses, and the token of someone who began to answer it."""
    with site(tmp_path / "home") as running:
        slug, begun = running.run("tests.crash.open_survey").split()
        running.start()
        yield running, slug, begun


def ask(running: RunningSite, path: str, **fields: str) -> tuple[int, str, bytes]:
    """What the server answers to a form, or to no form: the status, its cookies, and the page."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"csrftoken={TOKEN}", "Connection": "close"}
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=30)
    try:
        body = urlencode({**fields, "csrfmiddlewaretoken": TOKEN}) if fields else None
        connection.request("POST" if fields else "GET", path, body, headers)
        answer = connection.getresponse()
        return answer.status, str(answer.getheaders()), answer.read()
    finally:
        connection.close()


def main_database(running: RunningSite) -> bytes:
    """Everything in the main database: the files of SQLite with its journals, or every row of every table of PostgreSQL."""
    url = running.databases.get("FOLKMOOT_DATABASE_URL")
    if not url:
        return b"".join(file.read_bytes() for file in running.home.glob("main.sqlite3*"))
    with psycopg.connect(url) as connection:
        tables = [name for (name,) in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        return "\n".join(str(row) for name in tables for row in connection.execute(f'SELECT * FROM "{name}"')).encode()  # noqa: S608


def readable(file: Path) -> bytes:
    """What is in a file; in rows of text, where it packs them."""
    return pl.read_parquet(file).write_csv().encode() if file.suffix == ".parquet" else file.read_bytes()


def test_names_and_contacts_are_in_the_vault_alone_and_there_only_encrypted(surveyed):
    running, slug, begun = surveyed
    running.run("tests.crash.named_people", "begin", slug, NAMES[0], CONTACTS[0])
    answers = {"answer-A": "Agree a lot", "answer-age": "16 to 34", "begun": begun, "at": "99", "go": "send"}
    pages: list[bytes] = []
    receipts = []
    for name, contact in zip(NAMES, CONTACTS, strict=True):
        receipts.append(str(uuid4()))
        status, cookies, page = ask(running, f"/e/{slug}/answer", **answers, receipt=receipts[-1], name=name, contact=contact)
        assert status == 302
        pages += [page, cookies.encode()]
        wrong = {**answers, "answer-A": "Maybe", "receipt": str(uuid4()), "name": name, "contact": contact}
        status, _, _ = ask(running, f"/e/{slug}/answer", **wrong)  # gives what they typed back to them, and to nobody else
        assert status == 400
        status, _, page = ask(running, f"/e/{slug}/nowhere/{name.split()[1]}?contact={contact.replace(' ', '')}")
        assert status == 404
        pages.append(page)
        status, _, page = ask(running, f"/e/{slug}/forget", code=name)
        assert status == 400
    for path in (
        "/",
        f"/e/{slug}",
        f"/e/{slug}/results",
        "/catalogue.json",
        "/register.csv",
        "/feed.xml",
        f"/i/{slug}-initiative",
        "/api/v1/initiatives",
        "/panels/named",
        "/panels/named/news",
        "/panels/named/over-time",
        "/e/listed/people",
        "/e/wave/people",
        f"/e/{slug}/mine",
    ):
        pages.append(ask(running, path)[2])
    status, _, _ = ask(running, f"/e/{slug}/forget", code=receipts[1])
    assert status == 200
    running.run("tests.crash.named_people", "end", slug)
    assert running.end() == 0
    files = {str(file.relative_to(running.home)): readable(file) for file in running.home.rglob("*") if file.is_file()}
    held = {"the main database": main_database(running), "pages": b"".join(pages), "what was printed": "\n".join(running.said).encode()}
    held |= {f"the file {name}": content for name, content in files.items()}
    found = {(where, planted) for where, content in held.items() for planted in PLANTED if planted.encode() in content}
    assert found == set()
    assert len(held["the main database"]) > 10_000
    assert len(list((running.home / "taken").iterdir())) > 25
    assert {name.split("/")[0] for name in files if name.endswith(".parquet")} == {"frames", "snapshots", "taken"}
