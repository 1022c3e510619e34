"""C56: "learning will be shared nationally" (seed 001).

Works when: a kit that one council offers is taken by another, with a preview, its licence, and a record of where it came from.
"""

import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from folkmoot.site.audit.models import Event
from folkmoot.site.engagement.models import Instrument, InstrumentVersion
from folkmoot.site.errors import NotNow
from folkmoot.site.evidence.domain import publish_findings
from folkmoot.site.guides import domain as guides
from folkmoot.site.guides.queries import guides_of
from folkmoot.site.people.roles import Role
from folkmoot.site.planning import kits, queries
from folkmoot.site.planning.kit_files import FACTS, pack, unpack
from folkmoot.site.planning.models import Kit
from folkmoot.site.renditions import plain
from tests.capabilities.walking import does, office, read, refused
from tests.site import make, surveys
from tests.site.evidence.publishing import closed
from tests.site.planning import writing

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def brought(browser: Client, where: Any, data: bytes) -> str:
    file = SimpleUploadedFile("kit.zip", data)
    return does(browser, "/staff/kits", organisation=where.slug, came_from="Another council", file=file)


def downloads() -> list[bytes]:
    page = Client().get("/kits").content.decode()
    return [Client().get(address).content for address in re.findall(r'href="(/kits/[0-9a-f]+\.zip)"', page)]


def test_one_council_offers_a_kit_and_another_sees_what_it_would_add_then_takes_it() -> None:
    where, _, asked = surveys.world()
    about = asked.initiative
    writing.published(about, "survey")
    officer = office(where, Role.RESEARCH_OFFICER)
    said = {"title": "Warm homes", "about": "To ask tenants.", "source": "Our survey", "licence": "Open Government Licence v3.0"}
    chosen = {"versions": [str(asked.version.pk)], "with_plan": "on"}
    assert does(officer, f"/staff/i/{about.slug}/plan/kit", **said, **chosen) == "/kits"
    assert "Licence: Open Government Licence v3.0. Based on: Our survey" in read("/kits")
    kit = unpack(downloads()[-1])
    assert [part.kind for part in kit.parts] == ["instrument", "plan"]

    instrument = dict(kit.parts[0].content) | {"slug": "from-elsewhere"}  # another installation has not got it
    data = pack(
        {key: getattr(kit, key) for key in FACTS}, [("a.json", "instrument", instrument), ("plan.json", "plan", kit.parts[1].content)]
    )
    other = make.initiative()
    taker = office(other.lead, Role.RESEARCH_OFFICER)
    at = brought(taker, other.lead, data)
    assert not Instrument.objects.filter(slug="from-elsewhere").exists()
    page = read(at, taker)
    assert "It would be added." in page
    assert "It came from Another council." in page
    does(taker, at, initiative=other.slug)
    assert InstrumentVersion.objects.get(instrument__slug="from-elsewhere").hash == asked.version.hash
    plan = queries.plan_of(other)
    assert plan is not None
    assert set(plan.answers) == {"learn", "promise", "methods"}
    assert "This kit is taken already." in " ".join(refused(taker, at, initiative=""))
    assert list(Event.objects.filter(verb__startswith="kit.").values_list("verb", flat=True)) == [
        "kit.offered",
        "kit.received",
        "kit.taken",
    ]
    assert "from Another council" in read("/staff/kits", taker)


def test_what_clashes_is_said_and_nothing_is_half_written() -> None:
    where, by, asked = surveys.world()
    about = make.initiative()
    title, questions = asked.version.instrument.title, asked.version.questions
    parts = [
        ("a.json", "instrument", {"slug": "quite-new", "title": title, "questions": questions}),
        ("b.json", "instrument", {"slug": asked.version.instrument.slug, "title": title, "questions": questions}),
    ]
    data = pack(dict.fromkeys(FACTS, "x"), parts)
    taker = make.member(about.lead)
    held = kits.receive_kit(by=taker, organisation=about.lead, data=data, came_from="A council")
    with pytest.raises(NotNow, match="Another organisation here has"):
        kits.take_kit(by=taker, kit=held)
    assert not Instrument.objects.filter(slug="quite-new").exists()
    own = kits.receive_kit(by=by, organisation=where, data=data, came_from="A council")
    assert [change.state for change in kits.changes(unpack(data), where)] == ["new", "here"]
    for stranger in (taker, make.user(), make.member(where, Role.GOVERNANCE_LEAD)):
        with pytest.raises(PermissionDenied):
            kits.take_kit(by=stranger, kit=own)
    kits.take_kit(by=by, kit=own)
    assert asked.version.instrument.versions.count() == 1


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("instrument", {"slug": "a"}),
        ("instrument", {"slug": "../a", "title": {"en": {"standard": "x"}}, "questions": surveys.questions()}),
        ("instrument", {"slug": "a", "title": {"en": {"standard": "x"}}, "questions": [{"key": 1}]}),
        ("guide", {"slug": "a"}),
        ("guide", {"slug": "a", "title": {"en": {"standard": "x"}}, "kind": "feast", "minutes": 30, "text": "# A (5 minutes)\nB?"}),
        ("guide", {"slug": "a", "title": {"en": {"standard": "x"}}, "kind": "interview", "minutes": True, "text": "# A (5 minutes)\nB?"}),
        ("guide", {"slug": "a", "title": {"en": {"standard": "x"}}, "kind": "interview", "minutes": 30, "text": "B? [1]"}),
        ("plan", {"learn": 5}),
        ("plan", {"promise": []}),
        ("plan", {"party": []}),
    ],
)
def test_a_kit_whose_parts_would_not_do_is_refused_in_words_before_it_is_kept(kind: str, content: dict[str, Any]) -> None:
    about = make.initiative()
    data = pack(dict.fromkeys(FACTS, "x"), [("a.json", kind, content)])
    with pytest.raises(ValidationError) as wrong:
        kits.receive_kit(by=make.member(about.lead), organisation=about.lead, data=data, came_from="A council")
    assert "“a.json”" in wrong.value.message_dict["file"][0]
    assert not Kit.objects.exists()


def test_a_file_that_is_no_kit_is_refused_on_the_page() -> None:
    about = make.initiative()
    officer = office(about.lead, Role.RESEARCH_OFFICER)
    for data, words in ((b"nothing", "not a zip"), (b"0" * 2_000_001, "larger than 2 MB")):
        file = SimpleUploadedFile("kit.zip", data)
        said = refused(officer, "/staff/kits", organisation=about.lead.slug, came_from="x", file=file)
        assert words in " ".join(said)


def test_the_two_ready_kits_can_be_taken_as_they_are() -> None:
    about = make.initiative()
    officer = office(about.lead, Role.RESEARCH_OFFICER)
    ready = downloads()
    assert [unpack(data).title for data in ready] == ["A residents’ survey on joined records", "A distributed dialogue"]
    for data in ready:
        does(officer, brought(officer, about.lead, data), initiative="")
    assert set(Instrument.objects.values_list("slug", flat=True)) == {"joined-records-survey", "dialogue-record"}


def test_a_topic_guide_travels_without_the_findings_it_explores() -> None:
    where, by, asked = closed()
    publish_findings(by=by, engagement=asked)
    about, officer = asked.initiative, office(where, Role.RESEARCH_OFFICER)
    given = {"initiative": about, "slug": "why", "title": plain("Why?", welsh="Pam?"), "kind": "interview", "minutes": 30}
    guide = guides.begin_guide(by=by, **given)
    guides.write_guide(by=by, guide=guide, findings=["said-a"], text="# Why? (10 minutes)\nWhy so? [1]\n- Whom did you think of?")
    guides.publish_guide(by=by, guide=guide)
    said = {"title": "Why", "about": "To ask why", "source": "Our groups", "licence": "Open Government Licence v3.0"}
    does(officer, f"/staff/i/{about.slug}/plan/kit", **said, guides=["why"])
    [part] = unpack(downloads()[-1]).parts
    assert part.content["text"] == "# Why? (10 minutes)\nWhy so?\n- Whom did you think of?\n"
    data = pack(dict.fromkeys(FACTS, "x"), [("guide.json", "guide", dict(part.content) | {"slug": "why-elsewhere"})])

    other = make.initiative()
    taker = office(other.lead, Role.RESEARCH_OFFICER)
    at = brought(taker, other.lead, data)
    assert "It would be begun for the initiative you choose." in read(at, taker)
    assert "Choose an initiative." in " ".join(refused(taker, at, initiative=""))
    does(taker, at, initiative=other.slug)
    [taken] = guides_of(other)
    assert (taken.title, taken.kind, taken.minutes, taken.findings) == (given["title"], "interview", 30, [])
    assert taken.text == part.content["text"].strip()
    assert Client().get(f"/i/{other.slug}/guides/why-elsewhere").status_code == 404  # not public yet
    again = pack(dict.fromkeys(FACTS, "y"), [("guide.json", "guide", dict(part.content) | {"slug": "why-elsewhere"})])
    assert "It is here already" in read(brought(taker, other.lead, again), taker)
    changed = dict(part.content) | {"slug": "why-elsewhere", "text": "# A (5 minutes)\nB?"}
    clash = pack(dict.fromkeys(FACTS, "z"), [("guide.json", "guide", changed)])
    at = brought(taker, other.lead, clash)
    assert "Another topic guide here is called “why-elsewhere”" in " ".join(refused(taker, at, initiative=other.slug))
