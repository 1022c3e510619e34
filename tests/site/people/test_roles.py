"""The pages and the reference say what the tables of roles and of the desk say."""

import re
from pathlib import Path

import pytest

from folkmoot.site.people.desk import LINKS
from folkmoot.site.people.roles import PERMISSIONS, ROLES, Role
from tests.site import make
from tests.site.access_table import ACCESS, STAFF

REFERENCE = Path(__file__).resolve().parents[3] / "docs/reference/roles.md"


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading of the reference."""
    part = REFERENCE.read_text("utf-8").split(f"# {heading}\n", 1)[1].split("\n## ", 1)[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines() if line.startswith("|")][2:]


def test_the_reference_lists_every_role_with_its_permissions():
    told = [(name, words, re.findall(r"`([a-z.]+)`", may)) for name, words, may in rows("Roles")]
    assert told == [(facts.name, facts.description, [p for p in PERMISSIONS if p in facts.permissions]) for facts in ROLES.values()]


def test_the_reference_lists_every_permission_in_its_words():
    assert [(name.strip("`"), words) for name, words in rows("Permissions")] == list(PERMISSIONS.items())


def test_every_link_of_the_desk_leads_where_its_permission_may_go():
    for link in LINKS:
        assert ACCESS[link.route] in {link.permission, STAFF}


@pytest.mark.django_db(databases=["default", "vault"])
@pytest.mark.parametrize("role", list(Role))
def test_every_link_on_the_desk_of_a_role_opens(role):
    browser = make.signed_in(make.member(make.organisation(), role))
    links = re.findall(r'<li><a href="(/staff/[^"]*)"', browser.get("/staff/").content.decode())
    assert links
    assert {link: browser.get(link).status_code for link in links} == dict.fromkeys(links, 200)
