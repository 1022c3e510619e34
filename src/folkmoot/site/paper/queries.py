"""What may be read of answers on paper. What is keyed is shown to nobody before two people have keyed it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from folkmoot.site.engagement import queries as engagements
from folkmoot.site.paper import numbers
from folkmoot.site.paper.comparing import OpenQuestion, open_questions
from folkmoot.site.paper.models import Numbers, Offer, ReturnedForm
from folkmoot.site.people.rules import organisations_where
from folkmoot.site.share_interval import wilson


@dataclass(frozen=True)
class FormRow:
    """One form on the desk: its number, where it stands ("once", "differs", "ready", "sent", "aside"), in words, and if I keyed it."""

    number: int
    written: str
    state: str
    words: str
    mine: bool


@dataclass(frozen=True)
class KeyedDifferently:
    """How often a question was keyed differently: in `times` of `n` forms; `low` and `high` are shares, a 95% interval (Wilson 1927)."""

    question: Any
    times: int
    n: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """The share itself."""
        return self.times / self.n


STATES = {
    "once": "Keyed once. Someone else keys it the second time",
    "differs": "Something is open",
    "ready": "Ready to be sent",
    "sent": "Sent",
    "aside": "Set aside",
}


def offer_of(engagement: Any) -> Offer | None:
    """How an engagement is answered on paper, if it is."""
    return Offer.objects.filter(engagement_id=engagement.pk).first()


def offered(engagement: Any) -> bool:
    """Whether its start page offers the form."""
    return Offer.objects.filter(engagement_id=engagement.pk, public=True).exists()


def numbers_of(engagement: Any) -> list[Numbers]:
    """The ranges of numbers given so far, the latest first."""
    return list(Numbers.objects.filter(engagement_id=engagement.pk).order_by("-first"))


def numbers_with(engagement: Any, key: int) -> Numbers | None:
    """One range."""
    return Numbers.objects.filter(engagement_id=engagement.pk, pk=key).first()


def keyed_by(user: Any) -> list[Any]:
    """The engagements that take answers whose forms a member of staff may key."""
    where = organisations_where(user, "paper.key")
    given = Numbers.objects.filter(engagement__initiative__lead__in=where).values_list("engagement_id", flat=True).distinct()
    found = (engagements.engagement_with(key) for key in given)
    return [engagement for engagement in found if engagement.state == "open"]


def forms_of(engagement: Any, user: Any) -> list[FormRow]:
    """Every form that came back, by number."""
    questionnaire, rows = engagement.version.questionnaire, []
    for form in ReturnedForm.objects.filter(engagement_id=engagement.pk).prefetch_related("keyings"):
        keyed = {keying.place: keying for keying in form.keyings.all()}
        state = "aside" if form.set_aside_by_id else "sent" if form.sent_at else "once"
        if len(keyed) == 2:
            is_open = form.resolved is None and open_questions(questionnaire, keyed[1].given, keyed[2].given)
            state = "differs" if is_open else "ready"
        words = STATES[state] if keyed or state != "once" else "Not keyed"
        mine = any(keying.by_id == user.pk for keying in keyed.values())
        rows.append(FormRow(form.number, numbers.written(form.number), state, words, mine))
    return rows


def form_with(engagement: Any, number: int) -> ReturnedForm | None:
    """A form that came back."""
    return ReturnedForm.objects.filter(engagement_id=engagement.pk, number=number).first()


def open_in(engagement: Any, form: ReturnedForm, also: Mapping[str, str] | None = None) -> Sequence[OpenQuestion]:
    """What is to be settled in a form that two people keyed, `also` by key what settling has opened; nothing before that."""
    keyed = dict(form.keyings.values_list("place", "given"))
    return open_questions(engagement.version.questionnaire, keyed[1], keyed[2], also) if len(keyed) == 2 else ()


def error_rates(engagement: Any) -> list[KeyedDifferently]:
    """For each question the share of forms sent in which two people keyed it differently, the largest first; none before one is sent."""
    lists = list(ReturnedForm.objects.filter(engagement_id=engagement.pk).exclude(sent_at=None).values_list("differed", flat=True))
    if not lists:
        return []
    found = []
    for question in engagement.version.questionnaire.asked:
        times = sum(question.key in differed for differed in lists)
        found.append(KeyedDifferently(question, times, len(lists), *wilson(times, len(lists))))
    return sorted(found, key=lambda rate: -rate.times)
