"""Anyone comments on a draft that is out; nothing is shown before someone read it; every comment gets an answer; the next version says
so."""

import datetime as dt
import json
import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, connections, transaction
from django.utils import timezone

from folkmoot.site.audit.models import Event
from folkmoot.site.documents import domain, models, queries
from folkmoot.site.documents.comment_rules import LONGEST_CONTACT, LONGEST_DAYS, LONGEST_NAME, LONGEST_WORDS, SHORTEST_DAYS
from folkmoot.site.errors import NotNow
from folkmoot.site.people.models import Identity, Participant
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import plain
from tests.site import make
from tests.site.documents import writing
from tests.site.documents.writing import commented, days_ago, out_for_comment

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
SAID, NAME, REACH = "At 4 Elm Row nobody asked us", "Ada L.", "ada.lovelace@example.org"


def answered(comment: models.Comment, outcome: str = "changed", words: str = "We now name who checks.") -> None:
    by = writing.drafter(comment.round.document.owner)
    domain.answer_comment(by=by, comment=comment, outcome=outcome, words=plain(words))


def test_words_name_and_contact_are_in_the_vault_alone_and_encrypted_there() -> None:
    commented(out_for_comment(writing.begun("charter")), SAID, name=NAME, contact=REACH)
    assert (models.CommentWords.objects.get().words, models.CommentWords.objects.get().name) == (SAID, NAME)
    assert Identity.objects.get().contact == REACH
    everything = []
    for alias in ("default", "vault"):
        with connections[alias].cursor() as cursor:
            for table in connections[alias].introspection.table_names():
                cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own tables
                everything.append(str(cursor.fetchall()))
    assert not any(word in rows for word in (SAID, NAME, REACH) for rows in everything)
    assert "documents_commentwords" not in connections["default"].introspection.table_names()


def test_nothing_is_shown_before_it_was_let_through_and_a_refusal_is_counted_with_its_reason() -> None:
    put_out = out_for_comment(writing.begun("charter"))
    shown, refused = commented(put_out, "Good."), commented(put_out, SAID, name=NAME)
    before = queries.round_shown(put_out)
    assert (before.comments, before.received, before.unread, before.refused) == ((), 2, 2, ())
    by = writing.drafter(put_out.document.owner)
    domain.look_at_comment(by=by, comment=shown, show=True)
    with pytest.raises(ValidationError, match="Choose why it is refused"):
        domain.look_at_comment(by=by, comment=refused, show=False)
    domain.look_at_comment(by=by, comment=refused, show=False, reason="private", words="An address.")
    after = queries.round_shown(put_out)
    assert [one.words for one in after.comments] == ["Good."]
    assert after.refused == (("It tells something private about someone", 1),)
    domain.look_at_comment(by=by, comment=refused, show=True)
    assert [one.name for one in queries.round_shown(put_out).comments] == ["", NAME]
    domain.look_at_comment(by=by, comment=refused, show=False, reason="abuse")
    assert [one.words for one in queries.round_shown(put_out).comments] == ["Good."]
    with pytest.raises(NotNow, match="refused for that reason already"):
        domain.look_at_comment(by=by, comment=refused, show=False, reason="abuse")


def test_a_version_waits_until_comments_end_and_each_is_read_and_answered() -> None:
    document = writing.begun("charter")
    by = writing.approver(document.owner)
    with pytest.raises(NotNow, match="People are asked before a data charter is published"):
        domain.publish_draft(by=by, document=writing.sent(document))
    with days_ago(15):
        then = writing.approver(document.owner)
        put_out = out_for_comment(document)
        one, two, three = (commented(put_out, words) for words in ("First.", "Second.", "Third."))
        with pytest.raises(NotNow, match="People can comment on this draft until"):
            domain.publish_draft(by=then, document=writing.sent(document))
    waiting = "3 comments on draft 1 must be read and answered first"
    with pytest.raises(NotNow, match=waiting):
        domain.publish_draft(by=by, document=writing.sent(document))
    officer = writing.drafter(document.owner)
    with pytest.raises(NotNow, match="Let the comment through first"):
        answered(one)
    for comment in (one, two):
        domain.look_at_comment(by=officer, comment=comment, show=True)
    domain.look_at_comment(by=officer, comment=three, show=False, reason="advert")
    with pytest.raises(NotNow, match="2 comments on draft 1"):
        domain.publish_draft(by=by, document=document)
    answered(one)
    answered(two, "not_changed", "That is the law's to say.")
    version = domain.publish_draft(by=by, document=document)
    summary = version.content["comments"]
    (numbers,) = summary["drafts"]
    assert {key: numbers[key] for key in ("draft", "received", "shown", "refused", "hash")} == {
        "draft": 1,
        "received": 3,
        "shown": 2,
        "refused": 1,
        "hash": put_out.hash,
    }
    assert summary["changed"] == [{"draft": 1, "comment": 1, "clause": "", "answer": plain("We now name who checks.")}]
    assert summary["not_changed"] == 1
    assert "First." not in json.dumps(version.content)
    writing.clause_saved(document, "More.")
    writing.sent(document)
    with pytest.raises(NotNow, match="People are asked before"):  # each version asks anew
        domain.publish_draft(by=by, document=document)


def test_other_kinds_may_ask_and_need_not() -> None:
    with days_ago(20):
        document = writing.begun("statement")
        writing.published(document)
    writing.clause_saved(document, "More.")
    with days_ago(15):
        comment = commented(out_for_comment(document), shown=True)
    answered(comment)
    assert writing.published(document).content["comments"]["changed"][0]["comment"] == comment.number


def test_a_draft_is_out_for_long_enough_and_one_at_a_time() -> None:
    document = writing.begun("policy")
    today = timezone.localdate()
    for days in (SHORTEST_DAYS - 1, LONGEST_DAYS + 1, 0, -1):
        with pytest.raises(ValidationError, match="Give a day between 14 and 180 days"):
            writing.out_for_comment(document, days)
    out_for_comment(document, SHORTEST_DAYS)
    with pytest.raises(NotNow, match="out for comment already"):
        out_for_comment(document, LONGEST_DAYS)
    assert queries.last_round(document).closes_on == today + dt.timedelta(days=SHORTEST_DAYS)


def test_comments_end_with_the_last_day() -> None:
    document = writing.begun("policy")
    with days_ago(14):
        put_out = out_for_comment(document, 14)
    commented(put_out)  # today is the last day
    with days_ago(-1), pytest.raises(NotNow, match="have ended"):
        commented(put_out)
    with days_ago(1):
        assert queries.is_open(put_out)


def test_sending_twice_keeps_one_and_what_was_typed_is_checked() -> None:
    put_out = out_for_comment(writing.begun("policy"))
    receipt = uuid.uuid4()
    first = domain.receive_comment(put_out=put_out, receipt=receipt, words="Once.")
    again = domain.receive_comment(put_out=put_out, receipt=receipt, words="Twice.")
    assert (first.already, again.already, again.number) == (False, True, first.number)
    other = out_for_comment(writing.begun("policy"))
    with pytest.raises(ValidationError, match="Load the page again"):
        domain.receive_comment(put_out=other, receipt=receipt, words="Elsewhere.")
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"words": " \n "}, "words"),
        ({"words": "x" * (LONGEST_WORDS + 1)}, "words"),
        ({"words": "x", "name": "n" * (LONGEST_NAME + 1)}, "name"),
        ({"words": "x", "contact": "c" * (LONGEST_CONTACT + 1)}, "contact"),
        ({"words": "x", "clause": "c99"}, "clause"),
    ]
    for typed, field in wrong:
        with pytest.raises(ValidationError) as refused:
            domain.receive_comment(put_out=put_out, receipt=uuid.uuid4(), **typed)
        assert list(refused.value.error_dict) == [field]
    limits = {"words": "x" * LONGEST_WORDS, "name": "n" * LONGEST_NAME, "contact": "c" * LONGEST_CONTACT}
    assert domain.receive_comment(put_out=put_out, receipt=uuid.uuid4(), clause=put_out.content["clauses"][0]["id"], **limits).number == 2
    assert models.CommentWords.objects.count() == 2


def test_erasing_takes_words_name_and_contact_and_leaves_the_answer() -> None:
    document = writing.begun("statement")
    comment = commented(out_for_comment(document), SAID, name=NAME, contact=REACH, shown=True)
    answered(comment)
    assert domain.erase_comment(by=writing.drafter(document.owner), comment=comment)
    assert not models.CommentWords.objects.exists()
    assert not Identity.objects.exists()
    assert not Participant.objects.exists()
    (shown,) = queries.round_shown(comment.round).comments
    assert (shown.words, shown.name, shown.outcome_words) == ("", "", "We changed it")
    assert not domain.erase_comment(by=writing.drafter(document.owner), comment=comment)
    assert not any(word in json.dumps(event.detail) for event in Event.objects.all() for word in (SAID, NAME, REACH))
    other = commented(comment.round, SAID)
    domain.erase_comment(by=writing.drafter(document.owner), comment=other)
    with pytest.raises(NotNow, match="nothing to show"):
        domain.look_at_comment(by=writing.drafter(document.owner), comment=other, show=True)


def test_words_that_an_unfinished_submission_left_behind_are_dropped() -> None:
    kept = commented(out_for_comment(writing.begun("statement")))
    models.CommentWords.objects.create(receipt=uuid.uuid4(), words=SAID)
    assert domain.drop_stray_words() == 1
    assert models.CommentWords.objects.get().receipt == kept.receipt
    assert domain.drop_stray_words() == 0


def test_strangers_may_not_look_answer_or_erase() -> None:
    comment = commented(out_for_comment(writing.begun("statement")), shown=True)
    owner = comment.round.document.owner
    shut_out = [make.user(), make.member(make.organisation()), make.former_member(owner), make.member(owner, Role.COMMITTEE_MEMBER)]
    for who in shut_out:
        for act in (
            lambda by: domain.look_at_comment(by=by, comment=comment, show=False, reason="abuse"),
            lambda by: domain.answer_comment(by=by, comment=comment, outcome="changed", words=plain("So.")),
            lambda by: domain.erase_comment(by=by, comment=comment),
        ):
            with pytest.raises(PermissionDenied):
                act(who)
        assert queries.waiting_comments(who) == []
    make.no_writes_by(*shut_out)
    (waiting,) = queries.waiting_comments(writing.drafter(owner))
    assert waiting == (comment, "Answer it")


def test_the_database_refuses_to_change_what_was_put_out_said_and_answered() -> None:
    comment = commented(out_for_comment(writing.begun("statement")), shown=True)
    answered(comment)
    for change in (
        lambda: models.CommentRound.objects.update(closes_on=timezone.localdate()),
        lambda: models.Comment.objects.update(clause="c1"),
        lambda: models.CommentLook.objects.update(show=False),
        lambda: models.CommentAnswer.objects.update(outcome="changed", words={}),
        models.CommentAnswer.objects.all().delete,
        models.CommentLook.objects.all().delete,
    ):
        with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
            change()
    row = {"comment": comment, "looked_by": comment.round.opened_by, "looked_at": timezone.now()}
    for wrong in ({"show": False}, {"show": True, "reason": "abuse"}, {"show": False, "reason": "because"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            models.CommentLook.objects.create(**row, **wrong)
