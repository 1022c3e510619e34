"""Answers that looked odd as they came in: they count, they are frozen with what they are, and results say what they change."""

import hashlib
import io
import json
import re
import zipfile

import polars as pl
import pyreadstat
import pytest
from django.conf import settings
from django.test import Client

from folkmoot.site.engagement import domain as engagements
from folkmoot.site.engagement import queries as engagement_queries
from folkmoot.site.engagement import receipts
from folkmoot.site.engagement.how_given import HowGiven
from folkmoot.site.engagement.models import Response
from folkmoot.site.errors import NotNow
from folkmoot.site.evidence import domain, freezing, snapshots
from folkmoot.site.evidence.models import Snapshot
from folkmoot.site.ordered_json import compact
from folkmoot.site.renditions import Reader
from tests.site import deliberation, surveys
from tests.site.evidence.publishing import frame_of, page_bytes

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

HEADING = "With and without flagged answers"


def closed(flagged: int, rows: int = 240):
    """A closed survey: imported rows, then some quick answers, of which every third disagrees."""
    _, officer, engagement = surveys.world()
    engagements.import_responses(by=officer, engagement=engagement, rows=surveys.rows(rows))
    for at in range(flagged):
        said = "Disagree a lot" if at % 3 == 0 else "Agree a lot"
        engagements.receive_response(
            engagement=engagement,
            receipt=receipts.new(),
            given={"A": [said], "B": [said], "age": [surveys.AGES[at % 3 - 1]], "people": ["1"]},
            reader=Reader(),
            how=HowGiven(seconds=0.1),
        )
    return officer, engagements.close_engagement(by=officer, engagement=engagement)


def published(flagged: int):
    officer, engagement = closed(flagged)
    results = domain.publish_findings(by=officer, engagement=engagement)
    return json.loads(results.document), results


def test_results_stand_with_and_without_what_was_flagged_on_the_page_and_in_the_files():
    document, results = published(42)
    section = document["analyses"][-1]
    assert (section["kind"], section["title"]) == ("without flagged answers", HEADING)
    frame = frame_of(results.snapshot)
    left = frame.filter(~pl.col("response").is_in([str(pk) for pk in results.snapshot.flagged]))
    assert (frame.height, left.height) == (282, 240)
    rows = {tuple(row["cells"][:2]): row["cells"][2:] for row in section["rows"]}
    overall = {row["statement"]: row for row in document["findings"] if row["factor"] is None}
    for statement in "AB":
        every, without, _, _, change, n, n_left = rows[statement, "Everybody"]
        assert every == round(overall[statement]["estimate"], 3)
        assert change == pytest.approx(without - every, abs=0.0011)
        answered = [one.filter(pl.col(statement).is_not_null() & (pl.col(statement) != surveys.DONT_KNOW)).height for one in (frame, left)]
        assert [n, n_left] == answered
    page, findings, tables = page_bytes()
    assert HEADING in page.decode()
    assert HEADING in findings.decode()
    book = zipfile.ZipFile(io.BytesIO(tables))
    assert any(HEADING.encode() in book.read(name) for name in book.namelist())


def test_the_flagged_count_in_every_other_number():
    document, _ = published(42)
    assert document["responses"]["n"] == 282


def test_few_flagged_answers_are_not_told_apart_nor_counted():
    document, results = published(9)
    assert len(results.snapshot.flagged) == 9
    assert document["analyses"] == []
    page = " ".join(re.sub("<[^>]+>", " ", Client().get("/e/warm/results").content.decode()).split())
    assert "Fewer than 10 answers were flagged" in page
    assert HEADING not in page


def test_where_nothing_was_flagged_nothing_is_said_of_it():
    document, results = published(0)
    assert results.snapshot.flagged == []
    assert (document["analyses"], document["responses"]["notices"]) == ([], [])


def test_which_were_flagged_belongs_to_what_is_hashed():
    officer, engagement = closed(12, rows=9)
    kept = domain.take_snapshot(by=officer, engagement=engagement)
    assert kept.flagged == list(Response.objects.filter(mode="online").order_by("pk").values_list("pk", flat=True))
    lines = [compact(kept.columns), *(compact(list(row)) for row in frame_of(kept).iter_rows()), compact({"flagged": kept.flagged})]
    assert hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest() == kept.sha256
    file = settings.HOME.snapshots / "warm" / kept.chunks[0]["name"]
    pl.read_parquet(file).write_parquet(file, compression="uncompressed")  # so that its cells are read again
    assert freezing.frame_of(kept).height == 21
    chunks = [snapshots.Chunk(**chunk) for chunk in kept.chunks]
    for other in ([], kept.flagged[1:], [*kept.flagged, 1]):
        with pytest.raises(NotNow, match="not the ones that were frozen"):
            snapshots.read(settings.HOME.snapshots / "warm", kept.columns, chunks, kept.sha256, other)


def test_a_snapshot_from_before_flags_were_frozen_still_holds_and_the_next_has_them(monkeypatch):
    officer, engagement = closed(12)
    with monkeypatch.context() as before:
        before.setattr(engagement_queries, "flagged_in", lambda engagement: [])
        old = domain.publish_findings(by=officer, engagement=engagement)
    new = domain.publish_findings(by=officer, engagement=engagement)
    assert (old.version, new.version, Snapshot.objects.count()) == (1, 2, 2)
    assert old.snapshot.sha256 != new.snapshot.sha256
    file = settings.HOME.snapshots / "warm" / old.snapshot.chunks[0]["name"]
    pl.read_parquet(file).write_parquet(file, compression="uncompressed")
    for kept in (old.snapshot, new.snapshot):
        assert freezing.frame_of(kept).height == 252
    assert [row["estimate"] for row in json.loads(old.document)["findings"]] == [
        row["estimate"] for row in json.loads(new.document)["findings"]
    ]


def test_a_person_who_was_flagged_at_one_step_is_left_out_with_all_they_gave():
    _, officer, engagement = deliberation.world()
    for at in range(30):
        first = step(engagement, "before", seconds=0.1 if at < 5 else None, age="16 to 34", A="In between")
        code = receipts.code(first.receipt)
        step(engagement, "after 1", code, A="Agree a lot")
        step(engagement, "after 2", code, seconds=0.1 if 3 <= at < 12 else None, A="Agree a lot")
    engagements.close_engagement(by=officer, engagement=engagement)
    kept = domain.take_snapshot(by=officer, engagement=engagement)
    odd = freezing.flagged_rows(kept)
    assert len(kept.flagged) == 14
    assert len(odd) == len(set(odd)) == 12
    people = freezing.frame_of(kept)
    assert people["response"].to_list()[:12] == sorted(odd, key=int)
    assert people.height == 30


@pytest.mark.parametrize("flagged", [0, 12])
def test_files_taken_elsewhere_say_which_were_flagged_where_some_were(flagged, tmp_path):
    officer, engagement = closed(flagged)
    made = domain.take_answers(by=officer, engagement=engagement, kind="csv")
    with zipfile.ZipFile(io.BytesIO(made.content)) as held:
        answers, book = pl.read_csv(held.read("warm.csv")), held.read("warm-codebook.csv").decode("utf-8-sig")
    assert ("flagged" in answers.columns, "Looked odd as it came in" in book) == (bool(flagged), bool(flagged))
    if flagged:
        assert answers["flagged"].to_list() == [0] * 240 + [1] * 12
        made = domain.take_answers(by=officer, engagement=engagement, kind="sav")
        (tmp_path / made.name).write_bytes(made.content)
        cells, about = pyreadstat.read_sav(tmp_path / made.name, output_format="dict")
        assert list(cells["flagged"]) == answers["flagged"].to_list()
        assert about.variable_value_labels["flagged"] == {0: "Not flagged", 1: "Flagged"}


def step(engagement, name, code="", seconds=None, **given):
    return engagements.receive_response(
        engagement=engagement,
        receipt=receipts.new(),
        given={key: [value] for key, value in given.items()},
        reader=Reader(),
        how=HowGiven(code=code, step=name, seconds=seconds),
    ).response
