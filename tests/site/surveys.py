"""A small survey for tests: every type of question, a rule, a question that is not asked, easy read and Welsh."""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any
from unittest.mock import patch

from django.test import Client
from django.utils import timezone

from folkmoot.site.engagement import arrivals, domain
from folkmoot.site.engagement.models import Engagement, InstrumentVersion, Sample
from folkmoot.site.initiatives.domain import propose_initiative
from folkmoot.site.people.models import Organisation
from folkmoot.site.renditions import plain
from tests.site import make

AGREE = ("Agree a lot", "Agree a little", "In between", "Disagree a little", "Disagree a lot")
DONT_KNOW = "Don't know"
SIGNS = ("yes a lot", "yes", "between", "no", "no not at all", "not sure")
AGES = ("16 to 34", "35 to 64", "65 and over")


def option(value: str, **more: Any) -> dict[str, Any]:
    return {"value": value, "text": plain(value, easy=f"Easy {value}", welsh=f"Cymraeg {value}"), **more}


def scale(key: str, text: str) -> dict[str, Any]:
    options = [option(value, sign=sign) for value, sign in zip((*AGREE, DONT_KNOW), SIGNS, strict=True)]
    return {"key": key, "type": "scale", "text": plain(text, easy=f"Easy {text}", welsh=f"Cymraeg {text}"), "options": options}


def questions() -> list[dict[str, Any]]:
    """Three sections. `health_kind` hangs on `health`; `area` is known and not asked."""
    ideas = [scale("A", "Find homes that make people ill"), scale("B", "Repair where it helps most")]
    you = [
        {
            "key": "age",
            "type": "single_choice",
            "text": plain("How old are you?", easy="How old are you?"),
            "label": "Age",
            "options": [option(age) for age in AGES],
            "required": True,
            "attribute": "age",
        },
        {
            "key": "health",
            "type": "single_choice",
            "text": plain("Have you been ill for a long time?", easy="Are you ill?"),
            "label": "Health",
            "options": [option("Yes"), option("No"), option("Prefer not to say", missing=True)],
            "attribute": "health",
        },
        {
            "key": "health_kind",
            "type": "multiple_choice",
            "text": plain("Which of these is it?", easy="What is it?"),
            "options": [option("Body"), option("Mind"), option("None of these", alone=True)],
            "only_if": {"question": "health", "answer": "Yes"},
        },
        {
            "key": "area",
            "type": "single_choice",
            "text": plain("Area"),
            "options": [option("North"), option("South")],
            "attribute": "area",
            "asked": False,
        },
    ]
    rest = [
        {
            "key": "people",
            "type": "number",
            "text": plain("How many people live with you?", easy="How many live with you?"),
            "least": 0,
            "most": 20,
        },
        {"key": "comment", "type": "short_text", "text": plain("What else would you say?", easy="What else?")},
    ]
    return [
        {
            "key": "ideas",
            "title": plain("Ideas", easy="Easy ideas", welsh="Syniadau"),
            "intro": plain("They could use the records to"),
            "questions": ideas,
        },
        {"key": "you", "title": plain("About you", easy="About you"), "questions": you},
        {"key": "rest", "title": plain("Anything else", easy="Anything else"), "questions": rest},
    ]


def questions_in_parts() -> list[dict[str, Any]]:
    """A grid of two statements, a ranking of three things, a budget for two and a date on one page; a scale on the next."""
    things = [option("Roads"), option("Buses"), option("Parks")]
    rows = [{"value": "fair", "text": plain("It is fair", welsh="Mae'n deg")}, {"value": "safe", "text": plain("It is safe")}]
    return [
        {
            "key": "parts",
            "title": plain("What matters", easy="What matters"),
            "questions": [
                {
                    "key": "think",
                    "type": "grid",
                    "text": plain("What do you think of it?", easy="What do you think?"),
                    "rows": rows,
                    "options": [option(value, sign=sign) for value, sign in zip(AGREE, SIGNS, strict=False)],
                    "required": True,
                },
                {
                    "key": "order",
                    "type": "ranking",
                    "text": plain("What comes first?", easy="First?"),
                    "options": things,
                    "most": 2,
                },
                {"key": "share", "type": "budget", "text": plain("Share it out", easy="Share it"), "options": things[:2]},
                {"key": "seen", "type": "date", "text": plain("When did you see a nurse?", easy="When?"), "latest": "2031-12-31"},
            ],
        },
        {"key": "rest", "title": plain("Anything else", easy="More"), "questions": [scale("A", "Find homes that make people ill")]},
    ]


def config() -> dict[str, Any]:
    return {
        "minutes": 5,
        "who_sees": plain("Two people at the council."),
        "statements": [
            {"id": "A", "text": "Find homes that make people ill", "short": "Find homes", "column": "A", "recode": "agree"},
            {"id": "B", "text": "Repair where it helps most", "short": "Repair", "column": "B", "recode": "agree"},
        ],
        "recodes": {
            "agree": {
                "said": "agreed",
                "yes": [*AGREE[:2]],
                "no": [*AGREE[3:]],
                "neither": [AGREE[2]],
                "neither_counts_as": "no",
                "leave_out": [DONT_KNOW],
            }
        },
        "publish": {"factors": ["age", "health", "area"]},
    }


TARGETS = {"age": {"source": "Made up", "percent": {"16 to 34": 30, "35 to 64": 45, "65 and over": 25}}}


def version(by: Any, where: Organisation, slug: str = "survey", asked: list[Any] | None = None) -> InstrumentVersion:
    """A version, whose easy read (where it has one) readers checked."""
    made = domain.version_instrument(by=by, organisation=where, slug=slug, title=plain("A survey"), questions=asked or questions())
    if made.questionnaire.easy:
        checked = {"readers": "A reading group", "people": 6, "on": timezone.localdate(), "changed": "Nothing."}
        domain.sign_off_easy_read(by=by, version=made, **checked)
    return made


def sample(by: Any, where: Organisation, name: str = "Volunteers", targets: Any = None) -> Sample:
    return domain.describe_sample(
        by=by,
        organisation=where,
        name=name,
        method="volunteer",
        population="Adults of Harrowmere",
        how_people_came="A link on the council's pages.",
        targets=TARGETS if targets is None else targets,
    )


def initiative(by: Any, where: Organisation, slug: str = "warm-homes") -> Any:
    return propose_initiative(
        by=by,
        slug=slug,
        title=plain("Warm and well at home", welsh="Cynnes gartref"),
        summary=plain("To find cold homes."),
        lead=where,
        kind="insight",
        topic="health",
        area="Harrowmere",
    )


def draft(by: Any, where: Organisation, slug: str = "warm", **more: Any) -> Engagement:
    """A draft that may open today."""
    today = timezone.localdate()
    return domain.configure_engagement(
        by=by,
        **{
            "initiative": more.pop("initiative", None) or initiative(by, where, f"{slug}-initiative"),
            "slug": slug,
            "title": plain("Warm homes survey", easy="Easy warm homes survey", welsh="Arolwg cartrefi cynnes"),
            "question": plain("What may records be used for?"),
            "method": "survey",
            "config": config(),
            "version": more.pop("version", None) or version(by, where, f"{slug}-questions"),
            "sample": more.pop("sample", None) or sample(by, where, f"{slug} volunteers"),
            "opens": today,
            "closes": today + dt.timedelta(days=20),
            **more,
        },
    )


def opened(by: Any, where: Organisation, slug: str = "warm", **more: Any) -> Engagement:
    """An engagement that takes answers."""
    held = draft(by, where, slug, **more)
    kept_safe(by, held)
    return domain.open_engagement(by=by, engagement=held)


SAFE = {
    "support": "Phone us: someone helps you answer.",
    "lead": "Safeguarding lead of the council",
    "consent": "Their own, and a responsible adult's for a child.",
    "disclosure": "Danger to a child is passed on the same day.",
    "distress": "Anyone can stop at any time.",
}


def kept_safe(by: Any, held: Engagement) -> None:
    """What must be said of the people it asks before it opens."""
    kind = "under_16" if held.config.get("youngest", 16) < 16 else "general"
    domain.add_cohort(by=by, engagement=held, kind=kind, name="Everybody", **SAFE)


def world() -> tuple[Organisation, Any, Engagement]:
    """A council, its research officer, and an open survey."""
    where = make.organisation()
    officer = make.member(where)
    return where, officer, opened(officer, where)


def rows(n: int = 240) -> list[dict[str, str]]:
    """Made-up answers, each group of a size that weights and hides something: one person alone is in the south."""
    made = []
    for at in range(n):
        agrees = AGREE[(at * 7 + at // 5) % 5]
        made.append(
            {
                "response": f"row-{at}",
                "A": agrees if at % 11 else DONT_KNOW,
                "B": AGREE[(at * 3) % 5] if at % 13 else "",
                "age": AGES[0] if at % 6 == 0 else AGES[1] if at % 6 < 4 else AGES[2],
                "health": ("Yes", "No", "No", "Prefer not to say")[at % 4],
                "health_kind": ("Body", "Body;Mind")[at % 2] if at % 4 == 0 else "",
                "area": "South" if at == 17 else "North",
                "people": str(at % 5),
                "comment": f"Comment {at}" if at % 3 == 0 else "",
            }
        )
    return made


def hidden_fields(page: str) -> dict[str, list[str]]:
    """The hidden fields and what is chosen in a page's form, as a browser would send them with its button."""
    found: dict[str, list[str]] = {}

    class Inputs(HTMLParser):
        area = select = ""

        def handle_starttag(self, tag: str, attrs: Any) -> None:
            given = dict(attrs)
            chosen = given.get("type") in {"hidden", "text", "number", "date"} or "checked" in given
            if tag == "input" and chosen and given.get("name") not in {None, "csrfmiddlewaretoken"}:
                found.setdefault(given["name"], []).append(given.get("value") or "")
            if tag == "option" and "selected" in given:
                found.setdefault(self.select, []).append(given.get("value") or "")
            self.select = given.get("name", "") if tag == "select" else self.select
            self.area = given.get("name", "") if tag == "textarea" else ""

        def handle_data(self, data: str) -> None:
            if self.area:
                found.setdefault(self.area, []).append(data.removeprefix("\n"))
                self.area = ""

    Inputs().feed(page)
    return found


OWN_FIELDS = {
    "name",
    "contact",
    "website",
    "receipt",
    "at",
    "begun",
    "step",
    "code",
    "authority",
    "under_16",
    "adult_yes",
    "own_yes",
    "mode",
    "saved",
    "group_size",
}


def begun(seconds_ago: float = 600) -> str:
    """The token of someone who began then."""
    with time_machine(seconds_ago):
        return arrivals.new_token()


@contextmanager
def time_machine(seconds_ago: float) -> Iterator[None]:
    """The clock of arrivals, put back."""
    now = timezone.now() - dt.timedelta(seconds=seconds_ago)
    with patch.object(arrivals.timezone, "now", lambda: now):
        yield


class Browser:
    """Someone with a browser and no script, on their way through a survey."""

    def __init__(self, slug: str, query: str = "") -> None:
        self.client, self.address = Client(), f"/e/{slug}/answer"
        self.response = self.client.get(self.address + query)
        self.query = query

    @property
    def page(self) -> str:
        return self.response.content.decode()

    def press(self, go: str, _query: str | None = None, **typed: Any) -> str:
        """Fill in the page and press a button. `typed` is by field; None takes a field away."""
        sent = hidden_fields(self.page)
        for name, value in typed.items():
            field = name if name in OWN_FIELDS else f"answer-{name}"
            sent[field] = [] if value is None else value if isinstance(value, list) else [value]
        if "begun" in sent and "begun" not in typed:
            sent["begun"] = [begun()]
        query = self.query if _query is None else _query
        self.response = self.client.post(self.address + query, {**sent, "go": go}, follow=True)
        return self.page


def to_the_check_page(browser: Browser) -> str:
    """Every question answered, and nothing sent."""
    browser.press("next", A="Agree a lot", B="In between")
    browser.press("next", age="16 to 34", health="Yes")
    browser.press("next", health_kind=["Body", "Mind"])
    return browser.press("next", people="3", comment="Keep it warm")


def code_on(page: str) -> str:
    """The code on a receipt."""
    return re.search(r"<code>([0-9a-f]{4}(?:-[0-9a-f]{4}){7})</code>", page)[1]
