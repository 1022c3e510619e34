"""Responses that came another way: all or none, once, with each mistake named by its row and column."""

import pytest
from django.core.exceptions import ValidationError

from folkmoot.site.audit.models import Event
from folkmoot.site.engagement import domain, receipts
from folkmoot.site.engagement.models import Response
from folkmoot.site.errors import NotNow
from folkmoot.site.renditions import Reader
from tests.site import surveys

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_a_second_import_adds_nothing_and_says_so():
    _, officer, engagement = surveys.world()
    rows = surveys.rows(30)
    assert domain.import_responses(by=officer, engagement=engagement, rows=rows, mode="paper") == domain.Imported(30, 0)
    assert domain.import_responses(by=officer, engagement=engagement, rows=rows, mode="paper") == domain.Imported(0, 30)
    assert domain.import_responses(by=officer, engagement=engagement, rows=surveys.rows(31), mode="paper") == domain.Imported(1, 30)
    assert Response.objects.count() == 31
    assert Event.objects.filter(verb="responses.imported").count() == 2
    kept = Response.objects.order_by("pk")[17]
    assert (kept.attributes["area"], kept.mode, kept.receipt.version) == ("South", "paper", 5)


def test_an_import_with_a_mistake_names_its_row_and_column_and_adds_nothing():
    _, officer, engagement = surveys.world()
    rows = surveys.rows(6)
    rows[1]["A"] = "Agree somewhat"
    rows[3]["age"] = ""
    rows[4] |= {"health": "No", "health_kind": "Body"}
    rows[5]["response"] = "row-0"
    with pytest.raises(ValidationError) as refused:
        domain.import_responses(by=officer, engagement=engagement, rows=rows)
    assert refused.value.messages == [
        "Row 3, A: choose one of the answers shown.",
        "Row 5, age: answer this question. It is one of the few we need.",
        "Row 6, health_kind: leave it blank unless “health” is “Yes”.",
        "Row 7, response: “row-0” is in row 2 already. Each row needs its own.",
    ]
    assert not Response.objects.exists()
    assert not Event.objects.filter(verb="responses.imported").exists()


def test_an_import_of_many_mistakes_stops_counting_them():
    _, officer, engagement = surveys.world()
    rows = [{**row, "A": "?"} for row in surveys.rows(100)]
    with pytest.raises(ValidationError) as refused:
        domain.import_responses(by=officer, engagement=engagement, rows=rows)
    assert len(refused.value.messages) == 21
    assert "Put these right first" in refused.value.messages[-1]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"age": "16 to 34"}], "give each row the id"),
        ([{"response": "1", "shoe": "9"}], "no question called “shoe”"),
        ([{"response": "x" * 101, "age": "16 to 34"}], "100 letters at most"),
    ],
)
def test_an_import_without_what_it_needs_is_refused(rows, words):
    _, officer, engagement = surveys.world()
    with pytest.raises(ValidationError, match=words):
        domain.import_responses(by=officer, engagement=engagement, rows=rows)


def test_an_import_has_a_limit_and_says_it(monkeypatch):
    monkeypatch.setattr("folkmoot.site.engagement.responses.MOST_ROWS", 10)
    _, officer, engagement = surveys.world()
    assert domain.import_responses(by=officer, engagement=engagement, rows=surveys.rows(10)).added == 10
    with pytest.raises(ValidationError, match="more than 10 rows"):
        domain.import_responses(by=officer, engagement=engagement, rows=surveys.rows(11))


def test_nothing_is_imported_as_if_it_came_from_the_site_or_when_it_is_not_open():
    where, officer, engagement = surveys.world()
    with pytest.raises(ValidationError, match="Say how these answers came in"):
        domain.import_responses(by=officer, engagement=engagement, rows=surveys.rows(1), mode="online")
    domain.close_engagement(by=officer, engagement=engagement)
    with pytest.raises(NotNow):
        domain.import_responses(by=officer, engagement=engagement, rows=surveys.rows(1))
    with pytest.raises(NotNow):
        domain.import_responses(by=officer, engagement=surveys.draft(officer, where, "draft"), rows=surveys.rows(1))


def test_an_imported_receipt_can_be_guessed_and_is_worth_nothing_on_the_site():
    _, officer, engagement = surveys.world()
    guessed = receipts.of_source(engagement.slug, "row-0")
    with pytest.raises(ValidationError):
        domain.receive_response(engagement=engagement, receipt=guessed, given={"age": ["16 to 34"]}, reader=Reader())
    domain.import_responses(by=officer, engagement=engagement, rows=surveys.rows(1))
    assert receipts.read(receipts.code(guessed)) is None
