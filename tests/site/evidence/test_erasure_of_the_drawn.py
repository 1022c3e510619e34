"""Whoever was drawn by lot, from a panel or from a list, and is erased, and whenever and however: no published number, hash, file or page
changes, and the draws can still be made again."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from folkmoot.site.databases import VAULT
from folkmoot.site.engagement import domain as engagements
from folkmoot.site.engagement.models import Invitation, Response
from folkmoot.site.evidence import domain
from folkmoot.site.evidence.models import Results, Snapshot
from folkmoot.site.outbox import domain as outbox
from folkmoot.site.outbox.models import Due
from folkmoot.site.outbox.sending import send_due
from folkmoot.site.panel import domain as panels
from folkmoot.site.panel.models import Member, MemberContact, Wave
from folkmoot.site.people.domain import end_identities, erase_participant
from folkmoot.site.people.models import Identity, Participant
from folkmoot.site.sampling import domain as lists
from folkmoot.site.sampling import storage
from folkmoot.site.sampling.models import Draw
from tests.site import make, surveys
from tests.site.evidence.publishing import page_bytes
from tests.site.panel import joining
from tests.site.panel.answering import answer
from tests.site.sampling import world

WHEN = ("never", "before it closes", "before it is published", "after")
HOW = ("their link", "staff", "their code")
HISTORY = st.fixed_dictionaries(
    {
        "answers": st.booleans(),
        "says": st.sampled_from(surveys.AGREE),
        "erased": st.sampled_from(WHEN),
        "by": st.sampled_from(HOW),
    }
)
SITE = "https://folkmoot.example.org"
ALWAYS = {"answers": True, "erased": "never", "by": "staff"}
BASE = [{"says": surveys.AGREE[at % 5], **ALWAYS} for at in range(15)]  # so that every age has somebody, as the targets need


class ErasingTheDrawn(TestCase):
    """Random histories of members and of people on a list who are drawn, written to, answer or do not, and are erased."""

    databases = {"default", VAULT}

    @hypothesis_settings(max_examples=8, deadline=None)
    @given(some=st.lists(HISTORY, min_size=10, max_size=30), mailed=st.booleans())
    def test_members_of_a_panel(self, some: Sequence[dict[str, Any]], mailed: bool) -> None:
        where = make.organisation()
        officer, lead = make.member(where), make.member(where, name="Sam Clerk")
        panel = joining.panel(where, "people", rest_days=0, targets={"age": surveys.TARGETS["age"]}, asks={"age": joining.ASKS["age"]})
        people = [*BASE, *some]
        for at in range(len(people)):
            joining.joined(panel, surveys.AGES[at % 3], "")
        config = surveys.config() | {"entry": "invited", "publish": {"factors": ["age"]}}
        held = surveys.opened(officer, where, config=config, sample=panel.sample)
        panels.draw_wave(by=officer, panel=panel, engagement=held, number=len(people))
        wave = Wave.objects.values().get()
        drawn = list(Member.objects.order_by("pk").values_list("participant_id", flat=True))
        links = {who: joining.token_of(who) for who in drawn}
        pages = ("/e/warm/people", "/panels/people/over-time", "/panels/people/news")

        def all_leave() -> None:
            for token in [contact.token for contact in MemberContact.objects.all()]:
                panels.leave_panel(token=token)

        self.walk(officer, lead, held, dict(zip(drawn, people, strict=True)), links, pages, all_leave, mailed=mailed)
        assert Wave.objects.values().get() == wave
        assert MemberContact.objects.count() == Identity.objects.count() == 0

    @hypothesis_settings(max_examples=8, deadline=None)
    @given(some=st.lists(HISTORY, min_size=15, max_size=15), mailed=st.booleans(), even=st.booleans())
    def test_people_on_a_list(self, some: Sequence[dict[str, Any]], mailed: bool, even: bool) -> None:
        where, officer = world.council()
        lead = make.member(where, name="Sam Clerk")
        frame = world.read_in(officer, where, world.text(120))
        design = lists.Design(30, stratified_by=("area",), allocation="proportional" if even else "equal")
        made = lists.draw_sample(by=officer, frame=frame, name="Asked", design=design)
        config = surveys.config() | {"entry": "invited", "publish": {"factors": ["age", "area"]}}
        held = surveys.opened(officer, where, config=config, sample=made.sample)
        lists.invite_drawn(by=officer, drawn=made, to=held)
        drawn = list(made.members.order_by("row").values_list("participant_id", flat=True))
        row = Draw.objects.values().get()
        people = dict(zip(drawn, [*BASE, *some], strict=True))
        row_of = dict(made.members.values_list("participant_id", "row"))

        def list_is_deleted() -> None:
            gone = [row_of[who] for who, person in people.items() if person["erased"] != "never"]
            assert not any(any(identity) for identity in storage.identities_of(frame, gone).values())
            assert Draw.objects.values().get() == row
            assert lists.drawn_again(Draw.objects.get())
            lists.discard_frame(by=officer, frame=frame)

        self.walk(officer, lead, held, people, {}, ("/e/warm/people",), list_is_deleted, mailed=mailed)
        assert Draw.objects.values().get() == row

    def walk(
        self,
        officer: Any,
        lead: Any,
        held: Any,
        people: dict[int, dict[str, Any]],
        links: dict[int, str],
        pages: Sequence[str],
        end: Callable[[], None],
        *,
        mailed: bool,
    ) -> None:
        """The invitation, the answers, closing and publishing, with people erased between. Then what still needs people comes to its end,
        and so does everyone's name."""
        if mailed:
            outbox.queue_invitations(by=officer, engagement=held)
            send_due(site=SITE)
        receipts: dict[int, Any] = {}
        for at, (who, person) in enumerate(people.items()):
            if person["answers"]:
                answer(held, who, says=person["says"], age=surveys.AGES[at % 3])
                receipts[who] = Response.objects.get(participant_id=who).receipt
        due = Due.objects.count()

        def erase(when: str) -> None:
            for who, person in people.items():
                if person["erased"] == when:
                    self.erase(held, who, person["by"], links.get(who, ""), receipts.get(who))

        erase("before it closes")
        held = engagements.close_engagement(by=officer, engagement=held)
        domain.take_snapshot(by=lead, engagement=held)
        erase("before it is published")
        results = domain.publish_findings(by=lead, engagement=held)
        assert Snapshot.objects.get().rows == len(receipts)
        before = self.published(held, pages)
        erase("after")
        assert domain.publish_findings(by=lead, engagement=held) == results
        assert self.published(held, pages) == before
        gone = sum(person["erased"] != "never" for person in people.values())
        assert Participant.objects.count() == len(people) - gone
        assert Invitation.objects.filter(participant__isnull=False).count() == len(people) - gone
        end()
        later = timezone.now() + dt.timedelta(days=800)
        assert end_identities(later) == len(people) - gone  # as folkmoot work does when nothing needs them any more
        assert self.published(held, pages) == before
        assert Identity.objects.count() == Participant.objects.count() == 0
        assert Response.objects.filter(participant__isnull=False).count() == 0
        assert Due.objects.count() <= due
        mail.outbox.clear()

    def erase(self, held: Any, who: int, by: str, link: str, receipt: Any) -> None:
        """By the link of their membership, by the code on their receipt where they have answered, or by whoever runs the server."""
        if by == "their link" and link:
            assert panels.erase_member(token=link)
        elif by == "their code" and receipt is not None:
            assert engagements.forget_person(engagement=held, receipt=receipt)
        else:
            assert erase_participant(by="folkmoot", pseudonym=Participant.objects.get(pk=who).pseudonym)

    def published(self, held: Any, pages: Sequence[str]) -> list[Any]:
        """Every number, hash, file and page that is public, what was answered, and the snapshot's files."""
        seen = [Client().get(page) for page in pages]
        assert {page.status_code for page in seen} == {200}
        folder = settings.HOME.snapshots / held.slug
        return [
            Results.objects.values().get(),
            Snapshot.objects.values().get(),
            page_bytes(),
            [page.content for page in seen],
            {file.name: file.read_bytes() for file in folder.iterdir()},
            list(Response.objects.order_by("pk").values("answers", "attributes", "series", "given_at")),
        ]
