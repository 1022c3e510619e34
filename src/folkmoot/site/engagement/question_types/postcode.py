"""A postcode, of which the level of its area alone is kept."""

from collections.abc import Sequence

from django.core.signing import BadSignature, Signer

from folkmoot.site.engagement.area_levels import level_of, source_of
from folkmoot.site.engagement.question_types.base import Answer, NotAnAnswer, QuestionType
from folkmoot.site.engagement.questionnaire import Question
from folkmoot.site.postcodes import normalised
from folkmoot.site.renditions import Reader, plain, render

_SIGNER = Signer(salt="level of an area")


class Postcode(QuestionType):
    """A short box. What is typed there is looked up at once; from then on only the level travels, signed, so that nobody chooses theirs."""

    key = "postcode"
    name = "Postcode"
    description = "The area someone lives in, such as a fifth of an index of deprivation. Their postcode is looked up and not kept."
    needs = (
        "`look_up`, the short name of a look-up of areas that staff have read in; `options`, its levels in its order, then one that is "
        "`missing`, such as “Not known”, for postcodes that are not in it; and `attribute`, as its level is frozen. In a table it is a "
        "postcode or a level."
    )
    macro = "postcode"
    how = plain(
        "We look up which kind of area it is in, and keep only that. We do not keep your postcode.",
        easy="We do not keep your postcode. We only keep what kind of area it is in.",
        welsh="Rydym yn edrych pa fath o ardal ydyw, ac yn cadw hynny yn unig. Nid ydym yn cadw eich cod post.",
    )
    part_words = {
        "kept": plain(
            "Keep what I gave before. To change it, write a postcode above.",
            easy="Keep what I gave before.",
            welsh="Cadw'r hyn a roddais o'r blaen. I'w newid, ysgrifennwch god post uchod.",
        ),
        "told": plain("Kept of it:", easy="What we keep:", welsh="Cedwir:"),
    }
    may_be_attribute = True

    def check(self, question: Question) -> list[str]:
        """A look-up, two levels or more, one option for postcodes that are not known, and an attribute."""
        mistakes = [] if question.look_up.strip() else ["it needs “look_up”: the short name of a look-up of areas."]
        if [option.missing for option in question.options] != [False] * (len(question.options) - 1) + [True] or len(question.options) < 3:
            mistakes.append(
                "its “options” are the levels of its look-up, two or more, and then one that is “missing”, for postcodes not known."
            )
        if not question.attribute:
            mistakes.append("it needs “attribute”: the name under which its level is frozen.")
        mistakes += [f"the option “{option.value}” cannot be “alone” here." for option in question.options if option.alone]
        return mistakes

    def read(self, question: Question, given: Sequence[str]) -> Answer | None:
        """The level of the postcode that was typed, or the one that travelled. The option that is missing for a postcode not known."""
        kept = next((level for value in given if (level := self._opened(question, value)) is not None), None)
        words = [value for value in given if value.strip() and self._opened(question, value) is None]
        if not words:
            return kept
        try:
            (postcode,) = {normalised(value) for value in words}
        except ValueError:
            raise NotAnAnswer(
                plain("write a whole postcode, such as SW1A 1AA.", welsh="ysgrifennwch god post cyfan, fel SW1A 1AA.")
            ) from None
        level = level_of(question.look_up, postcode)
        return level if level in question.values else next(option.value for option in question.options if option.missing)

    def write(self, question: Question, answer: Answer) -> list[str]:
        """The level, signed."""
        return [_SIGNER.sign(f"{question.look_up}:{question.key}:{answer}")]

    def travels(self, question: Question, given: Sequence[str]) -> list[str]:
        """The level alone; nothing for what is no answer."""
        try:
            answer = self.read(question, given)
        except NotAnAnswer:
            return []
        return [] if answer is None else self.write(question, answer)

    def put(self, question: Question, given: Sequence[str]) -> list[str]:
        """What was typed, to be put right, and the level that travelled."""
        if not given:
            return []
        typed = next((value for value in given if self._opened(question, value) is None), "")
        return [typed, *[value for value in given if self._opened(question, value) is not None][:1]]

    def read_cell(self, question: Question, cell: str) -> Answer | None:
        """A level as it stands, or a postcode."""
        return cell.strip() if cell.strip() in question.values else self.read(question, [cell])

    def words(self, question: Question, answer: Answer, reader: Reader) -> str:
        """The level, and that it alone is kept."""
        return f"{render(self.part_words['told'], reader).words} {self.option_words(question, str(answer), reader)}"

    def describe(self, question: Question) -> dict[str, object]:
        """The levels, and what they were looked up in."""
        source = source_of(question.look_up)
        return {**super().describe(question), **({"source": f"Looked up by postcode in: {source}"} if source else {})}

    def _opened(self, question: Question, value: str) -> str | None:
        """The level in what `write` made; None for anything else."""
        try:
            look_up, key, level = _SIGNER.unsign(value).split(":", 2)
        except (BadSignature, ValueError):
            return None
        return level if (look_up, key) == (question.look_up, question.key) and level in question.values else None
