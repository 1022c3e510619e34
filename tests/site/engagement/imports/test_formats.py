"""Each system's export comes in as the answers that people gave, and nothing of who they are."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.site.audit.models import Event
from folkmoot.site.engagement import domain as engagements
from folkmoot.site.engagement.imports import domain, queries
from folkmoot.site.engagement.imports.answers import Reading, cell_for
from folkmoot.site.engagement.imports.export import is_personal, language_of, moment
from folkmoot.site.engagement.imports.mapping import ColumnMapping, read_toml, suggested, write_toml
from folkmoot.site.engagement.imports.preview import look
from folkmoot.site.engagement.imports.reading import read
from folkmoot.site.engagement.models import Response
from folkmoot.site.engagement.question_types import QUESTION_TYPES
from folkmoot.site.errors import NotNow
from tests.site import make
from tests.site.engagement.imports import writers
from tests.site.engagement.imports.writers import PERSONAL, WRITERS, decidim, lime_survey, qualtrics, smart_survey
from tests.site.paper.test_keying import an_answer
from tests.site.paper.world import ANSWERS, world

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

PEOPLE = [
    ANSWERS | {"area": "North"},
    {"age": "35 to 64", "health": "No", "A": "Don't know", "comment": "=1+1", "share": {"Roads": 0, "Buses": 100}},
    {"age": "65 and over", "health": "Yes", "health_kind": ["None of these"], "comment": "@home, -5 or +5;\n“quoted”", "order": ["Parks"]},
]
EMPTY = ColumnMapping()


def bring(here, text, mapping=EMPTY, **more):
    return domain.bring_in(by=here.officer, engagement=here.engagement, export=read(text), mapping=mapping, **more)


def answers():
    return [response.answers for response in Response.objects.order_by("pk")]


@pytest.mark.parametrize("system", WRITERS)
def test_an_export_is_recognised_and_comes_in_as_it_was_answered(system):
    here = world()
    export = read(WRITERS[system](PEOPLE))
    assert export.system == system
    found = look(here.engagement, export, EMPTY)
    assert (found.refused, found.misfits, len(found.rows)) == ([], {}, 3)
    assert not Response.objects.exists()
    assert domain.bring_in(by=here.officer, engagement=here.engagement, export=export, mapping=EMPTY).added == 3
    assert answers() == PEOPLE
    first, second, _ = Response.objects.order_by("pk")
    assert (first.mode, first.attributes["area"]) == ("import", "North")
    assert timezone.localtime(first.given_at).replace(tzinfo=None) == dt.datetime(2026, 1, 15, 10, 30)  # noqa: DTZ001
    assert (first.language, second.language) == ("en", "en" if system in {"smartsurvey", "decidim"} else "cy")


@pytest.mark.parametrize("more", [{"headings": "words"}, {"headings": "both"}, {"between": ";"}, {"between": "\t"}])
def test_lime_survey_comes_in_by_words_too(more):
    here = world()
    assert bring(here, lime_survey(PEOPLE, **more)).added == 3
    assert answers() == PEOPLE


def test_qualtrics_comes_in_with_a_column_for_each_choice_too():
    here = world()
    export = qualtrics(PEOPLE, in_one_cell=False)
    assert bring(here, export).added == 3
    assert answers() == PEOPLE


@pytest.mark.parametrize("system", WRITERS)
def test_the_same_file_again_adds_nothing(system):
    here = world()
    text = WRITERS[system](PEOPLE)
    assert bring(here, text).added == 3
    again = bring(here, text)
    assert (again.added, again.already) == (0, 3)
    longer = bring(here, WRITERS[system]([*PEOPLE, PEOPLE[0]]))
    assert (longer.added, longer.already) == (1, 3)
    assert Response.objects.count() == 4


def test_two_surveys_of_one_system_are_kept_apart_by_name():
    here = world()
    assert bring(here, lime_survey(PEOPLE), ColumnMapping(survey="spring")).added == 3
    assert bring(here, lime_survey(PEOPLE), ColumnMapping(survey="autumn")).added == 3
    assert bring(here, lime_survey(PEOPLE), ColumnMapping(survey="spring")).added == 0


@pytest.mark.parametrize("system", WRITERS)
def test_what_shows_who_someone_is_is_dropped_while_reading_and_said_so(system):
    here = world()
    export = read(WRITERS[system](PEOPLE))
    assert export.personal
    assert not any(sign in str(export.rows) + str(export.columns) for sign in (*PERSONAL[:2], "Synthetic", "abc123"))
    bring(here, WRITERS[system](PEOPLE))
    kept = (
        str(list(Response.objects.values())) + str(list(Event.objects.values("detail"))) + str(list(queries.SavedMapping.objects.values()))
    )
    assert not any(sign in kept for sign in (*PERSONAL[:2], "Synthetic", "abc123"))


@pytest.mark.parametrize(
    ("name", "personal"),
    [
        ("ipaddr", True), ("IPAddress", True), ("IP Address", True), ("Ip hash", True), ("email", True), ("Your e-mail address", True),
        ("RecipientFirstName", True), ("LocationLatitude", True), ("token", True), ("Name", True), ("UserName", True), ("Postcode", True),
        ("ExternalReference", True), ("refurl", True), ("Phone number", True),
        ("age", False), ("A", False), ("Find homes that make people ill", False), ("description", False), ("tokenism", False),
        ("Name one thing to change", False), ("shipping", False), ("health_kind", False),
    ],
)  # fmt: skip
def test_personal_columns_are_known_by_their_names(name, personal):
    assert is_personal(name) is personal


@pytest.mark.parametrize(
    ("text", "incomplete"),
    [
        (lime_survey(PEOPLE, submitted=["", writers.WHEN, writers.WHEN]), 1),
        (qualtrics(PEOPLE, finished=["False", "False", "True"]), 2),
        (smart_survey(PEOPLE, ended=["", "15/01/2026 10:30", "15/01/2026 10:30"]), 1),
    ],
)
def test_people_who_did_not_finish_are_left_out_unless_asked_for(text, incomplete):
    here = world()
    assert look(here.engagement, read(text), EMPTY).incomplete == incomplete
    assert bring(here, text).added == 3 - incomplete
    assert bring(here, text, with_incomplete=True).added == incomplete


def test_values_that_fit_no_answer_are_counted_and_can_be_matched():
    here = world()
    text = lime_survey([{"age": "A1"}, {"age": "A1"}, {"age": "A2"}, {"age": "16 to 34", "A": "-oth-"}])
    found = look(here.engagement, read(text), EMPTY)
    assert {key: dict(values) for key, values in found.misfits.items()} == {"age": {"A1": 2, "A2": 1}, "A": {"-oth-": 1}}
    assert (len(found.rows), found.refusals) == (0, 4)
    assert found.refused[0] == "Row 2, age: “A1” is none of the answers."
    mapping = ColumnMapping(values={"age": {"A1": "16 to 34", "A2": "35 to 64"}, "A": {"-oth-": ""}})
    assert bring(here, text, mapping).added == 4
    assert answers() == [{"age": "16 to 34"}, {"age": "16 to 34"}, {"age": "35 to 64"}, {"age": "16 to 34"}]
    assert queries.mapping_of(here.engagement, "limesurvey") == mapping


def test_columns_are_matched_by_a_mapping_before_their_names():
    here = world()
    text = lime_survey([{"age": "16 to 34", "A": "Agree a lot"}]).replace('"A","B"', '"X1","B"')
    found = look(here.engagement, read(text), EMPTY)
    assert "X1" in found.unmapped
    assert "health[other]" in found.unmapped
    assert bring(here, text, ColumnMapping(columns={"X1": "A", "B": ""})).added == 1
    assert answers() == [{"age": "16 to 34", "A": "Agree a lot"}]
    assert "B" in look(here.engagement, read(text), ColumnMapping(columns={"B": ""})).unmapped


def test_a_ranking_comes_in_from_places_that_hold_options():
    here = world()
    text = writers.written([["id", "submitdate", "age", "order[1]", "order[2]"], ["1", writers.WHEN, "16 to 34", "Buses", "Roads"]])
    bring(here, text)
    assert answers() == [{"age": "16 to 34", "order": ["Buses", "Roads"]}]


def test_rows_that_break_a_rule_are_refused_by_row_and_field_and_the_others_come_in():
    here = world()
    people = [
        {"A": "Agree a lot"},
        {"age": "16 to 34", "health": "No", "health_kind": ["Body"]},
        {"age": "16 to 34", "people": 99},
        {"age": "35 to 64"},
    ]
    found = look(here.engagement, read(lime_survey(people)), EMPTY)
    assert found.refused == [
        "Row 2, age: answer this question. It is one of the few we need.",
        "Row 3, health_kind: leave it blank unless “health” is “Yes”.",
        "Row 4, people: write a number from 0 to 20.",
    ]
    assert bring(here, lime_survey(people)).added == 1
    with pytest.raises(NotNow, match="No row of this file"):
        bring(here, lime_survey(people[:3]))


@pytest.mark.parametrize(
    ("when", "words"), [("yesterday", "is no date we can read"), ("2099-01-01 00:00:00", "in the future"), ("13/13/2026", "is no date")]
)
def test_a_row_with_an_odd_date_is_refused(when, words):
    here = world()
    assert words in look(here.engagement, read(lime_survey(PEOPLE[:1], submitted=[when])), EMPTY).refused[0]


def test_dates_and_languages_in_cells():
    assert moment("") is None
    assert moment("1980-01-01 00:00:00") is None
    assert moment("3/4/2026 9:05") == timezone.make_aware(dt.datetime(2026, 4, 3, 9, 5))  # noqa: DTZ001
    assert moment("2026-01-15 10:30:00 UTC") == moment("2026-01-15T10:30")
    assert [language_of(words) for words in ("", "EN-GB", "cy", "fr")] == ["", "en", "cy", None]


def test_ids_that_are_missing_or_there_twice_are_refused():
    here = world()
    row = [writers.WHEN, "16 to 34"]
    text = writers.written([["id", "submitdate", "age"], ["", *row], ["7", *row], ["7", *row], ["x" * 41, *row]])
    found = look(here.engagement, read(text), EMPTY)
    assert [sentence.partition(":")[0] for sentence in found.refused] == ["Row 2, id", "Row 4, id", "Row 5, id"]
    assert len(found.rows) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("a,b\n1,2\n", "are not those of"),
        ("id,submitdate,age\n", "no answers below"),
        ("id,submitdate,age\n1,2026-01-01\n", "more or fewer cells than the first: 2"),
        ('id,submitdate,age\n1,"2026-01-01,x\n', "not a whole CSV file"),
        ("id,submitdate,age,age\n1,2026-01-01,x,y\n", "“age” is there twice"),
        ("id,submitdate,age\n1,2026-01-01," + "x" * 20_001 + "\n", "more than 20,000 letters"),
        ("id,submitdate" + "".join(f",q{n}" for n in range(999)) + "\n", "The most is 1,000"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(text, words):
    with pytest.raises(ValidationError, match=words):
        read(text)


def test_a_file_of_too_many_rows_is_refused(monkeypatch):
    monkeypatch.setattr("folkmoot.site.engagement.imports.reading.MOST_ROWS", 10)
    with pytest.raises(ValidationError, match="more than 10 rows"):
        read(decidim([{"age": "16 to 34"}] * 20))


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
@pytest.mark.parametrize("system", WRITERS)
def test_what_a_spreadsheet_would_run_stays_text(system, start):
    here = world()
    words = f'{start}HYPERLINK("https://example.org","x")'
    bring(here, WRITERS[system]([{"age": "16 to 34", "comment": words}]))
    assert answers() == [{"age": "16 to 34", "comment": words}]


def test_who_may_and_when():
    here = world()
    export = read(lime_survey(PEOPLE))
    for who in (make.user(), make.member(make.organisation()), here.one, make.former_member(here.where)):
        with pytest.raises(PermissionDenied):
            domain.bring_in(by=who, engagement=here.engagement, export=export, mapping=EMPTY)
        with pytest.raises(PermissionDenied):
            domain.save_mapping(by=who, engagement=here.engagement, system="limesurvey", mapping=EMPTY)
    engagements.close_engagement(by=here.officer, engagement=here.engagement)
    with pytest.raises(NotNow):
        bring(here, lime_survey(PEOPLE))
    assert not Response.objects.exists()


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30)


@given(
    st.dictionaries(NAMES, NAMES, max_size=4),
    st.dictionaries(st.sampled_from(["A", "age"]), st.dictionaries(NAMES, NAMES, max_size=3)),
    NAMES,
)
def test_a_mapping_written_as_toml_is_read_back_the_same(columns, values, survey):
    mapping = ColumnMapping.of({"columns": columns, "values": values, "survey": survey})
    assert read_toml(write_toml(mapping)) == mapping


@pytest.mark.parametrize("text", ["x = ", "other = 1", "columns = 1", "[values]\nA = 1", "[columns]\nA = 1", f'survey = "{"x" * 41}"'])
def test_what_is_no_mapping_is_refused(text):
    with pytest.raises(ValidationError, match="mapping"):
        read_toml(text)


@st.composite
def a_person(draw):
    """Answers of every type that keep to the rules."""
    found = {key: draw(an_answer(question)) for key, question in writers.QUESTIONS.items() if key != "comment"}
    found["age"] = found["age"] or "16 to 34"
    if found["health"] != "Yes":
        found["health_kind"] = None
    return {key: answer for key, answer in found.items() if answer is not None}


@settings(max_examples=25)
@given(person=a_person(), system=st.sampled_from(sorted(WRITERS)))
def test_any_answers_come_through_each_format_as_they_were(person, system):
    export = read(WRITERS[system]([person]))
    questionnaire = SimpleNamespace(questions=tuple(writers.QUESTIONS.values()))
    places = suggested(export, questionnaire, EMPTY)
    (row,) = export.rows
    for key, question in writers.QUESTIONS.items():
        found = {target: row.cells[name] for name, target in places.items() if target and target.question == key}
        cell = cell_for(Reading.of(question, EMPTY), found)
        assert QUESTION_TYPES[question.type].read_cell(question, cell) == person.get(key), (key, cell)
