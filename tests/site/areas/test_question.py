"""Asking for a postcode: its level is kept, and the postcode is nowhere."""

import datetime as dt
import io
import json
import logging
import re
import zipfile
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.utils import timezone

from folkmoot.site.editor.domain import begin_draft
from folkmoot.site.engagement import domain as engagements
from folkmoot.site.engagement import queries as engagement_queries
from folkmoot.site.engagement import saved
from folkmoot.site.engagement.models import Response
from folkmoot.site.engagement.question_types import QUESTION_TYPES, NotAnAnswer
from folkmoot.site.engagement.questionnaire import parse
from folkmoot.site.errors import NotNow
from folkmoot.site.evidence import domain as evidence
from folkmoot.site.evidence.answers_files import KINDS
from folkmoot.site.home import Home
from folkmoot.site.paper import domain as paper
from folkmoot.site.paper import form_content, keying
from folkmoot.site.paper.pdf import pdf
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import Reader, plain, render
from tests.site import make, surveys
from tests.site.areas.world import LEVELS, NOT_KNOWN, POSTCODES, draft, level_of, question, questions, read_in, section
from tests.site.paper.pdf_text import text_of

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
ASKED = parse([section()]).questions[0]
KIND = QUESTION_TYPES["postcode"]
WRITTEN = re.compile(r"ZZ *12 *1 *AB|ZZ *1 *2 *AA", re.IGNORECASE)
"""The postcodes that people give here, however they are written."""


def survey(slug="home"):
    where = make.organisation()
    officer = make.member(where)
    read_in(officer, where)
    held = draft(officer, where, slug)
    surveys.kept_safe(officer, held)
    return where, officer, engagements.open_engagement(by=officer, engagement=held)


def test_a_postcode_is_read_as_the_level_of_its_area():
    where = make.organisation()
    read_in(make.member(where), where)
    for place, postcode in enumerate(POSTCODES):
        assert KIND.read(ASKED, [f" {postcode.lower().replace(' ', '')} "]) == level_of(place)
    assert KIND.read(ASKED, ["ZZ99 9ZZ"]) == NOT_KNOWN
    for wrong in ("ZZ1", "12", "Made up"):
        with pytest.raises(NotAnAnswer, match=r"^write a whole postcode, such as SW1A 1AA\.$"):
            KIND.read(ASKED, [wrong])


def test_nobody_makes_a_level_of_their_own_and_a_postcode_counts_before_what_travelled():
    where = make.organisation()
    read_in(make.member(where), where)
    (signed,) = KIND.write(ASKED, LEVELS[4])
    assert KIND.read(ASKED, ["", signed]) == LEVELS[4]
    assert KIND.read(ASKED, [POSTCODES[0], signed]) == LEVELS[0]
    (other,) = KIND.write(parse([section(key="other")]).questions[0], LEVELS[4])
    for forged in (LEVELS[0], signed.replace("5, least", "1, most"), other):
        with pytest.raises(NotAnAnswer):
            KIND.read(ASKED, [forged])


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"look_up": ""}, "it needs “look_up”"),
        ({"attribute": ""}, "it needs “attribute”"),
        ({"options": question()["options"][:5]}, "and then one that is “missing”"),
        ({"options": question()["options"][::-1]}, "and then one that is “missing”"),
        ({"options": question()["options"][4:]}, "and then one that is “missing”"),
    ],
)
def test_a_question_that_is_written_wrong_is_refused_with_why(more, words):
    assert any(words in mistake for mistake in KIND.check(parse([section(**more)]).questions[0]))


def test_an_engagement_waits_for_the_look_up_that_its_questions_name():
    where = make.organisation()
    officer = make.member(where)
    held = draft(officer, where)
    surveys.kept_safe(officer, held)
    with pytest.raises(NotNow, match="needs the look-up of areas “made-up-fifths”, which is not here"):
        engagements.open_engagement(by=officer, engagement=held)
    read_in(officer, where)
    assert engagements.open_engagement(by=officer, engagement=held).state == "open"


def test_an_engagement_waits_while_its_levels_are_not_those_of_the_look_up():
    where = make.organisation()
    officer = make.member(where)
    read_in(officer, where)
    asked = questions()
    asked[0]["questions"][0]["options"][0] = surveys.option("1")
    held = draft(officer, where, version=surveys.version(officer, where, "other", asked))
    surveys.kept_safe(officer, held)
    with pytest.raises(NotNow, match="They must be the same, in the same order"):
        engagements.open_engagement(by=officer, engagement=held)


def test_the_postcode_leaves_its_own_page_for_no_other():
    survey()
    person = surveys.Browser("home")
    assert 'autocomplete="postal-code"' in person.page
    page = person.press("next", home="ZZ12")
    assert "write a whole postcode, such as SW1A 1AA." in page
    assert 'value="ZZ12"' in page
    page = person.press("next", home="zz12 1ab")
    assert "I feel safe where I live" in page
    assert not WRITTEN.search(page)
    page = person.press("next", A="Agree a lot", B="Agree a lot")
    assert "Easy 2" not in page
    assert not WRITTEN.search(page)
    assert "Kept of it: 2" in page
    page = person.press("page-0")
    assert not WRITTEN.search(page)
    assert "Keep what I gave before" in page
    person.press("next")
    assert not WRITTEN.search(person.press("page-0"))
    page = person.press("next", home="ZZ1 2AA")
    assert not WRITTEN.search(page)
    person.press("send")
    kept = Response.objects.get()
    assert (kept.answers["home"], kept.attributes) == (LEVELS[3], {"area_fifth": LEVELS[3]})


def test_what_was_kept_can_be_taken_back():
    survey()
    person = surveys.Browser("home")
    person.press("next", home="ZZ12 1AB")
    person.press("back")
    person.press("next", home=[""])
    person.press("next", A="Agree a lot")
    person.press("send")
    assert Response.objects.get().attributes == {"area_fifth": None}


def test_what_is_saved_for_later_holds_the_level_and_opens_with_it(monkeypatch):
    survey()
    sealed = []
    real = saved.save
    monkeypatch.setattr(saved, "save", lambda **given: sealed.append(given["fields"].urlencode()) or real(**given))
    person = surveys.Browser("home")
    page = person.press("save", home="ZZ12 1AB")
    code = re.search(r"<code>([^<]+)</code>", page)[1]
    assert not WRITTEN.search(sealed[0].replace("+", " "))
    again = surveys.Browser("home")
    again.response = again.client.post("/e/home/answer", {"go": "begin", "code": code})
    assert "Keep what I gave before" in again.page
    again.press("next")
    again.press("next", A="Agree a lot")
    again.press("send")
    assert Response.objects.get().attributes == {"area_fifth": LEVELS[1]}


def test_no_postcode_is_in_the_databases_the_logs_the_snapshot_or_what_is_published(settings, tmp_path, caplog, capsys):
    settings.HOME = Home.at(tmp_path / "home")
    where, officer, held = survey()
    caplog.set_level(logging.DEBUG)
    for n in range(3):
        person = surveys.Browser("home")
        person.press("next", home=("ZZ12 1AB", "zz121ab", "ZZ1 2AA")[n])
        person.press("next", A="Agree a lot", B="Disagree a lot")
        person.press("send")
    rows = [{"response": f"r{n}", "home": POSTCODES[n % 10], "A": surveys.AGREE[n % 5], "B": surveys.AGREE[n % 3]} for n in range(200)]
    engagements.import_responses(by=officer, engagement=held, rows=rows)
    for clerk in ("Sam One", "Kim Two"):
        paper.offer_paper(by=officer, engagement=held, return_to="1 High Street", public=False)
        if clerk == "Sam One":
            paper.number_copies(by=officer, engagement=held, count=2)
        given = {"home": keying.read(ASKED, ["zz12 1ab"]), "A": ["Agree a lot"]}
        paper.key_form(
            by=make.member(where, Role.KEYING_CLERK, name=clerk), engagement=held, number=1, given=given, came_on=timezone.localdate()
        )
    assert not WRITTEN.search(everything_stored())
    paper.send_ready(by=officer, engagement=held)
    assert Response.objects.count() == 204
    assert {kept.attributes["area_fifth"] for kept in Response.objects.all()} == set(LEVELS)
    cells = [row for _, row in engagement_queries.rows_after(held, 0, 500)]
    assert {cell for row in cells for cell in row} <= {*LEVELS, *surveys.AGREE, None}
    engagements.close_engagement(by=officer, engagement=held)
    evidence.publish_findings(by=officer, engagement=held)
    pages = [surveys.Client().get(f"/e/home/{name}").content for name in ("results", "results/findings.json")]
    assert b"Made-up deprivation, fifths" in pages[0]
    assert "Looked up by postcode in: Made-up deprivation, fifths" in json.loads(pages[1])["factors"][0]["how_grouped"]
    assert not any(WRITTEN.search(page.decode()) for page in pages)
    taken = {kind: evidence.take_answers(by=officer, engagement=held, kind=kind).content for kind in KINDS}
    assert "Looked up by postcode in" in taken["ddi"].decode()
    with zipfile.ZipFile(io.BytesIO(taken["csv"])) as packed:
        sheets = "".join(packed.read(name).decode() for name in packed.namelist())
    assert "Looked up by postcode in" in sheets
    with zipfile.ZipFile(io.BytesIO(surveys.Client().get("/e/home/results/tables.xlsx").content)) as packed:
        sheets += "".join(packed.read(name).decode() for name in packed.namelist())
    assert not any(WRITTEN.search(held) for held in (sheets, *(content.decode("latin-1") for content in taken.values())))
    assert not WRITTEN.search(everything_stored())
    # Of a statement to the database a test sees more than a log of the site: not even there is a whole postcode
    assert not WRITTEN.search(caplog.text + "".join(capsys.readouterr()))
    files = [path for path in Path(settings.HOME.path).rglob("*") if path.is_file()]
    chunks = [pl.read_parquet(path).write_csv() for path in files if path.suffix == ".parquet"]
    assert any(LEVELS[1] in chunk for chunk in chunks)
    assert not any(WRITTEN.search(held) for held in [*chunks, *(path.read_bytes().decode("latin-1") for path in files)])


def everything_stored():
    """Every cell of every table of both databases, as text."""
    told = io.StringIO()
    for name in ("default", "vault"):
        connection = connections[name]
        with connection.cursor() as cursor:
            for table in set(connection.introspection.table_names(cursor)) - {
                "areas_areasector"
            }:  # the look-up itself, which anyone may have
                cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - the database's own names
                for row in cursor.fetchall():
                    told.write("\x1f".join(map(str, row)) + "\n")
    return told.getvalue()


def test_a_clerk_keys_what_stands_on_the_paper_and_its_level_alone_is_kept():
    where = make.organisation()
    read_in(make.member(where), where)
    given = keying.read(ASKED, ["zz12 1ab"])
    assert not WRITTEN.search(str(given))
    assert keying.alike(ASKED, given, keying.read(ASKED, ["ZZ121AB"]))
    assert keying.words(ASKED, given, Reader()) == LEVELS[1]
    with pytest.raises(keying.NotKeyed, match=r"write a whole postcode, such as SW1A 1AA\. Type \? for what cannot be read\."):
        keying.read(ASKED, ["ZZ12"])


@pytest.mark.parametrize("reader", [Reader(), Reader("cy"), Reader(style="easy")])
def test_on_paper_it_is_a_box_and_says_what_is_kept(reader):
    told = form_content.content(
        SimpleNamespace(
            version=SimpleNamespace(questionnaire=parse(questions()), hash="0" * 64),
            title=plain("Where you live"),
            question=plain("What may records be used for?"),
            config={"who_sees": plain("Two people.")},
            closes=dt.date(2031, 1, 2),
        ),
        form_content.Print(reader),
        address="https://example.org/e/home",
        return_to="",
    )
    asked = told["sections"][0]["questions"][0]
    assert (asked["kind"], [hint["words"] for hint in asked["hints"]]) == ("postcode", [render(KIND.how, reader).words])
    printed = text_of(pdf(told))
    assert "".join(render(KIND.how, reader).words.split()) in printed
    assert LEVELS[0] not in printed


def test_a_preview_shows_it_before_its_look_up_is_here():
    where = make.organisation()
    officer = make.member(where)
    made = begin_draft(by=officer, organisation=where, slug="q", title=plain("Q", easy="Q"), questions=questions())
    browser = make.signed_in(officer)
    address = f"/staff/drafts/{made.pk}/preview"
    page = browser.get(address).content.decode()
    assert "What is your postcode?" in page
    sent = surveys.hidden_fields(page) | {"answer-home": ["ZZ12 1AB"], "go": ["next"]}
    page = browser.post(address, sent).content.decode()
    assert "I feel safe where I live" in page
    assert not WRITTEN.search(page)


def test_an_import_says_which_row_holds_no_postcode_without_repeating_it():
    _, officer, held = survey()
    with pytest.raises(ValidationError) as refused:
        engagements.import_responses(by=officer, engagement=held, rows=[{"response": "1", "home": "ZZ12 1A", "A": "Agree a lot"}])
    assert refused.value.messages == ["Row 2, home: write a whole postcode, such as SW1A 1AA."]
    rows = [{"response": "1", "home": LEVELS[2], "A": "Agree a lot"}]
    engagements.import_responses(by=officer, engagement=held, rows=rows)
    assert Response.objects.get().attributes == {"area_fifth": LEVELS[2]}
