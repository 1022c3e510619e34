"""Letters: a batch is printed as often as the printer needs and nobody is queued twice; names and addresses are in the PDF alone."""

import re
from typing import Any

import pytest

from folkmoot.site.errors import NotNow
from folkmoot.site.outbox import domain
from folkmoot.site.outbox.letters import address_lines, batch_pdf
from folkmoot.site.outbox.models import Batch, Due, State
from tests.site import make
from tests.site.outbox.invited import LETTER, NAME, Invited, invited
from tests.site.paper.pdf_text import text_of

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

SITE = "https://folkmoot.example.org"
SECOND = "7 Pretend Passage, Harrowmere, HM2 9XX"


def printed(held: Invited) -> Batch:
    domain.queue_invitations(by=held.officer, engagement=held.engagement)
    return domain.print_letters(by=held.officer, engagement=held.engagement)


def text(batch: Batch) -> str:
    """What its letters say, without spaces and line ends."""
    made = batch_pdf(batch, site=SITE)
    assert made is not None
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    return "".join(text_of(made).split())


def test_a_letter_has_the_name_the_address_the_code_and_the_way_out_in_both_languages() -> None:
    held = invited(LETTER, SECOND)
    batch = printed(held)
    said = text(batch)
    for words, times in (
        (NAME, 2),  # on the first page of each letter, in the window of its envelope
        ("4 Made-up Mews", 1),
        ("HM1 4ZZ", 1),
        ("7 Pretend Passage", 1),
        (held.code(LETTER), 2),  # in English and in Welsh
        (held.code(SECOND), 2),
        ("Your code:", 2),
        ("Eich cod:", 2),
        ("Warm homes survey", 2),
        ("folkmoot.example.org/e/warm", 4),
    ):
        assert said.count("".join(words.split())) == times, words
    assert len(set(re.findall(r"folkmoot\.example\.org/out/[\w-]{24}", said))) == 2


def test_letters_of_an_example_say_that_its_people_are_made_up(settings: Any) -> None:
    batch = printed(invited(LETTER, SECOND))
    assert "Nobodyhereisreal." not in text(batch)
    settings.SYNTHETIC = "Nobody here is real."
    assert text(batch).count("Nobodyhereisreal.") == 2


def test_a_batch_is_printed_again_by_its_number_and_nobody_is_in_two() -> None:
    held = invited(LETTER, SECOND)
    batch = printed(held)
    assert text(batch) == text(batch)
    assert set(Due.objects.values_list("state", "batch_id")) == {(State.PRINTED.value, batch.pk)}
    with pytest.raises(NotNow, match="No letter is waiting"):
        printed(held)
    assert Batch.objects.count() == 1


def test_who_has_gone_since_is_left_out_of_the_next_printing() -> None:
    held = invited(LETTER, SECOND)
    batch = printed(held)
    held.erased(LETTER)
    assert "Made-upMews" not in text(batch)
    held.answers(SECOND)
    assert batch_pdf(batch, site=SITE) is None


def test_letters_that_lapse_before_they_are_printed_are_in_no_batch() -> None:
    held = invited(LETTER, SECOND)
    domain.queue_invitations(by=held.officer, engagement=held.engagement)
    held.erased(LETTER)
    domain.record_opt_out(by=held.officer, engagement=held.engagement, code=held.code(SECOND))
    with pytest.raises(NotNow, match="No letter is waiting"):
        domain.print_letters(by=held.officer, engagement=held.engagement)
    assert sorted(Due.objects.values_list("state", flat=True)) == ["lapsed", "opted out"]


def test_a_batch_is_no_larger_than_one_file_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(domain, "MOST_IN_BATCH", 2)
    held = invited(*(f"{number} Made-up Mews" for number in range(1, 4)))
    assert printed(held).letters.count() == 2
    assert domain.print_letters(by=held.officer, engagement=held.engagement).letters.count() == 1


@pytest.mark.parametrize("contact", ["1 A Road\nTown\n", "1 A Road, Town", "1 A Road\r\n\r\nTown"])
def test_an_address_stands_in_lines(contact: str) -> None:
    assert address_lines("A Name", contact) == ["A Name", "1 A Road", "Town"]


def test_the_desk_says_how_many_and_nobodys_name_and_does_each_thing() -> None:
    held = invited(LETTER, "one@example.net")
    browser, desk = make.signed_in(held.officer), "/staff/engagements/warm/letters"
    assert "Nobody has been written to yet." in browser.get(desk).content.decode()
    said = browser.post(desk, {"go": "invitation"}, follow=True).content.decode()
    assert "E-mails waiting to be sent: 1. Letters waiting to be printed: 1." in said
    assert "Make a batch of letters (1 waiting)" in said
    said = browser.post(desk, {"go": "print"}, follow=True).content.decode()
    assert "Batch 1 is made." in said
    pdf = browser.get(f"{desk}/1.pdf")
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert "no-store" in pdf["Cache-Control"]
    assert browser.get(f"{desk}/2.pdf").status_code == 404
    assert NAME not in said
    wrong = browser.post(desk, {"go": "out", "code": "K7QP"})
    assert (wrong.status_code, "Check each sign." in wrong.content.decode()) == (400, True)
    right = browser.post(desk, {"go": "out", "code": held.code(LETTER)}, follow=True)
    assert "They are not written to again." in right.content.decode()
    assert browser.get(f"{desk}/1.pdf").status_code == 404
    assert browser.post(desk, {"go": "nonsense"}).status_code == 400
    assert make.signed_in(make.member(make.organisation())).get(f"{desk}/1.pdf").status_code == 403
