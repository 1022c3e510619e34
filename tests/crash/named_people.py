"""`python -m tests.crash.named_people HOME begin SLUG NAME CONTACT`: on an installation with an open survey someone with this name joins a
panel and is drawn, stands on a list and is drawn from it, and is invited by mail and by letter. `... end SLUG` closes and publishes the
survey and writes every file that staff and the public can take into the folder `taken` of the home, unpacked."""

import io
import sys
import zipfile
from pathlib import Path

from folkmoot.site.start import start

STAFF_TAKES = ("csv", "sav", "parquet", "ddi")
TAKEN = ("/e/{slug}/results", "/e/{slug}/results/findings.json", "/e/{slug}/results/tables.xlsx", "/i/{slug}-initiative/record.json")
DESK = ("", "/codes", "/codes.csv", "/counts", "/letters")
OTHERS = ("wave", "listed", "invited")


def begin(slug: str, name: str, contact: str) -> None:
    """Someone is everywhere where a person can be."""
    from folkmoot.site.engagement import domain as engagements
    from folkmoot.site.engagement.models import Engagement
    from folkmoot.site.outbox import domain as outbox
    from folkmoot.site.panel import domain as panels
    from folkmoot.site.people.domain import register_participant
    from folkmoot.site.sampling import domain as lists
    from tests.site import make
    from tests.site.panel import joining
    from tests.site.sampling import world

    where = Engagement.objects.get(slug=slug).initiative.lead
    officer = make.member(where)
    panel = joining.panel(where, "named", rest_days=0)
    joining.joined(panel, name=name, contact=contact)
    wave = joining.by_code(officer, where, "wave", sample=panel.sample)
    panels.draw_wave(by=officer, panel=panel, engagement=wave, number=1)

    first, last = name.split()
    rows = [f"R{at},{first},{last},{at} {last} Crescent,Harrowmere,1,16 to 34,North,{contact}" for at in range(12)]
    frame = world.read_in(officer, where, "\n".join([world.HEADER, *rows]) + "\n")
    drawn = lists.draw_sample(by=officer, frame=frame, name="Asked", design=lists.Design(3))
    asked = joining.by_code(officer, where, "listed", sample=drawn.sample)
    lists.invite_drawn(by=officer, drawn=drawn, to=asked)

    invited = joining.by_code(officer, where, "invited")
    people = [register_participant(name=name, contact=to).pk for to in (contact, f"1 {last} Crescent, Harrowmere")]
    engagements.invite_people(by=officer, engagement=invited, participants=people)
    for held in (wave, asked, invited):
        outbox.queue_invitations(by=officer, engagement=held)
    outbox.print_letters(by=officer, engagement=asked)


def end(home: Path, slug: str) -> None:
    """Close, publish, and take every file."""
    from django.conf import settings
    from django.test import Client

    from folkmoot.site.engagement import domain as engagements
    from folkmoot.site.engagement.models import Engagement
    from folkmoot.site.evidence.domain import publish_findings
    from folkmoot.site.people.roles import Role
    from tests.site import make, surveys

    held = Engagement.objects.get(slug=slug)
    officer, lead = (make.member(held.initiative.lead, role) for role in (Role.RESEARCH_OFFICER, Role.GOVERNANCE_LEAD))
    engagements.import_responses(by=officer, engagement=held, rows=surveys.rows())
    publish_findings(by=lead, engagement=engagements.close_engagement(by=officer, engagement=held))
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]  # what the test client calls itself
    folder = home / "taken"
    folder.mkdir()
    answers = [make.signed_in(lead).post(f"/staff/engagements/{slug}/take", {"kind": kind}) for kind in STAFF_TAKES]
    answers += [make.signed_in(officer).get(f"/staff/engagements/{engagement}{page}") for engagement in (slug, *OTHERS) for page in DESK]
    answers += [Client().get(address.format(slug=slug)) for address in TAKEN]
    for at, answer in enumerate(answers):
        assert answer.status_code == 200, (at, answer.status_code)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        (folder / f"{at}").write_bytes(content)
        if content[:2] == b"PK":
            zipfile.ZipFile(io.BytesIO(content)).extractall(folder / f"{at}-unpacked")


if __name__ == "__main__":
    at_home = Path(sys.argv[1])
    start(at_home, loopback=True)
    from tests.site.make import number_from

    number_from(1_000 if sys.argv[2] == "begin" else 2_000)
    if sys.argv[2] == "begin":
        begin(*sys.argv[3:])
    else:
        end(at_home, sys.argv[3])
