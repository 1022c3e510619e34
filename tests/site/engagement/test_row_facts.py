"""What a row of a file says beside its answers: when it was given, in which language and style."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from folkmoot.site.engagement import domain
from folkmoot.site.engagement.models import Response
from tests.site import surveys

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def brought_in(**facts: str) -> Response:
    _, officer, engagement = surveys.world()
    domain.import_responses(by=officer, engagement=engagement, rows=[surveys.rows(1)[0] | facts], language="cy")
    return Response.objects.get()


def test_a_row_may_say_when_and_how_it_was_given():
    kept = brought_in(**{"given at": "2026-01-15", "in language": "en", "in style": "easy"})
    assert timezone.localtime(kept.given_at).date() == dt.date(2026, 1, 15)
    assert (kept.language, kept.style) == ("en", "easy")
    assert "given at" not in kept.answers


def test_a_row_that_says_nothing_of_it_is_as_the_whole_file():
    kept = brought_in(**{"given at": "", "in language": " "})
    assert timezone.now() - kept.given_at < dt.timedelta(minutes=5)
    assert (kept.language, kept.style) == ("cy", "standard")


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"given at": "15/01/2026"}, "Row 2, given at: write a day and time as in 2026-01-31"),
        ({"given at": "2999-01-01"}, "Row 2, given at: this is in the future."),
        ({"in language": "fr"}, "Row 2, in language: write one of: en, cy."),
        ({"in style": "loud"}, "Row 2, in style: write one of: standard, easy."),
    ],
)
def test_what_is_no_such_fact_is_refused_by_row_and_column(facts, words):
    with pytest.raises(ValidationError, match=words):
        brought_in(**facts)
    assert not Response.objects.exists()
