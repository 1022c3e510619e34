"""C65: "A Project Board … supplementary stakeholder advisory group … terms of reference" (seed 003).

Works when: there is a board with its terms of reference, its members and its meetings.
"""

import csv
import io

import pytest
from django.test import Client

from capabilities.walking import day, does, office, read, refused
from folkmoot.face import date_words
from folkmoot.site.people.roles import Role
from folkmoot.site.progress.models import BoardMember
from tests.site import make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

NEW = "/staff/initiatives/warm/progress"
PUBLIC = "/i/warm/progress"


def test_a_board_and_its_advisory_group_have_terms_members_and_meetings_that_everyone_can_read() -> None:
    about = make.initiative(slug="warm")
    officer = office(about.lead, Role.RESEARCH_OFFICER)
    assert "Nobody is named to a board yet." in read(PUBLIC)
    assert "No meeting is on record yet." in read(PUBLIC)
    for words in ("It steers the work.", "It steers the work and meets each month."):
        does(officer, f"{NEW}/terms/new", kind="board", words=words)
    does(officer, f"{NEW}/terms/new", kind="advisory", words="It speaks for those with a stake.")
    seats = (("board", "Kim Hall", "Chair"), ("advisory", "Ash Reeve", "Parent"))
    for kind, name, role in seats:
        does(officer, f"{NEW}/member/new", kind=kind, name=name, role=role, organisation="The county", starts=day(-60))
    told = {"board": "It put the third table off.", "advisory": "It asked for a leaflet."}
    for kind, words in told.items():
        does(officer, f"{NEW}/meeting/new", kind=kind, on=day(-7), words=words, link=f"https://example.org/{kind}")
    assert refused(officer, f"{NEW}/meeting/new", kind="board", on=day(1), words="It will.") == [
        "A meeting cannot have been held on a day to come."
    ]
    page = read(PUBLIC)
    board, advisory = page.partition("Advisory group It speaks")[0], page.partition("Advisory group It speaks")[2]
    assert "It steers the work and meets each month. Terms of reference, version 2" in board
    assert "Version 1 It steers the work." in board
    assert advisory.startswith(" for those with a stake.")
    assert "Kim Hall Chair The county Project board" in page
    assert "Ash Reeve Parent The county Advisory group" in page
    met = list(csv.reader(io.StringIO(Client().get(f"{PUBLIC}/meetings.csv").content.decode("utf-8-sig"))))[1:]
    assert {tuple(row[1:]) for row in met} == {
        ("Project board", told["board"], "https://example.org/board"),
        ("Advisory group", told["advisory"], "https://example.org/advisory"),
    }
    assert len({row[0] for row in met}) == 1
    for words in told.values():
        assert words in page
    assert "Terms of reference" in page

    does(officer, f"/staff/progress/member/{BoardMember.objects.get(name='Kim Hall').pk}", ends=day())
    assert "Kim Hall" not in read(PUBLIC)
    assert "Ash Reeve" in read(PUBLIC)
    assert "It will." not in read(PUBLIC)
    assert date_words(BoardMember.objects.get(name="Ash Reeve").starts) in read(PUBLIC)
