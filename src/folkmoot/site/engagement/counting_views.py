"""How the answers of a draft are counted: chosen from its questions, or written as a plan."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from folkmoot.site.access import staff
from folkmoot.site.engagement import domain
from folkmoot.site.engagement.counting import (
    KINDS,
    NO,
    PARTS,
    YES,
    Choices,
    attributes_of,
    choices_in,
    countable,
    guessed,
    scales_of,
    tables_of,
)
from folkmoot.site.engagement.forms import PlanField
from folkmoot.site.engagement.staff_views import done, engagement_of
from folkmoot.site.engagement.states import State
from folkmoot.site.errors import NotNow
from folkmoot.site.toml_text import toml_text

AS_TABLES = ("statements", "analyses", "cards")


class ChoicesForm(forms.Form):
    """What each answer counts as, which questions are published, and by which groups."""

    def __init__(self, *args: Any, questionnaire: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scales, self.shown = scales_of(questionnaire), choices
        self.questions = [(question.key, question.text["en"]["standard"]) for question in countable(questionnaire)]
        labels = {question.attribute: question.label for question in questionnaire.questions if question.attribute}
        self.attributes = [(name, labels.get(name, name)) for name in dict.fromkeys((*attributes_of(questionnaire), *choices.factors))]
        for at, (scale, kinds) in enumerate(zip(self.scales, choices.kinds, strict=True)):
            for place, word in enumerate(scale.words):
                self.fields[f"counts-{at}-{place}"] = forms.ChoiceField(
                    label=f"“{word}” counts as", choices=KINDS.items(), initial=kinds[word]
                )
        words = {"invalid_choice": "Choose from the questions shown."}
        self.fields["published"] = forms.MultipleChoiceField(choices=self.questions, required=False, error_messages=words)
        self.fields["factors"] = forms.MultipleChoiceField(choices=self.attributes, required=False, error_messages=words)

    @property
    def blocks(self) -> list[tuple[Any, list[Any]]]:
        """Each scale with its fields."""
        return [(scale, [self[f"counts-{at}-{place}"] for place in range(len(scale.words))]) for at, scale in enumerate(self.scales)]

    @property
    def ticked(self) -> Mapping[str, Any]:
        """What is ticked: as it was sent, or as it is now."""
        if self.is_bound:
            return {name: self.data.getlist(name) for name in ("published", "factors")}
        return {"published": self.shown.published, "factors": self.shown.factors}

    def clean(self) -> dict[str, Any]:
        """Something counts as yes and something as no, and something is published."""
        given = super().clean() or {}
        for at, scale in enumerate(self.scales):
            kinds = {given.get(f"counts-{at}-{place}") for place in range(len(scale.words))}
            wanted = set(scale.questions) & set(given.get("published", ()))
            if wanted and not {YES, NO} <= kinds:
                self.add_error(f"counts-{at}-0", f"One of “{'”, “'.join(scale.words)}” must count as yes, and one as no.")
        if not given.get("published"):
            self.add_error("published", "Tick one question at least.")
        return given

    @property
    def chosen(self) -> Choices:
        """As `tables_of` takes it."""
        given = self.cleaned_data
        kinds = [{word: given[f"counts-{at}-{place}"] for place, word in enumerate(scale.words)} for at, scale in enumerate(self.scales)]
        return Choices(tuple(kinds), frozenset(given["published"]), tuple(given["factors"]))


class TextForm(forms.Form):
    """The same as text, for those who write plans."""

    plan = PlanField(label="The plan as text", error_messages={"required": "Say what is estimated."})


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def counting(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose how the answers of a draft are counted and what is published of them."""
    found = engagement_of(request, slug)
    if found.state != State.DRAFT:
        raise NotNow("People can answer already, or could: how their answers are counted stays as it was said to them.")
    questionnaire = found.version.questionnaire
    choices, go = choices_in(found.config, questionnaire), request.POST.get("go", "")
    form = ChoicesForm(request.POST if go == "choose" else None, questionnaire=questionnaire, choices=choices or guessed(questionnaire))
    text = TextForm(request.POST if go == "text" else None, initial={"plan": _text(found.config)})
    tables = tables_of(questionnaire, form.chosen) if form.is_valid() else text.cleaned_data["plan"] if text.is_valid() else None
    sent = text if go == "text" else form
    if tables is not None and done(sent, lambda: domain.change_counting(by=request.user, engagement=found, tables=tables)):
        messages.success(request, "The answers will be counted so.")
        return redirect("engagement:engagement", slug)
    context = {"engagement": found, "form": form, "text": text, "sent": sent, "written": choices is None}
    return render(request, "engagement/staff_counting.jinja", context, status=400 if sent.errors else 200)


def _text(config: Mapping[str, Any]) -> str:
    parts = {name: config[name] for name in PARTS if config.get(name)}
    return toml_text(_without_nothing(parts), tables=AS_TABLES)


def _without_nothing(held: Any) -> Any:
    """TOML has no word for nothing, and a plan reads a part that is not there as nothing."""
    if isinstance(held, Mapping):
        return {name: _without_nothing(inner) for name, inner in held.items() if inner is not None}
    return [_without_nothing(inner) for inner in held] if isinstance(held, list | tuple) else held
