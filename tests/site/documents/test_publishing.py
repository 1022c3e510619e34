"""A document is drafted, approved by a second person, and then stands for good, each version at its number."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from folkmoot.record import content_hash
from folkmoot.site.audit.models import Event
from folkmoot.site.documents import content, domain, models, queries
from folkmoot.site.documents.kinds import KINDS, Kind, Need, Owner
from folkmoot.site.errors import NotNow
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import plain
from tests.site import make
from tests.site.documents import writing

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_begins_with_its_own_clauses_as_prompts_that_cannot_be_published(kind: Kind) -> None:
    facts, owner = KINDS[kind], make.organisation()
    more: dict[str, Any] = {"parties": [owner, make.organisation()]} if facts.has_parties else {}
    more |= {"initiative": make.initiative(owner)} if facts.initiative is Need.MUST else {}
    by = writing.drafter(owner)
    draft = domain.begin_document(by=by, kind=kind, owner=owner, slug=f"a-{kind}", title=plain("Title"), **more)
    assert [(c["heading"]["en"]["standard"], c["prompt"]) for c in draft.content["clauses"]] == list(facts.clauses)
    with pytest.raises(ValidationError) as refused:
        domain.send_draft(by=by, document=draft.document)
    assert len(refused.value.messages) == len(facts.clauses)
    assert refused.value.messages[0] == f"Clause 1, “{facts.clauses[0][0]}”, has no text. Write it, or take the clause out."


def test_a_version_is_numbered_hashed_and_by_a_second_person() -> None:
    document = writing.begun()
    first = writing.published(document)
    assert (first.number, first.hash) == (1, content_hash(first.content))
    assert first.drafted_by != first.approved_by
    assert queries.draft_of(document) is None
    writing.clause_saved(document, "A third.")
    second = writing.published(document)
    assert (second.number, [v.number for v in queries.versions(document)]) == (2, [1, 2])
    assert queries.version(document, 1).content == first.content
    assert [c["id"] for c in second.content["clauses"]][:2] == [c["id"] for c in first.content["clauses"]]
    assert [e.verb for e in Event.objects.filter(subject=f"document:{document.pk}")][-1] == "document.published"


def test_whoever_wrote_in_a_draft_may_not_approve_it_and_nobody_may_before_it_is_sent() -> None:
    document = writing.begun()
    both = writing.drafter(document.owner)
    make.membership(both, document.owner, Role.GOVERNANCE_LEAD)
    with pytest.raises(NotNow, match="was not sent"):
        domain.publish_draft(by=writing.approver(document.owner), document=document)
    writing.clause_saved(document, "By both.", by=both)
    writing.sent(document)
    for act in (domain.publish_draft, lambda **more: domain.open_for_comment(until=timezone.localdate() + dt.timedelta(20), **more)):
        with pytest.raises(PermissionDenied, match="You wrote in this draft"):
            act(by=both, document=document)


def test_a_change_after_sending_takes_it_back_and_a_change_while_reading_is_noticed() -> None:
    document = writing.sent(writing.begun())
    seen = queries.draft_of(document).hash
    writing.clause_saved(document, "Later.")
    by = writing.approver(document.owner)
    with pytest.raises(NotNow, match="was changed after that"):
        domain.publish_draft(by=by, document=document, seen=seen)
    writing.sent(document)
    with pytest.raises(NotNow, match="The draft changed while you read it"):
        domain.publish_draft(by=by, document=document, seen=seen)
    assert domain.publish_draft(by=by, document=document, seen=queries.draft_of(document).hash).number == 1


def test_the_same_again_is_not_published() -> None:
    document = writing.begun()
    writing.published(document)
    writing.clause_saved(document, "A third.")
    extra = writing.clauses(document)[-1]
    domain.remove_clause(by=writing.drafter(document.owner), document=document, clause=extra)
    clause = writing.clauses(document)[0]
    kept = queries.draft_content(document)["clauses"][0]
    writing.clause_saved(document, clause=clause, heading=kept["heading"], text=kept["text"])
    draft = queries.draft_of(document)
    assert draft.content["next"] > queries.current(document).content["next"]  # an id is never used twice
    domain.discard_draft(by=writing.drafter(document.owner), document=document)
    writing.clause_saved(document, clause=clause, heading=kept["heading"], text=kept["text"])
    with pytest.raises(NotNow, match="says the same as version 1"):
        domain.publish_draft(by=writing.approver(document.owner), document=writing.sent(document))


def test_a_draft_is_sent_back_with_words_and_thrown_away() -> None:
    document = writing.sent(writing.begun())
    by = writing.approver(document.owner)
    with pytest.raises(ValidationError, match="Say what must change"):
        domain.return_draft(by=by, document=document, reason=" ")
    domain.return_draft(by=by, document=document, reason="Name the committee.")
    assert queries.draft_of(document).returned == "Name the committee."
    with pytest.raises(NotNow, match="was not sent"):
        domain.publish_draft(by=by, document=document)
    writing.sent(document)
    assert queries.draft_of(document).returned == ""
    domain.discard_draft(by=writing.drafter(document.owner), document=document)
    with pytest.raises(NotNow, match="published or thrown away already"):
        domain.publish_draft(by=by, document=document)
    with pytest.raises(NotNow):
        domain.discard_draft(by=writing.drafter(document.owner), document=document)


def test_strangers_and_people_whose_role_ended_can_do_none_of_it() -> None:
    document = writing.sent(writing.begun())
    shut_out = [
        make.user(),
        make.member(make.organisation()),
        make.member(make.organisation(), Role.GOVERNANCE_LEAD),
        make.former_member(document.owner, Role.GOVERNANCE_LEAD),
        make.former_member(document.owner),
        make.member(document.owner, Role.COMMITTEE_MEMBER),
    ]
    until = timezone.localdate() + dt.timedelta(days=20)
    for who in shut_out:
        for act in (
            lambda by: domain.begin_document(by=by, kind="policy", owner=document.owner, slug="new", title=plain("New")),
            lambda by: domain.save_outline(by=by, document=document, title=plain("Other")),
            lambda by: writing.clause_saved(document, "No.", by=by),
            lambda by: domain.remove_clause(by=by, document=document, clause="c1"),
            lambda by: domain.send_draft(by=by, document=document),
            lambda by: domain.discard_draft(by=by, document=document),
            lambda by: domain.return_draft(by=by, document=document, reason="No."),
            lambda by: domain.publish_draft(by=by, document=document),
            lambda by: domain.open_for_comment(by=by, document=document, until=until),
        ):
            with pytest.raises(PermissionDenied):
                act(who)
    make.no_writes_by(*shut_out)


def test_two_people_who_write_the_same_clause_do_not_lose_each_others_words() -> None:
    document = writing.begun()
    clause = writing.clauses(document)[0]
    seen = content_hash(queries.draft_content(document)["clauses"][0])
    writing.clause_saved(document, "Mine.", clause=clause, seen=seen)
    with pytest.raises(NotNow, match="Someone else changed this clause"):
        writing.clause_saved(document, "Yours.", clause=clause, seen=seen)
    assert queries.draft_content(document)["clauses"][0]["text"] == plain("Mine.")
    domain.remove_clause(by=writing.drafter(document.owner), document=document, clause=clause)
    with pytest.raises(NotNow, match="was taken out while you wrote"):
        writing.clause_saved(document, "Yours.", clause=clause)
    with pytest.raises(NotNow, match="taken out already"):
        domain.remove_clause(by=writing.drafter(document.owner), document=document, clause=clause)


def test_clauses_move_and_keep_their_ids() -> None:
    document = writing.begun()
    first, second = writing.clauses(document)
    writing.clause_saved(document, "First now.", clause=second, position=1)
    assert writing.clauses(document) == [second, first]
    writing.clause_saved(document, "Last again.", clause=second, position=99)
    assert writing.clauses(document) == [first, second]
    writing.clause_saved(document, "New.", position=2)
    assert writing.clauses(document)[0] == first
    assert writing.clauses(document)[2] == second


def test_a_document_has_a_hundred_clauses_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    assert content.MOST_CLAUSES == 100
    monkeypatch.setattr(content, "MOST_CLAUSES", 3)
    document = writing.begun()
    writing.clause_saved(document, "The third.")
    with pytest.raises(ValidationError, match="3 clauses at most"):
        writing.clause_saved(document, "The fourth.")


def test_who_keeps_what_is_as_the_table_of_kinds_says() -> None:
    owner, other = make.organisation(), make.organisation()
    about = make.initiative(other)
    by = writing.drafter(owner)

    def begin(kind: str, **more: Any) -> Any:
        return domain.begin_document(by=by, kind=kind, owner=owner, slug="one", title=plain("One"), **more)

    assert {kind: facts.owner for kind, facts in KINDS.items()}[Kind.EVALUATION] is Owner.LEAD
    for kind, more, words in (
        ("nothing", {}, "Choose what kind"),
        ("agreement", {"parties": [owner]}, "two organisations or more"),
        ("agreement", {"parties": [owner, owner]}, "two organisations or more"),
        ("agreement", {"parties": [other, make.organisation()]}, "must be one of those who agree"),
        ("charter", {"parties": [owner, other]}, "has no parties"),
        ("charter", {"initiative": about}, "Choose no initiative"),
        ("evaluation", {}, "Choose the initiative"),
        ("evaluation", {"initiative": about}, "leads this initiative"),
    ):
        with pytest.raises(ValidationError, match=words):
            begin(kind, **more)
    begin("charter")
    with pytest.raises(ValidationError, match="already"):
        begin("policy")


def test_the_database_refuses_to_change_or_delete_what_was_published() -> None:
    version = writing.published(writing.begun("agreement"))
    for change in (
        lambda: models.DocumentVersion.objects.update(hash="0" * 64),
        lambda: models.DocumentVersion.objects.update(content={}),
        models.DocumentParty.objects.all().delete,
        lambda: models.Document.objects.update(slug="other"),
        lambda: models.DocumentParty.objects.update(organisation=make.organisation()),
    ):
        with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
            change()
    row = {"document": version.document, "content": {}, "hash": "0" * 64, "published_at": timezone.now()}
    hands = {"drafted_by": version.drafted_by, "approved_by": version.approved_by}
    for wrong in (
        {"number": 1, **hands},
        {"number": 0, **hands},
        {"number": 2, "drafted_by": version.drafted_by, "approved_by": version.drafted_by},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            models.DocumentVersion.objects.create(**row, **wrong)


def test_changes_are_told_word_by_word_clause_by_clause() -> None:
    document = writing.begun(title=plain("Our word"))
    first = writing.published(document)
    one, two = writing.clauses(document)
    writing.clause_saved(document, clause=one, heading=plain("What we do"), text=plain("We never sell or lend records."))
    writing.clause_saved(document, "Anyone may ask.", heading=plain("Ask us"))
    domain.remove_clause(by=writing.drafter(document.owner), document=document, clause=two)
    domain.save_outline(by=writing.drafter(document.owner), document=document, title=plain("Our promise"))
    second = writing.published(document)
    found = {
        change.name: {(language, style): pieces for language, style, pieces in change.renditions}
        for change in content.changes(first.content, second.content)
    }
    assert list(found) == ["Its title", "Clause 1: What we do", "Clause 2: Ask us (its heading)", "Clause 2: Ask us"] + [
        f"Clause 2 of the version before: Who checks{which}" for which in (" (its heading)", "")
    ]
    standard = [(piece.kind, piece.words) for piece in found["Clause 1: What we do"]["en", "standard"]]
    assert standard == [("same", "We never sell"), ("new", "or lend"), ("same", "records.")]
    assert {("en", "easy"), ("cy", "standard")} <= set(found["Clause 1: What we do"])
    assert content.changes(first.content, first.content) == ()
