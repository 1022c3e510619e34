"""To whom a question is put: rules one by one, together, and on the pages of a survey."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.site.engagement.models import Response
from folkmoot.site.engagement.pages import pages_of
from folkmoot.site.engagement.questionnaire_rules import read
from folkmoot.site.engagement.routing import MOST_RULES, mistakes_of_shape, parse_rules
from folkmoot.site.renditions import plain
from tests.site import make, surveys
from tests.site.surveys import Browser, option, scale

ANSWERS = {"health": "Yes", "kinds": ["Body", "Mind"], "people": 3, "words": "Keep it warm"}


@pytest.mark.parametrize(
    ("rule", "holds", "words"),
    [
        ({"question": "health", "answer": "Yes"}, True, "“health” is “Yes”"),
        ({"question": "health", "answer": "No"}, False, "“health” is “No”"),
        ({"question": "health", "not": "No"}, True, "“health” is answered, and is not “No”"),
        ({"question": "health", "not": "Yes"}, False, "“health” is answered, and is not “Yes”"),
        ({"question": "age", "not": "Yes"}, False, "“age” is answered, and is not “Yes”"),
        ({"question": "kinds", "answer": "Mind"}, True, "“kinds” is “Mind”"),
        ({"question": "kinds", "not": "Mind"}, False, "“kinds” is answered, and is not “Mind”"),
        ({"question": "people", "at_least": 3}, True, "“people” is 3 or more"),
        ({"question": "people", "at_least": 4}, False, "“people” is 4 or more"),
        ({"question": "people", "at_most": 3}, True, "“people” is 3 or less"),
        ({"question": "people", "at_most": 2}, False, "“people” is 2 or less"),
        ({"question": "rooms", "at_most": 2}, False, "“rooms” is 2 or less"),
        ({"question": "words", "answered": True}, True, "“words” is answered"),
        ({"question": "words", "answered": False}, False, "“words” is blank"),
        ({"question": "rooms", "answered": False}, True, "“rooms” is blank"),
    ],
)
def test_a_rule_holds_or_not_and_says_what_it_asks_for(rule, holds, words):
    rules = parse_rules(rule)
    assert list(mistakes_of_shape(rule)) == []
    assert rules.hold(ANSWERS) is holds
    assert rules.words == words
    assert rules.names == {rule["question"]}


@given(given=st.lists(st.booleans(), min_size=1, max_size=MOST_RULES))
def test_together_all_must_hold_or_any(given):
    rules = [{"question": f"q{at}", "answered": True} for at in range(len(given))]
    answers = {f"q{at}": "x" for at, answered in enumerate(given) if answered}
    assert parse_rules({"all": rules}).hold(answers) is all(given)
    assert parse_rules({"any": rules}).hold(answers) is any(given)
    assert parse_rules({"any": rules}).words.count(" or ") == parse_rules({"all": rules}).words.count(" and ") == len(given) - 1


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        [],
        {},
        "health",
        {"question": "health"},
        {"question": 1, "answer": "Yes"},
        {"question": "health", "answer": True},
        {"question": "health", "answer": "Yes", "not": "No"},
        {"question": "people", "at_least": "3"},
        {"question": "people", "at_least": True},
        {"question": "people", "answered": 1},
        {"question": "health", "like": "Yes"},
        {"all": []},
        {"all": {"question": "health", "answer": "Yes"}},
        {"all": [{"question": "health", "answer": "Yes"}], "any": []},
        {"any": [{"question": "health", "answer": "Yes"}] * (MOST_RULES + 1)},
        {"any": [{"any": [{"question": "health", "answer": "Yes"}]}]},
    ],
)
def test_rules_that_are_written_wrong_are_refused_in_words(wrong):
    assert all(problem.startswith("“only_if”") for problem in mistakes_of_shape(wrong))
    assert list(mistakes_of_shape(wrong))


def single(key, *answers, **more):
    return {"key": key, "type": "single_choice", "text": plain(f"What of {key}?"), "options": [option(one) for one in answers], **more}


def routed():
    """Whoever is ill is asked which kind; whoever says body, or lives with three or more, is asked how long."""
    people = {"key": "people", "type": "number", "text": plain("How many live with you?"), "least": 0, "most": 20}
    kind = single("kind", "Body", "Mind", only_if={"question": "ill", "answer": "Yes"})
    either = {"any": [{"question": "kind", "answer": "Body"}, {"question": "people", "at_least": 3}]}
    return [
        {
            "key": "all",
            "title": plain("About you"),
            "questions": [single("ill", "Yes", "No"), people, kind, single("long", "Weeks", "Years", only_if=either)],
        },
        {"key": "rest", "title": plain("Ideas"), "questions": [scale("A", "Find homes that make people ill")]},
    ]


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda q: q["only_if"]["any"][0].update(question="A"), "“A” is none"),
        (lambda q: q["only_if"]["any"][0].update(question="long"), "“long” is none"),
        (lambda q: q["only_if"]["any"][0].update(answer="Both"), "“Both” is none"),
        (lambda q: q["only_if"]["any"][1].update(question="kind"), "“at_least” is for questions that ask for a number"),
        (lambda q: q.update(only_if={"question": "people", "answer": "3"}), "“3” is none"),
    ],
)
def test_a_rule_names_an_earlier_question_and_what_it_can_answer(spoil, words):
    data = routed()
    spoil(data[0]["questions"][3])
    with pytest.raises(ValidationError) as refused:
        read(data)
    assert any(words in message for message in refused.value.messages), refused.value.messages


def test_a_question_stands_on_a_later_page_than_every_question_it_hangs_on():
    pages = pages_of(read(routed()))
    assert [[question.key for question in page.questions] for page in pages] == [["ill", "people"], ["kind"], ["long"], ["A"]]


@pytest.fixture
def survey(db):
    where = make.organisation()
    officer = make.member(where)
    config = surveys.config()
    config |= {"statements": config["statements"][:1], "publish": {"factors": []}}
    version = surveys.version(officer, where, asked=routed())
    return surveys.opened(officer, where, version=version, sample=surveys.sample(officer, where, targets={}), config=config)


@pytest.mark.django_db(databases=["default", "vault"])
def test_someone_is_led_past_what_is_not_put_to_them_and_an_answer_they_took_back_leads_nowhere(survey):
    browser = Browser("warm")
    browser.press("next", ill="Yes", people="1")
    assert "What of long?" in browser.press("next", kind="Body")
    browser.press("next", long="Weeks")
    browser.press("next", A="Agree a lot")
    page = browser.press("page-0")
    assert "What of ill?" in page
    page = browser.press("next", ill="No", people="1")
    assert "Check your answers" in page
    assert "What of kind?" not in page
    assert "What of long?" not in page  # its rule looks at an answer that no longer counts
    browser.press("send")
    assert Response.objects.get().answers == {"ill": "No", "people": 1, "A": "Agree a lot"}


@pytest.mark.django_db(databases=["default", "vault"])
def test_a_number_opens_a_question_as_a_choice_does(survey):
    browser = Browser("warm")
    assert "What of long?" in browser.press("next", ill="No", people="3")
    assert "Find homes that make people ill" in browser.press("next", long="Years")
    browser.press("next", A="Agree a lot")
    browser.press("send")
    assert Response.objects.get().answers == {"ill": "No", "people": 3, "long": "Years", "A": "Agree a lot"}
