"""Rules of routing as boxes that read as words: “Only people whose answer to … is …”, and rules in words for lists."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms

from folkmoot.site.editor.content import Item
from folkmoot.site.engagement.question_types import QUESTION_TYPES
from folkmoot.site.engagement.routing import CHOICE_TESTS, NUMBER_TESTS, TOGETHER, Rule, Rules, parse_rules

TESTS = {
    "answer": "is",
    "not": "is answered, and is not",
    "at_least": "is this number or more",
    "at_most": "is this number or less",
    "answered": "is answered",
    "blank": "is not answered",
}
WAYS = {"all": "all of these", "any": "one of these at least"}
NONE = ("", "No rule")


def add_rule_fields(form: forms.Form, earlier: list[Item], count: int) -> None:
    """Boxes for `count` rules over questions that stand before."""
    form.fields["together"] = forms.ChoiceField(
        label="Ask it of people for whom", choices=list(WAYS.items()), widget=forms.RadioSelect, required=False
    )
    questions = [NONE, *((question["key"], short(question)) for question in earlier)]
    for at in range(count):
        form.fields[f"rules-{at}-question"] = forms.ChoiceField(label="The answer to", choices=questions, required=False)
        form.fields[f"rules-{at}-test"] = forms.ChoiceField(label="What of it", choices=list(TESTS.items()), required=False)
        form.fields[f"rules-{at}-text"] = forms.CharField(
            label="Which answer or number", required=False, max_length=200, help_text="As people read it. Empty for “is answered”."
        )


def typed_rules(only_if: Mapping[str, Any] | None) -> dict[str, str]:
    """Rules as their boxes hold them."""
    if not only_if:
        return {"together": "all"}
    parsed = parse_rules(only_if)
    typed = {"together": parsed.together}
    for at, rule in enumerate(parsed.rules):
        blank = rule.test == "answered" and rule.value is False
        typed |= {f"rules-{at}-question": rule.question, f"rules-{at}-test": "blank" if blank else rule.test}
        typed[f"rules-{at}-text"] = "" if rule.test == "answered" else str(rule.value)
    return typed


def rules_typed(form: Any, earlier: list[Item], count: int, before: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """The rules in the boxes as data, None for none; `before` itself where they say the same. Errors stand at their boxes."""
    by_key = {question["key"]: question for question in earlier}
    found = []
    for at in range(count):
        given = {part: form.cleaned_data.get(f"rules-{at}-{part}", "").strip() for part in ("question", "test", "text")}
        if not given["question"]:
            if given["text"]:
                form.add_error(f"rules-{at}-question", "Choose the question that this rule is about.")
            continue
        value = _value(form, at, by_key[given["question"]], given["test"] or "answer", given["text"])
        if value is not None:
            test = "answered" if given["test"] == "blank" else given["test"] or "answer"
            found.append({"question": given["question"], test: value})
    if not found:
        return None
    together = form.cleaned_data.get("together") or "all"
    made: Mapping[str, Any] = found[0] if len(found) == 1 else {together: found}
    return before if before and _same(before, made) else made


def rule_words(question: Item, questions: list[Item]) -> str:
    """Who is asked a question, in words that name questions and answers as people read them; "" when everybody is."""
    if not question.get("only_if"):
        return ""
    by_key = {one["key"]: one for one in questions}
    parsed = parse_rules(question["only_if"])
    return f" {TOGETHER[parsed.together]} ".join(_spoken(rule, by_key).words for rule in parsed.rules)


def short(question: Item) -> str:
    """A question in few words, for lists."""
    return str(question.get("label") or question["text"]["en"]["standard"])[:80]


def _spoken(rule: Rule, by_key: Mapping[str, Item]) -> Rule:
    asked = by_key.get(rule.question)
    if asked is None:
        return rule
    words = {one["value"]: one["text"]["en"]["standard"] for one in asked.get("options", ())}
    return replace(rule, question=short(asked), value=words.get(rule.value, rule.value) if isinstance(rule.value, str) else rule.value)


def _value(form: Any, at: int, asked: Item, test: str, typed: str) -> Any:
    field = f"rules-{at}-text"
    if test in {"answered", "blank"}:
        return test == "answered"
    if test in NUMBER_TESTS:
        if asked["type"] == "number" and typed.lstrip("-").isdigit() and typed.isascii():
            return int(typed)
        right = asked["type"] == "number"
        form.add_error(field, "Write a whole number in digits." if right else f"“{short(asked)}” does not ask for a number.")
        return None
    options = {one["value"]: one["text"]["en"]["standard"] for one in asked.get("options", ())}
    if test in CHOICE_TESTS and not QUESTION_TYPES[asked["type"]].chosen_from_a_list:
        form.add_error(f"rules-{at}-question", f"“{short(asked)}” has no answers that a rule can name. Choose “is answered”.")
        return None
    for value, words in options.items():
        if typed.casefold() in {value.casefold(), words.casefold()}:
            return value
    form.add_error(field, f"“{typed}” is no answer to “{short(asked)}”. Use one of: {'; '.join(options.values())}.")
    return None


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return _plain(parse_rules(one)) == _plain(parse_rules(other))


def _plain(rules: Rules) -> Rules:
    return replace(rules, together="all") if len(rules.rules) == 1 else rules
