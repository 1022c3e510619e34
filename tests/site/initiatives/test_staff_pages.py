"""The staff's pages, as a browser uses them: from a proposal to a licence in force."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from folkmoot.record import PARTS, QUESTIONS, Kind, parts_of, questions_of
from folkmoot.site.governance import domain as governance_domain
from folkmoot.site.governance import queries as governance
from folkmoot.site.governance.domain import NewCondition
from folkmoot.site.governance.models import Decision, Suspension
from folkmoot.site.initiatives.models import Draft, Initiative, Publication
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import plain
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def post(browser: Client, route: str, *args: Any, **typed: Any) -> Any:
    return browser.post(reverse(route, args=args), typed)


def errors(answer: Any) -> list[str]:
    assert answer.status_code == 400
    summary = answer.content.decode().partition('id="errors"')[2].partition("</div>")[0]
    return re.findall(r'<li><a href="#[^"]+">([^<]+)</a></li>', summary)


def typed_in(part: str, about: Any) -> dict[str, Any]:
    typed: dict[str, Any] = {}
    for question in questions_of(part):
        if question.kind is Kind.BASES:
            name = f"{question.id}--{about.lead.slug}--"
            typed |= {f"{name}{at}--article": "6-1-e" for at in (0, 1)} | {f"{name}{at}--words": f"Law {at}." for at in (0, 1)}
        elif question.kind in {Kind.CHOICE, Kind.CHOICES}:
            typed[question.id] = question.options[0].id
        elif question.kind is Kind.DATE:
            typed[question.id] = "2027-04-01"
        elif question.kind is Kind.CODES:
            typed[question.id] = "e10000012, W92000004"
        else:
            typed[question.id] = f"Words on {question.id}.\r\nAnd more."
    return typed


def publish(browser: Client, kind: str) -> str:
    """Read the draft, publish it, and give its hash."""
    page = browser.get(reverse(f"initiatives:publish_{kind}", args=["warm"])).content.decode()
    (seen,) = re.findall(r'name="seen" value="([0-9a-f]{64})"', page)
    assert post(browser, f"initiatives:publish_{kind}", "warm", seen=seen, read="on").status_code == 302
    assert Publication.objects.get(kind=kind).hash == seen
    return str(seen)


def test_an_address_that_is_taken_is_said_at_its_field_and_nothing_typed_is_lost() -> None:
    lead = make.organisation()
    make.initiative(lead, "warm")
    typed = {"lead": lead.slug, "kind": "insight", "topic": "health", "area": "The county", "title": "Cool homes", "summary": "S."}
    answer = post(make.signed_in(make.member(lead)), "initiatives:propose", slug="warm", **typed)
    assert errors(answer) == ["Another initiative has this address. Choose another."]
    assert "Cool homes" in answer.content.decode()


def test_a_whole_loop_through_the_forms_ends_with_a_licence_in_force() -> None:
    lead, committee = make.organisation(), make.organisation(kind="committee")
    officer = make.signed_in(make.member(lead))
    checker, member = make.signed_in(make.member(lead, Role.GOVERNANCE_LEAD)), make.signed_in(make.member(committee, Role.COMMITTEE_MEMBER))
    texts = {"title": "Warm homes", "title__cy": "Cartrefi cynnes", "summary": "Finding cold homes."}
    answer = post(officer, "initiatives:propose", slug="warm", kind="insight", topic="health", area="The county", lead=lead.slug, **texts)
    assert answer.status_code == 302
    about = Initiative.objects.get()
    assert about.title == {"en": {"standard": "Warm homes"}, "cy": {"standard": "Cartrefi cynnes"}}
    described = {
        "holder": lead.slug,
        "title": "Repairs",
        "fields_used": "Heating.",
        "people_covered": "Over 65s.",
        "sensitivity": "special",
    }
    assert post(officer, "initiatives:describe_dataset", "warm", **described).status_code == 302
    for part in parts_of("case"):
        assert post(officer, "initiatives:draft_part", "warm", part.id, **typed_in(part.id, about)).status_code == 302
    publish(checker, "case")
    for part in parts_of("notice"):
        assert post(officer, "initiatives:draft_part", "warm", part.id, **typed_in(part.id, about)).status_code == 302
    answers = Draft.objects.get().content["answers"]
    only_some = {"device", "place", "capture"}  # asked, and answered, on the same form
    assert set(answers) >= {question.id for question in QUESTIONS.values() if question.publication == "notice"} - only_some
    assert answers["what"] == {"en": {"standard": "Words on what.\nAnd more."}}
    assert answers["area_codes"] == ["E10000012", "W92000004"]
    assert answers["lawful_basis"] == {
        lead.slug: {
            "Words on purposes.": {"article": "6-1-e", "words": {"en": {"standard": "Law 0."}}},
            "And more.": {"article": "6-1-e", "words": {"en": {"standard": "Law 1."}}},
        }
    }
    seen = publish(checker, "notice")
    year = timezone.localdate().year
    typed = {
        "read": seen,
        "committee": committee.slug,
        "outcome": "yes-with-conditions",
        "stages": ["join", "analyse"],
        "reasons": "It helps.",
        "decided_on": timezone.localdate().isoformat(),
        "valid_from": timezone.localdate().isoformat(),
        "valid_until": f"{year + 1}-12-31",
        "review_by": f"{year + 1}-06-30",
        "c0-text": "Wipe them after one year.",
        "c0-owner": lead.slug,
        "c0-due": f"{year + 1}-12-31",
        "c2-text": "Ask the jury again.",
        "c2-owner": committee.slug,
        "c2-before_stage": "join",
    }
    assert post(member, "governance:make_decision", "warm", **typed).status_code == 403
    assert post(officer, "initiatives:name_committee", "warm", committee=committee.slug).status_code == 302
    answer = post(member, "governance:make_decision", "warm", **typed)
    assert answer.status_code == 302
    assert answer["Location"] == "/i/warm/decisions/1"
    conditions = list(Decision.objects.get().conditions.all())
    assert [c.owner for c in conditions] == [lead, committee]
    today = timezone.localdate().isoformat()
    assert post(member, "governance:meet_condition", conditions[1].pk, on=today, evidence="It was asked.").status_code == 302
    advised = {"office": "The data protection officer", "signed_on": today, "advice": "Use less.", "residual": "low"}
    assert post(checker, "governance:sign_dpia", "warm", **advised).status_code == 302
    assert governance.licence_of(about).in_force
    assert post(officer, "initiatives:change_stage", "warm", stage="join").status_code == 302
    assert post(checker, "governance:suspend", "warm", organisation=lead.slug, reason="A mistake.").status_code == 302
    assert governance.licence_of(about).state == "suspended"
    assert post(checker, "governance:resume", Suspension.objects.get().pk, reason="Put right.").status_code == 302
    assert governance.licence_of(about).in_force


def test_a_form_says_everything_that_is_wrong_at_the_field_and_at_the_top() -> None:
    lead = make.organisation()
    answer = post(make.signed_in(make.member(lead)), "initiatives:propose", slug="no spaces", title__cy="Dim Saesneg")
    assert errors(answer) == [
        "Choose an organisation.",
        "What is it called? Write it in standard English first.",
        "What would be done, in two sentences? Write it in standard English first.",
        "Use letters, digits and hyphens only.",
        "Choose what it is for.",
        "Choose what it is about.",
        "Say which area it covers.",
    ]
    assert not Initiative.objects.exists()


def test_what_the_domain_refuses_comes_back_on_the_form_with_what_was_typed() -> None:
    partner = make.organisation()
    about = make.initiative(partners=[partner])
    lead = make.signed_in(make.member(about.lead, Role.GOVERNANCE_LEAD))
    answer = post(
        lead, "governance:sign_agreement", about.slug, kind="use", parties=[about.lead.slug], signed_on="2031-01-02", ends_on="2031-01-01"
    )
    assert errors(answer) == ["An agreement cannot be signed on a day to come."]
    assert 'value="2031-01-02"' in answer.content.decode()
    officer = make.signed_in(make.member(about.lead))
    answer = post(officer, "initiatives:change_stage", about.slug, stage="join")
    assert errors(answer)[0].startswith("The licence for joining records is not in force. Nobody has decided on joining records yet.")


def test_the_person_who_wrote_the_draft_is_told_that_someone_else_must_publish_it() -> None:
    about = make.initiative()
    both = make.member(about.lead)
    make.membership(both, about.lead, Role.GOVERNANCE_LEAD)
    draft = make.draft(about, by=both)
    browser = make.signed_in(both)
    assert "someone else must publish it" in browser.get(reverse("initiatives:staff_initiative", args=[about.slug])).content.decode()
    answer = post(browser, "initiatives:publish_notice", about.slug, seen=draft.hash, read="on")
    assert answer.status_code == 403
    assert "Someone else must read it and publish it." in answer.content.decode()
    assert not Publication.objects.exists()


def test_the_gaps_of_a_draft_are_listed_and_it_is_not_published() -> None:
    about = make.initiative()
    officer, checker = make.signed_in(make.member(about.lead)), make.signed_in(make.member(about.lead, Role.GOVERNANCE_LEAD))
    post(officer, "initiatives:draft_part", about.slug, "what", what="We join records.")
    draft = Draft.objects.get()
    page = checker.get(reverse("initiatives:staff_initiative", args=[about.slug])).content.decode()
    assert "In “What”, answer: Will a computer decide anything about a person?" in page
    found = errors(post(checker, "initiatives:publish_notice", about.slug, seen=draft.hash, read="on"))
    assert "In “What”, answer: Will a computer decide anything about a person?" in found
    assert not Publication.objects.exists()


def test_a_condition_half_written_is_not_passed_over() -> None:
    about = make.initiative()
    committee = make.committee(about)
    notice = make.notice(about)
    member = make.signed_in(make.member(committee, Role.COMMITTEE_MEMBER))
    typed = {
        "read": notice.hash,
        "committee": committee.slug,
        "outcome": "no",
        "stages": ["join"],
        "reasons": "No.",
        "decided_on": "2026-01-01",
    }
    half = {"c1-text": "Wipe them.", "c1-due": "2031-01-01", "c1-before_stage": "join"}
    found = errors(post(member, "governance:make_decision", about.slug, **typed, **half))
    assert found == ["Choose who must do it.", "Give a day, or choose what it must come before. One of the two."]
    assert not Decision.objects.exists()


def test_there_is_no_deciding_without_a_notice_and_no_page_for_what_is_not_there() -> None:
    about = make.initiative()
    member = make.signed_in(make.member(make.committee(about), Role.COMMITTEE_MEMBER))
    answer = member.get(reverse("governance:make_decision", args=[about.slug]))
    assert answer.status_code == 409
    assert "The notice must be published first" in answer.content.decode()
    for route, key in (("governance:resume", 99), ("governance:meet_condition", 99), ("governance:suspend", "nothing-here")):
        assert member.get(reverse(route, args=[key])).status_code == 404


def test_every_form_has_one_h1_and_a_label_for_every_box() -> None:
    partner = make.organisation()
    about = make.initiative(partners=[partner])
    make.notice(about)
    make.draft(about, kept={"en": {"standard": "Two years."}})
    make.draft(about, kind="case")
    every = make.user()
    for role in Role:
        make.membership(every, about.lead, role)
    make.membership(every, make.committee(about), Role.COMMITTEE_MEMBER)
    browser = make.signed_in(every)
    routes = ["add_party", "name_committee", "describe_dataset", "publish_notice", "publish_case", "discard_notice", "change_stage"]
    pages = [reverse(f"initiatives:{route}", args=[about.slug]) for route in routes]
    pages += [reverse("initiatives:draft_part", args=[about.slug, part]) for part in PARTS]
    pages += [reverse(f"governance:{route}", args=[about.slug]) for route in ("make_decision", "sign_dpia", "sign_agreement", "suspend")]
    pages += [reverse("initiatives:propose"), reverse("initiatives:staff_list"), reverse("initiatives:staff_initiative", args=[about.slug])]
    for path in pages:
        answer = browser.get(path)
        page = answer.content.decode()
        assert answer.status_code == 200, path
        assert len(re.findall("<h1", page)) == 1, path
        boxes = re.findall(r"<(?:input|textarea|select)[^>]*>", page)
        ids = [re.findall(r'\sid="([^"]+)"', box)[0] for box in boxes if 'type="hidden"' not in box]
        assert set(ids) <= set(re.findall(r'<label[^>]*for="([^"]+)"', page)), path
        every_id = re.findall(r'\sid="([^"]+)"', page)
        assert len(every_id) == len(set(every_id)), path


def test_only_those_who_may_say_that_a_condition_is_met_or_stop_it_are_offered_it() -> None:
    lead, committee, other = make.organisation(), make.organisation(kind="committee"), make.organisation(kind="committee")
    about = make.initiative(lead)
    make.notice(about)
    conditions = [
        NewCondition(text=plain("Train everyone."), owner=lead, before_stage="join"),
        NewCondition(text=plain("Look again in spring."), owner=committee, before_stage="publish"),
    ]
    make.decision(about, "yes-with-conditions", committee=committee, conditions=conditions)
    stopper = make.member(lead, Role.GOVERNANCE_LEAD)
    governance_domain.suspend(by=stopper, initiative=about, organisation=lead, reason=plain("A mistake."))

    def offered(where: Any, role: str) -> tuple[list[str], bool, bool]:
        browser = make.signed_in(make.member(where, role))
        page = browser.get(f"/staff/initiatives/{about.slug}").content.decode()
        assert "Train everyone." in page
        assert "Look again in spring." in page
        links = re.findall(r'href="([^"]+)">Say that a condition is met: ([^<]+)</a>', page)
        assert {browser.get(path).status_code for path, _ in links} <= {200}
        for route in ("suspend", "resume"):
            links_to = re.findall(rf'href="([^"]*/{route}[^"]*|[^"]*{route})"', page)
            assert {browser.get(path).status_code for path in links_to} <= {200}
        return [words for _, words in links], "Stop this use of data" in page, "End the stop by" in page

    assert offered(lead, Role.RESEARCH_OFFICER) == ([], False, False)
    assert offered(lead, Role.GOVERNANCE_LEAD) == (["Train everyone."], True, True)
    assert offered(committee, Role.COMMITTEE_MEMBER) == (["Look again in spring."], True, False)
    stranger = make.signed_in(make.member(other, Role.COMMITTEE_MEMBER))
    assert stranger.get(f"/staff/initiatives/{about.slug}").status_code == 403


def test_the_staff_page_says_what_happens_in_the_stage() -> None:
    about = make.initiative()
    page = make.signed_in(make.member(about.lead)).get(f"/staff/initiatives/{about.slug}").content.decode()
    assert "It is in the stage “Scope”. It is being described and people are being asked. No records are joined." in page
