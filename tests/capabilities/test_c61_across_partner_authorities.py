"""C61: "representative citizen samples, through online engagement channels/focus feedback groups, surveys/questionnaires, interviews, and
across partner authorities … robust, replicable, scalable" (seed 003).

Works when: shared question bank; cross-authority comparison.
"""

import csv
import io
import json
from math import erfc, sqrt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from capabilities.walking import day, does, office, read
from folkmoot.site.engagement.models import InstrumentVersion, Sample
from folkmoot.site.people.roles import Role
from tests.site import make, surveys

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

STATEMENT, AGE = "ecda-2020/a", "gss/age-band"
AGREE = ["Strongly agree", "Slightly agree"]
NEITHER, DISAGREE = ["Neither agree nor disagree"], ["Slightly disagree", "Strongly disagree"]
PLAN = """
[[statements]]
id = "{id}"
text = "{text}"
column = "{column}"
recode = "agree"

[recodes.agree]
yes = {yes}
no = {no}
neither = {neither}
neither_counts_as = "{side}"

[publish]
factors = ["age"]
"""


def asks(name: str, agreeing: int, *, picked: str = "volunteer", side: str = "no") -> str:
    """A council takes the question from the bank, asks 200 people of whom so many agree, and publishes; the engagement's address."""
    where = make.organisation(name)
    officer, slug = office(where, Role.RESEARCH_OFFICER), name.lower().replace(" ", "-")
    begin = does(officer, "/staff/bank/put", items=[STATEMENT, AGE])
    draft = does(officer, begin, organisation=where.slug, slug=slug, title=f"{name} asks")
    does(officer, f"{draft}/publish", seen="0", sure="on")
    version = InstrumentVersion.objects.get(instrument__slug=slug)
    question = next(one for one in version.questionnaire.questions if one.bank == STATEMENT)
    does(officer, "/staff/samples/add", organisation=where.pk, name="People", method=picked, population=f"Adults of {name}")
    plan = PLAN.format(
        id=name[0],
        text=question.text["en"]["standard"],
        column=question.key,
        yes=json.dumps(AGREE),
        no=json.dumps(DISAGREE),
        neither=json.dumps(NEITHER),
        side=side,
    )
    asked: dict[str, Any] = {"version": version.pk, "sample": Sample.objects.get(organisation=where).pk, "slug": slug}
    asked |= {"initiative": surveys.initiative(make.member(where), where, f"{slug}-use").pk, "title": f"{name} asks"}
    asked |= {"question": "What may records be used for?", "who_sees": "Two people.", "minutes": "3", "opens": day(), "closes": day(9)}
    does(officer, "/staff/engagements/configure", **asked, plan=plan)
    does(officer, f"/staff/engagements/{slug}/safe", kind="general", name="Adults", support="Phone us.")
    does(officer, f"/staff/engagements/{slug}/open")
    rows = [["response", question.key, "age"]]
    rows += [
        [f"r{at}", AGREE[at % 2] if at < agreeing else [*NEITHER, *DISAGREE][at % 3], ("16 to 24", "25 to 34")[at % 2]] for at in range(200)
    ]
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    file = SimpleUploadedFile("answers.csv", text.getvalue().encode())
    does(officer, f"/staff/engagements/{slug}/import", mode="paper", file=file)
    does(officer, f"/staff/engagements/{slug}/close")
    does(officer, f"/staff/engagements/{slug}/publish")
    return f"/e/{slug}/results"


def found(results: str) -> dict[str, Any]:
    """What a council published of the statement among everybody."""
    document = json.loads(Client().get(f"{results}/findings.json").content)
    return next(row for row in document["findings"] if row["factor"] is None)


def test_the_same_question_from_the_bank_is_compared_across_councils_as_by_hand() -> None:
    fen = asks("Fen Council", 130)
    assert "Compare with other organisations" not in read(fen)
    assert "Nothing to set beside it yet." in read(f"{fen}/beside")
    weald = asks("Weald Council", 100)
    marsh = asks("Marsh Council", 118)
    picked = asks("Down Council", 90, picked="probability")
    counted = asks("Coast Council", 90, side="left out")
    assert "Compare with other organisations" in read(fen)
    shown = read(f"{fen}/beside")

    rows = json.loads(Client().get(f"{fen}/beside.json").content)
    assert [row["organisation"] for row in rows] == ["Fen Council", "Coast Council", "Down Council", "Marsh Council", "Weald Council"]
    by_name, own, tests = {row["organisation"]: row for row in rows}, found(fen), {}
    for name, results in (("Marsh Council", marsh), ("Weald Council", weald)):
        row, theirs = by_name[name], found(results)
        assert (row["share"], row["low"], row["high"], row["n"]) == (theirs["estimate"], theirs["low"], theirs["high"], theirs["n"])
        difference, error = own["estimate"] - theirs["estimate"], sqrt(own["se"] ** 2 + theirs["se"] ** 2)
        assert row["difference"] == pytest.approx(difference, abs=1e-12)
        assert row["difference_low"] == pytest.approx(difference - 1.959963984540054 * error, abs=1e-9)
        assert row["difference_high"] == pytest.approx(difference + 1.959963984540054 * error, abs=1e-9)
        tests[name] = erfc(abs(difference) / error / sqrt(2))
    low, high = sorted(tests, key=lambda name: tests[name])
    assert by_name[low]["p_adjusted"] == pytest.approx(2 * tests[low], abs=1e-9)  # Holm: the smallest of two counts twice
    assert by_name[high]["p_adjusted"] == pytest.approx(max(2 * tests[low], tests[high]), abs=1e-9)
    assert "Fen Council less Weald Council: +15.0 percentage points (likely between" in shown

    assert "Down Council asked people picked at random. A difference could come from who was asked." in shown
    assert "one counts" in by_name["Coast Council"]["why_not_compared"]
    for name in ("Down Council", "Coast Council"):
        assert by_name[name]["difference"] is None
        assert by_name[name]["share"] == found({"Down Council": picked, "Coast Council": counted}[name])["estimate"]
    table = Client().get(f"{fen}/beside.csv").content.decode("utf-8-sig")
    assert [row["organisation"] for row in csv.DictReader(io.StringIO(table))] == [row["organisation"] for row in rows]
    assert {row["answers_sha256"] for row in rows} >= {
        json.loads(Client().get(f"{fen}/findings.json").content)["dataset_hash"],
        json.loads(Client().get(f"{weald}/findings.json").content)["dataset_hash"],
    }
