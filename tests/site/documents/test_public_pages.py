"""What everyone reads of documents, and what nobody does: drafts, what is withheld, and comments that nobody has read."""

import json
import re
import time
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client

from folkmoot.record import content_hash
from folkmoot.site.documents import domain, models, queries
from folkmoot.site.documents.comment_form import CommentForm
from folkmoot.site.documents.domain import Withhold
from folkmoot.site.guarded_form import QUICKEST, TRAP
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import plain
from tests.site import make
from tests.site.commitments.test_domain import promise
from tests.site.documents import writing
from tests.site.initiatives.reading import headings, html, words

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
SECRET = "The company is paid ninety pounds a household."


def every_page(client: Client, document: models.Document) -> str:
    """All that the public pages of a document say, in one text; those that are not there say nothing."""
    paths = [f"/d/{document.slug}", "/d", f"/org/{document.owner.slug}", f"/d/{document.slug}/comments"]
    for number in (1, 2, 3):
        paths += [f"/d/{document.slug}/v{number}{rest}" for rest in ("", "/changes", ".json")] + [f"/d/{document.slug}/draft/{number}"]
    return "".join(client.get(path + query).content.decode() for path in paths for query in ("", "?lang=cy", "?read=easy"))


def token(put_out: models.CommentRound, seconds_ago: float = 60) -> str:
    then = time.time() - seconds_ago
    with patch("django.core.signing.time.time", lambda: then):
        return CommentForm(clauses=[], salt=f"documents.{put_out.document.slug}.{put_out.number}").new_token()


def sent(put_out: models.CommentRound, client: Client, **typed: str) -> Any:
    address = f"/d/{put_out.document.slug}/draft/{put_out.number}/comment"
    return client.post(address, {"words": "Say who checks.", "token": token(put_out)} | typed)


def test_an_empty_list_says_what_will_stand_there(client: Client) -> None:
    assert "Nothing is published yet." in words(html(client, "/d"))
    assert client.get("/d/nothing").status_code == 404


def test_a_draft_is_on_no_page_before_it_is_published_or_put_out(client: Client) -> None:
    document = writing.sent(writing.begun(slug="our-word"))
    for rest in ("", "/v1", "/v1.json", "/v1/changes", "/draft/1", "/draft/1/comment", "/comments"):
        assert client.get(f"/d/our-word{rest}").status_code == 404
    assert "our-word" not in html(client, "/d")
    version = writing.published(document)
    writing.clause_saved(document, "A secret plan.")
    assert "A secret plan." not in every_page(client, document)
    assert version.number == 1


def test_a_version_shows_its_clauses_in_every_rendition_with_its_fingerprint_and_older_ones_say_so(client: Client) -> None:
    document = writing.begun(slug="our-word")
    writing.published(document)
    writing.clause_saved(document, "Anyone may ask.", heading=plain("Ask us"))
    second = writing.published(document)
    page = html(client, "/d/our-word")
    assert headings(page, 1) == ["Our word on data"]
    assert headings(page, 2)[:3] == ["1. What we do", "2. Who checks", "3. Ask us"]
    assert words(page).count("no evidence yet") == 3
    assert second.hash[:4] in page.replace(" ", "")
    assert "We never sell records. (easy)" in words(html(client, "/d/our-word?read=easy"))
    assert '<p lang="cy">We never sell records. (Cymraeg)</p>' in html(client, "/d/our-word?lang=cy")
    old = html(client, "/d/our-word/v1")
    assert "This is an older version" in old
    assert "Anyone may ask." not in words(old)
    assert client.get("/d/our-word/v3").status_code == 404
    changed = html(client, "/d/our-word/v2/changes")
    assert "<ins>Anyone may ask.</ins>" in changed
    assert "This is the first version." in words(html(client, "/d/our-word/v1/changes"))


def test_the_list_is_narrowed_by_kind_and_by_who_keeps_or_signed(client: Client) -> None:
    one, other = writing.begun(title=plain("One")), writing.begun("agreement", title=plain("Other"))
    writing.published(one)
    version = writing.published(other)
    signer = make.organisation()
    domain.sign_document(
        by=make.member(signer, Role.GOVERNANCE_LEAD), version=queries.current(one), organisation=signer, office="The Chief Executive"
    )

    def titles(query: str) -> list[str]:
        return headings(html(client, f"/d{query}"), 2)

    assert titles("") == ["One", "Other"]
    assert titles("?kind=agreement") == ["Other"]
    assert titles(f"?organisation={one.owner.slug}") == ["One"]
    assert titles(f"?organisation={signer.slug}") == ["One"]
    assert [titles(f"?organisation={party['slug']}") for party in version.content["parties"]] == [["Other"]] * 2
    assert "No document fits." in words(html(client, "/d?kind=policy"))
    assert f'href="/d?organisation={signer.slug}"' in html(client, f"/org/{signer.slug}")


def test_an_initiatives_page_links_its_documents(client: Client) -> None:
    about = make.initiative()
    document = writing.begun("evaluation", about.lead, initiative=about, title=plain("What it changed"))
    assert "Written about it" not in words(html(client, f"/i/{about.slug}"))
    writing.published(document)
    assert f'<a href="/d/{document.slug}">What it changed</a>' in html(client, f"/i/{about.slug}")


def test_what_is_withheld_is_said_and_its_words_are_on_no_page_and_in_no_file(client: Client) -> None:
    document = writing.begun("agreement")
    why = Withhold("commercial", plain("The price would help other companies."))
    clause = writing.clauses(document)[1]
    writing.clause_saved(document, clause=clause, heading=plain("What it costs"), text=plain(SECRET), withhold=why)
    writing.out_for_comment(document)
    with writing.days_ago(-15):
        writing.published(document)
        writing.clause_saved(document, "More.")
        writing.published(document)
        everything = every_page(client, document)
    assert SECRET not in everything
    page = words(html(client, f"/d/{document.slug}"))
    assert "This clause is withheld. It would harm a company's or a body's fair business. The price would help other companies." in page
    assert "2. What it costs" in page


def test_all_of_an_agreement_withheld_shows_its_parties_and_reasons_alone(client: Client) -> None:
    document = writing.begun("agreement", title=plain("A quiet agreement"))
    from folkmoot.site.people.queries import by_slugs

    parties = list(by_slugs(queries.draft_content(document)["parties"]).values())
    why = Withhold("security", plain("It says where the doors are."))
    domain.save_outline(
        by=writing.drafter(document.owner), document=document, title=plain("A quiet agreement"), parties=parties, withhold=why
    )
    writing.published(document)
    page = words(html(client, f"/d/{document.slug}"))
    assert "All of it is withheld" in page
    assert "It says where the doors are." in page
    assert all(party.name in page for party in parties)
    assert "We never sell records." not in every_page(client, document)


def test_anyone_can_check_the_file_of_a_version_and_a_withdrawn_quote_leaves_it_true(client: Client) -> None:
    document = writing.begun(slug="our-word")
    said = "I only want to be told before it happens."
    quote = writing.quoted(document.owner, said, key="told-before")
    writing.clause_saved(document, "They said:\n\n{quote:told-before}\n\nAnd then {quote:told-before} again.")
    writing.published(document)
    page = html(client, "/d/our-word")
    assert f'<blockquote class="fm-quote"><p>{said}</p><footer>a woman, 35 to 44, in A focus group</footer></blockquote>' in page
    assert f"<q>{said}</q> (a woman, 35 to 44)" in page
    before = json.loads(client.get("/d/our-word/v1.json").content)
    assert before["quotes"]["told-before"]["words"] == said
    domain.withdraw_quote(by=writing.drafter(document.owner), quote=quote)
    writing.clause_saved(document, "More.")
    everything = every_page(client, document)
    assert said not in everything
    assert "a woman, 35 to 44" not in everything
    page = words(html(client, "/d/our-word/v1"))
    assert "[A quote was withdrawn here. The person no longer wants it to be read.]" in page
    assert "And then [a quote was withdrawn] again." in page
    after = json.loads(client.get("/d/our-word/v1.json").content)
    assert after["quotes"] == {"told-before": "withdrawn"}
    for file in (before, after):
        assert content_hash(file["content"]) == file["hash"]


def test_evidence_stands_beside_its_clause_and_links_keep_the_choice(client: Client) -> None:
    document = writing.begun(slug="our-word")
    first, second = writing.clauses(document)
    writing.published(document)
    by = writing.drafter(document.owner)
    promised = promise(make.initiative(document.owner))
    domain.link_evidence(by=by, document=document, clause=first, commitment=promised.pk)
    domain.link_evidence(by=by, document=document, clause=second, address="/i/warm", words=plain("The use itself."))
    domain.link_evidence(by=by, document=document, clause=second, address="https://example.org/r", words=plain("The audit's report."))
    page = html(client, "/d/our-word?lang=cy")
    assert "no evidence yet" not in words(page)
    assert 'href="/i/warm?lang=cy"' in page
    assert 'href="https://example.org/r"' in page
    assert "Put up posters." in words(page)


def test_who_signed_which_version_and_who_left(client: Client) -> None:
    document = writing.begun(slug="our-word")
    one, two = make.organisation("Body A"), make.organisation("Body B")
    first = writing.published(document)
    for where in (one, two):
        by = make.member(where, Role.GOVERNANCE_LEAD, name="Zebedee Quill")
        domain.sign_document(by=by, version=first, organisation=where, office="The Chief Executive")
    by = make.member(two, Role.GOVERNANCE_LEAD)
    domain.leave_document(by=by, document=document, organisation=two, reason=plain("We have our own now."))
    writing.clause_saved(document, "More.")
    writing.published(document)
    page = words(html(client, "/d/our-word"))
    assert "No organisation has signed this version yet." in page
    assert "Signed an earlier version, and asked to sign this one: Body A : version 1, The Chief Executive" in page
    assert re.search(r"Left: Body B: signed version 1 on .* left on .* We have our own now\.", page)
    for path in ("/d", "/d/our-word", "/d/our-word/v1", "/d/our-word/v1.json", "/d/our-word/v2/changes"):
        assert not any(name in client.get(path).content.decode() for name in ("Quill", "Clerk"))  # offices are shown, names are not


def test_a_comment_is_sent_read_let_through_and_answered_on_the_page(client: Client) -> None:
    put_out = writing.out_for_comment(writing.begun("charter", slug="data-charter"))
    clause = put_out.content["clauses"][1]["id"]
    page = html(client, "/d/data-charter")
    assert "This is a draft" in words(page)
    assert f'href="/d/data-charter/draft/1/comment?clause={clause}"' in page
    form = html(client, f"/d/data-charter/draft/1/comment?clause={clause}")
    assert f'<option value="{clause}" selected>' in form
    answer = sent(put_out, client, clause=clause, name="Ada L.", contact="ada@example.org", words="Name who checks.\n\nPlease.")
    assert answer.status_code == 302
    assert answer["Location"] == "/d/data-charter/draft/1"
    shown = html(client, "/d/data-charter/draft/1")
    assert "We received your comment. It is number 1." in shown
    assert "1 comment received, 0 shown, 1 not read yet." in words(shown)
    assert "Name who checks." not in every_page(client, put_out.document)
    comment = models.Comment.objects.get()
    officer = writing.drafter(put_out.document.owner)
    domain.look_at_comment(by=officer, comment=comment, show=True)
    domain.answer_comment(by=officer, comment=comment, outcome="changed", words=plain("We name the audit committee."))
    for path in ("/d/data-charter/draft/1", "/d/data-charter/comments", "/d/data-charter"):
        text = words(html(client, path))
        assert "Comment 1 , Ada L." in text
        assert "Name who checks. Please. We changed it" in text
        assert "We name the audit committee." in text
    assert "ada@example.org" not in every_page(client, put_out.document)
    domain.look_at_comment(by=officer, comment=comment, show=False, reason="abuse")
    everything = every_page(client, put_out.document)
    assert "Name who checks." not in everything
    assert "Not shown: 1 (it threatens or insults people)." in words(html(client, "/d/data-charter/comments"))


def test_the_guards_of_the_comment_form_lose_nothing_that_was_typed(client: Client) -> None:
    put_out = writing.out_for_comment(writing.begun("policy"))
    for typed, words_of in (
        ({TRAP: "https://spam.example"}, "Empty the box"),
        ({"token": token(put_out, seconds_ago=0)}, f"under {QUICKEST} seconds"),
        ({"token": "nonsense"}, "was not loaded from our page"),
        ({"token": token(put_out, seconds_ago=8 * 86400)}, "more than seven days ago"),
        ({"clause": "c99"}, "Choose a clause of this draft"),
        ({"name": "n" * 81}, "80 characters at most"),
    ):
        answer = sent(put_out, client, **{"words": "Kept words"} | typed)
        assert answer.status_code == 400
        assert words_of in answer.content.decode()
        assert "Kept words" in answer.content.decode()
    assert not models.Comment.objects.exists()
    same = token(put_out)
    assert [sent(put_out, client, token=same).status_code for _ in range(2)] == [302, 302]
    assert models.Comment.objects.count() == 1


def test_too_many_comments_from_one_place_are_stopped(client: Client, settings: Any) -> None:
    from django.core.cache import cache

    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "document_commented": "2/h/ip"}
    put_out = writing.out_for_comment(writing.begun("policy"))
    assert [sent(put_out, client).status_code for _ in range(3)] == [302, 302, 429]
    assert models.Comment.objects.count() == 2
    cache.clear()


def test_after_the_last_day_the_form_is_closed_and_the_draft_stays(client: Client) -> None:
    with writing.days_ago(30):
        document = writing.begun("policy")
        put_out = writing.out_for_comment(document)
    assert sent(put_out, client).status_code == 409
    assert client.get(f"/d/{document.slug}/draft/1/comment").status_code == 409
    page = words(html(client, f"/d/{document.slug}/draft/1"))
    assert "It was out for comment until" in page
    assert "Comment on" not in page


def test_the_version_that_follows_says_what_comments_changed(client: Client) -> None:
    document = writing.begun("charter", slug="data-charter")
    with writing.days_ago(20):
        put_out = writing.out_for_comment(document)
        changed, kept = (writing.commented(put_out, text, shown=True) for text in ("Name them.", "Pay them."))
    officer = writing.drafter(document.owner)
    domain.answer_comment(by=officer, comment=changed, outcome="changed", words=plain("We name them."))
    domain.answer_comment(by=officer, comment=kept, outcome="not_changed", words=plain("We may not."))
    writing.published(document)
    page = words(html(client, "/d/data-charter"))
    assert "2 comments received, 2 shown, 0 refused." in page
    assert "Comment 1 on draft 1 : We name them." in page
    assert "1 other was answered without a change, with the reasons." in page
