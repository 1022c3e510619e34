"""A citizens' panel of the example: made-up members, a wave drawn from them, and what they were told. Nobody in it exists."""

import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

from examples.essex import survey
from examples.essex.engagement_plan import AGAIN_ROUND
from folkmoot.site.engagement import domain as engagement
from folkmoot.site.engagement.answered import unused_codes
from folkmoot.site.engagement.how_given import HowGiven
from folkmoot.site.engagement.receipts import new as new_receipt
from folkmoot.site.panel import domain
from folkmoot.site.panel.members import members_now
from folkmoot.site.panel.membership import AboutMe
from folkmoot.site.planning import domain as planning
from folkmoot.site.renditions import Reader, plain

SEED = 2_020
MEMBERS, DRAWN, ANSWER = 60, 24, 18
ASKED = ("age", "gender")
ASKS = {
    "age": plain("How old are you?", easy="How old are you?", welsh="Faint yw eich oed?"),
    "gender": plain("How do you describe your gender?", easy="What is your gender?", welsh="Sut ydych chi'n disgrifio eich rhywedd?"),
}
ABOUT = plain(
    "People of Essex who agreed to be asked a few times a year what may be done with records about them. Everyone on it is made up.",
    easy="This is a group of people in Essex. We ask them about records. These people are made up.",
    welsh="Pobl Essex a gytunodd i gael eu holi ychydig o weithiau'r flwyddyn. Pobl ddychmygol yw pawb yma.",
)
TITLE = plain("The made-up panel of Essex", easy="Our group of people", welsh="Panel dychmygol Essex")
SURVEY_TITLE = plain(
    "The panel on records of young children", easy="The group on records of children", welsh="Y panel ar gofnodion plant ifanc"
)
TOLD = {
    "title": plain("You asked us to begin with young children", easy="You said: start with children"),
    "said": plain(
        "Most of those drawn from the panel who answered would let records be used so that public services work better.",
        easy="Most of you said yes.",
    ),
    "happened": plain(
        "The council went on with “Ready for school”. The committee's decision and its condition are on this site.",
        easy="The council went on. You can read about it here.",
    ),
}


def build(
    *, staff: Any, initiative: Any, version: Any, sharing: Any, today: date, on: Callable[[date], AbstractContextManager[None]]
) -> None:
    """Found the panel, let people join, draw a wave for a survey of its own, let some answer, close it, and tell members of it."""
    officer, council = staff["officer"], initiative.lead
    drawn_on = today - timedelta(days=90)
    targets = {name: survey.PLAN["weights"]["targets"][name] for name in ASKED}
    with on(today - timedelta(days=200)):
        panel = domain.found_panel(
            by=officer,
            organisation=council,
            slug="people-of-essex",
            title=TITLE,
            about=ABOUT,
            population=survey.PLAN["survey"]["population"],
            targets=targets,
            asks=ASKS,
        )
        domain.share_panel(by=officer, panel=panel, organisation=sharing, agreed_by="Head of research (made up)")
    chance = random.Random(SEED)  # noqa: S311 - a made-up crowd, the same each time
    with on(today - timedelta(days=150)):
        for number in range(MEMBERS):
            said = {name: chance.choices(*zip(*target["percent"].items(), strict=True))[0] for name, target in targets.items()}
            ways = ["survey", *(way for way in ("interview", "focus group", "jury") if chance.random() < 0.3)]
            about = AboutMe(said, "cy" if number % 20 == 0 else "en", ["large"] if number % 15 == 0 else [])
            domain.join_panel(panel=panel, name=f"Made-up member {number}", contact=f"member{number}@panel.example", about=about, ways=ways)
    with on(drawn_on):
        asked = engagement.configure_engagement(
            by=officer,
            initiative=initiative,
            slug="panel-on-young-children",
            title=SURVEY_TITLE,
            question=survey.QUESTION,
            method="survey",
            config={**survey.CONFIG, "entry": "invited"},
            version=version,
            sample=panel.sample,
            opens=drawn_on,
            closes=drawn_on + timedelta(days=21),
        )
        engagement.add_cohort(by=officer, engagement=asked, kind="general", name="Members of the panel", support=survey.SUPPORT)
        planning.link_engagement(by=officer, initiative=initiative, number=AGAIN_ROUND, engagement_slug=asked.slug)
        asked = engagement.open_engagement(by=officer, engagement=asked)
        domain.draw_wave(
            by=officer,
            panel=panel,
            engagement=asked,
            number=DRAWN,
            seed=SEED.to_bytes(32),
            stratified_by="age",
            promise="A £5 voucher (made up)",
            promise_pence=500,
        )
        _answer(asked, panel, version, chance)
    with on(drawn_on + timedelta(days=22)):
        asked = engagement.close_engagement(by=officer, engagement=asked)
    with on(drawn_on + timedelta(days=40)):
        domain.tell_members(by=officer, panel=panel, engagement=asked, **TOLD)


def _answer(asked: Any, panel: Any, version: Any, chance: random.Random) -> None:
    """Some of those who were drawn answer: what they said when they joined, and any answer to every other question."""
    said = {member.participant_id: member.attributes for member in members_now(panel)}
    questions = [question for question in version.questionnaire.asked if question.options and not question.only_if]
    for who, code in sorted(unused_codes(asked).items())[:ANSWER]:
        given = {question.key: [said[who].get(question.key) or chance.choice(question.options).value] for question in questions}
        engagement.receive_response(engagement=asked, receipt=new_receipt(), given=given, reader=Reader(), how=HowGiven(code=code))
