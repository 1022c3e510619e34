"""The public pages of the library, what other pages say of it, and the staff's forms, as a browser uses them."""

import datetime as dt
import re
from importlib import import_module
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.site import small_counts
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.people.roles import Role
from folkmoot.site.renditions import plain
from folkmoot.site.wordings import domain, queries
from folkmoot.site.wordings.models import ComprehensionResult, Overruling, Reliance, Wording
from tests.site import make
from tests.site.initiatives.reading import headings, html, words
from tests.site.wordings.test_domain import understood_by

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def errors(answer: Any) -> list[str]:
    assert answer.status_code == 400
    return re.findall(r'<li><a href="#[^"]+">([^<]+)</a></li>', answer.content.decode())


def today() -> str:
    return timezone.localdate().isoformat()


def test_an_empty_library_says_what_will_stand_there(client: Client) -> None:
    assert "No words are recorded yet." in words(html(client, "/wordings"))
    for path in ("/wordings/nothing", "/wordings/nothing/1"):
        assert client.get(path).status_code == 404


def test_the_page_shows_the_exact_words_each_flag_with_its_sentence_and_that_nobody_was_asked(client: Client) -> None:
    about = make.initiative()
    make.wording(about, slug="repairs-form")
    page = words(html(client, "/wordings/repairs-form"))
    for said in (
        make.LEAVES_OUT,
        "No sentence was found that says that the records will be joined with those of others.",
        "This sentence seems to say that agreeing is tied to something else:",
        "“share your data”: better: joining records, with whom and what for",
        "Better: Say it outright",
        "not yet tested with residents",
        "Home repairs, held by " + about.lead.name,
        "in use since 1 March 2024",
        "they err",
    ):
        assert said in page
    assert "Overrule" not in page
    assert client.get("/wordings/repairs-form/2").status_code == 404


def test_a_new_version_shows_what_changed_and_the_old_one_stays_at_its_address(client: Client) -> None:
    made = make.wording(slug="repairs-form")
    domain.add_version(by=make.member(made.organisation), wording=made, words=plain(make.SAYS_IT), where=plain("A desk."))
    page = html(client, "/wordings/repairs-form")
    assert "<ins>We will join</ins> your <del>data</del> <ins>records</ins>" in page
    assert "What this version changed" in headings(page, 2)
    assert "Nothing is flagged." in words(page)
    older = words(html(client, "/wordings/repairs-form/1"))
    assert "These are older words Version 2 is in use now." in older
    assert make.LEAVES_OUT in older


def test_results_show_shares_with_their_interval_and_never_a_small_count(client: Client) -> None:
    made = make.wording(slug="repairs-form")
    understood_by(made, (40, 30), (40, 37), (40, 3), (14, 7), (6, 5))
    page = html(client, "/wordings/repairs-form")
    rows = [re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", row) for row in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)][1:]
    assert rows == [
        ["Question 1?", "40", "75%", "60 to 86%"],
        ["Question 2?", "40", "fewer than 10 did not understand", "not shown"],
        ["Question 3?", "40", "fewer than 10 understood", "not shown"],
        ["Question 4?", "14", "not shown", "not shown"],
        ["Question 5?", "fewer than 10", "not shown", "not shown"],
    ]
    assert "not yet tested" not in page


def test_the_fewest_that_are_counted_out_are_those_of_every_other_page() -> None:
    assert import_module("folkmoot.weigh.understood").FEW == small_counts.FEW


def test_the_library_is_narrowed_by_organisation_and_by_what_is_flagged(client: Client) -> None:
    bad, good = make.wording(), make.wording(said=make.SAYS_IT)
    names = {one.title["en"]["standard"]: one for one in (bad, good)}

    def listed(query: str) -> set[str]:
        page = words(html(client, "/wordings" + query))
        return {slug for slug in names if slug in page}

    first, second = names
    assert listed("") == {first, second}
    assert listed(f"?organisation={good.organisation.slug}") == {second}
    assert listed("?flagged=joined") == listed("?flagged=any") == {first}
    assert listed("?flagged=none") == {second}
    assert "None fits." in words(html(client, f"/wordings?flagged=joined&organisation={good.organisation.slug}"))
    assert client.get("/wordings?flagged=rubbish&organisation=" + "x" * 500).status_code == 200


def test_every_rendition_is_looked_at_in_its_own_language(client: Client) -> None:
    made = make.wording(slug="repairs-form", said=make.SAYS_IT)
    given = plain(make.SAYS_IT, easy="We keep your records.", welsh="Ni fyddwn yn uno eich cofnodion â chofnodion unrhyw un arall.")
    domain.add_version(by=make.member(made.organisation), wording=made, words=given, where=plain("A desk."))
    welsh = html(client, "/wordings/repairs-form?lang=cy")
    assert '<div lang="cy" class="fm-voice"><p>Ni fyddwn yn uno' in welsh
    assert "It says that records are not joined." in words(welsh)
    found = {one.key: [check.check.id for check in one.flags] for one in queries.shown(queries.newest(made)).renditions}
    assert found["en-standard"] == []
    assert found["en-easy"][0] == found["cy-standard"][0] == "joined"
    assert "reading" not in {one.check.id for r in queries.shown(queries.newest(made)).renditions if r.language == "cy" for one in r.checks}


def test_the_initiative_says_beside_a_dataset_that_its_form_leaves_joining_out(client: Client) -> None:
    about = make.initiative()
    made = make.wording(about, slug="repairs-form")
    line = f"Collected under {made.title['en']['standard']} . {queries.NOT_SAID}"
    assert f"Home repairs. {line}" in words(html(client, f"/i/{about.slug}"))
    make.notice(about)
    page = html(client, f"/i/{about.slug}")
    assert f"Kind of home and heating. {line}" in words(page)
    assert page.count(queries.NOT_SAID) == 1
    domain.add_version(by=make.member(about.lead), wording=made, words=plain(make.SAYS_IT), where=plain("A desk."))
    page = words(html(client, f"/i/{about.slug}"))
    assert queries.NOT_SAID not in page
    assert queries.NOT_SAID_BEFORE in page


def test_those_who_draft_are_warned_of_the_form_and_of_words_and_are_never_stopped() -> None:
    about = make.initiative()
    make.wording(about)
    officer = make.signed_in(make.member(about.lead))
    part = f"/staff/initiatives/{about.slug}/parts/what"
    assert "do not seem to say that these records are joined" in words(html(officer, part))
    assert "do not seem to say that these records are joined" in words(html(officer, f"/staff/initiatives/{about.slug}"))
    assert "do not seem to say" not in words(html(officer, f"/staff/initiatives/{about.slug}/parts/why"))
    typed = {"what": "We do data sharing about troubled families.", "decides": ""}
    assert officer.post(part, typed).status_code == 302
    page = words(html(officer, part))
    assert "“data sharing” in “We do data sharing about troubled families.”: better: joining records" in page
    assert "“troubled families” in" in page
    assert "families who need help with several things" in page
    assert "The draft has 2 words that people stumble over" in words(html(officer, f"/staff/initiatives/{about.slug}"))
    lead = make.signed_in(make.member(about.lead, Role.GOVERNANCE_LEAD))
    assert "“data sharing” in" in words(html(lead, f"/staff/initiatives/{about.slug}/notice/publish"))


def test_a_draft_is_searched_in_every_rendition_and_in_bases_in_law() -> None:
    found = queries.terms_to_look_at(
        {
            "what": plain("We join records.", easy="This is data sharing.", welsh="Mae hyn am ddata dienw."),
            "lawful_basis": {"a-council": {"Help": {"article": "6-1-e", "words": plain("The controller may.")}}},
            "starts": "2026-01-01",
            "areas": ["E10000012"],
        }
    )
    assert [one.term.slug for one in found] == ["data-sharing", "anonymised", "controller"]


def test_staff_add_version_record_and_relate_through_the_forms(client: Client) -> None:
    about = make.initiative()
    officer = make.signed_in(make.member(about.lead))
    typed = {"organisation": about.lead.slug, "slug": "repairs-form", "title": "Repairs form", "words": make.LEAVES_OUT}
    typed |= {"where": "The desk.", "since": "2024-03-01"}
    assert "/staff/wordings/new" in html(officer, "/staff/wordings")
    missing = errors(officer.post("/staff/wordings/new", typed | {"words": "", "since": "2024-13-01"}))
    assert missing == [
        "What are the exact words? Write it in standard English first.",
        "In use since: give a date that exists, such as 2031-03-02.",
    ]
    answer = officer.post("/staff/wordings/new", typed)
    assert answer["Location"] == "/wordings/repairs-form"
    assert errors(officer.post("/staff/wordings/new", typed)) == ["Another wording has this address. Choose another."]
    made = Wording.objects.get()

    (dataset,) = initiatives.datasets_of(about)
    relate = "/staff/wordings/repairs-form/records/new"
    assert errors(officer.post(relate, {"initiative": about.slug})) == ["Choose a dataset, or say below which records were collected."]
    assert officer.post(relate, {"initiative": about.slug, "dataset": dataset.pk}).status_code == 302
    relied = Reliance.objects.get()
    assert errors(officer.post(f"/staff/wordings/records/{relied.pk}/end", {"sure": ""})) == ["Tick this to take it off."]
    assert officer.post(f"/staff/wordings/records/{relied.pk}/end", {"sure": "on"}).status_code == 302

    test = "/staff/wordings/repairs-form/results/new"
    asked = {"rendition": "en-standard", "how": "At a library.", "asked_by": "The team", "on": today(), "question_1": "Joined?"}
    asked |= {"asked_1": "40", "understood_1": "30"}
    assert errors(officer.post(test, asked | {"understood_1": "41"})) == ["No more people can have understood than were asked."]
    assert errors(officer.post(test, asked | {"question_2": "Why?"})) == ["Question 2 needs its words and both numbers."] * 2
    assert errors(officer.post(test, asked | {"engagement": "nothing"})) == ["No engagement that people can see is at that address."]
    assert errors(officer.post(test, asked | {"asked_1": "many"})) == ["Give a whole number."]
    assert not ComprehensionResult.objects.exists()
    assert officer.post(test, asked).status_code == 302
    result = ComprehensionResult.objects.get()
    assert "75%" in words(html(client, "/wordings/repairs-form"))
    assert officer.post(f"/staff/wordings/results/{result.pk}/withdraw", {"reason": "Wrong form."}).status_code == 302
    page = words(html(client, "/wordings/repairs-form"))
    assert "75%" not in page
    assert "was withdrawn: Wrong form." in page

    newer = {"words": make.SAYS_IT, "where": "The desk.", "since": today()}
    early = (timezone.localdate() + dt.timedelta(days=3)).isoformat()
    version = "/staff/wordings/repairs-form/versions/new"
    assert errors(officer.post(version, newer | {"since": early})) == ["Record words once they are in use: this day is still to come."]
    assert make.LEAVES_OUT in html(officer, version)
    assert officer.post(version, newer).status_code == 302
    assert queries.newest(made).number == 2


def test_a_flag_is_overruled_and_put_back_in_public(client: Client) -> None:
    made = make.wording(slug="repairs-form")
    lead = make.signed_in(make.member(made.organisation, Role.GOVERNANCE_LEAD, name="Zebedee Quill"))
    address = "/staff/wordings/repairs-form/1/en-standard/joined"
    assert f'href="{address}"' in html(lead, "/wordings/repairs-form")
    assert "Overrule the flag “Joining records”" in words(html(lead, address))
    assert errors(lead.post(address, {"reason": ""})) == ["Why? Write it in standard English first."]
    assert lead.post(address, {"reason": "A leaflet says it."}).status_code == 302
    page = html(client, "/wordings/repairs-form")
    assert "A leaflet says it." in words(page)
    assert "Flag, overruled" in words(page)
    assert "Zebedee Quill" not in page
    assert "Put back the flag" in words(html(lead, address))
    assert lead.post(address, {"reason": "It is gone."}).status_code == 302
    assert "Flag, overruled" not in words(html(client, "/wordings/repairs-form"))
    assert Overruling.objects.count() == 2
    assert lead.get("/staff/wordings/repairs-form/1/en-standard/reading").status_code == 404
    assert lead.get("/staff/wordings/repairs-form/9/en-standard/joined").status_code == 404


def test_strangers_are_refused_and_nothing_is_written() -> None:
    about = make.initiative()
    made = make.wording(about, slug="repairs-form")
    result, relied = understood_by(made), Reliance.objects.get()
    for person in (make.member(make.organisation()), make.former_member(about.lead), make.user()):
        stranger = make.signed_in(person)
        for path in (
            "/staff/wordings/repairs-form/versions/new",
            "/staff/wordings/repairs-form/results/new",
            "/staff/wordings/repairs-form/1/en-standard/joined",
            f"/staff/wordings/records/{relied.pk}/end",
            f"/staff/wordings/results/{result.pk}/withdraw",
        ):
            assert stranger.get(path).status_code == 403, path
            assert stranger.post(path, {"reason": "No.", "sure": "on"}).status_code == 403, path
        make.no_writes_by(person)
    nobody = make.signed_in(make.member(make.organisation()))
    assert nobody.get("/staff/wordings/repairs-form/records/new").status_code == 403
    assert make.signed_in(make.user()).get("/staff/wordings").status_code == 403


def test_staff_names_are_on_no_public_page(client: Client) -> None:
    about = make.initiative()
    make.wording(about, slug="repairs-form")
    for path in ("/wordings", "/wordings/repairs-form", "/wordings/repairs-form/1", "/glossary", "/glossary/data-sharing"):
        assert "Robin Clerk" not in html(client, path)
