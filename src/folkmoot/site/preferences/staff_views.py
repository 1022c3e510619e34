"""The staff's pages: the objections that stand, an answer to one, and the list for use at source."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from folkmoot.site.access import staff
from folkmoot.site.acting import act, attempt
from folkmoot.site.initiatives.queries import TOPICS
from folkmoot.site.people.rules import organisations_where, require
from folkmoot.site.preferences import objections as domain
from folkmoot.site.preferences import queries
from folkmoot.site.preferences.forms import AnswerForm, ExportForm


@staff
@require_safe
def objections(request: HttpRequest) -> HttpResponse:
    """The objections that stand, the oldest first, with what each of one's organisations answered."""
    answers, exports = (organisations_where(request.user, f"preferences.{what}") for what in ("answer", "export"))
    if not answers and not exports:
        require(request.user, "preferences.answer", None)
    context = {"objections": queries.objections(), "answers": answers, "exports": exports, "topics": TOPICS}
    return render(request, "preferences/objections.jinja", context)


@staff
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """An organisation's answer to an objection."""
    require(request.user, "preferences.answer", None)
    found = queries.event_of(number)
    if found is None:
        raise Http404
    organisations = organisations_where(request.user, "preferences.answer")
    form = AnswerForm(request.POST or None, organisations=organisations)

    def do() -> Any:
        typed = form.cleaned_data
        organisation = next(o for o in organisations if o.slug == typed["organisation"])
        return domain.answer_objection(
            by=request.user, organisation=organisation, objection=found, outcome=typed["outcome"], reason=form.texts("reason")
        )

    return act(
        request,
        form,
        do,
        done="It is answered. The person reads it with their reference.",
        to=reverse("preferences:objections"),
        heading=f"Answer objection {number}",
        button="Answer it for good",
        intro=[
            f"It is about: {TOPICS.get(found.family, 'nothing')}.",
            "An objection is upheld unless you show compelling legitimate grounds that override the person's interests, rights and "
            "freedoms, or need the records for legal claims (UK GDPR Article 21(1)). It cannot be changed afterwards.",
        ],
    )


@staff
@never_cache
def export(request: HttpRequest) -> HttpResponse:
    """Make the objection list of one family for one organisation, as a file."""
    require(request.user, "preferences.export", None)
    organisations = organisations_where(request.user, "preferences.export")
    form = ExportForm(request.POST or None, organisations=organisations)
    if request.method == "POST" and form.is_valid():
        chosen = next(o for o in organisations if o.slug == form.cleaned_data["organisation"])
        made = attempt(form, lambda: domain.export_objection_list(by=request.user, organisation=chosen, family=form.cleaned_data["family"]))
        if made is not None:
            name = f"objections-{made[0].family}-{made[0].sha256[:12]}.json"
            headers = {"Content-Disposition": f'attachment; filename="{name}"'}
            return HttpResponse(made[1], content_type="application/json", headers=headers)
    context = {
        "form": form,
        "heading": "Make the objection list",
        "button": "Make the list",
        "intro": [
            "It holds codes and no names. Hold your own records against it before they are encoded for a join, and leave out whom it "
            "finds. It needs the list key, which travels another way. Make a new one for each join: people may change their choice at "
            "any time."
        ],
    }
    return render(request, "act.jinja", context, status=400 if form.errors else 200)
