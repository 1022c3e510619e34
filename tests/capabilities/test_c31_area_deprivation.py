"""C31: "Area deprivation score … IMD … and the perceptions of residents" (seed 000).

Works when: a postcode is joined to its deprivation level, and a composite variable is documented.
"""

import itertools
import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from capabilities.walking import day, does, office, read
from folkmoot.site.engagement.domain import import_responses
from folkmoot.site.engagement.models import Response
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import plain
from tests.site import make, surveys
from tests.site.areas import world
from tests.site.areas.world import LEVELS, POSTCODES

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

FEEL = (*surveys.AGREE, surveys.DONT_KNOW)


def questions() -> list[dict[str, Any]]:
    """A postcode, two perceptions of the area, and what is thought of a use of records."""
    asked = [
        surveys.scale("safe", "I feel safe where I live"),
        surveys.scale("chance", "People here have a fair chance"),
        surveys.scale("A", "Use records to find homes that make people ill"),
    ]
    return [world.section(), {"key": "ideas", "title": plain("Your area", easy="Your area"), "questions": asked}]


def config() -> dict[str, Any]:
    """What is published: by fifth, and by a score of the fifth and how people see their area."""
    felt = {answer: points for points, answer in enumerate(surveys.AGREE)}
    score = {
        "label": "Area deprivation score",
        "score": {"area_fifth": {level: 4 - place for place, level in enumerate(LEVELS)}, "safe": felt, "chance": felt},
        "leave_out": [surveys.DONT_KNOW],
        "parts_needed": 2,
        "bands": {"Low": 0, "Middle": 4, "High": 8},
    }
    statement = {"id": "A", "text": "Use records to find homes that make people ill", "column": "A", "recode": "agree"}
    return surveys.config() | {"statements": [statement], "derive": {"score": score}, "publish": {"factors": ["area_fifth", "score"]}}


def test_what_people_think_is_known_by_the_deprivation_of_their_area_and_how_they_see_it() -> None:
    where = make.organisation()
    officer = make.member(where)
    browser = make.signed_in(officer)
    version = surveys.version(officer, where, "deprivation", questions())
    held = surveys.draft(officer, where, "area", version=version, sample=surveys.sample(officer, where, "people", {}), config=config())
    surveys.kept_safe(officer, held)
    browser.post("/staff/engagements/area/open")
    assert "needs the look-up of areas “made-up-fifths”, which is not here. Read it in." in read("/staff/engagements/area", browser)

    table = "pcds,decile\n" + "".join(f"{postcode},{1 + 2 * (n % 5) + n % 2}\n" for n, postcode in enumerate(POSTCODES))
    sent = {
        "organisation": where.pk,
        "name": "Made-up deprivation, fifths",
        "slug": world.SLUG,
        "source": "Nobody: made up",
        "on": day(),
        "file": SimpleUploadedFile("imd.csv", table.encode(), "text/csv"),
        "postcode": "pcds",
        "value": "decile",
        "way": "cuts",
        "cuts": "2 4 6 8",
        "levels": "\n".join(LEVELS),
    }
    page = b"".join(browser.post("/staff/areas/add", sent).streaming_content).decode()
    assert "The look-up is in" in page
    does(browser, "/staff/engagements/area/open")

    given = list(itertools.product(FEEL, FEEL, POSTCODES))
    thinks = [(at % 3 > 0) == (world.level_of(at % 10) == LEVELS[0]) for at in range(len(given))]
    for (safe, chance, postcode), agrees in zip(given[:20], thinks, strict=False):
        person = surveys.Browser("area")
        person.press("next", home=postcode)
        person.press("next", safe=safe, chance=chance, A="Agree a lot" if agrees else "In between")
        assert "Thank you" in person.press("send")
    rows = [
        {"response": str(at), "home": postcode, "safe": safe, "chance": chance, "A": "Agree a lot" if thinks[at] else "In between"}
        for at, (safe, chance, postcode) in enumerate(given)
    ]
    rows += [{"response": f"elsewhere {at}", "home": "ZZ9 9ZZ", "A": ("Agree a lot", "In between")[at % 2]} for at in range(20)]
    import_responses(by=officer, engagement=held, rows=rows[20:])
    kept = [response.attributes["area_fifth"] for response in Response.objects.order_by("pk")]
    assert kept == [*(world.level_of(at % 10) for at in range(len(given))), *[world.NOT_KNOWN] * 20]

    does(browser, "/staff/engagements/area/close")
    does(office(where, Role.GOVERNANCE_LEAD), "/staff/engagements/area/publish")
    results = read("/e/area/results")
    looked_up = "Looked up by postcode in: Made-up deprivation, fifths (Nobody: made up, "
    for words in (looked_up, "cut after 2, 4, 6, 8", "Area deprivation score", "The sum of the points of Deprivation of the area (“"):
        assert words in results, words
    findings = json.loads(Client().get("/e/area/results/findings.json").content)
    fifths, score = findings["factors"]
    assert (fifths["name"], len(fifths["levels"])) == ("area_fifth", 5)
    assert score["levels"] == ["Low", "Middle", "High"]
    definition = score["how_grouped"]
    for part in (
        "Deprivation of the area (“",
        "I feel safe where I live (“Agree a lot” 0, ",
        "People here have a fair chance (“Agree a lot” 0, ",
    ):
        assert part in definition, part
    assert "Low starts at 0; Middle starts at 4; High starts at 8. Somebody who answered 2 parts or more has the mean" in definition
    assert looked_up in definition
    agreed: dict[str, list[bool]] = {}
    for at, (safe, chance, _) in enumerate(given):
        felt = [surveys.AGREE.index(answer) for answer in (safe, chance) if answer in surveys.AGREE]
        agreed.setdefault(f"area_fifth.{world.level_of(at % 10)}", []).append(thinks[at])
        if felt:
            points = (4 - at % 5 + sum(felt)) * 3 / (1 + len(felt))
            agreed.setdefault(f"score.{'High' if points >= 8 else 'Middle' if points >= 4 else 'Low'}", []).append(thinks[at])
    published = {f"{one['factor']}.{one['level']}": one for one in findings["findings"] if one["factor"]}
    assert {name: (one["n"], one["estimate"]) for name, one in published.items()} == {
        name: (len(people), pytest.approx(sum(people) / len(people))) for name, people in agreed.items()
    }
    assert not re.search(r"ZZ\s*\d", results + json.dumps(findings))
