"""The example's words: short, plain, whole, and about nobody real."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from types import ModuleType
from typing import Any

import pytest

from examples.essex import business_case, charter, decision, key_findings, notice, progress, questionnaire, story
from examples.essex.decision import Dates, agreements
from examples.essex.texts import SYNTHETIC_NOTICE
from folkmoot import record

MODULES = (questionnaire, story, notice, decision, progress, charter)


def texts_in(thing: Any) -> Iterator[dict[str, dict[str, str]]]:
    """Every text in a piece of plain data."""
    if isinstance(thing, dict) and "en" in thing:
        yield thing
    elif isinstance(thing, dict):
        for value in thing.values():
            yield from texts_in(value)
    elif isinstance(thing, tuple):
        for value in thing:
            yield from texts_in(value)
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from texts_in(getattr(thing, field.name))


def texts_of(module: ModuleType) -> list[dict[str, dict[str, str]]]:
    found = [text for name, value in vars(module).items() if name.isupper() for text in texts_in(value)]
    assert found
    return found


def lengths(words: list[str]) -> list[int]:
    """The number of words of each sentence."""
    return [len(sentence.split()) for text in words for sentence in re.split(r"(?<=[.?!:])\s+|\n", text) if sentence]


def mean(numbers: list[int]) -> float:
    return sum(numbers) / len(numbers)


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.__name__)
def test_easy_read_sentences_have_under_10_words_on_average_and_never_over_15(module: ModuleType) -> None:
    easy = lengths([text["en"]["easy"] for text in texts_of(module) if "easy" in text["en"]])
    assert mean(easy) < 10
    assert max(easy) <= 15


def test_sentences_of_the_notice_have_under_18_words_on_average() -> None:
    assert mean(lengths([text["en"]["standard"] for text in texts_in(notice.ANSWERS)])) < 18


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.__name__)
def test_no_text_says_data_sharing(module: ModuleType) -> None:
    for text in texts_of(module):
        for styles in text.values():
            for words in styles.values():
                assert "data sharing" not in words.lower()


def test_every_text_of_the_story_has_an_easy_read_version() -> None:
    for module in (story, notice, decision, progress):
        assert [text["en"]["standard"] for text in texts_of(module) if not text["en"].get("easy")] == []


def test_the_four_statements_and_their_answers_have_welsh_and_easy_read() -> None:
    assert [question.id for question in questionnaire.STATEMENTS] == ["A", "B", "C", "D"]
    for text in (questionnaire.LEAD_IN, *texts_in(questionnaire.STATEMENTS)):
        assert set(text) == {"en", "cy"}
        assert set(text["en"]) == {"standard", "easy"}


def test_two_answers_to_a_question_never_read_the_same() -> None:
    for question in questionnaire.QUESTIONS:
        for language, style in (("en", "standard"), ("en", "easy"), ("cy", "standard")):
            shown = [option.text[language][style] for option in question.options if style in option.text.get(language, {})]
            assert len(shown) == len(set(shown)), (question.id, language, style)


def test_the_ten_key_findings_are_numbered_and_our_own_words_avoid_the_toxic_term() -> None:
    assert [finding.number for finding in key_findings.KEY_FINDINGS] == list(range(1, 11))
    for finding in key_findings.KEY_FINDINGS:
        assert "data sharing" not in (finding.summary + finding.groups).lower()
        assert len(re.findall(r"[.?!](?:\s|$)", finding.summary)) == 1


def test_the_key_findings_name_nobody() -> None:
    """A name would be a word with a capital that does not begin a sentence; the one there is, is the county's."""
    for finding in key_findings.KEY_FINDINGS:
        for text in (finding.title, finding.summary, finding.groups):
            assert set(re.findall(r"(?<=[^.] )[A-Z]\w*", text)) <= {"Essex"}, text


@pytest.mark.parametrize("today", [date(2024, 2, 29), date(2026, 11, 22), date(2031, 1, 1)])
def test_the_dates_put_everything_in_force_on_the_day_it_is_run(today: date) -> None:
    dates = Dates.around(today)
    assert dates.proposed < dates.dpia_signed < dates.agreements_signed < dates.notice_published < dates.decided < today
    assert today < dates.review < dates.decision_ends < dates.agreements_end
    assert dates.decision_ends - dates.decided == timedelta(days=365)
    for agreement in agreements(dates):
        assert agreement.signed <= today <= agreement.ends
    assert {party for agreement in agreements(dates) for party in agreement.parties} == set(story.PARTIES)


def test_the_decision_answers_each_statement_and_some_key_findings() -> None:
    findings = {f"key-finding-{finding.number}" for finding in key_findings.KEY_FINDINGS}
    assert {key for key in decision.ANSWERS if key.startswith("said-")} == {"said-a", "said-b", "said-c", "said-d"}
    assert {key for key in decision.ANSWERS if not key.startswith("said-")} <= findings


def test_the_condition_is_owned_by_a_party_and_due_before_a_stage_the_decision_is_for() -> None:
    assert decision.CONDITION.owner in story.PARTIES
    assert decision.CONDITION.due_before_stage in decision.STAGES


def test_the_notice_is_complete() -> None:
    content = record.notice(
        title=story.TITLE,
        summary=story.SUMMARY,
        kind="insight",
        topic="places",
        area=story.AREA,
        parties=[
            {"slug": name.lower().replace(" ", "-"), "name": name, "duty": story.DUTIES[name], "role": role}
            for name, role in story.PARTIES.items()
        ],
        datasets=[{"sensitivity": dataset.sensitivity} for dataset in story.DATASETS],
        answers=notice.answers(date(2026, 11, 22), date(2027, 11, 22)),
    )
    assert record.missing(content) == []


def test_the_business_case_is_complete() -> None:
    assert record.missing(record.business_case(title=story.TITLE, summary=story.SUMMARY, answers=business_case.ANSWERS)) == []


def test_each_dataset_is_held_by_a_party() -> None:
    assert {dataset.held_by for dataset in story.DATASETS} <= set(story.PARTIES)


def test_the_example_says_that_it_is_made_up() -> None:
    assert "made up" in SYNTHETIC_NOTICE
    assert "Essex Centre for Data Analytics" in SYNTHETIC_NOTICE
    assert story.SYNTHETIC_NOTICE is SYNTHETIC_NOTICE
