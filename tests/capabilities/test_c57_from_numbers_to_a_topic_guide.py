"""C57: "initial quantitative research to establish some initial considerations to explore through further qualitative research" (seed 001).

Works when: mixed methods: a survey's findings are linked to the topic guide that explores them.
"""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client

from folkmoot.site.evidence.domain import publish_findings
from folkmoot.site.guides import domain
from folkmoot.site.guides.models import Guide, GuideVersion
from folkmoot.site.people.roles import Role
from tests.capabilities.walking import does, office, read, refused
from tests.site import make
from tests.site.evidence.publishing import closed

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

TEXT = """# What people told us (40 minutes)
What went through your mind when you answered this? [1]
- Whom did you think of?
"""


def test_published_findings_become_considerations_and_the_links_go_both_ways() -> None:
    where, officer, asked = closed()
    publish_findings(by=officer, engagement=asked)
    about, browser = asked.initiative, office(where, Role.RESEARCH_OFFICER)
    at = f"/staff/i/{about.slug}/guides"
    assert at in browser.get(f"/staff/initiatives/{about.slug}").content.decode()
    assert "Choose what it is for." in refused(browser, at, title="Why?", slug="why", minutes="60")
    assert does(browser, at, title="Why people agree", slug="why", kind="focus_group", minutes="60") == f"{at}/why"
    assert "Nobody outside sees it yet." in read(f"{at}/why", browser)
    assert Client().get(f"/i/{about.slug}/guides/why").status_code == 404

    document = json.loads(Client().get(f"/e/{asked.slug}/results/findings.json").content)
    first = next(row for row in document["findings"] if row["statement"] == "A" and row["factor"] is None)
    page = read(f"{at}/why", browser)
    assert first["sentence"] in page
    said = refused(browser, f"{at}/why", findings=["said-a"], text=TEXT.replace("[1]", "[2]"))
    assert said == ["Line 2: there is no consideration 2: they go from 1 to 1."]
    assert Guide.objects.get().text == ""
    does(browser, f"{at}/why", findings=["said-a"], text=TEXT)
    assert "Consideration 1:" in read(f"{at}/why", browser)
    assert does(browser, f"{at}/why/publish") == f"/i/{about.slug}/guides/why"

    shown = read(f"/i/{about.slug}/guides/why")
    for words in (first["sentence"], "What went through your mind", "Whom did you think of?", f"{first['n']} people answered."):
        assert words in shown
    version = GuideVersion.objects.get()
    [held] = version.considerations
    assert (held["dataset_hash"], held["n"]) == (document["dataset_hash"], first["n"])
    guide = Client().get(f"/i/{about.slug}/guides/why").content.decode()
    results = Client().get(f"/e/{asked.slug}/results").content.decode()
    assert '(explores <a href="#consideration-1">1</a>)' in guide
    assert f'href="/e/{asked.slug}/results"' in guide
    assert f'href="/i/{about.slug}/guides/why"' in results
    assert "Explored further with people: Why people agree" in read(f"/e/{asked.slug}/results")


def test_a_version_is_for_good_and_guides_are_for_those_who_run_engagements() -> None:
    where, officer, asked = closed()
    publish_findings(by=officer, engagement=asked)
    given = {"initiative": asked.initiative, "slug": "why", "title": {"en": {"standard": "Why"}}, "kind": "interview", "minutes": 45}
    for stranger in (make.member(make.organisation()), make.member(where, Role.GOVERNANCE_LEAD), make.user()):
        with pytest.raises(PermissionDenied):
            domain.begin_guide(by=stranger, **given)
    guide = domain.begin_guide(by=officer, **given)
    browser = office(where, Role.RESEARCH_OFFICER)
    assert browser.post(f"/staff/i/{asked.initiative.slug}/guides/why/publish").status_code == 409  # nothing is written
    domain.write_guide(by=officer, guide=guide, findings=["said-a"], text=TEXT)
    version = domain.publish_guide(by=officer, guide=guide)
    assert browser.post(f"/staff/i/{asked.initiative.slug}/guides/why/publish").status_code == 409  # nothing changed
    for change in (lambda: GuideVersion.objects.update(minutes=10), lambda: GuideVersion.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    domain.write_guide(by=officer, guide=guide, findings=[], text=TEXT.replace(" [1]", ""))
    assert domain.publish_guide(by=officer, guide=guide).number == 2
    version.refresh_from_db()
    assert version.considerations[0]["finding"] == "said-a"
    assert "Explored further" not in read(f"/e/{asked.slug}/results")
