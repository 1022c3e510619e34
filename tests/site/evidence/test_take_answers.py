"""The frozen answers in files for R, SPSS, spreadsheets and archives: cell by cell what the snapshot holds, and nothing more."""

import csv
import hashlib
import io
import json
import xml.etree.ElementTree as ET
import zipfile
from html import unescape

import polars as pl
import pyreadstat
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from folkmoot.site.audit.models import Event
from folkmoot.site.engagement import domain as engagements
from folkmoot.site.engagement import queries as engagement_queries
from folkmoot.site.engagement import receipts
from folkmoot.site.engagement.models import Response
from folkmoot.site.errors import NotNow
from folkmoot.site.evidence import domain
from folkmoot.site.evidence.models import Snapshot
from folkmoot.site.people.roles import Role
from folkmoot.weigh import Plan, weigh
from folkmoot.weigh.variables import variables
from tests.site import deliberation, make, surveys
from tests.site.engagement.test_steps import give
from tests.site.evidence.publishing import closed, frame_of, published
from tests.weigh.test_ddi import faults

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def taken(officer, engagement, kind, **given):
    return domain.take_answers(by=officer, engagement=engagement, kind=kind, **given)


def unzipped(made):
    with zipfile.ZipFile(io.BytesIO(made.content)) as held:
        return {"codebook" if "codebook" in name else "answers": held.read(name) for name in held.namelist()}


def coded(kind, made, folder):
    """The cells of a file as numbers, by variable; and the words of each number, as the file or its codebook has them."""
    if kind == "sav":
        path = folder / made.name
        path.write_bytes(made.content)
        frame, about = pyreadstat.read_sav(path, output_format="dict", user_missing=True)
        words = {name: {int(number): label for number, label in of.items()} for name, of in about.variable_value_labels.items()}
        return {name: [None if cell is None or cell != cell else cell for cell in cells] for name, cells in frame.items()}, words
    files = unzipped(made)
    frame = pl.read_csv(files["answers"], infer_schema_length=None) if kind == "csv" else pl.read_parquet(files["answers"])
    words = {}
    for row in csv.DictReader(io.StringIO(files["codebook"].decode("utf-8-sig"), newline="")):
        if row["code"]:
            said = f"No answer: {row['meaning']}" if row["no answer"] else row["meaning"]
            words.setdefault(row["variable"], {})[int(row["code"])] = said
    return frame.to_dict(as_series=False), words


def snapshot_cells(kept, request):
    """What the snapshot holds, by variable, in the words of the plan."""
    frame, columns = frame_of(kept), request.plan["columns"]
    by_column = {one.source: one.name for one in variables(Plan.from_mapping(request.plan)) if one.made in {"column", "number"}}
    assert set(by_column) == set(frame.columns) - {"response"}

    def words(name, cell):
        if cell is None or columns[name].get("number"):
            return None if cell is None else float(cell)
        return f"No answer: {cell}" if cell in columns[name].get("missing", ()) else columns[name].get("codes", {}).get(cell, cell)

    return {variable: [words(name, cell) for cell in frame[name]] for name, variable in by_column.items()}


@pytest.mark.parametrize("kind", ["csv", "sav", "parquet"])
def test_a_file_read_back_holds_the_snapshot_cell_by_cell(kind, tmp_path):
    _, officer, engagement, results = published(people=["ada@example.org"])
    cells, words = coded(kind, taken(officer, engagement, kind), tmp_path)
    expected = snapshot_cells(results.snapshot, engagement_queries.analysis_of(engagement))
    for name, held in expected.items():
        read = [cell if cell is None or name not in words else words[name][int(cell)] for cell in cells[name]]
        assert read == held, name
    assert len(expected) == 9
    beside = set(cells) - set(expected)
    assert beside == {"said_A", "said_B", "weight_made_fair"}  # of the plan, and nothing else: no id, no time, no mode, no words


def test_the_weights_and_outcomes_are_those_of_the_published_analysis(tmp_path):
    _, officer, engagement, results = published()
    request = engagement_queries.analysis_of(engagement)
    weighed = weigh(frame_of(results.snapshot), Plan.from_mapping(request.plan))
    cells, _ = coded("parquet", taken(officer, engagement, "parquet"), tmp_path)
    assert cells["weight_made_fair"] == pytest.approx(list(weighed.fairness.design.weights), rel=1e-12)
    answered = [(said, weight) for said, weight in zip(cells["said_A"], cells["weight_made_fair"], strict=True) if said is not None]
    share = sum(said * weight for said, weight in answered) / sum(weight for _, weight in answered)
    overall = next(row for row in json.loads(results.document)["findings"] if row["id"] == "A")
    assert share == pytest.approx(overall["estimate"], rel=1e-9)


def test_the_words_of_the_questions_stand_in_the_codebook_in_spss_and_in_the_description(tmp_path):
    _, officer, engagement, _ = published()
    book = list(csv.DictReader(io.StringIO(unzipped(taken(officer, engagement, "csv"))["codebook"].decode("utf-8-sig"))))
    assert {row["question"] for row in book if row["variable"] == "age"} == {"How old are you?"}
    assert {row["question"] for row in book if row["variable"] == "health_kind_Mind"} == {"Which of these is it?"}
    assert [row["meaning"] for row in book if row["variable"] == "age"] == list(surveys.AGES)
    assert [(row["meaning"], row["no answer"]) for row in book if row["variable"] == "health"][-1] == ("Prefer not to say", "yes")
    made = taken(officer, engagement, "sav")
    (tmp_path / made.name).write_bytes(made.content)
    _, about = pyreadstat.read_sav(tmp_path / made.name, metadataonly=True, user_missing=True)
    assert about.column_names_to_labels["age"] == "Age: How old are you?"
    assert about.column_names_to_labels["A"] == "Find homes that make people ill"
    assert about.missing_ranges["health"] == [{"lo": -1.0, "hi": -1.0}]
    root = ET.fromstring(taken(officer, engagement, "ddi").content)  # noqa: S314 - we made it
    space = "{ddi:codebook:2_5}"
    asked = {var.get("name"): [text.text for text in var.iter(f"{space}qstnLit")] for var in root.iter(f"{space}var")}
    assert asked["age"] == ["How old are you?"]


def test_the_description_is_sound_and_has_the_published_numbers_and_no_ones_answers():
    _, officer, engagement = closed()
    before = taken(officer, engagement, "ddi").content
    domain.publish_findings(by=officer, engagement=engagement)
    after = taken(officer, engagement, "ddi").content
    for content in (before, after):
        assert not list(faults(ET.fromstring(content)))  # noqa: S314 - we made it
    assert b"catStat" not in before
    assert b"catStat" in after
    assert b"catStat" not in taken(officer, engagement, "ddi", weighted=False).content
    assert b"Comment 3" not in after


@pytest.mark.parametrize("kind", ["csv", "sav", "parquet", "ddi"])
def test_no_file_holds_what_people_wrote_or_who_they_are(kind):
    _, officer, engagement, _ = published(people=["ada@example.org"])
    made = taken(officer, engagement, kind)
    held = made.content + (b"".join(unzipped(made).values()) if made.name.endswith(".zip") else b"")
    kept = Response.objects.latest("pk")
    for secret in ("Comment 3", "It was me", "ada@example.org", str(kept.receipt), kept.receipt.hex, "comment"):
        assert secret.encode() not in held


def test_an_answer_like_a_formula_is_no_formula_in_any_table(tmp_path):
    asked = surveys.questions()
    asked[0]["questions"].append(
        {
            "key": "more",
            "type": "single_choice",
            "text": {"en": {"standard": "@SUM(A1) What more?"}},
            "options": [surveys.option('=HYPERLINK("http://x")'), surveys.option("-2+3"), surveys.option("-7")],
        }
    )
    where = make.organisation()
    officer = make.member(where)
    held = surveys.opened(officer, where, version=surveys.version(officer, where, "formulas", asked))
    rows = [{**row, "more": ('=HYPERLINK("http://x")', "-2+3", "-7", "")[at % 4]} for at, row in enumerate(surveys.rows())]
    engagements.import_responses(by=officer, engagement=held, rows=rows)
    engagements.close_engagement(by=officer, engagement=held)
    files = unzipped(taken(officer, held, "csv"))
    for name, content in files.items():
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
            for cell in row:
                assert not cell.startswith(("=", "+", "@", "\t", "\r")), name
                assert not cell.startswith("-") or cell[1:].isdigit()
    assert "'=HYPERLINK" in files["codebook"].decode()
    assert "'-2+3" in files["codebook"].decode()
    cells, words = coded("csv", taken(officer, held, "csv"), tmp_path)
    assert words["more"][int(cells["more"][0])] == '\'=HYPERLINK("http://x")'


def test_what_one_person_gave_at_several_steps_is_one_row(tmp_path):
    _, officer, engagement = deliberation.world()
    for after in ("Agree a lot", "In between", "Disagree a lot"):
        first = give(engagement, "before", age="16 to 34", A="In between")
        give(engagement, "after 1", receipts.code(first.receipt), A="Agree a little")
        give(engagement, "after 2", receipts.code(first.receipt), A=after)
    engagements.close_engagement(by=officer, engagement=engagement)
    cells, words = coded("csv", taken(officer, engagement, "csv", weighted=False), tmp_path)
    said = {name: [words[name][int(cell)] for cell in cells[name]] for name in ("age", "A_before", "A_after_1", "A_after_2")}
    assert said == {
        "age": ["16 to 34"] * 3,
        "A_before": ["In between"] * 3,
        "A_after_1": ["Agree a little"] * 3,
        "A_after_2": ["Agree a lot", "In between", "Disagree a lot"],
    }
    assert set(cells) == {*said, "said_A", "weight_made_fair"}


def test_it_is_taken_only_once_the_engagement_is_closed():
    _, officer, engagement = surveys.world()
    with pytest.raises(NotNow, match="Close the engagement first"):
        taken(officer, engagement, "csv")
    client = make.signed_in(officer)
    assert "Close the engagement first" in client.get("/staff/engagements/warm/take").content.decode()
    assert client.post("/staff/engagements/warm/take", {"kind": "csv"}).status_code == 409
    assert not Event.objects.filter(verb="answers.taken").exists()


def test_only_those_who_may_publish_take_it_and_only_in_the_organisation_that_leads():
    where, _, engagement = closed()
    others = [make.member(make.organisation(), Role.RESEARCH_OFFICER), make.former_member(where), make.member(where, Role.DATA_STEWARD)]
    for other in others:
        with pytest.raises(PermissionDenied):
            taken(other, engagement, "csv")
        client = make.signed_in(other)
        for answer in (client.get("/staff/engagements/warm/take"), client.post("/staff/engagements/warm/take", {"kind": "csv"})):
            assert answer.status_code == 403
    stranger = Client().post("/staff/engagements/warm/take", {"kind": "csv"})
    assert (stranger.status_code, stranger.url.partition("?")[0]) == (302, "/staff/sign-in")
    make.no_writes_by(*others)
    assert not Snapshot.objects.exists()


def test_the_page_gives_the_file_and_shows_its_fingerprint_which_the_audit_log_has_too():
    _, officer, _, results = published()
    client = make.signed_in(officer)
    assert "Nobody has taken the answers elsewhere yet" in client.get("/staff/engagements/warm/take").content.decode()
    answer = client.post("/staff/engagements/warm/take", {"kind": "csv"})
    assert answer["Content-Disposition"] == 'attachment; filename="warm-csv.zip"'
    assert "no-store" in answer["Cache-Control"]
    digest = hashlib.sha256(answer.content).hexdigest()
    event = Event.objects.get(verb="answers.taken")
    assert (event.actor, event.subject) == (f"user:{officer.pk}", f"snapshot:{results.snapshot_id}")
    assert event.detail == {"kind": "csv", "weighted": True, "sha256": digest, "dataset": results.snapshot.sha256}
    page = unescape(client.get("/staff/engagements/warm/take").content.decode())
    assert digest in page.replace(" ", "")
    assert client.post("/staff/engagements/warm/take", {"kind": "csv"}).content == answer.content


def test_answers_that_cannot_be_weighed_are_refused_with_the_reason_and_taken_without_weights(tmp_path):
    _, officer, engagement = closed(rows=[row for row in surveys.rows() if row["age"] != "65 and over"])
    with pytest.raises(ValidationError):
        taken(officer, engagement, "csv")
    client = make.signed_in(officer)
    answer = client.post("/staff/engagements/warm/take", {"kind": "csv"})
    assert (answer.status_code, "65 and over" in answer.content.decode()) == (400, True)
    made = taken(officer, engagement, "csv", weighted=False)
    cells, _ = coded("csv", made, tmp_path)
    assert set(cells["weight_made_fair"]) == {1.0}
    assert client.post("/staff/engagements/warm/take", {"kind": "csv", "without_weights": "on"}).content == made.content


def test_whoever_may_publish_finds_the_way_to_it_and_back():
    where, _, _ = closed()
    client = make.signed_in(make.member(where, Role.GOVERNANCE_LEAD))
    assert 'href="/staff/engagements/warm/take"' in client.get("/staff/engagements/warm/publish").content.decode()
    assert 'href="/staff/engagements/warm/publish"' in client.get("/staff/engagements/warm/take").content.decode()


def test_a_kind_there_is_not_and_no_kind_are_refused():
    _, officer, engagement = closed()
    with pytest.raises(ValidationError, match="Choose one of the kinds"):
        taken(officer, engagement, "xls")
    client = make.signed_in(officer)
    for sent in ({}, {"kind": "xls"}):
        answer = client.post("/staff/engagements/warm/take", sent)
        assert (answer.status_code, "Choose " in answer.content.decode()) == (400, True)
