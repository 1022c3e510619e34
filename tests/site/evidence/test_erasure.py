"""Whoever is erased, and whenever: no published number, hash, file or page changes (platforms.md, find C)."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from folkmoot.site.databases import VAULT
from folkmoot.site.engagement import domain as engagements
from folkmoot.site.engagement import receipts
from folkmoot.site.engagement.how_given import HowGiven
from folkmoot.site.engagement.invitations import codes_of
from folkmoot.site.engagement.models import Invitation, Response
from folkmoot.site.evidence import domain
from folkmoot.site.evidence.models import Results, Snapshot
from folkmoot.site.people.domain import erase_participant, register_participant
from folkmoot.site.people.models import Identity, Participant
from folkmoot.site.renditions import Reader
from tests.site import make, surveys
from tests.site.evidence.publishing import page_bytes

WHEN = ("never", "before it closes", "before it is published", "after")
PEOPLE = st.lists(
    st.fixed_dictionaries(
        {
            "A": st.sampled_from(surveys.AGREE),
            "age": st.sampled_from(surveys.AGES),
            "health": st.sampled_from(["Yes", "No"]),
            "came": st.sampled_from(["with a name", "without", "invited"]),
            "erased": st.sampled_from(WHEN),
            "by": st.sampled_from(["receipt", "staff"]),
        }
    ),
    min_size=40,
    max_size=80,
)


class Erasing(TestCase):
    """Random histories of people who come, answer and are erased."""

    databases = {"default", VAULT}

    @hypothesis_settings(max_examples=12, deadline=None)
    @given(people=PEOPLE)
    def test_erasing_people_changes_no_published_number_hash_file_or_page(self, people: Sequence[dict[str, Any]]) -> None:
        where = make.organisation()
        officer, lead = make.member(where), make.member(where, name="Sam Clerk")
        others = {"health": "No", "came": "without", "erased": "never", "by": "staff"}
        everyone = [{"A": answer, "age": age, **others} for answer in surveys.AGREE for age in surveys.AGES]
        people = [*everyone, *people]  # so that every age has somebody, as the targets need
        engagement = surveys.opened(officer, where, config={**surveys.config(), "entry": "both"})
        given = [self.answer(officer, engagement, at, person) for at, person in enumerate(people)]

        def erase(when: str) -> None:
            for person, kept in zip(people, given, strict=True):
                if person["erased"] == when:
                    self.erase(engagement, person, kept)

        erase("before it closes")
        engagement = engagements.close_engagement(by=officer, engagement=engagement)
        snapshot = domain.take_snapshot(by=lead, engagement=engagement)
        erase("before it is published")
        results = domain.publish_findings(by=lead, engagement=engagement)
        assert results.snapshot == snapshot
        assert snapshot.rows == len(people)
        before = (Results.objects.values().get(), Snapshot.objects.values().get(), page_bytes(), self.files(engagement))
        answers = list(Response.objects.values("answers", "attributes", "series", "given_at"))
        erase("after")
        assert domain.publish_findings(by=lead, engagement=engagement) == results
        assert (Results.objects.values().get(), Snapshot.objects.values().get(), page_bytes(), self.files(engagement)) == before
        assert list(Response.objects.values("answers", "attributes", "series", "given_at")) == answers
        gone = sum(person["erased"] != "never" and person["came"] != "without" for person in people)
        came = sum(person["came"] != "without" for person in people)
        assert Identity.objects.count() == Participant.objects.count() == came - gone
        assert Response.objects.filter(participant__isnull=False).count() == came - gone
        assert Invitation.objects.filter(participant__isnull=False).count() == sum(
            person["came"] == "invited" and person["erased"] == "never" for person in people
        )

    def answer(self, officer: Any, engagement: Any, at: int, person: dict[str, Any]) -> Response:
        """Somebody comes and answers."""
        code, contact = "", ""
        if person["came"] == "invited":
            invited = register_participant(contact=f"person{at}@example.org")
            engagements.invite_people(by=officer, engagement=engagement, participants=[invited.pk])
            code = list(codes_of(engagement))[-1].code
        elif person["came"] == "with a name":
            contact = f"person{at}@example.org"
        return engagements.receive_response(
            engagement=engagement,
            receipt=receipts.new(),
            given={key: [person[key]] for key in ("A", "age", "health")},
            reader=Reader(),
            contact=contact,
            how=HowGiven(code=code),
        ).response

    def erase(self, engagement: Any, person: dict[str, Any], kept: Response) -> None:
        """By the code on their receipt, or by whoever runs the server."""
        if person["by"] == "receipt":
            assert engagements.forget_person(engagement=engagement, receipt=kept.receipt) == (person["came"] != "without")
        elif kept.participant_id is not None:
            assert erase_participant(by="folkmoot", pseudonym=Participant.objects.get(pk=kept.participant_id).pseudonym)

    def files(self, engagement: Any) -> dict[str, bytes]:
        """What is frozen on disk."""
        return {file.name: file.read_bytes() for file in (settings.HOME.snapshots / engagement.slug).iterdir()}
