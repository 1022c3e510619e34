"""C62: "reviewing existing literature and projects" (seed 003).

Works when: there is a library of evidence.
"""

import csv
import io

import pytest
from django.test import Client

from capabilities.walking import does, office, read
from folkmoot.site.people.roles import Role
from folkmoot.site.progress.models import EvidenceSource
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_what_was_read_for_any_use_of_data_is_in_one_library_with_its_method_its_claims_and_how_strong_it_is() -> None:
    assert "Nothing is listed yet." in read("/sources")
    north = make.initiative(make.organisation("North Council"), "warm", title="Warm homes")
    south = make.initiative(make.organisation("South Council"), "safe", title="Safe streets")
    papers = (
        (north, "Blake, 2018", "A trial in 12 towns", "Visits fell by a third.", "strong", "homes, trust"),
        (south, "Clarke, 2021", "Eight interviews", "People fear cameras.", "weak", "Sensors"),
    )
    for about, citation, method, claims, quality, tags in papers:
        given = {"citation": citation, "method": method, "claims": claims, "quality": quality, "tags": tags}
        adding = f"/staff/initiatives/{about.slug}/progress/source/new"
        does(office(about.lead, Role.RESEARCH_OFFICER), adding, **given, link=f"https://example.org/{about.slug}")
    library = read("/sources")
    assert "Blake, 2018 Warm homes A trial in 12 towns Visits fell by a third. Strong homes, trust" in library
    assert "Clarke, 2021 Safe streets Eight interviews People fear cameras. Weak sensors" in library
    for query, kept, left in (("?tag=sensors", 1, 0), ("?quality=strong", 0, 1), ("?words=interviews+fear", 1, 0)):
        narrowed = read(f"/sources{query}")
        assert papers[kept][1] in narrowed, query
        assert papers[left][1] not in narrowed, query
    page = Client().get("/sources").content.decode()
    assert 'href="https://example.org/warm"' in page
    assert 'href="/i/safe/progress#evidence"' in page
    assert "Clarke, 2021" in read("/i/safe/progress")
    assert "Blake, 2018" not in read("/i/safe/progress")
    assert 'href="/sources"' in Client().get("/").content.decode()
    rows = list(csv.DictReader(io.StringIO(Client().get("/sources.csv").content.decode("utf-8-sig"))))
    assert [(row["Source"], row["Where"]) for row in rows] == [
        ("Blake, 2018", "https://example.org/warm"),
        ("Clarke, 2021", "https://example.org/safe"),
    ]
    wrong = EvidenceSource.objects.get(citation="Blake, 2018")
    does(office(north.lead, Role.RESEARCH_OFFICER), f"/staff/progress/source/{wrong.pk}", sure="on")
    assert "Blake, 2018" not in read("/sources")
