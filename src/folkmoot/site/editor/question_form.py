"""One form for a question of any type: made from what the type says it takes."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from folkmoot.site.editor import rows
from folkmoot.site.editor.content import Item, free_key
from folkmoot.site.editor.part_fields import (
    LEGENDS,
    PartsForm,
    combinations_in,
    lines_of,
    merged,
    single_field,
    typed_rows,
    typed_texts,
)
from folkmoot.site.editor.rule_fields import add_rule_fields, rules_typed, typed_rules
from folkmoot.site.engagement.question_types import QUESTION_TYPES
from folkmoot.site.engagement.questionnaire_rules import KEY, LISTED, SINGLE, read

EMPTY_ROWS = 2  # after those that hold something
FIRST_ROWS = 5
OWN = frozenset({"type", "label", "attribute", "required", "asked", "bank"})
"""The single parts that any question may have: they have boxes of their own below."""
LEFT_OUT = "One combination a line, as in: purpose=crime, user=nurse"
OTHER = {"key": "other_question", "type": "short_text", "text": {"en": {"standard": "Another question"}}}


class QuestionForm(PartsForm):
    """A question of one type. `earlier` are the questions before it that are asked; `before` is the question as it was, {} for a new one.

    Give `typed` as `data` to check it, or as `initial` to show it unchecked.
    """

    def __init__(self, *args: Any, kind: str, before: Item, earlier: list[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.before, self.earlier = QUESTION_TYPES[kind], before, earlier
        shown: Mapping[str, Any] = self.data if self.is_bound else self.initial
        self.add_texts("text", "What do you ask?", rows=2)
        self.add_texts("hint", "What should people know before they answer?", rows=2, required=False)
        self.parts = tuple(name for name in SINGLE if name in self.kind.takes - OWN)
        for name in self.parts:
            self.fields[name] = single_field(name)
        for name, (_, known) in LISTED.items():
            if name in self.kind.takes:
                self.add_rows(name, frozenset(known & (self.kind.takes | {"value", "text"})), self._count(shown, name))
        if "left_out" in self.kind.takes:
            area = forms.Textarea(attrs={"rows": 3})
            self.fields["left_out"] = forms.CharField(
                label="Combinations that no card shows", help_text=LEFT_OUT, required=False, widget=area
            )
        self.fields["label"] = forms.CharField(
            label="A few words for tables and charts",
            required=False,
            max_length=200,
            help_text="The question itself when you leave this empty.",
        )
        self.fields["key"] = forms.CharField(
            label="Its name in files of responses",
            required=False,
            max_length=40,
            help_text="A letter, then letters, digits and _. We make one when you leave this empty.",
        )
        self.fields["required"] = forms.BooleanField(label="We need this answer: nobody can skip it", required=False)
        if self.kind.may_be_attribute:
            self.fields["attribute"] = forms.CharField(
                label="Freeze the answer for weights and breakdowns, under the name",
                required=False,
                max_length=40,
                help_text="Such as age. Leave it empty when the answer is not used so.",
            )
            self.fields["known"] = forms.BooleanField(label="We know this already, and do not ask it", required=False)
        self.rule_count = self._count(shown, "rules", most_at_first=1) if earlier else 0
        if earlier:
            add_rule_fields(self, earlier, self.rule_count)

    def _count(self, shown: Mapping[str, Any], name: str, most_at_first: int = FIRST_ROWS) -> int:
        there = rows.how_many(shown, name)
        return there if "again" in shown else max(there + (1 if name == "rules" else EMPTY_ROWS), most_at_first)

    @property
    def groups(self) -> list[tuple[str, str, list[list[forms.BoundField]]]]:
        """The rows by name: their name, legend, and the boxes of each."""
        names = [*self.row_names, *(["rules"] if self.rule_count else [])]
        return [(name, LEGENDS.get(name, name), self._boxes(name)) for name in names]

    @property
    def alone(self) -> list[forms.BoundField]:
        """The boxes that stand in no row, in order."""
        return [self[name] for name in self.fields if not rows.BOX.fullmatch(name) and name != "together"]

    def _boxes(self, name: str) -> list[list[forms.BoundField]]:
        count = self.rule_count if name == "rules" else rows.how_many(self.fields, name)
        return [[self[key] for key in self.fields if key.startswith(f"{name}-{at}-")] for at in range(count)]

    def clean_key(self) -> str:
        """A key, or "" to have one made."""
        key = str(self.cleaned_data["key"]).strip()
        if key and not KEY.fullmatch(key):
            raise ValidationError("Begin with a letter. Then use letters, digits and _ only.")
        return key

    def clean(self) -> dict[str, Any]:
        """The whole question, as data, in `question`; what is wrong with it stands at its boxes."""
        cleaned = super().clean() or {}
        made = {name: value for name, value in self.before.items() if name not in self._boxed() | self._foreign()}
        made |= {"type": self.kind.key, "text": merged(self.before.get("text", {}), self.texts("text"))}
        made["key"] = cleaned.get("key") or self.before.get("key") or free_key(_key_from(self.texts("text")), set())
        hint = merged(self.before.get("hint", {}), self.texts("hint"))
        if hint and not hint.get("en", {}).get("standard"):
            self.add_error("hint", "Write it in standard English first.")
        made |= {"hint": hint} if hint else {}
        for name in ("label", "attribute"):
            made |= {name: cleaned[name].strip()} if cleaned.get(name, "").strip() else {}
        made |= {"required": True} if cleaned.get("required") else {}
        made |= {"asked": False} if cleaned.get("known") else {}
        for name in self.parts:
            value = cleaned.get(name)
            if value is not None and value != "" and value is not False:
                made[name] = value.isoformat() if isinstance(value, date) else value
        for name in self.row_names:
            if found := self.rows_typed(name, self.before.get(name, [])):
                made[name] = found
        try:
            combinations = combinations_in(cleaned.get("left_out", ""))
            made |= {"left_out": combinations} if combinations else {}
        except ValueError as line:
            self.add_error("left_out", f"“{line}” is no combination. {LEFT_OUT}.")
        rules = rules_typed(self, self.earlier, self.rule_count, self.before.get("only_if"))
        made |= {"only_if": rules} if rules else {}
        self.question: Item = {name: made[name] for name in sorted(made, key=[*self.before, *made].index)}
        if not self.errors:
            self._check()
        return cleaned

    def _boxed(self) -> set[str]:
        """The parts of a question that this form decides; what else it holds is kept."""
        taken = {"key", "type", "text", "hint", "label", "required", *self.parts, *self.row_names}
        taken |= {"left_out"} & set(self.fields)
        taken |= {"attribute", "asked"} if self.kind.may_be_attribute else set()
        return taken | ({"only_if"} if self.earlier else set())

    def _foreign(self) -> set[str]:
        """What another type takes and this one does not, where the question was of another."""
        if self.before.get("type", self.kind.key) == self.kind.key:
            return set()
        return {*SINGLE, *LISTED, "left_out"} - OWN - self.kind.takes | (set() if self.kind.may_be_attribute else {"attribute", "asked"})

    def _check(self) -> None:
        alone = {name: value for name, value in self.question.items() if name != "only_if"}
        try:
            read([{"key": "s", "title": OTHER["text"], "questions": [OTHER, alone]}])
        except ValidationError as error:
            for message in error.messages:
                words = re.sub(r"^(Question “[^”]*”|Section 1, question 2),? ?:? ?", "", message)
                self.add_error(self._beside(words), words[:1].upper() + words[1:])

    def _beside(self, words: str) -> str | None:
        """The box that a sentence is about: one it names, else the first of the rows it speaks of."""
        named = next((name for name in re.findall(r"“(\w+)”", words) if name in self.fields), None)
        rows_named = (name for name in self.row_names if f"“{name}”" in words or LISTED[name][0] in words)
        first = next((f"{name}-0-text" for name in rows_named if f"{name}-0-text" in self.fields), None)
        return named or first or ("attribute" if "attribute" in words and "attribute" in self.fields else None)


def typed_question(question: Item) -> dict[str, str]:
    """A question as the boxes of its form hold it."""
    typed = {**typed_texts("text", question["text"]), **typed_texts("hint", question.get("hint", {}))}
    typed |= {name: str(question[name]) for name in SINGLE if name in question and name not in {"required", "asked"}}
    typed |= {"key": question["key"], "required": "on" if question.get("required") else ""}
    typed |= {"known": "on" if question.get("asked") is False else "", "left_out": lines_of(question.get("left_out", []))}
    for name in LISTED:
        typed |= typed_rows(name, question.get(name, []))
    return typed | typed_rules(question.get("only_if"))


def _key_from(texts: Any) -> str:
    words = re.findall(r"[A-Za-z0-9]+", texts.get("en", {}).get("standard", "").lower())
    made = "_".join(words[:4])[:40].strip("_")
    return made if KEY.fullmatch(made) else f"q_{made}"[:40].strip("_")
