"""Every way we know to send what should not be taken: each is refused with the right words and keeps nothing,
is kept and flagged, or is made harmless.

The list is exhaustive on purpose: a guard that is added stands here too.
"""

import datetime as dt
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.site.engagement import arrivals, domain, receipts
from folkmoot.site.engagement.invitations import codes_of
from folkmoot.site.engagement.models import Response
from folkmoot.site.people.models import Identity
from tests.site import deliberation, make, surveys

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@dataclass
class At:
    """The places where things are tried: an open survey, one in parts, one with codes, one in steps, and whoever tries."""

    client: Client = field(default_factory=Client)

    def __post_init__(self) -> None:
        self.where = make.organisation()
        self.officer = make.member(self.where)

    def survey(self, slug: str = "warm", **config: Any) -> Any:
        """An open survey with more in its config."""
        return surveys.opened(self.officer, self.where, slug, config={**surveys.config(), **config})

    def code(self, engagement: Any) -> str:
        """A code that nobody has used."""
        domain.invite_people(by=self.officer, engagement=engagement, cards=1)
        return list(codes_of(engagement))[-1].code


def fields(**changed: Any) -> dict[str, Any]:
    """What the check page sends, with something changed; None takes a field away."""
    sent = {
        "receipt": str(receipts.new()),
        "begun": surveys.begun(),
        "at": "99",
        "go": "send",
        "step": "once",
        "answer-A": "Agree a lot",
        "answer-age": "16 to 34",
    }
    return {name: value for name, value in {**sent, **changed}.items() if value is not None}


def send(at: At, slug: str = "warm", /, **changed: Any) -> Any:
    """Send it, and go where that leads."""
    names = {f"answer_{key}": f"answer-{key}" for key in ("A", "B", "age", "health", "health_kind", "people", "comment", "area")}
    given = {names.get(name, name): value for name, value in changed.items()}
    return at.client.post(f"/e/{slug}/answer", fields(**given), follow=True)


def parts(at: At, **changed: Any) -> Any:
    """The same to the survey whose questions are answered in parts."""
    version = surveys.version(at.officer, at.where, "parts", surveys.questions_in_parts())
    config = {**surveys.config(), "statements": surveys.config()["statements"][:1], "publish": {}}
    surveys.opened(at.officer, at.where, "parts", config=config, version=version, sample=surveys.sample(at.officer, at.where, "none", {}))
    given = {f"answer-{name}": value for name, value in changed.items()}
    grid = {"answer-think-0": "Agree a lot", "answer-think-1": "Agree a lot"}
    return at.client.post("/e/parts/answer", fields(**{"answer-age": None, **grid, **given}), follow=True)


def in_steps(at: At, *, earlier: tuple[str, ...] = (), step: str = "before", code: bool = True, **config: Any) -> Any:
    """A step of an engagement that has three, after earlier ones."""
    deliberation.opened(at.officer, at.where, **config)
    receipt = ""
    for one in earlier:
        sent = fields(step=one, code=receipt, **({} if one == "before" else {"answer-age": None}))
        at.client.post("/e/moot/answer", sent)
        receipt = receipts.code(uuid.UUID(sent["receipt"]))
    return at.client.post("/e/moot/answer", fields(step=step, code=receipt if code else ""), follow=True)


NO_SUCH_DAY = {"seen-day": "31", "seen-month": "2", "seen-year": "2020"}


def replayed(at: At) -> Any:
    at.survey()
    sent = fields()
    at.client.post("/e/warm/answer", sent)
    return at.client.post("/e/warm/answer", {**sent, "answer-A": "Disagree a lot"}, follow=True)


def receipt_of_another(at: At) -> Any:
    at.survey()
    at.survey("other")
    receipt = str(receipts.new())
    send(at, "other", receipt=receipt)
    return send(at, receipt=receipt)


def with_code(at: At, change: Callable[[At, Any, str], str], entry: str = "invited") -> Any:
    engagement = at.survey(entry=entry)
    return send(at, code=change(at, engagement, at.code(engagement)))


def used(at: At, engagement: Any, code: str) -> str:
    send(at, code=code)
    return code


def withdrawn(at: At, engagement: Any, code: str) -> str:
    domain.withdraw_invitation(by=at.officer, engagement=engagement, code=code)
    return code


def one_sign_wrong(at: At, engagement: Any, code: str) -> str:
    return ("3" if code[0] == "2" else "2") + code[1:]


def of_another(at: At, engagement: Any, code: str) -> str:
    return at.code(at.survey("other", entry="invited"))


def closed(at: At) -> Any:
    domain.close_engagement(by=at.officer, engagement=at.survey())
    return send(at)


def a_draft(at: At) -> Any:
    surveys.draft(at.officer, at.where)
    return send(at)


def not_open_yet(at: At) -> Any:
    today = timezone.localdate()
    surveys.opened(at.officer, at.where, opens=today + dt.timedelta(days=3), closes=today + dt.timedelta(days=9))
    return send(at)


def to(slug: str = "warm", setting_up: dict[str, Any] | None = None, **changed: Any) -> Callable[[At], Any]:
    """Send this to an open survey."""

    def attempt(at: At) -> Any:
        at.survey(**(setting_up or {}))
        return send(at, slug, **changed)

    return attempt


def too_many_from_one_place(at: At) -> Any:
    at.survey()
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    at.client.get("/e/warm")
    send(at)
    arrivals.Arrival.objects.filter(hour=hour).update(count=arrivals.TOO_MANY)
    return send(at)


def without_csrf(at: At) -> Any:
    at.survey()
    return Client(enforce_csrf_checks=True).post("/e/warm/answer", fields())


def by_get(at: At) -> Any:
    at.survey()
    return at.client.get("/e/warm/answer", fields())


def forget(code: str) -> Callable[[At], Any]:
    def attempt(at: At) -> Any:
        at.survey()
        return at.client.post("/e/warm/forget", {"code": code})

    return attempt


def forget_in_another(at: At) -> Any:
    at.survey()
    at.survey("other")
    receipt = receipts.new()
    send(at, "other", receipt=str(receipt), contact="ada@example.org")
    answer = at.client.post("/e/warm/forget", {"code": receipts.code(receipt)})
    assert Identity.objects.count() == 1
    return answer


def receipt_page_of_nobody(at: At) -> Any:
    at.survey()
    return at.client.get("/e/warm/receipt")


def forged_receipt_cookie(at: At) -> Any:
    at.survey()
    at.client.cookies["receipt"] = "0000/new:forged"
    return at.client.get("/e/warm/receipt")


def not_form_data(at: At) -> Any:
    at.survey()
    return at.client.post("/e/warm/answer", b"\xff\xfe{", content_type="application/json")


REFUSED: dict[str, tuple[Callable[[At], Any], int, str, int]] = {
    # what is tried: how, the status, the words, and how many Responses there are then
    "a receipt replayed with other answers": (replayed, 200, "We had these answers already", 1),
    "a receipt of another engagement": (receipt_of_another, 400, "This form cannot be sent as it is", 1),
    "no code where one is needed": (to(setting_up={"entry": "invited"}), 409, "you need the code that we sent you", 0),
    "a code that is none": (to(setting_up={"entry": "both"}, code="password"), 400, "That code opens nothing here", 0),
    "a code with one sign wrong": (lambda at: with_code(at, one_sign_wrong), 400, "That code opens nothing here", 0),
    "a code of another engagement": (lambda at: with_code(at, of_another), 400, "That code opens nothing here", 0),
    "a code that was withdrawn": (lambda at: with_code(at, withdrawn), 400, "That code opens nothing here", 0),
    "a code that was used": (lambda at: with_code(at, used), 409, "This code has been used", 1),
    "a code where none is asked for": (to(code="2222-2222-2222"), 400, "That code opens nothing here", 0),
    "somebody else's receipt as a code": (to(code="0" * 32), 400, "That code opens nothing here", 0),
    "a later step first": (lambda at: in_steps(at, step="after 1"), 409, "This part is not the one to answer now", 0),
    "a step left out": (lambda at: in_steps(at, earlier=("before",), step="after 2"), 409, "This part is not the one", 1),
    "a step a second time": (lambda at: in_steps(at, earlier=("before",)), 409, "This part is not the one to answer now", 1),
    "a step of nobody": (lambda at: in_steps(at, earlier=("before",), step="after 1", code=False), 409, "This part is not the one", 1),
    "a step before its day": (
        lambda at: in_steps(at, earlier=("before",), step="after 1", step_opens={"after 1": "2999-01-01"}),
        409,
        "You can answer the next part from",
        1,
    ),
    "a closed engagement": (closed, 409, "This closed on", 0),
    "a draft": (a_draft, 404, "", 0),
    "one that is not open yet": (not_open_yet, 409, "This is not open yet", 0),
    "an engagement there is not": (to("nothing"), 404, "", 0),
    "text that is too long": (to(answer_comment="x" * 10_001), 400, "10,000", 0),
    "a name that is too long": (to(name="x" * 201), 400, "may be 200 letters each at most", 0),
    "a contact that is too long": (to(contact="x" * 201), 400, "may be 200 letters each at most", 0),
    "an answer that is not in the list": (to(answer_A="Maybe"), 400, "choose one of the answers shown", 0),
    "two answers where one is asked": (to(answer_A=["Agree a lot", "In between"]), 400, "choose one answer only", 0),
    "a number out of range": (to(answer_people="21"), 400, "20", 0),
    "a number that is none": (to(answer_people="many"), 400, "write a whole number in digits", 0),
    "everything and nothing at once": (
        to(answer_health="Yes", answer_health_kind=["Body", "None of these"]),
        400,
        "cannot be chosen with another answer",
        0,
    ),
    "a question needed left out": (to(answer_age=None), 400, "answer this question", 0),
    "no answer at all": (to(answer_age=None, answer_A=None), 400, "answer this question", 0),
    "a grid with an answer that is none": (lambda at: parts(at, **{"think-0": "Maybe"}), 400, "choose one of the answers shown", 0),
    "a place given twice": (lambda at: parts(at, **{"order-0": "1", "order-1": "1"}), 400, "each place once", 0),
    "more than 100 points": (lambda at: parts(at, **{"share-0": "60", "share-1": "60"}), 400, "100", 0),
    "a day there is not": (lambda at: parts(at, **NO_SUCH_DAY), 400, "there is no such day", 0),
    "a machine in the hidden box": (to(website="http://spam"), 400, "Empty the box", 0),
    "a form sent at once": (to(begun="now"), 400, "That was very quick", 0),
    "a form that is not ours": (to(begun="1700000000:forged"), 400, "was not loaded from our page", 0),
    "a form without its beginning": (to(begun=None), 400, "was not loaded from our page", 0),
    "too many from one place": (too_many_from_one_place, 400, "send again in an hour", 1),
    "a child where no children are asked": (to(under_16="yes", adult_yes="yes", own_yes="yes"), 400, "people under 16", 0),
    "a child without an adult's yes": (to(setting_up={"youngest": 13}, under_16="yes", own_yes="yes"), 400, "two yeses", 0),
    "for someone else where nobody may": (to(authority="attorney"), 400, "for themselves only", 0),
    "by a right there is not": (to(setting_up={"for_someone": True}, authority="king"), 400, "for themselves only", 0),
    "a form from another site": (without_csrf, 403, "", 0),
    "sending by an address": (by_get, 200, "Find homes that make people ill", 0),
    "a million letters": (to(answer_comment="x" * 1_000_001), 400, "", 0),
    "five hundred fields": (to(**{f"field{n}": "x" for n in range(501)}), 400, "", 0),
    "what is no form": (not_form_data, 200, "How old are you?", 0),
    "a receipt page of nobody": (receipt_page_of_nobody, 200, "There is no receipt to show here now", 0),
    "a receipt cookie that was forged": (forged_receipt_cookie, 200, "There is no receipt to show here now", 0),
    "a code that is no receipt, to be forgotten": (forget("ada@example.org"), 400, "Write the code on your receipt", 0),
    "a receipt nobody has, to be forgotten": (forget("1" * 12 + "4" + "1" * 3 + "8" + "1" * 15), 200, "", 0),
    "a receipt of another engagement, to be forgotten": (forget_in_another, 200, "", 1),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_in_the_right_words_and_keeps_nothing(what: str) -> None:
    attempt, status, words, kept = REFUSED[what]
    at = At()
    if what == "a form sent at once":
        attempt = to(begun=arrivals.new_token())
    answer = attempt(at)
    page = answer.content.decode()
    assert (answer.status_code, words in page or page) == (status, True)
    assert Response.objects.count() == kept
    assert "Traceback" not in page


def test_there_are_forty_or_more() -> None:
    assert len(REFUSED) >= 40


def many_from_one_place(at: At) -> None:
    send(at)
    arrivals.Arrival.objects.filter(hour__gt=timezone.now() - dt.timedelta(hours=1)).update(count=arrivals.MANY)
    send(at, answer_A="In between")


def repeated(at: At) -> None:
    send(at)
    send(at)


def quick(at: At) -> None:
    send(at)
    send(at, begun=surveys.begun(5), answer_B="In between", answer_health="No", answer_people="3", answer_comment="x" * 99)


FLAGGED: dict[str, tuple[Callable[[At], None], str]] = {
    # what is kept and counted, and how the last of two is flagged
    "answers quicker than anyone reads": (quick, arrivals.QUICK),
    "many from one place": (many_from_one_place, arrivals.FROM_ONE_PLACE),
    "the same answers again from one place": (repeated, arrivals.REPEATED),
}


@pytest.mark.parametrize("what", FLAGGED)
def test_it_is_kept_and_flagged(what: str) -> None:
    attempt, flag = FLAGGED[what]
    at = At()
    at.survey()
    attempt(at)
    assert [kept.flags for kept in Response.objects.order_by("pk")] == [[], [flag]]


def test_every_flag_stands_in_the_list() -> None:
    assert {flag for _, flag in FLAGGED.values()} == set(arrivals.FLAGS)


HARMLESS: dict[str, tuple[dict[str, Any], Callable[[Response], bool]]] = {
    # what is tried, and what is true of the Response that is kept
    "a field there is not": ({"answer-secret": "x", "is_staff": "1"}, lambda kept: "secret" not in json.dumps(kept.answers)),
    "an answer to a question not put": (
        {"answer-health": "No", "answer-health_kind": "Body"},
        lambda kept: "health_kind" not in kept.answers,
    ),
    "an answer to what is not asked": ({"answer-area": "South"}, lambda kept: kept.attributes["area"] is None),
    "a mode of staff": ({"mode": "phone", "group_size": "30"}, lambda kept: (kept.mode, kept.group_size) == ("online", None)),
    "a receipt that can be guessed": (
        {"receipt": str(uuid.uuid5(uuid.NAMESPACE_URL, "x"))},
        lambda kept: kept.receipt != uuid.uuid5(uuid.NAMESPACE_URL, "x"),
    ),
    "a page there is not": ({"at": "9999"}, lambda kept: kept.answers["A"] == "Agree a lot"),
    "a step there is not": ({"step": "after 7"}, lambda kept: kept.step == "once"),
    "signs that are none": ({"answer-comment": "a\x00b\x1b[31mc"}, lambda kept: kept.answers["comment"] == "ab[31mc"),
    "a script in an answer": ({"answer-comment": "<script>alert(1)</script>"}, lambda kept: "<script>" in kept.answers["comment"]),
    "a language there is not": ({"lang": "tlh"}, lambda kept: kept.language == "en"),
    "a statement in the language of databases": (
        {"answer-comment": "'; DROP TABLE engagement_response; --"},
        lambda kept: kept.answers["comment"].startswith("';"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", HARMLESS)
def test_it_is_made_harmless(what: str) -> None:
    changed, holds = HARMLESS[what]
    at = At()
    at.survey()
    checked = at.client.post("/e/warm/answer", fields(**{**changed, "go": "stay"})).content.decode()
    assert "<script>alert" not in checked
    assert "Thank you" in send(at, **changed).content.decode()
    assert holds(Response.objects.get())
