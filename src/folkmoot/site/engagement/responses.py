"""What people send in: one submission is one row, one transaction, and stays as it was given."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from folkmoot.site.audit.domain import record
from folkmoot.site.engagement import arrivals, receipts
from folkmoot.site.engagement.held import held_by
from folkmoot.site.engagement.how_given import HowGiven
from folkmoot.site.engagement.invitations import participant_with
from folkmoot.site.engagement.methods import METHODS
from folkmoot.site.engagement.models import Engagement, Response
from folkmoot.site.engagement.places import Place, place_of
from folkmoot.site.engagement.questionnaire import ONCE
from folkmoot.site.engagement.row_facts import COLUMNS, facts_of
from folkmoot.site.engagement.states import State
from folkmoot.site.engagement.wording import WORDING
from folkmoot.site.engagement.words import closed_to_answers
from folkmoot.site.errors import NotNow, Refused
from folkmoot.site.people import queries as people
from folkmoot.site.people.domain import erase_participant, register_participant
from folkmoot.site.people.rules import require
from folkmoot.site.renditions import Reader, filled, render

MOST_ROWS = 50_000
MOST_ERRORS = 20
ID_COLUMN = "response"
LONGEST_ID = 100
LONGEST_CONTACT = 200


class NothingAnswered(Refused):
    """No question was answered: there is nothing to keep."""


@dataclass(frozen=True)
class Received:
    """A Response, and whether it was there already."""

    response: Response
    already: bool


@dataclass(frozen=True)
class Imported:
    """How many rows of a file became Responses, and how many had done so before."""

    added: int
    already: int


def receive_response(
    *,
    engagement: Engagement,
    receipt: uuid.UUID,
    given: Mapping[str, Sequence[str]],
    reader: Reader,
    name: str = "",
    contact: str = "",
    how: HowGiven | None = None,
    by: Any = "participant",
) -> Received:
    """Keep one submission from the site. The same receipt again gives what is there and changes nothing.

    `given` holds the form's values by question key, `how` by whom and with which code it came. With a name or contact the person becomes a
    Participant, so that they can be told what came of it; who they are goes into the vault alone. `by` is "participant", or who helped
    them. Raises NotNow, in words, when the engagement takes no answers, or none to this step with this code; ValidationError by question
    key for answers that are none; NothingAnswered; Refused for a receipt that is not the site's, and for what `how` lacks;
    PermissionDenied for anyone who types for others without `engagement.run` in the Organisation that leads the initiative.
    """
    how = how or HowGiven()
    with transaction.atomic():
        # Held, so that no answer slips in while it closes, and a receipt sent twice at once waits for itself.
        held = _held_to_answer(engagement)
        if by != "participant":
            require(by, "engagement.run", held.initiative.lead)
        of = _where_it_is(receipt)
        if of == held.pk:
            return Received(Response.objects.get(receipt=receipt), already=True)
        if of is not None or receipt.version != 4:
            raise Refused(WORDING["not_sendable"])
        if why_not := closed_to_answers(held, timezone.localdate()):
            raise NotNow(why_not)
        how.check(by_staff=by != "participant", config=held.config)
        place = place_of(held, how.code, timezone.localdate())
        step = how.step or held.version.questionnaire.steps[0]
        if place.step != step:
            raise NotNow(place.why_not or WORDING["not_this_step"])
        collected = METHODS[held.method].collect(held, given, step=step, known=place.known)
        if collected.errors:
            raise ValidationError({key: Refused(texts) for key, texts in collected.errors.items()})
        if not collected.answers:
            raise NothingAnswered(WORDING["nothing_answered"])
        name, contact = name.strip(), contact.strip()
        if max(len(name), len(contact)) > LONGEST_CONTACT:
            raise Refused(filled(WORDING["name_too_long"], longest=LONGEST_CONTACT))
        attributes = _frozen(held, place) or dict(collected.attributes)
        from_place, same = 0, 0
        if how.from_place and how.code:
            from_place = arrivals.count(how.from_place)
        elif how.from_place:
            from_place, same = arrivals.count_both(how.from_place, held.pk, step, collected.answers, attributes)
        if from_place > arrivals.TOO_MANY:
            raise Refused(WORDING["too_many"])
        participant_id = place.participant_id
        if participant_id is None and (name or contact):
            participant_id = register_participant(name=name, contact=contact).pk
        kept = Response.objects.create(
            engagement=held,
            receipt=receipt,
            answers=dict(collected.answers),
            attributes=attributes,
            mode=how.mode,
            language=reader.language,
            style=reader.style,
            step=step,
            series=place.series or (None if step == ONCE else uuid.uuid4()),
            group_size=how.group_size,
            authority=how.authority,
            consents=how.consents,
            flags=list(arrivals.flags_for(seconds=how.seconds, answered=len(collected.answers), from_place=from_place, same=same)),
            participant_id=participant_id,
            given_at=timezone.now(),
        )
        record(by=by, verb="response.received", subject=kept, detail={"mode": kept.mode, "step": kept.step})
    return Received(kept, already=False)


def _where_it_is(receipt: uuid.UUID) -> int | None:
    """The id of the engagement that has a Response with a receipt."""
    with connection.cursor() as cursor:  # asked with every submission: the ORM takes longer to word it than the database to answer
        held = Response._meta.get_field("receipt").get_db_prep_value(receipt, connection)
        cursor.execute(f"SELECT engagement_id FROM {Response._meta.db_table} WHERE receipt = %s", [held])  # noqa: S608 - our own table
        found = cursor.fetchone()
    return found[0] if found else None


def _held_to_answer(engagement: Engagement) -> Engagement:
    """The engagement with its state as it is now, locked until the transaction ends. All else of it is never changed."""
    locked = Engagement.objects.select_for_update().filter(pk=engagement.pk).order_by()
    engagement.state, engagement.opens, engagement.closes, engagement.closed_at = locked.values_list(
        "state", "opens", "closes", "closed_at"
    )[0]
    return engagement


def _frozen(engagement: Engagement, place: Place) -> dict[str, Any]:
    """The attributes that were frozen at the first step of a series: they stay as they were."""
    if not place.given:
        return {}
    first = Response.objects.filter(engagement=engagement, series=place.series).order_by("pk").first()
    return dict(first.attributes) if first else {}


def import_responses(
    *, by: Any, engagement: Engagement, rows: Iterable[Mapping[str, str | None]], mode: str = Response.Mode.IMPORT, language: str = "en"
) -> Imported:
    """Keep submissions that came another way, all or none. A row that was imported before adds nothing.

    Each row holds its id in its source under `response`, and a cell for any of the questions under its key; it may also say when it was
    given, in which language and style (`row_facts`). Raises ValidationError naming the row (the header is row 1) and the column of each
    mistake, and where answers need the code of whoever was drawn; NotNow unless the engagement is open (its dates do not matter here:
    paper arrives late); PermissionDenied without `engagement.run` in the Organisation that leads the initiative.
    """
    if mode not in set(Response.Mode.values) - {Response.Mode.ONLINE}:
        raise ValidationError("Say how these answers came in: on paper, by phone, in person or from another system.")
    with transaction.atomic():
        held = held_by(by, engagement)
        if held.state != State.OPEN:
            raise NotNow(f"This engagement is {State(held.state).label.lower()}. Responses can be imported while it is open.")
        if held.config.get("design_weights"):
            raise ValidationError(
                "The people of this sample weigh differently, so each answer needs a code. Enter them one by one with it."
            )
        fresh, already = _read_rows(held, rows, mode, language)
        Response.objects.bulk_create(fresh, batch_size=500)
        if fresh:
            detail = {"added": len(fresh), "mode": mode}
            record(by=by, verb="responses.imported", subject=held, detail=detail)
    return Imported(len(fresh), already)


def forget_person(*, engagement: Engagement, receipt: uuid.UUID) -> bool:
    """Erase who gave the response with this receipt, and its link to them. The answers stay as they were, and name nobody.

    True when there were details to erase; False when there were none (any more), or the receipt is not of this engagement.
    """
    with transaction.atomic():
        kept = Response.objects.select_related("participant").filter(engagement=engagement, receipt=receipt).first()
        if kept is None or kept.participant is None:
            return False
        return erase_participant(by="participant", pseudonym=kept.participant.pseudonym)


def forget_invited(*, engagement: Engagement, code: str) -> bool:
    """Erase whoever was invited by name with this code, and their links. True when there was somebody to erase."""
    with transaction.atomic():
        key = participant_with(engagement, code)
        pseudonym = people.pseudonyms_of([key]).get(key) if key is not None else None
        return erase_participant(by="participant", pseudonym=pseudonym) if pseudonym else False


def _read_rows(engagement: Engagement, rows: Iterable[Mapping[str, str | None]], mode: str, language: str) -> tuple[list[Response], int]:
    known = {question.key for question in engagement.version.questionnaire.questions} | {ID_COLUMN} | COLUMNS
    kept = set(Response.objects.filter(engagement=engagement).values_list("receipt", flat=True))
    now, mistakes, seen, fresh, already = timezone.now(), [], {}, [], 0
    for number, row in enumerate(rows, start=2):
        if number - 1 > MOST_ROWS:
            raise ValidationError(f"There are more than {MOST_ROWS:,} rows. Split the file: each part can be imported on its own.")
        if len(mistakes) > MOST_ERRORS:
            mistakes[MOST_ERRORS:] = ["There may be more mistakes further down. Put these right first."]
            break
        if unknown := sorted({str(column) for column in row} - known):
            raise ValidationError(f"There is no question called “{unknown[0]}”. The columns may be: {', '.join(sorted(known))}.")
        source = (row.get(ID_COLUMN) or "").strip()
        if not 0 < len(source) <= LONGEST_ID:
            mistakes.append(f"Row {number}, {ID_COLUMN}: give each row the id it has in its source, {LONGEST_ID} letters at most.")
            continue
        if source in seen:
            mistakes.append(f"Row {number}, {ID_COLUMN}: “{source}” is in row {seen[source]} already. Each row needs its own.")
            continue
        seen[source] = number
        collected = METHODS[engagement.method].collect(engagement, {key: [cell or ""] for key, cell in row.items()}, imported=True)
        facts = facts_of(row, now=now, language=language)
        errors = {key: str(render(texts, Reader())) for key, texts in collected.errors.items()}
        mistakes += [f"Row {number}, {column}: {words}" for column, words in {**errors, **facts.errors}.items()]
        receipt = receipts.of_source(engagement.slug, source)
        if receipt in kept:
            already += 1
            continue
        fresh.append(
            Response(
                engagement=engagement,
                receipt=receipt,
                answers=dict(collected.answers),
                attributes=dict(collected.attributes),
                mode=mode,
                language=facts.language,
                style=facts.style,
                given_at=facts.given_at,
            )
        )
    if mistakes:
        raise ValidationError(mistakes)
    return fresh, already
