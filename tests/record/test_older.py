"""Notices in the form they had before can still be read."""

from folkmoot.record import is_older, older_answers
from tests.record.complete import complete_notice, text

OLDER = {
    "title": text("Warm homes"),
    "fields": {
        "what": text("We join."),
        "who_sees": text("Three people."),
        "identifies": "no",
        "lawful_basis": {"council": text("A task.")},
    },
}


def test_an_older_notice_is_known_by_its_form() -> None:
    assert is_older(OLDER)
    assert not is_older(complete_notice())


def test_each_answer_stands_under_its_question_in_the_order_it_was_written() -> None:
    assert older_answers(OLDER) == [
        ("What will be done with the records?", [text("We join.")]),
        ("Who will see the joined records?", [text("Three people.")]),
        ("Can anyone who uses the joined records tell who someone is?", [text("No, and they may not try")]),
        ("What in the law lets this organisation use its records for this purpose?", [text("A task.")]),
    ]
