"""The staff's pages of look-ups: read in, looked at, used."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from folkmoot.site.areas.models import AreaLookup
from folkmoot.site.editor.instrument_file import read
from tests.site import make
from tests.site.areas.world import LEVELS, SLUG, read_in, text

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
WORDS = "\n".join(f"{code} = {words}" for code, words in enumerate(LEVELS, start=1))


def words_on(answer):
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return " ".join(content.decode().split())


def form(where, content="", **changed):
    return {
        "organisation": where.pk,
        "name": "Made-up deprivation, fifths",
        "slug": SLUG,
        "source": "Nobody: made up",
        "on": timezone.localdate().isoformat(),
        "file": SimpleUploadedFile("fifths.csv", (content or text()).encode(), "text/csv"),
        "postcode": "pcds",
        "value": "fifth",
        "way": "levels",
        "levels": WORDS,
        "cuts": "",
        **changed,
    }


def test_a_look_up_is_read_in_and_says_how_to_ask_for_it(monkeypatch):
    monkeypatch.setattr("folkmoot.site.areas.importing.CHUNK", 4)
    where = make.organisation()
    browser = make.signed_in(make.member(where))
    assert "There are no look-ups yet" in words_on(browser.get("/staff/areas"))
    page = words_on(browser.post("/staff/areas/add", form(where)))
    assert [f"{n} rows read" in page for n in (4, 8, 10)] == [True] * 3
    assert f'href="/staff/areas/look-up/{SLUG}"' in page
    assert page.endswith("</html>")
    assert "Made-up deprivation, fifths</a>, 10 postcodes" in words_on(browser.get("/staff/areas"))
    page = words_on(browser.get(f"/staff/areas/look-up/{SLUG}"))
    assert '<th scope="row">1, most deprived</th><td>2</td>' in page
    assert '<th scope="row">All</th><td>10</td>' in page
    raw = browser.get(f"/staff/areas/look-up/{SLUG}").content.decode()
    question = html.unescape(re.search(r"<code>(\[\[.*?)</code>", raw, re.DOTALL)[1])
    file = 'folkmoot_instrument = 1\nname = "q"\ntitle = { en = { standard = "Q" } }\n[[sections]]\nkey = "s"\n'
    sections = read(f'{file}title = {{ en = {{ standard = "S" }} }}\n{question}\n').sections
    assert sections[0]["questions"][0]["look_up"] == SLUG
    assert [option["value"] for option in sections[0]["questions"][0]["options"]] == [*LEVELS, "Not known"]


def test_what_is_wrong_comes_back_with_the_form_or_on_the_page_and_nothing_typed_is_lost(monkeypatch):
    where = make.organisation()
    browser = make.signed_in(make.member(where))
    for changed, words in (
        ({"value": "quintile"}, "The file has no column “quintile”"),
        ({"way": "cuts", "cuts": "1 2"}, "Write 4 numbers that go up"),
        ({"levels": "1 = One"}, "from 2 to 20"),
        ({"slug": "two words"}, "Use letters, digits and hyphens only."),
        ({"content": text() + "X,<i>,1"}, "Row 12, pcds: “X” is no postcode."),
    ):
        answer = browser.post("/staff/areas/add", form(where, **changed))
        page = words_on(answer)
        assert answer.status_code in {200, 400}
        assert words in page
        assert AreaLookup.objects.count() == 0
        if answer.status_code == 400:
            assert 'value="Nobody: made up"' in page
    monkeypatch.setattr("folkmoot.site.areas.importing.CHUNK", 4)
    page = words_on(browser.post("/staff/areas/add", form(where, content=text() + "<b>,x,1")))
    assert "nothing of the table is kept" in page
    assert "“&lt;b&gt;” is no postcode" in page
    assert page.endswith("</html>")
    read_in(make.member(where, name="Kim Other"), where)
    answer = browser.post("/staff/areas/add", form(where))
    assert answer.status_code == 400
    assert "There is a look-up with this short name already" in words_on(answer)


def test_a_look_up_is_for_every_organisation_here_and_for_no_stranger():
    where = make.organisation()
    read_in(make.member(where), where)
    elsewhere = make.signed_in(make.member(make.organisation()))
    assert elsewhere.get(f"/staff/areas/look-up/{SLUG}").status_code == 200
    assert elsewhere.get("/staff/areas/look-up/none").status_code == 404
    answer = elsewhere.post("/staff/areas/add", form(where, slug="mine"))
    assert answer.status_code == 400
    assert AreaLookup.objects.count() == 1
    former = make.signed_in(make.former_member(where))
    assert {former.get(path).status_code for path in ("/staff/areas", "/staff/areas/add", f"/staff/areas/look-up/{SLUG}")} == {403}
