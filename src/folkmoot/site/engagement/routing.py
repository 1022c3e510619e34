"""To whom a question is put: rules over what they answered before.

{"question": "health", "answer": "Yes"}                        they chose this (or this among others)
{"question": "health", "not": "Yes"}                           they answered, and did not choose this
{"question": "people", "at_least": 3}                          their number is 3 or more; "at_most" likewise
{"question": "ideas", "answered": true}                        they answered; false: they did not
{"all": [rule, rule]}                                          every rule holds
{"any": [rule, rule]}                                          one rule at least holds
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

MOST_RULES = 10
CHOICE_TESTS, NUMBER_TESTS, TRUTH_TESTS = ("answer", "not"), ("at_least", "at_most"), ("answered",)
TESTS = {**dict.fromkeys(CHOICE_TESTS, str), **dict.fromkeys(NUMBER_TESTS, int), **dict.fromkeys(TRUTH_TESTS, bool)}
TOGETHER = {"all": "and", "any": "or"}
SAID = {"answer": "is “{}”", "not": "is answered, and is not “{}”", "at_least": "is {} or more", "at_most": "is {} or less"}


@dataclass(frozen=True)
class Rule:
    """One rule over the answer to an earlier question: its key, what is tested (a key of TESTS), and against what."""

    question: str
    test: str
    value: str | int | bool

    def holds(self, answers: Mapping[str, Any]) -> bool:
        """Whether it holds for someone who gave these answers."""
        given = answers.get(self.question)
        if self.test == "answered":
            return (given is not None) is self.value
        if given is None:
            return False
        if self.test in NUMBER_TESTS:
            return bool(given >= self.value if self.test == "at_least" else given <= self.value)
        chosen = given if isinstance(given, list) else [given]
        return (self.value in chosen) is (self.test == "answer")

    @property
    def words(self) -> str:
        """The rule as whoever reads a file of responses is told it."""
        if self.test == "answered":
            return f"“{self.question}” is {'answered' if self.value else 'blank'}"
        return f"“{self.question}” {SAID[self.test].format(self.value)}"


@dataclass(frozen=True)
class Rules:
    """The rules of a question: all of them must hold, or any of them."""

    rules: tuple[Rule, ...]
    together: str = "all"

    def hold(self, answers: Mapping[str, Any]) -> bool:
        """Whether the question is put to someone who gave these answers."""
        return (all if self.together == "all" else any)(rule.holds(answers) for rule in self.rules)

    @property
    def names(self) -> frozenset[str]:
        """The keys of the questions that it hangs on."""
        return frozenset(rule.question for rule in self.rules)

    @property
    def words(self) -> str:
        """All of it in words."""
        return f" {TOGETHER[self.together]} ".join(rule.words for rule in self.rules)


def parse_rules(data: Mapping[str, Any]) -> Rules:
    """The typed form of rules in which `mistakes_of_shape` found none."""
    together = next((name for name in TOGETHER if name in data), "")
    found = data[together] if together else [data]
    return Rules(tuple(_rule(one) for one in found), together or "all")


def mistakes_of_shape(data: Any) -> Iterator[str]:
    """What is wrong with how rules are written, each in a sentence."""
    together = next((name for name in TOGETHER if isinstance(data, dict) and name in data), "")
    if not together:
        yield from _mistakes_of(data)
        return
    if set(data) != {together} or not isinstance(data[together], list) or not 1 <= len(data[together]) <= MOST_RULES:
        yield f"“only_if” with “{together}” must give a list of rules, {MOST_RULES} at most, and nothing else."
        return
    for one in data[together]:
        yield from _mistakes_of(one)


def _mistakes_of(data: Any) -> Iterator[str]:
    wrong = "“only_if” must give a “question” and the “answer” to it, or one of “not”, “at_least”, “at_most” and “answered” in its place."
    if not isinstance(data, dict) or not isinstance(data.get("question"), str) or len(data) != 2:
        yield wrong
        return
    (test,) = set(data) - {"question"}
    kind = TESTS.get(test)
    if kind is None or not isinstance(data[test], kind) or (kind is int and isinstance(data[test], bool)):
        yield wrong


def _rule(data: Mapping[str, Any]) -> Rule:
    (test,) = set(data) - {"question"}
    return Rule(data["question"], test, data[test])
