"""Scenario cards: made-up cases whose features are drawn at random for each person, each answered from the same list."""

import math
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core.signing import BadSignature, Signer

from folkmoot.site.engagement.question_types.base import Answer, NotAnAnswer, QuestionType, check_options
from folkmoot.site.engagement.questionnaire import Question, Varied
from folkmoot.site.renditions import Reader, filled, plain, render

MOST_CARDS, MOST_VARIED, MOST_LEVELS, MOST_CASES = 8, 8, 20, 5_000
NOT_OURS = plain(
    "the cards on this page are not the ones we gave you. Answer the new ones.",
    welsh="nid y cardiau ar y dudalen hon yw'r rhai a roddwyd i chi. Atebwch y rhai newydd.",
)
NONE_OF_THESE = plain(
    "choose one of the answers shown. “{given}” is none.",
    welsh="dewiswch un o'r atebion a ddangosir. Nid yw “{given}” yn un ohonynt.",
)
_SIGNER = Signer(salt="scenario-cards")
_CARD = re.compile(r"\s*\[(?P<levels>[^\]]*)\]\s*(?P<answer>.*)")


class Scenario(QuestionType):
    """A card for each case: what it holds, feature by feature, and the answers below it.

    The cases are drawn when the cards are first shown, evenly from all that are not left out and none twice, and travel signed with the
    answers, so that nobody chooses their own. They are kept with the answers (factorial survey: Auspurg and Hinz 2015; conjoint design:
    Hainmueller, Hopkins and Yamamoto 2014).
    """

    key = "scenario"
    name = "Scenario cards"
    description = "What makes a use of records more or less acceptable: a few made-up cases, whose features are drawn at random."
    needs = (
        f"`varied`, the features: one to {MOST_VARIED}, each with a `value`, a `text` and `levels`, two to {MOST_LEVELS}; `cards`, how "
        f"many cases each person gets, one to {MOST_CARDS}; and `options` in their order, two or more, each with a `sign` where "
        "wanted. May have `left_out`: combinations "
        "of levels that make no sense. No value has `;`, `=`, `,`, `[` or `]` in it. In a table the cards stand in one cell, as in "
        "`[purpose=care, user=nhs] Agree; [purpose=crime, user=police]`."
    )
    macro = "scenario"

    def check(self, question: Question) -> list[str]:
        """Features with levels, a number of cards, options, and cases enough."""
        mistakes = check_options(question)
        if not 1 <= question.cards <= MOST_CARDS:
            mistakes.append(f"it needs “cards”: how many cases each person gets, one to {MOST_CARDS}.")
        if not 1 <= len(question.varied) <= MOST_VARIED:
            mistakes.append(f"it needs “varied”: the features of a case, one to {MOST_VARIED}.")
            return mistakes
        mistakes += _mistakes_of_names([feature.value for feature in question.varied], "feature")
        for feature in question.varied:
            mistakes += _mistakes_of_names([level.value for level in feature.levels], f"level of “{feature.value}”")
            if not 2 <= len(feature.levels) <= MOST_LEVELS:
                mistakes.append(f"the feature “{feature.value}” needs levels, two to {MOST_LEVELS}.")
        mistakes += _mistakes_of_names(list(question.values), "option")
        mistakes += [f"the option “{option.value}” cannot be “alone” here." for option in question.options if option.alone]
        mistakes += _mistakes_of_left_out(question)
        if not mistakes and _how_many(question) > MOST_CASES:
            mistakes.append(f"there are more than {MOST_CASES:,} cases. Take features or levels away.")
        elif not mistakes and len(list(_cases(question))) < question.cards:
            mistakes.append("there are fewer cases than cards. Leave out less, or give fewer cards.")
        return mistakes

    def fields(self, question: Question) -> tuple[str, ...]:
        """What was drawn, signed, then a field for each card."""
        return (f"{question.field}-drawn", *(f"{question.field}-{at}" for at in range(question.cards)))

    def put(self, question: Question, given: Sequence[str]) -> list[str]:
        """The same cases again; new ones, and no answers, for someone who has none of ours yet."""
        if given and self.cards(question, given[0]) is not None:
            return list(given)
        cases = list(_cases(question))
        drawn = secrets.SystemRandom().sample(range(len(cases)), question.cards)
        return [self._signed(question, drawn), *([""] * question.cards)]

    def read(self, question: Question, given: Sequence[str]) -> Answer | None:
        """The cards with what was answered to each; None when none was answered."""
        answers = [value.strip() for value in given[1:]]
        if not any(answers):
            return None
        if len(answers) != question.cards or (cards := self.cards(question, given[0])) is None:
            raise NotAnAnswer(NOT_OURS)
        return self._answered(question, cards, answers)

    def write(self, question: Question, answer: Answer) -> list[str]:
        """What was drawn, signed again, and the answers."""
        cards = answer if isinstance(answer, list) else []
        places = {tuple(case.values()): at for at, case in enumerate(_cases(question))}
        drawn = [places[tuple(card[feature.value] for feature in question.varied)] for card in cards]
        return [self._signed(question, drawn), *(str(card["answer"] or "") for card in cards)]

    def cards(self, question: Question, drawn: str) -> list[dict[str, str]] | None:
        """The cases that were drawn, each a level by feature; None for what we did not draw for this question."""
        try:
            marked, _, numbers = _SIGNER.unsign(drawn).partition(":")
            places = [int(number) for number in numbers.split(".")]
        except (BadSignature, ValueError):
            return None
        cases = list(_cases(question))
        right = marked == question.key and len(places) == question.cards and max(places) < len(cases)
        return [dict(cases[at]) for at in places] if right else None

    def read_cell(self, question: Question, cell: str) -> Answer | None:
        """Cards as a table holds them, as in `[purpose=care, user=nhs] Agree; [purpose=crime, user=police]`."""
        parts = [part for part in cell.split(";") if part.strip()]
        if not parts:
            return None
        cases, cards, answers = list(_cases(question)), [], []
        for part in parts:
            found = _CARD.fullmatch(part)
            pairs = [pair.partition("=") for pair in found["levels"].split(",")] if found else []
            case = {name.strip(): level.strip() for name, _, level in pairs}
            if found is None or case not in cases:
                first = ", ".join(f"{feature.value}={feature.levels[0].value}" for feature in question.varied)
                raise NotAnAnswer(plain(f"write each card as in “[{first}] {question.values[0]}”, with “;” between them."))
            cards.append(case)
            answers.append(found["answer"].strip())
        if len(cards) != question.cards:
            raise NotAnAnswer(plain(f"there are {len(cards)} cards. Give {question.cards}."))
        return self._answered(question, cards, answers)

    def words(self, question: Question, answer: Answer, reader: Reader) -> str:
        """Each card by its number, with what was answered."""
        cards = answer if isinstance(answer, list) else []
        told = [f"{at}: {self.option_words(question, str(card['answer']), reader)}" for at, card in enumerate(cards, 1) if card["answer"]]
        return "; ".join(told)

    def shown(self, question: Question, drawn: str, reader: Reader) -> list[list[tuple[str, str]]]:
        """The cards as a reader gets them: for each a list of a feature's words and its level's."""
        return [
            [
                (render(feature.text, reader).words, render(_level(feature, case[feature.value]), reader).words)
                for feature in question.varied
            ]
            for case in self.cards(question, drawn) or ()
        ]

    def columns(self, question: Question) -> tuple[str, ...]:
        """For each card one for the answer and one for each feature."""
        return tuple(name for at in range(1, question.cards + 1) for name in (answer_column(question, at), *feature_columns(question, at)))

    def labels(self, question: Question) -> tuple[str, ...]:
        """The question's label with the card's number, and the features' words."""
        return tuple(
            label
            for at in range(1, question.cards + 1)
            for label in (
                f"{question.label}, card {at}",
                *(f"{feature.text['en']['standard']}, card {at}" for feature in question.varied),
            )
        )

    def cells(self, question: Question, answer: Answer | None) -> tuple[str | None, ...]:
        """The answer to each card and its features."""
        if not isinstance(answer, list):
            return (None,) * len(self.columns(question))
        return tuple(card[name] or None for card in answer for name in ("answer", *(feature.value for feature in question.varied)))

    def descriptions(self, question: Question) -> tuple[dict[str, Any], ...]:
        """Answers as a scale's, features by their levels."""
        one = [self.describe(question), *(describe_feature(feature) for feature in question.varied)]
        return tuple(one * question.cards)

    def _answered(self, question: Question, cards: Sequence[Mapping[str, str]], answers: Sequence[str]) -> Answer:
        if unknown := [answer for answer in answers if answer and answer not in question.values]:
            raise NotAnAnswer(filled(NONE_OF_THESE, given=unknown[0][:80]))
        if question.required and not all(answers):
            raise NotAnAnswer(plain("answer each card.", welsh="atebwch bob cerdyn."))
        return [{**card, "answer": answer or None} for card, answer in zip(cards, answers, strict=True)]

    def _signed(self, question: Question, drawn: Sequence[int]) -> str:
        return _SIGNER.sign(f"{question.key}:{'.'.join(map(str, drawn))}")


def answer_column(question: Question, card: int) -> str:
    """The column of what was answered to a card, counted from 1."""
    return f"{question.key} {card}"


def feature_columns(question: Question, card: int) -> tuple[str, ...]:
    """The columns of a card's features."""
    return tuple(f"{question.key} {card}: {feature.value}" for feature in question.varied)


def describe_feature(feature: Varied) -> dict[str, Any]:
    """What a feature's column may hold, as a plan of weighing says it."""
    return {"codes": {level.value: level.text["en"]["standard"] for level in feature.levels}}


def _cases(question: Question) -> Iterator[dict[str, str]]:
    """Every combination of levels that is not left out, the last feature changing fastest."""
    sizes = [len(feature.levels) for feature in question.varied]
    for number in range(math.prod(sizes)):
        case, rest = {}, number
        for feature, size in zip(reversed(question.varied), reversed(sizes), strict=True):
            rest, at = divmod(rest, size)
            case[feature.value] = feature.levels[at].value
        ordered = {feature.value: case[feature.value] for feature in question.varied}
        if not any(all(ordered[name] == level for name, level in left.items()) for left in question.left_out):
            yield ordered


def _how_many(question: Question) -> int:
    return math.prod(len(feature.levels) for feature in question.varied)


def _level(feature: Varied, value: str) -> Mapping[str, Mapping[str, str]]:
    return next(level.text for level in feature.levels if level.value == value)


def _mistakes_of_names(names: list[str], what: str) -> list[str]:
    mistakes = [f"the {what} “{name}” has one of ; = [ ] or , in it. Leave it out." for name in names if set(name) & set(";=[],")]
    if len(set(names)) < len(names):
        mistakes.append(f"two of the same {what}. Give each its own value.")
    return mistakes


def _mistakes_of_left_out(question: Question) -> list[str]:
    levels = {feature.value: {level.value for level in feature.levels} for feature in question.varied}
    return [
        f"“left_out” names “{name}={level}”, which is no level of a feature."
        for left in question.left_out
        for name, level in left.items()
        if level not in levels.get(name, set())
    ] + ["“left_out” holds an empty combination." for left in question.left_out if not left]
