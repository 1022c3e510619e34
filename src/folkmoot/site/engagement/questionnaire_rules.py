"""What a questionnaire must be: every mistake is reported together, each naming the question it is at."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError

from folkmoot.site import renditions
from folkmoot.site.engagement.question_types import QUESTION_TYPES
from folkmoot.site.engagement.questionnaire import BEFORE, ONCE, STEP, Question, Questionnaire, parse
from folkmoot.site.engagement.routing import CHOICE_TESTS, NUMBER_TESTS, mistakes_of_shape

KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
BANK = re.compile(r"(?=.{1,120}$)[a-z0-9]+([-/][a-z0-9]+)*")
MOST_QUESTIONS = 100
MOST_OPTIONS = 200
MOST_PARAGRAPHS = 20
SIGNS = ("yes a lot", "yes", "between", "no", "no not at all", "not sure")

SECTION_KEYS = {"key", "title", "intro", "questions", "information", "steps"}
QUESTION_KEYS = {
    "key", "type", "text", "hint", "label", "options", "rows", "required", "attribute", "asked", "only_if", "least", "most", "longest",
    "earliest", "latest", "varied", "cards", "left_out", "bank", "look_up",
}  # fmt: skip
OPTION_KEYS = {"value", "text", "sign", "alone", "missing"}
ROW_KEYS = {"value", "text"}
VARIED_KEYS = {"value", "text", "levels"}
SINGLE = {  # the parts of a question that are one value: what each must be, and how that is said
    "type": (str, "words"),
    "label": (str, "words"),
    "attribute": (str, "words"),
    "required": (bool, "true or false"),
    "asked": (bool, "true or false"),
    "least": (int, "a whole number"),
    "most": (int, "a whole number"),
    "longest": (int, "a whole number"),
    "cards": (int, "a whole number"),
    "earliest": (str, "a day"),
    "latest": (str, "a day"),
    "bank": (str, "words"),
    "look_up": (str, "words"),
}
LISTED = {"options": ("option", OPTION_KEYS), "rows": ("row", ROW_KEYS), "varied": ("feature", VARIED_KEYS)}


def read(data: Any) -> Questionnaire:
    """The questionnaire in `data`. Raises ValidationError with every mistake."""
    mistakes = list(_mistakes_of_shape(data))
    if mistakes:
        raise ValidationError(mistakes)
    made = parse(data)
    mistakes = list(_mistakes_of_sense(made))
    if mistakes:
        raise ValidationError(mistakes)
    return made


def _mistakes_of_shape(data: Any) -> Iterator[str]:
    if not isinstance(data, list) or not data:
        yield "A questionnaire is a list of sections, with one section at least."
        return
    for at, section in enumerate(data, start=1):
        where = f"Section {at}"
        if not isinstance(section, dict):
            yield f"{where} needs a list of questions, with one question at least."
            continue
        questions, information = section.get("questions", []), section.get("information", [])
        if not isinstance(questions, list) or not (questions or information):
            yield f"{where} needs a list of questions, with one question at least, or information to read."
            continue
        yield from _unknown(section, SECTION_KEYS, where)
        yield from _key(section, where)
        yield from _text(section, "title", where)
        yield from _text(section, "intro", where, needed=False)
        yield from _information(information, where)
        yield from _steps(section.get("steps", []), where)
        for row, question in enumerate(questions, start=1):
            yield from question_mistakes(question, f"{where}, question {row}")


def _information(information: Any, where: str) -> Iterator[str]:
    if not isinstance(information, list) or len(information) > MOST_PARAGRAPHS:
        yield f"{where}: “information” must be a list of paragraphs, {MOST_PARAGRAPHS} at most."
        return
    for at, paragraph in enumerate(information, start=1):
        yield from _text({"text": paragraph}, "text", f"{where}, paragraph {at}")


def _steps(steps: Any, where: str) -> Iterator[str]:
    known = isinstance(steps, list) and all(isinstance(step, str) and STEP.fullmatch(step) for step in steps)
    if not known or len(set(steps)) < len(steps):
        yield f"{where}: “steps” must be a list of “before”, “after 1”, “after 2” and so on up to “after 9”, each once."


def question_mistakes(question: Any, where: str) -> Iterator[str]:
    """What is wrong with how one question is written as data, each in a sentence that begins with `where` it is."""
    if not isinstance(question, dict):
        yield f"{where} must have a key, a type and a text."
        return
    yield from _unknown(question, QUESTION_KEYS, where)
    yield from _key(question, where)
    yield from _text(question, "text", where)
    yield from _text(question, "hint", where, needed=False)
    if "type" not in question:
        yield f"{where} needs a “type”: one of {', '.join(QUESTION_TYPES)}."
    for name, (kind, words) in SINGLE.items():
        value = question.get(name)
        if name in question and (not isinstance(value, kind) or (kind is int and isinstance(value, bool))):
            yield f"{where}: “{name}” must be {words}."
    if "only_if" in question:
        yield from (f"{where}: {problem}" for problem in mistakes_of_shape(question["only_if"]))
    bank = question.get("bank")
    if isinstance(bank, str) and not BANK.fullmatch(bank):
        yield f"{where}: “bank” names a question of the bank, as in ecda-2020/a: small letters and digits, with “-” and “/” between them."
    for name, (one, known) in LISTED.items():
        yield from _listed(question, name, one, where, known)
    for at, feature in enumerate(question.get("varied", []) if isinstance(question.get("varied", []), list) else (), start=1):
        if isinstance(feature, dict):
            yield from _listed({"levels": [], **feature}, "levels", "level", f"{where}, feature {at}", ROW_KEYS)
    left_out = question.get("left_out", [])
    whole = isinstance(left_out, list) and all(
        isinstance(left, dict) and all(isinstance(x, str) for x in left.values()) for left in left_out
    )
    if not whole or len(left_out) > MOST_OPTIONS:
        yield f"{where}: “left_out” must be a list of combinations, {MOST_OPTIONS} at most, each a level by feature."


def _listed(table: Mapping[str, Any], name: str, one: str, where: str, known: set[str]) -> Iterator[str]:
    listed = table.get(name, [])
    if not isinstance(listed, list) or len(listed) > MOST_OPTIONS:
        yield f"{where}: “{name}” must be a list, {MOST_OPTIONS} at most."
        return
    for at, option in enumerate(listed, start=1):
        yield from _option_mistakes(option, f"{where}, {one} {at}", known)


def _option_mistakes(option: Any, where: str, known: set[str]) -> Iterator[str]:
    value = option.get("value") if isinstance(option, dict) else None
    if not isinstance(value, str) or value != value.strip() or not 0 < len(value) <= 200:
        yield f"{where} needs a value: words of 200 letters at most, with no space before or after."
        return
    yield from _unknown(option, known, where)
    yield from _text(option, "text", where)
    if option.get("sign", "") not in ("", *SIGNS):
        yield f"{where}: there is no sign called “{option['sign']}”. Use one of: {', '.join(SIGNS)}."
    for name in ("alone", "missing"):
        if not isinstance(option.get(name, False), bool):
            yield f"{where}: “{name}” must be true or false."


def _mistakes_of_sense(made: Questionnaire) -> Iterator[str]:
    keys = [question.key for question in made.questions]
    attributes = [question.attribute for question in made.questions if question.attribute]
    sections = [section.key for section in made.sections]
    for kind, names in (("section key", sections), ("question key", keys), ("attribute", attributes)):
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield f"The {kind} “{name}” is used twice. Give each its own."
    if len(keys) > MOST_QUESTIONS:
        yield f"There are {len(keys)} questions. The most is {MOST_QUESTIONS}: nobody finishes a longer survey."
    if not made.asked:
        yield "No question is asked. Ask one at least."
    yield from _mistakes_of_steps(made)
    earlier: dict[str, Question] = {}
    for question in made.questions:
        where = f"Question “{question.key}”"
        if question.type not in QUESTION_TYPES:
            yield f"{where}: there is no question type called “{question.type}”. Use one of: {', '.join(QUESTION_TYPES)}."
            continue
        kind = QUESTION_TYPES[question.type]
        yield from (f"{where}: {problem}" for problem in kind.check(question))
        if len(set(question.values)) < len(question.values):
            yield f"{where}: two options have the same value. Give each its own."
        if question.attribute and not KEY.fullmatch(question.attribute):
            yield f"{where}: an attribute is named with letters, digits and _ only."
        if question.attribute and question.attribute != question.key and question.attribute in keys:
            yield f"{where}: its attribute “{question.attribute}” is the key of another question. Choose another name."
        if question.attribute and not kind.may_be_attribute:
            yield f"{where}: the answers to “{kind.name}” cannot be an attribute. Ask for one answer from a list."
        if not question.asked and (question.required or question.only_if or not question.attribute):
            yield f"{where}: what is not asked must be an attribute, with neither “required” nor “only_if”."
        for rule in question.only_if.rules if question.only_if else ():
            before = earlier.get(rule.question)
            if before is None or not before.asked:
                yield f"{where}: “only_if” must name an earlier question that is asked. “{rule.question}” is none."
            elif not set(made.steps_of(question.key)) <= set(made.steps_of(before.key)):
                yield f"{where}: “only_if” must name a question that is put at the same step. “{rule.question}” is not."
            elif rule.test in CHOICE_TESTS and (rule.value not in before.values or not QUESTION_TYPES[before.type].chosen_from_a_list):
                yield f"{where}: “only_if” must name one of the answers to choose from at “{before.key}”. “{rule.value}” is none."
            elif rule.test in NUMBER_TESTS and before.type != "number":
                yield f"{where}: “{rule.test}” is for questions that ask for a number. “{before.key}” does not."
        earlier[question.key] = question


def _mistakes_of_steps(made: Questionnaire) -> Iterator[str]:
    if made.steps == (ONCE,):
        return
    wanted = (BEFORE, *(f"after {number}" for number in range(1, len(made.steps))))
    if len(made.steps) < 2 or made.steps != wanted:
        yield "The steps must begin with “before” and go on with “after 1”, “after 2” and so on, none left out."
        return
    for step in made.steps:
        if not made.at_step(step).asked:
            yield f"No question is asked at the step “{step}”. Ask one at least."
    for question in made.questions:
        if question.attribute and made.steps_of(question.key) != (BEFORE,):
            yield f"Question “{question.key}”: an attribute is asked once, at the first step. Leave out “steps” there."


def _unknown(table: Mapping[str, Any], known: set[str], where: str) -> Iterator[str]:
    for name in table:
        if name not in known:
            yield f"{where}: there is nothing called “{name}” here. Use one of: {', '.join(sorted(known))}."


def _key(table: Mapping[str, Any], where: str) -> Iterator[str]:
    if not isinstance(table.get("key"), str) or not KEY.fullmatch(table["key"]):
        yield f"{where} needs a key: a letter, then letters, digits and _, 40 at most."


def _text(table: Mapping[str, Any], name: str, where: str, *, needed: bool = True) -> Iterator[str]:
    if name not in table and not needed:
        return
    try:
        renditions.check(table.get(name))
    except ValidationError as error:
        yield from (f"{where}, “{name}”: {message}" for message in error.messages)
