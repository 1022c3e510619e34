"""C7: "public engagement strategy and toolkit" (seed 000).

Works when: plan wizard and reusable kits; runs without staff writing code.
"""

import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from folkmoot.site.engagement.models import InstrumentVersion, Response, Sample
from folkmoot.site.people.roles import Role
from tests.capabilities.walking import day, does, office, read
from tests.site import make, surveys

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

PEOPLE = 60
WORDS = ("Yes", "Yes, with conditions", "No", "I do not know")


def answer(slug: str, version: InstrumentVersion, at: int) -> dict[str, Any]:
    """One of the people answers every question that has a list of answers; what they chose, by key."""
    chosen = {}
    for number, question in enumerate(version.questionnaire.questions):
        if question.options:
            values = [option.value for option in question.options]
            chosen[question.key] = values[(at * 7 + at // 5 + number) % len(values)]
    visitor = surveys.Browser(slug)
    for _ in range(len(version.questionnaire.sections)):
        visitor.press("next", **{key: value for key, value in chosen.items() if f'name="answer-{key}"' in visitor.page})
    assert surveys.code_on(visitor.press("send"))
    return chosen


def test_from_a_kit_to_published_results_by_pages_alone() -> None:
    about = make.initiative()
    officer, lead = office(about.lead, Role.RESEARCH_OFFICER), office(about.lead, Role.GOVERNANCE_LEAD)
    kits = re.findall(r'href="(/kits/[0-9a-f]+\.zip)"', Client().get("/kits").content.decode())
    kit = SimpleUploadedFile("kit.zip", Client().get(kits[0]).content)
    brought = does(officer, "/staff/kits", organisation=about.lead.slug, came_from="Folkmoot", file=kit)
    does(officer, brought, initiative=about.slug)  # its questions and the beginning of its plan

    plan = f"/staff/i/{about.slug}/plan"
    does(officer, f"{plan}/steps/communities", others="Residents of all areas")
    does(officer, f"{plan}/steps/risk", band="low", reason="No one is named.")
    facts = {"question": "Is it fair?", "starts": day(), "ends": day(50), "pounds": "500", "hours": "9"}
    does(officer, f"{plan}/rounds/add", method="survey", **facts)
    assert does(officer, f"{plan}/publish") == f"/i/{about.slug}/plan"

    version = InstrumentVersion.objects.get(instrument__slug="joined-records-survey")
    does(officer, "/staff/samples/add", organisation=about.lead.pk, name="Residents", method="volunteer", population="Adults")
    asked = {"initiative": about.pk, "version": version.pk, "sample": Sample.objects.get().pk, "slug": "joined", "title": "Joined records"}
    asked |= {"question": "What would you support?", "who_sees": "Two people.", "minutes": "5", "opens": day(), "closes": day(50)}
    assert does(officer, "/staff/engagements/configure", **asked) == "/staff/engagements/joined"
    page = read("/staff/engagements/joined/counting", officer)
    for words in ("How answers are counted", "Should public bodies join their records", "What would have to be so"):
        assert words in page
    does(officer, "/staff/engagements/joined/safe", kind="general", name="Adults", support="Phone us.")
    does(officer, f"{plan}/rounds/1/link", engagement="joined")
    does(officer, "/staff/engagements/joined/open")

    given = [answer("joined", version, at) for at in range(PEOPLE)]
    assert Response.objects.count() == PEOPLE
    does(officer, "/staff/engagements/joined/close")
    does(lead, "/staff/engagements/joined/publish")

    document = json.loads(Client().get("/e/joined/results/findings.json").content)
    shares = {row["statement"]: row["estimate"] for row in document["findings"] if row["factor"] is None}
    texts = {one["text"]: one["id"] for one in document["statements"]}
    counted = 0
    for question in version.questionnaire.questions:
        for option in question.options:
            words = f"{question.text['en']['standard']}: {option.text['en']['standard']}"
            by_hand = sum(one[question.key] == option.value for one in given) / PEOPLE
            assert shares[texts[words]] == pytest.approx(by_hand, abs=1e-12)
            counted += 1
    assert counted == len(texts) == 3 * len(WORDS) + 5
    assert "Should public bodies join their records" in read("/e/joined/results")


def test_a_population_from_a_spreadsheet_weighs_the_answers() -> None:
    about = make.initiative()
    officer, lead = office(about.lead, Role.RESEARCH_OFFICER), office(about.lead, Role.GOVERNANCE_LEAD)
    begin = does(officer, "/staff/bank/put", items=["ecda-2020/a", "gss/age-band"])
    draft = does(officer, begin, organisation=about.lead.slug, slug="ages", title="By age")
    does(officer, f"{draft}/publish", seen="0", sure="on")
    version = InstrumentVersion.objects.get(instrument__slug="ages")
    statement, age = (next(q for q in version.questionnaire.questions if q.bank == name) for name in ("ecda-2020/a", "gss/age-band"))
    bands = [option.text["en"]["standard"] for option in age.options if not option.missing]
    shares = {bands[0]: 40, bands[1]: 60}
    table = "\n".join(["variable\tcategory\tshare", *(f"{age.attribute}\t{band}\t{share}" for band, share in shares.items())])
    sample = {"organisation": about.lead.pk, "name": "Adults", "method": "volunteer", "population": "Adults", "source": "Made up"}
    shown = officer.post("/staff/samples/add", {**sample, "table": table}).content.decode()
    assert "Nothing is kept yet." in shown
    assert "has just these answers" in shown  # the questions have more bands, each of which needs a share
    for band in bands[2:]:
        table += f"\n{age.attribute}\t{band}\t5"
    table = table.replace("\t40", "\t30").replace("\t60", f"\t{70 - 5 * len(bands[2:])}")
    page = officer.post("/staff/samples/add", {**sample, "table": table})
    typed = {name: value[-1] for name, value in surveys.hidden_fields(page.content.decode()).items()}
    assert does(officer, "/staff/samples/add", **{**sample, **typed}) == "/staff/engagements"
    asked = {"initiative": about.pk, "version": version.pk, "sample": Sample.objects.get().pk, "slug": "ages", "title": "By age"}
    asked |= {"question": "What would you support?", "who_sees": "Two people.", "minutes": "5", "opens": day(), "closes": day(50)}
    does(officer, "/staff/engagements/configure", **asked)
    does(officer, "/staff/engagements/ages/safe", kind="general", name="Adults", support="Phone us.")
    does(officer, "/staff/engagements/ages/open")
    people = [(bands[at % len(bands)], statement.options[(at // len(bands)) % 5].value) for at in range(20 * len(bands) + 7)]
    text = "\n".join([f"response,{statement.key},{age.key}", *(f"r{at},{says},{band}" for at, (band, says) in enumerate(people))])
    file = SimpleUploadedFile("answers.csv", text.encode())
    does(officer, "/staff/engagements/ages/import", mode="paper", file=file)
    does(officer, "/staff/engagements/ages/close")
    does(lead, "/staff/engagements/ages/publish")
    document = json.loads(Client().get("/e/ages/results/findings.json").content)
    [found] = [row["estimate"] for row in document["findings"] if row["factor"] is None]
    target = {line.split("\t")[1]: float(line.split("\t")[2]) / 100 for line in table.splitlines()[1:]}
    agreeing = {option.value for option in statement.options[:2]}
    by_band = {band: [says in agreeing for own, says in people if own == band] for band in bands}
    assert found == pytest.approx(sum(share * sum(by_band[band]) / len(by_band[band]) for band, share in target.items()), abs=1e-9)
