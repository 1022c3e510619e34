"""How the answers of a questionnaire are counted and what is published of it, without writing a plan: made from the questions themselves.

`tables_of` gives the parts of a survey's config that a plan of weighing needs (docs/reference/plan.md). What staff may choose is in
Choices: which answers count as yes, what is published, and by which groups. Whatever else a plan can say is written as text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

from folkmoot.site.engagement.question_types import QUESTION_TYPES
from folkmoot.site.engagement.question_types.multiple_choice import CHOSEN, NOT_CHOSEN
from folkmoot.site.engagement.questionnaire import Question, Questionnaire

YES, NO, BETWEEN, LEFT_OUT = "yes", "no", "neither", "leave_out"
KINDS = {YES: "Yes", NO: "No", BETWEEN: "Neither, counted with no", LEFT_OUT: "Left out, as if not answered"}
PARTS = ("statements", "recodes", "derive", "publish", "bounds", "analyses", "cards")
"""The parts of a config that say how answers are counted."""
BY_SIGN = {"yes a lot": YES, "yes": YES, "between": BETWEEN, "no": NO, "no not at all": NO, "not sure": LEFT_OUT}
NO_VIEW = ("don't know", "do not know", "not sure", "prefer not to say", "can't say", "no opinion")
AS_CHOSEN = {CHOSEN: YES, NOT_CHOSEN: NO}
LONGEST_SHORT = 30
ONE_BY_ONE = ("single_choice", "multiple_choice")
IN_NUMBERS = ("number", "budget")


@dataclass(frozen=True)
class Scale:
    """Answers that several questions share, in their order, with what each counts as unless staff say otherwise."""

    words: tuple[str, ...]
    guessed: Mapping[str, str]
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Choices:
    """`kinds`: for each scale, in the order of `scales_of`, what each answer counts as. `published`: the keys of questions. `factors`: the
    attributes by which results are broken down."""

    kinds: tuple[Mapping[str, str], ...]
    published: frozenset[str]
    factors: tuple[str, ...]


def countable(questionnaire: Questionnaire) -> list[Question]:
    """The questions that something can be published of, but for those that only say who people are."""
    kinds = {"scale", "grid", "scenario", *ONE_BY_ONE, *IN_NUMBERS}
    return [question for question in questionnaire.questions if question.type in kinds and not question.attribute]


def attributes_of(questionnaire: Questionnaire) -> tuple[str, ...]:
    """What people can be grouped by, in the order it is asked."""
    return tuple(dict.fromkeys(question.attribute for question in questionnaire.questions if question.attribute))


def scales_of(questionnaire: Questionnaire) -> list[Scale]:
    """The lists of answers that are counted as yes and no, each once."""
    found: dict[tuple[str, ...], list[Question]] = {}
    for question in countable(questionnaire):
        if _is_scale(question):
            found.setdefault(_words(question), []).append(question)
    return [Scale(words, _guessed(asked[0]), tuple(question.key for question in asked)) for words, asked in found.items()]


def guessed(questionnaire: Questionnaire) -> Choices:
    """What is chosen where staff choose nothing: everything that can be is published, by every attribute."""
    kinds = tuple(scale.guessed for scale in scales_of(questionnaire))
    return Choices(kinds, frozenset(question.key for question in countable(questionnaire)), attributes_of(questionnaire))


def tables_of(questionnaire: Questionnaire, choices: Choices | None = None) -> dict[str, Any]:
    """The parts of a config for these questions.

    A scale and each row of a grid is a statement, of which the share is estimated who gave an answer that counts as yes; of other lists
    each answer is one. Of a question that is put at several steps the last is the statement, and how the same people's answers moved
    stands beside it. Numbers and points have their mean and median, scenario cards what each feature does.
    """
    choices = choices or guessed(questionnaire)
    made = _Made(choices.factors)
    kinds = {scale.words: given for scale, given in zip(scales_of(questionnaire), choices.kinds, strict=True)}
    for question in countable(questionnaire):
        if question.key in choices.published:
            _count(question, questionnaire.steps_of(question.key), kinds.get(_words(question), {}), made)
    return made.tables


def choices_in(config: Mapping[str, Any], questionnaire: Questionnaire) -> Choices | None:
    """What was chosen, from a config; None where it says something that cannot be chosen."""
    columns = {column: question for question in countable(questionnaire) for column in _columns(question, questionnaire)}
    used = [one.get("column") for one in (*config.get("statements", ()), *(config.get("analyses") or ()))]
    published = {columns[name].key for name in used if name in columns} | {one.get("question") for one in config.get("cards", ())}
    by_question = {columns[one["column"]].key: one.get("recode") for one in config.get("statements", ()) if one.get("column") in columns}
    by_question |= {one.get("question"): one.get("recode") for one in config.get("cards", ())}
    kinds = []
    for scale in scales_of(questionnaire):
        recodes = [config["recodes"].get(by_question[key]) for key in scale.questions if key in by_question]
        said = {word: kind for kind in KINDS for word in (recodes[0] or {}).get(kind, ())} if recodes else {}
        kinds.append(said if set(said) == set(scale.words) else scale.guessed)
    choices = Choices(tuple(kinds), frozenset(published), tuple((config.get("publish") or {}).get("factors", ())))
    if not published <= {question.key for question in countable(questionnaire)}:
        return None
    made = tables_of(questionnaire, choices)
    same = {part: config.get(part) or type(given)() for part, given in made.items()}
    return choices if same == made and not config.get("bounds") and not config.get("derive") else None


class _Made:
    """The tables as they grow."""

    def __init__(self, factors: Sequence[str]) -> None:
        self.tables: dict[str, Any] = {"statements": [], "recodes": {}, "publish": {"factors": list(factors)}, "analyses": [], "cards": []}
        if not factors:
            self.tables["publish"] = {}

    def statement(self, text: str, short: str, column: str, recode: str) -> None:
        """One more, under the next letter."""
        at = len(self.tables["statements"])
        name = ascii_uppercase[at % 26] * (at // 26 + 1)
        self.tables["statements"].append({"id": name, "text": text, "short": _short(short), "column": column, "recode": recode})

    def recode(self, name: str, said: str, kinds: Mapping[str, str]) -> str:
        """The name of a recode that says this: one that is there already, or a new one."""
        made = {"said": said, **{kind: [word for word, given in kinds.items() if given == kind] for kind in KINDS}}
        made = {key: value for key, value in made.items() if value}
        if BETWEEN in made:
            made["neither_counts_as"] = NO
        return next((key for key, there in self.tables["recodes"].items() if there == made), None) or self._new(name, made)

    def _new(self, name: str, made: Mapping[str, Any]) -> str:
        self.tables["recodes"][name] = made
        return name


def _count(question: Question, steps: Sequence[str], kinds: Mapping[str, str], made: _Made) -> None:
    text, last = question.text["en"]["standard"], _last(steps)
    if question.type == "scenario":
        recode = made.recode(question.key, _said(kinds), kinds)
        made.tables["cards"].append({"question": question.key, "recode": recode, "short": _short(question.label)})
        return
    parts = list(zip(_names(question), QUESTION_TYPES[question.type].labels(question), strict=True))
    for at, (name, label) in enumerate(parts):
        if question.type in IN_NUMBERS:
            made.tables["analyses"].append({"kind": "numbers", "title": label, "column": f"{name}{last}"})
        elif question.type == "multiple_choice":
            option = question.options[at]
            if not option.missing:
                recode = made.recode("chosen", "chose this", AS_CHOSEN)
                made.statement(f"{text}: {_word(option)}", _word(option), f"{name}{last}", recode)
        elif _is_scale(question):
            words = text if question.type != "grid" else label
            made.statement(words, label, f"{name}{last}", made.recode(question.key, _said(kinds), kinds))
        else:
            for option in (one for one in question.options if not one.missing):
                chosen = {word: YES if word == _word(option) else NO for word in _words(question)}
                recode = made.recode(f"{question.key}: {_word(option)}", f"answered “{_word(option)}”", chosen)
                made.statement(f"{text}: {_word(option)}", _word(option), f"{name}{last}", recode)
        if len(steps) > 1 and question.type not in (*IN_NUMBERS, "multiple_choice"):
            made.tables["analyses"].append({"kind": "shift", "steps": [f"{name} ({step})" for step in steps]})


def _is_scale(question: Question) -> bool:
    """Whether its answers count as yes and no together: they have an order, or are but two."""
    return question.type in {"scale", "grid", "scenario"} or (question.type == "single_choice" and len(_words(question)) == 2)


def _words(question: Question) -> tuple[str, ...]:
    return tuple(_word(option) for option in question.options if not option.missing)


def _word(option: Any) -> str:
    return str(option.text["en"]["standard"])


def _columns(question: Question, questionnaire: Questionnaire) -> list[str]:
    return [f"{name}{_last(questionnaire.steps_of(question.key))}" for name in _names(question)]


def _last(steps: Sequence[str]) -> str:
    """What stands at the end of the column of the last step, as survey_plan names columns."""
    return f" ({steps[-1]})" if len(steps) > 1 else ""


def _names(question: Question) -> tuple[str, ...]:
    return QUESTION_TYPES[question.type].columns(question)


def _guessed(question: Question) -> dict[str, str]:
    """By the drawings beside the answers where each has one; else the first half counts as yes, and what is no view is left out."""
    options = [option for option in question.options if not option.missing]
    if all(option.sign in BY_SIGN for option in options):
        return {_word(option): BY_SIGN[option.sign] for option in options}
    views = [word for word in _words(question) if word.casefold().replace("’", "'") not in NO_VIEW]
    half = len(views) // 2
    middle = set(views[half : half + 1]) if len(views) % 2 else set()
    kinds = {word: BETWEEN if word in middle else YES if at < half else NO for at, word in enumerate(views)}
    return {word: kinds.get(word, LEFT_OUT) for word in _words(question)}


def _said(kinds: Mapping[str, str]) -> str:
    yes = [word for word, kind in kinds.items() if kind == YES]
    if yes and all("agree" in word.casefold() for word in yes):
        return "agreed"
    return f"answered {' or '.join(f'“{word}”' for word in yes)}"


def _short(label: str) -> str:
    if len(label) < LONGEST_SHORT:
        return label
    return label[: LONGEST_SHORT - 2].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
