"""The whole register as files: every initiative once, in bounded memory, and nothing in it that is not public."""

import csv
import gc
import io
import json
import tracemalloc
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks.register_rows import fill
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.register import domain, open_data
from tests.site import make
from tests.site.register.test_pages import more

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

CSV, JSONL, CATALOGUE = "/register/initiatives.csv", "/register/initiatives.jsonl", "/register/catalogue.jsonld"


def sent(client: Client, path: str, **headers: str) -> bytes:
    answer = client.get(path, **headers)
    assert answer.status_code == 200
    assert answer.streaming
    return b"".join(answer.streaming_content)


def rows(client: Client) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(sent(client, CSV).decode(), newline="")))


def lines(client: Client) -> list[dict[str, Any]]:
    return [json.loads(line) for line in sent(client, JSONL).decode().splitlines()]


def test_each_initiative_is_a_row_with_the_columns_that_are_documented(client: Client) -> None:
    hospital = make.organisation("Mereside Hospitals", kind="health")
    make.initiative(slug="bus", title="Bus routes")
    warm = make.licensed(make.initiative(slug="warm", partners=[hospital]))
    text = sent(client, CSV).decode()
    assert text.split("\r\n")[0] == ",".join(open_data.COLUMNS)
    assert text.endswith("\r\n")
    bus, row = rows(client)
    notice, decision = initiatives.current_notice(warm), warm.decisions.get()
    told = {
        "slug": "warm",
        "address": "http://testserver/i/warm",
        "title": "Warm and well at home",
        "title_cy": "Warm and well at home (Cymraeg)",
        "topic": "health",
        "area": "The county",
        "lead": warm.lead.slug,
        "organisations": f"{warm.lead.slug};{hospital.slug}",
        "licence_state": "in_force",
        "licence_stage": "join",
        "licence_until": decision.valid_until.isoformat(),
        "failed_checks": "",
        "notice_version": "1",
        "notice_hash": notice.hash,
        "decisions": "1",
        "last_outcome": "yes",
        "last_decided_on": timezone.localdate().isoformat(),
        "summary_cy": "",
        "joined_on": "",
    }
    assert {name: row[name] for name in told} == told
    assert (bus["slug"], bus["licence_state"], bus["notice_version"], bus["decisions"]) == ("bus", "draft", "", "0")
    assert bus["failed_checks"].split(";")[0] == "decision"


def test_each_initiative_is_a_line_with_every_rendition_and_its_seven_checks(client: Client) -> None:
    warm = make.licensed(make.initiative(slug="warm"))
    (one,) = lines(client)
    assert one["title"] == warm.title
    assert one["title"]["cy"]["standard"] == "Warm and well at home (Cymraeg)"
    assert [check["passed"] for check in one["licence"]["checks"]] == [True] * 7
    assert one["organisations"] == [{"slug": warm.lead.slug, "name": warm.lead.name, "duty": "controller", "leads": True}]
    assert one["last_decision"]["outcome"] == "yes"


def test_an_empty_register_is_a_header_and_no_line(client: Client) -> None:
    assert sent(client, CSV).decode() == ",".join(open_data.COLUMNS) + "\r\n"
    assert sent(client, JSONL) == b""


def test_all_of_many_are_in_it_once_each(client: Client) -> None:
    fill(230)
    domain.rebuild()
    slugs = [f"made-{n}" for n in range(230)]
    assert sorted(row["slug"] for row in rows(client)) == sorted(slugs)
    assert sorted(one["slug"] for one in lines(client)) == sorted(slugs)


def test_a_text_that_a_spreadsheet_would_run_is_words(client: Client) -> None:
    make.initiative(slug="warm", title='=HYPERLINK("https://example.net","Warm, and\nwell")')
    (row,) = rows(client)
    assert row["title"].startswith("'=HYPERLINK(")
    assert row["title"].endswith('Warm, and\nwell")')


def test_no_name_of_staff_and_nothing_of_a_draft_is_in_it(client: Client) -> None:
    about = make.licensed()
    make.draft(about, what={"en": {"standard": "Secretword."}})
    for path in (CSV, JSONL, CATALOGUE, f"/api/v1/initiatives/{about.slug}"):
        answer = client.get(path)
        text = b"".join(answer.streaming_content) if answer.streaming else answer.content
        for secret in (b"Secretword", b"Robin", b"Clerk", b"example.org", b"user:"):
            assert secret not in text


@pytest.mark.parametrize("path", [CSV, JSONL, CATALOGUE])
def test_memory_does_not_grow_with_the_number_of_initiatives(client: Client, path: str) -> None:
    def held() -> int:
        """The most bytes that are held while the lines go by, garbage not counted."""
        most = 0
        for _ in client.get(path).streaming_content:  # what is made once is made
            break
        gc.collect()
        tracemalloc.start()
        try:
            for number, _ in enumerate(client.get(path).streaming_content):
                if number % 25 == 24:
                    gc.collect()
                    most = max(most, tracemalloc.get_traced_memory()[0])
        finally:
            tracemalloc.stop()
        return most

    fill(150)
    domain.rebuild()
    of_few = held()
    more(300)
    of_three_times_as_many = held()
    assert of_three_times_as_many < 1.1 * of_few
    assert of_three_times_as_many < 8_000_000


@pytest.mark.parametrize("path", [CSV, JSONL, CATALOGUE])
def test_each_fifty_takes_the_same_readings_of_the_database(client: Client, path: str) -> None:
    def taken() -> int:
        with CaptureQueriesContext(connection) as readings:
            sent(client, path)
        return len(readings)

    fill(100)
    domain.rebuild()
    one = taken()
    more(50)
    two = taken()
    more(50)
    assert taken() - two == two - one
    assert two - one <= 15


def test_the_file_is_asked_for_again_at_no_cost_until_something_changes(client: Client) -> None:
    about = make.licensed()
    first = client.get(CSV)
    assert first["Access-Control-Allow-Origin"] == "*"
    again = client.get(CSV, HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again["ETag"]) == (304, first["ETag"])
    make.notice(about, what={"en": {"standard": "Otherwise."}})
    assert b"needs_review" in sent(client, CSV, HTTP_IF_NONE_MATCH=first["ETag"])
    head = client.head(JSONL)
    assert (head.status_code, head["Content-Type"]) == (200, "application/jsonl; charset=utf-8")
    assert client.post(CSV).status_code == 405
