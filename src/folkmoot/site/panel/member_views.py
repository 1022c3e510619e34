"""What a member sees with their private link, and all they can do there: without an account and without a script."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.site.access import public
from folkmoot.site.acting import attempt
from folkmoot.site.panel import domain, queries
from folkmoot.site.panel.forms import AboutForm, WaysForm, about_in, spoken
from folkmoot.site.panel.membership import member_of
from folkmoot.site.panel.models import Member
from folkmoot.site.panel.views import shown
from folkmoot.site.panel.ways import LANGUAGES, SUPPORT, WAYS
from folkmoot.site.panel.wording import PANEL
from folkmoot.site.renditions import Reader, Texts

STANDING = {
    "pause": (domain.pause, PANEL["now_paused"]),
    "resume": (domain.resume, PANEL["now_active"]),
    "leave": (domain.leave_panel, PANEL["now_left"]),
}


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """See what is held; change what one agrees to and says of oneself; pause, come back, leave; be erased, after one more button."""
    member = member_of(token)
    if member is None:
        return shown(request, "nothing", {}, status=404)
    go = request.POST.get("go", "") if request.method == "POST" else ""
    if go == "erase":
        return shown(request, "erase", {"token": token, "panel": member.panel})
    if go == "erase-now":
        domain.erase_member(token=token)
        return shown(request, "erased", {"panel": member.panel})
    if go in STANDING:
        act, texts = STANDING[go]
        act(token=token)
        return _again(request, token, texts)
    return _page(request, token, member, go)


@public
@require_safe
@never_cache
def everything(request: HttpRequest, token: str) -> HttpResponse:
    """Everything that is held about a member, as a file."""
    member = member_of(token)
    if member is None:
        return shown(request, "nothing", {}, status=404)
    made = json.dumps(queries.everything_of(member), indent=1, ensure_ascii=False)
    headers = {"Content-Disposition": 'attachment; filename="what-is-held.json"', "X-Robots-Tag": "noindex"}
    return HttpResponse(made, content_type="application/json", headers=headers)


def _page(request: HttpRequest, token: str, member: Member, go: str) -> HttpResponse:
    held, reader = queries.mine_of(member), Reader.of(request)
    ways = WaysForm(request.POST if go == "ways" else None, initial={"ways": list(held.ways)}, reader=reader)
    start = AboutForm.starting(member.panel, held.about)
    about = AboutForm(request.POST if go == "about" else None, initial=start, panel=member.panel, reader=reader)
    if go == "ways" and ways.is_valid():
        attempt(ways, lambda: domain.change_consents(token=token, ways=ways.cleaned_data["ways"]))
        if not ways.errors:
            return _again(request, token, PANEL["changed"])
    if go == "about" and about.is_valid():
        attempt(about, lambda: domain.change_declaration(token=token, about=about_in(about, member.panel)))
        if not about.errors:
            return _again(request, token, PANEL["changed"])
    context: dict[str, Any] = {"token": token, "held": held, "panel": member.panel, "ways_form": ways, "about_form": about}
    context |= {"ways": WAYS, "languages_asked": LANGUAGES, "support": SUPPORT}
    return shown(request, "mine", context, status=400 if ways.errors or about.errors else 200)


def _again(request: HttpRequest, token: str, texts: Texts) -> HttpResponse:
    messages.success(request, spoken(texts, Reader.of(request)))
    return redirect(reverse("panel:mine", args=[token]) + Reader.of(request).query)
