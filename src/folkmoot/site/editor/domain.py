"""Everything that can be done to drafts and to the bank: each with its rule, its row and its audit event in one transaction."""

from copy import deepcopy
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from folkmoot.site import renditions
from folkmoot.site.audit.domain import record
from folkmoot.site.editor import bank
from folkmoot.site.editor.content import Change, Sections
from folkmoot.site.editor.instrument_file import NAME
from folkmoot.site.editor.models import BankQuestion, DraftStep, InstrumentDraft
from folkmoot.site.engagement import domain as engagement
from folkmoot.site.engagement import queries as instruments
from folkmoot.site.engagement.questionnaire_rules import BANK
from folkmoot.site.errors import NotNow
from folkmoot.site.people.rules import require
from folkmoot.site.renditions import Texts

RUN = "engagement.run"
MOST_STEPS = 200
"""How many steps can be undone. Older ones are forgotten."""
TAKEN = "Another organisation has an instrument called “{}”. Choose another name."


class ChangedMeanwhileError(NotNow):
    """Somebody else changed the draft since it was opened. Nothing was done, and what was typed is still on the page."""


def begin_draft(*, by: Any, organisation: Any, slug: str, title: Texts, questions: Sections, words: str = "Began") -> InstrumentDraft:
    """A draft of the next version of the instrument called `slug`, or of a new one, with the sections it begins with.

    Raises ValidationError by field for a name that another Organisation's instrument has or a title without English; PermissionDenied
    without `engagement.run` in `organisation`.
    """
    with transaction.atomic():
        require(by, RUN, organisation)
        _check_about(organisation, slug, title)
        content = {"slug": slug, "title": title, "questions": deepcopy(questions)}
        now = timezone.now()
        draft = InstrumentDraft.objects.create(organisation=organisation, content=content, changed_at=now)
        DraftStep.objects.create(draft=draft, number=0, words=words, content=content, by=by, at=now)
        record(by=by, verb="instrument_draft.begun", subject=draft, detail={"slug": slug})
    return draft


def change_draft(*, by: Any, draft: InstrumentDraft, seen: int, change: Change) -> InstrumentDraft:
    """Change the sections of a draft as somebody saw it at revision `seen`. What changes nothing is no step.

    Raises ChangedMeanwhileError where the draft has changed since; ValidationError for what cannot be done; PermissionDenied as above.
    """
    with transaction.atomic():
        held = _held(by, draft, seen)
        questions, words = change(deepcopy(held.questions))
        return _step(by, held, {**held.content, "questions": questions}, words)


def describe_draft(*, by: Any, draft: InstrumentDraft, seen: int, slug: str, title: Texts) -> InstrumentDraft:
    """Change the name of its instrument and its title. Raises as `begin_draft` and `change_draft` do."""
    with transaction.atomic():
        held = _held(by, draft, seen)
        _check_about(held.organisation, slug, title)
        return _step(by, held, {**held.content, "slug": slug, "title": title}, "Changed the title or the name")


def undo(*, by: Any, draft: InstrumentDraft, seen: int) -> str:
    """Undo the step the draft stands at, and say which it was. Raises NotNow when there is nothing to undo, and as `change_draft` does."""
    with transaction.atomic():
        held = _held(by, draft, seen)
        steps = {step.number: step for step in held.steps.filter(number__in=[held.at - 1, held.at])}
        if held.at - 1 not in steps:
            raise NotNow("There is nothing to undo.")
        undone = steps[held.at].words
        _stand_at(by, held, steps[held.at - 1], "instrument_draft.undone")
    return undone


def redo(*, by: Any, draft: InstrumentDraft, seen: int) -> str:
    """Do again what was undone last, and say what it was. Raises NotNow when nothing was, and as `change_draft` does."""
    with transaction.atomic():
        held = _held(by, draft, seen)
        step = held.steps.filter(number=held.at + 1).first()
        if step is None:
            raise NotNow("There is nothing to do again.")
        _stand_at(by, held, step, "instrument_draft.redone")
    return step.words


def publish_draft(*, by: Any, draft: InstrumentDraft, seen: int) -> Any:
    """Make a draft the next version of its instrument: that never changes. The draft stays, and another version can be made of it.

    Raises ValidationError with every mistake, and as `change_draft` does.
    """
    with transaction.atomic():
        held = _held(by, draft, seen)
        held.version = engagement.version_instrument(
            by=by, organisation=held.organisation, slug=held.slug, title=held.title, questions=held.questions
        )
        held.save(update_fields=["version"])
    return held.version


def discard_draft(*, by: Any, draft: InstrumentDraft, seen: int) -> None:
    """Throw a draft away with its steps. Versions made of it stay. Raises as `change_draft` does."""
    with transaction.atomic():
        held = _held(by, draft, seen)
        key, slug = f"instrumentdraft:{held.pk}", held.slug
        held.delete()
        record(by=by, verb="instrument_draft.discarded", subject=key, detail={"slug": slug})


def add_to_bank(*, by: Any, version: Any, key: str, name: str, theme: str, why: str, tested: str = "") -> BankQuestion:
    """Put a question of a version into the bank for every Organisation here, under the Organisation's own name and `name`.

    Raises ValidationError by field; PermissionDenied without `engagement.run` in the Organisation whose instrument it is.
    """
    organisation = version.instrument.organisation
    with transaction.atomic():
        require(by, RUN, organisation)
        question = next((q for section in version.questions for q in section.get("questions", ()) if q["key"] == key), None)
        if question is None:
            raise ValidationError({"key": "There is no such question in this version."})
        whole = f"{organisation.slug.replace('_', '-')}/{name}"
        if not BANK.fullmatch(whole):
            raise ValidationError({"name": "Use small letters and digits, with hyphens between them. Keep it short."})
        if theme not in bank.THEMES:
            raise ValidationError({"theme": "Choose a theme."})
        if BankQuestion.objects.filter(name=whole).exists():
            raise ValidationError({"name": "You have a question of this name in the bank already. Choose another."})
        kept = {part: value for part, value in question.items() if part not in {"only_if", "bank"}}
        made = BankQuestion(organisation=organisation, name=whole, theme=theme, question=kept, why=why.strip(), tested=tested.strip())
        made.version, made.added_by, made.added_at = version, by, timezone.now()
        made.full_clean(exclude=["question"])
        made.save()
        record(by=by, verb="bank_question.added", subject=made, detail={"name": whole, "instrument": version.hash})
    return made


def withdraw_from_bank(*, by: Any, name: str) -> BankQuestion:
    """Take one's own Organisation's question out of the bank. Questionnaires that have it keep it, and its name.

    Raises NotNow when it is out already or is none; PermissionDenied as above.
    """
    with transaction.atomic():
        held = BankQuestion.objects.select_for_update(of=("self",)).select_related("organisation").filter(name=name).first()
        if held is None:
            raise NotNow("There is no such question of an organisation in the bank.")
        require(by, RUN, held.organisation)
        if held.withdrawn_at is not None:
            raise NotNow("That question is out of the bank already.")
        held.withdrawn_at = timezone.now()
        held.save(update_fields=["withdrawn_at"])
        record(by=by, verb="bank_question.withdrawn", subject=held, detail={"name": name})
    return held


def _check_about(organisation: Any, slug: str, title: Texts) -> None:
    if not NAME.fullmatch(slug):
        raise ValidationError({"slug": "Name the instrument with letters, digits and hyphens, 80 at most."})
    owner = instruments.owner_of(slug)
    if owner is not None and owner != organisation:
        raise ValidationError({"slug": TAKEN.format(slug)})
    try:
        renditions.check(title)
    except ValidationError as error:
        raise ValidationError({"title": error.messages}) from None


def _held(by: Any, draft: InstrumentDraft, seen: int) -> InstrumentDraft:
    held = InstrumentDraft.objects.select_for_update(of=("self",)).select_related("organisation").filter(pk=draft.pk).first()
    if held is None:
        raise NotNow("This draft was thrown away.")
    require(by, RUN, held.organisation)
    if held.revision != seen:
        last = held.steps.get(number=held.at).words
        raise ChangedMeanwhileError(f"A colleague changed this draft after you opened it. It now stands at “{last}”.")
    return held


def _step(by: Any, held: InstrumentDraft, content: dict[str, Any], words: str) -> InstrumentDraft:
    if content == held.content:
        return held
    held.steps.filter(number__gt=held.at).delete()
    held.at += 1
    held.steps.filter(number__lt=held.at - MOST_STEPS).delete()
    step = DraftStep.objects.create(draft=held, number=held.at, words=words[:200], content=content, by=by, at=timezone.now())
    _stand_at(by, held, step, "instrument_draft.changed")
    return held


def _stand_at(by: Any, held: InstrumentDraft, step: DraftStep, verb: str) -> None:
    held.content, held.at, held.changed_at = step.content, step.number, timezone.now()
    held.revision += 1
    held.save(update_fields=["content", "at", "changed_at", "revision"])
    record(by=by, verb=verb, subject=held, detail={"revision": held.revision, "step": step.number})
