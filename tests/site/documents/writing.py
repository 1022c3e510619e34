"""Makes documents for tests, by the same domain functions as the site."""

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any
from unittest.mock import patch

from django.utils import timezone

from folkmoot.site.documents import domain, queries
from folkmoot.site.documents.models import Comment, CommentRound, Document, DocumentVersion, Quote
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import plain
from tests.site import make

_numbers = count(1)


@contextmanager
def days_ago(days: float) -> Iterator[None]:
    """Everything inside happens some days ago, as the site sees it."""
    then = timezone.now() - dt.timedelta(days=days)
    with patch.object(timezone, "now", lambda: then):
        yield


def drafter(where: Any) -> Any:
    """Someone who may write drafts."""
    return make.member(where, Role.RESEARCH_OFFICER)


def approver(where: Any) -> Any:
    """Someone who may approve them."""
    return make.member(where, Role.GOVERNANCE_LEAD, name="Zebedee Quill")


def begun(kind: str = "statement", owner: Any = None, **more: Any) -> Document:
    """A document with a draft of two clauses; an agreement between its owner and one other."""
    owner = owner or make.organisation()
    by = drafter(owner)
    if kind == "agreement":
        more.setdefault("parties", [owner, make.organisation()])
    if kind == "evaluation":
        more.setdefault("initiative", make.initiative(owner))
    title = more.pop("title", plain("Our word on data", easy="Our word", welsh="Ein gair"))
    slug = more.pop("slug", f"document-{next(_numbers)}")
    document = domain.begin_document(by=by, kind=kind, owner=owner, slug=slug, title=title, **more).document
    for clause in [one["id"] for one in queries.draft_content(document)["clauses"]]:
        domain.remove_clause(by=by, document=document, clause=clause)
    for heading, words in (("What we do", "We never sell records."), ("Who checks", "The audit committee checks it every year.")):
        clause_saved(document, by=by, heading=plain(heading), text=plain(words, easy=f"{words} (easy)", welsh=f"{words} (Cymraeg)"))
    return document


def clause_saved(document: Document, words: str = "", *, by: Any = None, **more: Any) -> None:
    """A clause written in the draft; `words` are its text."""
    more.setdefault("heading", plain("A clause"))
    more.setdefault("text", plain(words))
    domain.save_clause(by=by or drafter(document.owner), document=document, **more)


def clauses(document: Document) -> list[str]:
    """The ids of the draft's clauses, in order."""
    return [one["id"] for one in queries.draft_content(document)["clauses"]]


def sent(document: Document) -> Document:
    """The document, its draft sent for approval."""
    domain.send_draft(by=drafter(document.owner), document=document)
    return document


def published(document: Document) -> DocumentVersion:
    """The next version of a document, once people were asked where its kind asks them."""
    asks = document.kind in {"charter", "policy"} and not queries.heard_since(document, queries.current(document))
    if asks:
        with days_ago(20):
            out_for_comment(document)
    return domain.publish_draft(by=approver(document.owner), document=sent(document))


def out_for_comment(document: Document, days: int = 14) -> CommentRound:
    """The draft of a document, out for comment."""
    until = timezone.localdate() + dt.timedelta(days=days)
    return domain.open_for_comment(by=approver(document.owner), document=sent(document), until=until)


def commented(put_out: CommentRound, words: str = "Say who checks.", *, shown: bool = False, **more: Any) -> Comment:
    """A comment on a draft; let through, when it is to be shown."""
    number = domain.receive_comment(put_out=put_out, receipt=uuid.uuid4(), words=words, **more).number
    made = put_out.comments.get(number=number)
    if shown:
        domain.look_at_comment(by=drafter(put_out.document.owner), comment=made, show=True)
    return made


def quoted(owner: Any, words: str = "I only want to be told before it happens.", **more: Any) -> Quote:
    """A quote that an organisation keeps."""
    given = {"key": f"quote-{next(_numbers)}", "said_by": "a woman, 35 to 44", "consent": "Agreed on paper.", "source": "A focus group"}
    return domain.add_quote(by=drafter(owner), organisation=owner, words=words, **(given | more))
