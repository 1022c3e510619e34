"""What staff write about a relationship with a company."""

from typing import Any

from django import forms

from folkmoot.record.documents import english
from folkmoot.site.commerce.content import Content, content_of
from folkmoot.site.commerce.terms import ANSWERS, CRITERIA, PERSONAL_DATA, ROUTES, TEXTS
from folkmoot.site.text_forms import TextsForm, day


class BeginForm(forms.Form):
    """Which organisation deals with which company, and in which use of data, if in one."""

    def __init__(self, *args: Any, organisations: list[Any], companies: list[Any], uses: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label, found in (("organisation", "For which organisation?", organisations), ("partner", "Which company?", companies)):
            choices = [("", "Choose one"), *((o.slug, o.name) for o in found)]
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, error_messages={"required": "Choose one."})
        choices = [("", "In none: it is a relationship in general"), *uses]
        self.fields["initiative"] = forms.ChoiceField(label="In which use of data?", choices=choices, required=False)


class EntryForm(TextsForm):
    """Everything that is said of a relationship. What is left empty can be written later; what is missing is listed before publishing."""

    def __init__(self, *args: Any, before: Content | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_first(before), **kwargs)
        for key, said in TEXTS.items():
            held = before["texts"].get(key) if before else None
            self.add_texts(key, said.ask, hint=said.hint, rows=3, required=False, initial=held)
        self.fields["personal_data"] = forms.ChoiceField(
            label="Records that show who people are",
            choices=list(PERSONAL_DATA.items()),
            widget=forms.RadioSelect,
            help_text="No company is ever given any. If it would get some, this cannot be recorded, and may not be done.",
            error_messages={"required": "Say that it gets none."},
        )
        self.fields["starts"] = day("Since which day", required=False)
        self.fields["ends"] = day("Until which day", hint="Leave it empty while nobody knows.", required=False)
        self.fields["value"] = forms.DecimalField(
            label="What it is worth, in pounds",
            max_digits=12,
            decimal_places=2,
            min_value=0,
            required=False,
            help_text="In all. 0 if nothing.",
        )
        self.fields["value_why"] = forms.CharField(label="If that is not said: why not?", max_length=2_000, required=False)
        self.fields["route"] = forms.ChoiceField(
            label="How was the company chosen?", choices=[("", "Choose one"), *ROUTES.items()], required=False
        )
        self.fields["notice_url"] = forms.URLField(
            label="Where is the contract notice?",
            max_length=500,
            required=False,
            assume_scheme="https",
            error_messages={"invalid": "Give an address that begins with https://, or leave it empty."},
        )
        self.fields["agreement_why"] = forms.CharField(
            label="If the agreement with the company cannot be read here: why not?",
            max_length=2_000,
            required=False,
            help_text="It is published under Documents; a clause may be withheld, with a reason. Leave this empty once it is there.",
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        for key, criterion in CRITERIA.items():
            self.fields[f"criterion_{key}"] = forms.ChoiceField(
                label=english(criterion.asks), choices=[("", "Not answered"), *ANSWERS.items()], required=False
            )
            self.fields[f"why_{key}"] = forms.CharField(
                label=f"{criterion.name}: the reason", max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 2})
            )

    @property
    def content(self) -> Content:
        """The entry's document."""
        typed = self.cleaned_data
        return content_of(
            texts={key: self.texts(key) for key in TEXTS},
            personal_data=typed["personal_data"],
            starts=typed["starts"],
            ends=typed["ends"],
            value=typed["value"],
            value_why=typed["value_why"],
            route=typed["route"],
            notice_url=typed["notice_url"],
            agreement_why=typed["agreement_why"],
            criteria={key: (typed[f"criterion_{key}"], typed[f"why_{key}"]) for key in CRITERIA},
        )


class PublishForm(forms.Form):
    """Which version a second person has read: the one that the page showed, and no later one."""

    number = forms.IntegerField(
        widget=forms.HiddenInput, error_messages=dict.fromkeys(("required", "invalid"), "Read what stands here, then publish it.")
    )


def _first(before: Content | None) -> dict[str, Any]:
    if before is None:
        return {"personal_data": "never"}
    kept = {key: before[key] for key in ("personal_data", "starts", "ends", "value", "value_why", "route", "notice_url", "agreement_why")}
    for key, said in before["criteria"].items():
        kept |= {f"criterion_{key}": said["answer"], f"why_{key}": said["why"]}
    return kept
