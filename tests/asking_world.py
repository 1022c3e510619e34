"""What the walk of asking begins with, made in the home of a running site: `python -m tests.asking_world HOME WHAT`, which prints JSON.

`begin` makes a council with its staff, the residents' survey of the example and a questionnaire in three steps as drafts, a panel with
forty members and two drafts for it, and a sample drawn from a list; every text has a made-up Welsh one. `crowd SLUG` lets those answer who
are not walked one by one.
"""

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

from folkmoot.site.start import start

MEMBERS, SLOW = 40, 60.0
SURVEY, STEPS, WAVES, PANEL = "residents-survey", "three-parts", ("wave-1", "wave-2"), "people-of-essex"
EXTRA_ROWS = 3_021


def in_welsh(held: Any) -> Any:
    """The same with Welsh, made up from the English, wherever a text has none."""
    if isinstance(held, list):
        return [in_welsh(one) for one in held]
    if not isinstance(held, dict):
        return held
    if set(held) <= {"en", "cy"} and "en" in held:
        return {**held, "cy": held.get("cy") or {"standard": f"Cymraeg: {held['en']['standard']}"}}
    return {key: in_welsh(value) for key, value in held.items()}


def begin() -> dict[str, Any]:
    """The world, and the cookie of each member of staff's session."""
    from examples.essex import survey
    from folkmoot.site.engagement import domain
    from folkmoot.site.people.roles import Role
    from folkmoot.site.sampling import domain as sampling
    from tests.site import deliberation, make, surveys
    from tests.site.panel import joining
    from tests.site.sampling import world as lists

    where = make.organisation("The council of the walk")
    officer, lead = make.member(where), make.member(where, Role.GOVERNANCE_LEAD)
    about = make.initiative(where, "ready-for-the-walk")
    pages = in_welsh(survey.pages())
    version = surveys.version(officer, where, "residents-questions", pages)
    sample = domain.describe_sample(by=officer, organisation=where, **survey.SAMPLE)
    draft = {"initiative": about, "version": version, "sample": sample}
    config = survey.CONFIG | {"entry": "both"}
    walked = [surveys.draft(officer, where, SURVEY, title=in_welsh(survey.TITLE), config=config, **draft)]

    questions = deliberation.questions()
    for section in questions:  # easy read is offered where every text has it
        for text in section.get("information", []):
            text["en"].setdefault("easy", f"Easy: {text['en']['standard']}")
        section["title"]["en"].setdefault("easy", f"Easy: {section['title']['en']['standard']}")
    parts = surveys.version(officer, where, "parts", in_welsh(questions))
    config = deliberation.config(entry="invited")
    walked.append(surveys.draft(officer, where, STEPS, config=config, initiative=about, version=parts))

    panel = joining.panel(where, PANEL, rest_days=0, targets={"age": surveys.TARGETS["age"]}, asks={"age": joining.ASKS["age"]})
    for at in range(MEMBERS):
        joining.joined(panel, surveys.AGES[at % 3], "")
    trust = surveys.version(officer, where, "trust", in_welsh(surveys.questions()))
    for slug in WAVES:
        config = surveys.config() | {"entry": "invited"}
        config["publish"] = {"factors": ["age"]}
        walked.append(surveys.draft(officer, where, slug, config=config, initiative=about, version=trust, sample=panel.sample))
    for held in walked:
        surveys.kept_safe(officer, held)
    sampling.draw_sample(by=officer, frame=lists.read_in(officer, where), name="Drawn", design=sampling.Design(30))
    sessions = {name: make.signed_in(who).cookies["sessionid"].value for name, who in (("officer", officer), ("lead", lead))}
    return {"sessions": sessions}


def crowd(slug: str) -> dict[str, Any]:
    """Everyone else answers."""
    from examples.essex import survey
    from folkmoot.site.engagement import domain, queries, receipts
    from folkmoot.site.engagement.how_given import HowGiven
    from folkmoot.site.engagement.invitations import codes_of
    from folkmoot.site.renditions import Reader
    from tests.site import deliberation, surveys

    held = queries.find(slug)
    assert held is not None
    if slug == SURVEY:
        officer = held.version.made_by
        return {"people": domain.import_responses(by=officer, engagement=held, rows=survey.rows()).added}
    steps = deliberation.STEPS if slug == STEPS else ("once",)
    codes = [one.code for one in codes_of(held, unused=True)]
    spared = 3 if slug == STEPS else 1  # those who are walked one by one
    for at, code in enumerate(codes[:-spared]):
        for step in steps:
            given = {"A": [surveys.AGREE[(at + steps.index(step)) % 5]], "B": [surveys.AGREE[at % 2]]}
            how = HowGiven(code=code, step=step, seconds=SLOW)
            if step == steps[0]:
                given["age"] = [surveys.AGES[at % 3]]
            domain.receive_response(engagement=held, receipt=receipts.new(), given=given, reader=Reader(), how=how)
    return {"people": len(codes) - spared, "codes": codes[-spared:], "day": dt.datetime.now(dt.UTC).date().isoformat()}


if __name__ == "__main__":
    start(Path(sys.argv[1]), loopback=True)
    done = begin() if sys.argv[2] == "begin" else crowd(sys.argv[3])
    sys.stdout.write(f"{json.dumps(done)}\n")
