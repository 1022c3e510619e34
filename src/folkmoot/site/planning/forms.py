"""What staff write of a plan: a form for each step, and those of rounds, decisions, checks and what was reached."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from folkmoot.site.involvement.stages import LEVELS, Level
from folkmoot.site.planning.answers import LONGEST
from folkmoot.site.planning.communities import Community
from folkmoot.site.planning.gunning import ASKS, Check
from folkmoot.site.planning.methods import NEEDS, WAYS
from folkmoot.site.planning.risk import LEAST, PROMISES, Proposed
from folkmoot.site.renditions import Reader, render
from folkmoot.site.text_forms import TextsForm, day

SPARE = 3  # empty rows below those that are filled in
MOST_MONEY = 10_000_000
MOST_HOURS = 100_000


def _line(label: str, *, hint: str = "", initial: str = "") -> forms.CharField:
    too_long = {"max_length": f"{label}: write at most {LONGEST} characters."}
    return forms.CharField(label=label, help_text=hint, required=False, max_length=LONGEST, initial=initial, error_messages=too_long)


def _number(label: str, most: int, *, hint: str = "", required: bool = True, initial: int | None = None) -> forms.IntegerField:
    wrong = f"{label}: give a whole number from 0 to {most:,}."
    messages = {"required": wrong, "invalid": wrong, "min_value": wrong, "max_value": wrong}
    return forms.IntegerField(
        label=label,
        help_text=hint,
        required=required,
        min_value=0,
        max_value=most,
        initial=initial,
        widget=forms.TextInput(),
        error_messages=messages,
    )


def _levels() -> list[tuple[str, str]]:
    return [(level.value, f"{LEVELS[level].name}: {render(LEVELS[level].promise, Reader()).words}") for level in PROMISES]


class LearnForm(forms.Form):
    """Research questions, each with who should answer it: those there are and a few empty rows."""

    def __init__(self, *args: Any, held: Sequence[Mapping[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posted = sum(key.startswith("question_") for key in self.data) if self.is_bound else 0
        self.rows = max(posted, len(held) + SPARE)
        for number in range(1, self.rows + 1):
            row = held[number - 1] if number <= len(held) else {}
            self.fields[f"question_{number}"] = _line(f"Question {number}", initial=row.get("question", ""))
            self.fields[f"who_{number}"] = _line(f"Who should answer question {number}?", initial=row.get("who", ""))

    @property
    def given(self) -> Any:
        """The rows with anything in them."""
        typed = self.cleaned_data
        rows = [{"question": typed[f"question_{n}"].strip(), "who": typed[f"who_{n}"].strip()} for n in range(1, self.rows + 1)]
        return [row for row in rows if row["question"] or row["who"]]


class CommunitiesForm(forms.Form):
    """Each proposed community: kept, changed, or left out with a reason; and others."""

    def __init__(self, *args: Any, held: Mapping[str, Any], proposed: Sequence[Community], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposed = proposed
        heard = {row["key"]: row for row in held.get("heard", [])}
        left = {row["key"]: row for row in held.get("left", [])}
        for one in proposed:
            who = heard.get(one.key, {}).get("who", one.who)
            self.fields[f"who_{one.key}"] = _line(who, hint=f"{one.why} You can change these words.", initial=who)
            self.fields[f"why_not_{one.key}"] = _line(
                f"Not heard? Why not? ({who})",
                hint="Leave this empty if you will hear from them. Everyone can read the reason.",
                initial=left.get(one.key, {}).get("reason", ""),
            )
        own = "\n".join(row["who"] for row in held.get("heard", []) if row["key"] == "own")
        self.fields["others"] = forms.CharField(
            label="Who else?",
            help_text="One community on each line. Groups, nobody’s name.",
            required=False,
            max_length=5000,
            initial=own,
            widget=forms.Textarea(attrs={"rows": 4}),
        )

    @property
    def given(self) -> Any:
        """Who will be heard, and who will not with the reason."""
        typed, heard, left = self.cleaned_data, [], []
        for one in self.proposed:
            row = {"key": one.key, "who": typed[f"who_{one.key}"].strip() or one.who, "why": one.why}
            reason = typed[f"why_not_{one.key}"].strip()
            if reason:
                left.append(row | {"reason": reason})
            else:
                heard.append(row)
        own = [line.strip() for line in typed["others"].splitlines() if line.strip()]
        return {"heard": heard + [{"key": "own", "who": who, "why": ""} for who in own], "left": left}


class RiskForm(forms.Form):
    """The risk band, with the reason; the record's own proposal is chosen before."""

    def __init__(self, *args: Any, held: Mapping[str, Any], proposed: Proposed, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["band"] = forms.ChoiceField(
            label="How much could go wrong for people?",
            help_text=f"From the record we propose “{LEAST[proposed.band].name}”. {' '.join(proposed.reasons)}",
            choices=[(band.value, f"{least.name}: {render(least.words, Reader()).words}") for band, least in LEAST.items()],
            widget=forms.RadioSelect,
            initial=held.get("band", proposed.band.value),
            error_messages={"required": "Choose how much could go wrong for people."},
        )
        self.fields["reason"] = _line(
            "Why?", hint="Everyone can read this.", initial=held.get("reason", " ".join(proposed.reasons)[:LONGEST])
        )

    @property
    def given(self) -> Any:
        """The band and its reason."""
        return {"band": self.cleaned_data["band"], "reason": self.cleaned_data["reason"].strip()}


class PromiseForm(TextsForm):
    """The level of participation that is promised, and in which words."""

    def __init__(self, *args: Any, held: Mapping[str, Any], least: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"] = forms.ChoiceField(
            label="How much do people decide?",
            help_text=least,
            choices=_levels(),
            widget=forms.RadioSelect,
            initial=held.get("level", ""),
            error_messages={"required": "Choose how much people decide."},
        )
        self.add_texts("words", "What will you do with what people say?", hint="Everyone can read this.", initial=held.get("words"))

    @property
    def given(self) -> Any:
        """The level and the words."""
        return {"level": self.cleaned_data["level"], "words": self.texts("words")}


class MethodsForm(forms.Form):
    """What the ways to ask are compared on."""

    def __init__(self, *args: Any, held: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["needs"] = forms.MultipleChoiceField(
            label="What do you need?",
            choices=[(key, need.ask) for key, need in NEEDS.items()],
            widget=forms.CheckboxSelectMultiple,
            initial=held.get("needs", []),
            required=False,
        )
        self.fields["pounds"] = _number(
            "How many pounds do you have for one round?", MOST_MONEY, required=False, initial=held.get("pounds")
        )
        self.fields["weeks"] = _number("In how many weeks do you need a result?", 520, required=False, initial=held.get("weeks"))

    @property
    def given(self) -> Any:
        """The needs and the limits."""
        return {key: self.cleaned_data[key] for key in ("needs", "pounds", "weeks")}


class RoundForm(TextsForm):
    """A round: a way to ask, a question, dates and what it is planned to cost."""

    def __init__(self, *args: Any, held: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["method"] = forms.ChoiceField(
            label="Which way to ask?",
            choices=[("", "Choose one"), *((way.key, f"{way.name} ({way.size.lower()}, {way.days})") for way in WAYS.values())],
            initial=held.method if held else "",
            error_messages={"required": "Choose a way to ask."},
        )
        self.add_texts("question", "What is asked?", rows=2, initial=held.question if held else None)
        self.fields["starts"] = day("First day", initial=held.starts if held else None)
        self.fields["ends"] = day("Last day", initial=held.ends if held else None)
        self.fields["pounds"] = _number("Planned cost in pounds", MOST_MONEY, initial=held.pounds if held else None)
        self.fields["hours"] = _number("Planned hours of staff", MOST_HOURS, initial=held.hours if held else None)

    @property
    def given(self) -> dict[str, Any]:
        """The round, as domain functions take it."""
        typed = self.cleaned_data
        return {"question": self.texts("question")} | {key: typed[key] for key in ("method", "starts", "ends", "pounds", "hours")}


class LinkForm(forms.Form):
    """Which engagement is part of a round."""

    def __init__(self, *args: Any, asked: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["engagement"] = forms.ChoiceField(
            label="Which engagement?", choices=[("", "Choose one"), *asked], error_messages={"required": "Choose an engagement."}
        )


class DecideForm(TextsForm):
    """What was learnt in a round, what changes, and who decided."""

    def __init__(self, *args: Any, findings: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_texts("learnt", "What was learnt?", hint="Everyone can read this.")
        if findings:
            self.fields["findings"] = forms.MultipleChoiceField(
                label="Which findings is this?", choices=list(findings), widget=forms.CheckboxSelectMultiple, required=False
            )
        self.add_texts("changes", "What changes because of it?", hint="If nothing changes, say why not.")
        self.fields["goes_on"] = forms.ChoiceField(
            label="What now?",
            choices=[("yes", "Go on"), ("no", "Stop: no further round opens")],
            widget=forms.RadioSelect,
            error_messages={"required": "Choose whether to go on."},
        )
        self.fields["office"] = forms.CharField(
            label="Who decided?",
            help_text="An office or a group, nobody’s name.",
            max_length=120,
            error_messages={"required": "Who decided? Name an office or a group.", "max_length": "Write at most 120 characters."},
        )
        self.fields["on"] = day("On which day?")


class CheckForm(TextsForm):
    """What the body says of one check."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["check"] = forms.ChoiceField(
            label="Which check?",
            choices=[("", "Choose one"), *((check.value, ASKS[check]["en"]["standard"]) for check in Check)],
            error_messages={"required": "Choose a check."},
        )
        self.add_texts("words", "What do you say?", hint="Say what you did and when. If an answer is late, say why.")
        self.fields["evidence"] = forms.CharField(
            label="Where can people see it?",
            help_text="A page here, such as /i/…/notice, or an address that begins with https://.",
            required=False,
            max_length=200,
        )


class ReachedForm(TextsForm):
    """How much of a part people had in the end."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"] = forms.ChoiceField(
            label="How much of a part did people have in the end?",
            choices=[(key, words.split(":")[0]) for key, words in _levels()],
            widget=forms.RadioSelect,
            error_messages={"required": "Choose how much of a part people had."},
        )
        self.add_texts("words", "What shows it?", hint="If it was less than you promised, say why.")


def least_words(band: str) -> str:
    """What a risk band asks for at least, in a sentence for the officer."""
    least = next(facts for key, facts in LEAST.items() if key.value == band)
    talk = ", one of them with time to weigh reasons" if least.deliberative else ""
    level = LEVELS[Level(least.level)].name
    return f"The risk is {least.name.lower()}: at least “{level}”, {least.days} days to answer, and {least.rounds} rounds{talk}."
