"""The form for what a section says."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from folkmoot.site.editor import rows
from folkmoot.site.editor.content import Item
from folkmoot.site.editor.part_fields import LEGENDS, PartsForm, merged, typed_texts
from folkmoot.site.engagement.questionnaire_rules import KEY

STEPS = ("before", *(f"after {number}" for number in range(1, 10)))
PARAGRAPHS = 2


class SectionForm(PartsForm):
    """A section: its title, its introduction, what is to be read in it, and when it is put to people. `before`: what it said, {} if new."""

    def __init__(self, *args: Any, before: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = before
        shown: Mapping[str, Any] = self.data if self.is_bound else self.initial
        self.add_texts("title", "What is its heading?", rows=1)
        self.add_texts("intro", "What stands above its first question?", rows=2, required=False)
        there = rows.how_many(shown, "information")
        self.add_rows("information", frozenset({"text"}), there if "again" in shown else there + PARAGRAPHS)
        self.fields["steps"] = forms.MultipleChoiceField(
            label="When is it put to people?",
            choices=[(step, step.capitalize()) for step in STEPS],
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text="Choose nothing where people are asked once. Otherwise: before they get information, after it, after more of it.",
        )
        self.fields["key"] = forms.CharField(
            label="Its name", required=False, max_length=40, help_text="A letter, then letters, digits and _. We make one when it is empty."
        )

    @property
    def groups(self) -> list[tuple[str, str, list[list[forms.BoundField]]]]:
        """The paragraphs."""
        count = rows.how_many(self.fields, "information")
        boxes = [[self[key] for key in self.fields if key.startswith(f"information-{at}-")] for at in range(count)]
        return [("information", LEGENDS["information"], boxes)]

    @property
    def alone(self) -> list[forms.BoundField]:
        """The boxes that stand in no row, in order."""
        return [self[name] for name in self.fields if not rows.BOX.fullmatch(name)]

    def clean_key(self) -> str:
        """A key, or "" to have one made."""
        key = str(self.cleaned_data["key"]).strip()
        if key and not KEY.fullmatch(key):
            raise ValidationError("Begin with a letter. Then use letters, digits and _ only.")
        return key

    def clean(self) -> dict[str, Any]:
        """The section as data, in `section`. What it holds beyond its boxes is kept."""
        cleaned = super().clean() or {}
        made = {name: value for name, value in self.before.items() if name not in {"key", "title", "intro", "information", "steps"}}
        title = self.texts("title")
        words = "_".join(re.findall(r"[A-Za-z0-9]+", title.get("en", {}).get("standard", "").lower())[:3])[:40].strip("_")
        made["key"] = cleaned.get("key") or self.before.get("key") or (words if KEY.fullmatch(words) else f"part_{words}"[:40].strip("_"))
        made["title"] = merged(self.before.get("title", {}), title)
        intro = merged(self.before.get("intro", {}), self.texts("intro"))
        if intro and not intro.get("en", {}).get("standard"):
            self.add_error("intro", "Write it in standard English first.")
        paragraphs = []
        for at in range(rows.how_many(self.fields, "information")):
            texts = self.texts(f"information-{at}-text")
            if texts and not texts.get("en", {}).get("standard"):
                self.add_error(f"information-{at}-text", "Write it in standard English first.")
            paragraphs += [texts] if texts else []
        made |= {"intro": intro} if intro else {}
        made |= {"information": paragraphs} if paragraphs else {}
        made |= {"steps": cleaned["steps"]} if cleaned.get("steps") else {}
        self.section: Item = {name: made[name] for name in sorted(made, key=[*self.before, *made].index)}
        return cleaned


def typed_section(section: Item) -> dict[str, Any]:
    """A section as the boxes of its form hold it."""
    typed: dict[str, Any] = {"key": section["key"], "steps": section.get("steps", [])}
    typed |= typed_texts("title", section["title"]) | typed_texts("intro", section.get("intro", {}))
    for at, paragraph in enumerate(section.get("information", ())):
        typed |= typed_texts(f"information-{at}-text", paragraph)
    return typed
