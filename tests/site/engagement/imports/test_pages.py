"""The page: look first, match what did not match, and bring in what was looked at."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from folkmoot.site.engagement.models import Response
from tests.site import make, surveys
from tests.site.engagement.imports.writers import lime_survey
from tests.site.paper.world import world

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

PATH = "/staff/engagements/warm/import-from"
PEOPLE = [{"age": "16 to 34", "comment": "Fine"}, {"age": "A2"}]


def send(client, text, go="look", page="", **typed):
    """Press a button with the file chosen, and the hidden fields of the page before."""
    hidden = {name: values[0] for name, values in surveys.hidden_fields(page).items()} if page else {}
    file = SimpleUploadedFile("answers.csv", text.encode(), "text/csv")
    return client.post(PATH, {**hidden, "file": file, "go": go, **typed}, follow=True)


def words_on(answer):
    return " ".join(answer.content.decode().split())


def test_the_whole_way():
    here = world()
    officer = make.signed_in(here.officer)
    assert "cannot be taken out again" in words_on(officer.get(PATH))
    looked = send(officer, lime_survey(PEOPLE))
    page = words_on(looked)
    for words in (
        "LimeSurvey",
        "Age: “A2” (1 row)",
        "health[other]",
        "They are never stored: ipaddr, email",
        "Row 3, age",
        "We kept no copy",
    ):
        assert words in page
    assert not Response.objects.exists()
    matched = send(officer, lime_survey(PEOPLE), page=looked.content.decode(), **{"means-0": "35 to 64"})
    assert "Values that fit no answer" not in words_on(matched)
    done = send(officer, lime_survey(PEOPLE), "bring", page=matched.content.decode())
    assert "The answers are in." in words_on(done)
    assert [r.answers["age"] for r in Response.objects.order_by("pk")] == ["16 to 34", "35 to 64"]
    again = send(officer, lime_survey(PEOPLE))
    assert "Values that fit no answer" not in words_on(again)
    assert "Bring these answers in" not in words_on(again)
    assert '"A2" = "35 to 64"' in officer.get(f"{PATH}/limesurvey.toml").content.decode()
    assert officer.get(f"{PATH}/nothing.toml").status_code == 404


def test_only_what_was_looked_at_comes_in():
    here = world()
    officer = make.signed_in(here.officer)
    looked = send(officer, lime_survey(PEOPLE[:1])).content.decode()
    for answer in (
        send(officer, lime_survey(PEOPLE[:1] * 2), "bring", looked),
        send(officer, lime_survey(PEOPLE[:1]), "bring", looked, with_incomplete="on"),
        send(officer, lime_survey(PEOPLE[:1]), "bring", looked, survey="other"),
        send(officer, lime_survey(PEOPLE[:1]), "bring"),
    ):
        assert "Something changed since you looked" in words_on(answer)
        assert answer.status_code == 400
    assert not Response.objects.exists()
    assert "The answers are in." in words_on(send(officer, lime_survey(PEOPLE[:1]), "bring", looked))


def test_a_mapping_can_come_as_a_file():
    here = world()
    officer = make.signed_in(here.officer)
    toml = SimpleUploadedFile("mapping.toml", b'[values.age]\n"A2" = "65 and over"\n')
    looked = send(officer, lime_survey(PEOPLE), toml=toml)
    assert "Values that fit no answer" not in words_on(looked)
    wrong = SimpleUploadedFile("mapping.toml", b"columns = 1")
    assert send(officer, lime_survey(PEOPLE), toml=wrong).status_code == 400


@pytest.mark.parametrize(("data", "words"), [(b"", "The file is empty"), (b"\xff\xfe", "not UTF-8"), (b"a,b\n1,2\n", "are not those of")])
def test_a_file_that_is_none_is_refused_beside_its_field(data, words):
    here = world()
    answer = make.signed_in(here.officer).post(PATH, {"file": SimpleUploadedFile("x.csv", data), "go": "look"})
    assert answer.status_code == 400
    assert words in words_on(answer)


def test_a_page_changed_on_its_way_is_refused():
    here = world()
    officer = make.signed_in(here.officer)
    for mapping in ("{", "[1]", '{"columns": 1}', "[" * 100_000):
        assert send(officer, lime_survey(PEOPLE), mapping=mapping).status_code == 400


def test_strangers_find_no_way_in():
    here = world()
    for who in (make.member(make.organisation()), here.one):
        client = make.signed_in(who)
        assert client.get(PATH).status_code == 403
        assert client.get(f"{PATH}/limesurvey.toml").status_code == 403
        assert send(client, lime_survey(PEOPLE)).status_code == 403
    assert not Response.objects.exists()
