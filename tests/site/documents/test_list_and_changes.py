"""What the list of documents is narrowed to, and how a version names what it changed."""

import pytest
from django.test import Client

from folkmoot.site.documents import content, domain
from tests.site.documents import writing

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_what_no_document_is_narrowed_to_finds_none_and_breaks_nothing(client: Client) -> None:
    writing.published(writing.begun())
    for asked in ("kind=%00", "organisation=%00", "kind=none", "organisation=nobody", "kind=charter"):
        page = client.get(f"/d?{asked}")
        assert page.status_code == 200
        assert "No document fits." in page.content.decode()


def test_the_names_of_what_a_version_changed_are_those_of_the_words_that_changed() -> None:
    document = writing.begun()
    first = writing.published(document)
    writing.clause_saved(document, "Another clause.")
    domain.remove_clause(by=writing.drafter(document.owner), document=document, clause=writing.clauses(document)[0])
    second = writing.published(document)
    names = content.what_changed(first.content, second.content)
    assert list(names) == [change.name for change in content.changes(first.content, second.content)]
    assert "Clause 2: A clause" in names
    assert "Clause 1 of the version before: What we do" in names
