"""What differs between two versions, by name and word by word."""

from hypothesis import given
from hypothesis import strategies as st

from folkmoot.record import Change, Piece, changes
from folkmoot.record.changes import pieces
from tests.record.complete import complete_notice, text


def said(found: tuple[Change, ...]) -> list[str]:
    return [change.name for change in found]


def test_nothing_differs_from_itself() -> None:
    assert changes(complete_notice(), complete_notice()) == ()


def test_changes_are_named_in_the_order_of_the_document() -> None:
    newer = complete_notice(kept=text("Two years."), identifies="no") | {"title": text("Another title"), "datasets": []}
    assert said(changes(complete_notice(), newer)) == [
        "The title",
        "The datasets",
        "Whose data: Can anyone who uses the joined records tell who someone is?",
        "How names come off and records are joined: How long are the joined records kept, and then?",
    ]


def test_the_words_that_went_and_came_stand_in_their_place() -> None:
    older, newer = complete_notice(kept=text("They are kept one year.")), complete_notice(kept=text("They are kept two years."))
    (change,) = changes(older, newer)
    assert change.renditions == (
        ("en", "standard", (Piece("same", "They are kept"), Piece("gone", "one year."), Piece("new", "two years."))),
    )


def test_each_rendition_that_differs_is_shown_and_no_other() -> None:
    older = complete_notice(kept={"en": {"standard": "One year.", "easy": "A year."}})
    newer = complete_notice(kept={"en": {"standard": "One year.", "easy": "1 year."}, "cy": {"standard": "Blwyddyn."}})
    (change,) = changes(older, newer)
    assert [(language, style) for language, style, _ in change.renditions] == [("en", "easy"), ("cy", "standard")]


def test_choices_are_shown_in_their_words_and_days_as_they_are() -> None:
    older, newer = complete_notice(identifies="no", ends="2028-03-31"), complete_notice(identifies="yes")
    newer["answers"].pop("ends")
    ends, identifies = changes(older, newer)
    assert ends.renditions[0][2] == (Piece("gone", "2028-03-31"),)
    assert [piece.words for piece in identifies.renditions[0][2]] == ["No, and they may not try", "Yes, some can"]


def test_a_basis_in_law_is_shown_with_its_words() -> None:
    older, newer = complete_notice(), complete_notice()
    newer["answers"]["lawful_basis"] = {"council": {"Offering repairs": {"article": "6-1-e", "words": text("A task.")}}}
    (change,) = changes(older, newer)
    assert any("A task." in piece.words for piece in change.renditions[0][2] if piece.kind == "new")


words = st.lists(st.sampled_from(["one", "two", "year", "years", "kept"]), max_size=12).map(" ".join)


@given(words, words)
def test_what_stayed_and_came_is_the_new_text_and_what_stayed_and_went_the_old(before: str, now: str) -> None:
    found = pieces(before, now)
    assert " ".join(piece.words for piece in found if piece.kind != "gone") == now
    assert " ".join(piece.words for piece in found if piece.kind != "new") == before
