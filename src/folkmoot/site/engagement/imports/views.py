"""Looking at an export and bringing it in. The file is never kept: it is chosen again to bring it in, and must be the one looked at."""

import hashlib
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.site.access import staff
from folkmoot.site.engagement import queries as engagements
from folkmoot.site.engagement.imports import domain, queries
from folkmoot.site.engagement.imports.forms import MOST_COLUMNS, MOST_MISFITS, ExportForm
from folkmoot.site.engagement.imports.mapping import ColumnMapping, targets_of, write_toml
from folkmoot.site.engagement.imports.preview import Preview, look
from folkmoot.site.engagement.imports.reading import MOST_ROWS, SYSTEMS
from folkmoot.site.errors import NotNow
from folkmoot.site.ordered_json import canonical, compact
from folkmoot.site.people.rules import require

CHANGED = "Something changed since you looked: the file, or what you chose. Look at what would come in now, then bring it in."


@staff
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose a file, look at what would come in, match what did not match, and bring it in."""
    found = _engagement(request, slug)
    form = ExportForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return _page(request, found, form)
    text, export = form.cleaned_data["file"]
    try:
        mapping = form.matched(queries.mapping_of(found, export.system), request.POST)
    except forms.ValidationError as refused:
        form.add_error(None, refused)
        return _page(request, found, form)
    with_incomplete = form.cleaned_data["with_incomplete"]
    seal = _seal(text, mapping, with_incomplete=with_incomplete)
    if request.POST.get("go") == "bring":
        if signing.Signer(salt=slug).sign(seal) == request.POST.get("seal", ""):
            return _bring(request, found, form, mapping)
        form.add_error(None, CHANGED)
    elif request.POST.get("go") == "keep":
        domain.save_mapping(by=request.user, engagement=found, system=export.system, mapping=mapping)
    return _page(
        request, found, form, mapping, look(found, export, mapping, with_incomplete=with_incomplete), signing.Signer(salt=slug).sign(seal)
    )


@staff
@require_safe
def mapping_file(request: HttpRequest, slug: str, system: str) -> HttpResponse:
    """The saved mapping of a system as TOML, to change and to use elsewhere."""
    found = _engagement(request, slug)
    if system not in SYSTEMS:
        raise Http404
    answer = HttpResponse(write_toml(queries.mapping_of(found, system)), content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{slug}-{system}.toml"'
    return answer


def _bring(request: HttpRequest, engagement: Any, form: ExportForm, mapping: ColumnMapping) -> HttpResponse:
    export, with_incomplete = form.cleaned_data["file"][1], form.cleaned_data["with_incomplete"]
    try:
        done = domain.bring_in(by=request.user, engagement=engagement, export=export, mapping=mapping, with_incomplete=with_incomplete)
    except forms.ValidationError as refused:
        form.add_error(None, refused)
    except NotNow as refused:
        form.add_error(None, str(refused))
    else:
        messages.success(request, "The answers are in." if done.added else "Every row that fits was in already. Nothing was added.")
        return redirect("engagement:engagement", engagement.slug)
    return _page(request, engagement, form, mapping, look(engagement, export, mapping, with_incomplete=with_incomplete))


def _page(
    request: HttpRequest,
    engagement: Any,
    form: ExportForm,
    mapping: ColumnMapping | None = None,
    preview: Preview | None = None,
    seal: str = "",
) -> HttpResponse:
    questionnaire = engagement.version.questionnaire
    context: dict[str, Any] = {"engagement": engagement, "form": form, "most_rows": MOST_ROWS, "preview": preview, "seal": seal}
    if preview is not None and mapping is not None:
        labels = {question.key: question.label for question in questionnaire.questions}
        columns = list(enumerate(preview.export.columns))
        misfits = [(key, value, times) for key, values in preview.misfits.items() for value, times in values.most_common()]
        context |= {
            "system": SYSTEMS[preview.export.system],
            "mapping": compact(mapping.data),
            "survey": mapping.survey,
            "matched": [
                (c.name, f"{labels[t.question]}{f' / {t.part}' if t.part else ''}") for _, c in columns if (t := preview.columns[c.name])
            ],
            "unmapped": [(at, column.name) for at, column in columns if preview.columns[column.name] is None][:MOST_COLUMNS],
            "unmapped_more": max(0, len(preview.unmapped) - MOST_COLUMNS),
            "targets": [(t.written, f"{labels[t.question]}{f' / {t.part}' if t.part else ''}") for t in targets_of(questionnaire)],
            "misfits": [
                (at, key, labels[key], value, times, [(o.value, o.text["en"]["standard"]) for o in _question(questionnaire, key).options])
                for at, (key, value, times) in enumerate(misfits[:MOST_MISFITS])
            ],
            "misfits_more": max(0, len(misfits) - MOST_MISFITS),
        }
    return render(request, "imports/bring.jinja", context, status=400 if form.errors else 200)


def _question(questionnaire: Any, key: str) -> Any:
    return next(question for question in questionnaire.questions if question.key == key)


def _seal(text: str, mapping: ColumnMapping, *, with_incomplete: bool) -> str:
    """What was looked at: the file, the mapping and the choice, in one hash."""
    return hashlib.sha256(canonical([text, mapping.data, with_incomplete]).encode()).hexdigest()


def _engagement(request: HttpRequest, slug: str) -> Any:
    found = engagements.find(slug)
    if found is None:
        raise Http404
    require(request.user, "engagement.run", found.initiative.lead)
    return found
