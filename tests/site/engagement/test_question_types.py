"""The types of question: what each takes, what it refuses, and that answers survive the journey from page to page."""

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.site.engagement.question_types import QUESTION_TYPES, NotAnAnswer
from folkmoot.site.engagement.questionnaire import Option, Question, Varied, content_hash, parse
from folkmoot.site.engagement.questionnaire_rules import OPTION_KEYS, QUESTION_KEYS, SECTION_KEYS, SIGNS, VARIED_KEYS, read
from folkmoot.site.engagement.signs import DRAWN
from folkmoot.site.renditions import Reader, plain
from tests.site import surveys

FOLDER = Path(__file__).resolve().parents[3]
DOC = FOLDER / "docs/reference/question-types.md"
OPTIONS = tuple(Option(value, plain(f"Words {value}"), alone=value == "none") for value in ("a", "b b", "cé", "none"))
LISTED = OPTIONS[:3]  # of which none means something else
ROWS = (Option("fair", plain("It is fair")), Option("safe", plain("It is safe")))
VARIED = (Varied("who", plain("Who sees it"), LISTED), Varied("what", plain("What for"), ROWS))


def question(kind: str, **more) -> Question:
    if kind == "scenario":
        return Question("q", kind, plain("Why?"), {}, "Why", LISTED, varied=VARIED, cards=2, **more)
    if kind == "postcode":
        levels = (*LISTED, Option("Not known", plain("Not known"), missing=True))
        return Question("q", kind, plain("Why?"), {}, "Why", levels, look_up="imd", attribute="q", **more)
    if kind in {"ranking", "budget", "grid"}:
        return Question("q", kind, plain("Why?"), {}, "Why", more.pop("options", LISTED), rows=more.pop("rows", ROWS), **more)
    return Question("q", kind, plain("Why?"), {}, "Why", OPTIONS, least=-5, most=5000, **more)


answers = {
    "single_choice": st.sampled_from([o.value for o in OPTIONS]),
    "scale": st.sampled_from([o.value for o in OPTIONS]),
    "multiple_choice": st.one_of(
        st.just(["none"]), st.sets(st.sampled_from(["a", "b b", "cé"]), min_size=1).map(lambda s: [v for v in ("a", "b b", "cé") if v in s])
    ),
    "number": st.integers(-5, 5000),
    "ranking": st.permutations([o.value for o in LISTED]).flatmap(lambda order: st.integers(1, len(order)).map(lambda n: order[:n])),
    "budget": st.tuples(st.integers(0, 100), st.integers(0, 100)).map(
        lambda two: dict(zip((o.value for o in LISTED), (min(two), max(two) - min(two), 100 - max(two)), strict=True))
    ),
    "scenario": st.lists(
        st.fixed_dictionaries(
            {
                "who": st.sampled_from([o.value for o in LISTED]),
                "what": st.sampled_from(["fair", "safe"]),
                "answer": st.sampled_from([o.value for o in LISTED]),
            }
        ),
        min_size=2,
        max_size=2,
        unique_by=lambda card: (card["who"], card["what"]),
    ),
    "grid": st.dictionaries(st.sampled_from(["fair", "safe"]), st.sampled_from([o.value for o in LISTED]), min_size=1),
    "date": st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)).map(dt.date.isoformat),
    "postcode": st.sampled_from([*(o.value for o in LISTED), "Not known"]),
    "short_text": st.text(min_size=1, max_size=300)
    .map(lambda t: QUESTION_TYPES["short_text"].read(question("short_text"), [t]))
    .filter(bool),
}


def test_every_type_is_tried_here():
    assert set(answers) == set(QUESTION_TYPES)


@pytest.mark.parametrize("kind", QUESTION_TYPES)
@given(data=st.data())
def test_an_answer_that_is_written_is_read_back_the_same(kind, data):
    answer = data.draw(answers[kind])
    asked = question(kind)
    assert QUESTION_TYPES[kind].read(asked, QUESTION_TYPES[kind].write(asked, answer)) == answer
    assert json.loads(json.dumps(answer)) == answer
    assert QUESTION_TYPES[kind].words(asked, answer, Reader())


@pytest.mark.parametrize("kind", QUESTION_TYPES)
@given(sent=st.lists(st.text(max_size=40), max_size=4))
def test_anything_at_all_is_an_answer_or_refused_in_words(kind, sent):
    asked = question(kind)
    try:
        answer = QUESTION_TYPES[kind].read(asked, sent)
    except NotAnAnswer as refused:
        assert re.fullmatch(r"[“a-z].+\.", str(refused), flags=re.DOTALL)  # noqa: PT017 - either outcome is right
    else:
        assert answer is None or QUESTION_TYPES[kind].read(asked, QUESTION_TYPES[kind].write(asked, answer)) == answer


@pytest.mark.parametrize("kind", QUESTION_TYPES)
@given(data=st.data())
def test_a_snapshot_gets_a_cell_for_each_column_whether_answered_or_not(kind, data):
    asked, made = question(kind), QUESTION_TYPES[kind]
    assert len(made.cells(asked, None)) == len(made.columns(asked)) == len(made.cells(asked, data.draw(answers[kind])))
    assert set(made.cells(asked, None)) <= {None}


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_nothing_given_is_a_question_skipped(kind):
    for nothing in ([], [""], ["  "]):
        assert QUESTION_TYPES[kind].read(question(kind), nothing) is None


@pytest.mark.parametrize(
    ("kind", "sent", "words"),
    [
        ("single_choice", ["z"], "choose one of the answers shown."),
        ("single_choice", ["a", "cé"], "choose one answer only."),
        ("scale", ["Words a"], "choose one of the answers shown."),
        ("multiple_choice", ["a", "z"], "choose from the answers shown."),
        ("multiple_choice", ["a", "none"], "“Words none” cannot be chosen with another answer. Untick one."),
        ("number", ["1.5"], "write a whole number in digits, such as 3."),
        ("number", ["٣"], "write a whole number in digits, such as 3."),
        ("number", ["5,001"], "write a number from -5 to 5,000."),
        ("ranking", ["1", "1", ""], "give each place once. 1 is there twice."),
        ("ranking", ["1", "", "3"], "leave no place out. There is no 2."),
        ("ranking", ["", "2", ""], "leave no place out. There is no 1."),
        ("ranking", ["4", "", ""], "give places from 1 to 3."),
        ("ranking", ["1"], "answer each part once."),
        ("budget", ["50", "40", ""], "your points make 90. Give 10 more, so that they make 100."),
        ("budget", ["50", "40", "11"], "your points make 101. Take 1 away, so that they make 100."),
        ("budget", ["101", "-1", ""], "write whole points from 0 to 100."),
        ("budget", ["33.3", "", ""], "write whole points from 0 to 100."),
        ("budget", ["٣", "", ""], "write whole points from 0 to 100."),
        ("grid", ["z", ""], "choose one of the answers shown."),
        ("grid", ["a", "a", "a"], "answer each part once."),
        ("date", ["27", "", ""], "the month and the year are missing. Write day, month and year."),
        ("date", ["27", "3", "26"], "write day, month and year in digits, such as 27 3 2026."),
        ("date", ["27", "March", "2026"], "write day, month and year in digits, such as 27 3 2026."),
        ("date", ["29", "2", "2026"], "there is no such day. Look at it again."),
        ("date", ["31", "12", "1899"], "give a day from 1 January 1900 on."),
        ("postcode", ["SW1A"], "write a whole postcode, such as SW1A 1AA."),
        ("postcode", ["SW1A 1AA", "SW1A 1AB"], "write a whole postcode, such as SW1A 1AA."),
        ("short_text", ["x" * 10_001], "write 10,000 letters at most. You wrote 10,001."),
    ],
)
def test_what_is_no_answer_is_refused_with_what_to_do(kind, sent, words):
    with pytest.raises(NotAnAnswer) as refused:
        QUESTION_TYPES[kind].read(question(kind), sent)
    assert str(refused.value) == refused.value.texts["en"]["standard"] == words
    assert re.fullmatch(r"[“a-z][^{}]+\.", refused.value.texts["cy"]["standard"])


def test_a_table_cell_holds_several_choices():
    kind = QUESTION_TYPES["multiple_choice"]
    assert kind.read_cell(question("multiple_choice"), " cé; a ;") == ["a", "cé"]
    assert kind.cells(question("multiple_choice"), ["a", "cé"]) == ("Chosen", "Not chosen", "Chosen", "Not chosen")


def test_a_ranking_is_a_cell_and_a_column_of_places_and_may_stop_early():
    kind, asked = QUESTION_TYPES["ranking"], question("ranking", most=2)
    assert kind.read(asked, ["2", "", "1"]) == kind.read_cell(asked, "cé; a") == ["cé", "a"]
    assert kind.columns(asked) == ("q: a", "q: b b", "q: cé")
    assert kind.labels(asked) == ("Why: Words a", "Why: Words b b", "Why: Words cé")
    assert kind.cells(asked, ["cé", "a"]) == ("2", None, "1")
    assert kind.words(asked, ["cé", "a"], Reader()) == "1. Words cé, 2. Words a"
    with pytest.raises(NotAnAnswer, match=r"^give places from 1 to 2\.$"):
        kind.read(asked, ["3", "2", "1"])
    for cell in ("a; z", "a; a"):
        with pytest.raises(NotAnAnswer, match="name the answers shown, each once"):
            kind.read_cell(asked, cell)


def test_points_are_a_cell_and_a_column_for_each_option():
    kind, asked = QUESTION_TYPES["budget"], question("budget")
    assert kind.read(asked, ["40", "", "060"]) == kind.read_cell(asked, "cé=60; a=40") == {"a": 40, "b b": 0, "cé": 60}
    assert kind.cells(asked, {"a": 40, "b b": 0, "cé": 60}) == ("40", "0", "60")
    assert kind.words(asked, {"a": 40, "b b": 0, "cé": 60}, Reader()) == "Words a: 40, Words b b: 0, Words cé: 60"
    for cell in ("z=100", "a=50;a=50", "a 100"):
        with pytest.raises(NotAnAnswer, match="write each answer once, as in “a=…”, with “;” between them"):
            kind.read_cell(asked, cell)


def test_each_statement_of_a_grid_is_a_column_called_by_its_words():
    kind, asked = QUESTION_TYPES["grid"], question("grid")
    assert kind.read(asked, ["", "cé"]) == kind.read_cell(asked, "safe=cé") == {"safe": "cé"}
    assert kind.columns(asked) == ("q: fair", "q: safe")
    assert kind.labels(asked) == ("It is fair", "It is safe")
    assert kind.cells(asked, {"safe": "cé"}) == (None, "cé")
    assert kind.describe(asked) == {"codes": {"a": "Words a", "b b": "Words b b", "cé": "Words cé"}}
    assert kind.words(asked, {"fair": "a", "safe": "cé"}, Reader()) == "It is fair: Words a; It is safe: Words cé"
    with pytest.raises(NotAnAnswer, match=r"^answer each part\. “It is fair” has no answer yet\.$"):
        kind.read(question("grid", required=True), ["", "cé"])


def test_results_know_the_year_of_a_date_alone():
    kind, asked = QUESTION_TYPES["date"], question("date", earliest="2020-01-31", latest="2020-12-01")
    assert kind.read(asked, ["5", "03", "2020"]) == kind.read_cell(asked, "2020-03-05") == "2020-03-05"
    assert kind.columns(asked) == ("q: year",)
    assert kind.cells(asked, "2020-03-05") == ("2020",)
    assert kind.words(asked, "2020-03-05", Reader()) == "5 March 2020"
    assert kind.words(asked, "2020-03-05", Reader("cy")) == "5 Mawrth 2020"
    for sent, words in ((["30", "1", "2020"], "from 31 January 2020 on"), (["2", "12", "2020"], "up to 1 December 2020")):
        with pytest.raises(NotAnAnswer, match=words):
            kind.read(asked, sent)
    for cell in ("5 March 2020", "20200305", "2020-3-5"):
        with pytest.raises(NotAnAnswer, match="write a day as in 2020-01-31"):
            kind.read_cell(asked, cell)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (question("ranking", options=LISTED[:1]), "two options or more"),
        (question("ranking", options=tuple(Option(str(n), plain(str(n))) for n in range(13))), "Nobody can rank more than 12"),
        (question("ranking", most=4), "“most” must be from 1 to the number of options"),
        (question("ranking", options=(*LISTED, Option("x;y", plain("x")))), "the value “x;y” has a “;” or a “=” in it"),
        (question("ranking", options=OPTIONS), "the option “none” cannot be “alone” or “missing” here"),
        (question("budget", options=(*LISTED, Option("x=y", plain("x")))), "the value “x=y” has a “;” or a “=” in it"),
        (
            question("budget", options=(*LISTED, Option("dk", plain("x"), missing=True))),
            "the option “dk” cannot be “alone” or “missing” here",
        ),
        (question("grid", rows=()), "needs “rows”"),
        (question("grid", rows=ROWS * 2), "two rows have the same value"),
        (question("grid", rows=tuple(Option(str(n), plain(str(n))) for n in range(31))), "one to 30"),
        (question("grid", options=LISTED[:1]), "two options or more"),
        (question("grid", options=OPTIONS), "the option “none” cannot be “alone” here"),
        (question("grid", rows=(Option("a=b", plain("x")),)), "the value “a=b” has a “;” or a “=” in it"),
        (question("date", earliest="31 January"), "“earliest” must be a day such as 2020-01-31"),
        (question("date", earliest="2020-02-01", latest="2020-01-31"), "“earliest” must be before “latest”"),
        (question("date", latest="1899-12-31"), "“earliest” must be before “latest”"),
    ],
)
def test_a_question_in_parts_that_is_written_wrong_is_refused_with_why(asked, words):
    mistakes = QUESTION_TYPES[asked.type].check(asked)
    assert any(words in mistake for mistake in mistakes), mistakes


def test_words_someone_wrote_are_in_no_column():
    assert QUESTION_TYPES["short_text"].columns(question("short_text")) == ()


def test_control_signs_are_taken_out_of_words_and_new_lines_kept():
    assert QUESTION_TYPES["short_text"].read(question("short_text"), ["a\x00b\x1b[31m\r\nc\td"]) == "ab[31m\nc\td"


def test_every_type_has_its_macro_its_own_file_and_its_row_in_the_docs():
    macros = (FOLDER / "src/folkmoot/site/engagement/templates/engagement/questions.jinja").read_text("utf-8")
    files = {file.stem for file in (FOLDER / "src/folkmoot/site/engagement/question_types").glob("*.py")} - {"__init__", "base", "in_parts"}
    assert files == set(QUESTION_TYPES)
    rows = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", DOC.read_text("utf-8"), flags=re.MULTILINE))
    assert set(rows) == set(QUESTION_TYPES)
    for key, kind in QUESTION_TYPES.items():
        assert f"{{% macro {kind.macro}(shown)" in macros
        assert rows[key] == f"{kind.name} | {kind.description} | {kind.needs}"


def test_every_key_of_a_questionnaire_is_in_the_docs():
    told = set(re.findall(r"^\* `(\w+)`", DOC.read_text("utf-8"), flags=re.MULTILINE))
    assert told == SECTION_KEYS | QUESTION_KEYS | OPTION_KEYS | VARIED_KEYS
    assert set(DRAWN) == set(SIGNS)
    assert all(f"`{sign}`" in DOC.read_text("utf-8") for sign in SIGNS)


def test_the_example_in_the_docs_is_a_questionnaire():
    example = re.search(r"```json\n(.+?)```", DOC.read_text("utf-8"), flags=re.DOTALL)[1]
    assert [question.type for question in read(json.loads(example)).questions] == ["single_choice", "scale"]


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda q: q.clear(), "one section at least"),
        (lambda q: q[0].update(questions=[]), "Section 1 needs a list of questions"),
        (lambda q: q[0].update(colour="red"), "nothing called “colour”"),
        (lambda q: q[0].update(key="1a"), "Section 1 needs a key"),
        (lambda q: q[0]["title"]["en"].pop("standard"), "Section 1, “title”: Write the text in standard English first."),
        (lambda q: q[0]["questions"][0].update(type="essay"), "no question type called “essay”"),
        (lambda q: q[0]["questions"][0].update(key="B"), "The question key “B” is used twice"),
        (lambda q: q[0]["questions"][0].update(required="yes"), "“required” must be true or false"),
        (lambda q: q[0]["questions"][0].update(options=[]), "three options or more"),
        (lambda q: q[0]["questions"][0]["options"][0].update(sign="smile"), "no sign called “smile”"),
        (lambda q: q[0]["questions"][0]["options"][0].update(value=" x "), "no space before or after"),
        (lambda q: q[0]["questions"][0]["options"][1].update(value="Agree a lot"), "two options have the same value"),
        (lambda q: q[1]["questions"][1].update(attribute="age"), "The attribute “age” is used twice"),
        (lambda q: q[1]["questions"][1].update(attribute="A"), "is the key of another question"),
        (lambda q: q[1]["questions"][2].update(attribute="kind"), "cannot be an attribute"),
        (lambda q: q[1]["questions"][2]["only_if"].update(question="people"), "“only_if” must name an earlier question"),
        (lambda q: q[1]["questions"][2]["only_if"].update(answer="Perhaps"), "“only_if” must name one of the answers"),
        (lambda q: q[1]["questions"][2].update(only_if={"question": "health"}), "“only_if” must give a “question” and the “answer”"),
        (lambda q: q[1]["questions"][3].update(required=True), "what is not asked must be an attribute"),
        (lambda q: q[2]["questions"][0].pop("least"), "a number needs “least” and “most”"),
        (lambda q: q[2]["questions"][0].update(least=30), "“least” must be below “most”"),
        (lambda q: q[2]["questions"][0].update(most=True), "“most” must be a whole number"),
        (lambda q: q[2]["questions"][1].update(longest=10_001), "“longest” must be from 1 to 10,000"),
    ],
)
def test_a_questionnaire_that_is_wrong_is_refused_with_where_and_why(spoil, words):
    data = surveys.questions()
    spoil(data)
    with pytest.raises(ValidationError) as refused:
        read(data)
    assert any(words in message for message in refused.value.messages), refused.value.messages


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda c: (
            st.lists(c, max_size=3) | st.dictionaries(st.sampled_from(sorted(SECTION_KEYS | QUESTION_KEYS | OPTION_KEYS)), c, max_size=4)
        ),
        max_leaves=12,
    )
)
def test_any_data_at_all_is_a_questionnaire_or_refused_in_words(data):
    try:
        read(data)
    except ValidationError as refused:
        assert refused.messages  # noqa: PT017 - either outcome is right


def test_a_questionnaires_hash_does_not_hang_on_the_order_of_its_keys():
    data = surveys.questions()
    turned = json.loads(json.dumps(data), object_pairs_hook=lambda pairs: dict(reversed(pairs)))
    assert content_hash(turned) == content_hash(data)
    assert parse(turned) == parse(data)
