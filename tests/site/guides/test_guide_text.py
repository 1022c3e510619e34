"""A guide as people write it is read as it stands, and what is wrong is named by its line."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.site.guides.guide_text import hints_of, read_guide, text_of

TEXT = """# Warm up (10 minutes)
Welsh: Cynhesu
aim: People know each other.
Who lives where?
easy read: Where do you live?
- For how long?
material: A map

# Records (30 min)
What went through your mind? [2, 1, 2]
"""

LINE = st.text(st.characters(categories=("L", "Nd", "P", "Zs")), min_size=1, max_size=40).map(lambda words: f"Q {words} q")
TEXTS = st.fixed_dictionaries({"en": st.fixed_dictionaries({"standard": LINE}, optional={"easy": LINE})}).map(
    lambda held: {language: {style: " ".join(words.split()) for style, words in styles.items()} for language, styles in held.items()}
)
QUESTION = st.fixed_dictionaries(
    {"text": TEXTS, "explores": st.sets(st.integers(1, 3)).map(sorted), "prompts": st.lists(LINE.map(str.strip), max_size=3)}
)
PARTS = st.lists(
    st.fixed_dictionaries(
        {
            "title": TEXTS,
            "minutes": st.integers(0, 99),
            "aim": LINE | st.just(""),
            "materials": st.lists(LINE, max_size=2),
            "questions": st.lists(QUESTION, min_size=1, max_size=4),
        }
    ),
    min_size=1,
    max_size=4,
)


def test_headings_questions_prompts_aims_materials_and_renditions_are_read():
    warm, records = read_guide(TEXT, 2)
    assert warm["title"] == {"en": {"standard": "Warm up"}, "cy": {"standard": "Cynhesu"}}
    assert (warm["minutes"], warm["aim"], warm["materials"]) == (10, "People know each other.", ["A map"])
    [question] = warm["questions"]
    assert question["text"] == {"en": {"standard": "Who lives where?", "easy": "Where do you live?"}}
    assert (question["prompts"], question["explores"]) == (["For how long?"], [])
    assert records["questions"][0]["explores"] == [1, 2]


@given(parts=PARTS)
def test_what_is_written_out_is_read_back_as_the_same(parts):
    assert read_guide(text_of(parts), 3) == parts


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "Write at least one part with a question."),
        ("# Warm up (10 minutes)", "Write at least one part with a question."),
        ("Who are you?", "Line 1: begin with a heading"),
        ("# Warm up", "Line 1: write a heading with its minutes"),
        ("# A (5 minutes)\n- alone", "Line 2: a prompt stands under a question"),
        ("# A (5 minutes)\nWhy? [3]", "Line 2: there is no consideration 3: they go from 1 to 2."),
        ("# A (5 minutes)\n[1]", "Line 2: write the question before the square brackets."),
        ("# A (5 minutes)\naim:", "Line 2: write something after “aim:”."),
        ("# A (5 minutes)\n" + "a" * 501, "Line 2: It is longer than 500 letters."),
        ("# A (5 minutes)\nWhy?\n" + "- b\n" * 11, "A question has more than 10 prompts."),
        ("# A (5 minutes)\n" + "Why?\n" * 101, "There are 101 questions. The most is 100."),
        ("# A (1 minutes)\nWhy?\n" * 21, "There are 21 parts. The most is 20."),
        ("# A (601 minutes)\nWhy?", "Its parts take more than 600 minutes together."),
    ],
    ids=[
        "empty",
        "no question",
        "no part",
        "no minutes",
        "prompt",
        "number",
        "bare",
        "aim",
        "long",
        "prompts",
        "questions",
        "parts",
        "time",
    ],
)
def test_what_is_no_guide_is_refused_by_line(text, told):
    with pytest.raises(ValidationError) as wrong:
        read_guide(text, 2)
    assert told in " ".join(wrong.value.messages)


def test_hints_name_what_no_question_explores_and_time_that_does_not_fit():
    assert hints_of(read_guide(TEXT, 3), 3, 30) == [
        "No question explores consideration 3 yet.",
        "Its parts take 40 minutes together, and it is to take 30.",
        "No question in “Warm up” explores a consideration.",
    ]
    assert hints_of(read_guide(TEXT.replace(" [2, 1, 2]", ""), 0), 0, 40) == []
