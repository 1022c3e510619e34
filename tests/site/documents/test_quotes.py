"""People's own words are referred to, never copied: once withdrawn, they are nowhere, and every version still fits its hash."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connections, transaction

from folkmoot.record import content_hash
from folkmoot.site.documents import content, domain, models, queries
from folkmoot.site.documents.domain import Withhold
from folkmoot.site.errors import NotNow
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import plain
from tests.site import make
from tests.site.documents import writing

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
WORDS = "I only want to be told before it happens."


def test_a_version_holds_the_mark_and_never_the_words() -> None:
    document = writing.begun()
    quote = writing.quoted(document.owner, key="told-before")
    writing.clause_saved(document, "One said: {quote:told-before} Many agreed.")
    version = writing.published(document)
    assert content.marks(version.content) == ["told-before"]
    shown = queries.quotes_in(version.content)["told-before"]
    assert (shown.words, shown.said_by, shown.source) == (WORDS, "a woman, 35 to 44", "A focus group")
    assert [v.pk for v in queries.used_in(quote)] == [version.pk]


def test_after_withdrawal_no_row_of_either_database_holds_the_words_and_the_hash_still_fits() -> None:
    document = writing.begun()
    quote = writing.quoted(document.owner, key="told-before")
    writing.clause_saved(document, "{quote:told-before}")
    first = writing.published(document)
    writing.clause_saved(document, "More.")
    writing.published(document)
    writing.clause_saved(document, "Still more.")  # a draft as well
    domain.withdraw_quote(by=writing.drafter(document.owner), quote=quote)
    for alias in ("default", "vault"):
        with connections[alias].cursor() as cursor:
            for table in connections[alias].introspection.table_names():
                cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own tables
                assert not any(word in str(cursor.fetchall()) for word in (WORDS, "35 to 44", "Agreed on paper")), table
    for version in queries.versions(document):
        assert content_hash(version.content) == version.hash
    assert queries.quotes_in(first.content)["told-before"].words == ""
    with pytest.raises(NotNow, match="withdrawn already"):
        domain.withdraw_quote(by=writing.drafter(document.owner), quote=quote)
    with pytest.raises(ValidationError, match=r"was withdrawn\. Take its mark out"):
        writing.sent(document)


def test_the_words_of_a_quote_may_not_stand_in_a_text_itself() -> None:
    document = writing.begun()
    writing.quoted(document.owner, key="told-before")
    for text in (f"She said: {WORDS}", "I only  want to be\ntold before it happens. So."):
        with pytest.raises(ValidationError, match=r"write \{quote:told-before\} instead"):
            writing.clause_saved(document, text)
    by, said = writing.drafter(document.owner), plain(f"As she said: {WORDS}")
    comment = writing.commented(writing.out_for_comment(document), shown=True)
    for field, write in (
        ("heading", lambda: writing.clause_saved(document, "Text.", heading=said)),
        ("why", lambda: writing.clause_saved(document, "Text.", withhold=Withhold("law", said))),
        ("title", lambda: domain.save_outline(by=by, document=document, title=said)),
        ("words", lambda: domain.answer_comment(by=by, comment=comment, outcome="changed", words=said)),
        ("words", lambda: domain.link_evidence(by=by, document=document, clause="c5", address="/d", words=said)),
    ):
        with pytest.raises(ValidationError) as refused:
            write()
        assert list(refused.value.error_dict) == [field]
    with pytest.raises(ValidationError, match="in the text of a clause alone"):
        writing.clause_saved(document, "Text.", heading=plain("{quote:told-before}"))
    writing.clause_saved(document, "", heading=plain("Empty"), text={})
    writing.quoted(document.owner, "Yes.", key="short")
    writing.clause_saved(document, "Yes. It may stand here.")


def test_words_that_became_a_quote_after_they_were_written_are_found_before_anyone_else_reads_them() -> None:
    document = writing.begun()
    writing.clause_saved(document, f"She said: {WORDS}")
    writing.sent(document)
    writing.quoted(document.owner, key="told-before")
    words = "Clause 3 holds the words of the quote “told-before” themselves. Write its mark instead."
    with pytest.raises(ValidationError, match=words):
        domain.publish_draft(by=writing.approver(document.owner), document=document)
    with pytest.raises(ValidationError, match=words):
        writing.sent(document)
    agreement = writing.begun("agreement", title=plain(f"As she said: {WORDS}"))
    why = Withhold("law", plain(f"Because: {WORDS} So it must wait."))
    writing.quoted(make.organisation(), WORDS)  # another organisation's hinders nobody
    domain.save_outline(
        by=writing.drafter(agreement.owner),
        document=agreement,
        title=plain(f"As she said: {WORDS}"),
        parties=[agreement.owner, make.organisation()],
        withhold=why,
    )
    writing.quoted(agreement.owner, WORDS, key="told-after")
    with pytest.raises(ValidationError) as refused:
        writing.sent(agreement)
    assert refused.value.messages == [
        f"{part} holds the words of the quote “told-after” themselves. Write other words."
        for part in ("The title", "The reason why all of it is withheld")
    ]


@pytest.mark.parametrize("mark", ["{quote:}", "{quote told-before}", "{Quote:told-before}", "{quote:Told Before}", "{quote:told-before"])
def test_what_looks_like_a_mark_and_is_none_is_refused(mark: str) -> None:
    document = writing.begun()
    with pytest.raises(ValidationError, match="is no mark of a quote"):
        writing.clause_saved(document, f"She said {mark} and left.")


def test_a_draft_refers_only_to_quotes_that_its_own_organisation_keeps() -> None:
    document = writing.begun()
    writing.quoted(make.organisation(), key="theirs")
    writing.clause_saved(document, "{quote:theirs} {quote:nobody-s}")
    with pytest.raises(ValidationError) as refused:
        writing.sent(document)
    assert refused.value.messages == [
        f"There is no quote “{key}” of {document.owner}. Add it first, or take its mark out." for key in ("theirs", "nobody-s")
    ]


def test_a_quote_needs_its_words_a_described_role_its_source_and_consent() -> None:
    owner = make.organisation()
    writing.quoted(owner, key="taken")
    for missing in ("words", "said_by", "consent", "source"):
        with pytest.raises(ValidationError) as refused:
            writing.quoted(owner, **{"words": WORDS} | {missing: " "})
        assert list(refused.value.error_dict) == [missing]
    with pytest.raises(ValidationError, match="already"):
        writing.quoted(owner, key="taken")
    with pytest.raises(ValidationError, match="1000 at most"):
        writing.quoted(owner, "x" * 1001)


def test_strangers_neither_add_nor_withdraw_and_see_none() -> None:
    owner = make.organisation()
    quote = writing.quoted(owner)
    shut_out = [make.user(), make.member(make.organisation()), make.former_member(owner), make.member(owner, Role.COMMITTEE_MEMBER)]
    for who in shut_out:
        with pytest.raises(PermissionDenied):
            domain.withdraw_quote(by=who, quote=quote)
        with pytest.raises(PermissionDenied):
            domain.add_quote(by=who, organisation=owner, key="k", words="W", said_by="a man", consent="Yes.", source="There")
        assert quote not in queries.quotes_of(who)
    make.no_writes_by(*shut_out)


def test_the_database_lets_a_quote_be_emptied_and_nothing_else() -> None:
    quote = writing.quoted(make.organisation())
    for change in (
        lambda: models.Quote.objects.update(words="Other."),
        lambda: models.Quote.objects.update(source="Elsewhere"),
        models.Quote.objects.all().delete,
    ):
        with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
            change()
    models.Quote.objects.filter(pk=quote.pk).update(words=None)
