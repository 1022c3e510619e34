"""Snapshots: what is in them, what is not, and what their name is the hash of."""

import hashlib
import json
from pathlib import Path

import polars as pl
import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from folkmoot.site.engagement import domain as engagement_domain
from folkmoot.site.engagement import queries as engagement_queries
from folkmoot.site.engagement.models import Response
from folkmoot.site.errors import NotNow
from folkmoot.site.evidence import domain, snapshots
from folkmoot.site.evidence.models import Finding, GrownChunk, Results, Snapshot
from tests.site import make, surveys
from tests.site.evidence.publishing import closed, frame_of, page_bytes, published

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_what_people_wrote_and_who_they_are_is_in_no_snapshot_and_no_output():
    *_, results = published(people=["ada@example.org"])
    files = [file.read_bytes() for file in (settings.HOME.snapshots / "warm").iterdir()]
    frame = frame_of(results.snapshot)
    secrets = ["Comment 3", "It was me", "ada@example.org", *(str(r.hex) for r in Response.objects.values_list("receipt", flat=True)[:5])]
    for secret in secrets:
        assert secret not in frame.write_csv()
        assert not any(secret.encode() in data for data in (*files, *page_bytes()))


def test_a_chunk_on_disk_that_was_changed_is_found_out_and_written_again_from_the_responses():
    _, officer, engagement, results = published()
    whole, chunk = frame_of(results.snapshot), settings.HOME.snapshots / "warm" / results.snapshot.chunks[0]["name"]
    changed = whole.with_columns(pl.lit("Disagree a lot").alias("A"))
    for spoil in (lambda: changed.write_parquet(chunk), lambda: chunk.write_bytes(b"no parquet"), chunk.unlink):
        spoil()
        with pytest.raises(NotNow, match="not the ones that were frozen"):
            frame_of(results.snapshot)
        assert domain.publish_findings(by=officer, engagement=engagement) == results
        assert frame_of(results.snapshot).equals(whole)


def test_a_chunk_in_another_file_that_holds_the_same_is_taken():
    *_, results = published()
    whole, chunk = frame_of(results.snapshot), settings.HOME.snapshots / "warm" / results.snapshot.chunks[0]["name"]
    whole.write_parquet(chunk, compression="uncompressed")
    assert frame_of(results.snapshot).equals(whole)


def test_a_snapshots_hash_does_not_hang_on_how_many_chunks_it_is_in(monkeypatch):
    _, officer, engagement = closed()
    whole = domain.take_snapshot(by=officer, engagement=engagement)
    request = engagement_queries.analysis_of(engagement)
    monkeypatch.setattr(snapshots, "CHUNK", 7)
    parts = snapshots.freeze(
        settings.HOME.snapshots / "again", request.columns, lambda last, most: engagement_queries.rows_after(engagement, last, most)
    )
    assert len(parts.chunks) == 35
    assert (parts.sha256, parts.rows, parts.last_response) == (whole.sha256, whole.rows, whole.last_response)
    frame = snapshots.read(settings.HOME.snapshots / "again", request.columns, parts.chunks, parts.sha256)
    assert frame.equals(frame_of(whole))


def test_a_snapshot_grows_while_answers_come_in_and_is_the_same_in_the_end(monkeypatch):
    monkeypatch.setattr(snapshots, "CHUNK", 20)
    where = make.organisation()
    officer = make.member(where)
    engagement = surveys.opened(officer, where)
    rows = surveys.rows(95)
    for start, end in ((0, 30), (30, 35), (35, 80), (80, 95)):
        engagement_domain.import_responses(by=officer, engagement=engagement, rows=rows[start:end])
        domain.grow_snapshots()
        assert GrownChunk.objects.count() == end // 20
        assert domain.grow_snapshots() == 0
    engagement_domain.close_engagement(by=officer, engagement=engagement)
    rows_after, read_after = engagement_queries.rows_after, []
    with monkeypatch.context() as watched:
        watched.setattr(engagement_queries, "rows_after", lambda e, last, most: read_after.append(last) or rows_after(e, last, most))
        kept = domain.take_snapshot(by=officer, engagement=engagement)
    assert min(read_after) == GrownChunk.objects.latest("last").last  # what was grown is not read from the database again
    assert (kept.rows, len(kept.chunks)) == (95, 5)
    again = snapshots.freeze(settings.HOME.snapshots / "again", kept.columns, lambda *given: rows_after(engagement, *given))
    assert again.sha256 == kept.sha256


@pytest.mark.parametrize("spoil", ["changed", "gone", "torn"])
def test_a_grown_chunk_that_was_changed_on_disk_is_written_again_from_the_responses(monkeypatch, spoil):
    monkeypatch.setattr(snapshots, "CHUNK", 20)
    where = make.organisation()
    officer = make.member(where)
    engagement = surveys.opened(officer, where)
    engagement_domain.import_responses(by=officer, engagement=engagement, rows=surveys.rows(50))
    assert domain.grow_snapshots() == 2
    file = settings.HOME.snapshots / engagement.slug / GrownChunk.objects.first().name
    if spoil == "changed":
        pl.read_parquet(file).with_columns(pl.lit("Disagree a lot").alias("A")).write_parquet(file)
    elif spoil == "gone":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[:100])
    engagement_domain.close_engagement(by=officer, engagement=engagement)
    kept = domain.take_snapshot(by=officer, engagement=engagement)
    rows_after = engagement_queries.rows_after
    again = snapshots.freeze(settings.HOME.snapshots / "again", kept.columns, lambda *given: rows_after(engagement, *given))
    assert again.sha256 == kept.sha256


def test_a_snapshots_hash_is_what_the_docs_say_it_is():
    _, officer, engagement = closed(rows=surveys.rows(9))
    kept = domain.take_snapshot(by=officer, engagement=engagement)
    lines = [json.dumps(kept.columns, separators=(",", ":"), ensure_ascii=False)]
    for response in Response.objects.order_by("pk"):
        answers, frozen = response.answers, response.attributes
        chosen = [
            answers.get("health_kind") and ("Chosen" if kind in answers["health_kind"] else "Not chosen")
            for kind in ("Body", "Mind", "None of these")
        ]
        people = answers.get("people")
        cells = [str(response.pk), answers.get("A"), answers.get("B"), frozen["age"], frozen["health"], *chosen, frozen["area"]]
        lines.append(json.dumps([*cells, None if people is None else str(people)], separators=(",", ":"), ensure_ascii=False))
    assert hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest() == kept.sha256


@pytest.mark.parametrize("table", [Snapshot, Results, Finding])
def test_the_database_refuses_to_change_or_delete_evidence(table):
    published()
    name = table._meta.db_table
    for column in (field.column for field in table._meta.local_concrete_fields):
        if column == "id":
            continue
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f'UPDATE {name} SET "{column}" = NULL')  # noqa: S608 - our own tables
    with pytest.raises(IntegrityError, match="never changed or deleted"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - our own tables


def test_the_folder_of_snapshots_is_for_its_owner_alone():
    published()
    folder: Path = settings.HOME.snapshots / "warm"
    assert folder.stat().st_mode & 0o077 == 0
