"""What matters most, next, and so on."""

from collections.abc import Sequence

from folkmoot.site.engagement.question_types.base import Answer, NotAnAnswer
from folkmoot.site.engagement.question_types.in_parts import ByOption
from folkmoot.site.engagement.questionnaire import Question
from folkmoot.site.renditions import Reader, plain

BETWEEN = ";"
MOST_RANKED = 12


class Ranking(ByOption):
    """A place for each option, chosen from a list: it works with a keyboard, on a phone and without scripts."""

    key = "ranking"
    name = "Ranking"
    description = "Which of a few things matters most, which next, and so on."
    needs = (
        f"`options`, two to {MOST_RANKED}, with no `;` or `=` in their values. May have `most`, how many places are given: one for each "
        "option when it is not given. Someone may stop after the first places. In a table the values stand in one cell, the first place "
        "first, with `;` between them."
    )
    macro = "ranking"
    how = plain(
        "Give 1 to what matters most to you, 2 to the next, and so on. You may stop when the rest matters alike.",
        easy="What matters most is 1. Next is 2. You can stop when you like.",
        welsh="Rhowch 1 i'r hyn sydd bwysicaf i chi, 2 i'r nesaf, ac yn y blaen. Cewch stopio pan fo'r gweddill yr un mor bwysig.",
    )

    def check(self, question: Question) -> list[str]:
        """Not more options than anyone can put in order, and as many places at most."""
        mistakes = super().check(question)
        if len(question.options) > MOST_RANKED:
            mistakes.append(f"it has {len(question.options)} options. Nobody can rank more than {MOST_RANKED}.")
        if question.most is not None and not 1 <= question.most <= len(question.options):
            mistakes.append("“most” must be from 1 to the number of options.")
        return mistakes

    def choices(self, question: Question) -> tuple[str, ...]:
        """The places to choose from."""
        return tuple(str(place) for place in range(1, (question.most or len(question.options)) + 1))

    def read_parts(self, question: Question, given: Sequence[str]) -> Answer:
        """The options from the first place on."""
        places = self.choices(question)
        placed: dict[int, str] = {}
        for value, place in zip(question.values, given, strict=True):
            if not place:
                continue
            if place not in places:
                raise NotAnAnswer(plain(f"give places from 1 to {places[-1]}.", welsh=f"rhowch safleoedd o 1 i {places[-1]}."))
            if int(place) in placed:
                raise NotAnAnswer(
                    plain(f"give each place once. {place} is there twice.", welsh=f"rhowch bob safle unwaith. Mae {place} yno ddwywaith.")
                )
            placed[int(place)] = value
        missing = next((place for place in range(1, max(placed)) if place not in placed), None)
        if missing is not None:
            raise NotAnAnswer(
                plain(f"leave no place out. There is no {missing}.", welsh=f"peidiwch â gadael safle allan. Nid oes {missing}.")
            )
        return [placed[place] for place in sorted(placed)]

    def write(self, question: Question, answer: Answer) -> list[str]:
        """The place of each option."""
        ranked = answer if isinstance(answer, list) else []
        return [str(ranked.index(value) + 1) if value in ranked else "" for value in question.values]

    def read_cell(self, question: Question, cell: str) -> Answer | None:
        """The values, the first place first."""
        named = [value.strip() for value in cell.split(BETWEEN) if value.strip()]
        if not set(named) <= set(question.values) or len(set(named)) < len(named):
            raise NotAnAnswer(plain("name the answers shown, each once, the first place first, with “;” between them."))
        return self.read(question, self.write(question, named))

    def words(self, question: Question, answer: Answer, reader: Reader) -> str:
        """Each with its place."""
        ranked = answer if isinstance(answer, list) else []
        return ", ".join(f"{place}. {self.option_words(question, value, reader)}" for place, value in enumerate(ranked, start=1))

    def cells(self, question: Question, answer: Answer | None) -> tuple[str | None, ...]:
        """The place of each option; blank where it was given none."""
        if not isinstance(answer, list):
            return (None,) * len(question.options)
        return tuple(place or None for place in self.write(question, answer))
