"""The boxes for parts of sections and questions, made from the tables that questionnaires are checked by; and what was typed, as data."""

from collections.abc import Mapping
from typing import Any

from django import forms

from folkmoot.site.editor import rows
from folkmoot.site.engagement.questionnaire_rules import LISTED, SIGNS, SINGLE
from folkmoot.site.renditions import LONGEST, Texts
from folkmoot.site.text_forms import RENDITIONS, TextsForm

LEGENDS = {"options": "Answers", "rows": "Statements", "varied": "Features", "information": "Paragraphs to read", "rules": "Rules"}
ONES = {"options": "Answer", "rows": "Statement", "varied": "Feature", "information": "Paragraph", "rules": "Rule"}
LABELS = {
    "least": "The smallest number it takes",
    "most": "The most it takes",
    "longest": "The most letters it takes",
    "cards": "How many cards each person gets",
    "earliest": "The first day it takes",
    "latest": "The last day it takes",
    "look_up": "The short name of its look-up of areas",
}
MARKS = {"alone": "Excludes all other answers", "missing": "Counts as no answer, such as “Prefer not to say”"}
LEVELS = "One level a line: what is stored | English | easy read | Welsh. The last two may be left out."


def single_field(name: str) -> forms.Field:
    """A box for a part that is one value, by what the table says it must be."""
    kind, words = SINGLE[name]
    label = LABELS.get(name, name.replace("_", " ").capitalize())
    if kind is int:
        return forms.IntegerField(label=label, required=False, error_messages={"invalid": f"{label}: write a whole number in digits."})
    if kind is bool:
        return forms.BooleanField(label=label, required=False)
    if words == "a day":
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return forms.DateField(label=label, required=False, widget=widget, error_messages={"invalid": f"{label}: give a day that exists."})
    return forms.CharField(label=label, required=False, max_length=200)


class PartsForm(TextsForm):
    """A form with texts and with rows, each row a text and what else it may have."""

    row_names: tuple[str, ...] = ()

    def add_rows(self, name: str, parts: frozenset[str], count: int) -> None:
        """Boxes for `count` rows."""
        self.row_names = (*self.row_names, name)
        one = ONES.get(name, LISTED[name][0].capitalize() if name in LISTED else name.capitalize())
        for at in range(count):
            row = f"{name}-{at}"
            for suffix, language, _, note in RENDITIONS:
                widget: Any = forms.TextInput(attrs={"lang": language})
                if name == "information":
                    widget = forms.Textarea(attrs={"rows": 3, "lang": language})
                self.fields[f"{row}-text{suffix}"] = forms.CharField(
                    label=f"{one} {at + 1}{note}", required=False, max_length=LONGEST, widget=widget
                )
            if "value" in parts:
                self.fields[f"{row}-value"] = forms.CharField(
                    label="What is stored", required=False, max_length=200, help_text="The English words when you leave this empty."
                )
            if "sign" in parts:
                choices = [("", "None"), *((sign, sign.capitalize()) for sign in SIGNS)]
                self.fields[f"{row}-sign"] = forms.ChoiceField(label="Sign in easy read", choices=choices, required=False)
            for mark in (mark for mark in MARKS if mark in parts):
                self.fields[f"{row}-{mark}"] = forms.BooleanField(label=MARKS[mark], required=False)
            if "levels" in parts:
                area = forms.Textarea(attrs={"rows": 4})
                self.fields[f"{row}-levels"] = forms.CharField(label="Levels", help_text=LEVELS, required=False, widget=area)

    def rows_typed(self, name: str, before: list[Any]) -> list[dict[str, Any]]:
        """The rows of which something was typed, as data. What a row held beyond its boxes is kept, by what it stores."""
        held = {one.get("value"): one for one in before if isinstance(one, dict)}
        found = []
        for at in range(rows.how_many(self.fields, name)):
            row, texts = f"{name}-{at}", self.texts(f"{name}-{at}-text")
            value = self.cleaned_data.get(f"{row}-value", "").strip()
            levels = self.cleaned_data.get(f"{row}-levels", "")
            if not texts and not value and not levels:
                continue
            if not texts.get("en", {}).get("standard"):
                self.add_error(f"{row}-text", "Write the words in standard English first.")
                continue
            made: dict[str, Any] = {"value": value or texts["en"]["standard"].strip()[:200].strip()}
            known = held.get(made["value"], {})
            made["text"] = merged(known.get("text", {}), texts)
            sign = self.cleaned_data.get(f"{row}-sign", known.get("sign", ""))
            made |= {"sign": sign} if sign else {}
            for mark in MARKS:
                if self.cleaned_data.get(f"{row}-{mark}", known.get(mark)):
                    made[mark] = True
            if f"{row}-levels" in self.fields:
                made["levels"] = self._levels(f"{row}-levels", levels, known.get("levels", []))
            found.append(made)
        return found

    def _levels(self, field: str, typed: str, before: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if typed.replace("\r\n", "\n").strip() == level_lines(before).strip():
            return before
        found = []
        for line in typed.splitlines():
            parts = [part.strip() for part in line.split("|")]
            if not any(parts):
                continue
            if len(parts) > 4 or not parts[0]:
                self.add_error(field, f"“{line.strip()}” is no level. {LEVELS}")
                continue
            value, english, easy, welsh = (*parts, "", "", "")[:4]
            texts: dict[str, dict[str, str]] = {"en": {"standard": english or value}}
            texts["en"] |= {"easy": easy} if easy else {}
            texts |= {"cy": {"standard": welsh}} if welsh else {}
            found.append({"value": value, "text": texts})
        return found


def typed_texts(name: str, texts: Texts) -> dict[str, str]:
    """A text as its boxes hold it."""
    return {name + suffix: texts.get(language, {}).get(style, "") for suffix, language, style, _ in RENDITIONS}


def typed_rows(name: str, listed: list[dict[str, Any]]) -> dict[str, str]:
    """Rows as their boxes hold them."""
    typed: dict[str, str] = {}
    for at, one in enumerate(listed):
        row = f"{name}-{at}"
        typed |= typed_texts(f"{row}-text", one["text"])
        typed |= {f"{row}-value": one.get("value", ""), f"{row}-sign": one.get("sign", "")}
        typed |= {f"{row}-{mark}": "on" for mark in MARKS if one.get(mark)}
        typed |= {f"{row}-levels": level_lines(one["levels"])} if "levels" in one else {}
    return typed


def level_lines(levels: list[dict[str, Any]]) -> str:
    """Levels, one a line."""
    lines = []
    for level in levels:
        english = level["text"].get("en", {})
        parts = [level["value"], english.get("standard", ""), english.get("easy", ""), level["text"].get("cy", {}).get("standard", "")]
        while not parts[-1]:
            parts.pop()
        lines.append(" | ".join(parts))
    return "\n".join(lines)


def merged(before: Texts, typed: Texts) -> dict[str, dict[str, str]]:
    """What was typed, and of the text before those renditions that there is no box for."""
    boxed = {(language, style) for _, language, style, _ in RENDITIONS}
    made = {language: dict(styles) for language, styles in typed.items()}
    for language, styles in before.items():
        for style, words in styles.items():
            if (language, style) not in boxed:
                made.setdefault(language, {})[style] = words
    return made


def lines_of(combinations: list[Mapping[str, str]]) -> str:
    """Combinations of levels, one a line, as in `purpose=crime, user=nurse`."""
    return "\n".join(", ".join(f"{feature}={level}" for feature, level in one.items()) for one in combinations)


def combinations_in(lines: str) -> list[dict[str, str]]:
    """The combinations in lines. Raises ValueError naming a line that is none."""
    found = []
    for line in (line.strip() for line in lines.splitlines()):
        pairs = [pair.partition("=") for pair in line.split(",")] if line else []
        if any(not sign for _, sign, _ in pairs):
            raise ValueError(line)
        if pairs:
            found.append({feature.strip(): level.strip() for feature, _, level in pairs})
    return found
