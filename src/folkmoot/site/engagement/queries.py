"""What may be read of engagements. No function here counts responses: what they come to is for evidence, after an
engagement has closed, and how they come in for counts.py."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from folkmoot.site.addresses import address
from folkmoot.site.engagement.easy_read import easy_read_is_offered
from folkmoot.site.engagement.invitations import code_for as code_for
from folkmoot.site.engagement.invitations import codes_of as codes_of
from folkmoot.site.engagement.invitations import participant_with as participant_with
from folkmoot.site.engagement.methods import METHODS, AnalysisRequest, Given
from folkmoot.site.engagement.models import EasyReadCheck, Engagement, Instrument, InstrumentVersion, Response, Sample
from folkmoot.site.engagement.places import Place, place_of
from folkmoot.site.engagement.questionnaire import ONCE, content_hash
from folkmoot.site.engagement.questionnaire_rules import read
from folkmoot.site.engagement.states import State
from folkmoot.site.engagement.welsh import has_equal_status
from folkmoot.site.engagement.words import closed_to_answers, dates_in_words
from folkmoot.site.people.rules import organisations_where
from folkmoot.site.renditions import LANGUAGES, Texts


@dataclass(frozen=True)
class EngagementSummary:
    """One engagement as lists show it.

    `method` is a word such as “Survey”; `dates` are both dates in words; `why_not` says why it takes no answers today (empty when it does).
    """

    slug: str
    title: Texts
    question: Texts
    method: Texts
    state: str
    opens: dt.date
    closes: dt.date
    dates: Texts
    minutes: int
    languages: Sequence[str]
    easy: bool
    why_not: Texts
    url: str


def open_now() -> list[EngagementSummary]:
    """The engagements that take answers today, those that close first first."""
    today = timezone.localdate()
    found = _all().filter(state=State.OPEN, opens__lte=today, closes__gte=today).order_by("closes", "id")
    return [_summary(engagement) for engagement in found]


def open_ones() -> list[Engagement]:
    """The engagements that are open, whatever their dates."""
    return list(_all().filter(state=State.OPEN))


def engagements_of(initiative_id: int) -> list[EngagementSummary]:
    """An initiative's engagements that people may know of: those that are open or have closed, the latest first."""
    found = _all().filter(initiative_id=initiative_id).exclude(state=State.DRAFT)
    return [_summary(engagement) for engagement in found]


def summary(engagement: Engagement) -> EngagementSummary:
    """One engagement as lists show it."""
    return _summary(engagement)


def find(slug: str) -> Engagement | None:
    """The engagement at an address, or None."""
    return _all().filter(slug=slug).first()


def asks_code(engagement: Engagement) -> bool:
    """Whether people may come with a code: of an invitation, or of the part they answered before."""
    return engagement.config.get("entry", "open") != "open" or engagement.version.questionnaire.steps != (ONCE,)


@dataclass(frozen=True)
class CodeCounts:
    """How many codes an engagement has: made, used, withdrawn, and those that nobody has used yet."""

    made: int
    used: int
    withdrawn: int

    @property
    def unused(self) -> int:
        """Those that still open a place nobody has answered from."""
        return self.made - self.used - self.withdrawn


def code_counts(engagement: Engagement) -> CodeCounts:
    """How many codes there are, and what became of them. Nothing of what was answered."""
    answered = Response.objects.filter(engagement=engagement, series=OuterRef("series"))
    found = engagement.invitations.aggregate(
        made=Count("pk"), used=Count("pk", filter=Exists(answered)), withdrawn=Count("pk", filter=Q(withdrawn_at__isnull=False))
    )
    return CodeCounts(**found)


def next_place(engagement: Engagement, code: str) -> Place | None:
    """Where someone goes on who has just answered one step, by the code on its receipt; None when there is nothing more."""
    if engagement.version.questionnaire.steps == (ONCE,) or not code:
        return None
    try:
        place = place_of(engagement, code, timezone.localdate())
    except ValidationError:
        return None
    return place if place.step or len(place.given) < len(engagement.version.questionnaire.steps) else None


def find_to_answer(slug: str) -> Engagement | None:
    """The same, with only what showing and taking answers needs.

    It is asked with every page of questions and every submission, so the statement is written out: the ORM takes longer to word it than
    all else there is to do. A version never changes, so it is read once.
    """
    columns = ", ".join(f"e.{field.column}" for field in Engagement._meta.local_concrete_fields)
    statement = (
        f"SELECT {columns}, v.hash AS version_hash, EXISTS(SELECT 1 FROM {EasyReadCheck._meta.db_table} c "  # noqa: S608 - our own tables
        f"WHERE c.version_id = v.id) AS easy_read_checked FROM {Engagement._meta.db_table} e "
        f"JOIN {InstrumentVersion._meta.db_table} v ON v.id = e.version_id WHERE e.slug = %s"
    )
    found = next(iter(Engagement.objects.raw(statement, [slug])), None)
    if found is not None:
        found.version = _version(found.version_id, found.version_hash)
    return found


@lru_cache(maxsize=128)
def _version(key: int, content: str) -> InstrumentVersion:
    return InstrumentVersion.objects.get(pk=key, hash=content)


def next_words(engagement: Engagement) -> Texts:
    """What happens once it has closed, in words."""
    return METHODS[engagement.method].close(engagement)


def engagement_with(engagement_id: int) -> Engagement:
    """The engagement with an id. Raises Engagement.DoesNotExist."""
    return _all().get(pk=engagement_id)


def keys_in(initiative_ids: Collection[int]) -> list[int]:
    """The ids of the engagements of some initiatives, drafts too."""
    return list(Engagement.objects.filter(initiative_id__in=initiative_ids).values_list("pk", flat=True))


def held(engagement: Engagement) -> Engagement:
    """The same engagement, read again and locked until the transaction ends, so that two who publish it wait for each other."""
    return Engagement.objects.select_for_update(of=("self",)).get(pk=engagement.pk)


def run_by(user: Any) -> list[Engagement]:
    """The engagements that a member of staff may run, drafts too."""
    return list(_all().filter(initiative__lead__in=organisations_where(user, "engagement.run")))


def closed_in(organisations: Sequence[Any]) -> list[Engagement]:
    """The engagements that have closed, of initiatives that any of these organisations leads."""
    return list(_all().filter(initiative__lead__in=organisations, state=State.CLOSED))


def versions_for(user: Any) -> list[InstrumentVersion]:
    """The instrument versions a member of staff may put to people, the latest of each first."""
    where = organisations_where(user, "engagement.run")
    return list(
        InstrumentVersion.objects.select_related("instrument")
        .filter(instrument__organisation__in=where)
        .order_by("instrument__slug", "-number")
    )


def version_of(slug: str, number: int) -> InstrumentVersion | None:
    """A version of an instrument, with who made it and who checked its easy read; None when there is none."""
    found = InstrumentVersion.objects.select_related("instrument__organisation").prefetch_related("easy_read_checks")
    return found.filter(instrument__slug=slug, number=number).first()


def owner_of(slug: str) -> Any:
    """The Organisation whose instrument has this name; None while none has."""
    found = Instrument.objects.select_related("organisation").filter(slug=slug).first()
    return found.organisation if found else None


def welsh_is_equal(organisation: Any) -> bool:
    """Whether Welsh has equal status in an Organisation."""
    return has_equal_status(organisation)


def standing(organisation_id: int, slug: str, questions: list[Any]) -> str:
    """How questions from elsewhere stand to the instruments here: "new", "here" (word for word), "next" (they would be the next version
    of an instrument of the organisation) or "clash" (another organisation has one of that name). Raises ValidationError for questions
    that would not do."""
    read(questions)
    validate_slug(slug)
    found = Instrument.objects.filter(slug=slug).first()
    if found is None:
        return "new"
    if found.organisation_id != organisation_id:
        return "clash"
    return "here" if found.versions.filter(hash=content_hash(questions)).exists() else "next"


def samples_for(user: Any) -> list[Sample]:
    """The samples a member of staff may put an engagement to."""
    return list(Sample.objects.filter(organisation__in=organisations_where(user, "engagement.run")))


def analysis_of(engagement: Engagement) -> AnalysisRequest:
    """What its method asks evidence to work out."""
    return METHODS[engagement.method].analyse(engagement)


def flagged_in(engagement: Engagement) -> list[int]:
    """The ids of the Responses that were flagged as they came in, in their order."""
    return list(Response.objects.filter(engagement=engagement).exclude(flags=[]).order_by("pk").values_list("pk", flat=True))


def rows_after(engagement: Engagement, last_id: int, most: int) -> Iterator[tuple[int, Sequence[str | None]]]:
    """Up to `most` Responses after an id, in the order they came: the id, and a cell for each column of `analysis_of` but the first."""
    method = METHODS[engagement.method]
    of_series = Response.objects.filter(engagement=engagement, series=OuterRef("series")).order_by("pk").values("pk")[:1]
    first = Coalesce(Subquery(of_series), F("pk")) if engagement.version.questionnaire.steps != (ONCE,) else F("pk")
    found = Response.objects.filter(engagement=engagement, pk__gt=last_id).order_by("pk").annotate(first=first)
    for pk, *given in found.values_list("pk", "step", "first", "answers", "attributes")[:most]:
        yield pk, method.cells(engagement, Given(*given))


def _all() -> Any:
    checked = EasyReadCheck.objects.filter(version=OuterRef("version"))
    return Engagement.objects.select_related("version__instrument", "sample", "initiative__lead").annotate(
        easy_read_checked=Exists(checked)
    )


def _summary(engagement: Engagement) -> EngagementSummary:
    questionnaire = engagement.version.questionnaire
    return EngagementSummary(
        slug=engagement.slug,
        title=engagement.title,
        question=engagement.question,
        method=METHODS[engagement.method].name,
        state=engagement.state,
        opens=engagement.opens,
        closes=engagement.closes,
        dates={language: {"standard": dates_in_words(engagement.opens, engagement.closes, language)} for language in LANGUAGES},
        minutes=engagement.config["minutes"],
        languages=questionnaire.languages,
        easy=easy_read_is_offered(engagement),
        why_not=closed_to_answers(engagement, timezone.localdate()),
        url=address("engagement:start", engagement.slug),
    )
