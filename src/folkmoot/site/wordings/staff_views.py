"""The staff's pages of the library: add a wording and its versions, say what relies on it, overrule flags, record results."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from folkmoot.site.access import staff
from folkmoot.site.acting import act
from folkmoot.site.engagement import queries as engagement
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.people.rules import organisations_where, require
from folkmoot.site.wordings import domain, queries
from folkmoot.site.wordings.forms import ComprehensionForm, ReasonForm, RelianceForm, SureForm, VersionForm, WordingForm
from folkmoot.site.wordings.looking import rendition_name
from folkmoot.site.wordings.models import Wording

FOR_GOOD = "Everyone can read it at once, and it stays at its address for good. Change the words by adding the next version."


@staff
@require_safe
def wordings(request: HttpRequest) -> HttpResponse:
    """The wordings of one's organisations, and what can be done with them."""
    keeps, overrules = (organisations_where(request.user, permission) for permission in (domain.KEEP, domain.OVERRULE))
    if not keeps and not overrules:
        require(request.user, domain.KEEP, None)
    rows = queries.library().rows
    mine = [row for row in rows if row.wording.organisation in keeps]
    others = [row for row in rows if row not in mine]
    led = [found for found in initiatives.everything() if found.lead in keeps]
    context = {"mine": mine, "others": others, "keeps": keeps, "leads": bool(led)}
    return render(request, "wordings/staff_list.jinja", context)


@staff
def add(request: HttpRequest) -> HttpResponse:
    """A new wording, with its first version."""
    require(request.user, domain.KEEP, None)
    organisations = organisations_where(request.user, domain.KEEP)
    form = WordingForm(request.POST or None, organisations=organisations)

    def do() -> Wording:
        typed = form.cleaned_data
        return domain.add_wording(
            by=request.user,
            organisation=next(o for o in organisations if o.slug == typed["organisation"]),
            slug=typed["slug"],
            title=form.texts("title"),
            words=form.texts("words"),
            where=form.texts("where"),
            since=typed["since"],
        )

    return act(
        request,
        form,
        do,
        done="It is in the library. See below what the checks found.",
        to=lambda made: reverse("wordings:wording", args=[made.slug]),
        heading="Add the words of a form or a notice",
        button="Put it in the library",
        intro=[FOR_GOOD],
    )


@staff
def add_version(request: HttpRequest, slug: str) -> HttpResponse:
    """The words as they are from a day on."""
    found = _kept(request, slug)
    form = VersionForm(request.POST or None, before=queries.newest(found))

    def do() -> Any:
        return domain.add_version(
            by=request.user, wording=found, words=form.texts("words"), where=form.texts("where"), since=form.cleaned_data["since"]
        )

    intro = [FOR_GOOD, "What residents understood stays with the version they read. The new one counts as not yet tested."]
    done, heading = "These words count now. See below what the checks found.", "Write the next version of the words"
    return act(request, form, do, done=done, to=_page(found), heading=heading, button="Add the version", intro=intro)


@staff
def rely(request: HttpRequest, slug: str) -> HttpResponse:
    """That records of an initiative were collected under the wording."""
    found = _wording(slug)
    keeps = organisations_where(request.user, domain.KEEP)
    every = [i for i in initiatives.everything() if found.organisation in keeps or i.lead in keeps]
    if not every:
        require(request.user, domain.KEEP, found.organisation)
    datasets = [(str(d.pk), f"{_english(i.title)}: {_english(d.title)}") for i in every for d in initiatives.datasets_of(i)]
    form = RelianceForm(request.POST or None, initiatives=[(i.slug, _english(i.title)) for i in every], datasets=datasets)

    def do() -> Any:
        typed = form.cleaned_data
        about = next(i for i in every if i.slug == typed["initiative"])
        dataset = next((d for d in initiatives.datasets_of(about) if str(d.pk) == typed["dataset"]), None)
        if typed["dataset"] and dataset is None:
            raise ValidationError({"dataset": "That dataset is not in this use of data."})
        return domain.rely(by=request.user, wording=found, initiative=about, dataset=dataset, records=form.texts("records"))

    heading = f"Say which records were collected under “{_english(found.title)}”"
    return act(request, form, do, done="It is on record.", to=_page(found), heading=heading, button="Record it")


@staff
def end_reliance(request: HttpRequest, number: int) -> HttpResponse:
    """That records no longer count as collected under the wording."""
    found = queries.reliance(number)
    if found is None:
        raise Http404
    keeps = organisations_where(request.user, domain.KEEP)
    if found.wording.organisation not in keeps:
        require(request.user, domain.KEEP, found.initiative.lead)
    form = SureForm(request.POST or None)
    return act(
        request,
        form,
        lambda: domain.end_reliance(by=request.user, reliance=found),
        done="It is off the record.",
        to=_page(found.wording),
        heading="Take records off this wording",
        button="Take them off",
        intro=["Do this when it was a mistake, or when the use of data no longer has these records."],
    )


@staff
def overrule(request: HttpRequest, slug: str, number: int, rendition: str, check: str) -> HttpResponse:
    """A flag is overruled with a reason; or, when it is, put back with one."""
    found = _wording(slug)
    require(request.user, domain.OVERRULE, found.organisation)
    version = queries.version(found, number)
    language, _, style = rendition.partition("-")
    flag = queries.flag(version, language, style, check) if version else None
    if flag is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    put_back = flag.overruling is not None
    write = domain.put_flag_back if put_back else domain.overrule_flag

    def do() -> Any:
        return write(by=request.user, version=version, language=language, style=style, check_id=check, reason=form.texts("reason"))

    heading = f"{'Put back' if put_back else 'Overrule'} the flag “{flag.check.heading}”"
    intro = [flag.check.words, *([f"“{flag.check.sentence}”"] if flag.check.sentence else []), flag.check.why]
    to = reverse("wordings:version", args=[found.slug, number])
    button, done = ("Put it back", "The flag counts again.") if put_back else ("Overrule it", "The flag is overruled, with your reason.")
    return act(request, form, do, done=done, to=to, heading=heading, button=button, intro=intro)


@staff
def record_comprehension(request: HttpRequest, slug: str) -> HttpResponse:
    """What residents understood of the words that are in use."""
    found = _kept(request, slug)
    version = queries.newest(found)
    choices = [
        (f"{language}-{style}", rendition_name(language, style) or "English")
        for language, styles in version.words.items()
        for style in styles
    ]
    form = ComprehensionForm(request.POST or None, renditions=choices)

    def do() -> Any:
        typed = form.cleaned_data
        held = engagement.find(typed["engagement"]) if typed["engagement"] else None
        if typed["engagement"] and (held is None or held.state == "draft"):
            raise ValidationError({"engagement": "No engagement that people can see is at that address."})
        language, _, style = typed["rendition"].partition("-")
        return domain.record_comprehension(
            by=request.user,
            version=version,
            how=form.texts("how"),
            asked_by=typed["asked_by"],
            answers=form.answers(),
            language=language,
            style=style,
            engagement=held,
            on=typed["on"],
        )

    intro = [
        f"It stands with version {version.number} for good. When fewer than ten did or did not understand, the page does not say how many."
    ]
    heading = f"Record what residents understood of “{_english(found.title)}”"
    return act(request, form, do, done="It is on record.", to=_page(found), heading=heading, button="Record it", intro=intro)


@staff
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """A result does not count."""
    found = queries.result(number)
    if found is None:
        raise Http404
    wording = found.version.wording
    require(request.user, domain.KEEP, wording.organisation)
    form = ReasonForm(request.POST or None)

    def do() -> Any:
        return domain.withdraw_result(by=request.user, result=found, reason=form.texts("reason"))

    to = reverse("wordings:version", args=[wording.slug, found.version.number])
    heading, intro = "Withdraw a result", ["Its numbers are shown no more; that it was withdrawn, and why, stays."]
    return act(request, form, do, done="It is withdrawn.", to=to, heading=heading, button="Withdraw it for good", intro=intro)


def _wording(slug: str) -> Wording:
    found = queries.by_slug(slug)
    if found is None:
        raise Http404
    return found


def _kept(request: HttpRequest, slug: str) -> Wording:
    """The wording at an address, for someone who keeps those of its organisation."""
    found = _wording(slug)
    require(request.user, domain.KEEP, found.organisation)
    return found


def _page(found: Wording) -> str:
    return reverse("wordings:wording", args=[found.slug])


def _english(texts: Any) -> str:
    return str(texts["en"]["standard"])
