"""The public pages: what stands on them, in which order, in which rendition, and that nothing for staff is on them."""

import csv
import datetime as dt
import io
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.site.initiatives import domain as initiatives
from folkmoot.site.people.roles import Role
from folkmoot.site.progress import domain
from folkmoot.site.progress.domain import NewSection
from folkmoot.site.progress.tables import TABLES
from folkmoot.site.renditions import plain
from tests.site import make
from tests.site.initiatives.reading import html
from tests.site.initiatives.reading import words as words_of

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

DAY = dt.timedelta(days=1)


def file(client: Client, path: str) -> list[list[str]]:
    answer = client.get(path)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(answer.content.decode(), newline="")))


def full(about: Any) -> Any:
    """An initiative with something of everything on record."""
    today = timezone.localdate()
    officer, lead = make.member(about.lead), make.member(about.lead, Role.GOVERNANCE_LEAD)
    late = make.milestone(about, planned=today - 2 * DAY)
    domain.forecast_milestone(by=officer, milestone=late, on=today - DAY, reason=plain("Staff left.", welsh="Gadawodd staff."))
    make.spent(make.budget_line(about), 4_500, 120)
    benefit = make.benefit(about)
    make.measured(benefit, 70)
    shown = {"public": True, "summary": plain("It may take long.", easy="It may be slow.", welsh="Gall gymryd amser.")}
    domain.record_raid(
        by=officer,
        initiative=about,
        kind="risk",
        words="SECRET of staff",
        owner=about.lead,
        probability=3,
        impact=5,
        done="SECRET too",
        **shown,
    )
    domain.record_raid(by=officer, initiative=about, kind="issue", words="SECRET issue", owner=about.lead)
    domain.decide_gate(
        by=lead, initiative=about, gate="discover", outcome="passed", body="The project board", reasons=plain("It is clear.")
    )
    domain.write_terms(by=officer, initiative=about, kind="board", words=plain("It steers the work."))
    domain.start_board_member(by=officer, initiative=about, kind="board", name="Kim Hall", organisation="The county", role="Chair")
    domain.record_meeting(by=officer, initiative=about, kind="board", words=plain("It looked at the risks."))
    part = NewSection(plain("Hire two people"), today, today + DAY)
    domain.write_plan(by=officer, initiative=about, kind="resourcing", words=plain("Two people."), sections=[part])
    stakeholder = {"name": "Parents", "influence": 2, "interest": 5, "relation": plain("Their children.")}
    domain.name_stakeholder(by=officer, initiative=about, benefits=[benefit], **stakeholder)
    source = {"citation": "Carnegie UK, 2018", "method": "Workshops", "claims": plain("Benefits must be real."), "quality": "middling"}
    domain.record_source(by=officer, initiative=about, **source, tags=["trust"], link="https://example.org/a")
    criterion = domain.set_criterion(by=officer, initiative=about, words=plain("The table adds up."), tester="The audit team")
    domain.record_acceptance(by=officer, criterion=criterion, result="partly", words=plain("Nearly."))
    domain.learn(by=officer, initiative=about, what=plain("It took long."), why=plain("Staff left."), action=plain("Plan for it."))
    domain.hand_over(by=officer, initiative=about, words=plain("The team takes over."), evaluate_on=today + 90 * DAY)
    make.evaluation(about)
    make.report(about)
    return about


def test_the_page_answers_in_the_order_that_people_ask(client: Client) -> None:
    for about in (make.initiative(), full(make.initiative())):
        page = html(client, f"/i/{about.slug}/progress")
        assert re.findall(r'<h2 id="[a-z-]+">([^<]+)</h2>', page) == [
            "Where it stands now",
            "Milestones",
            "Money and staff time",
            "Benefits",
            "Open risks and issues",
            "Status reports",
            "Who steers it",
            "Plans",
            "What was read before",
            "How it ends",
        ]


def test_an_empty_page_says_what_will_stand_there(client: Client) -> None:
    said = words_of(html(client, f"/i/{make.initiative().slug}/progress"))
    for sentence in (
        "There is no status report yet.",
        "No milestone is planned yet.",
        "No benefit is written down yet.",
        "Nobody is named to a board",
    ):
        assert sentence in said


def test_everything_on_record_stands_on_the_page_and_nothing_for_staff_does(client: Client) -> None:
    about = full(make.initiative())
    page = html(client, f"/i/{about.slug}/progress")
    said = words_of(page)
    for words in (
        "Words on summary.",
        "Overdue by 1 day",
        "Staff left.",
        "1 milestone is overdue.",
        "£4,500",
        "£12,000",
        "70 hours a year",
        "Better, short of the target",
        "It may take long.",
        "High",
        "The next gate is “Define”, 2 of 4.",
        "It steers the work.",
        "Kim Hall",
        "Hire two people",
        "Keep informed",
        "Carnegie UK, 2018",
        "Partly met",
        "Plan for it.",
        "The team takes over.",
        "Words on gained_or_lost.",
    ):
        assert words in said, words
    assert "SECRET" not in page
    assert all("SECRET" not in client.get(f"/i/{about.slug}/progress/{name}.csv").content.decode() for name in TABLES)
    assert "SECRET" not in html(client, f"/i/{about.slug}/progress/reports/1")


def test_a_reader_of_welsh_or_easy_read_gets_what_there_is_marked_with_its_language(client: Client) -> None:
    about = full(make.initiative())
    welsh = html(client, f"/i/{about.slug}/progress?lang=cy")
    assert '<span lang="cy">Gall gymryd amser.</span>' in welsh
    assert '<span lang="cy">Gadawodd staff.</span>' in welsh
    assert f'href="/i/{about.slug}/progress/reports/1?lang=cy"' in welsh
    assert "It may be slow." in html(client, f"/i/{about.slug}/progress?read=easy")
    assert '<span lang="cy">Gall gymryd amser.</span>' in html(client, f"/i/{about.slug}/progress/reports/1?lang=cy")
    assert file(client, f"/i/{about.slug}/progress/risks.csv?lang=cy")[1][0] == "Gall gymryd amser."


def test_what_someone_wrote_is_never_markup(client: Client) -> None:
    about = make.initiative()
    make.milestone(about, words="<b>Bold</b>", planned=timezone.localdate())
    domain.name_stakeholder(
        by=make.member(about.lead),
        initiative=about,
        name="<i>We</i>",
        influence=1,
        interest=1,
        relation=plain("<u>x</u>", welsh="<u>y</u>"),
    )
    for path in (f"/i/{about.slug}/progress", f"/i/{about.slug}/progress?lang=cy"):
        page = html(client, path)
        assert not re.search(r"<(b|i|u)>", page)
        assert "&lt;b&gt;Bold&lt;/b&gt;" in page


def test_a_report_keeps_its_address_and_what_it_says_when_records_change(client: Client) -> None:
    about = full(make.initiative())
    before = html(client, f"/i/{about.slug}/progress/reports/1")
    assert "It was" not in words_of(before)
    make.milestone(about, words="A new one")
    make.measured(make.benefit(about, words="Another"), 1)
    assert html(client, f"/i/{about.slug}/progress/reports/1") == before
    assert "Fingerprint of what this page shows" in before
    assert client.get(f"/i/{about.slug}/progress/reports/2").status_code == 404


def test_an_overdue_report_is_said_on_both_pages_and_the_page_changes_at_once(client: Client) -> None:
    about = make.licensed()
    officer = make.member(about.lead)
    initiatives.change_stage(by=officer, initiative=about, stage="join")
    about.refresh_from_db()
    assert "overdue" not in words_of(html(client, f"/i/{about.slug}/progress"))
    later = timezone.now() + 36 * DAY
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: later)
        assert "A status report is overdue" in words_of(html(client, f"/i/{about.slug}/progress"))
        assert "A status report is overdue." in words_of(html(client, f"/i/{about.slug}"))
        make.report(about)
        assert "A status report is overdue" not in words_of(html(client, f"/i/{about.slug}/progress"))
    row = make.milestone(about)
    assert "0 of 1 milestone reached." in words_of(html(client, f"/i/{about.slug}"))
    domain.reach_milestone(by=officer, milestone=row)
    said = words_of(html(client, f"/i/{about.slug}"))
    assert "1 of 1 milestone reached." in said
    assert "A milestone was reached." in said


def test_each_table_can_be_had_as_a_file_and_money_is_bare_numbers_there(client: Client) -> None:
    about = full(make.initiative())
    for name in TABLES:
        rows = file(client, f"/i/{about.slug}/progress/{name}.csv")
        assert len(rows) > 1, name
        assert len({len(row) for row in rows}) == 1, name
    money = file(client, f"/i/{about.slug}/progress/money.csv")
    assert money[1][:8] == ["Staff", "The county", "12000.00", "300.00", "12000.00", "300.00", "4500.00", "120.00"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", file(client, f"/i/{about.slug}/progress/milestones.csv")[1][1])
    assert client.get(f"/i/{about.slug}/progress/drafts.csv").status_code == 404


def test_the_calendar_has_the_milestones(client: Client) -> None:
    about = full(make.initiative())
    answer = client.get(f"/i/{about.slug}/progress/milestones.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    content = answer.content.decode().replace("\r\n ", "")
    assert content.count("BEGIN:VEVENT") == 1
    assert "SUMMARY:The first table is checked\r\n" in content
    assert f"URL:http://testserver/i/{about.slug}/progress\r\n" in content


def test_benefits_are_compared_only_in_their_own_unit_and_each_number_says_how_many_it_rests_on(client: Client) -> None:
    one, two = make.initiative(), make.initiative()
    make.spent(make.budget_line(one, pounds=1200), 600, 60)
    make.spent(make.budget_line(two, pounds=900), 900, 0)
    make.measured(make.benefit(one), 40)  # 60 hours gained for £600 and 60 hours: £10 and 1 hour each
    make.measured(make.benefit(two), 55)  # 45 hours gained for £900: £20 each
    make.benefit(two, unit="pounds", target=Decimal(500))
    make.measured(make.benefit(two, unit="other", unit_words=plain("Nursery  places"), target=Decimal(10)), 120)  # worse
    make.benefit(one, unit="other", unit_words=plain("nursery places"))
    page = html(client, "/benefits")
    assert re.findall(r'<h2 id="unit-\d">([^<]+)</h2>', page) == [
        "Counted in pounds a year",
        "Counted in hours a year",
        "Counted in nursery places",
    ]
    said = words_of(page)
    assert "2 benefits of 2 initiatives. One unit cost from £10 to £20 so far, with £15 in the middle: 2 benefits of 2 initiatives." in said
    assert "1 benefit of 1 initiative. Fewer than two of them have a cost so far" in said
    rows = file(client, "/benefits.csv")
    numbers = {(row[-1], row[2]): row[6:-1] for row in rows[1:]}
    assert numbers["hours a year", one.lead.name] == ["600.00", "60.00", "20.00", "10.00", "1.00"]
    assert numbers["hours a year", two.lead.name] == ["900.00", "0.00", "15.00", "20.00", ""]
    assert numbers["nursery places", two.lead.name][2:] == ["10.00", "", ""]
    mine = html(client, f"/benefits?organisation={one.lead.slug}")
    assert re.findall(r'<h2 id="unit-\d">([^<]+)</h2>', mine) == ["Counted in hours a year", "Counted in nursery places"]
    assert "No benefit is on record for this organisation" in words_of(html(client, "/benefits?organisation=nobody"))


def test_the_comparison_asks_the_database_no_more_often_for_more_initiatives(
    client: Client, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for _ in range(6):
        about = make.initiative()
        make.spent(make.budget_line(about), 100)
        make.measured(make.benefit(about), 50)
    with django_assert_max_num_queries(10):
        html(client, "/benefits")


def test_before_there_is_a_benefit_the_comparison_says_so(client: Client) -> None:
    assert "No benefit is on record yet." in words_of(html(client, "/benefits?lang=cy&read=easy"))


@pytest.mark.parametrize("path", ["progress", "progress/reports/1", "progress/money.csv", "progress/milestones.ics"])
def test_there_is_nothing_of_an_initiative_that_is_not_there(client: Client, path: str) -> None:
    assert client.get(f"/i/nothing/{path}").status_code == 404


def read_for(about: Any, citation: str, said: str, quality: str, *tags: str) -> None:
    given = {"citation": citation, "method": "A survey", "claims": plain(said, welsh=f"{said} (Cymraeg)"), "quality": quality}
    domain.record_source(by=make.member(about.lead), initiative=about, **given, tags=tags)


def test_what_was_read_is_found_over_all_initiatives_by_words_by_tag_and_by_strength(client: Client) -> None:
    one, other = make.initiative(title="Warm homes"), make.initiative(title="Safe streets")
    read_for(one, "Blake, 2018", "People want benefits.", "strong", "trust")
    read_for(one, "Adams, 2020", "People fear tracing.", "weak", "trust", "law")
    read_for(other, "Clarke, 2021", "Cameras count wrongly.", "strong", "sensors")
    for query, found in (
        ("", ["Adams, 2020", "Blake, 2018", "Clarke, 2021"]),
        ("?tag=trust", ["Adams, 2020", "Blake, 2018"]),
        ("?quality=strong", ["Blake, 2018", "Clarke, 2021"]),
        ("?quality=strong&tag=trust", ["Blake, 2018"]),
        ("?words=PEOPLE+tracing", ["Adams, 2020"]),
        ("?words=cymraeg+wrongly", ["Clarke, 2021"]),
        ("?tag=tru", []),
        ("?words=people+cameras", []),
    ):
        page = html(client, f"/sources{query}")
        assert re.findall(r'<th scope="row">([^<]+)</th>', page) == found, query
        assert ("Nothing that was read fits." in words_of(page)) == (not found)
    rows = file(client, "/sources.csv")
    assert [row[:2] for row in rows[1:]] == [["Adams, 2020", "Warm homes"], ["Blake, 2018", "Warm homes"], ["Clarke, 2021", "Safe streets"]]


def test_before_anything_was_read_the_library_says_what_will_stand_there(client: Client) -> None:
    assert "Nothing is listed yet." in words_of(html(client, "/sources?lang=cy&read=easy"))
