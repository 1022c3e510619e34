"""The glossary: the starting list, the versions that an installation writes over it, and its pages."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from folkmoot.record.glossary import STARTING_LIST, State
from folkmoot.site.audit.models import Event
from folkmoot.site.errors import NotNow
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import plain
from folkmoot.site.wordings import glossary, queries
from folkmoot.site.wordings.models import TermVersion
from folkmoot.site.wordings.term_versions import write_term
from tests.site import make
from tests.site.commitments.test_domain import theme
from tests.site.initiatives.reading import headings, html, words
from tests.site.wordings.test_pages import errors

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

GIVEN: dict[str, Any] = {
    "state": "avoid",
    "topic": "use",
    "term": plain("lake of data"),
    "instead": plain("all our records"),
    "why": plain("It sounds as though they might drown."),
    "source": "Our own judgement.",
    "phrases": {"en": ["Data  lake*"]},
}


def written(slug: str = "data-lake", where: Any = None, by: Any = None, **more: Any) -> TermVersion:
    where = where or make.organisation()
    return write_term(by=by or make.member(where), organisation=where, slug=slug, **(GIVEN | more))


def test_every_installation_begins_with_the_starting_list(client: Client) -> None:
    assert [one.term for one in glossary.terms()] == list(STARTING_LIST)
    page = html(client, "/glossary")
    assert headings(page, 2) == ["How records are used", "Groups of people, and places"]
    for term in STARTING_LIST:
        assert f'<section id="{term.slug}"' in page
    assert "Not tested with residents yet." in words(page)
    one = words(html(client, "/glossary/data-sharing"))
    assert "From the list that every installation begins with, as of 1 November 2026." in one
    assert client.get("/glossary/nothing").status_code == 404


def test_the_glossary_is_read_in_easy_read_and_welsh(client: Client) -> None:
    assert "We put records together. We say why." in words(html(client, "/glossary?read=easy"))
    assert '<span lang="cy">rhannu data</span>' in html(client, "/glossary?lang=cy")


def test_only_those_who_keep_wordings_write_terms_for_their_own_organisation() -> None:
    where = make.organisation()
    for person in (None, make.user(), make.member(make.organisation()), make.former_member(where), make.member(where, Role.ADMINISTRATOR)):
        with pytest.raises(PermissionDenied):
            write_term(by=person, organisation=where, slug="data-lake", **GIVEN)
    assert not TermVersion.objects.exists()
    made = written(where=where)
    assert (made.number, made.phrases) == (1, {"en": ["data lake*"]})
    event = Event.objects.get(verb="term.versioned")
    assert (event.subject, event.detail) == ("term:data-lake", {"number": 1, "organisation": where.slug})


def test_a_change_to_the_starting_list_keeps_what_it_was_and_is_searched_for_at_once() -> None:
    starting = next(term for term in STARTING_LIST if term.slug == "insight")
    assert queries.terms_to_look_at({"what": plain("An insight.")})[0].better == starting.instead["en"]["standard"]
    written("insight", phrases={"en": ["insight"]}, instead=plain("what we found"))
    assert [(one.number, one.by is None) for one in glossary.versions("insight")] == [(2, False), (1, True)]
    kept = glossary.versions("insight")[1].term
    assert (kept.instead, kept.why, kept.phrases, kept.state) == (starting.instead, starting.why, starting.phrases, starting.state)
    assert queries.terms_to_look_at({"what": plain("An insight.")})[0].better == "what we found"
    assert [one.term.slug for one in glossary.terms()] == [term.slug for term in STARTING_LIST]


def test_a_new_term_changes_what_is_flagged_in_words_that_stand_already() -> None:
    made = make.wording(said=f"{make.SAYS_IT} It goes in our data lake.")
    assert queries.library().rows[0].flags == ()
    written()
    assert queries.library().rows[0].flags == ("Words people stumble over",)
    written(state="preferred", where=made.organisation)
    assert queries.library().rows[0].flags == ()


@pytest.mark.parametrize(
    ("wrong", "words_of_it"),
    [
        ({"phrases": {"en": ["*"]}}, "found everywhere"),
        ({"phrases": {"en": ["a"]}}, "found everywhere"),
        ({"phrases": {"en": ["data * lake"]}}, "found everywhere"),
        ({"phrases": {"en": ["data (lake)"]}}, "found everywhere"),
        ({"phrases": {"en": ["data ... lake ... full ... fish"]}}, "more than two gaps"),
        ({"phrases": {"en": ["word"] * 41}}, "at most 40 phrases"),
        ({"phrases": {"de": ["Datensee"]}}, "in English or Welsh"),
        ({"asked": 5}, "or neither"),
        ({"asked": 5, "understood": 6}, "or neither"),
        ({"asked": 0, "understood": 0}, "or neither"),
        ({"finding": "trust"}, "no such published finding"),
        ({"state": "loved"}, "not a valid choice"),
        ({"term": {}}, "blank|standard English"),
        ({"source": " "}, "blank"),
    ],
)
def test_a_term_that_will_not_do_says_why(wrong: dict[str, Any], words_of_it: str) -> None:
    with pytest.raises(ValidationError, match=words_of_it):
        written(**wrong)
    assert not TermVersion.objects.exists()


def test_the_same_again_is_no_version() -> None:
    written()
    with pytest.raises(NotNow, match="says already"):
        written()


def test_a_term_can_rest_on_a_finding_and_on_a_test_with_residents(client: Client) -> None:
    about = make.initiative()
    key = theme(about)
    written(initiative=about, finding=key, asked=40, understood=30)
    page = html(client, "/glossary/data-lake")
    assert f'href="/i/{about.slug}/said/{key}"' in page
    assert "asked whether they understood it: 40. Understood: 75%, likely between 60 to 86%" in words(page)


def test_the_database_refuses_to_change_a_version_of_a_term_and_one_that_is_nobodys() -> None:
    made = written()
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        TermVersion.objects.update(state="preferred")
    made.pk, made.number, made.recorded_by = None, 2, None
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save(force_insert=True)


def test_staff_write_terms_through_the_forms(client: Client) -> None:
    where = make.organisation()
    officer = make.signed_in(make.member(where))
    typed = {"organisation": where.slug, "slug": "data-lake", "state": "avoid", "topic": "use", "term": "data lake", "instead": "records"}
    typed |= {"why": "They might drown.", "source": "Our own judgement.", "phrases_en": "data lake*\n\n", "phrases_cy": ""}
    assert errors(officer.post("/staff/glossary/new", typed | {"slug": "data-sharing"})) == [
        "The glossary has a term at this address. Change that one, or choose another address."
    ]
    assert errors(officer.post("/staff/glossary/new", typed | {"phrases_en": "*"})) == [
        "“*” would be found everywhere. Write words, with * at the end of one if need be."
    ]
    assert errors(officer.post("/staff/glossary/new", typed | {"initiative": "nothing"})) == ["There is no use of data at that address."]
    assert officer.post("/staff/glossary/new", typed)["Location"] == "/glossary/data-lake"
    change = "/staff/glossary/data-lake"
    assert f'href="{change}"' in html(officer, "/glossary/data-lake")
    assert "data lake*" in html(officer, change)
    assert officer.post(change, typed | {"state": "explain"}).status_code == 302
    assert [one.term.state for one in glossary.versions("data-lake")] == [State.EXPLAIN, State.AVOID]
    assert officer.get("/staff/glossary/nothing").status_code == 404
    assert "Version 1" in words(html(client, "/glossary/data-lake"))
    stranger = make.signed_in(make.user())
    assert stranger.post(change, typed).status_code == 403
