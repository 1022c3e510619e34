"""A made register of any size, put into the database at once: initiatives with all that a licence rests on, in every state.

Everything is drawn from a fixed seed, so that two runs measure the same. The rows are those that the domain functions would have written,
but for the audit log: of it a page asks for the last event about each of its twenty initiatives alone, by an index.
"""

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from folkmoot.record import QUESTIONS, content_hash
from folkmoot.site.governance.models import Agreement, AgreementParty, Condition, ConditionMet, Decision, DpiaSignature, Suspension
from folkmoot.site.initiatives import queries
from folkmoot.site.initiatives.models import Dataset, DecidingCommittee, Initiative, NoticeEdit, Party, Publication
from folkmoot.site.people.models import Organisation, User
from folkmoot.site.renditions import plain

SEED, ORGANISATIONS, COMMITTEES, CHUNK = 20261123, 400, 20, 500

ENGLISH = (
    "homes warm cold school health young children under fives police safety bus road flood river heat winter hospital clinic care "
    "older people families rent housing jobs work skills learning reading speech hearing sight dental mental wellbeing falls fire "
    "alarm air quality noise traffic parking sensor lamp bin recycling water energy fuel poverty food bank carer disability access "
    "library park play sport walking cycling crime harm violence abuse fraud scam missing exclusion absence attendance transport "
    "ambulance waiting discharge social prescribing loneliness befriending volunteer village town coast island farm harvest "
    "tenancy council tax benefit support advice debt"
)
WELSH = "cartrefi cynnes ysgol iechyd plant ifanc heddlu diogelwch ffordd dŵr ynni bwyd gofal pobl hŷn teuluoedd tai gwaith sgiliau"
PLACES = ("Castle", "North", "South", "Upper", "Lower", "Great", "Little", "East", "West", "Market")
TOWNS = ("Mereside", "Oakham", "Thornley", "Ashford", "Brackwater", "Colne", "Dunmere", "Elmstead", "Fairholt", "Garth", "Hythe", "Ivel")


def fill(count: int, *, today: dt.date | None = None) -> None:
    """Put `count` initiatives, with their organisations, datasets, publications, decisions and signatures, into an empty database."""
    drawn, day = random.Random(SEED), today or timezone.localdate()  # noqa: S311 - made rows, no secrets
    staff = [User.objects.create_user(f"made{n}@example.org", "Robin Clerk") for n in (1, 2)]
    kinds = ("council", "health", "police", "university", "voluntary")
    named = [f"{drawn.choice(PLACES)} {drawn.choice(TOWNS)} body {n}" for n in range(ORGANISATIONS)]
    Organisation.objects.bulk_create(Organisation(name=name, slug=f"body-{n}", kind=kinds[n % len(kinds)]) for n, name in enumerate(named))
    Organisation.objects.bulk_create(Organisation(name=f"Board {n}", slug=f"board-{n}", kind="committee") for n in range(COMMITTEES))
    bodies = list(Organisation.objects.exclude(kind="committee").order_by("pk"))
    boards = list(Organisation.objects.filter(kind="committee").order_by("pk"))
    for start in range(0, count, CHUNK):
        fill_some(range(start, min(start + CHUNK, count)), drawn, day, bodies, boards, staff)


def fill_some(numbers: range, drawn: random.Random, day: dt.date, bodies: list[Any], boards: list[Any], staff: list[Any]) -> None:
    """Initiatives of these numbers, led by some of the `bodies` and decided on by the `boards`; `staff` wrote and published."""
    made = [_initiative(n, drawn, day, bodies) for n in numbers]
    Initiative.objects.bulk_create(made)
    parties, datasets = [], []
    for initiative in made:
        parties += [
            Party(initiative=initiative, organisation=body, role=plain("Holds records."), starts=initiative.proposed_on)
            for body in drawn.sample(bodies, drawn.randint(0, 3))
            if body != initiative.lead
        ]
        datasets.append(
            Dataset(
                initiative=initiative,
                holder=initiative.lead,
                title=_text(drawn, 3),
                fields_used=_text(drawn, 12),
                people_covered=_text(drawn, 6),
                sensitivity="ordinary",
            )
        )
    Party.objects.bulk_create(parties)
    Dataset.objects.bulk_create(datasets)
    rows = queries.rows_of(made)
    notices = [notice for initiative in made if drawn.random() < 0.85 for notice in _notices(initiative, rows[initiative.pk], drawn, staff)]
    Publication.objects.bulk_create(notices)
    current = {notice.initiative_id: notice for notice in notices}
    decided = [i for i in made if i.pk in current and drawn.random() < 0.85]
    _decide(decided, current, drawn, day, boards, staff)
    _sign(made, drawn, day, staff)


def _initiative(number: int, drawn: random.Random, day: dt.date, bodies: list[Any]) -> Initiative:
    proposed = day - dt.timedelta(days=drawn.randint(30, 1500))
    stage = drawn.choice(("scope", "scope", "join", "analyse", "analyse", "publish", "close"))
    ended = timezone.now() - dt.timedelta(days=drawn.randint(0, 20))
    return Initiative(
        slug=f"made-{number}",
        title=_text(drawn, 5),
        summary=_text(drawn, 30),
        lead=drawn.choice(bodies),
        kind=drawn.choice(Initiative.Kind.values),
        topic=drawn.choice(Initiative.Topic.values),
        area=f"{drawn.choice(PLACES)} {drawn.choice(TOWNS)}",
        stage=stage,
        proposed_on=proposed,
        joined_at=ended - dt.timedelta(days=5) if stage in {"analyse", "publish", "close"} else None,
        closed_at=ended if stage == "close" else None,
    )


def _notices(initiative: Initiative, rows: queries.Rows, drawn: random.Random, staff: list[Any]) -> Iterator[Publication]:
    for version in range(1, drawn.choice((1, 1, 2)) + 1):
        asked = [question for question in QUESTIONS.values() if question.publication == "notice"]
        answers: dict[str, Any] = {q.id: _text(drawn, drawn.randint(8, 25)) for q in asked if q.kind in {"text", "list"}}
        answers |= {q.id: q.options[0].id for q in asked if q.kind == "choice"}
        content = queries.notice_document(initiative, answers, rows=rows)
        published = timezone.now() - dt.timedelta(days=28 - version)
        yield Publication(
            initiative=initiative,
            kind="notice",
            version=version,
            content=content,
            hash=content_hash(content),
            drafted_by=staff[0],
            published_by=staff[1],
            published_at=published,
        )


def _decide(made: list[Any], notices: dict[int, Any], drawn: random.Random, day: dt.date, boards: list[Any], staff: list[Any]) -> None:
    decisions = []
    for initiative in made:
        outcome = drawn.choice(("yes", "yes", "yes-with-conditions", "yes-with-conditions", "no", "defer"))
        first = day - dt.timedelta(days=drawn.randint(1, 24))
        allows = outcome.startswith("yes")
        decisions.append(
            Decision(
                committee=drawn.choice(boards),
                initiative=initiative,
                number=1,
                outcome=outcome,
                reasons=_text(drawn, 15),
                stages=["join", "analyse", "publish"],
                valid_from=first if allows else None,
                valid_until=first + dt.timedelta(days=drawn.choice((10, 200, 700))) if allows else None,
                review_by=first + dt.timedelta(days=drawn.choice((8, 100, 300))) if allows else None,
                notice_hash=notices[initiative.pk].hash,
                answers=[{"finding": "F1", "answer": _text(drawn, 8)}] if drawn.random() < 0.5 else [],
                decided_on=first,
                recorded_by=staff[0],
                recorded_at=timezone.now() - dt.timedelta(days=1),
            )
        )
    DecidingCommittee.objects.bulk_create(
        DecidingCommittee(initiative=d.initiative, committee=d.committee, named_on=d.initiative.proposed_on) for d in decisions
    )
    Decision.objects.bulk_create(decisions)
    with_conditions = [d for d in decisions if d.outcome == "yes-with-conditions"]
    conditions = [
        Condition(decision=d, text=_text(drawn, 6), owner=d.committee, due=day + dt.timedelta(days=drawn.randint(-5, 90)))
        for d in with_conditions
    ]
    Condition.objects.bulk_create(conditions)
    met = [ConditionMet(condition=c, on=day - dt.timedelta(days=1), by=staff[0], evidence=_text(drawn, 5)) for c in conditions[::2]]
    ConditionMet.objects.bulk_create(met)
    stopped = [i for i in made if drawn.random() < 0.03]
    moment = timezone.now() - dt.timedelta(days=2)
    Suspension.objects.bulk_create(
        Suspension(initiative=i, organisation=i.lead, started=moment, reason=_text(drawn, 6), by=staff[0]) for i in stopped
    )
    NoticeEdit.objects.bulk_create(NoticeEdit(initiative=i, at=moment, hash="0" * 64) for i in made if drawn.random() < 0.03)


def _sign(made: list[Any], drawn: random.Random, day: dt.date, staff: list[Any]) -> None:
    signed = day - dt.timedelta(days=3)
    DpiaSignature.objects.bulk_create(
        DpiaSignature(initiative=i, signed_on=signed, office="The data protection officer", recorded_by=staff[0])
        for i in made
        if drawn.random() < 0.9
    )
    rows = queries.rows_of(made)
    inside = {i.pk: queries.organisations_of(i, rows=rows[i.pk]) for i in made}
    agreements = [
        Agreement(initiative=i, kind="use", signed_on=signed, ends_on=day + dt.timedelta(days=drawn.randint(1, 400)), recorded_by=staff[0])
        for i in made
        if len(inside[i.pk]) > 1 and drawn.random() < 0.9
    ]
    Agreement.objects.bulk_create(agreements)
    AgreementParty.objects.bulk_create(AgreementParty(agreement=a, organisation=o) for a in agreements for o in inside[a.initiative_id])


def _text(drawn: random.Random, words: int) -> dict[str, dict[str, str]]:
    told = " ".join(drawn.choices(ENGLISH.split(), k=words)).capitalize()
    return plain(f"{told}.", easy=f"{told} (easy).", welsh=f"{' '.join(drawn.choices(WELSH.split(), k=words))}.")
