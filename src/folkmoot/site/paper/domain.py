"""Everything that can be done with answers on paper: keying needs `paper.key`, all else `engagement.run`, of the initiative's lead."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from folkmoot.site.audit.domain import record
from folkmoot.site.engagement import domain as engagements
from folkmoot.site.engagement import queries as asked
from folkmoot.site.engagement import row_facts
from folkmoot.site.engagement.question_cells import cell_of
from folkmoot.site.engagement.states import State
from folkmoot.site.errors import NotNow
from folkmoot.site.paper import numbers
from folkmoot.site.paper.comparing import answers_in, differences, open_questions
from folkmoot.site.paper.form_content import why_not_on_paper
from folkmoot.site.paper.keying import Given
from folkmoot.site.paper.models import Keying, Numbers, Offer, Resolution, ReturnedForm
from folkmoot.site.people.rules import require
from folkmoot.site.renditions import LANGUAGES, STYLES

MOST_COPIES = 200
"""The most copies numbered at a time: a file of 200 forms of four pages is 8 MB."""


def offer_paper(*, by: Any, engagement: Any, return_to: str, public: bool) -> Offer:
    """Say where paper forms go back to, and whether the engagement's start page offers it. Raises ValidationError, PermissionDenied."""
    with transaction.atomic():
        held = _held(by, engagement, "engagement.run")
        if words := why_not_on_paper(held.version.questionnaire):
            raise ValidationError(words)
        offer, _ = Offer.objects.get_or_create(engagement_id=held.pk, defaults={"return_to": return_to.strip()})
        offer.return_to, offer.public = "\n".join(line.strip() for line in return_to.strip().splitlines()), public
        offer.full_clean()
        offer.save()
        record(by=by, verb="paper.offered", subject=held, detail={"public": public})
    return offer


def number_copies(*, by: Any, engagement: Any, count: int, language: str = "en", style: str = "standard", large: bool = False) -> Numbers:
    """Give the next `count` numbers to copies of the form. None is given twice. Raises ValidationError, NotNow, PermissionDenied."""
    with transaction.atomic():
        held = _held(by, engagement, "engagement.run")
        _check_rendition(language, style)
        if words := why_not_on_paper(held.version.questionnaire):
            raise ValidationError(words)
        if held.state == State.CLOSED:
            raise NotNow("This engagement is closed. No more forms can be handed out.")
        if not 1 <= count <= MOST_COPIES:
            raise ValidationError({"count": f"Choose from 1 to {MOST_COPIES} copies at a time."})
        first = (Numbers.objects.filter(engagement_id=held.pk).order_by("-last").values_list("last", flat=True).first() or 0) + 1
        last = first + count - 1
        if last > numbers.LARGEST:
            raise ValidationError({"count": f"An engagement has {numbers.LARGEST:,} numbers. Choose fewer copies."})
        given = {"language": language, "style": style, "large": large, "given_by": by, "given_at": timezone.now()}
        made = Numbers.objects.create(engagement_id=held.pk, first=first, last=last, **given)
        record(by=by, verb="paper.numbered", subject=made, detail={"first": first, "last": last})
    return made


def key_form(
    *, by: Any, engagement: Any, number: int, given: Given, came_on: dt.date, language: str = "en", style: str = "standard"
) -> Keying:
    """Keep what one person read on a form: the first keying of its number, or the second, which must be someone else's.

    `given` holds the form's values by question key, as `keying.read` gives them. Raises ValidationError by field; NotNow unless the
    engagement is open; PermissionDenied without `paper.key`.
    """
    with transaction.atomic():
        held = _held(by, engagement, "paper.key")
        _open(held)
        _check_rendition(language, style)
        if came_on > timezone.localdate():
            raise ValidationError({"came_on": "A form cannot have come after today. Look at the day again."})
        if not Numbers.objects.filter(engagement_id=held.pk, first__lte=number, last__gte=number).exists():
            raise ValidationError({"number": f"The number {numbers.written(number)} was never given to a copy. Look at the form again."})
        known = {question.key for question in held.version.questionnaire.asked}
        if set(given) - known:
            raise ValidationError("There is a question here that is not on this form. Load the page again.")
        if not any(any(values) for values in given.values()):
            raise ValidationError("Nothing was keyed. An empty form does not count: lay it aside.")
        form, _ = ReturnedForm.objects.get_or_create(
            engagement_id=held.pk, number=number, defaults={"came_on": came_on, "language": language, "style": style}
        )
        _not_over(form)
        by_whom = dict(form.keyings.values_list("by_id", "place"))
        if by.pk in by_whom:
            raise ValidationError({"number": "You keyed this form already. Somebody else must key it the second time."})
        free = [place for place in (1, 2) if place not in by_whom.values()]
        if not free:
            raise ValidationError({"number": "Two people keyed this form already. Look at the number again."})
        kept = {question.key: list(given.get(question.key, ())) for question in held.version.questionnaire.asked}
        made = Keying.objects.create(form=form, place=free[0], by=by, given=kept, at=timezone.now())
        record(by=by, verb="paper.keyed", subject=form, detail={"number": number, "keying": free[0]})
    return made


def take_back_keying(*, by: Any, engagement: Any, number: int) -> None:
    """Undo one's own keying of a form that is not sent. What was resolved of it is undone with it."""
    with transaction.atomic():
        held = _held(by, engagement, "paper.key")
        form = _form(held, number)
        _not_over(form)
        own = form.keyings.filter(by=by).first()
        if own is None:
            raise NotNow("You have not keyed this form, so there is nothing of yours to take back.")
        own.delete()
        _unresolve(form)
        record(by=by, verb="paper.keying_taken_back", subject=form, detail={"number": number, "keying": own.place})


def resolve(*, by: Any, engagement: Any, number: int, settled: Mapping[str, tuple[str, Sequence[str], str]]) -> ReturnedForm:
    """Settle every open question of a form: for each key which value counts (a Resolution.Chosen), the values when it is another, and why.

    Raises ValidationError by question key: for what is not settled, for a
    choice that is neither without a reason, and for what is still no answer.
    """
    with transaction.atomic():
        held = _held(by, engagement, "engagement.run")
        form = _form(held, number)
        _not_over(form)
        first, second = _both(form)
        questionnaire = held.version.questionnaire
        merged, errors = dict(first), {}
        for key, (chosen, other, why) in settled.items():
            if chosen not in Resolution.Chosen.values or key not in merged:
                errors[key] = "Choose what counts."
            elif chosen in {Resolution.Chosen.OTHER, Resolution.Chosen.NONE} and not why.strip():
                errors[key] = "Say why it is neither of the two. Do not write names."
            elif len(why) > 500:
                errors[key] = f"Say why in 500 letters at most. You wrote {len(why)}."
            merged[key] = {"first": first.get(key, []), "second": second.get(key, []), "other": list(other)}.get(chosen, [])
        errors |= {
            one.question.key: "Choose what counts."
            for one in open_questions(questionnaire, first, second)
            if one.question.key not in settled
        }
        errors |= {key: words for key, words in answers_in(questionnaire, merged)[1].items() if key not in errors}
        if errors:
            raise ValidationError(errors)
        _unresolve(form)
        for key, (chosen, _, why) in settled.items():
            form.resolutions.create(question=key, chosen=chosen, why=why.strip(), by=by, at=timezone.now())
        form.resolved = merged
        form.save(update_fields=["resolved"])
        record(by=by, verb="paper.resolved", subject=form, detail={"number": number, "questions": sorted(settled)})
    return form


def unresolve(*, by: Any, engagement: Any, number: int) -> None:
    """Undo what was resolved of a form that is not sent: its differences are open again."""
    with transaction.atomic():
        form = _form(_held(by, engagement, "engagement.run"), number)
        _not_over(form)
        if form.resolved is None:
            raise NotNow("Nothing of this form was resolved.")
        _unresolve(form)
        record(by=by, verb="paper.resolution_taken_back", subject=form, detail={"number": number})


def send_ready(*, by: Any, engagement: Any) -> int:
    """Make each form that two people keyed, and in which nothing is open, one Response; all or none. Gives how many became one.

    A number counts once, however often this is called: the receipt is made from it. The keyings are deleted; which questions were keyed
    differently stays. Raises NotNow unless the engagement is open; PermissionDenied.
    """
    with transaction.atomic():
        held = _held(by, engagement, "engagement.run")
        _open(held)
        questionnaire = held.version.questionnaire
        rows, forms = [], []
        for form in ReturnedForm.objects.filter(engagement_id=held.pk, sent_at=None, set_aside_by=None).prefetch_related("keyings"):
            keyed = {keying.place: keying.given for keying in form.keyings.all()}
            if len(keyed) < 2 or (form.resolved is None and open_questions(questionnaire, keyed[1], keyed[2])):
                continue
            answers, _ = answers_in(questionnaire, form.resolved or keyed[1])
            forms.append((form, differences(questionnaire, keyed[1], keyed[2])))
            rows.append({"response": f"paper {numbers.written(form.number)}", **_facts(form)} | {k: cell_of(a) for k, a in answers.items()})
        if not rows:
            raise NotNow("No form is ready. A form is ready when two people have keyed it and nothing is open.")
        engagements.import_responses(by=by, engagement=held, rows=rows, mode="paper")
        for form, differed in forms:
            form.differed, form.resolved, form.sent_by, form.sent_at = differed, None, by, timezone.now()
            form.save()
            form.keyings.all().delete()
        record(by=by, verb="paper.sent", subject=held, detail={"numbers": [form.number for form, _ in forms]})
    return len(forms)


def set_aside(*, by: Any, engagement: Any, number: int, why: str) -> None:
    """Count a form for nothing, with a reason. What was keyed of it is deleted; the paper can be keyed again once it is put back."""
    with transaction.atomic():
        form = _form(_held(by, engagement, "engagement.run"), number)
        _not_over(form)
        if not why.strip():
            raise ValidationError({"why": "Say why this form does not count. Do not write names."})
        form.keyings.all().delete()
        form.resolutions.all().delete()
        form.resolved, form.set_aside_by, form.why_aside = None, by, why.strip()
        form.full_clean(exclude=["differed", "resolved"])
        form.save()
        record(by=by, verb="paper.set_aside", subject=form, detail={"number": number})


def put_back(*, by: Any, engagement: Any, number: int) -> None:
    """Undo setting a form aside: it waits to be keyed twice."""
    with transaction.atomic():
        form = _form(_held(by, engagement, "engagement.run"), number)
        if form.set_aside_by_id is None:
            raise NotNow("This form was not set aside.")
        form.set_aside_by, form.why_aside = None, ""
        form.save()
        record(by=by, verb="paper.put_back", subject=form, detail={"number": number})


def _held(by: Any, engagement: Any, permission: str) -> Any:
    """The engagement, locked, so that two who key the same number wait for each other."""
    require(by, permission, asked.engagement_with(engagement.pk).initiative.lead)
    return asked.held(engagement)


def _form(engagement: Any, number: int) -> ReturnedForm:
    found = ReturnedForm.objects.filter(engagement_id=engagement.pk, number=number).first()
    if found is None:
        raise NotNow(f"No form with the number {numbers.written(number)} was keyed.")
    return found


def _open(engagement: Any) -> None:
    if engagement.state != State.OPEN:
        raise NotNow(f"This engagement is {State(engagement.state).label.lower()}. Forms can be keyed and sent while it is open.")


def _not_over(form: ReturnedForm) -> None:
    if form.sent_at is not None:
        raise NotNow("This form was sent. Its answers count, and stay as they are.")
    if form.set_aside_by_id is not None:
        raise NotNow("This form was set aside. Put it back first.")


def _both(form: ReturnedForm) -> tuple[Given, Given]:
    keyed = dict(form.keyings.values_list("place", "given"))
    if len(keyed) < 2:
        raise NotNow("Two people must key this form before it can be looked at.")
    return keyed[1], keyed[2]


def _unresolve(form: ReturnedForm) -> None:
    form.resolutions.all().delete()
    if form.resolved is not None:
        form.resolved = None
        form.save(update_fields=["resolved"])


def _facts(form: ReturnedForm) -> dict[str, str]:
    return {row_facts.GIVEN: form.came_on.isoformat(), row_facts.LANGUAGE: form.language, row_facts.STYLE: form.style}


def _check_rendition(language: str, style: str) -> None:
    if language not in LANGUAGES or style not in STYLES:
        raise ValidationError("There is no such form. Choose a language and a way of reading.")
