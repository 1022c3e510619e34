"""Kits that travel between installations: offering one, bringing one here, seeing what it would add, and taking it."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from folkmoot.site.audit.domain import record
from folkmoot.site.engagement import domain as engagements
from folkmoot.site.engagement import queries as asked
from folkmoot.site.errors import NotNow
from folkmoot.site.guides import queries as topic_guides
from folkmoot.site.guides.domain import begin_from, check_travelling
from folkmoot.site.people.rules import require
from folkmoot.site.planning import domain, queries
from folkmoot.site.planning.answers import STEPS, faults
from folkmoot.site.planning.kit_files import KINDS, KitFile, KitRefused, Part, pack, unpack
from folkmoot.site.planning.models import Kit
from folkmoot.site.renditions import Reader, check, plain, render

LICENCES = ("Open Government Licence v3.0", "Creative Commons Attribution 4.0", "Creative Commons Zero 1.0")
TRAVELS = ("learn", "promise", "methods")
"""The steps of a plan that mean something elsewhere: communities and risk come from each initiative's own record."""


@dataclass(frozen=True)
class Change:
    """What taking a part would do here: "new", "here", "next" (a new version) or "clash", in words."""

    kind: str
    name: str
    state: str
    words: str


def offer_kit(
    *,
    by: Any,
    initiative: Any,
    title: str,
    about: str,
    licence: str,
    source: str,
    versions: Sequence[Any],
    with_plan: bool,
    guides: Sequence[Any] = (),
) -> Kit:
    """Offer a kit to everyone, of questionnaires of the initiative's lead, public topic guides of the initiative (GuideVersions) and, if
    asked, its public plan.

    The same kit again gives the one that is offered. Raises ValidationError by field; PermissionDenied without `planning.plan`.
    """
    with transaction.atomic():
        lead = initiative.lead
        require(by, domain.PLAN, lead)
        parts: list[tuple[str, str, Mapping[str, Any]]] = []
        for version in versions:
            if version.instrument.organisation_id != lead.pk:
                raise ValidationError({"versions": "Choose questionnaires of the organisation that leads the initiative."})
            slug = version.instrument.slug
            parts.append((f"{slug}.json", "instrument", {"slug": slug, "title": version.instrument.title, "questions": version.questions}))
        for guide in guides:
            if guide.guide.initiative_id != initiative.pk:
                raise ValidationError({"guides": "Choose topic guides of this initiative."})
            parts.append((f"guide-{guide.guide.slug}.json"[-85:], "guide", topic_guides.travelling(guide)))
        if with_plan:
            public = queries.published(initiative)
            if public is None:
                raise ValidationError({"with_plan": "There is no public plan. Publish it first."})
            parts.append(("plan.json", "plan", {step: public.answers[step] for step in TRAVELS}))
        if not parts or licence not in LICENCES or not title.strip():
            raise ValidationError("A kit needs a title, a licence and at least one part.")
        facts = {"title": title.strip(), "about": about.strip(), "licence": licence, "source": source.strip(), "made_by": lead.name}
        data = pack(facts, parts)
        try:
            kit = unpack(data)
        except KitRefused as refused:
            raise ValidationError(str(refused)) from refused
        return _kept(by, lead, Kit.Way.OFFERED, kit, data, "")


def receive_kit(*, by: Any, organisation: Any, data: bytes, came_from: str) -> Kit:
    """Bring a kit here, to look at before it is taken; nothing in it is added yet. The same kit again gives the one that is here.

    Raises ValidationError, in words, for a file that is no whole kit and for parts that would not do here; PermissionDenied as above.
    """
    with transaction.atomic():
        require(by, domain.PLAN, organisation)
        if not came_from.strip():
            raise ValidationError({"came_from": "Say where the kit comes from."})
        try:
            kit = unpack(data)
        except KitRefused as refused:
            raise ValidationError({"file": str(refused)}) from refused
        changes(kit, organisation)
        return _kept(by, organisation, Kit.Way.RECEIVED, kit, data, came_from)


def take_kit(*, by: Any, kit: Kit, initiative: Any = None) -> None:
    """Add what is in a kit that was brought here, all or nothing; its plan answers the steps of `initiative` that are not answered yet.

    Raises NotNow where it is taken already or something clashes, ValidationError for another organisation's initiative, PermissionDenied
    as above and without `engagement.run`.
    """
    with transaction.atomic():
        held = Kit.objects.select_for_update().get(pk=kit.pk)
        require(by, domain.PLAN, held.organisation)
        if held.way != Kit.Way.RECEIVED or held.taken_at is not None:
            raise NotNow("This kit is taken already.")
        if initiative is not None and initiative.lead != held.organisation:
            raise ValidationError({"initiative": "Choose an initiative that the organisation leads."})
        read = unpack(bytes(held.content))
        if clashes := [change.words for change in changes(read, held.organisation) if change.state == "clash"]:
            raise NotNow(" ".join(clashes))
        for part in read.of_kind("instrument"):
            engagements.version_instrument(by=by, organisation=held.organisation, **part.content)
        for part in read.of_kind("guide"):
            if initiative is None:
                raise NotNow("There is a topic guide in this kit, which is for one use of data. Choose an initiative.")
            if topic_guides.standing(part.content) == "new":
                begin_from(by=by, initiative=initiative, content=part.content)
        for part in read.of_kind("plan"):
            plan = queries.plan_of(initiative) if initiative is not None else None
            for step, given in part.content.items() if initiative is not None else ():
                if plan is None or step not in plan.answers:
                    domain.answer_step(by=by, initiative=initiative, step=step, given=given)
        held.taken_at = timezone.now()
        held.save(update_fields=["taken_at"])
        record(by=by, verb="kit.taken", subject=held, detail={"hash": held.hash})


def changes(kit: KitFile, organisation: Any) -> list[Change]:
    """What each part of a kit would do in an organisation. Raises ValidationError for a part that would not do anywhere."""
    looks = {"instrument": lambda part: _instrument(part, organisation), "guide": _guide, "plan": _plan}
    return [looks[part.kind](part) for part in kit.parts]


def offered() -> list[tuple[KitFile, str, str]]:
    """Every kit to take away: the ready ones, then those that organisations offer; each with its file's hash and who offers it."""
    rows = Kit.objects.filter(way=Kit.Way.OFFERED).select_related("organisation")
    ready = [(unpack(data), "") for data in ready_kits()]
    return [(kit, kit.sha256, name) for kit, name in [*ready, *((unpack(bytes(row.content)), row.organisation.name) for row in rows)]]


def file_of(digest: str) -> bytes | None:
    """The file of a kit that is offered, by its hash."""
    row = Kit.objects.filter(way=Kit.Way.OFFERED, hash=digest).first()
    return bytes(row.content) if row else next((data for data in ready_kits() if unpack(data).sha256 == digest), None)


@cache
def ready_kits() -> tuple[bytes, ...]:
    """The kits that come with Folkmoot (ready_kits.toml)."""
    table = tomllib.loads(files("folkmoot.site.planning").joinpath("ready_kits.toml").read_text("utf-8"))
    return tuple(_ready(row) for row in table["kit"])


def _ready(row: Mapping[str, Any]) -> bytes:
    facts = {key: row[key] for key in ("title", "about", "licence", "source")} | {"made_by": "Folkmoot"}
    questions = [_question(number, given) for number, given in enumerate(row["question"], 1)]
    sections = [{"key": "all", "title": plain(*row["section"]), "questions": questions}]
    instrument = {"slug": row["slug"], "title": plain(row["title"]), "questions": sections}
    plan = {
        "learn": [{"question": question, "who": who} for question, who in row["learn"]],
        "promise": {"level": row["level"], "words": plain(*row["promise"])},
        "methods": {"needs": row["needs"], "pounds": None, "weeks": None},
    }
    return pack(facts, [(f"{row['slug']}.json", "instrument", instrument), ("plan.json", "plan", plan)])


def _question(number: int, given: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {"key": f"q{number}", "type": given["type"], "text": plain(*given["text"])}
    made |= {key: given[key] for key in ("least", "most") if key in given}
    if "options" in given:
        made["options"] = [{"value": words, "text": plain(words)} for words in given["options"]]
    return made


def _kept(by: Any, organisation: Any, way: str, kit: KitFile, data: bytes, came_from: str) -> Kit:
    found = Kit.objects.filter(organisation=organisation, way=way, hash=kit.sha256).first()
    if found is not None:
        return found
    made = Kit(
        organisation=organisation,
        way=way,
        title=kit.title,
        hash=kit.sha256,
        content=data,
        came_from=came_from.strip(),
        by=by,
        at=timezone.now(),
    )
    made.full_clean()
    made.save()
    verb = "kit.offered" if way == Kit.Way.OFFERED else "kit.received"
    record(by=by, verb=verb, subject=made, detail={"hash": kit.sha256})
    return made


def _instrument(part: Part, organisation: Any) -> Change:
    content = part.content
    if (
        content.keys() != {"slug", "title", "questions"}
        or not isinstance(content["slug"], str)
        or not isinstance(content["questions"], list)
    ):
        raise ValidationError({"file": f"“{part.name}” is not a questionnaire. Ask for the kit again."})
    try:
        check(content["title"])
        state = asked.standing(organisation.pk, content["slug"], content["questions"])
    except ValidationError as wrong:
        raise ValidationError({"file": [f"“{part.name}”: {words}" for words in wrong.messages]}) from wrong
    name = render(content["title"], Reader()).words
    words = {
        "new": "It would be added.",
        "here": "It is here already, word for word. Nothing would be added.",
        "next": f"A questionnaire “{content['slug']}” is here with other questions. These would be its next version.",
        "clash": f"Another organisation here has a questionnaire “{content['slug']}”, so this kit cannot be taken as it is.",
    }
    return Change(KINDS[part.kind], name, state, words[state])


def _guide(part: Part) -> Change:
    try:
        check_travelling(part.content)
    except ValidationError as wrong:
        raise ValidationError({"file": [f"“{part.name}”: {words}" for words in wrong.messages]}) from wrong
    state = topic_guides.standing(part.content)
    words = {
        "new": "It would be begun for the initiative you choose. Nobody outside sees it before you publish it.",
        "here": "It is here already, word for word. Nothing would be added.",
        "clash": f"Another topic guide here is called “{part.content['slug']}”, so this kit cannot be taken as it is.",
    }
    return Change(KINDS[part.kind], render(part.content["title"], Reader()).words, state, words[state])


def _plan(part: Part) -> Change:
    try:
        wrong = [] if part.content.keys() <= STEPS.keys() else ["It has steps that are not known here."]
        wrong = wrong or [words for step, given in part.content.items() for words in faults(step, given)]
    except (AttributeError, TypeError, KeyError):
        wrong = ["It is not a plan of engagement."]
    if wrong:
        raise ValidationError({"file": [f"“{part.name}”: {words}" for words in wrong]})
    steps = ", ".join(f"“{STEPS[step].heading}”" for step in part.content)
    return Change(KINDS[part.kind], part.name, "new", f"It would answer these steps of an initiative’s plan where they are empty: {steps}.")
