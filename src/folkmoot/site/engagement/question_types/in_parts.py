"""What questions that are answered in several boxes or rows have in common."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from folkmoot.site.engagement.question_types.base import Answer, NotAnAnswer, QuestionType
from folkmoot.site.engagement.questionnaire import Question
from folkmoot.site.renditions import plain


class InParts(QuestionType):
    """A field of the form for each part. What is given is one value for each, in order, "" where a part was left blank."""

    @abstractmethod
    def parts(self, question: Question) -> tuple[str, ...]:
        """The name of each part."""

    @abstractmethod
    def read_parts(self, question: Question, given: Sequence[str]) -> Answer:
        """The answer in a value for each part, of which one at least is not blank. Raises NotAnAnswer."""

    def fields(self, question: Question) -> tuple[str, ...]:
        """The question's own field, a dash and the part."""
        return tuple(f"{question.field}-{part}" for part in self.parts(question))

    def read(self, question: Question, given: Sequence[str]) -> Answer | None:
        """The answer in all parts together."""
        words = [value.strip() for value in given]
        if not any(words):
            return None
        if len(words) != len(self.parts(question)):
            raise NotAnAnswer(plain("answer each part once.", welsh="atebwch bob rhan unwaith."))
        return self.read_parts(question, words)


class ByOption(InParts):
    """A part for each option, by its place in the list."""

    def parts(self, question: Question) -> tuple[str, ...]:
        """The places, from 0."""
        return tuple(str(at) for at in range(len(question.options)))

    def check(self, question: Question) -> list[str]:
        """Two options or more, and no option that means something else."""
        wrong = [o.value for o in question.options if ";" in o.value or "=" in o.value]
        mistakes = [] if len(question.options) >= 2 else ["it needs two options or more."]
        mistakes += [f"the value “{value}” has a “;” or a “=” in it. Leave it out." for value in wrong]
        marked = [o.value for o in question.options if o.alone or o.missing]
        return mistakes + [f"the option “{value}” cannot be “alone” or “missing” here." for value in marked]

    def columns(self, question: Question) -> tuple[str, ...]:
        """One for each option."""
        return tuple(f"{question.key}: {value}" for value in question.values)

    def labels(self, question: Question) -> tuple[str, ...]:
        """The question's label and the option's words."""
        return tuple(f"{question.label}: {option.text['en']['standard']}" for option in question.options)

    def describe(self, question: Question) -> dict[str, Any]:
        """Numbers."""
        return {"number": True}


def pairs_in(cell: str, known: Sequence[str], what: str) -> list[str]:
    """A value for each known name, "" where it is not named, from a cell such as `first=40;second=60`. Raises NotAnAnswer."""
    found: dict[str, str] = {}
    for pair in (part.strip() for part in cell.split(";")):
        if not pair:
            continue
        name, given, value = (part.strip() for part in pair.partition("="))
        if not given or name not in known or name in found:
            raise NotAnAnswer(plain(f"write each {what} once, as in “{known[0]}=…”, with “;” between them."))
        found[name] = value
    return [found.get(name, "") for name in known]
