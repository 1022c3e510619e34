"""What staff write about documents: their outline, clauses, what a second person says, signatures and evidence."""

from typing import Any

from django import forms

from folkmoot.site.documents.domain import Withhold
from folkmoot.site.documents.domain.evidencing import LONGEST_ADDRESS, LONGEST_REASON
from folkmoot.site.documents.kinds import KINDS, OWNER_WORDS, WITHHOLDING_WORDS, KindFacts, Need
from folkmoot.site.text_forms import TextsForm, day

NOT_WITHHELD = ("", "No: everyone reads it")


class WithholdForm(TextsForm):
    """A form in which something may be withheld, with a reason and words."""

    def add_withholding(self, label: str, given: Any) -> None:
        """The reason, and the words that everyone reads in place of the text."""
        reasons = [NOT_WITHHELD, *((reason.value, words) for reason, words in WITHHOLDING_WORDS.items())]
        self.fields["withhold"] = forms.ChoiceField(label=label, choices=reasons, required=False, initial=(given or {}).get("reason", ""))
        hint = "Everyone reads these words in its place. Say what kind of thing it is, and why it must wait."
        self.add_texts("why", "If it is withheld: why.", hint=hint, required=False, rows=2, initial=(given or {}).get("words"))

    def withholding(self) -> Withhold | None:
        """What was chosen, or None."""
        reason = self.cleaned_data.get("withhold", "")
        return Withhold(reason, self.texts("why")) if reason else None


class BeginForm(TextsForm):
    """A new document of one kind, kept by one of `owners`."""

    slug = forms.SlugField(
        label="Its address",
        max_length=80,
        help_text="Small letters, digits and hyphens, such as data-charter. It stands in links and never changes.",
        error_messages={"required": "Give it an address.", "invalid": "Use letters, digits and hyphens only."},
    )

    def __init__(self, *args: Any, facts: KindFacts, owners: list[Any], parties: list[Any], initiatives: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_texts("title", "What is it called?", rows=1)
        self.fields["owner"] = _one("Which organisation keeps it?", owners, hint=f"This kind is kept by {OWNER_WORDS[facts.owner]}.")
        if facts.has_parties:
            add_parties(self, parties, [])
        if facts.initiative is not Need.NEVER:
            needed = facts.initiative is Need.MUST
            choices = [("", "Choose one" if needed else "None"), *((i.slug, i.title["en"]["standard"]) for i in initiatives)]
            self.fields["initiative"] = forms.ChoiceField(
                label="Which use of data is it about?",
                choices=choices,
                required=needed,
                error_messages={"required": "Choose the initiative that it reports on."},
            )


def add_parties(form: forms.Form, found: list[Any], given: list[str]) -> None:
    """Who agrees, of some organisations."""
    form.fields["parties"] = forms.MultipleChoiceField(
        label="Who agrees?",
        choices=[(o.slug, o.name) for o in found],
        initial=given,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose two organisations or more that agree."},
    )


class OutlineForm(WithholdForm):
    """A draft's title, who agrees, and whether all of it is withheld."""

    def __init__(self, *args: Any, facts: KindFacts, draft: dict[str, Any], parties: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_texts("title", "What is it called?", rows=1, initial=draft["title"])
        if facts.has_parties:
            add_parties(self, parties, draft["parties"])
        if facts.may_be_withheld:
            self.add_withholding("Is all of it withheld?", draft["withheld"])


class ClauseForm(WithholdForm):
    """A clause of a draft; `seen` is the hash of what the writer last read of it, `now` of what it says now ("" for a new one)."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, clause: dict[str, Any] | None, position: int, now: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={"seen": now}, **kwargs)
        self.now, self.is_stale = now, False
        given = clause or {"heading": {}, "text": {}, "withheld": None, "prompt": ""}
        self.add_texts("heading", "Its heading.", rows=1, initial=given["heading"])
        hint = "One promise or rule to a clause. Leave an empty line between paragraphs. To quote someone, write {quote:the-key}."
        prompt = f"What to write here: {given['prompt']} " if given["prompt"] else ""
        self.add_texts("text", "Its text.", hint=prompt + hint, required=False, rows=8, initial=given["text"])
        self.fields["position"] = forms.IntegerField(
            label="Its number",
            min_value=1,
            initial=position,
            error_messages={
                "required": "Give it a number.",
                "invalid": "Give a whole number.",
                "min_value": "Clauses are counted from 1.",
            },
        )
        self.add_withholding("Is its text withheld?", given["withheld"])

    def clean(self) -> dict[str, Any]:
        """When someone else changed the clause meanwhile, nothing is saved once; saving again puts this in its place, knowingly."""
        if self.now and self.cleaned_data.get("seen") != self.now:
            self.is_stale = True
            self.data = self.data.copy()
            self.data["seen"] = self.now
            words = "Someone else changed this clause while you wrote. What it says now stands above. Save again to put yours in its place."
            self.add_error(None, words)
        return self.cleaned_data


class SureForm(forms.Form):
    """That something may go."""

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sure"] = forms.BooleanField(label=label, error_messages={"required": "Tick this to go on."})


class ApproveForm(forms.Form):
    """What a second person says of a draft; `seen` is the hash of what they read."""

    seen = forms.CharField(widget=forms.HiddenInput)
    what = forms.ChoiceField(
        label="What should happen with it?",
        choices=[
            ("publish", "Publish it as the next version, for good"),
            ("comment", "Put it out for comment, until a day"),
            ("return", "Send it back, with words"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what should happen with it."},
    )
    until = day("If it goes out for comment: until which day", required=False)
    reason = forms.CharField(
        label="If it goes back: what must change",
        help_text="Colleagues who write it read this.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    read = forms.BooleanField(label="I have read all of it", error_messages={"required": "Read all of it, then tick this."})

    def clean(self) -> dict[str, Any]:
        """A day for comments, words for sending back."""
        typed = self.cleaned_data
        if typed.get("what") == "comment" and not typed.get("until") and "until" not in self.errors:
            self.add_error("until", "Give the day until which people can comment.")
        if typed.get("what") == "return" and not typed.get("reason", "").strip():
            self.add_error("reason", "Say what must change, so that it can be put right.")
        return typed


class SignForm(forms.Form):
    """That one of some organisations signs."""

    office = forms.CharField(
        label="Who signed it",
        max_length=120,
        help_text="An office, such as: The Chief Executive.",
        error_messages={"required": "Say which office signed it.", "max_length": "Say it in 120 characters at most."},
    )
    on = day("Day it was signed")

    def __init__(self, *args: Any, organisations: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = _one("For which organisation", organisations)
        self.order_fields(["organisation"])


class LeaveForm(TextsForm):
    """That one of some organisations leaves."""

    def __init__(self, *args: Any, organisations: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = _one("Which organisation leaves", organisations)
        self.fields["on"] = day("From which day")
        self.add_texts("reason", "Why it leaves.", hint="Everyone reads this.", rows=3)


class EvidenceForm(TextsForm):
    """What shows that a clause is kept."""

    def __init__(self, *args: Any, clauses: list[tuple[str, str]], commitments: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clause"] = forms.ChoiceField(
            label="Which clause?", choices=[("", "Choose one"), *clauses], error_messages={"required": "Choose a clause."}
        )
        promises = [(str(c.number), f"{c.number}: {c.words['en']['standard']}") for c in commitments]
        self.fields["commitment"] = forms.ChoiceField(
            label="A promise that shows it", choices=[("", "None: an address, below"), *promises], required=False
        )
        self.fields["address"] = forms.CharField(
            label="Or an address that shows it",
            max_length=LONGEST_ADDRESS,
            help_text="Of this site, such as /i/warm-homes, or one that begins with https://.",
            required=False,
            error_messages={"max_length": f"An address has {LONGEST_ADDRESS} characters at most."},
        )
        self.add_texts("words", "What it shows, in a line.", required=False, rows=2)
        self.fields["on"] = day("Since which day", required=False, hint="Leave it empty for today.")


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(
        label="Why it no longer stands",
        max_length=LONGEST_REASON,
        error_messages={"required": "Say why.", "max_length": f"Say it in {LONGEST_REASON} characters at most."},
    )


class KindForm(forms.Form):
    """Which kind of document to begin."""

    kind = forms.ChoiceField(
        label="What kind of document?",
        choices=[(kind.value, f"{facts.name}. {facts.purpose}") for kind, facts in KINDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a kind."},
    )


def _one(label: str, found: list[Any], hint: str = "") -> forms.ChoiceField:
    choices = [("", "Choose one"), *((o.slug, o.name) for o in found)]
    return forms.ChoiceField(label=label, choices=choices, help_text=hint, error_messages={"required": "Choose an organisation."})
