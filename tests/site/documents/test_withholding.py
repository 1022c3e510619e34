"""What is withheld is said to be, with its reason; its words are nowhere that the public reads; its seal shows that it did not change."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.site.audit.models import Event
from folkmoot.site.documents import content, domain, models, queries
from folkmoot.site.documents.domain import Withhold
from folkmoot.site.renditions import plain
from tests.site import make
from tests.site.documents import writing

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
SECRET = "The company is paid ninety pounds a household."
WHY = Withhold("commercial", plain("The price would help other companies bid.", welsh="Byddai'r pris yn helpu."))


def withholding(text: str = SECRET) -> models.Document:
    document = writing.begun("agreement")
    writing.clause_saved(document, clause=writing.clauses(document)[1], heading=plain("What it costs"), text=plain(text), withhold=WHY)
    return document


def test_the_reason_and_the_heading_are_published_and_the_text_is_not() -> None:
    version = writing.published(withholding())
    clause = version.content["clauses"][1]
    assert clause["heading"] == plain("What it costs")
    assert {key: value for key, value in clause["withheld"].items() if key != "seal"} == {"reason": "commercial", "words": dict(WHY.words)}
    assert "text" not in clause
    assert SECRET not in json.dumps(version.content)
    assert all(SECRET not in json.dumps(event.detail) for event in Event.objects.all())


def test_nothing_in_the_database_but_a_draft_holds_the_text_in_the_clear() -> None:
    document = withholding()
    writing.published(document)
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own tables
            found |= {table for row in cursor.fetchall() if any(SECRET in str(value) for value in row)}
    assert found == set()
    writing.clause_saved(document, "More.")
    assert queries.draft_content(document)["clauses"][1]["text"] == plain(SECRET)


def test_the_seal_fits_the_text_and_no_other_and_cannot_be_guessed_from_it() -> None:
    version = writing.published(withholding())
    (shown,) = queries.withheld_of(version)
    assert shown.holds
    assert shown.text["text"] == plain(SECRET)
    assert content.seal_of({**shown.text, "text": plain(SECRET + " ")}, shown.salt) != shown.seal
    other = writing.published(withholding())
    assert queries.withheld_of(other)[0].seal != shown.seal  # the same words, another salt
    assert len(bytes.fromhex(shown.salt)) == 32
    assert shown.salt not in json.dumps(version.content)


def test_a_text_that_did_not_change_keeps_its_seal_and_one_that_did_gets_another() -> None:
    document = withholding()
    first = writing.published(document)
    writing.clause_saved(document, "More.")
    second = writing.published(document)
    assert second.content["clauses"][1] == first.content["clauses"][1]
    writing.clause_saved(document, SECRET + " More.", clause=writing.clauses(document)[1], heading=plain("What it costs"), withhold=WHY)
    third = writing.published(document)
    assert third.content["clauses"][1]["withheld"]["seal"] != second.content["clauses"][1]["withheld"]["seal"]
    assert [one.holds for version in (first, second, third) for one in queries.withheld_of(version)] == [True] * 3


def test_what_was_withheld_can_be_opened_later_and_the_change_says_so() -> None:
    document = withholding()
    first = writing.published(document)
    writing.clause_saved(document, SECRET, clause=writing.clauses(document)[1], heading=plain("What it costs"))
    second = writing.published(document)
    assert second.content["clauses"][1]["text"] == plain(SECRET)
    names = [change.name for change in content.changes(first.content, second.content)]
    assert names == ["Clause 2: What it costs (what is withheld)", "Clause 2: What it costs"]
    assert SECRET not in json.dumps(queries.version(document, 1).content)


def test_all_of_an_agreement_may_be_withheld_and_of_nothing_else() -> None:
    document = writing.begun("agreement")
    by = writing.drafter(document.owner)
    parties = list(make_parties(document))
    domain.save_outline(by=by, document=document, title=plain("A quiet agreement"), parties=parties, withhold=WHY)
    version = writing.published(document)
    assert version.content["clauses"] == []
    assert version.content["withheld"]["reason"] == "commercial"
    assert "We never sell records." not in json.dumps(version.content)
    (shown,) = queries.withheld_of(version)
    assert shown.clause == content.ALL
    assert shown.holds
    assert [c["text"]["en"]["standard"] for c in queries.draft_content(document)["clauses"]] == [
        "We never sell records.",
        "The audit committee checks it every year.",
    ]
    domain.save_outline(by=by, document=document, title=plain("An agreement"), parties=parties)
    opened = writing.published(document)
    assert next(c["text"]["en"]["standard"] for c in opened.content["clauses"]) == "We never sell records."
    for kind in ("charter", "statement", "policy"):
        other = writing.begun(kind)
        with pytest.raises(ValidationError, match="cannot be withheld as a whole"):
            domain.save_outline(by=writing.drafter(other.owner), document=other, title=plain("T"), withhold=WHY)


def make_parties(document: models.Document) -> list[object]:
    slugs = queries.draft_content(document)["parties"]
    from folkmoot.site.people.queries import by_slugs

    return list(by_slugs(slugs).values())


def test_withholding_needs_a_reason_of_the_list_and_words() -> None:
    document = writing.begun()
    for wrong, words in ((Withhold("because", plain("So.")), "Choose a reason"), (Withhold("law", {}), "Say in words why")):
        with pytest.raises(ValidationError, match=words):
            writing.clause_saved(document, "Secret.", withhold=wrong)


def test_a_draft_out_for_comment_says_that_something_is_withheld_and_not_what() -> None:
    put_out = writing.out_for_comment(withholding())
    assert put_out.content["clauses"][1]["withheld"] == {"reason": "commercial", "words": dict(WHY.words)}
    assert SECRET not in json.dumps(put_out.content)


@given(st.text(max_size=40), st.text(max_size=40))
def test_two_texts_have_one_seal_only_when_they_are_one(one: str, other: str) -> None:
    salt = "ab" * 32
    seals = [content.seal_of({"text": plain(words)}, salt) for words in (one, other)]
    assert (seals[0] == seals[1]) == (one == other)


def test_agreements_with_an_organisation_are_those_of_their_newest_version() -> None:
    document = withholding()
    owner, other = make_parties(document)
    late = make.organisation()
    writing.published(document)
    (found,) = queries.agreements_with(other)
    assert (found.slug, found.version, found.is_withheld, found.clauses_withheld) == (document.slug, 1, False, 1)
    assert {slug for slug, _ in found.parties} == {owner.slug, other.slug}
    domain.save_outline(by=writing.drafter(document.owner), document=document, title=plain("T"), parties=[document.owner, late])
    assert queries.agreements_with(late) == []  # a draft counts for nothing
    writing.published(document)
    gone = other if other != document.owner else owner
    assert queries.agreements_with(gone) == []
    assert [one.version for one in queries.agreements_with(late)] == [2]
    writing.published(writing.begun())
    assert [one.slug for one in queries.agreements_with(document.owner)] == [document.slug]
